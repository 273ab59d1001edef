"""caifeng prune: what the lake keeps no longer, by the days that the configuration gives."""

from collections import Counter
from typing import Annotated

import typer

from caifeng.retention import TEXT, Pruned, plan
from caifeng.retention import prune as prune_lake
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk

_Dry = Annotated[bool, typer.Option("--dry-run", help="只看会清理什么，什么也不改")]


def prune(dry_run: _Dry = False, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """清理存档里过了保存期的正文、标题和网址；编号、指纹、时间和已出的刊期都留着。"""
    workspace, found = open_desk(desk)
    lake, at = workspace.lake, now()
    if dry_run:
        done = plan(lake, found.keep, at)
    else:
        with lake.hold():
            done = prune_lake(lake, found.keep, at, workspace.run(at))
        with lake.hold():  # removes the files that count no more
            pass
    if as_json:
        answer(dump([{"day": str(one.day), "items": one.items, "columns": list(one.columns)} for one in done]))
        return
    rules = f"正文 {found.keep.text_days} 天、其余 {found.keep.items_days} 天"
    answer(_told(done, dry_run=dry_run) if done else f"没有过了保存期的内容（{rules}）。")


def _told(done: tuple[Pruned, ...], *, dry_run: bool) -> str:
    counts = Counter[str]()
    for one in done:
        counts["正文" if one.columns == TEXT else "正文、标题、网址和作者"] += one.items
    said = "；".join(f"{count} 条的{what}" for what, count in counts.items())
    verb = "将清理" if dry_run else "已清理"
    span = f"{done[0].day} 至 {done[-1].day}"
    kept = "编号、指纹、时间和已出的刊期都在；这些条目不能再重新判读，核对时也对不到原文。"
    return f"{verb}收到日期为 {span} 的 {said}。{kept}"
