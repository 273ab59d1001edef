"""诉求与后果: what the public asks for, and what victims and damage the items of a story state."""

from collections.abc import Iterable

from caifeng.models import Item, Statement, Story
from publish.day import Day
from publish.evidence import excerpt
from publish.phrases import joined

_DEMANDS = 4
_HARMS = 3


def voices(day: Day, story: Story, members: tuple[Item, ...]) -> Iterable[Statement]:
    """What people demand (seed S1: the core demand behind an event), and what harm is stated; each with its items."""
    demands = story.account.demands[:_DEMANDS]
    if demands:
        said = joined([f"{demand.name} {demand.count} 条" for demand in demands])
        ids = dict.fromkeys(id_ for demand in demands for id_ in demand.item_ids)
        yield Statement(text=f"提出诉求的 {demands[0].total} 条：{said}（一条可有几项）。", item_ids=tuple(ids))
    yield from _harm(day, members)


def _harm(day: Day, members: tuple[Item, ...]) -> Iterable[Statement]:
    """The latest statements that differ, each with whoever made it; nothing is added up or taken for a fact."""
    said: dict[str, Item] = {}
    for item in sorted(members, key=lambda item: (item.tier, -item.published_at.timestamp(), item.id)):
        for hit in day.readings[item.id].harm[:1]:
            said.setdefault(excerpt(hit.written, 30), item)
    for words, item in list(said.items())[:_HARMS]:
        yield Statement(text=f"{item.source}称“{words}”（引述，未核实）。", item_ids=(item.id,))
