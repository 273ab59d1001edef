"""信号: measured facts about a story, each a sentence with its number and the items that prove it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from analyze.dossier import DAY, Dossier, is_head_media
from analyze.grading.material import board_sightings
from analyze.scales import EVIDENCE
from caifeng.models import Account, Channel, Course, Item, ShiftKind, Signal, Spread, Stage
from caifeng.models.interval import wilson

_ENOUGH = 3  # items in two days below which a ratio says nothing
_KEY_NODES = 2
_SHIFTS = {
    ShiftKind.REVERSAL: "反转",
    ShiftKind.RETRACTED: "撤回更正",
    ShiftKind.REFUTED: "官方辟谣",
    ShiftKind.NEW_ANGLE: "新角度",
}  # 官方通报 is a signal by itself


@dataclass(frozen=True, slots=True)
class _Facts:
    """A story's dossier and what was made of it at the same moment."""

    dossier: Dossier
    course: Course
    spread: Spread
    account: Account
    today: tuple[Item, ...]  # distinct items of the last 24 hours


def find_signals(dossier: Dossier, course: Course, spread: Spread, account: Account) -> tuple[Signal, ...]:
    """The signals of the 24 hours before ``dossier.now``, the weightiest kinds first."""
    is_alone = len(dossier.every) == 1 and not (dossier.prior or dossier.reprints or dossier.sightings)
    if is_alone and dossier.now - dossier.every[0].published_at >= DAY:
        return ()
    facts = _Facts(dossier, course, spread, account, dossier.since(dossier.items, DAY))
    return tuple([signal for find in (_OF_ONE if is_alone else _FINDERS) for signal in find(facts)])


def _signal(name: str, value: float, text: str, items: Iterable[Item]) -> Signal:
    return Signal(name=name, value=round(value, 4), text=text, item_ids=tuple(item.id for item in items)[:EVIDENCE])


def _bursts(facts: _Facts) -> Iterator[Signal]:
    """突增, the newest of each span."""
    newest = {burst.span: burst for burst in facts.course.bursts if facts.dossier.now - burst.at < DAY}
    for burst in newest.values():
        usual = f"平常 {burst.usual:.1f} 条" if burst.usual else "平常没有"
        text = f"{burst.span}内 {burst.count} 条，{usual}，{burst.sensitivity}突增（z = {burst.z:.1f}）"
        text += "；此前有缺采，可能是补采" if burst.is_after_gap else ""
        yield Signal(name="突增", value=round(burst.z, 4), text=text, item_ids=burst.item_ids[:EVIDENCE])


def _shifts(facts: _Facts) -> Iterator[Signal]:
    """反转, 撤回更正, 官方辟谣, 新角度 of the last day, the newest of each."""
    recent = [shift for shift in facts.account.shifts if facts.dossier.now - shift.at < DAY]
    newest = {shift.kind: shift for shift in recent}
    for kind, name in _SHIFTS.items():
        if shift := newest.get(kind):
            count = sum(other.kind is kind for other in recent)
            yield Signal(name=name, value=count, text=f"{name}：{shift.text}", item_ids=shift.item_ids[:EVIDENCE])


def _copying(facts: _Facts) -> Iterator[Signal]:
    """协同复制: the widest of them."""
    copying = max(facts.spread.copying, key=lambda one: (one.accounts, -one.seconds, one.text), default=None)
    if copying:
        ids = copying.item_ids[:EVIDENCE]
        yield Signal(name="协同复制", value=copying.accounts, text=f"疑似协同复制：{copying.why}", item_ids=ids)


def _key_nodes(facts: _Facts) -> Iterator[Signal]:
    """关键节点 of the last day, those with the widest reach."""
    nodes = [node for node in facts.spread.key_nodes if facts.dossier.now - node.at < DAY]
    for node in sorted(nodes, key=lambda node: (-node.reach, node.at, node.item_id))[:_KEY_NODES]:
        yield Signal(name="关键节点", value=node.reach, text=f"关键节点：{node.why}", item_ids=(node.item_id,))


def _volume(facts: _Facts) -> Iterator[Signal]:
    today, before = (*facts.dossier.daily, 0)[:2]
    if not facts.today or today + before < _ENOUGH:
        return
    if before == 0:
        yield _signal("声量倍数", today, f"近24小时 {today} 条，前一日没有", facts.today)
        return
    text = f"近24小时 {today} 条，前一日 {before} 条，为其 {today / before:.1f} 倍"
    yield _signal("声量倍数", today / before, text, facts.today)


