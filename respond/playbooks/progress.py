"""预案进度 How far an incident has come in its playbook: which steps its log ticks, which are due, which overdue.

A line 步骤 ticks the step that its note names. Any other line ticks one step, the first still open whose deeds or
means it holds, those for the same counterpart before those for anybody, and the step that bears the deed's own name;
not a line before the deed that starts the step. A step that starts with a bottom line (伤亡 …) runs from the finding
or rise whose line first names it. After 重启 all steps begin again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from caifeng.models import ClockState, Deed, GateClass, Incident, LogEntry, Playbook, Step, StepState
from respond.playbooks.choose import acting

_GATES = frozenset(str(gate) for gate in GateClass)
_RISES = (Deed.FOUND, Deed.RAISED)


def progress(playbook: Playbook, incident: Incident, now: datetime) -> tuple[StepState, ...]:
    """Every step of a chosen playbook as it stands at ``now`` (aware), in the playbook's order.

    Where a step says 责任部门, the incident's owner stands instead.
    """
    lines = sorted(enumerate(incident.log), key=lambda line: (line[1].at, line[0]))
    opened = max((entry.at for _, entry in lines if entry.did == Deed.REOPENED), default=incident.opened_at)
    current = [(place, entry) for place, entry in lines if entry.at >= opened]
    ticked: dict[str, tuple[int, LogEntry]] = {}
    # A case opened by hand at a level never rises to it: where the log has no such line, the step begins at once.
    begun = {step.starts for step in playbook.steps} - {entry.did for _, entry in current} | {str(Deed.FOUND)}
    for place, entry in current:
        begun.add(entry.did)
        for step in _ticked_by(
            entry, [one for one in playbook.steps if one.name not in ticked and one.starts in begun]
        ):
            ticked[step.name] = (place, entry)
    entries = [entry for _, entry in current]
    return tuple(
        _state(
            replace(step, owner=acting(step, incident.owner)),
            _start(step, entries, opened),
            ticked.get(step.name),
            now,
        )
        for step in playbook.steps
    )


def _ticked_by(entry: LogEntry, steps: Sequence[Step]) -> list[Step]:
    if entry.did == Deed.STEP:
        named = [step for step in steps if step.name in entry.note]
        return sorted(named, key=lambda step: len(step.name))[-1:]
    fitting = sorted(
        (step for step in steps if _is_of(entry, step)), key=lambda step: (step.to != entry.to, step.within)
    )
    return [*fitting[:1], *[step for step in fitting[1:] if step.name == entry.did]]


def _is_of(entry: LogEntry, step: Step) -> bool:
    """Whether the line's deed or means is the step's; a line for somebody else is not."""
    if entry.to is not None and step.to is not None and entry.to is not step.to:
        return False
    return entry.did in step.did or (entry.means is not None and entry.means in step.means)


def _start(step: Step, entries: Sequence[LogEntry], opened: datetime) -> datetime:
    """The last line of the deed that starts the step, so that what a new type or level asks for is not late at once."""
    if step.starts == Deed.FOUND:
        return opened
    if step.starts in _GATES:
        return _crossed(step.starts, entries, opened)
    return max((entry.at for entry in entries if entry.did == step.starts), default=opened)


def _crossed(gate: str, entries: Sequence[LogEntry], opened: datetime) -> datetime:
    """When the log first names the bottom line; one crossed without a rise has no line and counts from the last."""
    rises = sorted((entry for entry in entries if entry.did in _RISES), key=lambda entry: entry.at)
    named = [entry.at for entry in rises if gate in entry.note]
    return named[0] if named else max((entry.at for entry in rises), default=opened)


def _state(step: Step, start: datetime, line: tuple[int, LogEntry] | None, now: datetime) -> StepState:
    due = start + step.within
    if line is None:
        return StepState(step=step, due_at=due, state=ClockState.RUNNING if now <= due else ClockState.OVERDUE)
    place, entry = line
    state = ClockState.MET if entry.at <= due else ClockState.LATE
    return StepState(step=step, due_at=due, state=state, done_at=entry.at, by=entry.by, line=place)
