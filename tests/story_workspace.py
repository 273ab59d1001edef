"""A workspace whose lake holds given stories and items, and the commands that show them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner, Result

from caifeng.commands.heat import heat
from caifeng.commands.spread import spread
from caifeng.commands.stories import stories
from caifeng.commands.story import story
from caifeng.lake import Lake
from caifeng.models import Channel, Engagement, Harvest, Item, Story

NOW = datetime(2026, 11, 17, 2, tzinfo=UTC)
_DESK = """
desk: 测试台
sources: [{name: 日报, unreachable: 示例}]
topics: [{name: 产品质量, watch: 漏水}, {name: 促销, watch: 优惠}]
"""
_APP = typer.Typer()
for command in (stories, story, heat, spread):
    _APP.command()(command)


@dataclass(frozen=True)
class Bench:
    """A folder with a configuration; runs are told into its lake."""

    folder: Path

    def tell(self, run: str, told: Sequence[Story], items: Sequence[Item] = ()) -> None:
        draft = Lake(self.folder / "lake").draft(run)
        draft.stories(told)
        if items:
            draft.harvest(Harvest(run=run, started_at=NOW, finished_at=NOW, items=tuple(items), sightings=(),
                                  failures=(), reports=(), validators=()))  # fmt: skip
        draft.commit()

    def run(self, *words: str, columns: int = 200) -> Result:
        desk = str(self.folder / "caifeng.yml")
        return CliRunner().invoke(_APP, [*words, "--desk", desk], env={"COLUMNS": str(columns)})

    def shown(self, *words: str) -> str:
        """What the command prints; it must go well."""
        done = self.run(*words)
        assert done.exit_code == 0, done.output or done.exception
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.shown(*words, "--json"))

    def refused(self, *words: str) -> str:
        """The sentence with which the command refuses."""
        done = self.run(*words)
        assert done.exit_code != 0
        return str(done.exception)

    def open_incident(self, *story_ids: str, human: str) -> None:
        """An incident file as people leave it."""
        folder = self.folder / "incidents"
        folder.mkdir()
        (folder / "INC-2026-0007.yml").write_text(
            f"title: 漏水\nstories: [{', '.join(story_ids)}]\ntype: 属实\ngrade: {{machine: 黄, {human}}}\n"
            "owner: 售后部\nstate: 发现\nclocks: {}\nlog: [{at: '2026-11-17T09:00:00+08:00', by: 采风, did: 发现}]\n",
            encoding="utf-8",
        )


def bench(folder: Path) -> Bench:
    """A new one, without a lake."""
    (folder / "caifeng.yml").write_text(_DESK, encoding="utf-8")
    return Bench(folder)


def item(id_: str, title: str, minutes: int = 0, channel: Channel = Channel.FORUM) -> Item:
    """An item published so many minutes after ten in the morning of 2026-11-17, China time."""
    at = NOW + timedelta(minutes=minutes)
    return Item(
        id=id_, revision=1, content_hash="0" * 64, source="日报", channel=channel, tier=3, region="", is_official=False,
        url="", title=title, text="正文", author="", credited="", published_at=at, is_time_estimated=False, seen_at=at,
        engagement=Engagement(),
    )  # fmt: skip
