"""诉求与后果: what the public asks for, and what victims and damage the items of a story state."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from caifeng.models import Item, Statement, Story
from caifeng.models.wording import clock
from publish.briefing.day import Day
from publish.briefing.evidence import excerpt
from publish.briefing.phrases import joined

_DEMANDS = 4
_HARMS = 3
_PRIVATE = 4  # tier of persons and all others: what they state is quoted, never said as known
_DIGITS = str.maketrans("一二两三四五六七八九", "1223456789")
_CLAIMED = ("赔偿", "索赔", "要求", "退")  # harm put as a demand


def voices(day: Day, story: Story, members: tuple[Item, ...]) -> Iterable[Statement]:
    """What people demand (seed S1: the core demand behind an event), and what harm is stated; each with its items."""
    demands = story.account.demands[:_DEMANDS]
    if demands:
        said = joined([f"{demand.name} {demand.count} 条" for demand in demands])
        ids = dict.fromkeys(id_ for demand in demands for id_ in demand.item_ids)
        yield Statement(text=f"提出诉求的 {demands[0].total} 条：{said}（一条可有几项）。", item_ids=tuple(ids))
    yield from _harm(day, story, members)


def attributed(day: Day, said: Statement) -> Statement:
    """A sentence taken from an item of the day, with who wrote it and on which day. See :func:`credited`."""
    return credited(said, day.by_id, day.desk.zone)


def credited(said: Statement, items: Mapping[str, Item], zone: ZoneInfo) -> Statement:
    """A sentence taken from an item, with who wrote it and on which day, so that 昨天 and 该局 can be understood.

    ``items`` by id; what a private account writes is quoted and marked as not verified.
    """
    item = next((items[id_] for id_ in said.item_ids if id_ in items), None)
    if item is None:
        return said
    when = clock(item.published_at, zone)[:5]
    if item.tier < _PRIVATE or item.is_official:
        return replace(said, text=f"{said.text.rstrip('。')}（{item.source}，{when}）。")
    inner = said.text.rstrip("。").translate({ord("“"): "‘", ord("”"): "’"})
    return replace(said, text=f"{item.source}网帖称：“{inner}”（{when}，未核实）。")


def _harm(day: Day, story: Story, members: tuple[Item, ...]) -> Iterable[Statement]:
    """The latest statements that differ, each with whoever made it; nothing is added up or taken for a fact."""
    account = story.account
    told = [_bare(text) for text in (story.title, account.summary.text, *(fact.text for fact in account.facts))]
    said: dict[str, tuple[str, Item]] = {}
    for item in sorted(members, key=lambda item: (item.tier, -item.published_at.timestamp(), item.id)):
        for hit in day.readings[item.id].harm[:1]:
            bare = _bare(hit.written)
            if not hit.written.startswith(_CLAIMED) and not any(bare in text for text in told):
                said.setdefault(bare, (excerpt(hit.written, 30), item))
    for words, item in list(said.values())[:_HARMS]:
        yield Statement(text=f"{item.source}称“{words}”（引述，未核实）。", item_ids=(item.id,))


def _bare(written: str) -> str:
    """A statement of harm as it is compared: 1 死 4 伤 and 一死四伤 are the same."""
    return "".join(written.split()).translate(_DIGITS).removeprefix("导").removeprefix("致")
