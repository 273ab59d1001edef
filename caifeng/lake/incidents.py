"""incidents/INC-2026-0007.yml: one file a case, edited by people and by Caifeng; the log inside only grows.

What is shown of a file that cannot be read, or whose log has lost lines, is what the journal in the lake holds.
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from caifeng.errors import ConfigError, LakeError, Problem
from caifeng.lake.caselog import CaseRecord, caught_up, line_key, lost_lines, step
from caifeng.lake.files import digest, write_whole
from caifeng.lake.incident_file import NAME, read_incident
from caifeng.lake.incident_text import changed_text, new_text
from caifeng.models import Clock, Incident, LogEntry
from caifeng.shapes import MOST
from caifeng.strictyaml import MAX_CHARACTERS, Document

_LARGEST = 4 * MAX_CHARACTERS  # bytes


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What follows from an incident file: its clocks, and why the state that it states cannot be (none: it can)."""

    clocks: Callable[[Incident], tuple[Clock, ...]]
    faults: Callable[[Incident], tuple[str, ...]]


class IncidentFolder:
    """The folder of incident files. ``journal`` gives what the lake holds of them, by id; times are written in zone."""

    def __init__(
        self, folder: Path, zone: ZoneInfo, rules: CaseRules, journal: Callable[[], Mapping[str, CaseRecord]]
    ) -> None:
        self.folder, self._zone, self._rules, self._journal = folder, zone, rules, journal
        self._known: Mapping[str, CaseRecord] | None = None
        self._sound: dict[str, CaseRecord] = {}  # files as read or written without fault
        self._seen: dict[str, str] = {}  # SHA-256 of files as read or written

    def load(self) -> tuple[tuple[Incident, ...], tuple[Problem, ...]]:
        """Every incident there is, by id, and what is wrong with files.

        An incident whose file is at fault carries its problems; it is shown as the journal holds it, and is left out
        where the journal does not know it.
        """
        incidents: list[Incident] = []
        problems: list[Problem] = []
        for name in sorted({path.stem for path in self.folder.glob("*.yml")} | self._recorded.keys()):
            found, wrong = self._look(name)
            problems += wrong
            if found is not None:
                shown = replace(found, problems=wrong)
                incidents.append(replace(shown, clocks=self._rules.clocks(shown)))
        return tuple(incidents), tuple(problems)

    def used_numbers(self, year: int) -> tuple[int, ...]:
        """Numbers taken in that year, by files that can be read, that cannot, and that are gone."""
        names = {path.stem for path in self.folder.glob(f"INC-{year}-*.yml")} | self._recorded.keys()
        return tuple(sorted(int(name[-4:]) for name in names if NAME.fullmatch(name) and name[4:8] == str(year)))

    def save(self, incident: Incident) -> bool:
        """Create the file, or write into it what differs; lost lines of its log come back with it.

        False: the file is at fault now and stays as it is; ``unrecorded`` gives the journal what is new, and the lines
        are written once the file is mended. Raises LakeError where people changed the file meanwhile.
        """
        with self._held():
            path = self._path(incident.id)
            if not path.exists():
                if incident.id in self._seen:
                    raise LakeError(f"{path.name} 在运行中被人删去了，请重新运行")
                self._write(path, incident, new_text(incident, self._zone))
                return True
            text = self._changed(path, incident)
            if text is None:
                self._sound[incident.id] = CaseRecord(incident=incident, sha256="")  # no file has this digest
                return False
            self._write(path, incident, text)
            return True

    def restore(self, id_: str) -> int:
        """Put lines that the log of a file lost back in their places; a file that is gone is written anew.

        Returns how many lines came back. Raises ConfigError where the file cannot be read, LakeError where nothing is
        on record of that incident.
        """
        record, path = self._recorded.get(id_), self._path(id_)
        if record is None:
            raise LakeError(f"湖里没有 {id_} 的记录，无从找回")
        held = record.incident
        with self._held():
            if not path.exists():
                self._write(path, held, new_text(held, self._zone))
                return len(held.log)
            data = _bytes(path)
            was = read_incident(id_, data)[0]
            lost = lost_lines(held.log, was.log)
            if lost:
                whole = caught_up(held, was)
                self._write(path, whole, changed_text(data.decode("utf-8-sig"), was, whole, self._zone))
            return len(lost)

    def catch_up(self) -> None:
        """Write into files that people have mended what the machine added meanwhile; ``unrecorded`` tells of it."""
        for id_, record in sorted(self._recorded.items()):
            path = self.folder / f"{id_}.yml"
            if record.waiting and path.is_file():
                with suppress(ConfigError), self._held():  # still at fault: goes on waiting
                    self._write_waiting(path, record)

    def unrecorded(self) -> tuple[CaseRecord, ...]:
        """What the journal has yet to write down of the files read and written so far, by id."""
        known = self._recorded
        steps = (step(known.get(id_), record) for id_, record in sorted(self._sound.items()))
        return tuple(one for one in steps if one is not None)

    @property
    def _recorded(self) -> Mapping[str, CaseRecord]:
        if self._known is None:
            self._known = self._journal()
        return self._known

    def _path(self, id_: str) -> Path:
        if not NAME.fullmatch(id_):
            raise LakeError(f"案件号 {id_[:40]!r} 应是 INC-年份-四位序号")
        return self.folder / f"{id_}.yml"

    def _look(self, name: str) -> tuple[Incident | None, tuple[Problem, ...]]:
        """An incident as it may be shown, and what is wrong with its file."""
        record, path = self._recorded.get(name), self.folder / f"{name}.yml"
        held = record.incident if record else None
        if not path.exists():
            return held, (_gone(path),)
        try:
            data = _bytes(path)
            sha256 = self._seen[name] = digest(data)
            if record is not None and record.sha256 == sha256:
                self._sound[name] = record
                return record.incident, ()
            found, document = read_incident(name, data)
        except ConfigError as error:
            return held, error.problems
        return self._judged(found, document, held, sha256)

    def _judged(
        self, found: Incident, document: Document, held: Incident | None, sha256: str
    ) -> tuple[Incident, tuple[Problem, ...]]:
        """An incident that can be read: shown as it is, unless its log lost lines or its state cannot be."""
        lost = lost_lines(held.log, found.log) if held else ()
        whole = caught_up(held, found) if held else found
        wrong = _lost(document, found.id, lost, self._zone)
        mend = "补上所缺的，或改回原来的状态；其余案件不受影响"
        faults = [document.problem(("state",), fault, mend) for fault in self._rules.faults(whole)]
        if not wrong and not faults:
            self._sound[found.id] = CaseRecord(incident=found, sha256=sha256)
        return (held if held and faults else whole), (*wrong, *faults)

    def _is_refused(self, was: Incident) -> bool:
        """Whether the state that the file states cannot be, and what was recorded is shown instead."""
        record = self._recorded.get(was.id)
        return record is not None and bool(self._rules.faults(caught_up(record.incident, was)))

    def _changed(self, path: Path, incident: Incident) -> str | None:
        """What the file will say; None while it is at fault."""
        try:
            data = _bytes(path)
            was = read_incident(incident.id, data)[0]
            if self._is_refused(was):
                return None
            seen = self._seen.get(incident.id)
            if (seen is not None and seen != digest(data)) or not _is_part(was.log, incident.log):
                raise LakeError(f"{path.name} 在运行中被人改过，请重新运行")
            return changed_text(data.decode("utf-8-sig"), was, incident, self._zone)
        except ConfigError:
            return None

    def _write_waiting(self, path: Path, record: CaseRecord) -> None:
        data = _bytes(path)
        was = read_incident(path.stem, data)[0]
        lost, whole = lost_lines(record.incident.log, was.log), caught_up(record.incident, was)
        if lost and not lost_lines(lost, record.waiting) and not self._rules.faults(whole):
            whole = replace(whole, clocks=self._rules.clocks(whole))
            self._write(path, whole, changed_text(data.decode("utf-8-sig"), was, whole, self._zone))

    def _write(self, path: Path, incident: Incident, text: str) -> None:
        """Write what reads back as it was meant; nothing else is ever written."""
        data = text.encode()
        try:
            back = read_incident(incident.id, data)[0]
        except ConfigError as error:
            raise LakeError(f"{path.name} 没有写，因为写出来会读不回来：{error}") from error
        if len(back.log) != len(incident.log) or back.state is not incident.state:
            raise LakeError(f"{path.name} 没有写，因为写出来会与原意不符")
        write_whole(path, data)
        sha256 = self._seen[incident.id] = digest(data)
        self._sound[incident.id] = CaseRecord(incident=back, sha256=sha256)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Others who save at this moment wait."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            why = f"{self.folder} 不是可以写的目录（{error.strerror}）"
            raise LakeError(f"{why}，案件没有写；请检查它和权限") from error
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _bytes(path: Path) -> bytes:
    """A file's content. Raises ConfigError for what is no file of a sane size."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise ConfigError((Problem(f"incidents/{path.name}", 0, "", "不是可以读的文件", "请移走或改权限"),)) from error
    if len(data) > _LARGEST:
        raise ConfigError((Problem(f"incidents/{path.name}", 0, "", f"文件超过 {_LARGEST} 字节", "请删减"),))
    return data


def _is_part(log: tuple[LogEntry, ...], whole: tuple[LogEntry, ...]) -> bool:
    """Whether all lines of a log are among the other's, in the same order."""
    rest = iter(map(line_key, whole))
    return all(key in rest for key in map(line_key, log))


def _gone(path: Path) -> Problem:
    mend = f"用 caifeng incident restore {path.stem} 找回；不是案件的请记误报，不要删文件"
    return Problem(f"incidents/{path.name}", 0, "", "案件文件不见了，以下按记录显示", mend)


def _lost(document: Document, id_: str, lines: Sequence[LogEntry], zone: ZoneInfo) -> list[Problem]:
    """Lines that a log lost, as far as people read; how many more is said too."""
    mend = f"log 只增不改：用 caifeng incident restore {id_} 找回，要更正请加一行 更正"
    found = []
    for line in lines[:MOST]:
        said = f"，{line.note[:40]}" if line.note else ""
        shown = f"{line.at.astimezone(zone):%Y-%m-%d %H:%M:%S} {line.by} {line.did}{said}"
        found.append(document.problem(("log",), f"log 少了（或改动了）已经记下的一行：{shown}", mend))
    if len(lines) > MOST:
        found.append(document.problem(("log",), f"log 还少了 {len(lines) - MOST} 行", mend))
    return found
