"""热点事件: the stories of a week or month, ranked, each with its way through the levels and one comment from data."""

from collections.abc import Iterator
from itertools import groupby

from caifeng.models import Channel, ShiftKind, StoryType, ToneLabel
from caifeng.models.interval import share
from caifeng.models.period import Cell, PeriodLine, PeriodPart, PeriodTable
from publish.briefing.head import STAGED
from publish.briefing.phrases import joined, named, percent, short
from publish.period.material import PeriodMaterial, StoryWeek, Telling
from publish.period.refs import evidence_ref, incident_refs

TOP = 10
_TITLE, _SHORT = 40, 18  # characters of a title in the comment and in the table
_TURNS = {
    ShiftKind.REVERSAL: "情节出现反转",
    ShiftKind.RETRACTED: "有报道撤回更正",
    ShiftKind.REFUTED: "官方已辟谣",
    ShiftKind.NOTICE: "官方作了通报",
}


def stories_part(material: PeriodMaterial) -> PeriodPart:
    """The ten gravest and hottest stories: a comment on each, and their figures."""
    top = material.stories[:TOP]
    if not top:
        return PeriodPart(id="stories", heading="热点事件", notes=(f"{material.noun}没有需要单列的事件。",))
    left = len(material.stories) - len(top)
    return PeriodPart(
        id="stories",
        heading="热点事件",
        lines=tuple(_line(material, place, one) for place, one in enumerate(top, 1)),
        tables=(_table(material, top),),
        notes=(f"另有 {left} 件事件级别和热度较低，见各期日报。",) if left else (),
    )


def _line(material: PeriodMaterial, place: int, one: StoryWeek) -> PeriodLine:
    title = named(one.last.detail.story.title, _TITLE)
    refs = (*incident_refs([one.last.detail.incident_id]), *one.refs)
    return PeriodLine(text=f"{place}. {title}：{comment(material, one)}。", refs=refs)


def _table(material: PeriodMaterial, top: tuple[StoryWeek, ...]) -> PeriodTable:
    return PeriodTable(
        caption=f"{material.noun}热点事件的数字",
        header=("事件", "级别", "热度峰值", "去重", "转载", "负面", "定性"),
        rows=tuple(_row(place, one) for place, one in enumerate(top, 1)),
        how="按最高级别、热度峰值、去重条数排序；一件事跨几期，条目只计一次（按条目编号去重），不把各期相加。"
        "热度为各期所记的最大值，算法见方法说明。",
        words=(1, 6),
    )


def _row(place: int, one: StoryWeek) -> tuple[Cell, ...]:
    detail, peak = one.last.detail, one.peak
    negative = sum(item.tone is ToneLabel.NEGATIVE for item in one.items)
    hot = evidence_ref(peak.day, peak.detail.story.id, f"{peak.day:%m-%d}")
    return (
        Cell(text=f"{place}. {short(detail.story.title, _SHORT)}"),
        Cell(text=f"{one.level}级", note=levels_of(one) if len({told.level for told in one.tellings}) > 1 else ""),
        Cell(text=f"{peak.detail.story.heat.value:.0f}", refs=(hot,)),
        Cell(text=f"{len(one.items)}"),
        Cell(text=f"{len(one.copies)}"),
        Cell(text=percent(share(ToneLabel.NEGATIVE, negative, len(one.items))) if one.items else "—"),
        Cell(text="正面事迹" if detail.story.is_good else detail.type.value),
    )


def levels_of(one: StoryWeek) -> str:
    """黄（11-15、11-16）→ 橙（11-17）: its level in each edition, runs of one level together."""
    runs = [(level, list(run)) for level, run in groupby(one.tellings, key=lambda telling: telling.level)]
    return " → ".join(f"{level}（{_when(run)}）" for level, run in runs)


def _when(run: list[Telling]) -> str:
    first, last = run[0].day, run[-1].day
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d} 至 {last:%m-%d}"


def comment(material: PeriodMaterial, one: StoryWeek) -> str:
    """点评: where it was seen first, how it ran, what turned, how it stands; every clause from data."""
    said = (_first_seen(material, one), course_of(material, one), *_events(one), _standing(material, one))
    return "，".join(part for part in said if part)


def course_of(material: PeriodMaterial, one: StoryWeek) -> str:
    """How it ran: 11-15 期列为黄级，11-17 升至橙级，11-18 热度最高（87），11-20 降至黄级."""
    told = one.tellings
    is_old = told[0].detail.story.first_at <= material.days[0].window_start
    begun = f"{told[0].day:%m-%d} 期{_moved(told[0])}{told[0].level}级"
    said = [f"期初为{told[0].level}级" if is_old and told[0].former is told[0].level else begun]
    risen = next((telling for telling in told if telling.level is one.level), told[0])
    if risen.level is not told[0].level:
        said.append(f"{risen.day:%m-%d} 升至{risen.level}级")
    if len(told) > 1:
        said.append(f"{one.peak.day:%m-%d} 热度最高（{one.peak.detail.story.heat.value:.0f}）")
    if told[-1].level.rank < one.level.rank:
        fallen = next(telling for telling in reversed(told) if telling.level.rank > told[-1].level.rank)
        after = told[told.index(fallen) + 1]
        said.append(f"{after.day:%m-%d} 降至{after.level}级")
    return "，".join(said)


def _moved(first: Telling) -> str:
    return "列为" if first.former in (None, first.level) else f"由{first.former}级转为"


def _first_seen(material: PeriodMaterial, one: StoryWeek) -> str:
    first = material.told.get(one.last.detail.story.spread.first_item_id)
    return f"首发于{first[1].source}" if first else ""


def _events(one: StoryWeek) -> Iterator[str]:
    channels = {step.channel for step in one.last.detail.story.spread.steps} - {Channel.OTHER}
    if len(channels) > 2:
        yield f"先后见于 {len(channels)} 类渠道"
    kinds = {shift.kind for telling in one.tellings for shift in telling.detail.story.account.shifts}
    turned = [words for kind, words in _TURNS.items() if kind in kinds]
    if turned:
        yield joined(turned)


def _standing(material: PeriodMaterial, one: StoryWeek) -> str:
    detail = one.last.detail
    if detail.story.is_good:
        return "为正面报道"
    untrue = detail.type in (StoryType.FALSE, StoryType.MALICIOUS)
    typed = "" if detail.type is StoryType.UNVERIFIED else f"{'所涉传闻' if untrue else ''}已定性{detail.type}，"
    if one.last.day != material.days[-1].date:
        return f"{typed}{one.last.day:%m-%d} 期后未再列为重点"
    return f"{typed}期末{STAGED[detail.story.stage]}"
