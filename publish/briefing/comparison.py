"""对比: topic against topic, today against the week before, the desk against its peers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from caifeng.models import Briefing, Comparison, ComparisonRow, Item, NameKind, ToneLabel
from caifeng.models.interval import share
from publish.briefing.day import Day
from publish.briefing.phrases import joined

WEEK = 7  # days, today included
_CITED = 20  # items named behind a row

_Known = Mapping[tuple[date, str], tuple[int, int]]  # (day, name) → distinct, negative, as printed


def comparison(day: Day) -> Comparison:
    """Today's counts beside those that earlier briefings printed: what was said then is what is compared with now."""
    own = [topic.name for topic in day.desk.topics if not topic.peer]
    printed = _printed_topics(day.history)
    topics = tuple(_row(day, name, _of_topics(day, day.distinct, {name}), printed) for name in own)
    return Comparison(
        week_ago=day.date - timedelta(days=WEEK),
        topics=topics,
        parties=_parties(day) if day.desk.peers else (),
        basis=_basis(day) if day.desk.peers else "",
    )


def _parties(day: Day) -> tuple[ComparisonRow, ...]:
    """The desk and its peers; an item that speaks of two counts for both."""
    printed = _printed_parties(day.history)
    peers = {peer.name: {one.name for one in day.desk.topics if one.peer == peer.name} for peer in day.desk.peers}
    rows = [_row(day, day.desk.name, _ours(day), printed)]
    fresh = tuple(item for item in day.scanned if item.id not in day.reprints and item.id not in day.peer_copies)
    rows += [_row(day, name, _of_topics(day, fresh, topics), printed) for name, topics in peers.items()]
    total = sum(row.week for row in rows)
    return tuple(_with_voice(row, total) for row in rows)


def _ours(day: Day) -> tuple[Item, ...]:
    wanted = _compared(day)
    if wanted:
        return _of_topics(day, day.distinct, wanted)
    names = set(_own_names(day))
    return tuple(item for item in day.distinct if names.intersection(day.readings[item.id].names))


def _compared(day: Day) -> set[str]:
    """The desk's topics that peers are compared with; none: whatever names us."""
    return {name for peer in day.desk.peers for name in peer.topics}


def _own_names(day: Day) -> tuple[str, ...]:
    """The organisation's names; every name of the desk where none is marked as one."""
    marked = tuple(name for name, kind in day.desk.name_kinds if kind is NameKind.ORGANISATION)
    return marked or tuple(name for name, _ in day.desk.names)


def _basis(day: Day) -> str:
    topics = [topic.name for topic in day.desk.topics if topic.name in _compared(day)]
    ours = f"议题“{joined(topics)}”的条数" if topics else f"提到“{joined(list(_own_names(day)))}”的条数"
    return f"本单位计{ours}，同行计其议题的条数；一条同时谈到几方，各计一次，转载不计"


def _of_topics(day: Day, items: Iterable[Item], topics: set[str]) -> tuple[Item, ...]:
    return tuple(item for item in items if (r := day.readings.get(item.id)) and topics.intersection(r.topic_names()))


def _row(day: Day, name: str, items: Sequence[Item], printed: _Known) -> ComparisonRow:
    negative = sum(day.tone(item) is ToneLabel.NEGATIVE for item in items)
    past = [printed.get((day.date - timedelta(days=back), name)) for back in range(1, WEEK)]
    known = [one for one in past if one is not None]
    week = len(items) + sum(distinct for distinct, _ in known)
    before = printed.get((day.date - timedelta(days=WEEK), name))
    return ComparisonRow(
        name=name,
        today=len(items),
        week_ago=before[0] if before else None,
        week=week,
        days=1 + len(known),
        negative=share(ToneLabel.NEGATIVE, negative + sum(bad for _, bad in known), week),
        voice=None,
        negative_today=negative,
        item_ids=tuple(item.id for item in items[:_CITED]),
    )


def _with_voice(row: ComparisonRow, total: int) -> ComparisonRow:
    """With its share of voice: of all that was said of any party in the seven days."""
    return replace(row, voice=share(row.name, row.week, total))


def _printed_topics(history: Iterable[Briefing]) -> _Known:
    return {(one.date, row.name): (row.distinct, row.negative.count) for one in history for row in one.topics}


def _printed_parties(history: Iterable[Briefing]) -> _Known:
    """What each earlier briefing said of its own day."""
    return {
        (one.date, row.name): (row.today, row.negative_today)
        for one in history
        if one.comparison
        for row in one.comparison.parties
    }
