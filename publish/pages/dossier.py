"""案件档案: everything about one incident on one page. What happened and what was done stand on one axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caifeng.errors import Problem
from caifeng.models import Briefing, Detail, Effect, Incident, Playbook, SimilarCase, StepState, Story
from publish import escape
from publish.pages.alert_rows import AlertRow, alert_row
from publish.pages.charts import Chart
from publish.pages.contexts import DayLink, Page
from publish.pages.delivered import Deliveries, deliveries
from publish.pages.events import Event, events
from publish.pages.mentions import Mentions
from publish.pages.render import day_link, page
from publish.pages.timeline import marked, timeline
from publish.pages.urgency import CaseRow, case_row
from publish.site.material import CaseFile, SiteMaterial

_ROOT = "../../"
_ALERTS = 60  # of one incident, newest first; the days' pages list all


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStory:
    """A story of an incident as last told, and what the newest edition that tells it says.

    story: as told last
    detail: what that edition says, None where none tells it
    day: that edition, None where none tells it
    known: ids that have an anchor on its evidence page
    proof: way to that page, "" where there is none
    """

    story: Story
    detail: Detail | None
    day: DayLink | None
    known: frozenset[str]
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentContext:
    """incident.md.j2

    incident: the file
    row: its time limits and what of them is overdue or due next
    problems: why the last edit of its file was refused, empty where it was not
    path: of the file in the repository, "" where unknown
    parent: the incident it is part of, None where there is none or it has no page
    children: incidents that are part of it
    stories: what is known of its stories
    chart: items and acts on one axis, None without items
    events: what happened and what was done, by time
    playbook: what is to be done, None where none was chosen
    steps: how its steps stand
    similar: former cases that resemble it
    effects: what its public acts brought
    alerts: alerts about it, newest first
    has_report: whether there is a page with the handling report
    mentions: editions that tell it, newest first
    evidence: way to the evidence page of the newest of them, "" where there is none
    known: ids that have an anchor there
    root: way to the site's root
    """

    incident: Incident
    row: CaseRow
    problems: tuple[Problem, ...]
    path: str
    parent: Incident | None
    children: tuple[Incident, ...]
    stories: tuple[CaseStory, ...]
    chart: Chart | None
    events: tuple[Event, ...]
    playbook: Playbook | None
    steps: tuple[StepState, ...]
    similar: tuple[SimilarCase, ...]
    effects: tuple[Effect, ...]
    alerts: tuple[AlertRow, ...]
    has_report: bool
    mentions: tuple[DayLink, ...]
    evidence: str
    known: frozenset[str]
    root: str


def render_dossiers(material: SiteMaterial) -> tuple[Page, ...]:
    """The page of every incident at its stable address ``incidents/INC-2026-0007/``."""
    shelf = _Shelf.of(material)
    return tuple(_render(case, shelf) for case in sorted(material.cases, key=lambda case: case.incident.id))


def address(incident_id: str) -> str:
    """Where an incident's page stands, seen from the site's root: ``incidents/INC-2026-0007/``."""
    return f"incidents/{escape.file_name(incident_id).upper()}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """What all dossiers look things up in."""

    material: SiteMaterial
    mentions: Mentions
    sent: Deliveries
    incidents: Mapping[str, Incident]
    reports: frozenset[str]  # paths of report pages

    @classmethod
    def of(cls, material: SiteMaterial) -> "_Shelf":
        return cls(
            material=material,
            mentions=Mentions(material.briefings),
            sent=deliveries(material.notices, material.deliveries),
            incidents={case.incident.id: case.incident for case in material.cases},
            reports=frozenset(page.path for page in material.pages),
        )


def _render(case: CaseFile, shelf: _Shelf) -> Page:
    incident, material = case.incident, shelf.material
    zone = material.desk.zone
    stories = [one for one in material.stories if not set(incident.story_ids).isdisjoint(one.known_as)]
    stories.sort(key=lambda story: story.id)
    mentions = shelf.mentions.of(incident)
    acts = marked(incident.log)
    shown = IncidentContext(
        incident=incident,
        row=case_row(incident, material.now),
        problems=case.problems,
        path=case.path,
        parent=shelf.incidents.get(incident.parent),
        children=_children(incident, shelf),
        stories=tuple(_case_story(story, mentions, shelf.mentions) for story in stories),
        chart=timeline(stories, acts, (material.items, material.tones), zone),
        events=events(stories, incident.log, acts, material.items),
        playbook=case.playbook,
        steps=case.steps,
        similar=case.similar,
        effects=case.effects,
        alerts=_alerts(incident, stories, shelf),
        has_report=f"{address(incident.id)}report/index.md" in shelf.reports,
        mentions=tuple(map(day_link, mentions)),
        evidence=f"{_ROOT}{day_link(mentions[0]).address}evidence/" if mentions else "",
        known=shelf.mentions.anchors(mentions[0].date) if mentions else frozenset(),
        root=_ROOT,
    )
    return page(f"{address(incident.id)}index.md", "incident.md.j2", shown, zone.key)


def _children(incident: Incident, shelf: _Shelf) -> tuple[Incident, ...]:
    return tuple(one for _, one in sorted(shelf.incidents.items()) if one.parent == incident.id)


def _alerts(incident: Incident, stories: Sequence[Story], shelf: _Shelf) -> tuple[AlertRow, ...]:
    ids = {*incident.story_ids, *(id_ for story in stories for id_ in story.known_as)}
    about = [
        alert
        for alert in shelf.material.alerts
        if alert.incident_id == incident.id or (not alert.incident_id and alert.story_id in ids)
    ]
    about.sort(key=lambda alert: (alert.raised_at, alert.id), reverse=True)
    return tuple(alert_row(alert, shelf.sent, shelf.incidents) for alert in about[:_ALERTS])


def _case_story(story: Story, newest: Sequence[Briefing], mentions: Mentions) -> CaseStory:
    for briefing in newest:
        detail = next((one for one in briefing.details if not set(one.story.known_as).isdisjoint(story.known_as)), None)
        if detail is not None:
            day = day_link(briefing)
            proof = f"{_ROOT}{day.address}evidence/"
            return CaseStory(story=story, detail=detail, day=day, known=mentions.anchors(briefing.date), proof=proof)
    return CaseStory(story=story, detail=None, day=None, known=frozenset(), proof="")
