"""风险研判, 建议: what may come as far as data bear it, and what is to be done by whom until when."""

from collections.abc import Iterator
from datetime import timedelta

from caifeng.models import Confidence, Forecast, ShiftKind, StepState, StoryType
from caifeng.models.document import Line, Part
from caifeng.models.special import Scenario
from caifeng.models.wording import clipped, clock
from publish.briefing.evidence import excerpt
from publish.briefing.forecast_words import expected, likelier
from publish.briefing.phrases import duration
from publish.special.material import SpecialMaterial

_HOURS = timedelta(hours=24)  # what is due within is 即时
_SHOWN = 8  # steps of one span
_TURNED = (ShiftKind.REVERSAL, ShiftKind.RETRACTED, ShiftKind.REFUTED)
_UNTRUE = (StoryType.FALSE, StoryType.MALICIOUS)
_UNKNOWN = "没有可据以估计可能性的数据，不作估计"


def scenarios(material: SpecialMaterial) -> tuple[Scenario, ...]:
    """声量, 次生舆情, 反转: each with what bears it; no likelihood where nothing on record bears one."""
    if not material.owed.subject.is_open:
        return (_relapse(material),)
    return (_volume(material), _secondary(material), _reversal(material))


def _volume(material: SpecialMaterial) -> Scenario:
    story = material.main
    forecast = story.course.forecast if story else None
    if story is None or forecast is None:
        return _without("声量", "未来 24 小时声量怎样走", "条目太少，不作预测")
    claim, likelihood = likelier(forecast)
    return Scenario(
        name="声量",
        text=f"到 {clock(forecast.until, material.report.zone)}，{claim}；{expected(forecast)}",
        likelihood=likelihood,
        confidence=_confidence(forecast),
        basis=forecast.basis,
        item_ids=story.item_ids[-3:],
    )


def _confidence(forecast: Forecast) -> Confidence:
    """Never 高 here: only a record of former forecasts bears that, and the daily edition states it."""
    return Confidence.MIDDLE if forecast.confidence is Confidence.HIGH else forecast.confidence


def _secondary(material: SpecialMaterial) -> Scenario:
    shifts = [
        one for story in material.report.stories for one in story.account.shifts if one.kind is ShiftKind.NEW_ANGLE
    ]
    copying = [one for story in material.report.stories for one in story.spread.copying]
    open_loop = [one.who for one in material.report.incident.loop if not one.is_closed]
    said = [f"已出现新角度 {len(shifts)} 个，最近一个：{clipped(shifts[-1].text, 60)}"] if shifts else []
    said += [f"疑似协同复制 {len(copying)} 组"] if copying else []
    said += [f"当事人 {len(open_loop)} 方尚未闭环（{'、'.join(open_loop[:3])}）"] if open_loop else []
    cited = (*(one.item_ids for one in shifts[-3:]), *(one.item_ids for one in copying[:2]))
    ids = [id_ for found in cited for id_ in found[:3]]
    text = "由本事引出新的议题或新的当事人"
    basis = f"{'；'.join(said)}；{_UNKNOWN}" if said else f"尚未见到新角度、协同复制或未了的当事人；{_UNKNOWN}"
    return _without("次生舆情", text, basis, tuple(dict.fromkeys(ids)))


def _reversal(material: SpecialMaterial) -> Scenario:
    kind = material.report.incident.type
    turned = [one for story in material.report.stories for one in story.account.shifts if one.kind in _TURNED]
    hints = [story.hint for story in material.report.stories]
    if turned:
        said = f"已有 {len(turned)} 次：{turned[-1].kind}，{clipped(turned[-1].text, 60)}"
    elif kind is StoryType.UNVERIFIED:
        said = "尚未核实，任何一方的说法都可能被推翻"
    else:
        said = f"已定性{kind}，未见撤回、更正或相反的通报"
    if kind is StoryType.TRUE and any(hint.type in _UNTRUE for hint in hints):
        said += "；但机器提示与人工定性不同，请复核"
    ids = tuple(dict.fromkeys(id_ for one in turned[-3:] for id_ in one.item_ids[:3]))
    return _without("反转", "基本事实被推翻或更正", f"{said}；{_UNKNOWN}", ids)


def _relapse(material: SpecialMaterial) -> Scenario:
    similar = [one for one in material.report.similar if one.case.measures]
    said = f"案例库中相似的已闭环案件 {len(similar)} 件" if similar else "案例库中没有相似的已闭环案件"
    return _without("反复", "闭环之后同一问题再起", f"{said}；{_UNKNOWN}")


def _without(name: str, text: str, basis: str, item_ids: tuple[str, ...] = ()) -> Scenario:
    return Scenario(name=name, text=text, likelihood=None, confidence=None, basis=basis, item_ids=item_ids)


def advice_parts(material: SpecialMaterial) -> Iterator[Part]:
    """建议: 即时 (hours), 短期 (days) from the playbook's open steps, 长期 from the review and from former cases."""
    yield Part(heading="建议", lines=(_source(material),))
    now = material.report.now
    undone = sorted((one for one in material.steps if not one.is_done), key=lambda one: (one.due_at, one.step.name))
    open_ = undone if material.owed.subject.is_open else []
    soon = [one for one in open_ if one.due_at - now <= _HOURS]
    later = [one for one in open_ if one.due_at - now > _HOURS]
    for heading, steps in (("即时（24 小时内）", soon), ("短期（数日内）", later)):
        lines = tuple(_step(one, material) for one in steps[:_SHOWN])
        if len(steps) > _SHOWN:
            lines = (*lines, Line(text=f"另有 {len(steps) - _SHOWN} 步，见案件页。"))
        yield Part(heading=heading, depth=2, lines=lines or (Line(text=_nothing(material)),))
    yield Part(heading="长期（制度）", depth=2, lines=tuple(_lasting(material)))


def _source(material: SpecialMaterial) -> Line:
    if material.playbook:
        return Line(text=f"以下按预案“{material.playbook}”尚未完成的步骤列出，由责任人决定；采风不代为处置。")
    return Line(text="没有适用的预案，只列已记录的整改与前例。")


def _nothing(material: SpecialMaterial) -> str:
    return "没有到期未办的步骤。" if material.steps else "没有预案步骤可列。"


def _step(one: StepState, material: SpecialMaterial) -> Line:
    due = clock(one.due_at, material.report.zone)
    late = material.report.now - one.due_at
    when = f"应于 {due} 前完成，已逾期 {duration(late)}" if one.is_overdue else f"{due} 前"
    return Line(text=f"{one.step.owner}：{one.step.name}。{excerpt(one.step.what, 200).rstrip('。')}（{when}）。")


def _lasting(material: SpecialMaterial) -> Iterator[Line]:
    review = material.report.incident.review
    rectify = [one for one in review.rectify if one.done is None] if review else []
    for one in rectify:
        yield Line(text=f"{one.owner}：{excerpt(one.what, 200)}（{one.due.isoformat()} 前）。")
    lessons = [(one.case.id, lesson) for one in material.report.similar for lesson in one.case.improve[:1]]
    for id_, lesson in lessons[:3]:
        yield Line(text=f"前例 {id_} 的教训：{excerpt(lesson, 200)}")
    if not rectify and not lessons:
        yield Line(text="尚无复盘整改事项和可比前例；闭环后由复盘提出。")
