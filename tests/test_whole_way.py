"""The product as its user meets it: the demo's eight days by the real command, what came of them, its mails."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from analyze.grading.levels import recompute, total
from caifeng import pipeline
from caifeng.errors import HarvestError
from caifeng.models import ClockState, Desk, IncidentState, Level, MailRules, SourceReport, SourceState, StoryType
from caifeng.workspace import Workspace
from tests.command import command
from tests.demo_week import Week, copied
from tests.sites import git
from tests.smtp_server import Post, serving

pytestmark = [
    pytest.mark.timeout(420),
    pytest.mark.filterwarnings("ignore:invalid escape sequence"),  # jieba's sources, compiled on first import
]
LAST = date(2026, 11, 20)


@pytest.fixture(scope="module")
def demo(week: Week, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's week, which the tests of this file go on from."""
    return copied(week, tmp_path_factory.mktemp("demo") / "demo")


@pytest.fixture(scope="module")
def workspace(demo: Path) -> Workspace:
    return Workspace(demo / "caifeng.yml")


@pytest.fixture(scope="module")
def desk(workspace: Workspace) -> Desk:
    return pipeline.open_desk(workspace)


# --- what the week came to ------------------------------------------------------------------------------------------


def test_the_command_says_where_to_look(week: Week) -> None:
    assert len([line for line in week.told.splitlines() if line.startswith("看")]) == 3


def test_the_week_gives_eight_briefings_with_a_conclusion_that_fits_one_screen(workspace: Workspace) -> None:
    briefings = workspace.lake.briefings()
    assert [briefing.date.day for briefing in briefings] == list(range(13, 21))
    assert [briefing.number for briefing in briefings] == list(range(1, 9))
    for briefing in briefings:
        assert 0 < len(briefing.conclusion) <= 200
        assert len(briefing.matters) <= 3
        assert briefing.blind_spots


def test_the_crisis_climbs_from_blue_to_orange_and_is_answered(workspace: Workspace, desk: Desk) -> None:
    levels = [briefing.level for briefing in workspace.lake.briefings()]
    assert levels[0] is Level.BLUE
    assert Level.YELLOW in levels
    assert max(levels, key=lambda level: level.rank) is Level.ORANGE
    incidents, problems = workspace.incidents(desk).load()
    assert not problems
    leak = next(incident for incident in incidents if "漏水" in incident.title)
    assert leak.type is StoryType.TRUE
    assert any(entry.did == "首次回应" for entry in leak.log)
    assert {clock.name for clock in leak.clocks} == {"到责任人", "首次回应", "进展反馈", "权威发布", "闭环"}
    late = [clock.name for clock in leak.clocks if clock.state(datetime(2026, 11, 20, tzinfo=UTC)) is ClockState.LATE]
    assert late == ["权威发布"]
    rumour = next(incident for incident in incidents if "锰" in incident.title)
    assert rumour.state is IncidentState.ARCHIVED
    assert rumour.review is not None
    assert not leak.is_open or any(not record.is_closed for record in leak.loop)


def test_the_crisis_is_one_story_across_channels_days_and_both_scripts(workspace: Workspace) -> None:
    items = {item.id: item for item in workspace.lake.items(datetime(2026, 11, 10, tzinfo=UTC))}
    story = max(workspace.lake.stories(), key=lambda one: len(one.all_ids))
    origins = [items[item_id].url.rsplit("/", 1)[-1][:2] for item_id in story.all_ids if item_id in items]
    assert origins.count("cr") / len(origins) >= 0.9
    assert "境外" in {step.channel for step in story.spread.steps}
    assert len(story.spread.steps) >= 6
    assert story.reprints


def test_every_grade_and_heat_of_the_week_can_be_computed_again_from_its_print(workspace: Workspace) -> None:
    stories = workspace.lake.stories()
    assert len(stories) > 40
    for story in stories:
        assert recompute(story.grade) is story.grade.level
        assert (total(story.grade.parts), total(story.heat.parts)) == (story.grade.score, story.heat.value)


def test_the_rumour_is_suggested_false_because_officials_refute_it(workspace: Workspace) -> None:
    rumour = next(story for story in workspace.lake.stories() if "锰" in story.title or "致癌" in story.title)
    assert rumour.hint.type in (StoryType.FALSE, StoryType.MALICIOUS)
    assert rumour.hint.item_ids


def test_every_statement_of_every_briefing_stands_on_items_that_are_shown(workspace: Workspace) -> None:
    for briefing in workspace.lake.briefings():
        shown = {item.id for item in briefing.evidence}
        for detail in briefing.details:
            summary = (detail.summary,) if detail.summary else ()
            ours = (*detail.judgements, *detail.unknowns, *detail.course, *detail.spread)
            for statement in (*summary, *detail.facts, *ours):
                assert set(statement.item_ids) <= shown
                assert statement.item_ids or "INC-" in statement.text
            for view in detail.views:
                assert view.item_ids
                assert {*view.item_ids, *(quote.item_id for quote in view.quotes)} <= shown
        assert all(row.item_id in shown for row in briefing.listed)
        assert all(len(item.excerpt) <= 200 for item in briefing.evidence)


def test_the_dead_source_and_the_never_covered_ones_are_named_once(workspace: Workspace) -> None:
    last = workspace.lake.briefings()[-1]
    states = {health.name: health.report.state for health in last.note.health}
    assert states["城东晚报"] is SourceState.FAILED
    assert states["业主微信群"] is SourceState.UNREACHABLE
    assert sum("城东晚报" in spot for spot in last.blind_spots) == 1


