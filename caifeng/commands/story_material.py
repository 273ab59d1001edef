"""The story that people mean: as told last or, when it is told no more, as an earlier run told it."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from analyze.stories.tell import dated
from caifeng.commands.story_show import clip
from caifeng.errors import UsageError
from caifeng.lake import Lake
from caifeng.models import Desk, Incident, Item, Reprint, Story
from caifeng.shell import plain, say
from caifeng.workspace import Workspace

_ID = re.compile(r"S-\d{8}-\d{2,9}")
_EARLIER = timedelta(days=1)  # items are looked for this long before a story's first
_PROOF = 3  # item ids shown after a sentence
_NEAR = 3
_TITLE = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A story, its items as far as the lake still has them, and what people decided."""

    desk: Desk
    asked: str  # the id as people gave it: perhaps of a story that has become part of this one
    story: Story
    is_current: bool  # told by the newest run
    items: Mapping[str, Item]
    copies: Mapping[str, Reprint]
    incident: Incident | None

    def at(self, moment: datetime) -> str:
        """A moment in the desk's zone, with its year where that is not the story's last."""
        local, last = (at.astimezone(self.desk.zone) for at in (moment, self.story.last_at))
        return f"{local:%m-%d %H:%M}" if local.year == last.year else f"{local:%Y-%m-%d %H:%M}"

    def name(self, item_id: str) -> str:
        """An item by source and title."""
        item = self.items.get(item_id)
        if item is None:
            return f"{plain(item_id)}（已不在库中）"
        return f"{clip(item.source, 20)}《{clip(item.title or item.text, _TITLE)}》"

    def row(self, item_id: str) -> dict[str, Any]:
        """An item as ``--json`` prints it; what the lake no longer has is null."""
        item = self.items.get(item_id)
        of = self.copies[item_id].of if item_id in self.copies else None
        if item is None:
            return {"id": item_id, "at": None, "source": None, "channel": None, "tier": None, "title": None,
                    "url": None, "reprint_of": of}  # fmt: skip
        return {"id": item_id, "at": item.published_at.isoformat(), "source": item.source, "channel": item.channel,
                "tier": item.tier, "title": item.title, "url": item.url or None, "reprint_of": of}  # fmt: skip

    def preface(self) -> Iterator[str]:
        """Which story it is, and what is to be known before one reads on."""
        story = self.story
        if self.asked != story.id:
            yield f"{self.asked} 已并入 {story.id}，以下是 {story.id}。"
        if not self.is_current:
            until = f"{self.at(story.told_at)} 时" if story.told_at else "最后一次计算时"
            yield f"近期没有新信息，已不再计算；以下是 {until}的情形。"
        yield f"{story.id}  {clip(story.title, 2 * _TITLE) or '（无标题）'}"


def proof(item_ids: Sequence[str]) -> str:
    """The first items on which a sentence stands, and how many there are; "" where there are none."""
    if not item_ids:
        return ""
    shown = " ".join(map(plain, item_ids[:_PROOF]))
    return f"〔{shown} 等 {len(item_ids)} 条〕" if len(item_ids) > _PROOF else f"〔{shown}〕"


def find_story(workspace: Workspace, desk: Desk, wanted: str) -> Told:
    """The story of an id, or the one it became part of. Raises UsageError with the nearest ids."""
    lake = workspace.lake
    stories = told_last(lake)
    id_ = wanted.strip().upper()
    id_ = id_ if id_.startswith("S-") else f"S-{id_}"
    story = next((story for story in stories if id_ in story.known_as), None)
    is_current = story is not None
    if story is None and _ID.fullmatch(id_):
        story = lake.story(id_)
    if story is None:
        raise UsageError(_unknown(wanted, stories))
    incidents, problems = workspace.incidents(desk).load()
    for problem in problems:
        say(str(problem))
    return Told(
        desk=desk,
        asked=id_,
        story=story,
        is_current=is_current,
        items={item.id: dated(item) for item in lake.items(story.first_at - _EARLIER, story.all_ids)},
        copies={reprint.item_id: reprint for reprint in story.reprints},
        incident=incident_of(story, incidents),
    )


def told_last(lake: Lake) -> tuple[Story, ...]:
    """What the newest run told. Raises UsageError where there is no state at all."""
    stories = lake.stories()
    if not stories and not lake.size():
        raise UsageError(f"{lake.root} 里还没有数据；请先运行 caifeng daily，或用 --desk 指明配置文件")
    return stories


def incident_of(story: Story, incidents: Iterable[Incident]) -> Incident | None:
    """The newest incident opened on the story, or on one that became part of it."""
    found = [one for one in incidents if not set(story.known_as).isdisjoint(one.story_ids)]
    return max(found, key=lambda one: (one.opened_at, one.id), default=None)


def _unknown(wanted: str, stories: Sequence[Story]) -> str:
    if not wanted.strip():
        return "没有写事件编号；编号形如 S-20261119-04，用 caifeng stories 可以看到"
    ids = [id_ for story in stories for id_ in story.known_as]
    written = wanted.strip().upper()[:40]
    of_day = [id_ for id_ in ids if id_[:10] in written]
    near = difflib.get_close_matches(written, of_day or ids, n=_NEAR, cutoff=0.6)
    hint = f"最接近的是 {'、'.join(near)}" if near else "编号形如 S-20261119-04，用 caifeng stories 可以看到"
    return f"没有编号是 {clip(wanted, 40)} 的事件；{hint}"
