"""演练: the score sheets of drills, in the real site. Scores only: nothing that was played stands there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from caifeng.models.drill import DrillMeasure, DrillSheet
from publish.briefing.phrases import duration
from publish.escape import file_name
from publish.pages.contexts import Page
from publish.pages.render import page

SHOWN = 200  # drills that have a page; the command lists them all


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """A time of a drill, in words.

    name: what was timed
    asked: the limit, "" where it was only measured
    took: how long it took, "没有做到" where it did not happen
    is_met: whether it was within its limit; None: no limit
    before: how long it took the time before, "" where this was the first
    """

    name: str
    asked: str
    took: str
    is_met: bool | None
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillRow:
    """A drill as the index shows it.

    sheet: its score sheet
    address: way from the site's root
    times: its times, in words
    """

    sheet: DrillSheet
    address: str
    times: tuple[TimeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillsContext:
    """drills.md.j2

    rows: all drills, the newest first
    total: how many were held
    missed: (step, how often it was missed), the most frequent first
    root: way to the site's root
    """

    rows: tuple[DrillRow, ...]
    total: int
    missed: tuple[tuple[str, int], ...]
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillContext:
    """drill.md.j2

    row: the drill
    series: all drills of the same scenario, the newest first
    root: way to the site's root
    """

    row: DrillRow
    series: tuple[DrillRow, ...]
    root: str


def render_drills(sheets: Sequence[DrillSheet], zone: str) -> tuple[Page, ...]:
    """The index ``drills/`` and a page for every drill, ``drills/<id>/``, marked 演练; ``zone`` is the desk's.

    ``sheets`` as ``respond.drills.sheets`` gives them: the newest first.
    """
    rows = tuple(map(_row, sheets[:SHOWN]))
    missed = Counter(step for sheet in sheets for step in sheet.score.missed)
    listed = tuple(sorted(missed.items(), key=lambda one: (-one[1], one[0]))[:10])
    index = DrillsContext(rows=rows, total=len(sheets), missed=listed, root="../")
    return (page("drills/index.md", "drills.md.j2", index, zone), *(_page(row, rows, zone) for row in rows))


def _page(row: DrillRow, rows: Sequence[DrillRow], zone: str) -> Page:
    series = tuple(one for one in rows if one.sheet.score.drill == row.sheet.score.drill)
    shown = DrillContext(row=row, series=series, root="../../")
    return page(f"{row.address}index.md", "drill.md.j2", shown, zone)


def _row(sheet: DrillSheet) -> DrillRow:
    before = {change.name: change.before for change in sheet.changes}
    return DrillRow(
        sheet=sheet,
        address=f"drills/{file_name(sheet.score.id)}/",
        times=tuple(
            _time(measure, _took(before[measure.name]) if measure.name in before else "")
            for measure in sheet.score.measures
        ),
    )


def _time(measure: DrillMeasure, before: str) -> TimeRow:
    return TimeRow(
        name=measure.name,
        asked="" if measure.limit is None else f"{duration(measure.limit)}之内",
        took=_took(measure.took),
        is_met=measure.is_met,
        before=before,
    )


def _took(span: timedelta | None) -> str:
    return "没有做到" if span is None else duration(span)