def test_mislabelled_gbk_is_read_as_chinese(workspace: Workspace) -> None:
    items = workspace.lake.items(datetime(2026, 11, 10, tzinfo=UTC))
    texts = [item.title + item.text for item in items if item.source == "老街坊网"]
    assert len(texts) > 10
    assert not any("�" in text or "Í" in text for text in texts)
    assert any("净水" in text for text in texts)


# --- doing it again -------------------------------------------------------------------------------------------------


def _quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


def test_a_repeated_publish_and_send_change_nothing(workspace: Workspace, desk: Desk, demo: Path) -> None:
    def tip() -> str:
        return git(demo, "rev-parse", "gh-pages")

    before, mails = tip(), sorted(path.name for path in (demo / "outbox").rglob("*"))
    published = pipeline.publish(workspace, desk, _quiet)
    pipeline.send(workspace, desk, LAST, datetime(2026, 11, 20, 1, tzinfo=UTC), _quiet)
    assert published is not None
    assert not published.changed
    assert tip() == before
    assert sorted(path.name for path in (demo / "outbox").rglob("*")) == mails


def test_all_sources_dead_ends_non_zero_and_leaves_the_last_edition(workspace: Workspace, demo: Path) -> None:
    front, text = (workspace.public / "index.html").read_bytes(), workspace.desk_file.read_text(encoding="utf-8")
    gone = Workspace(demo / "gone.yml")  # the same sources where nobody listens: another demo may hold the old port
    gone.desk_file.write_text(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:9", text), encoding="utf-8")
    desk = pipeline.open_desk(gone)
    online = replace(desk, sources=desk.sources[:6])
    with pytest.raises(HarvestError, match="6 个信源只有 0 个"):
        pipeline.daily(gone, online, datetime(2026, 11, 21, 0, 10, tzinfo=UTC), None, _quiet)
    assert (workspace.public / "index.html").read_bytes() == front
    assert workspace.lake.briefings()[-1].date == LAST


def test_the_command_line_says_why_and_how_to_mend(demo: Path, tmp_path: Path) -> None:
    desk = ("--desk", str(demo / "caifeng.yml"))
    assert "配置无误" in command("check", *desk).stdout
    bad = tmp_path / "caifeng.yml"
    bad.write_text("desk: 甲\nsource: []\ntopics:\n  - {name: 乙, watch: (漏水 OR}\n", encoding="utf-8")
    words = [sys.executable, "-m", "caifeng.cli", "check", "--desk", str(bad)]  # its exit code as the shell sees it
    refused = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 2
    assert "caifeng.yml:2" in refused.stderr
    assert "是不是 sources？" in refused.stderr
    assert command("brief", *desk, "--date", "昨天").code == 2
    assert json.loads(command("schema").stdout)["title"] == "caifeng.yml"
    again = command("brief", *desk, "--date", "2026-11-18", "--json")
    assert (again.code, json.loads(again.stdout)["number"]) == (0, 6)


# --- what subscribers get -------------------------------------------------------------------------------------------


def test_without_smtp_each_person_has_one_mail_a_day_in_the_outbox(demo: Path, desk: Desk) -> None:
    people = [person for person in desk.people if person.mail]
    mails = sorted((demo / "outbox" / str(LAST)).glob("*.eml"))
    assert len(mails) == len(people)
    for path in mails:
        raw = path.read_bytes()
        mail = message_from_bytes(raw, policy=policy.default)
        html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
        assert html["Content-Transfer-Encoding"] == "base64"
        assert len(html.get_payload()) <= 60_000
        assert not re.search(r"<(script|img|form|iframe)", html.get_content(), re.IGNORECASE)
        assert mail.get_body(("plain",)) is not None


def test_digests_reach_a_real_smtp_server_once_and_personally(
    workspace: Workspace, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = MailRules(
        host="T_HOST",
        port=0,
        security="none",
        sender="T_FROM",
        ledger_key="T_KEY",
        unsubscribe="mailto:stop@example.org",
    )
    for name, value in {"T_HOST": "127.0.0.1", "T_FROM": "采风 <brief@example.org>", "T_KEY": "k" * 32}.items():
        monkeypatch.setenv(name, value)
    for person in desk.people:
        monkeypatch.setenv(person.mail, f"{person.mail.lower()}@example.org")
    post = Post()
    with serving(post):
        wired = replace(desk, mail=replace(rules, port=post.port))
        now = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
        pipeline.send(workspace, wired, LAST, now, _quiet)
        pipeline.send(workspace, wired, LAST, now, _quiet)
    assert sorted(recipient for recipient, _ in post.received) == sorted(
        f"{person.mail.lower()}@example.org" for person in desk.people if person.mail
    )
    for recipient, raw in post.received:
        mail = message_from_bytes(raw, policy=policy.default)
        assert mail["To"].addresses[0].addr_spec == recipient
        assert "stop@example.org" in mail["List-Unsubscribe"]
        assert mail["Subject"].startswith("[")


def test_no_address_of_a_subscriber_is_anywhere_in_state_or_site(demo: Path) -> None:
    places = [*(demo / "lake").rglob("*.jsonl"), *(demo / "public").rglob("*.html"), *(demo / "incidents").glob("*")]
    assert places
    assert not any(b"mail_boss@" in path.read_bytes().lower() for path in places if path.is_file())
    assert any(b'"channel":"mail"' in path.read_bytes() for path in places if path.is_file())
