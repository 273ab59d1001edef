"""撤下记录: who had what kind of thing taken down, on which ground, and where; never what it said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from caifeng.models.takedown import Ground, TakedownRecord, in_force
from publish.pages.contexts import Page
from publish.pages.render import page


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownRow:
    """One takedown.

    id: its number, which stands wherever something was taken down
    at: when
    by: who
    why: the ground; of a lifting its reason
    what: of what kind it was and how many items: "一条信息", "一个事件的 12 条信息"
    extent: how much of it went
    lifts: the takedown that this one lifts, or ""
    lifted_by: the takedown that lifted it, or ""
    editions: dates of the published editions that are shown anew
    """

    id: str
    at: datetime
    by: str
    why: str
    what: str
    extent: str
    lifts: str
    lifted_by: str
    editions: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownsContext:
    """takedowns.md.j2

    rows: every takedown, newest first
    standing: how many are in force
    grounds: (ground, how many in force), every ground there is
    """

    rows: tuple[TakedownRow, ...]
    standing: int
    grounds: tuple[tuple[str, int], ...]


def render_takedowns(records: Sequence[TakedownRecord], zone: ZoneInfo) -> Page:
    """The page of all takedowns, those that were lifted included; ``records`` oldest first."""
    standing = in_force(tuple(records))
    lifted = {one.takedown.lifts: one.takedown.id for one in records if one.takedown.lifts}
    rows = (_row(one, lifted.get(one.takedown.id, "")) for one in records)
    shown = TakedownsContext(
        rows=tuple(sorted(rows, key=lambda row: (row.at, row.id), reverse=True)),
        standing=len(standing),
        grounds=tuple((ground.value, sum(one.takedown.ground is ground for one in standing)) for ground in Ground),
    )
    return page("takedowns/index.md", "takedowns.md.j2", shown, zone.key)


def _row(record: TakedownRecord, lifted_by: str) -> TakedownRow:
    one = record.takedown
    return TakedownRow(
        id=one.id,
        at=one.at,
        by=one.by,
        why=one.ground.value if one.ground else one.why_lifted,
        what=_what(record),
        extent="" if one.lifts else one.extent.value,
        lifts=one.lifts,
        lifted_by=lifted_by,
        editions=record.editions,
    )


def _what(record: TakedownRecord) -> str:
    if record.takedown.lifts:
        return f"解除 {record.takedown.lifts}"
    if record.takedown.story_id:
        return f"一个事件的 {len(record.item_ids)} 条信息"
    return "一个网址上的信息" if record.takedown.url else "一条信息"
