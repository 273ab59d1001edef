"""预案: what is to be done in which case, by whom, within what time, and how far an incident has come in it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from caifeng.models.duties import Counterpart, Deed, Means
from caifeng.models.reply import ReplyPart
from caifeng.models.vocabulary import ClockState, GateClass, Level, StoryType


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookCase:
    """适用: in which case a playbook holds. What is empty holds for all."""

    types: tuple[StoryType, ...] = ()
    levels: tuple[Level, ...] = ()
    topics: tuple[str, ...] = ()
    gates: tuple[GateClass, ...] = ()
    departments: tuple[str, ...] = ()  # owners


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a case when a playbook is looked for."""

    type: StoryType = StoryType.UNVERIFIED
    level: Level = Level.BLUE
    topics: tuple[str, ...] = ()
    gates: tuple[GateClass, ...] = ()
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """步骤: one thing to do. A line of the log ticks it: 步骤 that names it, or one of its deeds or means."""

    name: str  # short, unique in the playbook: what a 步骤 line names
    what: str
    owner: str  # a role (责任部门, 值班员 …) or one of the desk's people
    within: timedelta
    starts: str = Deed.FOUND  # the deed from which ``within`` runs; the opening where the log has none
    to: Counterpart | None = None
    did: tuple[str, ...] = ()
    means: tuple[Means, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartPlan:
    """对象与对策: what one group of people is owed (seed S1 ⑼)."""

    to: Counterpart
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDraft:
    """范文: a text to start from, with visible 【待填】 slots; people edit and publish it, Caifeng never does."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """预案 by type × level × class. One that ``joins`` is added to whichever is chosen where its case holds."""

    name: str
    case: PlaybookCase = field(default_factory=PlaybookCase)
    joins: bool = False
    steps: tuple[Step, ...] = ()
    reply: tuple[ReplyPart, ...] = ()  # what a reply must hold; empty: as the type has it
    counterparts: tuple[CounterpartPlan, ...] = ()
    drafts: tuple[ReplyDraft, ...] = ()
    contacts: tuple[str, ...] = ()  # numbers that the desk gives to the public
    basis: str = ""  # where it comes from
    is_own: bool = False  # the desk's, not one that ships with Caifeng
    parts: tuple[str, ...] = ()  # of a chosen one: names of the playbooks it was put together from


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """How one step of an incident stands at a moment; times are aware UTC."""

    step: Step
    due_at: datetime
    state: ClockState  # never 暂停
    done_at: datetime | None = None
    by: str = ""  # who did it
    line: int | None = None  # place (0-based) of the log line that ticks it

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_overdue(self) -> bool:
        return self.state is ClockState.OVERDUE
