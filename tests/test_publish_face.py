"""The public face shows what people marked public, and not one byte of anything else."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest

from caifeng.config.load import load
from caifeng.errors import PublishError
from caifeng.facing import build_face
from caifeng.lake.incident_file import read_incident
from caifeng.lake.incident_text import changed_text, new_text
from caifeng.models import FaceRules, Incident, PublicCase, PublicState, PublicWord
from caifeng.workspace import Workspace
from publish.face.face import face_files
from tests.samples import HOSTILE, sample_handling

RULES = FaceRules(name="澜川电器情况通报", base_url="https://face.example", about="公布进展。", contact="400-000-0000")
AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
CASE = PublicCase(
    name="leak",
    title="净水机漏水",
    since=date(2026, 11, 15),
    state=PublicState.INVESTIGATING,
    summary="已停售涉事批次。",
    words=(
        PublicWord(
            at=AT, what="情况说明", text="涉事批次已停售。\n检测结果三日内公布。", link="https://lanchuan.example/1"
        ),
        PublicWord(at=AT + timedelta(days=1), what="更正", text="前一条中的三日应为五日。"),
    ),
)
ZONE = "Asia/Shanghai"


DESK = """desk: 澜川电器
sources: [{name: 澜川日报, unreachable: 试, channel: 视频}]
topics: [{name: 产品质量, watch: 净水机}]
face: {name: 通报}
"""


def texts(files) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {file.path: file.content.decode() for file in files}


def test_a_case_is_told_newest_word_first_with_its_state_and_corrections() -> None:
    pages = texts(face_files(RULES, [CASE], ZONE))
    assert set(pages) == {"index.html", "leak/index.html", "face.css", "feed.xml", "feed.json"}
    page = pages["leak/index.html"]
    assert page.index("三日应为五日") < page.index("涉事批次已停售")
    assert "2026-11-16 10:00" in page
    assert 'class="correction"' in page
    assert "调查中" in pages["index.html"]
    entries = feedparser.parse(pages["feed.xml"]).entries
    assert [entry.title for entry in entries] == ["更正：净水机漏水", "情况说明：净水机漏水"]
    assert entries[0].link == "https://face.example/leak/"


def test_the_order_in_which_cases_are_given_does_not_show() -> None:
    other = replace(CASE, name="price", state=PublicState.CLOSED, words=())
    assert face_files(RULES, [CASE, other], ZONE) == face_files(RULES, [other, CASE], ZONE)


def test_two_cases_of_one_name_share_a_page_and_none_is_lost() -> None:
    other = replace(CASE, words=(PublicWord(at=AT, what="进展", text="第二个案件的话"),))
    page = texts(face_files(RULES, [CASE, other], ZONE))["leak/index.html"]
    assert "第二个案件的话" in page
    assert "三日应为五日" in page


def test_hostile_words_stay_text() -> None:
    word = PublicWord(at=AT, what=HOSTILE[:20], text=HOSTILE, link="javascript:alert(1)")
    case = replace(CASE, title=HOSTILE, summary=HOSTILE, words=(word,))
    for text in texts(face_files(replace(RULES, about=HOSTILE, contact=HOSTILE), [case], ZONE)).values():
        assert "<script" not in text
        assert 'href="javascript' not in text
        assert "\u202e" not in text


def poisoned(noun: object, path: str = "CANARY") -> object:
    """The noun with every text replaced by a canary that names its place."""
    if isinstance(noun, tuple):
        return tuple(poisoned(part, f"{path}-{number}") for number, part in enumerate(noun))
    if is_dataclass(noun) and not isinstance(noun, type):
        changed = {field.name: poisoned(getattr(noun, field.name), f"{path}-{field.name}") for field in fields(noun)}
        return replace(noun, **changed)
    return path if type(noun) is str and noun else noun


def test_nothing_internal_reaches_the_face(tmp_path: Path) -> None:
    """Every text of the desk and of the incident is a canary; only the section ``public`` is not."""
    said = sample_handling().incident
    changed = poisoned(said)
    assert isinstance(changed, Incident)
    incident = replace(changed, id=said.id, story_ids=("S-20261117-01",), parent="", public=CASE)
    text = (
        "desk: CANARY-desk\nsources: [{name: CANARY-source, unreachable: CANARY-why, channel: 视频}]\n"
        "topics: [{name: CANARY-topic, watch: CANARY}]\npublish: {classification: CANARY-class}\n"
        "face: {name: 澜川电器情况通报, base_url: 'https://face.example'}\n"
    )
    (tmp_path / "caifeng.yml").write_text(text, encoding="utf-8")
    desk = load(tmp_path / "caifeng.yml").desk
    (tmp_path / "incidents").mkdir()
    file = tmp_path / "incidents" / f"{incident.id}.yml"
    file.write_text(new_text(incident, ZoneInfo(ZONE)), encoding="utf-8")
    folder = build_face(Workspace(tmp_path / "caifeng.yml"), desk)
    assert folder is not None
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert len(found) == 6
    written = b"".join(path.read_bytes() for path in found)
    assert file.read_text(encoding="utf-8").count("CANARY") >= 5
    assert b"CANARY" not in written
    assert said.id.encode() not in written
    assert b"S-2026" not in written


def test_the_public_section_is_read_back_as_written_and_may_be_absent() -> None:
    incident = replace(sample_handling().incident, public=CASE)
    text = new_text(incident, ZoneInfo(ZONE))
    assert read_incident(incident.id, text.encode())[0].public == CASE
    without = new_text(replace(incident, public=None), ZoneInfo(ZONE))
    assert read_incident(incident.id, without.encode())[0].public is None
    was = read_incident(incident.id, without.encode())[0]
    assert (
        read_incident(incident.id, changed_text(without, was, replace(was, public=CASE), ZoneInfo(ZONE)).encode())[
            0
        ].public
        == CASE
    )


def test_a_face_that_did_not_change_is_not_written_and_a_strange_folder_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "caifeng.yml").write_text(DESK, encoding="utf-8")
    desk, workspace = load(tmp_path / "caifeng.yml").desk, Workspace(tmp_path / "caifeng.yml")
    first = build_face(workspace, desk)
    assert first is not None
    inode = first.stat().st_ino
    assert build_face(workspace, desk) == first
    assert first.stat().st_ino == inode
    other = Workspace(tmp_path / "other" / "caifeng.yml")
    (other.root / "face").mkdir(parents=True)
    (other.root / "face" / "mine.txt").write_text("别人的", encoding="utf-8")
    with pytest.raises(PublishError, match="不会覆盖"):
        build_face(other, desk)
    assert (other.root / "face" / "mine.txt").read_text(encoding="utf-8") == "别人的"
