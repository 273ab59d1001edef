"""takedowns.yml: what people had to take down, by whom and why; they edit it, and Caifeng appends to it.

A takedown comes into force when it is recorded in the lake, and holds from then on whatever becomes of its line; only
one more entry lifts it. A file that cannot be read whole stops publishing: what was taken down must not come back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from caifeng.entries import append, entries, line, read, shown
from caifeng.errors import ConfigError, Problem
from caifeng.lake import Lake
from caifeng.models import Desk
from caifeng.models.takedown import Extent, Ground, Takedown, TakedownRecord
from caifeng.scalars import Moment, Said
from caifeng.shapes import in_zone
from caifeng.workspace import Workspace
from collect.identity import canonical_url, item_id

_HEAD = "# 撤下：每条写明撤下什么、为什么、谁撤的；生效后删去这一行也不会恢复。写法见文档 privacy.md。\n"
_ID = r"^T-\d{4}-\d{4}$"
_GROUNDS = "、".join(Ground)


def _address(value: str) -> str:
    if not canonical_url(value):
        raise PydanticCustomError("address", "网址应以 http:// 或 https:// 开头")
    return canonical_url(value)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Annotated[str, Field(pattern=_ID)]
    item: Annotated[str, Field(pattern=r"^i-[0-9A-Za-z]+$")] | None = None
    url: Annotated[str, AfterValidator(_address)] | None = None
    story: Annotated[str, Field(pattern=r"^S-\d{8}-\d{2,9}$")] | None = None
    lifts: Annotated[str, Field(pattern=_ID)] | None = None
    why: Said
    by: Said
    at: Moment
    scope: Extent = Extent.WHOLE

    @model_validator(mode="after")
    def _is_whole(self) -> "_Entry":
        named = [key for key in ("item", "url", "story", "lifts") if getattr(self, key) is not None]
        if len(named) != 1:
            raise PydanticCustomError("one", "item、url、story、lifts 须写且只写一个")
        if self.lifts is None and self.why not in list(Ground):
            raise PydanticCustomError("ground", f"why 只能是 {_GROUNDS}：别的理由不能撤下内容")
        return self


@dataclass(frozen=True, slots=True)
class TakedownFile:
    """A desk's takedowns.yml; times without a zone are the desk's."""

    path: Path
    zone: ZoneInfo

    def load(self) -> tuple[Takedown, ...]:
        """Every takedown, in the order of the file. Raises ConfigError with all that is wrong."""
        problems: list[Problem] = []
        text = read(self.path, problems)
        found = self._read(text, problems) if text else ()
        if problems:
            raise ConfigError(tuple(problems))
        return found

    def add(self, takedown: Takedown) -> None:
        """Write one more at the end of the file, durably. Raises ConfigError where it, or the file, makes no sense."""
        self.load()
        written, problems = _line(takedown, self.zone), list[Problem]()
        self._read(written, problems)
        if problems:
            raise ConfigError(tuple(problems))
        append(self.path, written, _HEAD)

    def _read(self, text: str, problems: list[Problem]) -> tuple[Takedown, ...]:
        found: dict[str, Takedown] = {}
        for one in entries(text, self.path.name, _Entry, "撤下", problems):
            if one.said.id in found:
                problems.append(one.problem(f"编号 {one.said.id} 用了两次", "请换一个没有用过的编号"))
            found[one.said.id] = _takedown(one.said, self.zone)
        return tuple(found.values())


def takedown_file(workspace: Workspace, desk: Desk) -> TakedownFile:
    """The file beside the desk's configuration."""
    return TakedownFile(workspace.root / "takedowns.yml", desk.zone)


def enforce(workspace: Workspace, desk: Desk) -> tuple[TakedownRecord, ...]:
    """Bring into force what people wrote since: from here on nothing reads it out of the lake. Returns the new ones.

    Raises ConfigError when the file cannot be read whole: nothing may be published then.
    """
    lake = workspace.lake
    known = {record.takedown.id: record for record in lake.takedowns()}
    written = [one for one in takedown_file(workspace, desk).load() if one.id not in known]
    records: dict[str, TakedownRecord] = {}
    for one in written:
        records[one.id] = record_of(lake, one, (known | records).get(one.lifts))
    if records:
        draft = lake.draft(workspace.run(max(one.at for one in written).astimezone(UTC)))
        draft.takedowns(tuple(records.values()))
        draft.commit()
    return tuple(records.values())


def record_of(lake: Lake, takedown: Takedown, lifted: TakedownRecord | None) -> TakedownRecord:
    """What a takedown comes to: its items, where they lie, and the published editions that are shown anew.

    ``lifted`` is the record that it lifts, None where it lifts none.
    """
    story = lake.story(takedown.story_id) if takedown.story_id else None
    ids = (*filter(None, (takedown.item_id,)), *(story.all_ids if story else ()))
    ids += (item_id(takedown.url, "", "", ""),) if takedown.url else ()
    names = {name.encode() for name in (*ids, takedown.story_id, takedown.url) if name}
    return TakedownRecord(
        takedown=takedown,
        item_ids=ids,
        days=lake.sight_days(ids) if ids else (),
        editions=lifted.editions if lifted else lake.sealed(names),
    )


def next_id(known: Sequence[str], at: datetime) -> str:
    """The first number of the year that none of ``known`` has."""
    taken = [int(id_[7:]) for id_ in known if re.fullmatch(_ID, id_) and id_[2:6] == f"{at:%Y}"]
    return f"T-{at:%Y}-{max(taken, default=0) + 1:04d}"


def _takedown(said: _Entry, zone: ZoneInfo) -> Takedown:
    return Takedown(
        id=said.id,
        by=said.by,
        at=in_zone(said.at, zone),
        ground=None if said.lifts else Ground(said.why),
        extent=said.scope,
        item_id=said.item or "",
        url=said.url or "",
        story_id=said.story or "",
        lifts=said.lifts or "",
        why_lifted=said.why if said.lifts else "",
    )


def _line(takedown: Takedown, zone: ZoneInfo) -> str:
    said: dict[str, Any] = {
        "id": takedown.id,
        "item": takedown.item_id,
        "url": takedown.url and shown(takedown.url),
        "story": takedown.story_id,
        "lifts": takedown.lifts,
        "why": takedown.ground.value if takedown.ground else shown(takedown.why_lifted),
        "by": shown(takedown.by),
        "at": takedown.at.astimezone(zone).isoformat(timespec="seconds"),
        "scope": "" if takedown.lifts else takedown.extent.value,
    }
    return line({key: value for key, value in said.items() if value})
