"""The command line: parses, calls one verb, shows what came of it. The only place that reads the clock and prints."""

import logging
import os
import sys
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from caifeng import __version__, config, pipeline
from caifeng.commands.evaluate import evaluate
from caifeng.commands.explain import explain
from caifeng.commands.heat import heat
from caifeng.commands.label import label
from caifeng.commands.spread import spread
from caifeng.commands.stories import stories
from caifeng.commands.story import story as one_story
from caifeng.commands.train import train
from caifeng.errors import CaifengError, UsageError
from caifeng.mistakes import Mistake, mistake_told
from caifeng.models import Delivery, Desk, Harvest, SourceState
from caifeng.reading import tone_model
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

app = typer.Typer(
    help="采风：一个机构自己运行的舆情监测。每天一条命令：采集、判读、立案、出刊、送达。",
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


@app.command(epilog="例：caifeng demo --folder demo")
def demo(folder: Annotated[Path, typer.Option(help="示例工作目录，会被重建")] = Path("demo")) -> None:
    """用虚构机构的八天走一遍真实流程，不需要密钥和网络。"""
    from caifeng.demo import run_demo

    with show_progress(failures=False) as progress:
        summary = run_demo(folder, progress, say)
    say(
        f"\n完成：{summary.items} 条信息、{summary.stories} 个事件、{summary.incidents} 个案件、"
        f"{summary.briefings} 期日报、{summary.mails} 封邮件。"
    )
    command = sys.argv[0] if os.access(sys.argv[0], os.X_OK) else "caifeng"
    answer(f"看网站：{command} serve --desk {folder}/caifeng.yml ，然后在浏览器打开 http://127.0.0.1:8000/")
    answer(f"看邮件：用邮件程序或浏览器打开 {folder}/outbox/2026-11-20/ 里的 .eml 或 .html")
    answer(f"看案件：{folder}/incidents/ 里每案一个文件，可直接编辑；配置在 {folder}/caifeng.yml")


@app.command(epilog="例：caifeng check --desk caifeng.yml")
def check(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """检查配置、案件文件与人工标注：一次列出所有问题，带行号和改法。"""
    workspace = Workspace(desk)
    found = pipeline.open_desk(workspace)
    incidents, problems = workspace.incidents(found).load()
    labels, mislabelled = workspace.labels(found).load()
    problems += mislabelled + tone_model(workspace.root)[1] + found.calendar_problems
    if as_json:
        answer(dump({"desk": found.name, "sources": len(found.sources), "topics": len(found.topics),
                       "incidents": len(incidents), "labels": len(labels),
                       "problems": [str(problem) for problem in problems]}))  # fmt: skip
    for problem in problems:
        say(str(problem))
    if problems:
        raise typer.Exit(2)
    if not as_json:
        counts = f"{len(found.sources)} 个信源，{len(found.topics)} 个议题，{len(incidents)} 个案件"
        answer(f"配置无误：{found.name}，{counts}，{len(labels)} 条人工标注。")


@app.command(epilog="例：caifeng schema > caifeng.schema.json")
def schema() -> None:
    """输出 caifeng.yml 的 JSON Schema，编辑器可据此补全和检查。"""
    answer(config.json_schema())


@app.command(epilog="例：caifeng collect --json")
def collect(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """把每个信源读一遍，存下新条目和每个信源的情况。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress, workspace.lake.hold():
        harvest = pipeline.collect(workspace, found, now(), progress)
    _show_harvest(harvest, as_json)
    pipeline.require_floor(found, harvest)


@app.command(epilog="例：caifeng analyze")
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


@app.command(epilog="例：caifeng brief --date 2026-11-20")
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


@app.command(epilog="例：caifeng publish")
def publish(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """把简报渲染成站点：本月刊期、首页、案件页；旧月份不动。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress, workspace.lake.hold():
        done = pipeline.publish(workspace, found, progress)
    if done is None:
        raise UsageError("还没有简报可以发布；请先运行 caifeng daily 或 caifeng brief")
    if as_json:
        answer(dump({"commit": done.commit, "changed": done.changed, "files": done.files, "bytes": done.bytes,
                       "seconds": round(done.seconds, 2)}))  # fmt: skip
        return
    state = "已更新" if done.changed else "没有变化"
    size = f"{done.files} 个文件，{done.bytes / 1e6:.1f} MB"
    answer(f"站点{state}：{size}，用时 {done.seconds:.1f} 秒；输出在 {workspace.public}")


@app.command(epilog="例：caifeng send --date 2026-11-20")
def send(desk: DeskFile = DEFAULT, day: Day = None, as_json: AsJson = False) -> None:
    """把一期的邮件简报送给还没收到的人；没有 SMTP 设置时写进 outbox/。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress:
        deliveries = _sent(workspace, found, parse_day(day), progress)
    if as_json:
        answer(dump([{"recipient": one.recipient_hash, "state": one.state, "channel": one.channel,
                        "attempt": one.attempt} for one in deliveries]))  # fmt: skip
        return
    counts = {state: sum(one.state == state for one in deliveries) for state in {one.state for one in deliveries}}
    answer("、".join(f"{state} {count}" for state, count in sorted(counts.items())) or "这一天没有简报，无可发送。")


@app.command(epilog="例：caifeng daily    （定时任务里就写这一条）")
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
        deliveries = _sent(workspace, found, when, progress) if send else ()
    if as_json:
        answer(dump({"new_items": len(done.harvest.items), "failures": len(done.harvest.failures),
                       "stories": len(done.analysis.stories), "alerts": len(done.analysis.alerts),
                       "briefings": [str(made.date) for made in done.briefings],
                       "published": done.published.changed if done.published else False,
                       "deliveries": [one.state for one in deliveries]}))  # fmt: skip
        return
    _show_harvest(done.harvest, as_json=False)
    for problem in done.analysis.problems:
        say(str(problem))
    for made in done.briefings:
        answer(f"{made.date} 第 {made.number} 期 [{made.level}] {made.conclusion}")
    if not done.briefings:
        answer("应出的各期都已出过，没有新刊。")


@app.command(epilog="例：caifeng serve --port 8000")
def serve(desk: DeskFile = DEFAULT, port: Annotated[int, typer.Option(help="端口")] = 8000) -> None:
    """在本机浏览已发布的站点（只听 127.0.0.1）。"""
    public = Workspace(desk).public
    if not (public / "index.html").is_file():
        raise UsageError(f"{public} 里还没有站点；请先运行 caifeng daily 或 caifeng demo")
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=str(public)))
    say(f"站点在 http://127.0.0.1:{port}/ ，按 Ctrl+C 结束")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


app.command(epilog="例：caifeng stories --level 黄 --json")(stories)
app.command(epilog="例：caifeng story S-20261119-04")(one_story)
app.command(epilog="例：caifeng heat S-20261119-04 --explain --grade")(heat)
app.command(epilog="例：caifeng spread S-20261119-04")(spread)
app.command(epilog="例：caifeng explain i-9f2c77ab0001 --topic 产品质量")(explain)
app.command(epilog="例：caifeng label i-9f2c77ab0001 --tone 中性 --by 值班员")(label)
app.command(epilog="例：caifeng train")(train)
app.command(epilog="例：caifeng evaluate --task tone labelled.jsonl.gz --json")(evaluate)


def main() -> None:
    """Entry point: expected errors become one Chinese sentence each and an exit code."""
    try:
        sys.exit(app(standalone_mode=False))
    except typer.Abort:
        sys.exit(130)
    except Mistake as error:
        say(f"{mistake_told(error)}；用 --help 看写法和例子", style="red")
        sys.exit(2)
    except CaifengError as error:
        say(str(error), style="red")
        sys.exit(error.exit_code)


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="版本")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="另把英文日志写到标准错误")] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.CRITICAL, format="%(levelname)s %(name)s: %(message)s"
    )
    if version:
        answer(f"caifeng {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        answer(context.get_help())


def _sent(workspace: Workspace, desk: Desk, day: date | None, progress: pipeline.Progress) -> tuple[Delivery, ...]:
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


if __name__ == "__main__":
    main()
