"""The one screen an executive reads: conclusion, decision asked, three matters, outlook, blind spots."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from caifeng.models import (
    Confidence,
    Decision,
    Incident,
    Level,
    Likelihood,
    Matter,
    ShiftKind,
    SourceState,
    Stage,
    Story,
    StoryType,
    ToneLabel,
)
from caifeng.models.briefing import Outlook
from caifeng.models.window import window
from publish.briefing.course_words import turned_kinds
from publish.briefing.day import Day
from publish.briefing.forecast_words import confidence, expected, likelier
from publish.briefing.phrases import change, joined, named, short

CONCLUSION = 200  # characters at most
MATTERS = 3
_OVERALL = {
    Level.BLUE: "总体平稳",
    Level.YELLOW: "总体可控，有事项需关注",
    Level.ORANGE: "形势较紧，需尽快处置",
    Level.RED: "形势严峻，需立即处置",
}
_UNTRUE = frozenset({StoryType.FALSE, StoryType.MALICIOUS})
TYPED = {kind: f"已定性{kind}" for kind in StoryType} | {StoryType.UNVERIFIED: "未经人工核实"}
STAGED = {
    Stage.LATENT: "尚在潜伏",
    Stage.RISING: "仍在上升",
    Stage.HIGH: "处于高位",
    Stage.FALLING: "正在回落",
    Stage.CALM: "已经平息",
    Stage.AGAIN: "出现反复",
}
_TURNED = {
    ShiftKind.REVERSAL: "情节出现反转",
    ShiftKind.RETRACTED: "有报道撤回更正",
    ShiftKind.REFUTED: "官方已辟谣",
    ShiftKind.NOTICE: "官方通报 {count} 次",
}
_PRIVATE = 4  # tier
_TITLE = 28  # characters of a title inside a sentence
NOTEWORTHY = 3  # distinct items that make a blue story a matter


def matters(day: Day) -> tuple[Matter, ...]:
    """At most three: the gravest and hottest stories that moved in the window."""
    chosen = [
        story
        for story in day.active
        if day.level(story) is not Level.BLUE or len(day.members(story)) >= NOTEWORTHY or story.id in day.incident_of
    ]
    return tuple(_matter(day, story) for story in chosen[:MATTERS])


def level_of(day: Day) -> Level:
    """The day's level: the gravest of what moved in the window and of what is still open."""
    moved = [day.level(story) for story in day.active]
    still = [incident.level for incident in day.incidents if incident.is_open]
    levels = moved + [min(level, Level.YELLOW, key=lambda one: one.rank) for level in still]
    return max(levels, key=lambda level: level.rank, default=Level.BLUE)


def conclusion(day: Day, chosen: tuple[Matter, ...]) -> str:
    """One paragraph of at most 200 characters: how it stands, what moved most, what else."""
    level = level_of(day)
    parts = [f"{_overall(day, level, chosen)}（{level}）。"]
    if not chosen:
        negative = sum(day.tone(item) is ToneLabel.NEGATIVE for item in day.distinct)
        parts.append(f"24 小时相关信息 {len(day.distinct)} 条，其中负面 {negative} 条，没有事件达到黄级。")
    for matter in chosen:
        sentence = _matter_sentence(day, matter, is_first=matter is chosen[0])
        if len("".join(parts)) + len(sentence) <= CONCLUSION:
            parts.append(sentence)
    return "".join(parts)


def _overall(day: Day, level: Level, chosen: tuple[Matter, ...]) -> str:
    story = next((one for one in day.stories if chosen and one.id == chosen[0].story_id), None)
    if level.rank >= Level.ORANGE.rank and story is not None and story.stage in (Stage.FALLING, Stage.CALM):
        return "热度回落，处置尚未完结"
    return _OVERALL[level]


