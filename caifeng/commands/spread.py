"""``caifeng spread``: the way a story took: who has it from whom, through which channels, and what looks arranged."""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from caifeng.commands.spread_tree import draw
from caifeng.commands.story import StoryId
from caifeng.commands.story_account import tier_counts
from caifeng.commands.story_material import Told, find_story, proof
from caifeng.commands.story_show import add, clip, grid, heading, show
from caifeng.models import Spread
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, plain

_SPREAD = TypeAdapter(Spread)
_WHY = 120  # characters


def spread(story_id: StoryId, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """看一个事件怎样传开：最早观测到谁、谁从谁那里来、关键节点、经过的渠道、疑似协同复制。"""
    workspace, found = open_desk(desk)
    told = find_story(workspace, found, story_id)
    if as_json:
        answer(dump(_data(told)))
        return
    way = told.story.spread
    for line in told.preface():
        answer(line)
    answer(f"首次观测：{told.at(way.first_at)} {told.name(way.first_item_id)}，可能不是首发")
    heading("渠道先后")
    _show_channels(told)
    heading("来路")
    tree = draw(told)
    if way.edges:
        show(tree.picture)
    for line in tree.notes:
        answer(line)
    _show_key_nodes(told)
    if way.tiers:
        answer("层级：" + "，".join(tier_counts(way)))
    for line in _copying(told):
        answer(line)


def _data(told: Told) -> dict[str, Any]:
    way = told.story.spread
    named = [way.first_item_id, way.head_media_item_id, *(step.item_id for step in way.steps)]
    named += [id_ for edge in way.edges for id_ in (edge.of, edge.item_id)]
    named += [node.item_id for node in way.key_nodes] + [id_ for one in way.copying for id_ in one.item_ids]
    return {
        "id": told.story.id,
        "title": told.story.title,
        "spread": _SPREAD.dump_python(way, mode="json"),
        "items": [told.row(id_) for id_ in dict.fromkeys(named) if id_],
    }


def _show_channels(told: Told) -> None:
    way = told.story.spread
    table = grid("渠道", "首见", "编号", "条目", wide=(3,))
    for step in way.steps:
        head = "，最早的中央或省级媒体" if step.item_id == way.head_media_item_id else ""
        add(table, step.channel, told.at(step.at), plain(step.item_id), told.name(step.item_id) + head)
    show(table)
    if way.head_media_item_id and way.head_media_item_id not in {step.item_id for step in way.steps}:
        answer(f"最早的中央或省级媒体：{told.name(way.head_media_item_id)}〔{plain(way.head_media_item_id)}〕")


def _show_key_nodes(told: Told) -> None:
    nodes = told.story.spread.key_nodes
    heading("关键节点")
    if not nodes:
        answer("没有看出关键节点。")
        return
    table = grid("时间", "条目", "此前每小时", "此后每小时", "由它而来", "依据", right=(2, 3, 4), wide=(1, 5))
    for node in nodes:
        rates = (f"{node.before:.1f}", f"{node.after:.1f}", f"{node.reach}")
        add(table, told.at(node.at), f"{told.name(node.item_id)} {plain(node.item_id)}", *rates, clip(node.why, _WHY))
    show(table)


def _copying(told: Told) -> Iterator[str]:
    for one in told.story.spread.copying:
        yield f"疑似协同复制：{one.accounts} 个账号在 {one.seconds:.0f} 秒内发布“{clip(one.text)}”{proof(one.item_ids)}"
        yield f"  {clip(one.why, _WHY)}"
