"""What an act must say before it may stand in an incident's log; everything that is lacking is named at once."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from caifeng.models import Act, Deed, Incident, IncidentState, LoopRecord, Review, refused_means
from respond.incidents.states import missing_to_archive, missing_to_close

LONGEST_NOTE, LONGEST_WORDS, MOST = 4000, 200, 100  # characters of a note, of other texts; entries of a list
LONGEST_LIMIT = timedelta(days=3650)
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_STORY = re.compile(r"S-\d{8}-\d{1,6}")
_INCIDENT = re.compile(r"INC-\d{4}-\d{4}")


def objections(incident: Incident, act: Act) -> tuple[str, ...]:
    """Why an act cannot be recorded now, one Chinese sentence each; empty: it can."""
    own = _DEMANDS.get(act.deed)
    return (
        *_shape(act),
        *_joins(incident.id, act),
        *(own(incident, act) if own else ()),
        *_unless(not act.title, "案件的标题只在开案时写，要改请直接编辑文件"),
        *_unless(act.deed != Deed.FOUND, "发现只记一次，后来又找到的请记备注，或把事件并案"),
    )


def opening_objections(act: Act, number: str) -> tuple[str, ...]:
    """Why an incident cannot be opened so, one Chinese sentence each."""
    return (
        *_shape(act),
        *_joins(number, act),
        *_unless(bool(_INCIDENT.fullmatch(number)), f"案件号 {number[:40]!r} 应是 INC-年份-四位序号"),
        *_unless(bool(act.title), "没有写标题：一句话说明是什么事"),
        *_unless(act.deed in (Deed.FOUND, Deed.MISSED), f"开案只能记发现或漏报，不能记“{act.deed[:40]}”"),
        *_unless(bool(act.note), "没有写说明：从哪里知道的，为什么要开案"),
    )


def readable(act: Act) -> Act:
    """The act with its texts as a file can keep them: no control characters, no halves of characters, no odd spaces."""
    return replace(
        act,
        deed=_line(act.deed),
        by=_line(act.by),
        note=_clean(act.note).strip(),
        evidence=tuple(dict.fromkeys(filter(None, map(_line, act.evidence)))),
        owner=_line(act.owner),
        parent=_line(act.parent),
        tags=tuple(filter(None, map(_line, act.tags))),
        title=_line(act.title),
        loop=_readable_loop(act.loop) if act.loop else None,
        review=_readable_review(act.review) if act.review else None,
        limits=tuple((_line(name), limit) for name, limit in act.limits),
    )


def with_record(records: Sequence[LoopRecord], said: LoopRecord | None) -> tuple[LoopRecord, ...]:
    """The records with one joined, in place of the one about the same person or group."""
    if said is None:
        return tuple(records)
    if any(record.who == said.who for record in records):
        return tuple(said if record.who == said.who else record for record in records)
    return (*records, said)


def _readable_loop(record: LoopRecord) -> LoopRecord:
    return replace(record, who=_line(record.who), problem=_clean(record.problem), plan=_clean(record.plan))


def _readable_review(review: Review) -> Review:
    return Review(
        causes=tuple(replace(one, department=_line(one.department), what=_line(one.what)) for one in review.causes),
        well=tuple(map(_line, review.well)),
        improve=tuple(map(_line, review.improve)),
        rectify=tuple(replace(one, what=_line(one.what), owner=_line(one.owner)) for one in review.rectify),
    )


def _clean(text: str) -> str:
    """Without what YAML cannot hold and without marks that turn the direction of what people read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs"))


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _shape(act: Act) -> Iterator[str]:
    """Of every act: who, what, when, and no text without bounds."""
    yield from _unless(bool(act.by), "没有写是谁做的")
    yield from _unless(bool(act.deed), "没有写做了什么")
    yield from filter(None, (refused_means(act.deed),))
    is_time = act.at.tzinfo is not None and EARLIEST <= act.at < LATEST
    yield from _unless(is_time, "时间须带时区，并在 2000 年至 2199 年之间")
    yield from _unless(len(act.note) <= LONGEST_NOTE, f"说明超过 {LONGEST_NOTE} 字，请写要点，材料另存后写进依据")
    words = (act.deed, act.by, act.owner, act.title, *act.tags, *(name for name, _ in act.limits))
    yield from _unless(max(map(len, words)) <= LONGEST_WORDS, f"名称、标题和标签不能超过 {LONGEST_WORDS} 字")
    yield from _unless(max(map(len, act.evidence), default=0) <= 2000, "一条依据不能超过 2000 字")
    lists = (act.evidence, act.tags, act.story_ids, act.limits)
    yield from _unless(max(map(len, lists)) <= MOST, f"依据、标签、事件和时限一次最多 {MOST} 个")
    for name, limit in act.limits:
        is_limit = bool(name) and timedelta(0) < limit <= LONGEST_LIMIT
        yield from _unless(is_limit, f"时限“{name[:40]}”应在 1 秒到 3650 天之间")
    if act.level is not None and act.deed not in (Deed.FOUND, Deed.MISSED):
        yield from _unless(bool(act.note), "人工评级要写明理由")
    if act.loop is not None:
        yield from _loop_shape(act.loop)
    if act.review is not None:
        yield from _review_shape(act.review)


def _loop_shape(record: LoopRecord) -> Iterator[str]:
    yield from _unless(0 < len(record.who) <= LONGEST_WORDS, f"闭环记录要写是谁，不超过 {LONGEST_WORDS} 字")
    yield from _unless(max(len(record.problem), len(record.plan)) <= LONGEST_NOTE, "闭环记录的问题和方案太长")
    is_explained = not record.is_closed or bool(record.plan)
    yield from _unless(is_explained, f"“{record.who[:40]}”已办结，却没有写处理方案")


