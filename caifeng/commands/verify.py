"""``caifeng verify``: every number of a published edition, resolved or named."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from caifeng.models import Desk
from caifeng.report_check import check_report, is_report
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, plain, say, show_progress
from caifeng.verifying import EditionCheck, editions, verify
from caifeng.workspace import Workspace
from publish.ledger.words import Kind

_SHOWN = 40  # lines of what could not be resolved; --json has all

_Edition = Annotated[
    str, typer.Argument(help="2026-11-20、2026-11（当月各期日报）、2026-W46、INC-2026-0001-1；不写则为最新一期日报")
]
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
    if is_report(workspace, edition):
        _verify_report(workspace, found, edition, as_json)
        return
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


def _verify_report(workspace: Workspace, desk: Desk, key: str, as_json: bool) -> None:
    """A weekly, monthly or special report: pages against the record, the record against the daily editions."""
    with workspace.lake.hold():
        check = check_report(workspace, desk, key)
    if as_json:
        answer(dump({**asdict(check), "is_sound": check.is_sound}))
    else:
        for line in (*check.differing, *check.changed)[:_SHOWN]:
            say(plain(line), "red")
        again = f"，{check.composed} 个值由各期日报重算" if check.composed else ""
        wrong = len(check.differing) + len(check.changed)
        answer(f"{key}  {check.files} 个文件与存档逐字节比对{again}，不符 {wrong}。")
    if not check.is_sound:
        raise typer.Exit(1)


def _show(checks: Sequence[EditionCheck]) -> None:
    for check in checks:
        resolved = "，".join(f"{kind} {check.counts.get(kind, 0)}" for kind in Kind if check.counts.get(kind, 0))
        answer(
            f"{check.day}  {sum(check.counts.values())} 个数，{check.pages} 页，{check.seconds:.1f} 秒：{resolved}。"
            f"台账之数里重算 {check.recomputed}，照记录 {check.recorded}；"
            f"依据 {check.rows} 条，不符 {len(check.findings)}。"
        )
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
