"""What mail.html.j2 and mail.txt.j2 are given: one context for both, of finished Chinese lines."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to a page of the site.

    label: what is there
    url: absolute address, "" where the site has none
    shown: the host a tap will reach, or the path inside the site where there is no address
    """

    label: str
    url: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A level as word and colour.

    word: "橙", or "橙 · Ⅱ 重大"
    css: class that colours it
    """

    word: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision.

    question: what is asked
    who: owner and time left
    way: to the incident, None where no file is open
    """

    question: str
    who: str
    way: Way | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterView:
    """One of the three matters.

    badge: its level
    change: "▲ 自黄升级"
    title, line: as the briefing says
    turn: what turned it, or its burst, "" where nothing did
    spark: (items of the day, height of its bar in pixels), oldest first
    spark_title: "近 7 日每日条数"
    way: to its evidence
    """

    badge: Badge
    change: str
    title: str
    line: str
    turn: str
    spark: tuple[tuple[int, int], ...]
    spark_title: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic's day.

    name: of the topic
    count: "49 条，较前一日升 81%"
    negative: the share with its interval
    negative_width, other_width: the two parts of its bar, per cent of the whole line
    top: title of its first story, "" where none
    """

    name: str
    count: str
    negative: str
    negative_width: int
    other_width: int
    top: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """One clock of an incident.

    name: of the clock
    said: "已超时 9 小时 25 分（限 30 分）"
    css: met | late | running
    width: time used, per cent of the limit, at most 100
    """

    name: str
    said: str
    css: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingView:
    """An open incident.

    badge, title: the level in force and the file's title
    facts: state, type, owner, when opened
    override: the machine's level beside the person's, "" where none
    clocks, way: its clocks; its page
    """

    badge: Badge
    title: str
    facts: str
    override: str
    clocks: tuple[ClockLine, ...]
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """Everything mail.html.j2 and mail.txt.j2 show; every text is one clean line.

    preheader: what a mailbox shows after the subject
    desk, number, day, window, published, classification: the head
    badge, level_note: level of the edition, and what it was · own: the person's own level, None where they take all
    conclusion, asks, decisions: the sentence; who is asked; what is asked
    quiet: sentence where nothing concerns the person, "" otherwise
    matters, left_out: matters; sentence on those left out, "" where none
    outlook, likelihood, confidence: what is likely next, how likely, and separately how sure
    blind_spots: what we cannot see
    beside: (what, one line) of the risk calendar, the comparison with peers, a good case; only those there are
    topics_title, topics: the person's topics · handling: open files · more: sentence on rows cut, "" where none
    note: the data note, two lines · corrections: of earlier editions, newest first
    ways: the page, its evidence · reason: why they get this mail · leave: how to stop it
    """

    preheader: str
    desk: str
    number: str
    day: str
    window: str
    published: str
    classification: str
    badge: Badge
    level_note: str
    own: Badge | None
    conclusion: str
    asks: str
    decisions: tuple[DecisionView, ...]
    quiet: str
    matters: tuple[MatterView, ...]
    left_out: str
    outlook: str
    likelihood: str
    confidence: str
    blind_spots: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    topics_title: str
    topics: tuple[TopicView, ...]
    handling: tuple[HandlingView, ...]
    more: str
    note: tuple[str, str]
    corrections: tuple[str, ...]
    ways: tuple[Way, ...]
    reason: str
    leave: str