def _national(facts: _Facts) -> Iterator[Signal]:
    yield from _entry(facts.dossier, 1, "首次进入中央媒体")


def _provincial(facts: _Facts) -> Iterator[Signal]:
    yield from _entry(facts.dossier, 2, "首次进入省级媒体")


def _entry(dossier: Dossier, tier: int, name: str) -> Iterator[Signal]:
    """The first item of a medium of this tier, when it is of the last 24 hours and none was told before."""
    if any(story.spread.head_media_item_id in dossier.retained for story in dossier.prior):
        return  # a head medium was there before the window; of which tier is no longer known
    items = [i for i in dossier.every if i.tier == tier and is_head_media(i) and i.channel is not Channel.OVERSEAS]
    if not items or dossier.now - items[0].published_at >= DAY:
        return
    count = len({item.source for item in items})
    yield _signal(name, count, f"{name}：{items[0].source}《{items[0].title}》，共 {count} 家", items)


def _overseas(facts: _Facts) -> Iterator[Signal]:
    items = [item for item in facts.dossier.every if item.channel is Channel.OVERSEAS]
    if not items or facts.dossier.now - items[0].published_at >= DAY:
        return
    count = len({item.source for item in items})
    yield _signal("境外媒体关注", count, f"首次见于境外媒体：{items[0].source}，共 {count} 家", items)


def _board(facts: _Facts) -> Iterator[Signal]:
    seen = board_sightings(facts.dossier)
    if not seen:
        return
    best = min(seen, key=lambda sighting: (sighting.rank, sighting.seen_at, sighting.item_id))
    item = next(item for item in facts.dossier.every if item.id == best.item_id)
    text = f"登上{best.source}，最高第 {best.rank} 位，近24小时看到 {len(seen)} 次"
    yield _signal("登上热搜", best.rank, text, [item])


def _negative(facts: _Facts) -> Iterator[Signal]:
    judged = facts.dossier.judged(facts.today)
    negative = facts.dossier.negative(judged)
    if len(judged) < _ENOUGH or not negative:
        return
    share = len(negative) / len(judged)
    low, high = wilson(len(negative), len(judged))
    text = f"近24小时 {len(judged)} 条中负面 {len(negative)} 条，占 {share:.0%}（95% 区间 {low:.0%}—{high:.0%}）"
    yield _signal("负面占比", share, text, negative)


def _official(facts: _Facts) -> Iterator[Signal]:
    items = [item for item in facts.dossier.since(facts.dossier.every, DAY) if item.is_official]
    if items:
        text = f"官方通报 {len(items)} 条：{items[0].source}《{items[0].title}》"
        yield _signal("官方通报", len(items), text, items)


def _channels(facts: _Facts) -> Iterator[Signal]:
    first: dict[Channel, Item] = {}
    for item in facts.dossier.every:
        first.setdefault(item.channel, item)
    if len(first) < 2:
        return
    fresh = [channel for channel, item in first.items() if facts.dossier.now - item.published_at < DAY]
    text = f"已见于 {len(first)} 个渠道" + (f"，近24小时新增{'、'.join(fresh)}" if 0 < len(fresh) < len(first) else "")
    yield _signal("跨渠道", len(first), text, first.values())


def _reprints(facts: _Facts) -> Iterator[Signal]:
    copies = facts.dossier.since(facts.dossier.copies, DAY)
    if not copies:
        return
    recent = {item.id for item in copies}
    of = Counter(reprint.of for reprint in facts.dossier.reprints if reprint.item_id in recent)
    text = f"近24小时转载 {len(copies)} 次，转载最多的一篇 {max(of.values())} 次"
    yield _signal("转载", len(copies), text, copies)


def _again(facts: _Facts) -> Iterator[Signal]:
    if facts.course.stage is Stage.AGAIN and facts.today:
        yield _signal("平息后再起", len(facts.today), f"平息后再起：近24小时 {len(facts.today)} 条", facts.today)


_FINDERS: tuple[Callable[[_Facts], Iterator[Signal]], ...] = (
    _shifts, _national, _provincial, _board, _bursts, _volume, _again, _copying, _key_nodes, _official, _negative,
    _overseas, _channels, _reprints,
)  # fmt: skip
_OF_ONE = (_national, _provincial, _official, _overseas)  # all that a single item can give
