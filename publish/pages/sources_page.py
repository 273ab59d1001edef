"""信源: how each place we listen to fares: answered or not, how late, how much, and what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from caifeng.models import Source, SourceReport
from publish import escape
from publish.pages.contexts import Page
from publish.pages.render import page


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDay:
    """A source in one edition's window.

    day: the edition's date
    looks: how often it was asked; 0: nothing was looked at
    failed: how often it gave nothing
    items: new ones it brought
    delay: median seconds from publication to sight; None without items that state their time
    """

    day: date
    looks: int
    failed: int
    items: int
    delay: float | None

    @property
    def state(self) -> str:
        """In a word, for the strip: 未看, 正常, 部分失败 or 失败."""
        if not self.looks:
            return "未看"
        return "正常" if not self.failed else "失败" if self.failed == self.looks else "部分失败"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """What is known of a source over the last weeks.

    source: as configured
    days: by date, the newest last
    items: brought in these days
    delay_median: seconds from publication to sight over all of them; None where no time is known
    delay_p90: nine in ten are no later; None below ten items
    failures: (when, Chinese sentence), the newest first
    report: how it fared last; None where it was never asked
    """

    source: Source
    days: tuple[SourceDay, ...]
    items: int
    delay_median: float | None
    delay_p90: float | None
    failures: tuple[tuple[datetime, str], ...]
    report: SourceReport | None

    @property
    def answered(self) -> float | None:
        """Share of looks (0–1) that brought an answer; None where it was never asked."""
        looks = sum(day.looks for day in self.days)
        return 1 - sum(day.failed for day in self.days) / looks if looks else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesContext:
    """sources.md.j2

    records: those in trouble first, then by tier and name
    ways: to each source's page, by its name
    until: the end of the last window counted
    root: way to the site's root
    """

    records: tuple[SourceRecord, ...]
    ways: Mapping[str, str]
    until: datetime
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceContext:
    """source.md.j2

    record: the source
    until: the end of the last window counted
    root: way to the site's root
    """

    record: SourceRecord
    until: datetime
    root: str


def render_sources(records: Sequence[SourceRecord], until: datetime, zone: str) -> tuple[Page, ...]:
    """The index ``sources/`` and a page of each source; ``until`` (aware) is the end of the last window counted."""
    ways = _ways(records)
    ordered = sorted(records, key=_trouble_first)
    index = SourcesContext(records=tuple(ordered), ways=ways, until=until, root="../")
    singles = (
        page(
            f"sources/{ways[record.source.name]}index.md",
            "source.md.j2",
            SourceContext(record=record, until=until, root="../../"),
            zone,
        )
        for record in records
    )
    return (page("sources/index.md", "sources.md.j2", index, zone), *singles)


def _ways(records: Sequence[SourceRecord]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for record in records:
        name = slug = escape.file_name(record.source.name)
        number = 2
        while f"{slug}/" in found.values():
            slug, number = f"{name}-{number}", number + 1
        found[record.source.name] = f"{slug}/"
    return found


def _trouble_first(record: SourceRecord) -> tuple[float, int, str]:
    answered = record.answered
    return (-1.0 if answered is None else answered, record.source.tier, record.source.name)
