"""A drill runs through the real pipeline with real files, apart from everything real, and is scored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from caifeng import pipeline
from caifeng.drill.run import DrillRun
from caifeng.drill_scores import load_scores
from tests.chat_server import ChatServer, chatting
from tests.drill_desk import digest, drilled, scenario, workspace
from tests.smtp_server import HOST, Post, serving

SECRETS = ("boss@real.example", "aftersales@real.example", "SECRETKEY")


@dataclass
class Held:
    """A drill that was held while the environment held real addresses and their servers ran."""

    folder: Path
    run: DrillRun
    told: list[str]
    mails: list[tuple[str, bytes]]
    chats: list[str]
    before: str


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("real")
    with pytest.MonkeyPatch.context() as patch, serving(Post()) as post, chatting(ChatServer()) as chat:
        values = {"REAL_MAIL": "aftersales@real.example", "REAL_BOSS": "boss@real.example", "REAL_HOST": HOST,
                  "REAL_FROM": "brief@real.example", "REAL_KEY": "k", "REAL_CHAT": chat.gateway}  # fmt: skip
        for name, value in values.items():
            patch.setenv(name, value)
        real = workspace(folder)
        before = digest(folder)
        run, told = drilled(real, scenario(real[1]), every=timedelta(minutes=15))
        yield Held(folder, run, told, list(post.received), list(chat.received), before)


def sandbox_files(held: Held) -> list[Path]:
    root = held.run.sandbox.workspace.root
    return [path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts]


def test_the_first_alert_the_owner_and_the_first_reply_are_timed(held: Held) -> None:
    times = {measure.name: measure.took for measure in held.run.score.measures}
    assert times == {
        "发现到预警": timedelta(minutes=10),
        "到责任人": timedelta(minutes=5),
        "首次回应": timedelta(minutes=15),
    }
    assert all(measure.is_met for measure in held.run.score.measures)


def test_what_was_asked_and_not_done_is_missed(held: Held) -> None:
    checks = {check.name: check.is_met for check in held.run.score.checks}
    assert checks == {"定性": True, "步骤": False}
    assert "权威发布" in held.run.score.missed
    assert "接收" not in held.run.score.missed


def test_a_trap_raises_no_alert(held: Held) -> None:
    assert (held.run.score.items, held.run.score.traps, held.run.score.sprung) == (4, 1, ())


def test_the_score_is_kept_and_read_back(held: Held) -> None:
    assert load_scores(held.folder) == ((held.run.score,), ())


def test_nothing_outside_the_drills_folder_changed(held: Held) -> None:
    assert digest(held.folder) == held.before
    assert not (held.folder / "outbox").exists()
    assert not (held.folder / "public").exists()


def test_no_real_address_is_used_though_the_environment_holds_them(held: Held) -> None:
    assert (held.mails, held.chats) == ([], [])
    found = [path for path in sandbox_files(held) for secret in SECRETS if secret.encode() in path.read_bytes()]
    assert found == []


def test_mails_stay_in_the_sandbox_and_say_that_it_is_a_drill(held: Held) -> None:
    mails = sorted((held.run.sandbox.workspace.root / "outbox" / "alerts").rglob("*.eml"))
    assert mails
    for path in mails:
        mail = message_from_bytes(path.read_bytes(), policy=default)
        assert "演练" in mail["Subject"]
        assert "@caifeng.invalid" in mail["To"]
        assert all("演练" in part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")


def test_every_page_says_that_it_is_a_drill(held: Held) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in held.run.sandbox.workspace.public.rglob("*.html")}
    shown = {path: text for path, text in pages.items() if 'http-equiv="refresh"' not in text}
    assert len(shown) > 5
    assert [path for path, text in shown.items() if "演练" not in text] == []


def test_every_line_title_and_file_of_people_says_so(held: Held) -> None:
    assert held.told
    assert [line for line in held.told if not line.startswith("【演练】")] == []
    sandbox = held.run.sandbox.workspace
    desk = pipeline.open_desk(sandbox)
    assert (desk.name, desk.drill) == ("澜川电器（演练）", "漏水伤人")
    (incident,) = sandbox.incidents(desk).load()[0]
    assert incident.tags == ("演练",)
    assert any("演练" in entry.note for entry in incident.log)


def test_the_words_of_the_scenario_are_read_as_those_of_a_real_day(held: Held) -> None:
    items = held.run.sandbox.workspace.lake.items(held.run.score.began_at)
    played = [item for item in items if item.url.startswith("https://yanlian.invalid/")]
    assert [item.title for item in played][:2] == ["净水机漏水滑倒受伤", "净水机漏水致老人受伤"]


def test_the_sandbox_knows_no_variable_but_those_that_lead_nowhere(held: Held) -> None:
    text = held.run.sandbox.workspace.desk_file.read_text(encoding="utf-8")
    assert "REAL_" not in text
    assert "real.example" not in text


def test_git_of_the_real_repository_sees_the_score_alone(held: Held) -> None:
    assert (held.run.sandbox.folder / ".gitignore").read_text(encoding="utf-8") == "sandbox/\n"
    assert (held.run.sandbox.folder / "score.json").is_file()
