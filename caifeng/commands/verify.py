"""``caifeng verify``: every number of a published edition, resolved or named."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, plain, say, show_progress
from caifeng.verifying import EditionCheck, editions, verify
from publish.ledger.words import Kind

_SHOWN = 40  # lines of what could not be resolved; --json has all

_Edition = Annotated[str, typer.Argument(help="日期或月份，如 2026-11-20、2026-11；不写则为最新一期")]
_Folder = Annotated[
    Path | None, typer.Option("--folder", help="核对这个公开目录里的页面，而不是网站分支上的，如 public")
]


def verify_edition(
    edition: _Edition = "",
    folder: _Folder = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """逐个核对已发布的一期：每一页上的每一个数都要能重算或查到出处，否则列出来并以 1 退出。

    例：caifeng verify 2026-11-20
    """
    workspace, found = open_desk(desk)
    checks: list[EditionCheck] = []
    with show_progress() as progress:
        for day in editions(workspace, edition):
            check = verify(workspace, found, day, folder, lambda stage: progress(stage, None))
            checks = [*checks, check]
    if as_json:
        answer(dump([_data(check) for check in checks]))
    else:
        _show(checks)
    if not all(check.is_sound for check in checks):
        raise typer.Exit(1)


def _show(checks: Sequence[EditionCheck]) -> None:
    table = Table("刊期", "页", *[kind.value for kind in Kind], "重算", "照录", "依据行", "不符", "秒")
    for check in checks:
        table.add_row(
            f"{check.day}", f"{check.pages}", *[f"{check.counts.get(kind, 0)}" for kind in Kind], f"{check.recomputed}",
            f"{check.recorded}", f"{check.rows}", f"{len(check.findings)}", f"{check.seconds:.1f}",
        )  # fmt: skip
    Console().print(table)
    for check in checks:
        for one in check.findings[:_SHOWN]:
            say(f"{check.day} {plain(one.what)}：{plain(one.why)}", "red")
        for lost in check.unresolved[:_SHOWN]:
            what = lost.what
            say(f"{lost.page}：{what.number}（…{plain(what.around)}…）{plain(what.why)}", "red")
        more = max(len(check.findings) - _SHOWN, 0) + max(len(check.unresolved) - _SHOWN, 0)
        if more:
            say(f"{check.day} 另有 {more} 处，加 --json 看全部")
    sound = all(check.is_sound for check in checks)
    answer("每个数都有出处，重算一致。" if sound else "有数字核对不上，见上面各行。")


def _data(check: EditionCheck) -> dict[str, Any]:
    return {
        "edition": f"{check.day}",
        "revision": check.revision,
        "pages": check.pages,
        "counts": {kind.value: check.counts.get(kind, 0) for kind in Kind},
        "recomputed": check.recomputed,
        "recorded": check.recorded,
        "evidence_rows": check.rows,
        "findings": [{"what": one.what, "why": one.why} for one in check.findings],
        "unresolved": [
            {"page": one.page, "number": one.what.number, "around": one.what.around, "why": one.what.why}
            for one in check.unresolved
        ],
        "seconds": round(check.seconds, 2),
    }
