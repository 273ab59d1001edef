"""caifeng rebuild: a past edition again from what is frozen, to show that nothing was changed behind anybody's back."""

from pathlib import Path
from typing import Annotated

import typer

from caifeng.errors import PublishError
from caifeng.rebuilding import Comparison
from caifeng.rebuilding import rebuild as rebuild_edition
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, say

_Edition = Annotated[str, typer.Argument(help="哪一期：2026-11-18、2026-W46、INC-2026-0001-1", show_default=False)]
_Check = Annotated[bool, typer.Option("--check", help="与网站上的逐字节比对，不同就以退出码 5 结束")]
_Into = Annotated[Path | None, typer.Option(help="写到这个空目录")]


def rebuild(
    edition: _Edition, check: _Check = False, into: _Into = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """从存档重新生成一期的页面，与网站上的逐字节比对；网站和存档都不动。"""
    workspace, found = open_desk(desk)
    with workspace.lake.hold():
        compared = rebuild_edition(workspace, found, edition, into)
    _show(compared, edition, as_json=as_json)
    if check and compared.differing:
        raise PublishError(f"{edition} 与网站上的不一致：{len(compared.differing)} 个文件")


def _show(compared: Comparison, edition: str, *, as_json: bool) -> None:
    if as_json:
        answer(dump({"edition": edition, "files": compared.files, "differing": list(compared.differing),
                     "same_frame": compared.is_same_frame}))  # fmt: skip
        return
    if not compared.differing:
        answer(f"{edition} 的 {compared.files} 个文件与网站上的逐字节相同。")
        return
    for path in compared.differing:
        answer(f"不同：{path}")
    if not compared.is_same_frame:
        say("发布之后主题或程序换过，外观不同是应有的；数字和文字用 caifeng verify 核对。")
