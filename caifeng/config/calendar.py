"""``calendar:`` of caifeng.yml, with the calendar files that it names → Occasions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from caifeng.config.ics import LARGEST, CalendarPage, read_ics
from caifeng.config.schema import CalendarEntry
from caifeng.errors import Problem
from caifeng.models import Occasion


def read_calendar(
    entries: Sequence[CalendarEntry], topics: Sequence[str], folder: Path | None, zone: ZoneInfo
) -> CalendarPage:
    """Every occasion of the entries, and what is wrong with the files they name; the entries are checked already.

    ``folder`` is where the files are looked for (None: they are not read), ``topics`` are the desk's: a category of a
    file that is no topic is left out, ``zone`` holds for times without one.
    """
    pages = [_page(entry, folder, zone) for entry in entries]
    return CalendarPage(
        occasions=tuple(_with_topics(one, topics) for page in pages for one in page.occasions),
        problems=tuple(dict.fromkeys(problem for page in pages for problem in page.problems)),
    )


def _with_topics(occasion: Occasion, known: Sequence[str]) -> Occasion:
    return replace(occasion, topics=tuple(dict.fromkeys(name for name in occasion.topics if name in known)))


def _page(entry: CalendarEntry, folder: Path | None, zone: ZoneInfo) -> CalendarPage:
    if entry.on and entry.what:
        return CalendarPage(occasions=(_written(entry, entry.on, entry.what),))
    if entry.ics is None or folder is None:
        return CalendarPage()
    return _files(entry, entry.ics, folder, zone)


def _written(entry: CalendarEntry, day: date, what: str) -> Occasion:
    return Occasion(
        what=what,
        on=day,
        rule=_rule(day, entry.every),
        until=entry.until,
        topics=tuple(entry.topics),
        why=entry.why,
        lead=entry.lead,
    )


def _rule(day: date, every: str) -> str:
    """The recurrence that people mean: the 31st, or 29 February, falls on the last day of a shorter month."""
    month = f";BYMONTH={day.month}" if every == "年" else ""
    kept = f";BYMONTHDAY={','.join(map(str, range(28, day.day + 1)))};BYSETPOS=-1" if day.day > 28 else ""
    return {"年": f"FREQ=YEARLY{month}{kept}", "月": f"FREQ=MONTHLY{kept}", "周": "FREQ=WEEKLY"}.get(every, "")


def _files(entry: CalendarEntry, pattern: str, folder: Path, zone: ZoneInfo) -> CalendarPage:
    """The files that a glob names; one bad file stops no other."""
    try:
        paths = sorted(path for path in folder.glob(pattern) if path.is_file())
    except (ValueError, OSError) as error:
        return _missing(pattern, f"无法查找：{error}")
    if not paths:
        return _missing(pattern, "没有找到这样的文件")
    pages = [_read(path, path.relative_to(folder).as_posix(), folder, zone) for path in paths]
    occasions = tuple(
        replace(one, topics=(*entry.topics, *one.topics), why=one.why or entry.why, lead=entry.lead)
        for page in pages
        for one in page.occasions
    )
    return CalendarPage(occasions=occasions, problems=tuple(problem for page in pages for problem in page.problems))


def _read(path: Path, shown: str, folder: Path, zone: ZoneInfo) -> CalendarPage:
    if not path.resolve().is_relative_to(folder.resolve()):
        return _missing(shown, "指向目录之外，未读取")
    try:
        with path.open("rb") as file:
            return read_ics(file.read(LARGEST + 1), shown, zone)
    except OSError as error:
        return _missing(shown, f"无法读取：{error.strerror or error}")


def _missing(shown: str, message: str) -> CalendarPage:
    return CalendarPage(problems=(Problem(shown, 0, "", message, "请检查 caifeng.yml 里 calendar 的 ics"),))