def _matter_sentence(day: Day, matter: Matter, *, is_first: bool) -> str:
    story = next(story for story in day.stories if story.id == matter.story_id)
    title = _named(day, story, matter.title)
    if not is_first:
        return f"{title}{_state(day, story, matter)}。"
    said = [f"{title}{_moved(day, story, matter)}", f"24 小时 {matter.distinct} 条", _change(day, story)]
    said += [short(one.text.split("：")[0], 24) for one in story.signals if one.name.startswith("首次")][:1]
    said += [turned] if (turned := _turned(day, story)) else []
    said += [] if story.is_good else [TYPED[matter.type]]
    return "，".join(said) + "。"


def _named(day: Day, story: Story, title: str) -> str:
    """The title in quotation marks; marked as a post where nobody but private accounts tells it."""
    known = [day.by_id[id_] for id_ in story.item_ids if id_ in day.by_id]
    is_hearsay = bool(known) and all(item.tier == _PRIVATE and not item.is_official for item in known)
    is_open = day.type(story) is StoryType.UNVERIFIED and not story.is_good
    return ("网帖" if is_hearsay and is_open else "") + named(title, _TITLE)


def _turned(day: Day, story: Story) -> str:
    """What turned in the window, the weightiest of it; "" where nothing did."""
    kinds = turned_kinds(day, story)
    said = (one for one in _TURNED if kinds[one])
    return next((_TURNED[kind].format(count=kinds[kind]) for kind in said), "")


def _moved(day: Day, story: Story, matter: Matter) -> str:
    if matter.previous_level is None:
        known = story.first_at <= day.bounds[0]  # it was there yesterday, too small to be told
        return f"升至{matter.level}级" if known and matter.level is not Level.BLUE else f"今日新列（{matter.level}）"
    if matter.level.rank > matter.previous_level.rank:
        return f"由{matter.previous_level}升{matter.level}"
    if matter.level.rank < matter.previous_level.rank:
        return f"由{matter.previous_level}降{matter.level}"
    return f"维持{matter.level}级"


def _state(day: Day, story: Story, matter: Matter) -> str:
    turned = "" if story.is_good else _turned(day, story)
    count = f"{turned}，{matter.distinct} 条" if turned else f"{matter.distinct} 条"
    if story.is_good:
        return f"为正面报道，{count}"
    if story.hint.type in _UNTRUE and matter.type is StoryType.UNVERIFIED:
        return f"已见官方否认，{matter.distinct} 条，待人工定性"
    if matter.type is not StoryType.UNVERIFIED:
        what = "所涉传闻" if matter.type in _UNTRUE else ""
        return f"{what}{TYPED[matter.type]}，{STAGED[story.stage]}，{count}"
    return f"{STAGED[story.stage]}，{count}"


def _matter(day: Day, story: Story) -> Matter:
    members = day.members(story)
    today, before = _two_days(day, story)
    trend = "▲" if today > 1.2 * before else "▼" if today < 0.8 * before else "─"
    known = {one.story_id: one.level for one in day.previous.matters} if day.previous else {}
    known |= {one.story.id: one.story.grade.level for one in day.previous.details} if day.previous else {}
    incident = day.incident_of.get(story.id)
    return Matter(
        story_id=story.id,
        title=story.title,
        level=day.level(story),
        previous_level=known.get(story.id),
        trend=trend,
        distinct=len(members),
        line=_line(day, story),
        type=day.type(story),
        spark=_spark(day, story),
        incident_id=incident.id if incident else "",
    )


def _line(day: Day, story: Story) -> str:
    members = day.members(story)
    negative = sum(day.tone(item) is ToneLabel.NEGATIVE for item in members)
    said = [f"声量 {len(members)}，{_change(day, story)}", f"转载 {len(day.copies(story))}"]
    said.append(f"负面 {negative}/{len(members)}")
    said.append("正面事迹" if story.is_good else day.type(story).value)
    return " · ".join(said)


def _two_days(day: Day, story: Story) -> tuple[int, int]:
    ids = set(story.item_ids)
    yesterday = day.date - timedelta(days=1)
    start, end = window(yesterday, day.desk.zone, day.desk.cutoff_hour)
    before = sum(item.id in ids and start < item.published_at <= end for item in day.items)
    return len(day.members(story)), before


def _change(day: Day, story: Story) -> str:
    today, before = _two_days(day, story)
    if day.previous is None and before == 0:
        return "前一日无数据"
    return change(today, before)


