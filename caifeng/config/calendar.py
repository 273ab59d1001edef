"""``calendar:`` of caifeng.yml, with the calendar files that it names → Occasions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from caifeng.config.ics import CalendarPage
from caifeng.config.ics_files import read_files
from caifeng.config.schema import CalendarEntry
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
    pages = read_files(pattern, folder, zone, "calendar")
    occasions = tuple(
        replace(one, topics=(*entry.topics, *one.topics), why=one.why or entry.why, lead=entry.lead)
        for page in pages
        for one in page.occasions
    )
    return CalendarPage(occasions=occasions, problems=tuple(problem for page in pages for problem in page.problems))
