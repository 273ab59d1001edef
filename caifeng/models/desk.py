"""编辑台 Desk: one organisation's whole configuration, already checked."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from caifeng.errors import Problem
from caifeng.models.access import Access, Guard
from caifeng.models.alert import Duty
from caifeng.models.alerting import AlertRules, ChatRules, ClockRule, WorkingTime
from caifeng.models.calendar import Occasion
from caifeng.models.language import Language, Variant
from caifeng.models.public import FaceRules
from caifeng.models.vocabulary import BriefingKind, Channel, GateClass, Level, NameKind, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """信源: one place we listen to. ``address`` is a URL, or a glob for files."""

    name: str
    kind: SourceKind
    address: str = ""
    channel: Channel = Channel.OTHER
    tier: int = 4  # 1 national … 4 individual
    region: str = ""
    tags: tuple[str, ...] = ()
    is_official: bool = False  # notices of an authority or of the organisation itself
    list_selector: str = ""  # page: CSS selector of the links to articles
    items_path: str = ""  # board: JMESPath to the ranked list
    columns: tuple[tuple[str, str], ...] = ()  # file and board: (our field, their column or path)
    why_unreachable: str = ""
    limit: int = 200  # newest items kept in one harvest
    every: timedelta = timedelta()  # the alert lane reads it at most so often; zero: at every look


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """议题: what the desk watches. ``watch`` is a rule of the topic language."""

    name: str
    watch: str
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # tags × terms: a tag and a term near each other also match
    exclude: tuple[str, ...] = ()
    exclude_reasons: tuple[tuple[str, str], ...] = ()  # (word of exclude, why), of those that have a reason
    channels: tuple[Channel, ...] = ()  # empty: all
    regions: tuple[str, ...] = ()  # empty: all
    owner: str = ""
    gate: Level | None = None  # never below this when a gate word stands in the item
    peer: str = ""  # the peer it watches, for comparison only; "": the desk's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """同行: a named competitor. Its topics are counted beside the desk's own and never among them."""

    name: str
    names: tuple[str, ...] = ()  # aliases in any script
    topics: tuple[str, ...] = ()  # the desk's topics that it is compared with; empty: all


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveClass:
    """A class of sensitive words (人身安全, 监管 …) and what one of them weighs, above 0."""

    name: str
    weight: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """人员: who is told, by which address. ``mail`` holds environment variable names, never addresses."""

    name: str
    mail: str = ""  # environment variable that holds one or several addresses
    roles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # digest topics; empty: all
    min_level: Level = Level.BLUE
    chats: tuple[str, ...] = ()  # names of ``Desk.chats`` in which alerts name this person
    escalate_after: timedelta | None = None  # None: as the desk has it
    backup: str = ""  # who is told next when this one does not take it


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRules:
    """How politely and how patiently we read; sizes in bytes, times in seconds."""

    agent: str = "Caifeng/0.1 (+public-opinion digest; contact: see repository)"
    timeout: float = 30.0  # wall clock of one address
    budget: float = 600.0  # wall clock of a whole harvest
    max_bytes: int = 10_000_000  # after decoding
    pause: float = 1.0  # between two requests to one host
    attempts: int = 2
    concurrency: int = 16  # hosts read at the same time
    allow_hosts: tuple[str, ...] = ()  # host:port inside the own network that may be read all the same
    floor: float = 0.5  # share of reachable sources that must answer, 0–1


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRules:
    """SMTP settings; names of environment variables, never values. Empty host: .eml files instead."""

    host: str = ""  # environment variable
    port: int = 465
    security: str = "tls"  # tls | starttls | none (none: loopback only)
    user: str = ""  # environment variable
    password: str = ""  # environment variable
    sender: str = ""  # environment variable
    ledger_key: str = ""  # environment variable; keys the recipient hash in the delivery ledger
    unsubscribe: str = ""  # mailto: or https: address printed in List-Unsubscribe


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRules:
    """Where the site goes and who may see it."""

    base_url: str = ""  # absolute address of the site's root; empty: links stay relative
    classification: str = "内部资料"
    prepared_by: str = ""
    branch: str = "gh-pages"
    periods: tuple[BriefingKind, ...] = (BriefingKind.WEEKLY, BriefingKind.MONTHLY)  # reports made of the dailies
    pictures: bool = True  # charts are drawn as pictures when an edition is made, where a browser can
    access: Access = Access.INTERNAL
    guard: Guard | None = None  # what keeps strangers out of an internal site
    seal_key: str = ""  # environment variable that holds the key of a sealed one
    contacts: tuple[str, ...] = ()  # telephones and mail addresses given to the public: never masked
    indexed: bool = False  # search engines may list the site
    report_errors: str = ""  # mailto: or https: address that readers' reports of errors go to
    languages: tuple[Language, ...] = ()  # of days' pages beside Simplified Chinese
    traditional: Variant = Variant.COMMON


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How many days the lake keeps texts of items, and then what else says what they were; at least a year of them."""

    text_days: int = 365
    items_days: int = 1825
    is_automatic: bool = False  # ``caifeng daily`` prunes after it published


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingRules:
    """The desk's thresholds: cut-offs of the score (0–100, ascending), hysteresis in points, floors of the gates."""

    cutoffs: tuple[tuple[Level, float], ...] = ((Level.YELLOW, 38.0), (Level.ORANGE, 64.0), (Level.RED, 90.0))
    hysteresis: float = 5.0
    gates: tuple[tuple[GateClass, Level], ...] = tuple((kind, Level.YELLOW) for kind in GateClass)  # switched on


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The drill list: whom a drill may write to, and nobody else. (name, environment variable); empty: nobody."""

    people: tuple[tuple[str, str], ...] = ()
    chats: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """编辑台: everything ``caifeng.yml`` says."""

    name: str
    zone: ZoneInfo
    cutoff_hour: int = 8  # a briefing's window ends at this hour of its date
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (name, aliases in any script)
    name_kinds: tuple[tuple[str, NameKind], ...] = ()  # of the names that have one
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    people: tuple[Person, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    working: WorkingTime = field(default_factory=WorkingTime)
    alerts: AlertRules = field(default_factory=AlertRules)
    chats: tuple[ChatRules, ...] = ()
    rota: tuple[Duty, ...] = ()
    rota_problems: tuple[Problem, ...] = ()  # rota files, and shifts in them, that cannot be read
    gate_words: tuple[str, ...] = ()  # words that lift a grade to at least the topic's gate
    sensitive: tuple[SensitiveClass, ...] = ()
    calendar: tuple[Occasion, ...] = ()
    calendar_problems: tuple[Problem, ...] = ()  # calendar files, and events in them, that cannot be read
    peers: tuple[Peer, ...] = ()
    grading: GradingRules = field(default_factory=GradingRules)
    open_from: Level = Level.YELLOW  # a story at this level or above opens an incident file
    fetch: FetchRules = field(default_factory=FetchRules)
    mail: MailRules = field(default_factory=MailRules)
    publish: PublishRules = field(default_factory=PublishRules)
    face: FaceRules | None = None  # the public face; None: there is none
    keep: Retention = field(default_factory=Retention)
    drill: str = ""  # the name of the drill that is played; "": real
    drills: Audience = field(default_factory=Audience)

    def source(self, name: str) -> Source | None:
        """The source of that name, or None when the configuration no longer has it."""
        return next((source for source in self.sources if source.name == name), None)

    def person(self, name: str) -> Person | None:
        """The person or department of that name, or None."""
        return next((person for person in self.people if person.name == name), None)

    def topic(self, name: str) -> Topic | None:
        """The topic of that name, or None when the configuration no longer has it."""
        return next((topic for topic in self.topics if topic.name == name), None)

    @property
    def known_names(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Names with their aliases that rules may use: the desk's own and those of its peers."""
        return self.names + tuple((peer.name, peer.names) for peer in self.peers)

    def is_own(self, topics: Collection[str]) -> bool:
        """Whether a topic of the desk's own is among these: only such items are told, graded and counted."""
        return bool(topics) and not self.is_only_peers(topics)

    def is_only_peers(self, topics: Collection[str]) -> bool:
        """Whether all these topics (and there are some) watch peers: nothing of the desk's own is told of."""
        if not self.peers or not topics:
            return False
        return {topic.name for topic in self.topics if topic.peer}.issuperset(topics)
