"""caifeng correct: a published edition is never changed silently; a mistake makes a new revision that says so."""

from typing import Annotated

import typer

from caifeng import pipeline
from caifeng.correcting import Order, keep
from caifeng.correcting import correct as corrected_by
from caifeng.errors import UsageError
from caifeng.models import Briefing
from caifeng.pictures import freeze_pictures
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, parse_day, plain, say, show_progress

_Day = Annotated[str, typer.Argument(help="哪一期：2026-11-18", show_default=False)]
_Why = Annotated[str, typer.Option(help="为什么更正，印在更正页上")]
_By = Annotated[str, typer.Option(envvar="CAIFENG_BY", help="谁更正的；也可写进环境变量 CAIFENG_BY")]
_Set = Annotated[
    list[str] | None, typer.Option("--set", help="改一个值：位置=新值，如 overview.distinct=126；可写多次")
]
_Recompute = Annotated[
    bool, typer.Option("--recompute", help="按存档现在的样子重算这一期（迟到条目、人工标注都算进来）")
]
_Dry = Annotated[bool, typer.Option("--dry-run", help="只看会改什么，不出新的一版")]


def correct(
    day: _Day,
    why: _Why = "",
    by: _By = "",
    values: _Set = None,
    recompute: _Recompute = False,
    dry_run: _Dry = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """更正一期已出的日报：出新的一版，写明改了什么、原值、原因、谁改的；旧版留着可读。随后重新发布那个月。"""
    workspace, found = open_desk(desk)
    date, moment = parse_day(day), now().replace(microsecond=0)
    if date is None or not (values or recompute):
        raise UsageError("请写改什么：--set overview.distinct=126，或 --recompute 按存档重算")
    order = Order(day=date, why=why, by=by, at=moment, values=_values(values or []), recompute=recompute)
    with show_progress() as progress, workspace.lake.hold():
        made = corrected_by(workspace, found, order)
        if not dry_run:
            keep(workspace, made, moment)
            freeze_pictures(workspace, found, made, progress)
            published = pipeline.publish(workspace, found, progress)
            for problem in published.problems if published else ():
                say(str(problem))
    _show(made, as_json=as_json, is_kept=not dry_run)


def _values(said: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition("=") for one in said]
    if wrong := next((path for path, sign, _ in pairs if not sign or not path.strip()), None):
        raise UsageError(f"--set {wrong[:60]!r} 应写成 位置=新值，如 overview.distinct=126")
    return tuple((path.strip(), value.strip()) for path, _, value in pairs)


def _show(made: Briefing, *, as_json: bool, is_kept: bool) -> None:
    new = [one for one in made.corrections if one.revision == made.revision]
    if as_json:
        rows = [{"path": one.path, "what": one.what, "old": one.old, "new": one.new} for one in new]
        answer(dump({"date": str(made.date), "revision": made.revision, "kept": is_kept, "told": new[0].told,
                     "changes": rows}))  # fmt: skip
        return
    for one in new:
        answer(f"{one.what}：{plain(one.old)} → {plain(one.new)}")
    if is_kept:
        told = f"旧版曾送 {new[0].told} 人，仍可在 r{made.revision - 1}/ 读到"
        answer(f"{made.date} 已出第 {made.revision} 版，改了 {len(new)} 处；{told}。")
    else:
        answer(f"以上 {len(new)} 处会在 {made.date} 第 {made.revision} 版里更正；去掉 --dry-run 才真正出版。")