def _review_shape(review: Review) -> Iterator[str]:
    texts = [text for cause in review.causes for text in (cause.department, cause.what)]
    texts += [*review.well, *review.improve, *(item.what for item in review.rectify)]
    yield from _unless(all(texts), "复盘里有空着的根因、经验、不足或整改")
    yield from _unless(max(map(len, texts), default=0) <= LONGEST_NOTE, f"复盘的每一条不能超过 {LONGEST_NOTE} 字")
    for item in review.rectify:
        yield from _unless(bool(item.owner), f"整改“{item.what[:40]}”没有写责任人")


def _joins(number: str, act: Act) -> Iterator[str]:
    for id_ in act.story_ids:
        yield from _unless(bool(_STORY.fullmatch(id_)), f"事件号 {id_[:40]!r} 应写成 S-20261120-01")
    if act.parent:
        yield from _unless(bool(_INCIDENT.fullmatch(act.parent)), f"上级案件 {act.parent[:40]!r} 应写成 INC-2026-0001")
        yield from _unless(act.parent != number, "案件不能属于自己")


def _needs(is_given: Callable[[Act], object], lacking: str) -> Callable[[Incident, Act], tuple[str, ...]]:
    return lambda _, act: _unless(bool(is_given(act)), lacking)


def _note(lacking: str) -> Callable[[Incident, Act], tuple[str, ...]]:
    return _needs(lambda act: act.note, lacking)


def _pause(incident: Incident, act: Act) -> tuple[str, ...]:
    return (
        *_unless(bool(act.note), "暂停计时要写明理由"),
        *_unless(not _is_paused(incident, act.at), "已经在暂停，不必再暂停"),
        *_unless(incident.is_open, f"案件已{incident.state}，没有要暂停的处置"),
    )


def _resume(incident: Incident, act: Act) -> tuple[str, ...]:
    return _unless(_is_paused(incident, act.at), "并没有暂停，不用恢复")


def _close(incident: Incident, act: Act) -> tuple[str, ...]:
    if not incident.is_open:
        return (f"案件已经{incident.state}",)
    # What the closing act itself sets counts too.
    decided = replace(
        incident,
        type=act.type or incident.type,
        owner=act.owner or incident.owner,
        loop=with_record(incident.loop, act.loop),
    )
    return missing_to_close(decided, act.note)


def _false_alarm(incident: Incident, act: Act) -> tuple[str, ...]:
    return (
        *_unless(bool(act.note), "误报要写明为什么不是"),
        *_unless(incident.is_open, f"案件已经{incident.state}，要改判请先重启"),
    )


def _review(incident: Incident, act: Act) -> tuple[str, ...]:
    return (
        *_unless(not incident.is_open, "还没有闭环，不能复盘：先闭环"),
        *_unless(act.review is not None or incident.review is not None, "没有写复盘：根因到部门、经验、不足、整改"),
    )


def _archive(incident: Incident, act: Act) -> tuple[str, ...]:
    if incident.state is IncidentState.ARCHIVED:
        return ("案件已经入库",)
    if incident.is_open:
        return ("还没有闭环，不能入库：先闭环",)
    return missing_to_archive(replace(incident, review=act.review or incident.review))


def _is_paused(incident: Incident, at: datetime) -> bool:
    """Whether time stands still at that moment, as far as the log says; reopening starts it again."""
    deeds = (Deed.PAUSED, Deed.RESUMED, Deed.REOPENED)
    found = [(line.at, line.did != Deed.PAUSED) for line in incident.log if line.did in deeds and line.at <= at]
    return bool(found) and not max(found)[1]


_DEMANDS: Mapping[str, Callable[[Incident, Act], tuple[str, ...]]] = {
    Deed.TYPED: _needs(lambda act: act.type, "没有写定性：属实、不符、恶意谣言，或退回未核实"),
    Deed.GRADED: _needs(lambda act: act.level, "没有写级别：蓝、黄、橙、红"),
    Deed.ASSIGNED: _needs(lambda act: act.owner, "没有写派给谁"),
    Deed.FIRST_REPLY: _note("没有写回应了什么"),
    Deed.REPLIED: _note("没有写回应了什么"),
    Deed.STATEMENT: _note("没有写发布了什么"),
    Deed.CONFERENCE: _note("没有写发布会说了什么"),
    Deed.PROGRESS: _note("没有写进展"),
    Deed.HANDLED: _needs(lambda act: act.means or act.note, "没有写采取了什么手段"),
    Deed.STEP: _note("没有写是预案的哪一步"),
    Deed.NOTE: _note("备注是空的"),
    Deed.CORRECTED: _note("没有写更正哪一行、正确的是什么"),
    Deed.MISSED: _note("漏报要写明是谁先发现的、从哪里"),
    Deed.LINKED: _needs(lambda act: act.story_ids or act.parent, "没有写并入哪些事件，或属于哪个案件"),
    Deed.REOPENED: _note("重启要写明理由，如 又有新情况、反转"),
    Deed.PAUSED: _pause,
    Deed.RESUMED: _resume,
    Deed.CLOSED: _close,
    Deed.FALSE_ALARM: _false_alarm,
    Deed.REVIEWED: _review,
    Deed.ARCHIVED: _archive,
}


def _unless(is_given: bool, lacking: str) -> tuple[str, ...]:
    return () if is_given else (lacking,)
