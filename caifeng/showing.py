"""What the site shows: everything public, gathered from the lake and from the files that people write.

Pages say how things stood at the last look, not when they were made: the same state always makes the same pages.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from caifeng.casebook import Casebook, open_casebook
from caifeng.drill_scores import load_scores
from caifeng.errors import Problem
from caifeng.models import Briefing, Desk, Incident, Playbook
from caifeng.risk_cases import risk_cases
from caifeng.workspace import Workspace
from publish.pages.drill_page import render_drills
from publish.pages.risk_page import render_risks
from publish.site.material import CaseFile, Health, SiteMaterial
from respond.drills import sheets
from respond.playbooks.choose import chosen, situation_of
from respond.playbooks.progress import progress

_LOOKS_BACK = timedelta(days=2)


def site_material(workspace: Workspace, desk: Desk, briefings: Sequence[Briefing]) -> SiteMaterial:
    """All that the site shows as of the last look; ``briefings`` are by date, at least one."""
    lake = workspace.lake
    incidents, problems = workspace.incidents(desk).load()
    now = as_of(workspace, briefings)
    playbooks, _ = workspace.playbooks()
    silences, _ = workspace.silences(desk).load()
    book = open_casebook(workspace, desk, now, briefings, incidents)
    slots = lake.slots(now - _LOOKS_BACK)
    return SiteMaterial(
        desk=desk,
        now=now,
        briefings=tuple(briefings),
        cases=tuple(_case(one, book, playbooks, problems) for one in incidents),
        stories=lake.stories(),
        items=book.items,
        tones=book.tones,
        alerts=lake.alerts(),
        notices=lake.notices(),
        deliveries=book.record.deliveries,
        silences=silences,
        rectify=book.rectifications(),
        health=Health(
            looked_at=slots[-1].finished_at if slots else None,
            reports=tuple({report.source: report for slot in slots for report in slot.reports}.values()),
        ),
        pages=(
            *book.pages(),
            *render_drills(sheets(load_scores(workspace.root)[0]), desk.zone.key),
            *render_risks(risk_cases(workspace, desk, book.cases, now), desk.zone.key),
        ),
    )


def as_of(workspace: Workspace, briefings: Sequence[Briefing]) -> datetime:
    """The moment that pages speak of: of the last look, edition or act, aware UTC.

    Not of a line in a log, which a slip of the pen may date ages ahead.
    """
    edition, looked = briefings[-1].published_at, workspace.lake.looked_at()
    return max(edition, looked or edition).astimezone(UTC)


def _case(incident: Incident, book: Casebook, playbooks: Sequence[Playbook], problems: Sequence[Problem]) -> CaseFile:
    path = f"incidents/{incident.id}.yml"
    playbook = chosen(playbooks, situation_of(incident, book.stories_of(incident)))
    return CaseFile(
        incident=incident,
        path=path,
        problems=tuple(problem for problem in problems if problem.file == path),
        playbook=playbook,
        steps=progress(playbook, incident, book.now),
        similar=book.similar(incident) if incident.is_open else (),
        effects=book.effects(incident),
    )
