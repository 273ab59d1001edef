"""caifeng privacy check: what of a text or file would be masked before it is published."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from caifeng.errors import UsageError
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, plain
from publish.privacy import contacts_of, find, mask

privacy = typer.Typer(no_args_is_help=True, help="个人信息：发布前会隐去什么")
_LARGEST = 20_000_000  # bytes of a file

_Text = Annotated[str, typer.Argument(help="一段文字，或一个文件；写 - 读标准输入")]


@privacy.command(epilog="例：caifeng privacy check 投诉.txt")
def check(text: _Text, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """一段文字或一个文件里有哪些个人信息，发布时会写成什么样；不改文件。"""
    said, name = _read(text)
    public = contacts_of(open_desk(desk)[1].publish.contacts) if desk.is_file() else frozenset[str]()
    found = [one for one in find(said) if mask(said[one.start : one.end], public) != said[one.start : one.end]]
    if as_json:
        rows = [{"kind": one.kind, "start": one.start, "end": one.end, "shown": one.shown} for one in found]
        answer(dump({"found": rows, "masked": mask(said, public)}))
        return
    if not found:
        answer(f"{name}没有发现个人信息。")
        return
    for one in found:
        line = said.count("\n", 0, one.start) + 1
        answer(f"第 {line} 行  {one.kind}  {plain(said[one.start : one.end])} → {one.shown}")
    counts = Counter(one.kind for one in found)
    answer(f"{name}共 {len(found)} 处：{'、'.join(f'{kind} {count}' for kind, count in sorted(counts.items()))}。")


def _read(text: str) -> tuple[str, str]:
    """The text that is meant and how to call it. Raises UsageError for a file that cannot be read."""
    if text == "-":
        return sys.stdin.read(), "标准输入"
    try:
        path = Path(text)
        if not path.is_file():
            return text, "这段文字"
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path.name} 太大（超过 {_LARGEST // 1_000_000} MB），请分开检查")
        return path.read_text(encoding="utf-8-sig", errors="replace"), path.name
    except (OSError, ValueError):  # too long for a name, or no name at all: a text
        return text, "这段文字"
