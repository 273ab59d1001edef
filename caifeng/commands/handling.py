"""``caifeng handling``: how a month was handled, in figures."""

from datetime import date
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from caifeng.casebook import read_casebook
from caifeng.commands.story_show import add, grid, heading, show
from caifeng.errors import UsageError
from caifeng.models import Desk, HandlingFigures
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, say
from publish.pages.handling_page import figure_groups
from respond.handling import before
from respond.handling import handling as figures_of

_FIGURES = TypeAdapter(HandlingFigures)

_Month = Annotated[str | None, typer.Option("--month", help="哪个月，如 2026-11；不写则为本月")]


def handling(month: _Month = None, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """处置统计：一个月的预警、用时、按时率、误报漏报、整改与根因，与上月并列。"""
    workspace, found = open_desk(desk)
    moment = now()
    wanted = _parse(month, found)
    book, problems = read_casebook(workspace, found, moment)
    for problem in problems:
        say(str(problem))
    figures = figures_of(book.record, wanted, found, moment)
    if as_json:
        data: dict[str, Any] = _FIGURES.dump_python(figures, mode="json")
        answer(dump(data))
        return
    former = figures_of(book.record, before(wanted), found, moment)
    answer(f"{wanted:%Y-%m} 处置统计" + ("" if figures.is_whole else "（本月未完）"))
    for name, rows in figure_groups(figures, former):
        if not rows:
            continue
        heading(name)
        table = grid("项目", "本月", "上月", wide=(0, 1, 2))
        for row in rows:
            add(table, row.name, row.now, row.former)
        show(table)


def _parse(text: str | None, desk: Desk) -> date:
    """The first day of a month as people type it. Raises UsageError."""
    today = now().astimezone(desk.zone).date().replace(day=1)
    if text is None:
        return today
    try:
        wanted = date.fromisoformat(f"{text.strip()}-01")
    except ValueError as error:
        raise UsageError(f"月份 {plain(text)[:20]} 无法辨认，应写成 2026-11") from error
    if not date(1990, 1, 1) <= wanted <= today:
        raise UsageError(f"{wanted:%Y-%m} 还没有到，或太早；应写成 {today:%Y-%m} 或之前的月份")
    return wanted
