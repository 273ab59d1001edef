"""状态机: which act leads where, and what closing and archiving a case need.

Steps may be skipped forward: people reply before the investigation ends (seed S0 ⑸). Nothing but reopening goes back.
"""

import re
from collections.abc import Mapping

from caifeng.models import REPLIES, Deed, Incident, IncidentState, LogEntry, Review, StoryType

# 做了什么 → 到哪一步. What is not listed is recorded and moves nothing.
LEADS: Mapping[str, IncidentState] = {
    Deed.RECEIVED: IncidentState.VERIFYING,
    Deed.TYPED: IncidentState.VERIFYING,
    Deed.GRADED: IncidentState.GRADED,
    Deed.ASSIGNED: IncidentState.ASSIGNED,
    Deed.FIRST_REPLY: IncidentState.REPLIED,
    Deed.REPLIED: IncidentState.REPLIED,
    Deed.STATEMENT: IncidentState.REPLIED,
    Deed.CONFERENCE: IncidentState.REPLIED,
    Deed.HANDLED: IncidentState.HANDLING,
    Deed.CLOSED: IncidentState.CLOSED,
    Deed.FALSE_ALARM: IncidentState.CLOSED,
    Deed.REVIEWED: IncidentState.REVIEWED,
    Deed.ARCHIVED: IncidentState.ARCHIVED,
}
_ORDER = tuple(IncidentState)
ENDS = (Deed.CLOSED, Deed.FALSE_ALARM, Deed.REVIEWED, Deed.ARCHIVED)
_CLOSES = (Deed.CLOSED, Deed.FALSE_ALARM)


def state_after(state: IncidentState, deed: str) -> IncidentState:
    """Where a case stands once something was done: further on or where it was; reopening sends it back to 核实定性."""
    if deed == Deed.REOPENED:
        return IncidentState.VERIFYING
    return max(state, LEADS.get(deed, state), key=_ORDER.index)


def is_false_alarm(incident: Incident) -> bool:
    """Whether it was ended as 误报 and not reopened since."""
    end = _last(incident, (*_CLOSES, Deed.REOPENED))
    return end is not None and end.did == Deed.FALSE_ALARM


def missing_to_close(incident: Incident, note: str) -> tuple[str, ...]:
    """What 闭环 still needs, one Chinese sentence each; empty: it may close. ``note`` is what its closing line says."""
    return (
        *_unless(
            incident.type is not StoryType.UNVERIFIED or _explains(note, "未核实"),
            "还没有定性：先核实定性为属实、不符或恶意谣言，定不了的在说明里写“未核实：原因”",
        ),
        *_unless(bool(incident.owner), "还没有责任人：先派责"),
        *_unless(
            _last(incident, REPLIES) is not None or _explains(note, "未回应"),
            "还没有回应过：先回应，不必回应的在说明里写“未回应：原因”",
        ),
        *(
            f"“{record.who}”的闭环记录还没有办结：先办结，办不了的在说明里写“{record.who}：原因”"
            for record in incident.loop
            if not record.is_closed and not _explains(note, record.who)
        ),
    )


def missing_to_archive(incident: Incident) -> tuple[str, ...]:
    """What 入库 still needs, one Chinese sentence each; empty: it may go into the library. A 误报 needs no 复盘."""
    if is_false_alarm(incident):
        return ()
    review = incident.review or Review()
    return (
        *_unless(_last(incident, _CLOSES) is not None, "还没有闭环：先闭环"),
        *_unless(
            any(cause.department and cause.what for cause in review.causes),
            "复盘还没有根因：review.causes 至少写一条，落实到部门",
        ),
        *_unless(bool(review.well or review.improve), "复盘还没有经验或不足：review.well 或 improve 至少写一条"),
        *(f"整改“{item.what}”还没有责任人：补上 owner" for item in review.rectify if not item.owner),
    )


def faults(incident: Incident) -> tuple[str, ...]:
    """Why the state that a file states cannot be, one Chinese sentence each; empty: it can."""
    place = _ORDER.index(incident.state)
    end = _last(incident, (*_CLOSES, Deed.REOPENED))
    if place < _ORDER.index(IncidentState.CLOSED):
        is_open = end is None or end.did == Deed.REOPENED
        return _unless(is_open, f"log 里已经闭环，状态却是{incident.state}：要重新处置，请加一行 did: 重启，并写明原因")
    if end is None or end.did == Deed.REOPENED:
        return (f"状态是{incident.state}，log 里却没有闭环这一行：请加一行 did: 闭环（误报的写 误报）",)
    lacking = () if end.did == Deed.FALSE_ALARM else missing_to_close(incident, end.note)
    if incident.state is IncidentState.ARCHIVED:
        lacking += missing_to_archive(incident)
    if incident.state is IncidentState.REVIEWED:
        lacking += _unless(incident.review is not None, "状态是复盘，却没有 review：请写根因、经验、不足和整改")
    return lacking


def _unless(is_given: bool, lacking: str) -> tuple[str, ...]:
    return () if is_given else (lacking,)


def _explains(note: str, subject: str) -> bool:
    """Whether a note names the subject and goes on to say something of it."""
    place = note.find(subject)
    return place >= 0 and bool(subject.strip()) and re.search(r"\w", note[place + len(subject) :]) is not None


def _last(incident: Incident, deeds: tuple[str, ...]) -> LogEntry | None:
    """The latest line that says one of these was done; of one moment, the one that goes furthest."""
    found = [entry for entry in incident.log if entry.did in deeds]
    return max(found, key=lambda entry: (entry.at, deeds.index(entry.did), entry.note), default=None)
