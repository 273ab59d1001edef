"""``caifeng evaluate``: measure the product against labelled sets, as files of JSON Lines."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analyze.accuracy import FIGURES, SETS
from caifeng.errors import UsageError
from caifeng.evaluation.duplicates import evaluate_duplicates, is_pairs
from caifeng.evaluation.extract import evaluate_extract
from caifeng.evaluation.files import Choice, Rows, parse_where, read_rows
from caifeng.evaluation.items import channel_of
from caifeng.evaluation.labels import RUMORS, TONES, parse_labels
from caifeng.evaluation.results import Evaluation, Figure
from caifeng.evaluation.rumor import RumorTask, evaluate_rumor
from caifeng.evaluation.stories import evaluate_stories, without
from caifeng.evaluation.tone import Advance, ToneTask, add_up, evaluate_tone
from caifeng.models import Channel
from caifeng.shell import AsJson, answer, dump, plain, say, screen

_COUNTS = {
    "events": "标注的事件", "stories": "聚成的事件", "cpu_seconds": "CPU 秒", "seconds": "秒", "failed": "读不出的网页",
    "linked": "找到的重复", "exact": "相同", "near": "近似", "reprint": "转载", "excerpt": "摘编", "human": "人工",
}  # fmt: skip


class EvaluationTask(StrEnum):
    """What can be measured."""

    TONE = "tone"
    RUMOR = "rumor"
    DUPLICATES = "duplicates"
    STORIES = "stories"
    EXTRACT = "extract"


class Part(StrEnum):
    """Which rows of a set count."""

    ALL = "all"
    MEASURED = "measured"


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="JSON Lines 文件（.jsonl 或 .jsonl.gz），可给多个")],
    task: Annotated[EvaluationTask, typer.Option(help="测什么：倾向、“须核实”提示、重复、事件聚合、正文提取")],
    labels: Annotated[str, typer.Option(help='标注对应的类别，如 "happy=正面,angry=负面,surprise=-"')] = "",
    channel: Annotated[str, typer.Option(help="按哪种渠道判读，如 微博；不写则按文件名猜")] = "",
    where: Annotated[list[str] | None, typer.Option(help="只用这些行：字段=值，可写多次")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="每个文件只用前多少行")] = None,
    least: Annotated[int, typer.Option(min=1, help="stories：只用至少有这么多条的事件")] = 1,
    bare: Annotated[str, typer.Option("--without", help="stories：从文本里去掉这个字段的内容，如 company")] = "",
    part: Annotated[Part, typer.Option(help="measured：只用随附模型没有学过的那五分之一")] = Part.ALL,
    baseline: Annotated[bool, typer.Option(help="并列对照方法")] = True,
    output: Annotated[Path | None, typer.Option(help="另把 JSON 写进这个文件")] = None,
    as_json: AsJson = False,
) -> None:
    """用带标注的数据测准确率：倾向、“须核实”提示、重复、事件聚合、正文提取，带区间与对照。"""
    chosen = Choice(where=parse_where(where or ()), limit=limit)
    sets = [read_rows(path, chosen) for path in files]
    asked = _Asked(labels=labels, channel=channel, least=least, bare=bare, part=part, has_baseline=baseline)
    _show(_TASKS[task](sets, asked), output, as_json=as_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The options as they were typed."""

    labels: str
    channel: str
    least: int
    bare: str
    part: str
    has_baseline: bool


def _tone(sets: Sequence[Rows], asked: _Asked) -> list[Evaluation]:
    labels, runs = parse_labels(asked.labels, TONES), []
    for rows in sets:
        channel = channel_of(asked.channel, rows.path)
        task = ToneTask(labels=labels, channel=channel, part=asked.part, has_baseline=asked.has_baseline)
        with _bar(rows) as advance:
            runs.append(evaluate_tone(rows, task, advance))
    total = [add_up(runs)] if len(runs) > 1 else []
    return [*(run.evaluation for run in runs), *total]


