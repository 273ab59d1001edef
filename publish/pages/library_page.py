"""案例库: what former incidents were, what was done, how long it took, and what they teach."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from caifeng.models import Case
from publish.briefing.evidence import excerpt
from publish.briefing.phrases import duration
from publish.pages.contexts import Page
from publish.pages.render import page

SHOWN = 40  # cases on the page, some 45 kB; the command lists them all, incidents/ has the file of each
_NAMES = 12  # tags and departments that are counted at the top


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as the page shows it.

    case: the case
    summary: at most 200 characters
    took: from the finding to closure, in words; "" while it is open again
    first_reply: from the finding, in words; "" where there was none
    """

    case: Case
    summary: str
    took: str
    first_reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryContext:
    """library.md.j2

    rows: the cases shown, newest first
    reported: ids of incidents that have a report page
    total: how many there are
    tags: (tag or topic, cases), the most frequent first
    departments: (root-cause department, cases)
    root: way to the site's root
    """

    rows: tuple[CaseRow, ...]
    reported: frozenset[str]
    total: int
    tags: tuple[tuple[str, int], ...]
    departments: tuple[tuple[str, int], ...]
    root: str


def render_library(cases: Sequence[Case], reported: frozenset[str], zone: str) -> Page:
    """The page ``cases/`` of the closed incidents in any order.

    ``reported`` are the ids of incidents that have a report page; ``zone`` is the desk's.
    """
    newest = sorted(cases, key=lambda case: (case.opened_at, case.id), reverse=True)
    shown = LibraryContext(
        rows=tuple(map(_row, newest[:SHOWN])),
        reported=reported,
        total=len(newest),
        tags=_counted([{*case.tags, *case.topics} for case in newest]),
        departments=_counted([{cause.department for cause in case.causes} for case in newest]),
        root="../",
    )
    return page("cases/index.md", "library.md.j2", shown, zone)


def _row(case: Case) -> CaseRow:
    return CaseRow(
        case=case,
        summary=excerpt(case.summary),
        took=duration(case.took) if case.took is not None else "",
        first_reply=duration(case.first_reply) if case.first_reply is not None else "",
    )


def _counted(names: Sequence[set[str]]) -> tuple[tuple[str, int], ...]:
    counts = Counter(name for each in names for name in each)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_NAMES])
