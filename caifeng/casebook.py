"""What the review of incidents is made from: joins the lake, the incident files and the published editions.

Stories told last, and their items, come from the lake; older ones from the frozen editions that told of them, so that
a report of last year can be made without reading a year of items.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from analyze.people.corrected import corrected
from analyze.stories.tell import dated
from caifeng.analysis import gaps_since
from caifeng.errors import Problem
from caifeng.models import (
    Briefing,
    Case,
    Desk,
    Effect,
    Engagement,
    EvidenceItem,
    Gap,
    HandlingFigures,
    HandlingRecord,
    Incident,
    Item,
    SimilarCase,
    Story,
    ToneLabel,
    TrackedRectification,
)
from caifeng.reading import fingerprint, tone_model
from caifeng.workspace import Workspace
from publish.pages.contexts import Page
from publish.pages.handling_page import render_handling
from publish.pages.library_page import render_library
from publish.report.report import ReportMaterial, render_report
from respond.handling import handling, months
from respond.incidents.find import find
from respond.review.effect import Observed, effects
from respond.review.library import case, library
from respond.review.rectify import open_rectifications
from respond.review.similar import CaseIndex

REPORTED = 50  # incidents that have a report page: the newest; the command makes any
_SETTLED = timedelta(days=2)  # after its last line a closed incident's report page changes no more
MONTHS = 24  # months that have a page
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Casebook:
    """Everything on record that review, library, reports and statistics need."""

    desk: Desk
    now: datetime
    record: HandlingRecord
    stories: Mapping[str, Story]  # by every id it is known as
    items: Mapping[str, Item]
    tones: Mapping[str, ToneLabel]
    gaps: tuple[Gap, ...]
    cases: tuple[Case, ...]  # of the library, newest first
    index: CaseIndex

    def incident(self, wanted: str) -> Incident:
        """The incident of that number, as people type it. Raises UsageError."""
        return find(self.record.incidents, wanted)

    def stories_of(self, incident: Incident) -> tuple[Story, ...]:
        """Its stories as far as they are known, each once, oldest first."""
        found = {self.stories[id_].id: self.stories[id_] for id_ in incident.story_ids if id_ in self.stories}
        return tuple(sorted(found.values(), key=lambda story: (story.first_at, story.id)))

    def effects(self, incident: Incident) -> tuple[Effect, ...]:
        """What came before and after each of its public acts."""
        told = self.stories_of(incident)
        items = [self.items[id_] for story in told for id_ in story.item_ids if id_ in self.items]
        observed = Observed(items=items, tones=self.tones, gaps=self.gaps, until=self.now)
        return effects(incident, told, observed)

    def similar(self, incident: Incident) -> tuple[SimilarCase, ...]:
        """Closed incidents that resemble it, best first."""
        return self.index.similar(case(incident, self.stories_of(incident)))

    def rectifications(self) -> tuple[TrackedRectification, ...]:
        """What reviews promised and is not done, longest overdue first."""
        return open_rectifications(self.record.incidents, self.now.astimezone(self.desk.zone).date())

    def report(self, incident: Incident) -> ReportMaterial:
        """What its report is written from."""
        told = self.stories_of(incident)
        ids = dict.fromkeys(id_ for story in told for id_ in story.all_ids)
        return ReportMaterial(
            desk=self.desk,
            incident=incident,
            stories=told,
            items=tuple(self.items[id_] for id_ in ids if id_ in self.items),
            tones=self.tones,
            effects=self.effects(incident),
            similar=self.similar(incident),
            now=self.now,
        )

    def figures(self) -> tuple[HandlingFigures, ...]:
        """The figures of the last months, newest first."""
        chosen = months(self.record, self.desk, self.now)[:MONTHS]
        return tuple(handling(self.record, month, self.desk, self.now) for month in chosen)

    def pages(self) -> tuple[Page, ...]:
        """The library, the statistics, and a report of each of the newest incidents."""
        newest = sorted(self.record.incidents, key=lambda one: (one.opened_at, one.id), reverse=True)[:REPORTED]
        reported = frozenset(one.id for one in newest)
        zone = self.desk.zone.key
        reports = (render_report(replace(self, now=self._settled(one)).report(one)) for one in newest)
        return (render_library(self.cases, reported, zone), *render_handling(self.figures(), zone), *reports)

    def _settled(self, incident: Incident) -> datetime:
        """The moment its page speaks of: now while it is open, later no more than what its last line still awaits."""
        last = max((entry.at for entry in incident.log), default=incident.opened_at)
        return self.now if incident.is_open else min(self.now, last + _SETTLED)


def read_casebook(workspace: Workspace, desk: Desk, now: datetime) -> tuple[Casebook, tuple[Problem, ...]]:
    """The casebook as of ``now`` (aware) from all that is in the folder, and what is wrong in incident files."""
    incidents, problems = workspace.incidents(desk).load()
    return open_casebook(workspace, desk, now, workspace.lake.briefings(), incidents), problems


def open_casebook(
    workspace: Workspace, desk: Desk, now: datetime, briefings: Sequence[Briefing], incidents: Sequence[Incident]
) -> Casebook:
    """The casebook as of ``now`` (aware); ``briefings`` are the published ones by date, ``incidents`` those on file."""
    told = workspace.lake.stories()
    stories = _stories(told, briefings)
    since = min((story.first_at for story in told), default=now) - _DAY
    wanted = {id_ for one in incidents for id_ in one.story_ids}
    members = {id_ for id_, story in stories.items() if id_ in wanted for id_ in story.all_ids}
    items, tones = _items(workspace, desk, since, members, briefings)
    cases = library(incidents, tuple({story.id: story for story in stories.values()}.values()))
    lake = workspace.lake
    return Casebook(
        desk=desk,
        now=now,
        record=HandlingRecord(
            incidents=tuple(incidents),
            alerts=lake.alerts(),
            notices=lake.notices(),
            deliveries=workspace.ledger("").states(),
        ),
        stories=stories,
        items=items,
        tones=tones,
        gaps=(*_days_without(desk, since, briefings), *gaps_since(lake, since, now)),
        cases=cases,
        index=CaseIndex(cases),
    )


def _stories(newest: Sequence[Story], briefings: Sequence[Briefing]) -> Mapping[str, Story]:
    """By every id: as told last, else as the newest edition told it."""
    told = [detail.story for briefing in briefings for detail in briefing.details]
    return {id_: story for story in (*told, *newest) for id_ in story.known_as}


def _items(
    workspace: Workspace, desk: Desk, since: datetime, wanted: set[str], briefings: Sequence[Briefing]
) -> tuple[Mapping[str, Item], Mapping[str, ToneLabel]]:
    shown = [one for briefing in briefings for one in briefing.evidence if one.id in wanted]
    items, tones = {one.id: _item(one) for one in shown}, {one.id: one.tone for one in shown}
    kept = {item.id: item for item in map(dated, workspace.lake.items(since, wanted))} if wanted else {}
    maker = fingerprint(desk, tone_model(workspace.root)[0])
    read = workspace.lake.readings(maker, since.date(), kept.keys()) if kept else {}
    labels, _ = workspace.labels(desk).load()
    judged = corrected(read, labels, desk)
    return items | kept, tones | {id_: reading.tone.label for id_, reading in judged.items()}


def _item(shown: EvidenceItem) -> Item:
    """An item as an edition keeps it: its text is the excerpt, its region is not kept."""
    return Item(
        id=shown.id,
        revision=shown.revision,
        content_hash=shown.content_hash,
        source=shown.source,
        channel=shown.channel,
        tier=shown.tier,
        region="",
        is_official=False,
        url=shown.url,
        title=shown.title,
        text=shown.excerpt,
        author="",
        credited=shown.credited,
        published_at=shown.published_at,
        is_time_estimated=shown.is_time_estimated,
        seen_at=shown.seen_at,
        engagement=Engagement(),
    )


def _days_without(desk: Desk, before: datetime, briefings: Iterable[Briefing]) -> Iterator[Gap]:
    """Whole days that editions mark as gaps, before the time of which every look is known."""
    days = {point.day for one in briefings for point in one.overview.series if point.is_gap}
    for day in sorted(days):
        end = datetime.combine(day, time(desk.cutoff_hour), desk.zone).astimezone(UTC)
        if end <= before:
            yield Gap(start=end - _DAY, end=end)
