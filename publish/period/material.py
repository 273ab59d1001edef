"""What a weekly or monthly report is composed from, and the sets that its chapters count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from caifeng.models import (
    Briefing,
    BriefingCard,
    Case,
    Desk,
    Detail,
    EvidenceItem,
    HandlingFigures,
    Incident,
    Level,
    TrackedRectification,
)
from caifeng.models.period import Ref, Span
from caifeng.models.risk import Risk
from caifeng.models.window import window
from publish.ledger.editions import in_window
from publish.period.refs import evidence_ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A story as one edition told it."""

    day: date
    level: Level
    detail: Detail
    former: Level | None  # in the edition before; None: new in this one, or none of its three matters


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWeek:
    """A story over the whole period: how each edition told it, oldest first, and its distinct items, each once."""

    id: str
    tellings: tuple[Telling, ...]
    items: tuple[EvidenceItem, ...]
    copies: tuple[EvidenceItem, ...]
    refs: tuple[Ref, ...]

    @property
    def last(self) -> Telling:
        """How it was told last."""
        return self.tellings[-1]

    @property
    def peak(self) -> Telling:
        """How it was told when it was hottest; the first such day."""
        return max(self.tellings, key=lambda one: one.detail.story.heat.value)

    @property
    def level(self) -> Level:
        """The highest it reached."""
        return max((one.level for one in self.tellings), key=lambda level: level.rank)


@dataclass(frozen=True, kw_only=True)
class PeriodMaterial:
    """Everything known when the report is made; times are aware UTC.

    ``days`` are the newest revisions of its daily briefings that can be read. ``cards`` are of every daily briefing.
    ``figures`` are of its calendar days, ``former`` of those of the period before; None where nothing is on record.
    """

    span: Span
    desk: Desk
    number: int
    now: datetime
    days: tuple[Briefing, ...]
    cards: tuple[BriefingCard, ...] = ()
    figures: HandlingFigures
    former: HandlingFigures
    incidents: tuple[Incident, ...] = ()
    cases: tuple[Case, ...] = ()  # of the library, newest first
    rectify: tuple[TrackedRectification, ...] = ()  # not done
    risks: tuple[Risk, ...] = ()  # assessments of decisions ahead

    @property
    def noun(self) -> str:
        """本周 | 本月."""
        return "本月" if self.span.year_before else "本周"

    @property
    def former_noun(self) -> str:
        """上周 | 上月."""
        return "上月" if self.span.year_before else "上周"

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Dates of the editions that tell of it, whether they exist or not."""
        return self.span.editions(self.desk.cutoff_hour)

    @cached_property
    def missing(self) -> tuple[date, ...]:
        """Editions that do not exist; those before the desk's first edition are not missed."""
        known = {card.date for card in self.cards}
        began = min(known, default=self.span.first)
        return tuple(day for day in self.dates if day not in known and day >= began and day not in self.to_come)

    @cached_property
    def to_come(self) -> tuple[date, ...]:
        """Editions whose windows have not ended yet: the report is made early."""
        known, zone, hour = {card.date for card in self.cards}, self.desk.zone, self.desk.cutoff_hour
        return tuple(day for day in self.dates if day not in known and window(day, zone, hour)[1] > self.now)

    @cached_property
    def damaged(self) -> tuple[date, ...]:
        """Editions that exist and cannot be read."""
        readable = {day.date for day in self.days}
        return tuple(card.date for card in self.cards_of(self.span) if card.date not in readable)

    def cards_of(self, span: Span) -> tuple[BriefingCard, ...]:
        """Cards of the daily editions of a week or month, by date."""
        wanted = set(span.editions(self.desk.cutoff_hour))
        return tuple(sorted((card for card in self.cards if card.date in wanted), key=lambda card: card.date))

    @cached_property
    def told(self) -> Mapping[str, tuple[date, EvidenceItem]]:
        """Items of its windows that the desk's topics asked for, by id, each once, with the edition that shows it."""
        return {item.id: (day.date, item) for day in self.days for item in in_window(day)}

    @cached_property
    def distinct(self) -> tuple[EvidenceItem, ...]:
        """Those that are no reprints: 声量; by time."""
        return _by_time([item for _, item in self.told.values() if not item.reprint_of])

    @cached_property
    def copies(self) -> tuple[EvidenceItem, ...]:
        """The reprints, by time."""
        return _by_time([item for _, item in self.told.values() if item.reprint_of])

    def ref(self, item: EvidenceItem, label: str = "依据") -> Ref:
        """Where an item of its windows is shown."""
        return evidence_ref(self.told[item.id][0], item.id, label)

    @cached_property
    def stories(self) -> tuple[StoryWeek, ...]:
        """Stories that its editions told in detail: gravest first, then by highest heat, then by distinct items."""
        tellings, named = self._tellings, self._names
        members: dict[str, list[tuple[date, EvidenceItem]]] = defaultdict(list)
        for day, item in self.told.values():
            members[named.get(item.story_id, item.story_id)].append((day, item))
        found = [_week(id_, tellings[id_], members[id_]) for id_ in tellings]
        return tuple(
            sorted(
                found,
                key=lambda one: (-one.level.rank, -one.peak.detail.story.heat.value, -len(one.items), one.id),
            )
        )

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The id that a story has now, by every id it was ever known as.

        A telling points its former ids to its own and its own to itself, so no way leads round in a circle.
        """
        into = {
            id_: one.story.id for day in self.days for one in day.details for id_ in (*one.story.merged, one.story.id)
        }
        return {id_: _end(id_, into) for id_ in into}

    @cached_property
    def _tellings(self) -> Mapping[str, list[Telling]]:
        found: dict[str, list[Telling]] = defaultdict(list)
        for day in self.days:
            former = {matter.story_id: matter.previous_level for matter in day.matters}
            for detail in day.details:
                level = detail.override.level if detail.override else detail.story.grade.level
                id_ = self._names[detail.story.id]
                found[id_].append(Telling(day=day.date, level=level, detail=detail, former=former.get(detail.story.id)))
        return found


def _end(id_: str, into: Mapping[str, str]) -> str:
    while into[id_] != id_:
        id_ = into[id_]
    return id_


def _week(id_: str, tellings: list[Telling], members: list[tuple[date, EvidenceItem]]) -> StoryWeek:
    days: dict[date, str] = {}
    for day, item in members:
        days.setdefault(day, item.story_id)
    return StoryWeek(
        id=id_,
        tellings=tuple(tellings),
        items=_by_time([item for _, item in members if not item.reprint_of]),
        copies=_by_time([item for _, item in members if item.reprint_of]),
        refs=tuple(evidence_ref(day, days[day], f"{day:%m-%d}") for day in sorted(days)),
    )


def _by_time(items: Sequence[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    return tuple(sorted(items, key=lambda item: (item.published_at, item.id)))
