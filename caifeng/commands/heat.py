"""``caifeng heat``: the sum behind a story's heat, and behind its level, so that a reader can add it up."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from analyze.grading.levels import recompute, total
from analyze.scales import tenth
from caifeng.commands.story import StoryId
from caifeng.commands.story_account import bounds, override_in_words
from caifeng.commands.story_material import Told, find_story, proof
from caifeng.commands.story_show import add, clip, grid, heading, show
from caifeng.models import Contribution, Grade, Heat
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk

_HEAT, _GRADE = TypeAdapter(Heat), TypeAdapter(Grade)
_RAW = 80  # characters of what was counted

_Explain = Annotated[bool, typer.Option("--explain", help="逐行列出：数了什么、值 × 权重 = 分、合计")]
_Grade = Annotated[bool, typer.Option("--grade", help="连同评级：分数、底线、分界线、防抖、上限、人工改级")]


def heat(
    story_id: StoryId,
    explain: _Explain = False,
    grade: _Grade = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """看一个事件的热度是怎样算出来的；加 --explain 逐行相加，加 --grade 连同评级。"""
    workspace, found = open_desk(desk)
    told = find_story(workspace, found, story_id)
    if as_json:
        answer(dump(_data(told)))
        return
    for line in told.preface():
        answer(line)
    if not explain:
        for line in _in_short(told, is_graded=grade):
            answer(line)
        return
    measured, judged = told.story.heat, told.story.grade
    heading(f"热度 {measured.value:.1f}（{clip(measured.version)}）")
    _add_up(measured.parts, measured.value)
    if grade:
        heading(f"评级 {judged.level.full}（{clip(judged.version)}）")
        _add_up(judged.parts, judged.score)
        for line in _level(told):
            answer(line)


def _in_short(told: Told, *, is_graded: bool) -> Iterator[str]:
    measured, judged = told.story.heat, told.story.grade
    yield f"热度 {measured.value:.1f} = {_sum(measured.parts)}（{clip(measured.version)}）"
    if is_graded:
        yield f"评级 {judged.level.full}。{clip(judged.reason, 4 * _RAW)}（{clip(judged.version)}）"


def _data(told: Told) -> dict[str, Any]:
    story, override = told.story, told.incident.override if told.incident else None
    return {
        "id": story.id,
        "title": story.title,
        "told_at": story.told_at.isoformat() if story.told_at else None,
        "heat": _HEAT.dump_python(story.heat, mode="json"),
        "grade": _GRADE.dump_python(story.grade, mode="json"),
        "recomputed": {"heat": total(story.heat.parts), "score": total(story.grade.parts),
                       "level": recompute(story.grade)},
        "override": {"level": override.level, "by": override.by, "why": override.why} if override else None,
    }  # fmt: skip


def _add_up(parts: Sequence[Contribution], stated: float) -> None:
    """Each line with the lines it is the sum of, then the sum and whether it is the figure stated."""
    table = grid("项目", "数了什么", "值", "× 权重", "= 分", right=(2, 3, 4), wide=(1,))
    for part, depth in _flat(parts, 0):
        raw = "以下各行之和" if part.parts else clip(part.raw, _RAW)
        numbers = (f"{part.value:.1f}", f"{part.weight:.2f}", f"{part.points:.1f}")
        add(table, "  " * depth + clip(part.name, 20), raw, *numbers)
    show(table)
    found = total(parts)
    fits = "" if found == tenth(stated) else f"，与所列的 {stated:.1f} 不符，以相加为准"
    answer(f"合计：{_sum(parts)} = {found:.1f}{fits}")


def _flat(parts: Sequence[Contribution], depth: int) -> Iterator[tuple[Contribution, int]]:
    for part in parts:
        yield part, depth
        yield from _flat(part.parts, depth + 1)


def _sum(parts: Sequence[Contribution]) -> str:
    return " + ".join(f"{clip(part.name, 20)} {part.points:.1f}" for part in parts) or "0"


def _level(told: Told) -> Iterator[str]:
    """How the level follows from the score, and the level that a person gave beside it."""
    grade = told.story.grade
    cutoffs = " · ".join(f"{level} {cut:g} 分起" for level, cut in grade.cutoffs)
    yield f"分界线：{cutoffs or '未记下'}"
    yield f"防抖：已达到的级别，分数低于其分界线 {grade.hysteresis:g} 分以上才下调"
    if not grade.before:
        yield "上一次：没有"
    for gate in grade.gates:
        yield f"底线：{clip(gate.reason, 2 * _RAW)}，不低于{gate.floor}{proof(gate.item_ids)}"
    if not grade.gates:
        yield "底线：没有触及"
    yield from bounds(grade)
    if not grade.ceiling:
        yield "上限：没有"
    found = recompute(grade)
    fits = "一致" if found is grade.level else f"与机器评级{grade.level}不一致"
    yield f"由以上重新算得：{found.full}，{fits}"
    yield f"人工评级：{override_in_words(told)}"
