"""``caifeng reply check``: what a draft of a reply lacks, and what in it should be looked at again. Nothing is sent."""

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from caifeng.commands.playbook_material import find_case, playbooks_of
from caifeng.commands.story_show import add, clip, grid, heading, show
from caifeng.errors import UsageError
from caifeng.models import KnownFacts, ReplyCheck, ReplyKind, ReplyPart, StoryType
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, plain
from respond.playbooks.facts import known_facts
from respond.playbooks.reply import check_reply

reply = typer.Typer(
    help="回复草稿的检查。采风只检查，从不发布。",
    epilog="例：caifeng reply check 草稿.txt --incident INC-2026-0007",
)
_LARGEST = 4_000_000  # bytes; more is no draft


@reply.callback(invoke_without_command=True)
def _reply(context: typer.Context) -> None:
    """回复草稿的检查。采风只检查，从不发布。"""
    if context.invoked_subcommand is None:
        answer(context.get_help())


@reply.command(epilog="例：caifeng reply check 草稿.txt --incident INC-2026-0007")
def check(
    draft: Annotated[str, typer.Argument(help="草稿文件；写 - 则从标准输入读", metavar="草稿")],
    incident: Annotated[str | None, typer.Option("--incident", help="答复的是哪个案件")] = None,
    kind: Annotated[ReplyKind | None, typer.Option("--as", help="首次回应（200 字内）还是情况说明（500 字内）")] = None,
    type_: Annotated[StoryType | None, typer.Option("--type", help="定性；不写则按案件")] = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """检查回复草稿：五要素齐不齐、长短、套话、与已知事实是否相符。有问题时退出码为 1。"""
    text = _read(draft)
    known = _known(desk, incident)
    required = known.required if type_ in (None, known.type) else ()  # another type asks for other parts
    known = replace(known, kind=kind or known.kind, type=type_ or known.type, required=required)
    found = check_reply(text, known)
    if as_json:
        answer(dump(asdict(found) | {"missing": found.missing, "is_good": found.is_good}))
    else:
        _show(found)
    if not found.is_good:
        raise typer.Exit(1)


def _read(draft: str) -> str:
    """The draft's text; bytes that are no UTF-8 are shown as what they are not."""
    if draft == "-":
        data = sys.stdin.buffer.read(_LARGEST + 1)
    else:
        try:
            with Path(draft).open("rb") as file:
                data = file.read(_LARGEST + 1)
        except OSError as error:
            raise UsageError(f"草稿 {draft} 读不出：{error.strerror}；写 - 则从标准输入读") from error
    if len(data) > _LARGEST:
        raise UsageError("草稿超过 4 MB，不是一份回复；请只给要发的那一段")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _known(desk: Path, incident: str | None) -> KnownFacts:
    """What is known of the case; without one, the numbers that the desk gives to the public, if there is a desk."""
    if incident is None:
        if not desk.exists():
            return KnownFacts()
        numbers = {number for one in playbooks_of(open_desk(desk)[0]) for number in one.contacts}
        return KnownFacts(contacts=tuple(sorted(numbers)))
    workspace, found = open_desk(desk)
    case = find_case(workspace, found, incident)
    return known_facts(case.incident, case.stories, case.items, found, case.playbook)


def _show(found: ReplyCheck) -> None:
    state = "，超出" if found.length > found.limit else ""
    answer(f"{found.kind}：{found.length} 字（至多 {found.limit} 字{state}）；套话占 {found.boilerplate:.0%}")
    there = {part.part: part for part in found.parts}
    for part in ReplyPart:
        if part in there:
            answer(f"  有 {part}：“{clip(there[part].quote, 40)}”")
        elif part in found.missing:
            answer(f"  缺 {part}")
    if found.is_good:
        answer("没有发现问题；发不发、怎么发由人决定。")
        return
    heading(f"要再看的 {len(found.findings)} 处")
    table = grid("位置", "问题", "草稿里的话", "为什么", "怎么改", right=(0,), wide=(2, 3, 4))
    for one in found.findings:
        name = f"{one.kind} {one.part}" if one.part else one.kind.value
        proof = f"〔{' '.join(map(plain, one.evidence[:2]))}〕" if one.evidence else ""
        add(table, str(one.start + 1), Text(name, style="bold"), clip(one.quote, 30), one.why + proof, one.mend)
    show(table)
