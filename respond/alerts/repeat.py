"""重申, 上报: what nobody takes is told again, and to the next person in line.

Both stop once a person does anything about the matter. A look that comes days late repeats once, and tells everybody
in line once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from caifeng.models import Alert, AlertKind, Desk
from caifeng.models.wording import clipped, clock, span
from respond.alerts.ids import mark
from respond.alerts.proof import LINE
from respond.alerts.routing import line_of
from respond.alerts.standing import Standing

REPEATS = 3  # of one alert, at most
OLD = timedelta(days=30)  # what lay longer than this is not taken further up


def untaken(files: Iterable[Standing], desk: Desk, now: datetime) -> list[Alert]:
    """Repeats and escalations that are due at ``now`` (aware) and not on record."""
    waiting = [file for file in files if file.incident.is_open and not file.incident.is_taken]
    return [alert for file in waiting for alert in (*_repeats(file, desk, now), *_escalations(file, desk, now))]


def _repeats(file: Standing, desk: Desk, now: datetime) -> list[Alert]:
    """At most one in a look: the next of the three, so long after the alert or the repeat before it."""
    rise, every = file.last_asking, desk.alerts.repeat
    if rise is None or not every or file.is_over(rise):
        return []
    told = [one for one in file.alerts if one.kind is AlertKind.REPEAT and one.id.startswith(f"{rise.id}-r")]
    last = max([one.raised_at for one in told] + [rise.send_from or rise.raised_at])
    if len(told) >= REPEATS or now - last < every:
        return []
    number = len(told) + 1
    at = clock(rise.raised_at, desk.zone)
    why = f"第 {number} 次重申：{at} 的{rise.level}级预警至今无人接收，每 {span(every)}重申一次"
    return [file.alert(AlertKind.REPEAT, f"{rise.id}-r{number}", why, now)]


def _escalations(file: Standing, desk: Desk, now: datetime) -> list[Alert]:
    """Everybody in line whose turn has come and who has not been told."""
    if not desk.alerts.escalate_after:
        return []
    owner = file.incident.owner or (file.story.owner if file.story else "")
    since, waited = file.since, timedelta()
    if not _patience(owner, desk) <= now - since <= OLD:
        return []
    asked, found = [owner], list[Alert]()
    for name in line_of(owner, desk):
        waited += _patience(asked[-1], desk)
        passed = "、".join(clipped(one, 20) for one in asked if one) or "无责任人"
        asked.append(name)
        id_ = f"A-{file.incident.id.removeprefix('INC-')}-e{mark(since.isoformat(), name)}"
        if now - since < waited or file.has(id_):
            continue
        why = f"{clock(since, desk.zone)} 起 {span(waited)}内无人接收，上报{clipped(name, 20)}；此前已告知：{passed}"
        found.append(replace(file.alert(AlertKind.ESCALATED, id_, clipped(why, LINE), now), owner=name))
    return found


def _patience(name: str, desk: Desk) -> timedelta:
    """How long this person has; the desk's own rule where it has none."""
    person = desk.person(name)
    return person.escalate_after if person and person.escalate_after is not None else desk.alerts.escalate_after
