"""``caifeng period``: weekly and monthly reports listed, shown, made on demand."""

from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from caifeng.models.period import Period, period_card
from caifeng.periods import find_period, make_period, make_periods, named_span
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, say, show_progress

app = typer.Typer(help="周报、月报：由各期日报综合，到期自动出，也可手工出。", no_args_is_help=True)

_PERIOD = TypeAdapter(Period)
_Key = Annotated[str, typer.Argument(help="哪一周或哪一月：2026-W47、2026-11", show_default=False)]


@app.command("list", epilog="例：caifeng period list --json")
def list_(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """已出的周报、月报，按时间。"""
    workspace, _ = open_desk(desk)
    made = workspace.lake.periods()
    if as_json:
        answer(dump([_listed(one) for one in made]))
        return
    for one in made:
        answer(f"{one.key} {one.kind} 第 {one.number} 期 {one.level}级 {one.conclusion}")
    if not made:
        say("还没有周报和月报；最后一期日报出来之后会自动出，也可用 caifeng period make 2026-W47 要一期")


@app.command(epilog="例：caifeng period show 2026-W47")
def show(key: _Key, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """一期周报或月报的全文。"""
    workspace, _ = open_desk(desk)
    found = find_period(workspace.lake.periods(), key)
    if as_json:
        data: dict[str, Any] = _PERIOD.dump_python(found, mode="json")
        answer(dump(data))
        return
    answer(f"{found.title}（{found.level}级）\n{found.conclusion}")
    for part in found.parts:
        answer(f"\n{part.heading}")
        for line in part.lines:
            answer(line.text)
        for table in part.tables:
            answer("\t".join(table.header))
            for row in table.rows:
                answer("\t".join(f"{cell.text}（{cell.note}）" if cell.note else cell.text for cell in row))
        for note in part.notes:
            answer(note)


@app.command(epilog="例：caifeng period make 2026-W47；不写哪一期则补出所有到期未出的")
def make(
    key: Annotated[str | None, typer.Argument(help="哪一周或哪一月：2026-W47、2026-11", show_default=False)] = None,
    force_early: Annotated[bool, typer.Option("--force-early", help="没有过完也出；之后不再自动补出")] = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """现在就出一期；已出的照原样给回。下次发布时上站。"""
    workspace, found = open_desk(desk)
    moment = now().replace(microsecond=0)
    with show_progress() as progress, workspace.lake.hold():
        if key is None:
            made = make_periods(workspace, found, moment, progress)
        else:
            made = (make_period(workspace, found, named_span(key), moment, is_early=force_early),)
    if as_json:
        answer(dump([_listed(one) for one in made]))
        return
    for one in made:
        answer(f"{one.title}：{one.conclusion}")
    if not made:
        say("没有到期未出的周报和月报")


def _listed(one: Period) -> dict[str, Any]:
    card = period_card(one)
    return {
        "key": one.key,
        "kind": one.kind.value,
        "number": one.number,
        "revision": one.revision,
        "first": str(one.span.first),
        "last": str(one.span.last),
        "level": one.level.value,
        "conclusion": one.conclusion,
        "published_at": one.published_at.isoformat(),
        "is_late": one.is_late,
        "distinct": one.distinct,
        "negative": one.negative,
        "editions": [str(edition.date) for edition in one.editions],
        "missing": [str(day) for day in one.missing],
        "address": card.address,
    }
