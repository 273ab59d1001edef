"""caifeng label: people judge items, one by one at the terminal or by options, and see what has been judged."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from analyze.people.corrected import in_force, matter_of
from analyze.people.precision import running_precision
from analyze.people.sampling import draw
from caifeng.commands.label_material import Material, gather
from caifeng.commands.label_round import Round
from caifeng.errors import UsageError
from caifeng.models import Label, Relation, SpotCheck, ToneLabel
from caifeng.pipeline import KNOWN_DAYS
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, say

_NOBODY = "没有说是谁标的：请加 --by 名字，或设环境变量 CAIFENG_BY"
_LOOK_BACK = timedelta(days=2)  # items of a round

_Item = Annotated[str | None, typer.Argument(help="条目号，可只写开头几位；不写则在终端里逐条标注")]
_Tone = Annotated[ToneLabel | None, typer.Option(help="倾向改判，或确认")]
_Topic = Annotated[str, typer.Option(help="归入这个议题")]
_NotTopic = Annotated[str, typer.Option(help="移出这个议题")]
_Duplicate = Annotated[str, typer.Option(help="与这一条重复")]
_NotDuplicate = Annotated[str, typer.Option(help="与这一条不重复")]
_SameStory = Annotated[str, typer.Option(help="与这一条是同一事件")]
_OtherStory = Annotated[str, typer.Option(help="与这一条不是同一事件，从它所在的事件里分出去")]
_By = Annotated[str, typer.Option(envvar="CAIFENG_BY", help="谁标的；也可写进环境变量 CAIFENG_BY")]
_Why = Annotated[str, typer.Option(help="为什么")]
_List = Annotated[bool, typer.Option("--list", help="列出已有的标注和近 30 天的抽检")]
_Count = Annotated[int, typer.Option(min=1, max=500, help="这一轮标几条")]


def label(
    item: _Item = None,
    tone: _Tone = None,
    topic: _Topic = "",
    not_topic: _NotTopic = "",
    duplicate_of: _Duplicate = "",
    not_duplicate_of: _NotDuplicate = "",
    same_story_as: _SameStory = "",
    other_story_than: _OtherStory = "",
    by: _By = "",
    why: _Why = "",
    count: _Count = 20,
    show_list: _List = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """人工标注：改判倾向、议题、重复和事件，立即生效，与机器的判断并列；抽检的准确率印在每期里。"""
    workspace, found = open_desk(desk)
    material = gather(workspace, found, now())
    for problem in material.problems:
        say(str(problem))
    relations = {
        Relation.DUPLICATE: duplicate_of,
        Relation.NOT_DUPLICATE: not_duplicate_of,
        Relation.SAME_STORY: same_story_as,
        Relation.OTHER_STORY: other_story_than,
    }
    judged = _Judged(tone, {True: topic, False: not_topic}, relations)
    if show_list:
        _show(material, now(), as_json)
    elif item is not None:
        _record(material, judged.labels(material, item, by, why), as_json)
    elif judged.says_something:
        raise UsageError("请先写条目号，如 caifeng label i-0123456789ab --tone 中性")
    else:
        _round(material, by, count)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the options say of an item; "" for what they do not."""

    tone: ToneLabel | None
    topics: Mapping[bool, str]  # by whether they fit
    relations: Mapping[Relation, str]

    @property
    def says_something(self) -> bool:
        return self.tone is not None or any((*self.topics.values(), *self.relations.values()))

    def labels(self, material: Material, item: str, by: str, why: str) -> tuple[Label, ...]:
        """All of it or, with UsageError, nothing."""
        if not self.says_something:
            raise UsageError("没有说要标什么：请加 --tone、--not-topic、--duplicate-of 等，见 caifeng label --help")
        if not by.strip():
            raise UsageError(_NOBODY)
        blank = Label(item_id=material.item_id(item), at=now().replace(microsecond=0), by=by, why=why)
        made = [replace(blank, tone=self.tone)] if self.tone else []
        for is_relevant, topic in self.topics.items():
            if topic:
                made.append(replace(blank, topic=material.topic(topic), is_relevant=is_relevant))
        for relation, other in self.relations.items():
            if other:
                made.append(replace(blank, relation=relation, other_id=material.other_id(blank.item_id, other)))
        if len({matter_of(one) for one in made}) < len(made):
            raise UsageError("同一件事说了两种相反的判断，请只留一种")
        return tuple(replace(one, machine=material.machine(one)) for one in made)


