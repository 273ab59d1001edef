"""风险评估: what may be said of a decision before it is made (requirement G10)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from caifeng.models.alert import Alert
from caifeng.models.desk import Topic
from caifeng.models.handling import SimilarCase
from caifeng.models.story import Story
from caifeng.models.vocabulary import Likelihood

IMPACTS = ("几乎无感", "轻微", "一般", "严重", "难以挽回")  # what 1 … 5 means


class Verdict(StrEnum):
    """结论 of an assessment."""

    GO = "可行"
    WAIT = "暂缓"
    REVISE = "调整后再报"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskScenario:
    """One thing that may happen. Risk is likelihood × impact, each as a rank, so 1–35."""

    what: str
    likelihood: Likelihood
    impact: int  # 1 hardly felt … 5 lasting harm
    signs: tuple[str, ...] = ()  # by which one sees it coming
    response: str = ""
    owner: str = ""

    @property
    def weight(self) -> int:
        """Rank of the likelihood (1–7) times impact: only for the order, never a probability."""
        return (list(Likelihood).index(self.likelihood) + 1) * self.impact


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What people will ask, and the answer that is ready."""

    ask: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWatch:
    """A topic that the assessment switches on between two times (aware UTC); its name begins with 风险：."""

    topic: Topic
    since: datetime
    until: datetime

    def is_on(self, now: datetime) -> bool:
        """Whether it watches at ``now`` (aware)."""
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """一份评估; ``id`` is the name of its file in risks/."""

    id: str
    decision: str
    owner: str
    on: date  # when the decision takes effect
    affected: tuple[str, ...]
    scenarios: tuple[RiskScenario, ...]  # highest first
    questions: tuple[Question, ...] = ()
    watches: tuple[RiskWatch, ...] = ()
    verdict: Verdict | None = None  # None: not concluded yet
    conclusion: str = ""
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFigures:
    """What came in on a topic of an assessment since it was switched on, as of ``counted_at``."""

    watch: RiskWatch
    items: int
    negative: int
    stories: tuple[Story, ...]  # gravest and hottest first
    alerts: tuple[Alert, ...]  # newest first


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One likelihood of the matrix, and the numbers (1-based) of the scenarios at each impact 1–5."""

    likelihood: Likelihood
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCase:
    """An assessment with what came of it, as its page shows it."""

    risk: Risk
    matrix: tuple[MatrixRow, ...]  # the likeliest first
    figures: tuple[WatchFigures, ...]
    past: tuple[SimilarCase, ...]  # of the case library
    counted_at: datetime  # aware UTC
