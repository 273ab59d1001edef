"""专报 from the folder: which are owed is decided, each is composed once and frozen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from caifeng.casebook import Casebook, read_casebook
from caifeng.errors import UsageError
from caifeng.lake import Lake
from caifeng.models import Desk, Incident, Level, Story
from caifeng.models.special import Special
from caifeng.progress import Progress
from caifeng.workspace import Workspace
from publish.pages.contexts import SiteContext
from publish.pages.special_page import render_special
from publish.site.plan import EditionParts, Section, digest
from publish.special.compose import compose_special
from publish.special.material import SpecialMaterial
from publish.special.owed import Owed, Subject, asked_special, chain_of, owed_specials, unfiled
from respond.incidents.find import typed
from respond.playbooks.choose import chosen, situation_of
from respond.playbooks.progress import progress as steps_of


def make_specials(workspace: Workspace, desk: Desk, now: datetime, progress: Progress) -> tuple[Special, ...]:
    """The special reports that are owed at ``now`` (aware), composed and frozen; none twice. Hold the lake.

    Raises LakeError where a record is damaged.
    """
    made = workspace.lake.specials()
    incidents, _ = workspace.incidents(desk).load()
    owed = owed_specials(tuple(_subjects(incidents, workspace.lake.stories(), made, now)), made)
    if not owed:  # most looks end here, and no item was read
        return ()
    progress("编写专报", None)
    book, _ = read_casebook(workspace, desk, now)
    return _freeze(workspace, book, tuple(replace(one, subject=_whole(book, one.subject)) for one in owed), made)


def make_special(workspace: Workspace, desk: Desk, wanted: str, why: str, by: str, now: datetime) -> Special:
    """The report on an incident or story that a person asks for. Hold the lake. Raises UsageError where none is."""
    book, _ = read_casebook(workspace, desk, now)
    made = workspace.lake.specials()
    return _freeze(workspace, book, (asked_special(_subject(book, wanted), made, why, by),), made)[0]


def _subjects(
    incidents: Sequence[Incident], stories: Sequence[Story], made: Sequence[Special], now: datetime
) -> Iterator[Subject]:
    """Every incident, and every story without a file that is grave or has a report already; stories as told last."""
    held = {id_ for incident in incidents for id_ in incident.story_ids}
    told = {one.subject for one in made}
    for incident in incidents:
        own = tuple(one for one in stories if not set(incident.story_ids).isdisjoint(one.known_as))
        yield Subject(incident=incident, stories=own, now=now)
    for story in stories:
        is_grave = story.grade.level.rank >= Level.ORANGE.rank and not story.is_good
        if held.isdisjoint(story.known_as) and (is_grave or told & set(story.known_as)):
            yield Subject(incident=unfiled(story), stories=(story,), now=now, is_filed=False)


def _whole(book: Casebook, subject: Subject) -> Subject:
    """The subject with those of its stories that only editions still know."""
    return replace(subject, stories=book.stories_of(subject.incident)) if subject.is_filed else subject


def _subject(book: Casebook, wanted: str) -> Subject:
    story = book.stories.get(wanted.strip().upper()[:40])
    if story is None:
        incident = book.incident(wanted)
    else:
        held = [one for one in book.record.incidents if not set(one.story_ids).isdisjoint(story.known_as)]
        if not held:
            return Subject(incident=unfiled(story), stories=(story,), now=book.now, is_filed=False)
        incident = max(held, key=lambda one: (one.is_open, one.opened_at, one.id))
    return Subject(incident=incident, stories=book.stories_of(incident), now=book.now)


def _freeze(
    workspace: Workspace, book: Casebook, owed: tuple[Owed, ...], made: tuple[Special, ...]
) -> tuple[Special, ...]:
    first = max((one.number for one in made), default=0) + 1
    composed = tuple(compose_special(_material(workspace, book, one, made, first + at)) for at, one in enumerate(owed))
    draft = workspace.lake.draft(workspace.run(book.now))
    for special in composed:
        draft.special(special)
    draft.commit()
    return composed


def _material(
    workspace: Workspace, book: Casebook, owed: Owed, made: tuple[Special, ...], number: int
) -> SpecialMaterial:
    subject = owed.subject
    playbooks, _ = workspace.playbooks()
    playbook = chosen(playbooks, situation_of(subject.incident, subject.stories)) if subject.is_filed else None
    return SpecialMaterial(
        owed=owed,
        report=book.report(subject.incident),
        chain=chain_of(subject, made),
        number=number,
        steps=steps_of(playbook, subject.incident, book.now) if playbook else (),
        playbook=playbook.name if playbook else "",
    )


def find_special(made: tuple[Special, ...], wanted: str) -> Special:
    """The report of that key, or the newest of that incident or story. Raises UsageError."""
    name = typed(wanted)
    found = [one for one in made if name in (one.key, one.subject, one.incident_id)]
    if not found:
        raise UsageError(f"没有专报 {name}；caifeng special list 可以查到编号")
    return found[-1]


def special_sections(lake: Lake, desk: Desk) -> Mapping[str, tuple[Section, ...]]:
    """The folder of every special report, by the month that it stands in."""
    site = SiteContext(base_url=desk.publish.base_url)
    found: dict[str, list[Section]] = defaultdict(list)
    for one in lake.specials():
        month, _, folder = one.address.partition("/")
        made_from = digest((repr(one).encode(errors="replace"),))
        found[month].append(Section(path=folder, made_from=made_from, make=partial(_parts, one, site)))
    return {month: tuple(sections) for month, sections in found.items()}


def _parts(special: Special, site: SiteContext) -> EditionParts:
    return EditionParts(pages=render_special(special, site))
