"""What the review of incidents is made from: joins the lake, the incident files and the published editions.

Stories told last, and their items, come from the lake; older ones from the frozen editions that told of them, so that
a report of last year can be made without reading a year of items.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from analyze.people.corrected import corrected
from analyze.stories.tell import dated
from caifeng.analysis import gaps_since
from caifeng.editions import Editions
from caifeng.errors import Problem
from caifeng.models import (
    BriefingCard,
    Case,
    Desk,
    Effect,
    Gap,
    HandlingFigures,
    HandlingRecord,
    Incident,
    Item,
    SimilarCase,
    Story,
    ToneLabel,
    TrackedRectification,
    gist_of,
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
    stories: Mapping[str, Story]  # as told last, by every id it is known as
    items: Mapping[str, Item]  # of these stories
    tones: Mapping[str, ToneLabel]
    editions: Editions  # that told the older ones
    gaps: tuple[Gap, ...]
    cases: tuple[Case, ...]  # of the library, newest first
    index: CaseIndex

    def incident(self, wanted: str) -> Incident:
        """The incident of that number, as people type it. Raises UsageError."""
        return find(self.record.incidents, wanted)

    def stories_of(self, incident: Incident) -> tuple[Story, ...]:
        """Its stories as far as they are known, each once, oldest first."""
        told = (self.stories.get(id_) or self.editions.story(id_) for id_ in incident.story_ids)
        found = {story.id: story for story in told if story is not None}
        return tuple(sorted(found.values(), key=lambda story: (story.first_at, story.id)))

    def seen(self, stories: Sequence[Story]) -> tuple[Mapping[str, Item], Mapping[str, ToneLabel]]:
        """Items of stories and their tones, by id: from the lake, older ones as editions kept them."""
        ids = {id_ for story in stories for id_ in story.all_ids}
        kept = {id_: self.items[id_] for id_ in ids if id_ in self.items}
        shown = self.editions.evidence(stories) if len(kept) < len(ids) else {}
        tones = {id_: one[1] for id_, one in shown.items()}
        items = {id_: one[0] for id_, one in shown.items()} | kept
        return items, tones | {id_: self.tones[id_] for id_ in ids if id_ in self.tones}

    def effects(self, incident: Incident) -> tuple[Effect, ...]:
        """What came before and after each of its public acts."""
        told = self.stories_of(incident)
        items, tones = self.seen(told)
        observed = Observed(items=[*items.values()], tones=tones, gaps=self.gaps, until=self.now)
        return effects(incident, told, observed)

    def similar(self, incident: Incident) -> tuple[SimilarCase, ...]:
        """Closed incidents that resemble it, best first."""
        return self.index.similar(case(incident, map(gist_of, self.stories_of(incident))))

    def rectifications(self) -> tuple[TrackedRectification, ...]:
        """What reviews promised and is not done, longest overdue first."""
        return open_rectifications(self.record.incidents, self.now.astimezone(self.desk.zone).date())

    def report(self, incident: Incident) -> ReportMaterial:
        """What its report is written from."""
        told = self.stories_of(incident)
        ids = dict.fromkeys(id_ for story in told for id_ in story.all_ids)
        items, tones = self.seen(told)
        return ReportMaterial(
            desk=self.desk,
            incident=incident,
            stories=told,
            items=tuple(items[id_] for id_ in ids if id_ in items),
            tones=tones,
            effects=self.effects(incident),
            similar=self.similar(incident),
            now=self.now,
        )

    def figures(self) -> tuple[HandlingFigures, ...]:
        """The figures of the last months, newest first."""
        chosen = months(self.record, self.desk, self.now)[:MONTHS]
        return tuple(handling(self.record, month, self.desk, self.now) for month in chosen)

    def pages(self) -> tuple[Page, ...]:
        """The library and the statistics."""
        zone = self.desk.zone.key
        return (render_library(self.cases, self.reported, zone), *render_handling(self.figures(), zone))

    @property
    def reported(self) -> frozenset[str]:
        """The newest incidents, by id: they have a report page."""
        newest = sorted(self.record.incidents, key=lambda one: (one.opened_at, one.id), reverse=True)
        return frozenset(one.id for one in newest[:REPORTED])

    def report_pages(self, incident: Incident) -> tuple[Page, ...]:
        """The pages of its report, as of ``settled``."""
        return render_report(replace(self, now=self.settled(incident)).report(incident))

    def settled(self, incident: Incident) -> datetime:
        """The moment its page speaks of: now while it is open, later no more than what its last line still awaits."""
        last = max((entry.at for entry in incident.log), default=incident.opened_at)
        return self.now if incident.is_open else min(self.now, last + _SETTLED)


def read_casebook(workspace: Workspace, desk: Desk, now: datetime) -> tuple[Casebook, tuple[Problem, ...]]:
    """The casebook as of ``now`` (aware) from all that is in the folder, and what is wrong in incident files."""
    filed, problems = workspace.incidents(desk).load()
    incidents = workspace.lake.withdrawn().redacted(filed)
    return open_casebook(workspace, desk, now, workspace.lake.cards(), incidents), problems


def open_casebook(
    workspace: Workspace, desk: Desk, now: datetime, cards: Sequence[BriefingCard], incidents: Sequence[Incident]
) -> Casebook:
    """The casebook as of ``now`` (aware); ``cards`` are of the published editions, ``incidents`` those on file."""
    lake = workspace.lake
    told = lake.stories()
    stories = {id_: story for story in told for id_ in story.known_as}
    since = min((story.first_at for story in told), default=now) - _DAY
    wanted = {id_ for one in incidents for id_ in one.story_ids}
    members = {id_ for story_id, story in stories.items() if story_id in wanted for id_ in story.all_ids}
    items, tones = _items(workspace, desk, since, members)
    gists = {id_: gist for card in cards for gist in card.gists for id_ in gist.known_as}
    gists |= {id_: gist_of(story) for id_, story in stories.items()}
    cases = library(incidents, tuple({gist.id: gist for gist in gists.values()}.values()))
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
        editions=Editions(lake, cards),
        gaps=(*_days_without(desk, since, cards), *gaps_since(lake, since, now)),
        cases=cases,
        index=CaseIndex(cases),
    )


def _items(
    workspace: Workspace, desk: Desk, since: datetime, wanted: Collection[str]
) -> tuple[Mapping[str, Item], Mapping[str, ToneLabel]]:
    if not wanted:
        return {}, {}
    kept = {item.id: item for item in map(dated, workspace.lake.items(since, wanted))}
    maker = fingerprint(desk, tone_model(workspace.root)[0])
    read = workspace.lake.readings(maker, since.date(), kept.keys())
    labels, _ = workspace.labels(desk).load()
    return kept, {id_: reading.tone.label for id_, reading in corrected(read, labels, desk).items()}


def _days_without(desk: Desk, before: datetime, cards: Sequence[BriefingCard]) -> Iterator[Gap]:
    """Whole days that editions mark as gaps, before the time of which every look is known."""
    for day in sorted({day for card in cards for day in card.gaps}):
        end = datetime.combine(day, time(desk.cutoff_hour), desk.zone).astimezone(UTC)
        if end <= before:
            yield Gap(start=end - _DAY, end=end)
