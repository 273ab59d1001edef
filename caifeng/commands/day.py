"""A day's verbs, one by one and all together: collect, analyze, brief, publish, send, daily."""

import os
from collections import Counter
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from caifeng import pipeline
from caifeng.access import is_sealed
from caifeng.errors import DeliveryError, PublishError, UsageError
from caifeng.models import Delivery, Desk, Harvest, SourceState
from caifeng.notify import notify
from caifeng.progress import Progress
from caifeng.shell import (
    DEFAULT,
    AsJson,
    Day,
    DeskFile,
    answer,
    dump,
    now,
    open_desk,
    parse_day,
    plain,
    say,
    show_progress,
)
from caifeng.workspace import Workspace
from publish.pages.delivered import STATES


def collect(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """把每个信源读一遍，存下新条目和每个信源的情况。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress, workspace.lake.hold():
        harvest = pipeline.collect(workspace, found, now(), progress)
    _show_harvest(harvest, as_json)
    pipeline.require_floor(found, harvest)


def analyze(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """判读未读条目，聚合事件，评级，必要时预警立案。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress, workspace.lake.hold():
        done = pipeline.analyze(workspace, found, at := now(), workspace.run(at), progress)
    for problem in done.problems:
        say(str(problem))
    if as_json:
        stories = [{"id": one.id, "title": one.title, "level": one.grade.level, "heat": round(one.heat.value, 1),
                    "items": len(one.item_ids), "reprints": len(one.reprints), "stage": one.stage}
                   for one in done.stories]  # fmt: skip
        answer(dump({"items": done.items, "read": done.read, "stories": stories,
                       "alerts": [alert.reason for alert in done.alerts],
                       "opened": [incident.id for incident in done.opened]}))  # fmt: skip
        return
    table = Table("级别", "热度", "条目", "转载", "阶段", "事件")
    for story in sorted(done.stories, key=lambda one: (-one.grade.level.rank, -one.heat.value))[:20]:
        cells = (story.grade.level, f"{story.heat.value:.0f}", len(story.item_ids), len(story.reprints), story.stage)
        table.add_row(*map(str, cells), plain(story.title))
    Console().print(table)
    for alert in done.alerts:
        answer(f"预警 [{alert.level}] {alert.story_title}：{alert.reason}")
    decided = f"预警 {len(done.alerts)}，立案或更新 {len(done.opened)}"
    answer(f"读 {done.read} 条，共 {done.items} 条、{len(done.stories)} 个事件，{decided}。")


def brief(desk: DeskFile = DEFAULT, day: Day = None, as_json: AsJson = False) -> None:
    """编写一期简报（数据冻结，不发布）；已有的一期原样取回。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress, workspace.lake.hold():
        made = pipeline.brief(workspace, found, parse_day(day) or pipeline.latest_day(found, now()), now(), progress)
    if as_json:
        answer(dump({"date": str(made.date), "number": made.number, "revision": made.revision, "level": made.level,
                       "conclusion": made.conclusion, "distinct": made.overview.distinct}))  # fmt: skip
        return
    answer(f"{made.date} 第 {made.number} 期 [{made.level}] {made.conclusion}")


def publish(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """把简报渲染成站点：本月刊期、首页、案件页；旧月份不动。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress, workspace.lake.hold():
        done = pipeline.publish(workspace, found, progress)
    if is_sealed(found) and not os.environ.get(found.publish.seal_key):
        raise PublishError(f"环境变量 {found.publish.seal_key} 里没有钥匙，加密的站点没有写进 public/；分支已更新")
    if done is None:
        raise UsageError("还没有简报可以发布；请先运行 caifeng daily 或 caifeng brief")
    for problem in done.problems:
        say(str(problem))
    if as_json:
        answer(dump({"commit": done.commit, "changed": done.changed, "files": done.files, "bytes": done.bytes,
                       "seconds": round(done.seconds, 2)}))  # fmt: skip
        return
    state = "已更新" if done.changed else "没有变化"
    size = f"{done.files} 个文件，{done.bytes / 1e6:.1f} MB"
    answer(f"站点{state}：{size}，用时 {done.seconds:.1f} 秒；输出在 {workspace.public}")


def send(desk: DeskFile = DEFAULT, day: Day = None, as_json: AsJson = False) -> None:
    """把一期的邮件简报送给还没收到的人；没有 SMTP 设置时写进 outbox/。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress:
        deliveries = _sent(workspace, found, parse_day(day), progress)
    if as_json:
        answer(dump([{"recipient": one.recipient_hash, "state": one.state, "channel": one.channel,
                        "attempt": one.attempt} for one in deliveries]))  # fmt: skip
        return
    counts = Counter(one.state for one in deliveries)
    told = "，".join(f"{STATES[state]} {counts[state]} 封" for state in STATES if counts[state])
    answer(told or "没有要送的：这一天没有简报，或都已送过。")


def daily(
    desk: DeskFile = DEFAULT,
    day: Day = None,
    send: Annotated[bool, typer.Option(help="不送达时，另用 caifeng send 送")] = True,
    as_json: AsJson = False,
) -> None:
    """一天的全部：采集、判读、预警立案、出刊（补出缺的日期）、发布、送达。可反复运行。"""
    workspace, found = open_desk(desk)
    when = parse_day(day)
    with show_progress() as progress:
        done = pipeline.daily(workspace, found, now(), when, progress)
        unsent = _alerted(workspace, found, progress) if send else ""
        deliveries = _sent(workspace, found, when, progress) if send else ()
    if as_json:
        answer(dump({"new_items": len(done.harvest.items), "failures": len(done.harvest.failures),
                       "stories": len(done.analysis.stories), "alerts": len(done.analysis.alerts),
                       "briefings": [str(made.date) for made in done.briefings],
                       "published": done.published.changed if done.published else False,
                       "deliveries": [one.state for one in deliveries], "alerts_unsent": unsent}))  # fmt: skip
    else:
        _show_day(done)
    if unsent:
        raise DeliveryError(unsent)


def _show_day(done: pipeline.DayRun) -> None:
    _show_harvest(done.harvest, as_json=False)
    for problem in done.analysis.problems:
        say(str(problem))
    for made in done.briefings:
        answer(f"{made.date} 第 {made.number} 期 [{made.level}] {made.conclusion}")
    if not done.briefings:
        answer("应出的各期都已出过，没有新刊。")


def _alerted(workspace: Workspace, desk: Desk, progress: Progress) -> str:
    """Send the alerts that are owed; why some still are, "" where none is. The digest goes out in any case."""
    try:
        notify(workspace, desk, now(), progress)
    except DeliveryError as error:
        return str(error)
    return ""


def _sent(workspace: Workspace, desk: Desk, day: date | None, progress: Progress) -> tuple[Delivery, ...]:
    with workspace.lake.hold():
        return pipeline.send(workspace, desk, day or pipeline.latest_day(desk, now()), now(), progress)


def _show_harvest(harvest: Harvest, as_json: bool) -> None:
    if as_json:
        rows = [{"source": one.source, "state": one.state, "items": one.items, "new": one.new,
                 "seconds": round(one.seconds, 2), "message": one.message} for one in harvest.reports]  # fmt: skip
        answer(dump({"run": harvest.run, "new_items": len(harvest.items), "sources": rows}))
        return
    answered = sum(one.state not in (SourceState.FAILED, SourceState.UNREACHABLE) for one in harvest.reports)
    answer(f"采集：{answered}/{len(harvest.reports)} 个信源有回应，新条目 {len(harvest.items)}。")
