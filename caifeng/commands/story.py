"""``caifeng story``: one story whole, from what is said to how it was judged, with the items behind each line."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from caifeng.commands.story_account import (
    account_lines,
    course_lines,
    judgement_lines,
    spread_lines,
    view_lines,
)
from caifeng.commands.story_material import Told, find_story
from caifeng.commands.story_show import add, clip, counts_until, grid, heading, show, sparkline
from caifeng.models import Incident, Story
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, plain

STORY, _INCIDENT = TypeAdapter(Story), TypeAdapter(Incident)
_ITEMS = 20
_DAYS = 60  # bars at most

StoryId = Annotated[str, typer.Argument(help="事件编号，如 S-20261119-04；旧编号也可以", metavar="编号")]
_All = Annotated[bool, typer.Option("--all", help=f"列出全部条目；不写则只列最新的 {_ITEMS} 条")]


def story(story_id: StoryId, show_all: _All = False, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """看一个事件的全貌：事实、诉求、观点、演变与预测、传播、评级、定性，每句都注明所依据的条目。"""
    workspace, found = open_desk(desk)
    told = find_story(workspace, found, story_id)
    if as_json:
        answer(dump(_data(told)))
        return
    for line in (*told.preface(), *_head(told)):
        answer(line)
    sections = {
        "经过": account_lines(told),
        "观点与转折": view_lines(told),
        "演变": course_lines(told),
        "传播": spread_lines(told),
        "评级与定性": judgement_lines(told),
    }
    for name, lines in sections.items():
        _section(name, lines)
    _items(told, len(told.story.all_ids) if show_all else _ITEMS)


def _data(told: Told) -> dict[str, Any]:
    incident = _INCIDENT.dump_python(told.incident, mode="json") if told.incident else None
    return {
        "asked": told.asked,
        "is_current": told.is_current,
        "story": STORY.dump_python(told.story, mode="json"),
        "incident": incident,
        "items": [told.row(id_) for id_ in told.story.all_ids],
    }


def _head(told: Told) -> Iterator[str]:
    story = told.story
    if story.merged:
        yield f"曾用编号：{'、'.join(map(plain, story.merged))}（已并入本事件）"
    if story.split_from:
        yield f"从 {plain(story.split_from)} 分出"
    yield f"{story.grade.level.full} · 热度 {story.heat.value:.1f} · {story.stage}" + (
        " · 正面" if story.is_good else ""
    )
    topics, words = ("、".join(map(plain, one)) or "无" for one in (story.topics, story.keywords))
    yield f"议题：{topics}；责任：{plain(story.owner) or '未指定'}；关键词：{words}"
    counts = f"不同稿件 {len(story.item_ids)} 条，转载 {len(story.reprints)} 条"
    yield f"{told.at(story.first_at)} 首次观测，{told.at(story.last_at)} 最新；{counts}"
    if story.days:
        known = [count.day for count in story.days]
        first, last = min(known), max(known)
        bars = counts_until(last, story.days, min(_DAYS, (last - first).days + 1))
        yield f"每日：{sparkline(bars)} {last:%m-%d} 止，共 {len(bars)} 天，一天至多 {max(bars)} 条"


def _section(name: str, lines: Iterator[str]) -> None:
    """A section, unless there is nothing to say."""
    said = list(lines)
    if said:
        heading(name)
        for line in said:
            answer(line)


def _items(told: Told, most: int) -> None:
    """The newest items, oldest of them first; copies name what they repeat."""
    story = told.story
    here = sorted((told.items[id_] for id_ in story.all_ids if id_ in told.items), key=lambda i: (i.published_at, i.id))
    heading("条目")
    table = grid("时间", "编号", "信源", "渠道", "转载自", "标题", wide=(2, 5))
    for item in here[-most:]:
        copy = told.copies.get(item.id)
        copied = f"{copy.of}（{copy.kind}）" if copy else ""
        title = clip(item.title or item.text)
        add(table, told.at(item.published_at), item.id, clip(item.source, 20), item.channel, plain(copied), title)
    show(table)
    if len(here) > most:
        answer(f"此前还有 {len(here) - most} 条，加 --all 全部列出。")
    if gone := len(story.all_ids) - len(here):
        answer(f"另有 {gone} 条已不在库中。")
