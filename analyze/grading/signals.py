"""信号: measured facts about a story, each a sentence with its number and the items that prove it."""

from collections import Counter
from collections.abc import Callable, Iterable

from analyze.course.stage import stage_of
from analyze.dossier import DAY, Dossier, is_head_media
from analyze.grading.heat import board_sightings
from analyze.scales import EVIDENCE, wilson
from caifeng.models import Channel, Item, Signal, Stage

_ENOUGH = 3  # items in two days below which a ratio says nothing


def find_signals(dossier: Dossier) -> tuple[Signal, ...]:
    """The signals of the 24 hours before ``dossier.now``, the weightiest kinds first."""
    found = (find(dossier) for find in _FINDERS)
    return tuple(signal for signal in found if signal is not None)


def _signal(name: str, value: float, text: str, items: Iterable[Item]) -> Signal:
    return Signal(name=name, value=round(value, 4), text=text, item_ids=tuple(item.id for item in items)[:EVIDENCE])


def _volume(dossier: Dossier) -> Signal | None:
    today, before = (*dossier.daily, 0)[:2]
    items = dossier.since(dossier.items, DAY)
    if not items or today + before < _ENOUGH:
        return None
    if before == 0:
        return _signal("声量倍数", today, f"近24小时 {today} 条，前一日没有", items)
    text = f"近24小时 {today} 条，前一日 {before} 条，为其 {today / before:.1f} 倍"
    return _signal("声量倍数", today / before, text, items)


def _national(dossier: Dossier) -> Signal | None:
    return _entry(dossier, 1, "首次进入中央媒体")


def _provincial(dossier: Dossier) -> Signal | None:
    return _entry(dossier, 2, "首次进入省级媒体")


def _entry(dossier: Dossier, tier: int, name: str) -> Signal | None:
    """The first item of a medium of this tier, when it is of the last 24 hours and none was told before."""
    if any(story.spread.head_media_item_id in dossier.retained for story in dossier.prior):
        return None  # a head medium was there before the window; of which tier is no longer known
    items = [i for i in dossier.every if i.tier == tier and is_head_media(i) and i.channel is not Channel.OVERSEAS]
    if not items or dossier.now - items[0].published_at >= DAY:
        return None
    count = len({item.source for item in items})
    return _signal(name, count, f"{name}：{items[0].source}《{items[0].title}》，共 {count} 家", items)


def _overseas(dossier: Dossier) -> Signal | None:
    items = [item for item in dossier.every if item.channel is Channel.OVERSEAS]
    if not items or dossier.now - items[0].published_at >= DAY:
        return None
    count = len({item.source for item in items})
    return _signal("境外媒体关注", count, f"首次见于境外媒体：{items[0].source}，共 {count} 家", items)


def _board(dossier: Dossier) -> Signal | None:
    seen = board_sightings(dossier)
    if not seen:
        return None
    best = min(seen, key=lambda sighting: (sighting.rank, sighting.seen_at, sighting.item_id))
    items = {item.id: item for item in dossier.every}
    text = f"登上{best.source}，最高第 {best.rank} 位，近24小时看到 {len(seen)} 次"
    return _signal("登上热搜", best.rank, text, [items[best.item_id]])


def _negative(dossier: Dossier) -> Signal | None:
    judged = dossier.judged(dossier.since(dossier.items, DAY))
    negative = dossier.negative(judged)
    if len(judged) < _ENOUGH or not negative:
        return None
    share = len(negative) / len(judged)
    low, high = wilson(len(negative), len(judged))
    text = f"近24小时 {len(judged)} 条中负面 {len(negative)} 条，占 {share:.0%}（95% 区间 {low:.0%}—{high:.0%}）"
    return _signal("负面占比", share, text, negative)


def _official(dossier: Dossier) -> Signal | None:
    items = [item for item in dossier.since(dossier.every, DAY) if item.is_official]
    if not items:
        return None
    text = f"官方通报 {len(items)} 条：{items[0].source}《{items[0].title}》"
    return _signal("官方通报", len(items), text, items)


def _channels(dossier: Dossier) -> Signal | None:
    first: dict[Channel, Item] = {}
    for item in dossier.every:
        first.setdefault(item.channel, item)
    fresh = [channel for channel, item in first.items() if dossier.now - item.published_at < DAY]
    if len(first) < 2:
        return None
    text = f"已见于 {len(first)} 个渠道" + (f"，近24小时新增{'、'.join(fresh)}" if 0 < len(fresh) < len(first) else "")
    return _signal("跨渠道", len(first), text, first.values())


def _reprints(dossier: Dossier) -> Signal | None:
    copies = dossier.since(dossier.copies, DAY)
    if not copies:
        return None
    of = Counter(reprint.of for reprint in dossier.reprints if reprint.item_id in {item.id for item in copies})
    text = f"近24小时转载 {len(copies)} 次，转载最多的一篇 {max(of.values())} 次"
    return _signal("转载", len(copies), text, copies)


def _again(dossier: Dossier) -> Signal | None:
    if stage_of(dossier) is not Stage.AGAIN:
        return None
    items = dossier.since(dossier.items, DAY)
    return _signal("平息后再起", len(items), f"平息后再起：近24小时 {len(items)} 条", items)


_FINDERS: tuple[Callable[[Dossier], Signal | None], ...] = (
    _national, _provincial, _board, _volume, _again, _official, _negative, _overseas, _channels, _reprints,
)  # fmt: skip
