"""回复检查: what a draft of a reply holds, what it lacks, and what in it should be looked at again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from caifeng.models.vocabulary import StoryType


class ReplyPart(StrEnum):
    """要素 of a reply (seed S1 ⑻)."""

    APOLOGY = "致歉"
    CONTACT = "联系方式"
    FACTS = "事实"
    POSITION = "立场"
    EXPLANATION = "解释"


class ReplyKind(StrEnum):
    """What the draft is to be: it decides how long it may be."""

    FIRST = "首次回应"
    STATEMENT = "情况说明"

    @property
    def limit(self) -> int:
        """Characters at most."""
        return 200 if self is ReplyKind.FIRST else 500


class FindingKind(StrEnum):
    """What is wrong at a place of a draft."""

    MISSING = "缺少要素"
    TOO_LONG = "过长"
    BOILERPLATE = "套话"
    CONTEXT = "没有结合本案"
    CONTRADICTION = "与已知事实不符"
    SLOT = "待填空格"
    PROMISE = "承诺没有时间"
    BLAME = "推责或指责"
    PRIVATE = "个人信息"
    ABSOLUTE = "说得过满"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A sentence that is known of the case, and where it stands."""

    text: str
    evidence: tuple[str, ...] = ()  # item ids, or "log:3": the line (0-based) of the incident's log
    source: str = ""  # who says so, as shown
    at: datetime | None = None  # aware UTC
    is_firm: bool = False  # an official notice or our own log; others are what people tell


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFacts:
    """What is known of the case that a draft answers; empty where the draft stands alone."""

    type: StoryType = StoryType.UNVERIFIED
    kind: ReplyKind = ReplyKind.FIRST
    incident_id: str = ""  # "": no case is known
    required: tuple[ReplyPart, ...] = ()  # empty: as the type has it
    facts: tuple[KnownFact, ...] = ()
    names: tuple[str, ...] = ()  # products, people, bodies of the case with their aliases
    places: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()  # numbers that the desk gives to the public; empty: not stated


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPart:
    """A part that the draft has, with the words that show it; places in characters of the draft."""

    part: ReplyPart
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFinding:
    """Something to look at again, at a place of the draft (characters); of what is missing, where it would stand."""

    kind: FindingKind
    start: int
    end: int
    quote: str
    why: str
    mend: str
    part: ReplyPart | None = None  # of a missing one
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyCheck:
    """What ``check_reply`` says of a draft."""

    kind: ReplyKind
    length: int  # characters, white space not counted
    limit: int
    read: int  # characters of the draft that were read
    parts: tuple[FoundPart, ...]  # in the order of the check-list
    findings: tuple[ReplyFinding, ...]  # by place
    boilerplate: float  # share of the text, 0–1

    @property
    def missing(self) -> tuple[ReplyPart, ...]:
        """Parts that are required and not there."""
        return tuple(finding.part for finding in self.findings if finding.part is not None)

    @property
    def is_good(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
