"""风险评估: what was weighed before a decision, and what has come in on it since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caifeng.models.risk import IMPACTS, RiskCase
from publish.pages.contexts import Page
from publish.pages.render import page


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """An assessment as the index shows it.

    case: the assessment and what came of it
    watching: how many of its topics are on
    items: items on them since they were switched on
    alerts: alerts on them
    """

    case: RiskCase
    watching: int
    items: int
    alerts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksContext:
    """risks.md.j2

    rows: all assessments, those that watch first, then the latest decision first
    root: way to the site's root
    """

    rows: tuple[RiskRow, ...]
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskContext:
    """risk.md.j2

    case: the assessment and what came of it
    risk: the assessment
    impacts: what 1 … 5 means
    now: as of when it is counted
    root: way to the site's root
    """

    case: RiskCase
    impacts: tuple[str, ...]
    now: datetime
    root: str


def render_risks(cases: Sequence[RiskCase], zone: str) -> tuple[Page, ...]:
    """The index ``risks/`` and a page for every assessment, ``risks/<id>/``; ``zone`` is the desk's."""
    rows = sorted(map(_row, cases), key=lambda row: (-row.watching, -row.case.risk.on.toordinal(), row.case.risk.id))
    index = page("risks/index.md", "risks.md.j2", RisksContext(rows=tuple(rows), root="../"), zone)
    return (index, *(_page(row.case, zone) for row in rows))


def _row(case: RiskCase) -> RiskRow:
    return RiskRow(
        case=case,
        watching=sum(one.watch.is_on(case.counted_at) for one in case.figures),
        items=sum(one.items for one in case.figures),
        alerts=sum(len(one.alerts) for one in case.figures),
    )


def _page(case: RiskCase, zone: str) -> Page:
    shown = RiskContext(case=case, impacts=IMPACTS, now=case.counted_at, root="../../")
    return page(f"risks/{case.risk.id}/index.md", "risk.md.j2", shown, zone)
