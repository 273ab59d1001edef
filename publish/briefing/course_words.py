"""演变与传播 in sentences: stages, bursts, the forecast, key nodes, tiers, coordinated copying, and what turned."""

from collections import Counter
from collections.abc import Iterable

from caifeng.models import Burst, Copying, Forecast, KeyNode, Shift, ShiftKind, Statement, Story
from caifeng.models.wording import clock
from publish.briefing.day import Day
from publish.briefing.forecast_words import confidence, expected, likelier
from publish.briefing.phrases import joined, named, short

_TURNS = 5
_NODES = 3
_COPYINGS = 2
_ANGLES = 2
_WEIGHT = (ShiftKind.REVERSAL, ShiftKind.RETRACTED, ShiftKind.REFUTED, ShiftKind.NOTICE, ShiftKind.NEW_ANGLE)
_TIERS = {1: "中央级", 2: "省级", 3: "市县级", 4: "个人与其他"}


def course_sentences(day: Day, story: Story) -> Iterable[Statement]:
    """How the story ran: turns, the strongest burst, and what it may bring; likelihood and confidence apart."""
    turns = story.course.turns[-_TURNS:]
    if turns:
        said = " → ".join(f"{clock(turn.at, day.desk.zone)} {turn.stage}" for turn in turns)
        yield Statement(text=f"阶段：{said}。", item_ids=tuple(dict.fromkeys(turn.item_id for turn in turns)))
    strongest = max(story.course.bursts, key=lambda burst: burst.z, default=None)
    if strongest is not None:
        yield _burst(day, strongest)
    if story.course.forecast is not None:
        yield _forecast(day, story.course.forecast, story)


def _burst(day: Day, burst: Burst) -> Statement:
    usual = f"{burst.usual:.1f}" if burst.usual >= 1 else "不足 1"
    text = (
        f"突增（{burst.sensitivity}）：截至 {clock(burst.at, day.desk.zone)}，{burst.span}内 {burst.count} 条，"
        f"通常{usual} 条（稳健 z 值 {burst.z:.1f}）。"
    )
    gap = "此前有采集空档，也可能是补采。" if burst.is_after_gap else ""
    return Statement(text=text + gap, item_ids=burst.item_ids)


def _forecast(day: Day, forecast: Forecast, story: Story) -> Statement:
    claim, likelihood = likelier(forecast)
    low, high = likelihood.range
    text = (
        f"到 {clock(forecast.until, day.desk.zone)}，{expected(forecast)}；{claim}：{likelihood}（{low}–{high}%）。"
        f"把握程度：{confidence(day, forecast)}。依据：{forecast.basis.rstrip('。')}。"
    )
    return Statement(text=text, item_ids=story.item_ids[-3:])


def spread_sentences(day: Day, story: Story) -> Iterable[Statement]:
    """Who published it, after whom it grew, and who copied in concert."""
    spread = story.spread
    if len(story.all_ids) > 1 and spread.tiers:
        said = joined([f"{_TIERS[one.tier]} {one.distinct} 条{_copied(one.reprints)}" for one in spread.tiers])
        yield Statement(text=f"信源层级：{said}。", item_ids=story.item_ids[:5])
    if spread.edges_total:
        ids = tuple(dict.fromkeys(edge.item_id for edge in spread.edges[:5]))
        yield Statement(text=f"能查明来路的 {spread.edges_total} 条（转发、链接、署名来源或相同文本）。", item_ids=ids)
    for node in spread.key_nodes[:_NODES]:
        yield _node(day, node)
    for copying in spread.copying[:_COPYINGS]:
        yield _copying(copying)


def _copied(reprints: int) -> str:
    return f"（另有转载 {reprints} 次）" if reprints else ""


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
    text = f"疑似协同复制{named(copying.text, 24)}：{copying.why.rstrip('。')}。"
    return Statement(text=text, item_ids=copying.item_ids)


def shift_sentences(day: Day, story: Story) -> Iterable[Statement]:
    """What turned in the window: one line for notices, refutations, reversals and corrections, one for new angles."""
    turned = _turned(day, story)
    angles = [shift for shift in turned if shift.kind is ShiftKind.NEW_ANGLE]
    weighty = [shift for shift in turned if shift.kind is not ShiftKind.NEW_ANGLE]
    if weighty:
        counts = Counter(shift.kind for shift in weighty)
        said = joined([f"{kind} {counts[kind]} 条" for kind in _WEIGHT if counts[kind]])
        newest = f"{'最近一条 ' if len(weighty) > 1 else ''}{_shift(day, weighty[-1])}"
        reopened = "" if story.is_good else "；此前的定性与研判须重新核对"
        yield Statement(text=f"转折：{said}，{newest}{reopened}。", item_ids=_ids(weighty))
    if angles:
        shown = angles[-_ANGLES:]
        yield Statement(text=f"新角度：{'；'.join(_shift(day, one) for one in shown)}。", item_ids=_ids(shown))


def turned_kinds(day: Day, story: Story) -> Counter[ShiftKind]:
    """How many items turned the story in the window, by the weightiest kind of each."""
    return Counter(shift.kind for shift in _turned(day, story))


def _turned(day: Day, story: Story) -> list[Shift]:
    """The window's shifts by time, the weightiest of each item."""
    by_item: dict[str, Shift] = {}
    for shift in story.account.shifts:
        if day.bounds[0] < shift.at <= day.bounds[1]:
            known = by_item.setdefault(shift.item_ids[0], shift)
            if _WEIGHT.index(shift.kind) < _WEIGHT.index(known.kind):
                by_item[shift.item_ids[0]] = shift
    return sorted(by_item.values(), key=lambda shift: (shift.at, shift.item_ids))


def _shift(day: Day, shift: Shift) -> str:
    item = day.by_id.get(shift.item_ids[0])
    return f"{clock(shift.at, day.desk.zone)} {item.source if item else ''}{named(shift.text, 36)}"


def _ids(shifts: Iterable[Shift]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for shift in shifts for id_ in shift.item_ids))
