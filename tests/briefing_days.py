"""What the tests of a briefing's sections share: a day of a few items, and earlier briefings. The day is 2026-11-17."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from caifeng.models import (
    Briefing,
    Desk,
    Item,
    Level,
    Mention,
    NameKind,
    Peer,
    Piece,
    PieceKind,
    Reading,
    Story,
    Tone,
    ToneLabel,
    ToneWord,
    Topic,
    TopicMatch,
    TopicRow,
)
from caifeng.models.interval import share
from publish.briefing.day import Day
from tests.analyze_stories import NOW, item
from tests.sample_stories import ZONE, leak_story
from tests.samples import sample_briefing

TODAY = date(2026, 11, 17)
DESK = Desk(
    name="澜川电器",
    zone=ZONE,
    names=(("澜川电器", ()), ("沈渡", ())),
    name_kinds=(("澜川电器", NameKind.ORGANISATION), ("沈渡", NameKind.PERSON)),
    topics=(
        Topic(name="质量", watch="净水机"),
        Topic(name="形象", watch="澜川电器"),
        Topic(name="同行", watch="屏山", peer="屏山家电"),
    ),
    peers=(Peer(name="屏山家电", names=("屏山",)),),
)


def reading(of: Item, *topics: str, **more: object) -> Reading:
    """A reading that says these topics; neutral and nameless unless ``more`` says otherwise."""
    plain = Reading(
        item_id=of.id,
        revision=1,
        topics=tuple(TopicMatch(topic=topic, hits=()) for topic in topics),
        tone=Tone(label=ToneLabel.NEUTRAL, probability=0.9, words=()),
        keywords=(),
        names=(),
        gates=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def tone(label: ToneLabel, *words: tuple[str, float]) -> Tone:
    return Tone(label=label, probability=0.9, words=tuple(ToneWord(word=word, weight=weight) for word, weight in words))


def piece(kind: PieceKind) -> Piece:
    return Piece(kind=kind, probability=0.9, reasons=())


def mention(name: str) -> Mention:
    return Mention(name=name, kind=NameKind.PERSON, hits=())


def items(*ids: str, **more: object) -> tuple[Item, ...]:
    """Items of the window, each an hour after the one before it; the last is two hours old."""
    return tuple(replace(item(id_, id_, hours=1.0 + len(ids) - place), **more) for place, id_ in enumerate(ids))  # type: ignore[arg-type]


def a_day(read: dict[str, Reading], found: Iterable[Item], desk: Desk = DESK, **more: object) -> Day:
    """A day made of these items and their readings; everything else is empty."""
    plain = Day(
        desk=desk, date=TODAY, number=1, now=NOW, items=tuple(found), readings=read, stories=(), incidents=(),
        reports=(), failures=(), runs=1, history=(), accuracies=(), versions=(),
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def a_story(found: Sequence[Item], *topics: str, **more: object) -> Story:
    """A blue story of these items."""
    base = leak_story()
    plain = replace(base, item_ids=tuple(one.id for one in found), reprints=(), topics=topics,
                    grade=replace(base.grade, level=Level.BLUE, gates=()))  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def edition(back: int, *rows: tuple[str, int, int], **more: object) -> Briefing:
    """The briefing of so many days before; ``rows`` are (topic, distinct, negative)."""
    topics = tuple(
        TopicRow(name=name, owner="", distinct=distinct, previous=None, negative=share("负面", bad, distinct),
                 top_story_id="S-1", top_story_title=f"{name}的事")
        for name, distinct, bad in rows
    )  # fmt: skip
    plain = replace(sample_briefing(), date=TODAY - timedelta(days=back), topics=topics, comparison=None)
    return replace(plain, **more)  # type: ignore[arg-type]
