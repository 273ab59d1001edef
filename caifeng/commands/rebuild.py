"""caifeng rebuild: a past day again from what is frozen, to show that nothing was changed behind anybody's back."""

from pathlib import Path
from typing import Annotated

import typer

from caifeng.errors import PublishError
from caifeng.rebuilding import Comparison
from caifeng.rebuilding import rebuild as rebuild_day
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, parse_day, say

_Day = Annotated[str, typer.Argument(help="哪一天：2026-11-18", show_default=False)]
_Check = Annotated[bool, typer.Option("--check", help="与网站上的逐字节比对，不同就以退出码 5 结束")]
_Into = Annotated[Path | None, typer.Option(help="写到这个空目录")]


def rebuild(
    day: _Day, check: _Check = False, into: _Into = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """从存档重新生成一天的页面，与网站上的逐字节比对；网站和存档都不动。"""
    workspace, found = open_desk(desk)
    date = parse_day(day)
    assert date is not None  # noqa: S101  an argument is always there
    with workspace.lake.hold():
        compared = rebuild_day(workspace, found, date, into)
    _show(compared, day, as_json=as_json)
    if check and compared.differing:
        raise PublishError(f"{day} 与网站上的不一致：{len(compared.differing)} 个文件")


def _show(compared: Comparison, day: str, *, as_json: bool) -> None:
    if as_json:
        answer(dump({"date": day, "files": compared.files, "differing": list(compared.differing),
                     "same_frame": compared.is_same_frame}))  # fmt: skip
        return
    if not compared.differing:
        answer(f"{day} 的 {compared.files} 个文件与网站上的逐字节相同。")
        return
    for path in compared.differing:
        answer(f"不同：{path}")
    if not compared.is_same_frame:
        say("发布之后主题或程序换过，外观不同是应有的；数字和文字用 caifeng verify 核对。")
