"""总体态势: how much, from where, in which tone, about what; and each topic's day."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from statistics import median

from caifeng.models import Item, Overview, Share, Statement, Story, ToneLabel, TopicRow, VolumePoint
from caifeng.models.interval import share
from publish.briefing.boards import board_tracks
from publish.briefing.day import Day
from publish.briefing.phrases import change, joined, named, percent

HISTORY = 28  # days of the desk's own past that make the usual range
MIN_HISTORY = 7  # fewer make none
_TIERS = {1: "中央", 2: "省级", 3: "地方", 4: "个人与其他"}
_PROVINCE = re.compile(".*?(?:省|自治区|特别行政区|市)")
_FOCUS = ("一是", "二是", "三是")
_CITED = 20  # items named behind a sentence about the whole


def overview(day: Day) -> Overview:
    """The window's numbers, each with what it counts."""
    distinct = day.distinct
    return Overview(
        distinct=len(distinct),
        reprints=len(day.relevant) - len(distinct),
        previous_distinct=day.previous.overview.distinct if day.previous else None,
        scanned=len(day.scanned),
        tones=tone_shares(day, distinct),
        channels=_shares(item.channel.value for item in distinct),
        tiers=_shares(_TIERS[item.tier] for item in distinct),
        regions=_shares(_region(day, item) for item in distinct),
        series=_series(day),
        sentences=tuple(_sentences(day)),
        kinds=_shares(piece.kind.value if (piece := day.readings[item.id].piece) else "未判" for item in distinct),
        boards=board_tracks(day),
    )


def tone_shares(day: Day, items: Iterable[Item]) -> tuple[Share, ...]:
    """Shares of the four tones, 不确定 as its own class."""
    counted = Counter(day.tone(item) for item in items)
    return tuple(share(label.value, counted[label], counted.total()) for label in ToneLabel)


def topic_rows(day: Day) -> tuple[TopicRow, ...]:
    """Each topic's distinct items, change and loudest story."""
    before = {row.name: row.distinct for row in day.previous.topics} if day.previous else {}
    rows = []
    for topic in day.desk.topics:
        if topic.peer:
            continue
        items = [item for item in day.distinct if topic.name in day.readings[item.id].topic_names()]
        stories = [story for story in day.active if topic.name in story.topics]
        top = max(stories, key=lambda story: story.heat.value, default=None)
        negative = sum(day.tone(item) is ToneLabel.NEGATIVE for item in items)
        rows.append(
            TopicRow(
                name=topic.name,
                owner=topic.owner,
                distinct=len(items),
                previous=before.get(topic.name),
                negative=share(ToneLabel.NEGATIVE, negative, len(items)),
                top_story_id=top.id if top else "",
                top_story_title=top.title if top else "",
                bursts=next((pulse.bursts for pulse in day.pulses if pulse.topic == topic.name), ()),
            )
        )
    return tuple(rows)


def _region(day: Day, item: Item) -> str:
    """Where the source belongs, as the desk says; else the province of the surest place that the item names."""
    places = day.readings[item.id].places
    named = _PROVINCE.match(places[0].path) if places else None
    return item.region or (named[0] if named else "未知")


def _shares(labels: Iterable[str]) -> tuple[Share, ...]:
    counted = Counter(labels)
    return tuple(share(label, count, counted.total()) for label, count in counted.most_common())


def _series(day: Day) -> tuple[VolumePoint, ...]:
    """Past days as they were published, today as counted now; a day without a briefing is a gap, not calm."""
    published = {briefing.date: briefing.overview.series[-1] for briefing in day.history if briefing.overview.series}
    negative = sum(day.tone(item) is ToneLabel.NEGATIVE for item in day.distinct)
    first = min([*published, day.date])
    points: list[VolumePoint] = []
    for back in range(min(HISTORY - 1, (day.date - first).days), -1, -1):
        when = day.date - timedelta(days=back)
        known = published.get(when)
        if back == 0:
            counted, copies, bad, gap = len(day.distinct), len(day.relevant) - len(day.distinct), negative, False
        elif known:
            counted, copies, bad, gap = known.distinct, known.reprints, known.negative, known.is_gap
        else:
            counted, copies, bad, gap = 0, 0, 0, True
        past = [point.distinct for point in points if not point.is_gap]
        low, high = known_range(past)
        points.append(
            VolumePoint(day=when, distinct=counted, reprints=copies, negative=bad, low=low, high=high, is_gap=gap)
        )
    return tuple(points)


def known_range(past: list[int]) -> tuple[float | None, float | None]:
    """The usual range: median ± 2 × 1.4826 × median absolute deviation (Rousseeuw & Croux 1993), at least ± 1."""
    if len(past) < MIN_HISTORY:
        return None, None
    middle = median(past)
    spread = max(1.0, 2 * 1.4826 * median(abs(value - middle) for value in past))
    return max(0.0, middle - spread), middle + spread


def _sentences(day: Day) -> Iterable[Statement]:
    distinct, copies = day.distinct, len(day.relevant) - len(day.distinct)
    ids = tuple(item.id for item in distinct[:_CITED])
    before = day.previous.overview.distinct if day.previous else None
    end = day.bounds[1].astimezone(day.desk.zone)
    yield Statement(
        text=f"截至 {end:%m-%d %H:%M}，共采集 {len(day.scanned)} 条，其中与本单位议题相关 {len(distinct)} 条"
        f"（另有转载 {copies} 条，单列不重复计入声量），{change(len(distinct), before)}。",
        item_ids=ids,
    )
    if distinct:
        tones = {tone.label: tone for tone in tone_shares(day, distinct)}
        unsure = tones[ToneLabel.UNCERTAIN].count
        yield Statement(
            text=f"倾向：负面 {percent(tones[ToneLabel.NEGATIVE])}，正面 {tones[ToneLabel.POSITIVE].count} 条，"
            f"中性 {tones[ToneLabel.NEUTRAL].count} 条" + (f"；另有 {unsure} 条机器不能确定。" if unsure else "。"),
            item_ids=ids,
        )
    focus = [story for story in sorted(day.active, key=lambda story: _weight(day, story)) if day.members(story)][:3]
    if focus:
        said = [f"{_FOCUS[at]}{named(story.title)}（{len(day.members(story))} 条）" for at, story in enumerate(focus)]
        yield Statement(
            text="舆论关注焦点主要集中在：" + "；".join(said) + "。",
            item_ids=tuple(item.id for story in focus for item in day.members(story)[:5]),
        )
    channels = _shares(item.channel.value for item in distinct)
    if channels:
        said = [f"{one.label} {one.count} 条" for one in channels[:4]]
        yield Statement(text=f"来源以{joined(said)}为主，涉 {len(channels)} 类渠道。", item_ids=ids)


def _weight(day: Day, story: Story) -> tuple[int, str]:
    return (-len(day.members(story)), story.id)
