"""演变与传播 in sentences: stages and their turns, bursts, the forecast, key nodes, tiers, coordinated copying."""

from collections.abc import Iterable
from datetime import timedelta

from caifeng.models import Burst, Copying, Forecast, KeyNode, Shift, ShiftKind, Statement, Story
from publish.day import Day
from publish.phrases import clock, duration, joined, short

_TURNS = 6
_NODES = 3
_COPYINGS = 2
_SHIFTS = 3
_REOPENING = frozenset(ShiftKind) - {ShiftKind.NEW_ANGLE}
_TIERS = {1: "中央级", 2: "省级", 3: "市县级", 4: "个人与其他"}


def course_sentences(day: Day, story: Story) -> Iterable[Statement]:
    """How the story ran: turns, the strongest burst, and what it may bring; likelihood and confidence apart."""
    turns = story.course.turns[-_TURNS:]
    if turns:
        said = joined([f"{clock(turn.at, day.desk.zone)} 转{turn.stage}" for turn in turns])
        yield Statement(text=f"阶段：{said}。", item_ids=tuple(dict.fromkeys(turn.item_id for turn in turns)))
    strongest = max(story.course.bursts, key=lambda burst: burst.z, default=None)
    if strongest is not None:
        yield _burst(day, strongest)
    if story.course.forecast is not None:
        yield _forecast(day, story.course.forecast, story)


def _burst(day: Day, burst: Burst) -> Statement:
    text = (
        f"突增（{burst.sensitivity}）：到 {clock(burst.at, day.desk.zone)} 的{burst.span}内 {burst.count} 条，"
        f"通常 {burst.usual:.1f} 条，稳健 z 值 {burst.z:.1f}。"
    )
    gap = "此前有采集空档，也可能是补采。" if burst.is_after_gap else ""
    return Statement(text=text + gap, item_ids=burst.item_ids)


def _forecast(day: Day, forecast: Forecast, story: Story) -> Statement:
    low, high = forecast.likelihood.range
    text = (
        f"预计到 {clock(forecast.until, day.desk.zone)} 新增 {forecast.low}–{forecast.high} 条（八成区间）；"
        f"{forecast.claim}：{forecast.likelihood}（{low}–{high}%）。把握程度：{forecast.confidence}。"
        f"依据：{forecast.basis.rstrip('。')}。"
    )
    return Statement(text=text, item_ids=story.item_ids[-3:])


def spread_sentences(day: Day, story: Story) -> Iterable[Statement]:
    """Who published it, after whom it grew, and who copied in concert."""
    spread = story.spread
    if len(story.all_ids) > 1 and spread.tiers:
        said = joined([f"{_TIERS[one.tier]} {one.distinct} 条、转载 {one.reprints} 次" for one in spread.tiers])
        yield Statement(text=f"信源层级：{said}。", item_ids=story.item_ids[:5])
    if spread.edges_total:
        ids = tuple(dict.fromkeys(edge.item_id for edge in spread.edges[:5]))
        yield Statement(text=f"能查明来路的 {spread.edges_total} 条（转发、链接、署名来源或相同文本）。", item_ids=ids)
    for node in spread.key_nodes[:_NODES]:
        yield _node(day, node)
    for copying in spread.copying[:_COPYINGS]:
        yield _copying(copying)


def _node(day: Day, node: KeyNode) -> Statement:
    item = day.by_id.get(node.item_id)
    name = f"{item.source}《{short(item.title or item.text, 24)}》" if item else "较早的一条"
    reach = f"，带动 {node.reach} 条" if node.reach else ""
    text = (
        f"关键节点：{clock(node.at, day.desk.zone)} {name}，此前每小时 {node.before:.1f} 条，"
        f"此后 {node.after:.1f} 条{reach}（{node.why.rstrip('。')}）。"
    )
    return Statement(text=text, item_ids=(node.item_id,))


def _copying(copying: Copying) -> Statement:
    span = duration(timedelta(seconds=copying.seconds))
    text = f"疑似协同复制：{copying.accounts} 个账号在 {span} 内发出“{short(copying.text, 24)}”"
    return Statement(text=f"{text}（{copying.why.rstrip('。')}）。", item_ids=copying.item_ids)


def shift_sentences(day: Day, story: Story) -> Iterable[Statement]:
    """What turned in the window, one line an item; and that the judgement is open again."""
    by_item: dict[tuple[str, ...], list[Shift]] = {}
    for shift in story.account.shifts:
        if shift.at > day.bounds[0]:
            by_item.setdefault(shift.item_ids[:1], []).append(shift)
    turned = list(by_item.values())[-_SHIFTS:]
    for shifts in turned:
        kinds = "、".join(dict.fromkeys(shift.kind for shift in shifts))
        said = clock(shifts[0].at, day.desk.zone)
        text = f"转折（{kinds}）：{said} {shifts[0].text.rstrip('。')}。"
        yield Statement(text=text, item_ids=tuple(dict.fromkeys(id_ for one in shifts for id_ in one.item_ids)))
    if any(shift.kind in _REOPENING for shifts in turned for shift in shifts):
        ids = tuple(dict.fromkeys(shifts[0].item_ids[0] for shifts in turned))
        yield Statement(text="出现通报、辟谣、反转或撤回，此前的定性与研判须重新核对。", item_ids=ids)
