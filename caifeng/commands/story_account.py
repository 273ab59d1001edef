"""What a story says and how it runs, in lines: facts, views, turns, the course, the spread in short, the judgement."""

from collections.abc import Iterator

from analyze.scales import TIER_NAMES
from caifeng.commands.story_material import Told, proof
from caifeng.commands.story_show import clip, sparkline
from caifeng.models import Course, Forecast, Grade, Spread
from caifeng.shell import plain

_TEXT = 200  # characters of a sentence
_TURNS = 8  # the newest ones
_BURSTS = 5


def account_lines(told: Told) -> Iterator[str]:
    """Summary, key facts, the five questions and what the public asks for, each with its items."""
    account = told.story.account
    yield f"概要：{clip(account.summary.text, _TEXT) or '无'}{proof(account.summary.item_ids)}"
    for place, fact in enumerate(account.facts, 1):
        yield f"事实 {place}：{clip(fact.text, _TEXT)}{proof(fact.item_ids)}"
    for aspect in account.aspects:
        yield f"{aspect.kind}：{clip(aspect.text, _TEXT)}{proof(aspect.item_ids)}"
    for place, demand in enumerate(account.demands):
        name = "核心诉求" if place == 0 else "诉求"
        quote = f"“{clip(demand.quote.text)}”（{clip(demand.quote.source, 20)}）"
        yield f"{name}：{clip(demand.name)} {demand.count}/{demand.total} 条，如{quote}{proof(demand.item_ids)}"


def view_lines(told: Told) -> Iterator[str]:
    """What each party says with its share, then what turned."""
    for view in told.story.account.views:
        share = f"{view.count}/{view.total} 条，{view.share:.0%}（95% 区间 {view.low:.0%}–{view.high:.0%}）"
        yield f"{view.party}：“{clip(view.text, _TEXT)}” {share}{proof(view.item_ids)}"
    for shift in told.story.account.shifts:
        yield f"转折 {told.at(shift.at)} {shift.kind}：{clip(shift.text, _TEXT)}{proof(shift.item_ids)}"


def course_lines(told: Told) -> Iterator[str]:
    """The stage with its turns, bursts, hours that were not looked at, and the forecast."""
    course = told.story.course
    if len(course.turns) > _TURNS:
        yield f"阶段：此前还有 {len(course.turns) - _TURNS} 次转变"
    turns = " → ".join(f"{turn.stage}（{told.at(turn.at)}）" for turn in course.turns[-_TURNS:])
    yield f"阶段：{turns or course.stage}"
    if course.hours:
        yield f"近 {len(course.hours)} 小时：{sparkline(course.hours)} 每小时至多 {max(course.hours)} 条"
    yield from _bursts(told, course)
    for gap in course.gaps:
        yield f"缺采：{told.at(gap.start)} 至 {told.at(gap.end)} 没有采集，不等于平静"
    if course.forecast:
        yield from _forecast(told, course.forecast)


def _bursts(told: Told, course: Course) -> Iterator[str]:
    for burst in course.bursts[-_BURSTS:]:
        late = "；此前有缺采，可能是补采" if burst.is_after_gap else ""
        usual = f"平常 {burst.usual:.1f} 条，z = {burst.z:.1f}"
        yield f"突增：{told.at(burst.at)} 前 {burst.span} {burst.count} 条，{usual}（{burst.sensitivity}）{late}"
    if len(course.bursts) > _BURSTS:
        yield f"突增：此前还有 {len(course.bursts) - _BURSTS} 次"


def _forecast(told: Told, made: Forecast) -> Iterator[str]:
    """Likelihood and confidence stand in lines of their own (ICD 203)."""
    low, high = made.likelihood.range
    until = told.at(made.until)
    yield f"预测：到 {until}，新增 {made.low}–{made.high} 条（五次中约四次落在其中）；过去 24 小时 {made.last} 条"
    yield f"可能性：{made.likelihood}（{low}%–{high}%，算得 {made.probability:.0%}）：{clip(made.claim, _TEXT)}"
    yield f"把握：{made.confidence}。依据：{clip(made.basis, _TEXT)}"


def spread_lines(told: Told) -> Iterator[str]:
    """The spread in short: who was observed first, the channels in order, tiers, copying."""
    spread = told.story.spread
    yield f"首次观测：{told.at(spread.first_at)} {told.name(spread.first_item_id)}，可能不是首发"
    yield "渠道先后：" + " → ".join(f"{step.channel}（{told.at(step.at)}）" for step in spread.steps)
    if spread.tiers:
        yield "层级：" + "，".join(tier_counts(spread))
    if spread.head_media_item_id:
        yield f"最早的中央或省级媒体：{told.name(spread.head_media_item_id)}〔{plain(spread.head_media_item_id)}〕"
    for copying in spread.copying:
        yield f"疑似协同复制：{clip(copying.why, _TEXT)}{proof(copying.item_ids)}"
    nodes = f"关键节点 {len(spread.key_nodes)} 个"
    yield f"看得出来路的 {spread.edges_total} 条，{nodes}；见 caifeng spread {told.story.id}"


def tier_counts(spread: Spread) -> Iterator[str]:
    """Each tier with its distinct items and reprints."""
    for row in spread.tiers:
        yield f"{TIER_NAMES.get(row.tier, f'第 {row.tier} 级')} {row.distinct} 条、转载 {row.reprints} 条"


def judgement_lines(told: Told) -> Iterator[str]:
    """The grade in short and the suggested type, each beside what people decided; then the signals."""
    story, incident = told.story, told.incident
    yield f"机器评级：{story.grade.level.full}。{clip(story.grade.reason, _TEXT)}"
    yield from bounds(story.grade)
    yield f"人工评级：{override_in_words(told)}"
    likely = f"（实测精确率 {story.hint.probability:.0%}）" if story.hint.probability else ""
    yield f"依据提示：{story.hint.type}{likely}。{clip(story.hint.why, _TEXT)}{proof(story.hint.item_ids)}"
    yield "人工定性：" + (f"{incident.type}（{incident.id}）" if incident else "没有立案，尚无人定性")
    for signal in story.signals:
        yield f"信号 {clip(signal.name, 20)}：{clip(signal.text, _TEXT)}{proof(signal.item_ids)}"
    yield f"逐行的算法：caifeng heat {story.id} --explain --grade"


def bounds(grade: Grade) -> Iterator[str]:
    """What holds a level up or down beside its score."""
    if grade.before:
        yield f"上一次：{grade.before.full}"
    if grade.ceiling:
        yield f"上限：不高于{grade.ceiling}，因为{clip(grade.ceiling_why, _TEXT)}"


def override_in_words(told: Told) -> str:
    """The level a named person gave and why, or that nobody did."""
    if told.incident is None:
        return "没有立案，无人改级"
    made = told.incident.override
    if made is None:
        return f"{told.incident.id} 没有改级"
    why = clip(made.why, _TEXT) or "未写理由"
    return f"{made.level.full}（{clip(made.by, 20) or '未署名'}：{why}；{told.incident.id}）"
