"""What the site shows: everything public, gathered from the lake and from the files that people write.

Pages say how things stood at the last look, not when they were made: the same state always makes the same pages.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from caifeng.casebook import Casebook, open_casebook
from caifeng.dossiers import closed_sections
from caifeng.drill_scores import load_scores
from caifeng.errors import LakeError, Problem
from caifeng.models import Briefing, BriefingCard, Desk, Incident, Playbook
from caifeng.months import months
from caifeng.reports import read_reports
from caifeng.risk_cases import risk_cases
from caifeng.sources import source_records, until
from caifeng.workspace import Workspace
from publish.pages.drill_page import render_drills
from publish.pages.risk_page import render_risks
from publish.pages.sources_page import render_sources
from publish.pages.takedowns_page import render_takedowns
from publish.pages.topics_page import render_topics
from publish.site.material import CaseFile, Health, SiteMaterial
from respond.drills import sheets
from respond.playbooks.choose import chosen, situation_of
from respond.playbooks.progress import progress

_LOOKS_BACK = timedelta(days=2)


def site_material(workspace: Workspace, desk: Desk, cards: Sequence[BriefingCard]) -> SiteMaterial:
    """All that the site shows as of the last look; ``cards`` are of every briefing by date, at least one."""
    lake = workspace.lake
    filed, problems = workspace.incidents(desk).load()
    incidents = lake.withdrawn().redacted(filed)
    now = as_of(workspace, cards)
    playbooks, _ = workspace.playbooks()
    silences, _ = workspace.silences(desk).load()
    book = open_casebook(workspace, desk, now, cards, incidents)
    study = partial(_case, book=book, playbooks=playbooks, problems=problems)
    slots = lake.slots(now - _LOOKS_BACK)
    reported = book.reported
    reports = read_reports(lake, desk, cards[-1].date)
    shown = SiteMaterial(
        desk=desk,
        now=now,
        newest=_newest(book, cards),
        cards=tuple(cards),
        briefing=book.editions.briefing,
        months=months(lake, desk, (*cards, *reports.cards), reports.sections),
        cases=tuple(study(one) if one.is_open else _file(one, problems) for one in incidents),
        stories=lake.stories(),
        items=book.items,
        tones=book.tones,
        alerts=book.record.alerts,
        notices=book.record.notices,
        deliveries=book.record.deliveries,
        silences=silences,
        rectify=book.rectifications(),
        health=Health(
            looked_at=slots[-1].finished_at if slots else None,
            reports=tuple({report.source: report for slot in slots for report in slot.reports}.values()),
        ),
        reported=reported,
        reports=reports.cards,
        findable=reports.findable,
        specials=reports.specials,
        pages=(
            *book.pages(),
            *(page for one in incidents if one.is_open and one.id in reported for page in book.report_pages(one)),
            render_takedowns(lake.takedowns(), desk.zone),
            *render_topics(desk, cards, incidents),
            *render_sources(source_records(lake, desk, cards[-1].date), until(desk, cards[-1].date), desk.zone.key),
            *render_drills(sheets(load_scores(workspace.root)[0]), desk.zone.key),
            *render_risks(risk_cases(workspace, desk, book.cases, now), desk.zone.key),
        ),
    )
    return replace(shown, sections=closed_sections(shown, book, study, workspace.beliefs()))


def as_of(workspace: Workspace, cards: Sequence[BriefingCard]) -> datetime:
    """The moment that pages speak of: of the last look, edition or act, aware UTC.

    Not of a line in a log, which a slip of the pen may date ages ahead.
    """
    edition, looked = cards[-1].published_at, workspace.lake.looked_at()
    return max(edition, looked or edition).astimezone(UTC)


def _newest(book: Casebook, cards: Sequence[BriefingCard]) -> Briefing:
    """The newest briefing that can be read."""
    for card in reversed(cards):
        if (briefing := book.editions.briefing(card.date)) is not None:
            return briefing
    raise LakeError("存档里没有一期简报读得出来，未发布；请从 Git 或备份恢复 lake/briefings")


def _file(incident: Incident, problems: Sequence[Problem]) -> CaseFile:
    """An incident as lists need it."""
    path = f"incidents/{incident.id}.yml"
    return CaseFile(
        incident=incident, path=path, problems=tuple(problem for problem in problems if problem.file == path)
    )


def _case(incident: Incident, book: Casebook, playbooks: Sequence[Playbook], problems: Sequence[Problem]) -> CaseFile:
    """An incident as its own page needs it."""
    playbook = chosen(playbooks, situation_of(incident, book.stories_of(incident)))
    return replace(
        _file(incident, problems),
        playbook=playbook,
        steps=progress(playbook, incident, book.now),
        similar=book.similar(incident) if incident.is_open else (),
        effects=book.effects(incident),
    )
