"""How a desk wants to be told: routes, quiet hours, chats, time limits, working hours."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from caifeng.models.duties import Deed
from caifeng.models.vocabulary import GateClass, Level

DUTY = "值班"  # in a route, in place of a name: whoever is on duty
MAIL = "mail"  # the way that is no chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Level × class → people. The first that fits decides; a story's owner and who is on duty are always told."""

    levels: tuple[Level, ...] = ()  # empty: all
    topics: tuple[str, ...] = ()  # empty: all
    gates: tuple[GateClass, ...] = ()  # the story opened one of these; empty: any or none
    to: tuple[str, ...] = ()  # names of people; ``DUTY`` is whoever is on duty
    channels: tuple[str, ...] = ()  # empty: every way each of them has


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local minutes after midnight between which only ``still`` and above is sent; start may be later than end."""

    start: int
    end: int
    still: Level = Level.RED


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """预警规则."""

    routes: tuple[Route, ...] = ()
    quiet: QuietHours | None = None
    cooldown: timedelta = timedelta(hours=6)  # a story that fell and rose to the same level again within is not told
    repeat: timedelta = timedelta(hours=4)  # an untaken alert is told again; zero: never
    resolve_after: timedelta = timedelta(hours=24)  # calm for so long: told as over; zero: never
    escalate_after: timedelta = timedelta(minutes=15)  # not taken for so long: the next person is told; zero: never
    supervisor: str = ""  # told of every escalation and every missed limit (G8)
    direct: tuple[str, ...] = ()  # told of red at once, beside all routes (W7)
    messages: int = 5  # at most so many a channel in one pass; the rest is folded
    remind_at: float = 0.7  # share of a limit after which the owner is reminded, 0–1; zero: never
    stale: timedelta = timedelta(hours=24)  # news older than this when it is found is recorded, not sent
    silent_after: timedelta = timedelta(hours=24)  # a source that gave nothing for so long is told; zero: never


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRules:
    """A chat robot; ``address`` names the environment variable that holds its Apprise URL."""

    name: str
    address: str
    level: Level = Level.YELLOW  # below this it hears nothing
    per_minute: int = 20
    limit: int = 0  # bytes of one message; 0: what is known of the service


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """A time limit: how long, whose rule, what starts and what stops it."""

    name: str
    limit: timedelta
    norm: str  # its source, printed beside it
    starts: str = Deed.FOUND
    stops: tuple[str, ...] = ()
    from_level: Level = Level.BLUE
    to_level: Level = Level.RED
    is_working: bool = False  # runs in working hours only


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """上班时间: when clocks that ask for it run."""

    days: frozenset[int] = frozenset(range(5))  # Monday is 0
    start: int = 9 * 60  # local minutes after midnight
    end: int = 18 * 60
    off: frozenset[date] = field(default_factory=frozenset)  # holidays
    on: frozenset[date] = field(default_factory=frozenset)  # working days that a calendar moves to a weekend
    known_until: int | None = None  # last year whose moved days are published; None: the calendar moves none
