"""标注: what people say against, or in favour of, the machine's judgement."""

from dataclasses import dataclass
from datetime import datetime

from caifeng.models.vocabulary import Relation, ToneLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One judgement by a person on one item: its tone, whether a topic fits, or how it stands to another item.

    Exactly one of ``tone``, ``topic`` and ``relation`` is given. ``machine`` is what the machine said at that time;
    only labels of items drawn at random (``is_sampled``) may be counted into a precision.
    """

    item_id: str
    at: datetime  # aware UTC
    by: str
    why: str = ""
    tone: ToneLabel | None = None
    topic: str = ""
    is_relevant: bool | None = None  # with topic
    relation: Relation | None = None
    other_id: str = ""  # with relation
    machine: str = ""
    is_sampled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheck:
    """人工抽检: of what the machine said of items drawn at random in the last ``days``, how much people confirmed.

    Share and interval are 0–1 (Wilson, 95 %), 0 and 1 where nothing was checked.
    """

    what: str  # 倾向 | 议题 | 重复
    days: int
    n: int
    agreed: int
    share: float
    low: float
    high: float
    is_enough: bool  # below 20 it is too few to judge
    abstained: int = 0  # drawn and checked besides, where the machine had said 不确定
