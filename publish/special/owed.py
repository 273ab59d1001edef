"""Which special reports are owed: 初报 at orange or once central media report, 续报 on change, 终报 at the close."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng.models import Deed, GateClass, Incident, IncidentState, Level, Stage, Story, StoryType, ToneLabel
from caifeng.models.incident import MACHINE
from caifeng.models.special import Special, SpecialKind, SpecialState
from publish.briefing.phrases import joined

DAY = timedelta(hours=24)  # with something new, the next 续报 is due so long after the last
OWN_GATE = "关口词"  # of a gate that the desk's own words opened; its reason counts items and so differs every day


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a chain of special reports is about.

    ``incident``: the file; for a story on which none is open, ``unfiled`` of it (``is_filed`` False).
    ``stories``: those of its stories that are known; ``now`` is aware UTC.
    """

    incident: Incident
    stories: tuple[Story, ...]
    now: datetime
    is_filed: bool = True

    @property
    def id(self) -> str:
        return self.incident.id

    @property
    def is_open(self) -> bool:
        """Whether people still work on it; without a file, whether it is not calm yet."""
        if self.is_filed:
            return self.incident.is_open
        return any(story.stage is not Stage.CALM for story in self.stories)

    @property
    def gates(self) -> tuple[str, ...]:
        """Kinds of gates in force, ``OWN_GATE`` where the desk's own words opened one."""
        return tuple(sorted({str(gate.kind or OWN_GATE) for story in self.stories for gate in story.grade.gates}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A report to be made; ``since``: when what asks for it happened, as far as that is known."""

    subject: Subject
    kind: SpecialKind
    why: str
    since: datetime
    by: str = ""  # who asked; "": the rules


def owed_specials(subjects: Sequence[Subject], made: Sequence[Special]) -> tuple[Owed, ...]:
    """What is owed of each subject at its moment, given every special made so far; by subject, at most one each."""
    found = (_owed(one, chain_of(one, made)) for one in sorted(subjects, key=lambda one: one.id))
    return tuple(one for one in found if one is not None)


def asked_special(subject: Subject, made: Sequence[Special], why: str, by: str) -> Owed:
    """The report that a person asks for: the next of its chain, whatever the rules say."""
    chain = chain_of(subject, made)
    kind = SpecialKind.FIRST if not chain else SpecialKind.FURTHER if subject.is_open else SpecialKind.FINAL
    return Owed(subject=subject, kind=kind, why=why, since=subject.now, by=by)


def chain_of(subject: Subject, made: Sequence[Special]) -> tuple[Special, ...]:
    """The reports about it so far, oldest first; a story's own go on under the file that is opened on it."""
    ids = {subject.id, *subject.incident.story_ids, *(id_ for story in subject.stories for id_ in story.known_as)}
    return tuple(sorted((one for one in made if one.subject in ids), key=lambda one: (one.published_at, one.number)))


def new_gates(gates: Sequence[str], chain: Sequence[Special]) -> list[str]:
    """Those that no report of the chain named: a gate that closed and opened again is no news."""
    known = {gate for one in chain for gate in one.state.gates}
    return [gate for gate in gates if gate not in known]


def state_of(subject: Subject, tones: Mapping[str, ToneLabel]) -> SpecialState:
    """How it stands now; ``tones`` by item id."""
    distinct = {id_ for story in subject.stories for id_ in story.item_ids}
    reprints = {one.item_id for story in subject.stories for one in story.reprints} - distinct
    return SpecialState(
        level=subject.incident.level,
        type=subject.incident.type,
        gates=subject.gates,
        distinct=len(distinct),
        reprints=len(reprints),
        negative=sum(tones.get(id_) is ToneLabel.NEGATIVE for id_ in distinct),
        log_lines=len(subject.incident.log),
        shifts=sum(len(story.account.shifts) for story in subject.stories),
        is_open=subject.is_open,
    )


def unfiled(story: Story) -> Incident:
    """A story on which no file is open, seen as a file in which nothing is written."""
    return Incident(
        id=story.id,
        title=story.title,
        story_ids=(story.id,),
        type=StoryType.UNVERIFIED,
        machine_level=story.grade.level,
        override=None,
        owner=story.owner,
        state=IncidentState.FOUND,
        opened_at=story.first_at,
        clocks=(),
        log=(),
    )


def _owed(subject: Subject, chain: Sequence[Special]) -> Owed | None:
    if not chain:
        return _first(subject)
    last = chain[-1]
    if not subject.is_open:
        return None if last.kind is SpecialKind.FINAL else _due(subject, SpecialKind.FINAL, _ending(subject))
    if last.kind is SpecialKind.FINAL:
        return _again(subject)
    changes = list(_changes(subject, chain))
    if changes:
        return _due(subject, SpecialKind.FURTHER, joined(changes))
    new = list(_developments(subject, last)) if subject.now - last.published_at >= DAY else []
    return _due(subject, SpecialKind.FURTHER, f"距上期已满 24 小时，{joined(new)}") if new else None


def _due(subject: Subject, kind: SpecialKind, why: str, since: datetime | None = None) -> Owed:
    return Owed(subject=subject, kind=kind, why=why, since=since or subject.now)


def _first(subject: Subject) -> Owed | None:
    incident = subject.incident
    if not subject.is_open:
        return None
    if incident.level.rank >= Level.ORANGE.rank:
        raised = [one.at for one in incident.log if one.level and one.level.rank >= Level.ORANGE.rank]
        return _due(subject, SpecialKind.FIRST, f"级别达到{incident.level}级", min(raised, default=None))
    if subject.is_filed and str(GateClass.CENTRAL_MEDIA) in subject.gates:
        return _due(subject, SpecialKind.FIRST, "中央媒体作了报道")
    return None


def _again(subject: Subject) -> Owed | None:
    if subject.is_filed and subject.incident.reopened_at:
        return _due(subject, SpecialKind.FURTHER, "闭环后又重启")
    return _due(subject, SpecialKind.FURTHER, "平息后又有反复") if not subject.is_filed else None


def _ending(subject: Subject) -> str:
    return "案件已闭环" if subject.is_filed else "事件已平息"


def _changes(subject: Subject, chain: Sequence[Special]) -> Iterator[str]:
    """What re-opens the judgement at once: another level, another type, a kind of gate that no report named yet."""
    level, before = subject.incident.level, chain[-1].state
    if level is not before.level:
        yield f"级别由{before.level}级{'升' if level.rank > before.level.rank else '降'}为{level}级"
    if subject.incident.type is not before.type:
        yield f"定性由{before.type}改为{subject.incident.type}"
    gates = new_gates(subject.gates, chain)
    if gates:
        yield f"新触及{joined(gates)}底线"


def _developments(subject: Subject, last: Special) -> Iterator[str]:
    distinct = len({id_ for story in subject.stories for id_ in story.item_ids})
    if distinct > last.state.distinct:
        yield f"新增 {distinct - last.state.distinct} 条"
    acts = [one for one in subject.incident.log[last.state.log_lines :] if _is_act(one.by, one.did)]
    if acts:
        yield f"新增处置记录 {len(acts)} 行"


def _is_act(by: str, did: str) -> bool:
    return by != MACHINE and did not in (Deed.NOTE, Deed.LINKED)