def _record(material: Material, labels: Sequence[Label], as_json: bool) -> None:
    for one in labels:
        material.file.append(one)
    if as_json:
        answer(dump([_row(one) for one in labels]))
        return
    for one in labels:
        answer(f"已记：{in_words(one)}{f'（机器：{one.machine}）' if one.machine else ''}")
    say("下一次 caifeng analyze 或 caifeng daily 起按此计算；机器原来的判断仍列在旁边。")


def _round(material: Material, by: str, count: int) -> None:
    """Ask at the terminal about items drawn for today."""
    moment = now()
    recent = [one for one in material.items.values() if one.seen_at >= moment - _LOOK_BACK]
    day = moment.astimezone(material.desk.zone).date()
    drawn = draw(recent, material.readings, material.labels, day, count)
    if not drawn:
        raise UsageError("近两天没有待标的条目：要么都标过了，要么还没有判读，请先运行 caifeng analyze")
    person = by.strip() or _name()
    if not person:
        raise UsageError(_NOBODY)
    held = Round(material, person)
    held.run(drawn)
    answer(f"这一轮记下 {held.written} 条标注，写在 {material.file.path.name}。")


def _name() -> str:
    """Who sits at the terminal; "" where nobody does."""
    try:
        return str(typer.prompt("您的名字（也可设环境变量 CAIFENG_BY）", err=True)).strip()
    except typer.Abort:
        return ""


def _show(material: Material, moment: datetime, as_json: bool) -> None:
    """Every label, newest first, and the running precision."""
    standing = set(in_force(material.labels))
    newest = sorted(material.labels, key=lambda one: one.at, reverse=True)
    rows = [_row(one) | _now(material, one, one in standing) for one in newest]
    checks = running_precision(material.labels, moment)
    unknown = sum(not row["is_known"] for row in rows)
    if as_json:
        problems = [str(problem) for problem in material.problems]
        counted = [asdict(check) | ({} if check.n else {"share": None}) for check in checks]
        answer(dump({"labels": rows, "precision": counted, "problems": problems}))
        return
    if not newest:
        answer("还没有人工标注；逐条标注请运行 caifeng label，写法见文档 labels.md。")
        return
    table = Table("时间", "谁", "判断", "机器当时", "机器现在", "为什么")
    for one, row in zip(newest, rows, strict=True):
        at = f"{one.at.astimezone(material.desk.zone):%m-%d %H:%M}"
        cells = (at, one.by, in_words(one), one.machine, str(row["machine_now"]), one.why)
        table.add_row(*map(plain, cells))
    Console().print(table)
    if unknown:
        say(f"有 {unknown} 条标注的条目不在近 {KNOWN_DAYS} 天之内，留在文件里，不起作用。")
    for check in checks:
        answer(_check_in_words(check))


def _row(one: Label) -> dict[str, Any]:
    return {
        "item": one.item_id, "at": one.at.isoformat(), "by": one.by, "why": one.why, "tone": one.tone,
        "topic": one.topic or None, "relevant": one.is_relevant, "relation": one.relation,
        "other": one.other_id or None, "machine": one.machine, "sampled": one.is_sampled,
    }  # fmt: skip


def _now(material: Material, one: Label, is_in_force: bool) -> dict[str, Any]:
    """How the label stands today; of two items the machine's present view is not known, since people's stands."""
    ids = {one.item_id, one.other_id} - {""}
    machine_now = "" if one.relation else material.machine(one)
    return {"machine_now": machine_now, "is_in_force": is_in_force, "is_known": ids <= material.known}


def in_words(one: Label) -> str:
    if one.tone is not None:
        return f"{one.item_id} 倾向 {one.tone}"
    if one.relation is not None:
        return f"{one.item_id} 与 {one.other_id} {one.relation}"
    return f"{one.item_id} {'归入' if one.is_relevant else '移出'}议题 {one.topic}"


def _check_in_words(check: SpotCheck) -> str:
    if not check.n:
        return f"人工抽检（{check.what}）：近 {check.days} 天没有人工抽检。"
    few = "" if check.is_enough else "，条数太少，还不足以判断"
    interval = f"{check.share:.0%}（95% 区间 {check.low:.0%}–{check.high:.0%}）"
    return f"人工抽检（{check.what}）：近 {check.days} 天 {check.n} 条，一致 {check.agreed} 条，{interval}{few}。"
