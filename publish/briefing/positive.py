"""正面典型: good stories worth showing, with the words that make them so and what stands in the way."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from caifeng.models import AspectKind, Item, Level, NameKind, PieceKind, Positive, Statement, Story
from publish.briefing.day import Day

SHOWN = 3  # stories
_LEAST_ITEMS, _LEAST_SOURCES = 3, 2  # a single voice is no case yet
_WORDS = 5
_CITED = 20  # items named behind a case
_TIERS = {1: "中央", 2: "省级"}
_ADVERTISING = frozenset({PieceKind.MARKETING, PieceKind.SPAM})


def positives(day: Day) -> tuple[Positive, ...]:
    """At most three good stories of the window, hottest first, that others than ourselves tell."""
    worth = [story for story in day.active if _is_worth_showing(day, story)]
    worth.sort(key=lambda story: (-story.heat.value, story.id))
    return tuple(_positive(day, story) for story in worth[:SHOWN])


def _is_worth_showing(day: Day, story: Story) -> bool:
    if not story.is_good or story.id in day.incident_of or day.level(story) is not Level.BLUE:
        return False
    items = _items(day, story)
    sources = {item.source for item in items if not item.is_official}
    advertising = sum(_kind(day, item) in _ADVERTISING for item in items)
    return len(items) >= _LEAST_ITEMS and len(sources) >= _LEAST_SOURCES and 2 * advertising < len(items)


def _items(day: Day, story: Story) -> tuple[Item, ...]:
    return tuple(day.by_id[id_] for id_ in story.item_ids if id_ in day.by_id)


def _kind(day: Day, item: Item) -> PieceKind | None:
    reading = day.readings.get(item.id)
    return reading.piece.kind if reading and reading.piece else None


def _positive(day: Day, story: Story) -> Positive:
    items = _items(day, story)
    words = _words(day, items)
    return Positive(
        story_id=story.id,
        title=story.title,
        who=tuple(_who(day, story, items)),
        what=_what(story, items),
        sources=_sources(story, items),
        words=tuple(f"{word}（{count} 条）" for word, count in words),
        suggestion=_suggestion(day, items),
        item_ids=tuple(item.id for item in items[:_CITED]),
    )


def _who(day: Day, story: Story, items: tuple[Item, ...]) -> Iterator[str]:
    """The desk's own people that are named, most named first; else whom the account states."""
    named = Counter(
        mention.name
        for item in items
        if (reading := day.readings.get(item.id))
        for mention in reading.mentions
        if mention.kind is NameKind.PERSON
    )
    if named:
        yield from (f"{name}（{count} 条提到）" for name, count in named.most_common(3))
    else:
        yield from list(dict.fromkeys(one.text for one in story.account.aspects if one.kind is AspectKind.WHO))[:3]


def _what(story: Story, items: tuple[Item, ...]) -> Statement:
    summary = story.account.summary
    return summary if summary.text and summary.item_ids else Statement(text=story.title, item_ids=(items[0].id,))


def _sources(story: Story, items: tuple[Item, ...]) -> str:
    copies = f"，转载 {len(story.reprints)} 次" if story.reprints else ""
    return f"{len(items)} 条、{len({item.source for item in items})} 个信源{copies}；{_reach(items)}"


def _reach(items: tuple[Item, ...]) -> str:
    """The highest tier of media that took it up; authorities are not media."""
    best = min((item.tier for item in items if not item.is_official), default=4)
    return f"已有{_TIERS[best]}媒体报道" if best in _TIERS else "还没有省级以上媒体报道"


def _words(day: Day, items: tuple[Item, ...]) -> list[tuple[str, int]]:
    """The words that carried the good tone: by weight over all items, with the number of items."""
    weights: defaultdict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    for item in items:
        reading = day.readings.get(item.id)
        good = {word.word: word.weight for word in (reading.tone.words if reading else ()) if word.weight > 0}
        counts.update(good.keys())
        for word, weight in good.items():
            weights[word] += weight
    ranked = sorted(weights, key=lambda word: (-weights[word], word))
    return [(word, counts[word]) for word in ranked[:_WORDS]]


def _suggestion(day: Day, items: tuple[Item, ...]) -> str:
    is_known = any(item.tier in _TIERS and not item.is_official for item in items)
    way = "可转发媒体报道，补充当事人的后续" if is_known else "可向媒体供稿，并在自有账号讲述"
    grave = max((day.level(story) for story in day.active), key=lambda level: level.rank, default=Level.BLUE)
    timing = f"；当前有{grave}级事项在处置，宜择时，以免被看作转移视线" if grave.rank >= Level.ORANGE.rank else ""
    return f"可考虑宣传：{way}；先核实事实、征得当事人同意{timing}。"
