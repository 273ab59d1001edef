"""判读: what one item says, with the words that say so."""

from dataclasses import dataclass

from caifeng.models.vocabulary import ToneLabel


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
    """A topic whose rule the item satisfies, with every hit that made it."""

    topic: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneWord:
    """A word and what it weighed; negative weights are bad news."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """倾向: label, probability 0–1 of that label, and the words that carried it, heaviest first."""

    label: ToneLabel
    probability: float
    words: tuple[ToneWord, ...]


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

    def topic_names(self) -> tuple[str, ...]:
        """Names of the topics that matched, in the desk's order."""
        return tuple(match.topic for match in self.topics)