def _spark(day: Day, story: Story) -> tuple[int, ...]:
    """Distinct items a day over the last fourteen, up to today."""
    counted = {one.day: one.distinct for one in story.days}
    return tuple(counted.get(day.date - timedelta(days=back), 0) for back in range(13, -1, -1))


def decisions(day: Day) -> tuple[Decision, ...]:
    """What only an executive can settle: at most two, gravest incident first."""
    open_cases = [incident for incident in day.incidents if incident.is_open]
    questions: list[Decision] = []
    for incident in sorted(open_cases, key=lambda one: (-one.level.rank, one.id)):
        story = next((one for one in day.stories if not set(incident.story_ids).isdisjoint(one.known_as)), None)
        questions += asked(incident, story, day.now)
    return tuple(questions[:2])


def asked(incident: Incident, story: Story | None, now: datetime) -> Iterator[Decision]:
    """What of an open incident only an executive can settle, at ``now`` (aware); ``story``: its own, as told last."""
    title = named(incident.title, 20)
    reply = next((one for one in incident.clocks if one.name == "首次回应"), None)
    refuted = story is not None and story.hint.type in _UNTRUE
    if refuted and incident.type is StoryType.UNVERIFIED:
        question, due = f"是否将{title}定性为“不符”，并转发官方通报？", None
    elif reply is not None and reply.stopped_at is None:
        late = "（首次回应已超时）" if reply.due_at < now else ""
        question, due = f"是否就{title}发布情况说明？{late}", reply.due_at
    elif story is not None and story.stage in (Stage.FALLING, Stage.CALM):
        question, due = f"{title}{STAGED[story.stage]}，是否同意转入闭环与复盘？", None
    else:
        return
    yield Decision(question=question, owner=incident.owner, due_at=due, incident_id=incident.id)


def outlook(day: Day, chosen: tuple[Matter, ...]) -> Outlook:
    """What the next 24 hours likely bring: the leading matter's forecast, said with its reason."""
    story = next((one for one in day.stories if chosen and one.id == chosen[0].story_id), None)
    forecast = story.course.forecast if story else None
    if story is None or forecast is None or day.level(story) is Level.BLUE:
        low, high = Likelihood.LIKELY.range
        return Outlook(
            text="未来 24 小时不出现黄级以上事件",
            likelihood=Likelihood.LIKELY,
            low=low,
            high=high,
            confidence=Confidence.LOW,
            basis="当前没有达到黄级而仍在发展的事件；突发事件不在可预判之列",
        )
    claim, likelihood = likelier(forecast)
    low, high = likelihood.range
    return Outlook(
        text=f"未来 24 小时{named(story.title, _TITLE)}{claim}",
        likelihood=likelihood,
        low=low,
        high=high,
        confidence=confidence(day, forecast),
        basis=f"{expected(forecast)}；{forecast.basis}",
    )


def blind_spots(day: Day) -> tuple[str, ...]:
    """What we cannot see, in plain words: never covered, failed now, too short a history."""
    spots: list[str] = []
    never = [f"{source.name}（{source.why_unreachable}）" for source in day.desk.sources if source.why_unreachable]
    if never:
        spots.append(f"未覆盖：{joined(never)}")
    newest = {report.source: report for report in day.reports}
    failed = [name for name, report in newest.items() if report.state is SourceState.FAILED]
    if failed:
        spots.append(f"{len(newest) - len(never)} 个信源中 {len(failed)} 个抓取失败：{joined(failed)}")
    if len(day.history) < 28:
        spots.append(f"历史只有 {len(day.history)} 日，常年范围要满 7 日才给出、满 28 日才稳定")
    if day.desk.calendar_problems:
        files = joined(list(dict.fromkeys(problem.file for problem in day.desk.calendar_problems)))
        spots.append(f"风险日历有 {len(day.desk.calendar_problems)} 处读不到：{files}（caifeng check 列出每一处）")
    if day.unreadable:
        spots.append(f"案件文件无法读取：{joined(list(day.unreadable))}")
    return tuple(spots)
