"""``caifeng stories``: the stories as told last, gravest and hottest first."""

import difflib
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Annotated, Any

import typer
from rich.text import Text

from caifeng.commands.story_material import incident_of, told_last
from caifeng.commands.story_show import add, clip, counts_until, grid, level_text, show, sparkline
from caifeng.errors import UsageError
from caifeng.models import Desk, Incident, Level, Stage, Story
from caifeng.models.window import day_of
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, say

_SHOWN = 30
_DAYS = 14

_Level = Annotated[Level | None, typer.Option("--level", help="只列这个级别及以上的")]
_Topic = Annotated[str | None, typer.Option("--topic", help="只列这个议题的")]
_Stage = Annotated[Stage | None, typer.Option("--stage", help="只列处于这个阶段的")]
_All = Annotated[bool, typer.Option("--all", help=f"全部列出；不写则只列有热度或黄级以上的，至多 {_SHOWN} 个")]


def stories(
    level: _Level = None,
    topic: _Topic = None,
    stage: _Stage = None,
    show_all: _All = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """列出最近一次讲出的事件：级别、热度、阶段、每日走势、条数，级别高的、热的在前。"""
    workspace, found = open_desk(desk)
    _require_topic(found, topic)
    told = told_last(workspace.lake)
    matching = [
        story
        for story in told
        if (level is None or story.grade.level.rank >= level.rank)
        and (topic is None or topic in story.topics)
        and (stage is None or story.stage is stage)
    ]
    matching.sort(key=lambda story: (-story.grade.level.rank, -story.heat.value, story.id))
    worth = (story for story in matching if show_all or story.heat.value > 0 or story.grade.level is not Level.BLUE)
    chosen = list(islice(worth, None if show_all else _SHOWN))
    incidents, problems = workspace.incidents(found).load()
    for problem in problems:
        say(str(problem))
    today = _today(found, told)
    rows = [(story, incident_of(story, incidents)) for story in chosen]
    if as_json:
        listed = [_row(story, incident, today) for story, incident in rows]
        answer(dump({"day": today.isoformat(), "told": len(told), "matching": len(matching), "stories": listed}))
    else:
        _show(rows, today, len(matching))


def _require_topic(desk: Desk, topic: str | None) -> None:
    names = [known.name for known in desk.topics]
    if topic is None or topic in names:
        return
    near = difflib.get_close_matches(topic, names, n=1, cutoff=0.3)
    hint = f"是不是 {near[0]}？" if near else f"现有：{'、'.join(names) or '无'}"
    raise UsageError(f"没有议题 {plain(topic)}；{hint}")


def _today(desk: Desk, told: Sequence[Story]) -> date:
    """The day for which the newest story was told."""
    newest = max((story.told_at for story in told if story.told_at), default=now())
    return day_of(newest, desk.zone, desk.cutoff_hour)


def _show(rows: Sequence[tuple[Story, Incident | None]], today: date, matching: int) -> None:
    if not rows:
        answer("没有可列的事件。" + (f"另有 {matching} 个没有热度的，加 --all 列出。" if matching else ""))
        return
    table = grid("编号", "级别", "热度", "阶段", f"近 {_DAYS} 天", "条", "转载", "事件", right=(2, 5, 6), wide=(7,))
    for story, incident in rows:
        bars = sparkline(counts_until(today, story.days, _DAYS))
        counts = (str(len(story.item_ids)), str(len(story.reprints)))
        title = clip(story.title) or "（无标题）"
        add(table, story.id, _level(story, incident), f"{story.heat.value:.0f}", story.stage, bars, *counts, title)
    show(table)
    if left := matching - len(rows):
        answer(f"另有 {left} 个没有列出，加 --all 全部列出。")


def _level(story: Story, incident: Incident | None) -> Text:
    """The machine's level, and a person's beside it."""
    level = level_text(story.grade.level)
    if incident and incident.override:
        return Text.assemble(level, "，人工 ", level_text(incident.override.level))
    return level


def _row(story: Story, incident: Incident | None, today: date) -> dict[str, Any]:
    decided = incident.override if incident else None
    return {
        "id": story.id, "title": story.title, "level": story.grade.level,
        "decided_level": decided.level if decided else None, "score": story.grade.score,
        "heat": story.heat.value, "stage": story.stage, "type_hint": story.hint.type,
        "type": incident.type if incident else None, "incident": incident.id if incident else None,
        "topics": story.topics, "owner": story.owner, "is_good": story.is_good,
        "distinct": len(story.item_ids), "reprints": len(story.reprints),
        "days": counts_until(today, story.days, _DAYS), "first_at": story.first_at.isoformat(),
        "last_at": story.last_at.isoformat(), "merged": story.merged, "split_from": story.split_from or None,
    }  # fmt: skip
