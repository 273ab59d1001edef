"""预警: what people are told, who is told, and what keeps quiet. Every time is aware UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from caifeng.models.duties import AlertKind
from caifeng.models.vocabulary import Level

ALL = "全部"  # what a silence about everything is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One item that proves an alert, as it was when the alert was raised."""

    item_id: str
    title: str
    source: str
    url: str
    published_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is told by which way. In a chat several people share one message that names them."""

    person: str  # in ``Desk.people``
    channel: str  # "mail", or the name of one of ``Desk.chats``


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """预警: something that people are told. ``reason`` is one line with numbers; three items prove it."""

    id: str
    story_id: str  # "" where no story is meant: a silent source
    story_title: str  # the headline; of a silent source its name
    level: Level
    previous: Level | None  # of a rise: where it stood; reached again: the gravest level before; None: first told
    reason: str
    item_ids: tuple[str, ...]
    owner: str
    raised_at: datetime
    kind: AlertKind = AlertKind.RISE
    incident_id: str = ""  # "" where no file is open
    clock: str = ""  # of a reminder: the time limit that is meant
    first_step: str = ""  # what to do first
    topics: tuple[str, ...] = ()
    proof: tuple[Proof, ...] = ()
    told: tuple[Recipient, ...] = ()
    send_from: datetime | None = None  # quiet hours: not before; None: at once
    unsent_because: str = ""  # why nobody is told: a silence, a parent incident, cooling down, stale news


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to be sent: some alerts, to one person by mail or to one chat. Frozen before it is sent."""

    id: str  # N- and 16 hex digits of what it holds: the same alerts to the same one give the same id
    channel: str
    persons: tuple[str, ...]  # one by mail; in a chat all those it names
    alert_ids: tuple[str, ...]  # gravest first
    level: Level  # the gravest
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """静默: people want no messages about something until a time, and say why; it stays on record."""

    about: str  # S-…, INC-…, a topic's name, or ``ALL``
    until: datetime
    why: str
    by: str
    since: datetime | None = None  # None: from when it was written

    def is_on(self, now: datetime) -> bool:
        """Whether it holds at ``now`` (aware)."""
        return (self.since is None or self.since <= now) and now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """值班: who is on duty when. One with a ``rule`` stands for all its shifts; ``rota.shifts`` lists them."""

    person: str
    start: datetime
    end: datetime  # exclusive
    rule: str = ""  # RFC 5545 recurrence of the local day it starts on, without its UNTIL; "": once
    until: date | None = None  # the last local day on which it may start again
    also_on: tuple[date, ...] = ()
    except_on: tuple[date, ...] = ()
    zone: ZoneInfo | None = None  # whose local days and hours are meant; None: the desk's
