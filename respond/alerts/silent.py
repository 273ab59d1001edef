"""信源静默: a source that used to speak has gone quiet, or all of them at once. Told once until it speaks again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from caifeng.models import Alert, AlertKind, Desk, Level, SourceState
from caifeng.models.wording import clipped, clock, span
from respond.alerts.ids import mark
from respond.alerts.past import Look
from respond.alerts.proof import LINE

DAYS = timedelta(days=15)  # of looks that are considered
_USUAL = 5  # looks that brought something make a source a regular one
_PAUSE = 1.5  # of the longest pause that it made before: weekends are not silence
_DARK = timedelta(minutes=30)  # for so long nothing answers before that is told


def silent(looks: Sequence[Look], told: Sequence[Alert], desk: Desk, now: datetime) -> list[Alert]:
    """Alerts about sources that are silent at ``now`` (aware) and have not been told as such since they last spoke.

    ``looks`` in any order; ``told`` are the alerts on record. Where nothing at all answers, that alone is told.
    """
    wait = desk.alerts.silent_after
    recent = sorted((look for look in looks if now - DAYS <= look.at <= now), key=lambda look: look.at)
    if not recent or not wait:
        return []
    known = {alert.id for alert in told if alert.kind is AlertKind.SILENT}
    found = _all_failed(recent, desk, now)
    alerts = [found] if found else [one for one in _quiet(recent, desk, now) if one is not None]
    return [alert for alert in alerts if alert.id not in known]


def _all_failed(looks: Sequence[Look], desk: Desk, now: datetime) -> Alert | None:
    """The newest word of every source is a failure, and has been for long enough; a look may read only some."""
    read = {source.name for source in desk.sources}
    words = [(look.at, one.source, one.state) for look in looks for one in look.reports if one.source in read]
    words = [word for word in words if word[2] is not SourceState.UNREACHABLE]
    newest = {source: state for _, source, state in words}
    if not newest or set(newest.values()) != {SourceState.FAILED}:
        return None
    answered = max((at for at, _, state in words if state is not SourceState.FAILED), default=None)
    since = min(at for at, _, _ in words if answered is None or at > answered)
    if now - since < _DARK:
        return None
    reason = f"自 {clock(since, desk.zone)} 起 {len(newest)} 个信源全部失败，已超过 {span(_DARK)}：请检查网络"
    return _alert("全部信源", Level.ORANGE, reason, since, now)


def _quiet(looks: Sequence[Look], desk: Desk, now: datetime) -> list[Alert | None]:
    spoke: dict[str, list[datetime]] = {source.name: [] for source in desk.sources}
    failure: dict[str, str] = {}
    for look in looks:
        for report in look.reports:
            failure[report.source] = report.message if report.state is SourceState.FAILED else ""
            if report.new and report.source in spoke:
                spoke[report.source].append(look.at)
    return [_one(name, times, failure.get(name, ""), desk, now) for name, times in sorted(spoke.items())]


def _one(name: str, times: Sequence[datetime], failure: str, desk: Desk, now: datetime) -> Alert | None:
    """A source is regular that spoke often, and silent after a pause longer than all before it."""
    if len(times) < _USUAL:
        return None
    longest = max(later - earlier for earlier, later in pairwise(times))
    wait = max(desk.alerts.silent_after, longest * _PAUSE)
    if now - times[-1] < wait:
        return None
    last = clock(times[-1], desk.zone)
    reason = f"{last} 之后没有新条目，已超过 {_hours(wait)}；此前最长间隔 {_hours(longest)}"
    return _alert(
        name, Level.YELLOW, clipped(reason + (f"；最近一次：{failure}" if failure else ""), LINE), times[-1], now
    )


def _hours(length: timedelta) -> str:
    return f"{length / timedelta(hours=1):.0f} 小时" if length >= timedelta(hours=1) else span(length)


def _alert(name: str, level: Level, reason: str, since: datetime, now: datetime) -> Alert:
    return Alert(
        id=f"A-silent-{mark(name, since.isoformat())}",
        kind=AlertKind.SILENT,
        story_id="",
        story_title=name,
        level=level,
        previous=None,
        reason=reason,
        item_ids=(),
        owner="",
        raised_at=now,
        first_step="打开信源页核对地址和网络，确认是对方停更还是我们读不到",
    )
