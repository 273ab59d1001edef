"""Incident files belong to people: Caifeng adds to them, and one that cannot be read stops no other."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.errors import LakeError
from caifeng.lake import IncidentFolder
from caifeng.models import Clock, Incident, IncidentState, Level, LogEntry, Override, StoryType
from tests.nouns import nouns

FILE = """\
# 我的注释
title: NO  # 不是“否”
stories: [S-20261119-04]
type: 属实
grade: {machine: 黄, human: 橙, by: 值班长, why: 涉及人身安全}
owner: 售后部
state: 核实定性
clocks:
  到责任人: {limit: 15m, norm: 采风建议值}
  首次回应: {limit: 30m}
log:
  - {at: 2026-11-19T22:41:07+08:00, by: 采风, did: 发现, evidence: [i-9f2c, i-77ab]}
  # 中间的话
  - at: 2026-11-19T22:50:12+08:00
    by: 值班员
    did: 接收
    note: |
      第一行
      第二行
"""


def folder(path: Path, **files: str) -> IncidentFolder:
    for name, text in files.items():
        (path / f"{name.replace('_', '-')}.yml").write_text(text, encoding="utf-8")
    return IncidentFolder(path, ZoneInfo("Asia/Shanghai"))


def loaded(path: Path, text: str = FILE) -> Incident:
    (incident,), problems = folder(path, INC_2026_0007=text).load()
    assert problems == ()
    return incident


def raised(incident: Incident, note: str = "总分 61") -> Incident:
    at = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
    entry = LogEntry(at=at, by="采风", did="升级", note=note, evidence=("i-1",))
    return replace(incident, machine_level=Level.RED, log=(*incident.log, entry))


def test_a_file_is_read_as_people_wrote_it(tmp_path: Path) -> None:
    incident = loaded(tmp_path)
    assert (incident.id, incident.title, incident.type) == ("INC-2026-0007", "NO", StoryType.TRUE)
    assert incident.level is Level.ORANGE
    assert incident.opened_at == datetime(2026, 11, 19, 14, 41, 7, tzinfo=UTC)
    assert all(entry.at.utcoffset() == timedelta(0) for entry in incident.log)
    met, running = incident.clocks
    assert met.stopped_at == datetime(2026, 11, 19, 14, 50, 12, tzinfo=UTC)
    assert running.stopped_at is None


def test_what_people_wrote_stays_comments_included(tmp_path: Path) -> None:
    incident = loaded(tmp_path)
    folder(tmp_path).save(raised(incident))
    text = (tmp_path / "INC-2026-0007.yml").read_text(encoding="utf-8")
    for kept in ("# 我的注释", "title: NO  # 不是“否”", "# 中间的话", "human: 橙, by: 值班长", "      第一行"):
        assert kept.strip() in text
    assert "2026-11-20T09:02:03+08:00" in text
    assert loaded(tmp_path, text) == raised(incident)


def test_saving_again_changes_nothing(tmp_path: Path) -> None:
    incident = raised(loaded(tmp_path))
    folder(tmp_path).save(incident)
    once = (tmp_path / "INC-2026-0007.yml").read_bytes()
    folder(tmp_path).save(incident)
    assert (tmp_path / "INC-2026-0007.yml").read_bytes() == once


def test_a_line_that_a_person_added_meanwhile_is_not_lost(tmp_path: Path) -> None:
    incident = loaded(tmp_path)
    theirs = FILE + "  - {at: 2026-11-19T23:00:00+08:00, by: 值班长, did: 派责}\n"
    folder(tmp_path, INC_2026_0007=theirs)
    with pytest.raises(LakeError, match="重新运行"):
        folder(tmp_path).save(raised(incident))
    assert (tmp_path / "INC-2026-0007.yml").read_text(encoding="utf-8") == theirs


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    incident = loaded(tmp_path, "\ufeff" + FILE)
    folder(tmp_path).save(raised(incident))
    assert folder(tmp_path).load() == ((raised(incident),), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("type: 属实", "type: 属時", 4, "未核实、属实、不符、恶意谣言"),
        ("owner:", "onwer:", 6, "不认识这个键"),
        ("limit: 15m", "limit: 一刻钟", 9, "15m"),
        ("state: 核实定性", "state:", 7, "闭环"),
        ("2026-11-19T22:41:07+08:00", "2026-11-19T22:41:07", 12, "时区"),
        ("2026-11-19T22:41:07+08:00", "昨晚", 12, "无法辨认"),
        ("title: NO", "", 3, "title"),
        ("machine: 黄", "machine: 黄, machine: 红", 5, "重复"),
        ("log:", "log: []\nold:", 11, "不认识"),
        ("title: NO", "title: *x", 2, "别名"),
    ],
)
def test_a_bad_edit_is_refused_with_line_and_reason_and_others_load(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    incidents, problems = folder(tmp_path, INC_2026_0001=FILE, INC_2026_0002=FILE.replace(old, new, 1)).load()
    assert [incident.id for incident in incidents] == ["INC-2026-0001"]
    told = [problem for problem in problems if said in str(problem)]
    assert told, problems
    assert told[0].file == "incidents/INC-2026-0002.yml"
    assert abs(told[0].line - line) <= 1


def test_a_misnamed_file_or_another_encoding_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "INC-2026-0003.yml").write_bytes(FILE.encode("gb18030"))
    incidents, problems = folder(tmp_path, 案件=FILE).load()
    assert incidents == ()
    assert len(problems) == 2


def test_an_empty_log_is_refused(tmp_path: Path) -> None:
    text = FILE.split("log:", maxsplit=1)[0] + "log: []\n"
    assert "log" in str(folder(tmp_path, INC_2026_0001=text).load()[1][0])


def test_numbers_of_unreadable_files_stay_taken(tmp_path: Path) -> None:
    made = folder(tmp_path, INC_2026_0004="broken", INC_2026_0002=FILE, INC_2025_0009=FILE)
    assert sorted(made.used_numbers(2026)) == [2, 4]


times = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
texts = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
entries = st.builds(
    LogEntry,
    at=times.map(lambda at: at.replace(microsecond=0)),
    by=texts.map(str.strip),
    did=texts,
    note=texts,
    evidence=st.lists(texts, max_size=3).map(tuple),
)


def visible(title: str) -> str:
    """Hidden characters of a title are dropped when it is written."""
    return "".join(character for character in title if unicodedata.category(character) != "Cf")


@settings(max_examples=60, deadline=None)
@given(
    title=texts.map(
        lambda title: "".join(c for c in title if unicodedata.category(c) != "Cf")
    ),  # hidden ones are dropped
    owner=texts,
    log=st.lists(entries, min_size=1, max_size=4),
    type_=st.sampled_from(StoryType),
)
def test_what_caifeng_writes_it_reads_back(
    tmp_path_factory: pytest.TempPathFactory, title: str, owner: str, log: list[LogEntry], type_: StoryType
) -> None:
    clock = Clock(
        name="到责任人", limit=timedelta(minutes=90), norm="本编辑台规定", started_at=log[0].at, stopped_at=None
    )
    incident = Incident(
        id="INC-2026-0001", title=title, story_ids=("S-20261120-01",), type=type_, machine_level=Level.YELLOW,
        override=None, owner=owner, state=IncidentState.FOUND, opened_at=log[0].at, clocks=(clock,), log=tuple(log),
    )  # fmt: skip
    made = folder(tmp_path_factory.mktemp("incidents"))
    made.save(incident)
    (back,), problems = made.load()
    stopped = replace(back, clocks=tuple(replace(one, stopped_at=None) for one in back.clocks))
    assert (stopped, problems) == (incident, ())


@settings(max_examples=30, deadline=None)
@given(nouns(Override))
def test_a_persons_level_is_in_force(override: Override) -> None:
    assert replace(INCIDENT, override=override).level is override.level


INCIDENT = Incident(
    id="INC-2026-0001", title="", story_ids=(), type=StoryType.UNVERIFIED, machine_level=Level.BLUE, override=None,
    owner="", state=IncidentState.FOUND, opened_at=datetime(2026, 1, 1, tzinfo=UTC), clocks=(), log=(),
)  # fmt: skip
