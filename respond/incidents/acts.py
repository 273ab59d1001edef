"""What people do to an incident, one act at a time: it takes effect, and the log gets one line. Or it is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from caifeng.errors import UsageError
from caifeng.models import (
    Act,
    Deed,
    Desk,
    Incident,
    IncidentState,
    Level,
    Limit,
    LogEntry,
    Override,
    StoryType,
)
from caifeng.models.wording import span
from respond.incidents.clocks import with_clocks
from respond.incidents.demands import objections, opening_objections, readable, with_record
from respond.incidents.states import state_after

AHEAD = timedelta(minutes=5)  # two machines' clocks differ by less


def act(incident: Incident, act: Act, desk: Desk) -> Incident:
    """The incident after an act: what it sets, the state it leads to, one more line in the log, clocks anew.

    Times that are past are taken as they are: people log afterwards. Raises UsageError with everything that the act
    still lacks, one Chinese sentence a line.
    """
    act = readable(act)
    _refuse(f"{incident.id} 不能记“{act.deed[:40]}”", objections(incident, act))
    done = replace(
        incident,
        type=act.type or incident.type,
        override=Override(level=act.level, by=act.by, why=act.note) if act.level else incident.override,
        owner=act.owner or incident.owner,
        story_ids=tuple(dict.fromkeys((*incident.story_ids, *act.story_ids))),
        parent=act.parent or incident.parent,
        tags=tuple(dict.fromkeys((*incident.tags, *act.tags))),
        loop=with_record(incident.loop, act.loop),
        review=act.review or incident.review,
        public=act.public or incident.public,
        limits=_limits(incident, act),
        state=state_after(incident.state, act.deed),
        log=(*incident.log, _line(incident, act)),
    )
    return with_clocks(done, desk)


def open_by_hand(act: Act, number: str, desk: Desk) -> Incident:
    """The incident that a person opens; of a 漏报 the log says so beside the finding. ``number`` is its id.

    The machine has not graded it: its level is 蓝 until a person's or a story's says more. Raises UsageError.
    """
    act = readable(act)
    _refuse("不能开案", opening_objections(act, number))
    found = LogEntry(at=act.at, by=act.by, did=Deed.FOUND, note=act.note, evidence=act.evidence, level=act.level)
    missed = (LogEntry(at=act.at, by=act.by, did=Deed.MISSED, note=act.note),) if act.deed == Deed.MISSED else ()
    incident = Incident(
        id=number,
        title=act.title,
        story_ids=tuple(dict.fromkeys(act.story_ids)),
        type=act.type or StoryType.UNVERIFIED,
        machine_level=Level.BLUE,
        override=Override(level=act.level, by=act.by, why=act.note) if act.level else None,
        owner=act.owner,
        state=IncidentState.FOUND,
        opened_at=act.at,
        clocks=(),
        log=(found, *missed),
        parent=act.parent,
        tags=tuple(dict.fromkeys(act.tags)),
        loop=with_record((), act.loop),
        limits=tuple(Limit(name=name, limit=limit, norm=_own(act)) for name, limit in act.limits),
    )
    return with_clocks(incident, desk)


def next_number(taken: Sequence[int], year: int) -> str:
    """The id of the next incident of a year whose numbers so far are ``taken``. Raises UsageError after 9999."""
    number = max(taken, default=0) + 1
    if number > 9999:
        raise UsageError(f"{year} 年的案件号已用到 9999，请先整理 incidents 目录")
    return f"INC-{year}-{number:04d}"


def check_time(at: datetime, now: datetime) -> None:
    """Refuse an act that lies more than five minutes ahead of ``now`` (both aware). Raises UsageError."""
    if at > now + AHEAD:
        raise UsageError(f"时间 {at:%Y-%m-%d %H:%M %z} 还没有到：只能记已经做了的事，请改正时间")


def _refuse(what: str, reasons: Sequence[str]) -> None:
    if reasons:
        raise UsageError(f"{what}：\n" + "\n".join(f"- {reason}" for reason in reasons))


def _limits(incident: Incident, act: Act) -> tuple[Limit, ...]:
    """What the file states, what is new in this act, and what runs: limits hold for a case as they were when it ran."""
    said = {clock.name: Limit(name=clock.name, limit=clock.limit, norm=clock.norm) for clock in incident.clocks}
    said |= {limit.name: limit for limit in incident.limits}
    said |= {name: Limit(name=name, limit=limit, norm=_own(act)) for name, limit in act.limits}
    return tuple(said.values())


def _own(act: Act) -> str:
    return f"本案另定（{act.by}）"


def _line(incident: Incident, act: Act) -> LogEntry:
    """The line of the log; what was decided stands in it, for the fields of the file show only the last decision."""
    said = "；".join((*_decided(incident, act), *([act.note] if act.note else [])))
    return LogEntry(
        at=act.at,
        by=act.by,
        did=act.deed,
        note=said,
        evidence=act.evidence,
        side=act.side,
        means=act.means,
        to=act.to,
        level=act.level,
    )


def _decided(incident: Incident, act: Act) -> list[str]:
    found = []
    if act.type:
        found.append(f"{incident.type} → {act.type}" if act.type is not incident.type else act.type)
    if act.level:
        found.append(f"{incident.level} → {act.level}" if act.level is not incident.level else act.level)
    if act.owner:
        found.append(f"责任人：{act.owner}")
    if act.story_ids:
        found.append(f"并入 {'、'.join(act.story_ids)}")
    if act.parent:
        found.append(f"属于 {act.parent}")
    if act.limits:
        found.append("、".join(f"{name}限 {span(limit)}" for name, limit in act.limits))
    if act.loop:
        found.append(f"{act.loop.who}：{'已办结' if act.loop.is_closed else '未办结'}，{act.loop.satisfaction}")
    return found
