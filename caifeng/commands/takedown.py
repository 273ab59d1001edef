"""caifeng takedown: what had to be taken down, on one of five grounds; who and why stays on a public page."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from caifeng.errors import UsageError
from caifeng.models import Desk
from caifeng.models.takedown import Extent, Ground, Takedown, TakedownRecord, in_force
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, say
from caifeng.takedowns import TakedownFile, enforce, next_id, record_of, takedown_file
from caifeng.workspace import Workspace
from collect.identity import canonical_url

_What = Annotated[str | None, typer.Argument(help="条目号 i-…、网址，或事件编号 S-…")]
_Why = Annotated[str, typer.Option(help=f"依据，只能是：{'、'.join(Ground)}；解除时写原因")]
_By = Annotated[str, typer.Option(envvar="CAIFENG_BY", help="谁；也可写进环境变量 CAIFENG_BY")]
_Text = Annotated[bool, typer.Option("--text", help="只撤正文和引文，标题、链接和计数保留")]
_Lift = Annotated[bool, typer.Option("--lift", help="解除：写撤下记录的编号 T-…；记录仍留着")]
_List = Annotated[bool, typer.Option("--list", help="列出全部撤下记录")]
_Dry = Annotated[bool, typer.Option("--dry-run", help="只看会涉及哪些刊期，什么也不改")]


def takedown(
    what: _What = None,
    why: _Why = "",
    by: _By = "",
    only_text: _Text = False,
    lift: _Lift = False,
    show_list: _List = False,
    dry_run: _Dry = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """撤下一条内容：新刊不再收，旧刊处处隐去；谁、为什么、涉及哪些刊期记在公开的撤下记录页。"""
    workspace, found = open_desk(desk)
    if show_list:
        _show(workspace, found, as_json)
        return
    if what is None:
        example = "caifeng takedown i-9f2c77ab0001 --why 个人信息 --by 值班长"
        raise UsageError(f"请写撤下什么，如 {example}；看已有的用 --list")
    if not by.strip():
        raise UsageError("没有说是谁：请加 --by 名字，或设环境变量 CAIFENG_BY")
    file = takedown_file(workspace, found)
    asked = _asked(workspace, file, what.strip(), why.strip())
    asked = replace(asked, by=by.strip(), extent=Extent.TEXT if only_text else Extent.WHOLE)
    if lift != bool(asked.lifts):
        raise UsageError("解除撤下要写 --lift 和撤下记录的编号，如 caifeng takedown T-2026-0003 --lift --why 撤错了")
    record = _dry(workspace, asked) if dry_run else _done(workspace, found, file, asked)
    answer(dump(_row(record)) if as_json else _told(record, dry_run=dry_run))
    if not dry_run and record.editions:
        say("运行 caifeng publish，网站和订阅源就按此更新；网站分支的历史里还有旧页面，怎样清掉见文档 privacy.md。")


def _asked(workspace: Workspace, file: TakedownFile, what: str, why: str) -> Takedown:
    """What people mean. Raises UsageError, with the grounds there are where none of them is given."""
    at = now().replace(microsecond=0)
    known = [one.id for one in file.load()] + [one.takedown.id for one in workspace.lake.takedowns()]
    blank = Takedown(id=next_id(known, at.astimezone(file.zone)), by="", at=at)
    if what.upper().startswith("T-"):
        if what.upper() not in {one.takedown.id for one in in_force(workspace.lake.takedowns())}:
            raise UsageError(f"没有生效的撤下记录 {plain(what[:40])}；看已有的用 --list")
        if not why:
            raise UsageError("解除撤下要写明原因（--why …）")
        return replace(blank, lifts=what.upper(), why_lifted=why)
    if why not in list(Ground):
        raise UsageError(f"撤下须有依据，--why 只能是 {'、'.join(Ground)}；批评和意见不能撤下")
    blank = replace(blank, ground=Ground(why))
    if what.startswith("i-"):
        return replace(blank, item_id=what)
    if what.upper().startswith("S-"):
        return replace(blank, story_id=what.upper())
    if address := canonical_url(what):
        return replace(blank, url=address)
    raise UsageError(f"{plain(what[:40])} 不是条目号、网址或事件编号；条目号可从依据页复制，如 i-9f2c77ab0001")


def _dry(workspace: Workspace, asked: Takedown) -> TakedownRecord:
    lifted = (one for one in workspace.lake.takedowns() if one.takedown.id == asked.lifts)
    return _found(record_of(workspace.lake, asked, next(lifted, None)))


def _done(workspace: Workspace, desk: Desk, file: TakedownFile, asked: Takedown) -> TakedownRecord:
    with workspace.lake.hold():
        _dry(workspace, asked)
        file.add(asked)
        records = enforce(workspace, desk)
    return next(one for one in records if one.takedown.id == asked.id)


def _found(record: TakedownRecord) -> TakedownRecord:
    """A slip of the pen takes nothing down; an address may be one that is yet to be collected."""
    asked = record.takedown
    if not record.days and not record.editions and (asked.item_id or asked.story_id):
        raise UsageError(f"存档里没有 {asked.item_id or asked.story_id}，请核对编号")
    return record


def _told(record: TakedownRecord, *, dry_run: bool) -> str:
    one = record.takedown
    days = "、".join(map(str, record.editions)) or "无"
    if one.lifts:
        return f"{'将' if dry_run else '已'}解除 {one.lifts}；重新显示的刊期：{days}。"
    verb = "将撤下" if dry_run else f"已撤下（{one.id}）"
    return f"{verb}：{len(record.item_ids)} 条，依据“{one.ground}”，范围{one.extent}；涉及的刊期：{days}。"


def _show(workspace: Workspace, desk: Desk, as_json: bool) -> None:
    records = workspace.lake.takedowns()
    standing = {one.takedown.id for one in in_force(records)}
    if as_json:
        answer(dump([_row(one) | {"is_in_force": one.takedown.id in standing} for one in records]))
        return
    for record in records:
        one = record.takedown
        state = "解除" if one.lifts else "有效" if one.id in standing else "已解除"
        named = one.item_id or one.story_id or one.lifts or "一个网址"
        why = one.ground or plain(one.why_lifted)
        told = f"{plain(one.by)}  {one.at.astimezone(desk.zone):%Y-%m-%d %H:%M}  {len(record.editions)} 期"
        answer(f"{one.id}  {state}  {named}  {why}  {told}")
    if not records:
        answer("没有撤下记录。")


def _row(record: TakedownRecord) -> dict[str, Any]:
    one = record.takedown
    return {
        "id": one.id, "item": one.item_id, "url": one.url, "story": one.story_id, "lifts": one.lifts,
        "why": one.ground or one.why_lifted, "by": one.by, "at": one.at.isoformat(), "scope": one.extent,
        "items": list(record.item_ids), "editions": [str(day) for day in record.editions],
    }  # fmt: skip
