"""The journal of incident files: what each last said without fault, and every line that its log ever had.

People edit and merge the files; the journal notices when a line is gone, and holds what is shown meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pydantic import TypeAdapter

from caifeng.models import Deed, Incident, LogEntry

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """An incident as its file said it. In the journal's lines ``incident.log`` holds the new lines only."""

    incident: Incident  # without clocks, which follow from it
    sha256: str  # of the file, 64 hex digits; "": it was at fault, and what is new waits
    waiting: tuple[LogEntry, ...] = ()  # lines of the log that wait since; in the journal's lines always ()


CASE_RECORD = TypeAdapter(CaseRecord)


def folded(steps: Iterable[CaseRecord]) -> Mapping[str, CaseRecord]:
    """The newest record of each incident with all the lines of its log, by id; ``steps`` are in the order of runs.

    A line counts once, however many runs wrote it down.
    """
    newest: dict[str, CaseRecord] = {}
    logs: dict[str, dict[Key, LogEntry]] = {}
    waiting: dict[str, tuple[LogEntry, ...]] = {}
    for one in steps:
        waiting[one.incident.id] = () if one.sha256 else (*waiting.get(one.incident.id, ()), *one.incident.log)
        newest[one.incident.id] = one
        log = logs.setdefault(one.incident.id, {})
        for line in one.incident.log:
            log.setdefault(line_key(line), line)
    return {
        id_: replace(one, incident=replace(one.incident, log=tuple(logs[id_].values())), waiting=waiting[id_])
        for id_, one in newest.items()
    }


def step(known: CaseRecord | None, now: CaseRecord) -> CaseRecord | None:
    """What the journal has yet to write down of a record: its new lines only; None where it has it all."""
    new = lost_lines(now.incident.log, known.incident.log if known else ())
    if known is not None and known.sha256 == now.sha256 and not new:
        return None
    return replace(now, incident=replace(now.incident, log=new, clocks=(), problems=()), waiting=())


def line_key(line: LogEntry) -> Key:
    """What makes two lines the same: seconds and words; how the text is broken and spaced in the file does not."""
    words = (line.by.strip(), line.did.strip(), " ".join(line.note.split()))
    return (line.at.replace(microsecond=0), *words, line.evidence, line.side, line.means, line.to, line.level)


def lost_lines(recorded: Sequence[LogEntry], log: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
    """Lines on record that a log does not have (any more), in the order of the record."""
    there = set(map(line_key, log))
    return tuple(line for line in recorded if line_key(line) not in there)


def merged(recorded: Sequence[LogEntry], log: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
    """A log with its lost lines back in their places: each after the line that it followed on record."""
    there = set(map(line_key, log))
    after: dict[Key, list[LogEntry]] = {}
    place: Key = ()
    for line in recorded:
        key = line_key(line)
        if key in there:
            place = key
        else:
            after.setdefault(place, []).append(line)
    result = after.pop((), [])
    for line in log:
        result += [line, *after.pop(line_key(line), [])]
    return tuple(result)


def caught_up(held: Incident, found: Incident) -> Incident:
    """An incident as its file says it, with the recorded lines that it lacks and what they brought: level and state."""
    lost = lost_lines(held.log, found.log)
    if not lost:
        return found
    level = max(found.machine_level, held.machine_level, key=lambda level: level.rank)
    state = held.state if any(line.did == Deed.REOPENED for line in lost) else found.state
    return replace(found, log=merged(held.log, found.log), machine_level=level, state=state)
