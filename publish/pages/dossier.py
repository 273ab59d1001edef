"""案件档案: everything about one incident on one page. What happened and what was done stand on one axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caifeng.errors import Problem
from caifeng.models import BriefingCard, Detail, Effect, Incident, Playbook, SimilarCase, StepState, Story
from caifeng.models.special import Earlier, special_links
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
_WHOLE = 24  # events that the page itself holds; of more it shows the newest, and a page below it all of them
_SHOWN = 8
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
    known: Mapping[str, str]
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
    events: what happened and what was done, by time; of many the newest
    earlier: how many more the page of the course holds, 0 where there is none
    playbook: what is to be done, None where none was chosen
    steps: how its steps stand
    similar: former cases that resemble it
    effects: what its public acts brought
    alerts: alerts about it, newest first
    has_report: whether there is a page with the handling report
    specials: special reports on it, oldest first
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
    earlier: int
    playbook: Playbook | None
    steps: tuple[StepState, ...]
    similar: tuple[SimilarCase, ...]
    effects: tuple[Effect, ...]
    alerts: tuple[AlertRow, ...]
    has_report: bool
    specials: tuple[Earlier, ...]
    mentions: tuple[DayLink, ...]
    evidence: str
    known: Mapping[str, str]
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseContext:
    """course.md.j2

    incident: the file
    events: what happened and what was done, by time
    evidence: way to the evidence page that its dossier names, "" where there is none
    known: ids that have an anchor there
    """

    incident: Incident
    events: tuple[Event, ...]
    evidence: str
    known: Mapping[str, str]


def render_dossiers(material: SiteMaterial) -> tuple[Page, ...]:
    """The pages of incidents at their stable addresses ``incidents/INC-2026-0007/``, but for those with a section."""
    shelf, later = Shelf.of(material), {section.path for section in material.sections}
    cases = sorted(material.cases, key=lambda case: case.incident.id)
    return tuple(
        page for case in cases if address(case.incident.id) not in later for page in render_dossier(case, shelf)
    )


def address(incident_id: str) -> str:
    """Where an incident's page stands, seen from the site's root: ``incidents/INC-2026-0007/``."""
    return f"incidents/{escape.file_name(incident_id).upper()}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What all dossiers look things up in.

    material: all that the site shows
    mentions: which editions tell which incident
    sent: who was told of which alert
    incidents: every incident, by id
    """

    material: SiteMaterial
    mentions: Mentions
    sent: Deliveries
    incidents: Mapping[str, Incident]

    @classmethod
    def of(cls, material: SiteMaterial) -> "Shelf":
        return cls(
            material=material,
            mentions=Mentions(material.cards, material.briefing),
            sent=deliveries(material.notices, material.deliveries),
            incidents={case.incident.id: case.incident for case in material.cases},
        )


def render_dossier(case: CaseFile, shelf: Shelf) -> tuple[Page, ...]:
    """The page of one incident, and of a long one also the page with its whole course."""
    incident, material = case.incident, shelf.material
    zone = material.desk.zone
    stories = [one for one in material.stories if not set(incident.story_ids).isdisjoint(one.known_as)]
    stories.sort(key=lambda story: story.id)
    mentions = shelf.mentions.of(incident)
    acts = marked(incident.log)
    course = events(stories, incident.log, acts, material.items)
    earlier = len(course) - _SHOWN if len(course) > _WHOLE else 0
    shown = IncidentContext(
        incident=incident,
        row=case_row(incident, material.now),
        problems=case.problems,
        path=case.path,
        parent=shelf.incidents.get(incident.parent),
        children=_children(incident, shelf),
        stories=tuple(_case_story(story, mentions, shelf.mentions) for story in stories),
        chart=timeline(stories, acts, (material.items, material.tones), zone),
        events=course[earlier:],
        earlier=earlier,
        playbook=case.playbook,
        steps=case.steps,
        similar=case.similar,
        effects=case.effects,
        alerts=_alerts(incident, stories, shelf),
        has_report=incident.id in material.reported,
        specials=special_links(material.specials, incident),
        mentions=tuple(map(day_link, mentions)),
        evidence=f"{_ROOT}{day_link(mentions[0]).address}evidence/" if mentions else "",
        known=shelf.mentions.anchors(mentions[0].date) if mentions else {},
        root=_ROOT,
    )
    whole = page(f"{address(incident.id)}index.md", "incident.md.j2", shown, zone.key)
    return (whole, _course(shown, course, zone.key)) if earlier else (whole,)


def _course(shown: IncidentContext, course: tuple[Event, ...], zone: str) -> Page:
    told = CourseContext(
        incident=shown.incident,
        events=course,
        evidence=shown.evidence and f"../{shown.evidence}",
        known=shown.known,
    )
    return page(f"{address(shown.incident.id)}course.md", "course.md.j2", told, zone)


def _children(incident: Incident, shelf: Shelf) -> tuple[Incident, ...]:
    return tuple(one for _, one in sorted(shelf.incidents.items()) if one.parent == incident.id)


def _alerts(incident: Incident, stories: Sequence[Story], shelf: Shelf) -> tuple[AlertRow, ...]:
    ids = {*incident.story_ids, *(id_ for story in stories for id_ in story.known_as)}
    about = [
        alert
        for alert in shelf.material.alerts
        if alert.incident_id == incident.id or (not alert.incident_id and alert.story_id in ids)
    ]
    about.sort(key=lambda alert: (alert.raised_at, alert.id), reverse=True)
    return tuple(alert_row(alert, shelf.sent, shelf.incidents) for alert in about[:_ALERTS])


def _case_story(story: Story, newest: Sequence[BriefingCard], mentions: Mentions) -> CaseStory:
    known = set(story.known_as)
    for card in newest:
        if all(known.isdisjoint(one.known_as) for one in card.stories):
            continue
        briefing = mentions.read(card.date)
        details = briefing.details if briefing else ()
        detail = next((one for one in details if not known.isdisjoint(one.story.known_as)), None)
        if detail is not None:
            day = day_link(card)
            proof = f"{_ROOT}{day.address}evidence/"
            return CaseStory(story=story, detail=detail, day=day, known=mentions.anchors(card.date), proof=proof)
    return CaseStory(story=story, detail=None, day=None, known={}, proof="")
