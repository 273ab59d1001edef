"""``caifeng cases``: the case library, and which former cases resemble one."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from caifeng.casebook import Casebook, read_casebook
from caifeng.commands.story_show import clip
from caifeng.errors import UsageError
from caifeng.models import Case, SimilarCase
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, say
from publish.briefing.phrases import duration

_CASE, _SIMILAR = TypeAdapter(Case), TypeAdapter(SimilarCase)
_SIMILAR_WORD = "similar"

_Action = Annotated[str | None, typer.Argument(help="不写则列出案例库；similar 则找相似的案例")]
_Incident = Annotated[str | None, typer.Argument(help="案件编号，如 INC-2026-0007；与 similar 连用")]
_Tag = Annotated[str | None, typer.Option(help="只列有这个标签的")]
_Topic = Annotated[str | None, typer.Option(help="只列这个议题的")]


def cases(
    action: _Action = None,
    incident: _Incident = None,
    tag: _Tag = None,
    topic: _Topic = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """案例库：已闭环的案件怎样处置、用了多久、学到什么；caifeng cases similar INC-… 找相似的案例。"""
    if action not in (None, _SIMILAR_WORD):
        raise UsageError(
            f"不认识 {plain(str(action))[:40]}；列出案例库写 caifeng cases，找相似写 caifeng cases similar INC-…"
        )
    workspace, found = open_desk(desk)
    book, problems = read_casebook(workspace, found, now())
    for problem in problems:
        say(str(problem))
    if action == _SIMILAR_WORD:
        _similar(book, incident, as_json)
    else:
        _list(book, [case for case in book.cases if _fits(case, tag, topic)], as_json)


def _fits(case: Case, tag: str | None, topic: str | None) -> bool:
    return (tag is None or tag in case.tags) and (topic is None or topic in case.topics)


def _list(book: Casebook, chosen: Sequence[Case], as_json: bool) -> None:
    if as_json:
        answer(dump({"total": len(book.cases), "cases": [_row(case) for case in chosen]}))
        return
    if not chosen:
        answer("没有这样的案例。" if book.cases else "还没有闭环的案件。")
        return
    for case in chosen:
        opened = f"{case.opened_at.astimezone(book.desk.zone):%Y-%m-%d}"
        departments = "、".join(dict.fromkeys(cause.department for cause in case.causes))
        reply = duration(case.first_reply) if case.first_reply is not None else "—"
        took = duration(case.took) if case.took is not None else "—"
        cause = f"  根因 {clip(departments)}" if departments else ""
        answer(f"{case.id}  {case.level}级  {case.type}  立案 {opened}  首次回应 {reply}  用时 {took}{cause}")
        answer(f"    {clip(case.title)}")


def _similar(book: Casebook, wanted: str | None, as_json: bool) -> None:
    if not wanted:
        raise UsageError("请写案件编号，如 caifeng cases similar INC-2026-0007")
    incident = book.incident(wanted)
    found = book.similar(incident)
    if as_json:
        answer(dump({"incident": incident.id, "library": len(book.cases), "similar": [_match(one) for one in found]}))
        return
    if not found:
        answer(f"案例库 {len(book.cases)} 件里没有与 {incident.id} 相似的。")
    for one in found:
        for line in _told(one):
            answer(line)


def _told(one: SimilarCase) -> list[str]:
    case = one.case
    took = f"，用时 {duration(case.took)}" if case.took is not None else ""
    lines = [
        f"{case.id} {clip(case.title)}（相似度 {one.score:.2f}）",
        f"  相似在：{clip('；'.join(one.reasons), 200)}",
    ]
    lines.append(f"  当时：{'、'.join(case.measures) or '没有记录措施'}{took}")
    if case.satisfaction:
        lines.append("  满意程度：" + "、".join(f"{count.name} {count.n}" for count in case.satisfaction))
    lines += [f"  教训：{clip(lesson, 200)}" for lesson in case.improve]
    return lines


def _row(case: Case) -> dict[str, Any]:
    row: dict[str, Any] = _CASE.dump_python(case, mode="json")
    row["took_seconds"] = case.took.total_seconds() if case.took is not None else None
    return row


def _match(one: SimilarCase) -> dict[str, Any]:
    found: dict[str, Any] = _SIMILAR.dump_python(one, mode="json")
    return found
