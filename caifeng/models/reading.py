"""判读: what one item says, with the words that say so."""

from dataclasses import dataclass

from caifeng.models.vocabulary import CreditKind, NameKind, PieceKind, PlaceLevel, ToneLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A term found: the term of the rule, and what is written at that place of the original."""

    term: str
    field: str  # "title" | "text"
    start: int  # characters, in the original
    end: int
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatch:
    """A topic whose rule the item satisfies, with every hit that made it; ``by`` names who put it there by hand."""

    topic: str
    hits: tuple[Hit, ...]
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneWord:
    """A word and what it weighed; negative weights are bad news."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """倾向: label, probability 0–1 of that label, and the words that carried it, heaviest first.

    Where a person has judged, ``label`` is theirs, ``by`` and ``why`` say who and why, and ``machine`` keeps the
    machine's label beside it.
    """

    label: ToneLabel
    probability: float
    words: tuple[ToneWord, ...]
    machine: ToneLabel | None = None
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitive:
    """敏感: a word of one of the desk's classes, and the weight of that class."""

    group: str  # the class, e.g. 人身安全
    weight: float
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One of the desk's own names that stands in the item."""

    name: str  # canonical spelling
    kind: NameKind
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A province, city or county that the item names; ``code`` is the six-digit (GB/T 2260) number."""

    code: str
    name: str  # 南山区
    path: str  # 广东省深圳市南山区
    level: PlaceLevel
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Whom the piece credits or quotes: 来源…, 据…, 记者…; ``name`` as written."""

    kind: CreditKind
    name: str
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a complaint says that an answer needs (seed S1 ⑻); None: it does not say."""

    product: Hit | None
    order: Hit | None
    problem: Hit | None
    demand: Hit | None
    contact: Hit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """体裁: what kind of piece it is, how sure (0–1), and the words that show it."""

    kind: PieceKind
    probability: float
    reasons: tuple[Hit, ...]
    complaint: Complaint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """判读: one item's analysis; rebuilt from the item at any time."""

    item_id: str
    revision: int
    topics: tuple[TopicMatch, ...]
    tone: Tone
    keywords: tuple[str, ...]
    names: tuple[str, ...]  # the desk's own names found, canonical spelling
    gates: tuple[Hit, ...]  # the desk's gate words found
    sensitive: tuple[Sensitive, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()  # surest first; empty: unknown
    credits: tuple[Credit, ...] = ()
    harm: tuple[Hit, ...] = ()  # victims and damage that it states: 伤亡, 损失
    piece: Piece | None = None
    hearsay: tuple[Hit, ...] = ()  # words of alarm or hearsay in a post that names no source; social channels only

    def topic_names(self) -> tuple[str, ...]:
        """Names of the topics that matched, in the desk's order."""
        return tuple(match.topic for match in self.topics)
