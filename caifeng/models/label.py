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
