"""处置进展、研判建议、数据说明: what is owed, what to do, and how far the numbers can be trusted."""

from collections.abc import Iterator
from datetime import datetime
from statistics import median, quantiles

from caifeng.models import (
    Clock,
    ClockView,
    DataNote,
    Decision,
    Handling,
    Incident,
    Level,
    Matter,
    SourceHealth,
    SourceReport,
    SourceState,
    Stage,
    Statement,
    Story,
    StoryType,
)
from caifeng.models.wording import clock as clock_words
from publish.briefing.day import Day
from publish.briefing.lane import lane_record
from publish.briefing.phrases import named

_NUMERALS = ("一要", "二要", "三要", "四要")


def handling(day: Day) -> tuple[Handling, ...]:
    """Open incidents and their clocks, gravest first."""
    cases = [incident for incident in day.incidents if incident.is_open]
    cases.sort(key=lambda incident: (-incident.level.rank, incident.id))
    return tuple(Handling(incident=incident, clocks=clock_views(incident, day.now)) for incident in cases)


def clock_views(incident: Incident, now: datetime) -> tuple[ClockView, ...]:
    """An incident's clocks as they stand at ``now``."""
    return tuple(_clock_view(one, now) for one in incident.clocks)


def _clock_view(clock: Clock, now: datetime) -> ClockView:
    used = ((clock.stopped_at or now) - clock.started_at).total_seconds()
    left = (clock.due_at - (clock.stopped_at or now)).total_seconds()
    return ClockView(
        name=clock.name,
        norm=clock.norm,
        limit_minutes=int(clock.limit.total_seconds() // 60),
        used_minutes=max(int(used // 60), 0),
        state=clock.state(now),
        due_at=clock.due_at,
        left_minutes=int(left / 60),
        paused="" if clock.stopped_at else clock.paused,
    )


def advice(day: Day, chosen: tuple[Matter, ...], asked: tuple[Decision, ...]) -> tuple[Statement, ...]:
    """Who should do what next, at most four, each standing on the story's items."""
    said: list[tuple[str, tuple[str, ...]]] = []
    stories = {story.id: story for story in day.stories}
    for matter in chosen:
        story = stories[matter.story_id]
        ids = tuple(item.id for item in day.members(story)[:8]) or story.item_ids[-3:]
        said += [(text, ids) for text in _steps(day, matter, story, asked)]
    if not said:
        return (Statement(text="保持日常监测，暂无需要专门安排的事项。"),)
    if len(said) == 1:
        return (Statement(text=f"建议{said[0][0]}。", item_ids=said[0][1]),)
    shown = said[: len(_NUMERALS)]
    return tuple(
        Statement(text=f"{_NUMERALS[at]}{text}{'；' if at + 1 < len(shown) else '。'}", item_ids=ids)
        for at, (text, ids) in enumerate(shown)
    )


def _steps(day: Day, matter: Matter, story: Story, asked: tuple[Decision, ...]) -> Iterator[str]:
    title, owner = named(matter.title, 18), story.owner or "责任部门"
    decision = next((one for one in asked if one.incident_id and one.incident_id == matter.incident_id), None)
    if story.hint.type in (StoryType.FALSE, StoryType.MALICIOUS):
        yield f"就{title}转发官方通报，一两句话说清，不与传播者争辩（{owner}）"
    elif matter.level is Level.BLUE:
        return
    elif decision and decision.due_at:
        yield (
            f"由{owner}就{title}先作首次回应（时限 {clock_words(decision.due_at, day.desk.zone)}）：致歉、联系方式、"
            "已知事实、态度、后续安排，调查未完也可先说"
        )
    elif story.stage in (Stage.FALLING, Stage.CALM):
        yield f"由{owner}逐一回访{title}的当事人，记录诉求、方案与满意度，准备复盘"
    else:
        yield f"由{owner}持续公布{title}的处置进展，线上线下口径一致"


def data_note(day: Day) -> DataNote:
    """Sources tried and failed, delays, accuracy with n and interval, versions of what was computed."""
    newest = {report.source: report for report in day.reports}
    tried = [report for report in newest.values() if report.state is not SourceState.UNREACHABLE]
    delays = _delays(day)
    return DataNote(
        configured=len(day.desk.sources),
        tried=len(tried),
        answered=sum(report.state is not SourceState.FAILED for report in tried),
        health=tuple(_health(day, newest)),
        failures=day.failures,
        delay_median_seconds=median(delays) if delays else None,
        delay_p90_seconds=quantiles(delays, n=10)[-1] if len(delays) >= 10 else None,
        runs=day.runs,
        accuracies=day.accuracies,
        versions=day.versions,
        spot_checks=day.spot_checks,
        label_problems=day.label_problems,
        forecasts=day.forecasts,
        lane=lane_record(day.alerts, day.looked),
    )


def _health(day: Day, newest: dict[str, SourceReport]) -> Iterator[SourceHealth]:
    for source in day.desk.sources:
        report = newest.get(source.name)
        if report is not None:
            yield SourceHealth(name=source.name, channel=source.channel, tier=source.tier, report=report)


def _delays(day: Day) -> list[float]:
    """Seconds from publication to sight over the window's items whose own time can be believed."""
    return [(item.seen_at - item.published_at).total_seconds() for item in day.scanned if not item.is_time_estimated]
