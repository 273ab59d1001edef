"""选预案 The playbook for a case: the most specific that fits, joined by those that go with every case of theirs."""

from collections.abc import Iterable
from dataclasses import replace

from caifeng.models import Counterpart, Incident, Level, Playbook, ReplyPart, Situation, Step, Story, StoryType
from caifeng.models.playbook import CounterpartPlan, PlaybookCase
from caifeng.models.wording import clipped, span

RESPONSIBLE = "责任部门"  # stands for the owner of the case
_LINE = 60  # characters of a first step
_NONE = Playbook(name="无预案")


def choose(playbooks: Iterable[Playbook], type_: StoryType, level: Level, story: Story | None) -> Playbook:
    """The playbook for a story of this type and level; without a story, for any. See :func:`chosen`."""
    return chosen(playbooks, situation(type_, level, story))


def situation(type_: StoryType, level: Level, story: Story | None, owner: str = "") -> Situation:
    """A case as playbooks see it: topics, opened gates and owner are the story's; ``owner`` goes before the latter."""
    if story is None:
        return Situation(type=type_, level=level, department=owner)
    gates = tuple(sorted({gate.kind for gate in story.grade.gates if gate.kind is not None}))
    return Situation(
        type=type_, level=level, topics=story.topics, gates=gates, department=owner or story.owner
    )  # fmt: skip


def situation_of(incident: Incident, stories: Iterable[Story]) -> Situation:
    """An incident as playbooks see it, with the topics and gates of all its stories."""
    told = [situation(incident.type, incident.level, story) for story in stories]
    return Situation(
        type=incident.type,
        level=incident.level,
        topics=tuple(sorted({topic for one in told for topic in one.topics})),
        gates=tuple(sorted({gate for one in told for gate in one.gates})),
        department=incident.owner,
    )


def chosen(playbooks: Iterable[Playbook], case: Situation) -> Playbook:
    """One playbook made of the most specific that fits and of all that join it; the order given plays no part.

    More conditions are more specific: bottom lines before type, topics, departments and levels; of two alike the
    desk's own comes first. Of two steps of one name the more specific playbook's stays. Steps come by time limit.
    An empty playbook named 无预案 where none fits.
    """
    fitting = sorted((one for one in playbooks if fits(one.case, case)), key=_rank)
    mains = [one for one in fitting if not one.joins][:1]
    parts = sorted([*mains, *(one for one in fitting if one.joins)], key=_rank)
    return _joined(parts, mains) if parts else _NONE


def fits(case: PlaybookCase, found: Situation) -> bool:
    """Whether every condition that a playbook states holds."""
    return (
        (not case.types or found.type in case.types)
        and (not case.levels or found.level in case.levels)
        and (not case.topics or not set(case.topics).isdisjoint(found.topics))
        and (not case.gates or not set(case.gates).isdisjoint(found.gates))
        and (not case.departments or found.department in case.departments)
    )


def first_step(playbooks: Iterable[Playbook], level: Level, type_: StoryType, story: Story | None) -> str:
    """What to do first in one sentence of at most 60 characters, who and within what time; "" without a playbook."""
    case = situation(type_, level, story)
    steps = chosen(playbooks, case).steps
    if not steps:
        return ""
    first = steps[0]
    return clipped(f"{acting(first, case.department)} {span(first.within)}内：{first.what}", _LINE)


def acting(step: Step, owner: str) -> str:
    """Who does a step: the case's owner where it says 责任部门 and there is one."""
    return owner if step.owner == RESPONSIBLE and owner else step.owner


def _rank(one: Playbook) -> tuple[object, ...]:
    """Smaller is chosen first; narrower lists break ties, then the desk's own, then the name."""
    case = one.case
    listed = (case.gates, case.types, case.topics, case.departments, case.levels)
    return (tuple(not values for values in listed), tuple(map(len, listed)), not one.is_own, one.name)


def _joined(parts: list[Playbook], mains: list[Playbook]) -> Playbook:
    """The parts as one; name, reply and basis are those of the main one, where there is one."""
    main = (mains or parts)[0]
    steps: dict[str, Step] = {}
    plans: dict[Counterpart, dict[str, None]] = {}
    for part in parts:
        for step in part.steps:
            steps.setdefault(step.name, step)
        for plan in part.counterparts:
            plans.setdefault(plan.to, {})[plan.what] = None
    return replace(
        main,
        name=" ＋ ".join(dict.fromkeys([main.name, *(part.name for part in parts)])),
        steps=tuple(sorted(steps.values(), key=lambda step: step.within)),
        reply=main.reply or _first_reply(parts),
        counterparts=tuple(CounterpartPlan(to=to, what="；".join(plans[to])) for to in Counterpart if to in plans),
        drafts=tuple(dict.fromkeys(draft for part in [main, *parts] for draft in part.drafts)),
        contacts=tuple(sorted({number for part in parts for number in part.contacts})),
        basis="；".join(dict.fromkeys(part.basis for part in [main, *parts] if part.basis)),
        parts=tuple(part.name for part in parts),
        joins=False,
    )


def _first_reply(parts: Iterable[Playbook]) -> tuple[ReplyPart, ...]:
    return next((part.reply for part in parts if part.reply), ())