def _rumor(sets: Sequence[Rows], asked: _Asked) -> list[Evaluation]:
    found, labels = [], parse_labels(asked.labels, RUMORS)
    for rows in sets:
        channel = channel_of(asked.channel or Channel.WEIBO, rows.path)
        with _bar(rows) as advance:
            found.append(evaluate_rumor(rows, RumorTask(labels=labels, channel=channel, part=asked.part), advance))
    return found


def _duplicates(sets: Sequence[Rows], asked: _Asked) -> list[Evaluation]:
    pairs, texts = [rows for rows in sets if is_pairs(rows)], [rows for rows in sets if not is_pairs(rows)]
    if not texts or len(pairs) > 1 or (pairs and len(texts) > 1):
        raise UsageError(
            "查重应给出条目文件（text、title），至多再加一个配对文件（a、b）；有配对文件时条目文件只能有一个"
        )
    given = pairs[0] if pairs else None
    return [evaluate_duplicates(rows, given, channel_of(asked.channel or Channel.NEWS, rows.path)) for rows in texts]


def _stories(sets: Sequence[Rows], asked: _Asked) -> list[Evaluation]:
    found = []
    for given in sets:
        rows = without(given, asked.bare) if asked.bare else given
        channel = channel_of(asked.channel or Channel.NEWS, rows.path)
        found.append(evaluate_stories(rows, channel, asked.least, has_baseline=asked.has_baseline))
    return found


def _extract(sets: Sequence[Rows], _: _Asked) -> list[Evaluation]:
    found = []
    for rows in sets:
        with _bar(rows) as advance:
            found.append(evaluate_extract(rows, advance))
    return found


_TASKS: dict[EvaluationTask, Callable[[Sequence[Rows], _Asked], list[Evaluation]]] = {
    EvaluationTask.TONE: _tone,
    EvaluationTask.RUMOR: _rumor,
    EvaluationTask.DUPLICATES: _duplicates,
    EvaluationTask.STORIES: _stories,
    EvaluationTask.EXTRACT: _extract,
}


@contextmanager
def _bar(rows: Rows) -> Iterator[Advance]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        shown = bar.add_task(plain(rows.dataset), total=len(rows.rows))
        yield lambda done: bar.update(shown, completed=done)


def _show(found: Sequence[Evaluation], output: Path | None, *, as_json: bool) -> None:
    written = dump([asdict(one) for one in found])
    if output is not None:
        try:
            output.write_text(written + "\n", encoding="utf-8")
        except OSError as error:
            raise UsageError(f"写不进 {output}（{error.strerror or error}）；请换一个位置") from error
    if as_json:
        answer(written)
        return
    for one in found:
        answer("\n".join(_lines(one)))


def _lines(one: Evaluation) -> Iterator[str]:
    notes = [f"{one.n} 条"]
    notes += [f"渠道 {one.channel}"] if one.channel else []
    notes += [f"类别 {'、'.join(one.classes)}"] if one.classes else []
    notes += ["只用未学过的部分"] if one.part == Part.MEASURED else []
    notes += [f"不计 {one.left_out} 行"] if one.left_out else []
    notes += [f"读坏 {one.broken} 行"] if one.broken else []
    named = f"（{SETS[one.dataset]}）" if one.dataset in SETS else ""
    yield f"{plain(one.dataset)}{named}　{'，'.join(notes)}　{one.version}"
    beside = f"　对照：{one.baseline}" if one.baseline else ""
    for figure in one.figures:
        yield f"  {_figure(figure)}{f'{beside} {figure.baseline:.1%}' if figure.baseline is not None else ''}"
    if one.counts:
        yield "  " + "，".join(f"{_COUNTS.get(count.name, count.name)} {count.value:g}" for count in one.counts)
    for note in one.notes:
        say(note)


def _figure(figure: Figure) -> str:
    return f"{FIGURES[figure.name]} {figure.share:.1%}（95% 区间 {figure.low:.1%}–{figure.high:.1%}，n={figure.n}）"
