"""What tests of special reports share: a subject, its material, a report."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from caifeng.models import Incident, IncidentState, Item, StoryType
from caifeng.models.special import Special
from publish.report.report_draft import ReportMaterial
from publish.special.compose import compose_special
from publish.special.material import SpecialMaterial
from publish.special.owed import Owed, Subject, asked_special, chain_of, owed_specials
from tests.case_samples import DESK, NOW, incident, story_of, tones_of, wave
from tests.samples import at

ITEMS = wave(20, 10)
RISEN = at(16, "13:00")


def open_case(**changes: Any) -> Incident:
    """The leak while it was being handled, orange by a person's word."""
    case = incident(state=IncidentState.HANDLING, review=None)
    return replace(replace(case, log=case.log[:4], type=StoryType.UNVERIFIED), **changes)


def subject(case: Incident | None = None, now: datetime = RISEN, items: tuple[Item, ...] = ITEMS) -> Subject:
    return Subject(incident=case or open_case(), stories=(story_of(items),), now=now)


def material(owed: Owed, made: tuple[Special, ...] = (), items: tuple[Item, ...] = ITEMS) -> SpecialMaterial:
    about = owed.subject
    report = ReportMaterial(
        desk=DESK,
        incident=about.incident,
        stories=about.stories,
        items=items,
        tones=tones_of(items, 12),
        effects=(),
        similar=(),
        now=about.now,
    )
    return SpecialMaterial(owed=owed, report=report, chain=chain_of(about, made), number=len(made) + 1)


def special(about: Subject | None = None, made: tuple[Special, ...] = (), items: tuple[Item, ...] = ITEMS) -> Special:
    """The report that is owed of it, or one that is asked for where none is."""
    about = about or subject()
    owed = next(iter(owed_specials((about,), made)), None) or asked_special(about, made, "总经理要求", "值班长")
    return compose_special(material(owed, made, items))


def chain() -> tuple[Special, ...]:
    """初报, 续报 after a day with something new, 终报."""
    first = special()
    later = subject(open_case(), RISEN + timedelta(days=1), wave(20, 25))
    second = special(later, (first,), wave(20, 25))
    last = special(subject(incident(), NOW, wave(20, 25)), (first, second), wave(20, 25))
    return first, second, last
