"""时限: how long people have, whose rule that is, and what the log says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from caifeng.models import Clock, ClockRule, Deed, Desk, Incident, Level, LogEntry
from respond.incidents.running import Span, due, working_hours
from respond.incidents.states import ENDS


def with_clocks(incident: Incident, desk: Desk) -> Incident:
    """The incident with its clocks as its limits, its level, its log and the desk's rules make them."""
    return replace(incident, clocks=clocks_of(incident, desk))


def clocks_of(incident: Incident, desk: Desk) -> tuple[Clock, ...]:
    """The clocks of an incident, in the desk's order, then those that only its file knows.

    A clock starts at the first line of its log that did what the rule names (发现: when the case was found) or, if
    later, when its level came into the rule's range; reopening starts it anew. It ends at the first line after that
    which did one of the things that stop it. One that has not started, or whose range the level is not in, is absent;
    so is one that a false alarm left unmet. The order of the lines does not matter, their times do.
    """
    history = _history(incident)
    made = [_clock(rule, history, incident.level, desk) for rule in _rules(incident, desk)]
    return tuple(clock for clock in made if clock is not None)


@dataclass(frozen=True, slots=True)
class _History:
    """The log since the case was found or last reopened, by time."""

    since: datetime
    lines: tuple[LogEntry, ...]

    def first(self, deeds: Sequence[str]) -> datetime | None:
        """When one of these was done first; what was done before the finding was done by then."""
        return next((max(line.at, self.since) for line in self.lines if line.did in deeds), None)


def _history(incident: Incident) -> _History:
    lines = sorted(incident.log, key=_by_time)
    reopened = next((line for line in reversed(lines) if line.did == Deed.REOPENED), None)
    if reopened is None:
        found = next((line.at for line in lines if line.did == Deed.FOUND), incident.opened_at)
        return _History(found, tuple(lines))
    again = [line for line in lines if line.at > reopened.at or (line.at == reopened.at and line.did not in ENDS)]
    return _History(reopened.at, tuple(again))


def _by_time(line: LogEntry) -> tuple[datetime, bool, str, str]:
    """By time; of one moment a pause comes before its end, and else the words decide: never the place in the file."""
    return line.at, line.did == Deed.RESUMED, line.did, line.note


def _rules(incident: Incident, desk: Desk) -> list[ClockRule]:
    """The desk's rules with the limits that the file states, and limits that only the file knows."""
    own = {limit.name: limit for limit in incident.limits}
    rules = []
    for rule in desk.clocks:
        said = own.pop(rule.name, None)
        rules.append(replace(rule, limit=said.limit, norm=said.norm or rule.norm) if said else rule)
    alone = (ClockRule(name=one.name, limit=one.limit, norm=one.norm, stops=(one.name,)) for one in own.values())
    return [*rules, *alone]


def _clock(rule: ClockRule, history: _History, level: Level, desk: Desk) -> Clock | None:
    start = _start(rule, history)
    if start is None or not _fits(rule, level):
        return None
    stop = next((at for at in _stops(rule, history) if at >= start), None)
    if stop is None and any(line.did == Deed.FALSE_ALARM for line in history.lines):
        return None
    pauses = _pauses(history, stop)
    hours = working_hours(desk.working, desk.zone, start) if rule.is_working else None
    due_at = due(start, rule.limit, hours, [span for span, _ in pauses])
    still = next((why for span, why in pauses if span.end is None and span.start < due_at), "")
    return Clock(
        name=rule.name,
        limit=rule.limit,
        norm=rule.norm,
        started_at=start,
        stopped_at=stop,
        due=due_at,
        paused="" if stop else still,
    )


def _start(rule: ClockRule, history: _History) -> datetime | None:
    began = history.since if rule.starts == Deed.FOUND else history.first((rule.starts,))
    return None if began is None else max(began, _in_range_since(rule, history))


def _in_range_since(rule: ClockRule, history: _History) -> datetime:
    """When the level came into the rule's range, as far as the log says."""
    since, was_in = history.since, True
    for line in history.lines:
        if line.level is None:
            continue
        is_in = _fits(rule, line.level)
        if is_in and not was_in:
            since = max(since, line.at)
        was_in = is_in
    return since


def _fits(rule: ClockRule, level: Level) -> bool:
    return rule.from_level.rank <= level.rank <= rule.to_level.rank


def _stops(rule: ClockRule, history: _History) -> list[datetime]:
    """When it was done what stops the clock; before the finding counts as at the finding."""
    return [max(line.at, history.since) for line in history.lines if line.did in rule.stops]


def _pauses(history: _History, stop: datetime | None) -> list[tuple[Span, str]]:
    """Pauses with their reasons until the clock stopped; one without a reason is none."""
    found: list[tuple[Span, str]] = []
    begun: LogEntry | None = None
    for line in history.lines:
        if stop is not None and line.at >= stop:
            break
        if line.did == Deed.PAUSED and line.note.strip() and begun is None:
            begun = line
        elif line.did == Deed.RESUMED and begun is not None:
            found.append((Span(begun.at, line.at), begun.note))
            begun = None
    if begun is not None:
        found.append((Span(begun.at, stop), begun.note))
    return found
