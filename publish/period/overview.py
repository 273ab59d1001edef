"""概况 and 传播分析: how much, in which tone, at which level, from where."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from caifeng.models import EvidenceItem, Share, ToneLabel, VolumePoint
from caifeng.models.interval import share
from caifeng.models.period import Cell, PeriodLine, PeriodPart, PeriodTable
from publish.briefing.phrases import named, percent
from publish.period.columns import Group, groups
from publish.period.head import level_counts, volume_change
from publish.period.material import PeriodMaterial, StoryWeek
from publish.period.refs import day_ref
from publish.period.words import level_days, moved, ratio

_FOCUS = ("一是", "二是", "三是")
MEDIA = 10  # sources in the ranking
_REGIONS = 8
_FIRST = 5  # stories whose first source is named


def overview_part(material: PeriodMaterial) -> PeriodPart:
    """How it was, in sentences, and day by day."""
    how = (
        f"去重条数按{material.noun}各期依据的条目编号去重，一条只计一次；转载单列。"
        "负面占比的分母是去重条数，区间为 95% Wilson 区间；倾向由机器判读，准确率见“系统表现”。"
    )
    return PeriodPart(
        id="overview",
        heading=f"{material.noun}概况",
        lines=tuple(_sentences(material)),
        tables=(_days(material),) if material.days else (),
        notes=(how,),
    )


def _sentences(material: PeriodMaterial) -> Iterator[PeriodLine]:
    days, every = material.days, tuple(day_ref(day.date, "overview.distinct") for day in material.days)
    if not days:
        yield PeriodLine(text=f"{material.noun}没有一期日报可以依据。")
        return
    zone, n = material.desk.zone, len(material.distinct)
    start, end = days[0].window_start.astimezone(zone), days[-1].window_end.astimezone(zone)
    against = volume_change(material)
    yield PeriodLine(
        text=f"{start:%m-%d %H:%M} 至 {end:%m-%d %H:%M}，{len(days)} 期日报共监测到相关信息 {n} 条，"
        f"另有转载 {len(material.copies)} 条" + (f"；{against}。" if against else f"；{_no_former(material)}。"),
        refs=every,
    )
    yield from _year_before(material)
    if n:
        yield PeriodLine(text=_tones(tones(material.distinct)), refs=every)
    worst = level_counts(material)[0][0]
    yield PeriodLine(
        text=f"分级：{level_days(level_counts(material))}。",
        refs=tuple(day_ref(day.date) for day in days if day.level is worst),
    )
    yield from _focus(material)


def _no_former(material: PeriodMaterial) -> str:
    return f"{material.former_noun}没有日报，无从比较"


def _year_before(material: PeriodMaterial) -> Iterator[PeriodLine]:
    span = material.span.year_before
    if span is None:
        return
    cards = material.cards_of(span)
    if not cards:
        yield PeriodLine(text=f"同比：去年同月没有存档，无从比较（本台第一期日报为 {_began(material)}）。")
        return
    now, then = len(material.distinct), sum(card.distinct for card in cards)
    same = len(cards) == len(material.days)
    text = moved(now, then, "去年同月") if same else f"去年同月 {then} 条，但只有 {len(cards)} 期，期数不同，不算升降"
    yield PeriodLine(text=f"同比：{text}。", refs=tuple(day_ref(card.date) for card in (cards[0], cards[-1])))


def _began(material: PeriodMaterial) -> str:
    return f"{min(card.date for card in material.cards)}" if material.cards else "未出"


def _tones(shares: tuple[Share, ...]) -> str:
    known = {one.label: one for one in shares}
    unsure = known[ToneLabel.UNCERTAIN].count
    return (
        f"倾向：负面 {percent(known[ToneLabel.NEGATIVE])}，正面 {known[ToneLabel.POSITIVE].count} 条，"
        f"中性 {known[ToneLabel.NEUTRAL].count} 条" + (f"，另有 {unsure} 条机器不能确定。" if unsure else "。")
    )


def _focus(material: PeriodMaterial) -> Iterator[PeriodLine]:
    ranked = sorted(material.stories, key=lambda one: (-len(one.items), one.id))
    loud = [one for one in ranked if one.items and not one.last.detail.story.is_good][:3]
    if loud:
        said = [f"{_FOCUS[at]}{named(_title(one))}（{len(one.items)} 条）" for at, one in enumerate(loud)]
        refs = tuple(ref for one in loud for ref in one.refs[-1:])
        yield PeriodLine(text=f"舆论关注焦点主要集中在：{'；'.join(said)}。", refs=refs)


def _title(one: StoryWeek) -> str:
    return one.last.detail.story.title


def _days(material: PeriodMaterial) -> PeriodTable:
    found = groups(material)
    is_daily = all(len(one.dates) == 1 for one in found)
    return PeriodTable(
        caption="逐日" if is_daily else "逐周",
        header=("日报", "级别", "去重", "转载", "负面", "不确定", "信源应答"),
        rows=tuple(_day(one) if one.days else _absent(material, one) for one in found),
        how="各期所载，未经改动；去重条数连到当日的本期数字。"
        if is_daily
        else "各期所载相加（各期时段不重叠）；级别取最高。",
        words=(1,),
    )


def _day(group: Group) -> tuple[Cell, ...]:
    days = group.days
    told = {one.label: one.count for one in added(day.overview.tones for day in days)}
    late = sum(day.is_late for day in days)
    notes = [f"缺 {len(group.dates) - len(days)} 期"] if len(days) < len(group.dates) else []
    notes += [f"迟发 {late} 期" if len(days) > 1 else "迟发"] if late else []
    first = day_ref(days[0].date, "overview.distinct" if len(days) == 1 else "")
    return (
        Cell(text=f"{group.name} 期", note="、".join(notes)),
        Cell(text=f"{max((day.level for day in days), key=lambda level: level.rank)}级"),
        Cell(text=f"{sum(day.overview.distinct for day in days)}", refs=(first,)),
        Cell(text=f"{sum(day.overview.reprints for day in days)}"),
        Cell(text=f"{told.get(ToneLabel.NEGATIVE, 0)}"),
        Cell(text=f"{told.get(ToneLabel.UNCERTAIN, 0)}"),
        Cell(text=f"{sum(day.note.answered for day in days)}/{sum(day.note.tried for day in days)}"),
    )


def _absent(material: PeriodMaterial, group: Group) -> tuple[Cell, ...]:
    dates = set(group.dates)
    why = "存档损坏" if dates & set(material.damaged) else "尚未到" if dates & set(material.to_come) else "没有出刊"
    return Cell(text=f"{group.name} 期", note=why), *(Cell(text="—") for _ in range(6))


def spread_part(material: PeriodMaterial) -> PeriodPart:
    """Where it was said, who said it first and who repeated it."""
    n, copies = len(material.distinct), len(material.copies)
    if not n + copies:
        return PeriodPart(id="spread", heading="传播分析", notes=(f"{material.noun}没有相关信息。",))
    every = tuple(day_ref(day.date, "overview.reprints") for day in material.days)
    lines = [PeriodLine(text=f"原发 {n} 条，转载 {copies} 条，转载占 {ratio(copies, n + copies)}。", refs=every)]
    lines += [line] if (line := _firsts(material)) else []
    return PeriodPart(
        id="spread",
        heading="传播分析",
        lines=tuple(lines),
        tables=(_media(material), _regions(material)),
        notes=("首发指本台最早采到的一条，未必是全网最早；渠道、层级以信源配置为准。",),
    )


def _firsts(material: PeriodMaterial) -> PeriodLine | None:
    found = [
        (one, material.told[id_][1])
        for one in material.stories[:_FIRST]
        if (id_ := one.last.detail.story.spread.first_item_id) in material.told
    ]
    if not found:
        return None
    said = [f"{named(_title(one))}在{item.source}（{item.channel}）" for one, item in found]
    return PeriodLine(
        text=f"期内新起的事件，首发：{'；'.join(said)}。", refs=tuple(material.ref(item) for _, item in found)
    )


def _media(material: PeriodMaterial) -> PeriodTable:
    """Sources by what they brought: own pieces before reprints."""
    own, copied = (Counter(item.source for item in items) for items in (material.distinct, material.copies))
    newest = {item.source: item for item in (*material.copies, *material.distinct)}
    ranked = sorted(newest, key=lambda name: (-own[name] - copied[name], -own[name], name))
    return PeriodTable(
        caption="信源排行",
        header=("信源", "合计", "原发", "转载"),
        rows=tuple(
            (
                Cell(text=name, note=f"{newest[name].channel} · {newest[name].tier} 级"),
                Cell(text=f"{own[name] + copied[name]}", refs=(material.ref(newest[name]),)),
                Cell(text=f"{own[name]}"),
                Cell(text=f"{copied[name]}"),
            )
            for name in ranked[:MEDIA]
        ),
        how=f"按合计排序，共 {len(ranked)} 个信源"
        + (f"，列前 {MEDIA} 个" if len(ranked) > MEDIA else "")
        + "；“依据”连到其中最新的一条。",
    )


def _regions(material: PeriodMaterial) -> PeriodTable:
    """As the editions state them, added up: their windows do not overlap."""
    found = added(day.overview.regions for day in material.days)
    return PeriodTable(
        caption="地域",
        header=("地域", "条数", "占比（区间）"),
        rows=tuple(
            (
                Cell(text=one.label),
                Cell(text=f"{one.count}"),
                Cell(text=f"{one.share:.0%}（{one.low:.0%}–{one.high:.0%}）"),
            )
            for one in found[:_REGIONS]
        ),
        how="各期所载相加（各期时段不重叠）；判不出地域的单列为“未知”。",
    )


def tones(items: Iterable[EvidenceItem]) -> tuple[Share, ...]:
    """Shares of the four tones, in their order."""
    counted = Counter(item.tone for item in items)
    return tuple(share(label.value, counted[label], counted.total()) for label in ToneLabel)


def counted_by(items: Iterable[EvidenceItem], name: Callable[[EvidenceItem], str]) -> tuple[Share, ...]:
    """Shares by a property of the items, most first."""
    return shares(Counter(map(name, items)))


def added(told: Iterable[Iterable[Share]]) -> tuple[Share, ...]:
    """Shares that editions state, added up by label, most first: their windows do not overlap."""
    counted: Counter[str] = Counter()
    for shares_of_day in told:
        for one in shares_of_day:
            counted[one.label] += one.count
    return shares(counted)


def shares(counted: Counter[str]) -> tuple[Share, ...]:
    """Counts as shares with intervals, most first; of equal ones by name."""
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(share(label, count, counted.total()) for label, count in ranked)


def series(material: PeriodMaterial) -> tuple[VolumePoint, ...]:
    """Each edition's own point, in the order of dates; one that is missing is a gap."""
    known = {day.date: day.overview.series[-1] for day in material.days if day.overview.series}
    gaps = {*material.missing, *material.damaged}
    points = []
    for day in material.dates:
        if day in known:
            points.append(known[day])
        elif day in gaps:
            points.append(VolumePoint(day=day, distinct=0, reprints=0, negative=0, low=None, high=None, is_gap=True))
    return tuple(points)
