"""The command line: parses, calls one verb, shows what came of it. The only place that reads the clock and prints."""

import logging
import os
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

from caifeng import __version__
from caifeng.commands.access import access
from caifeng.commands.access import app as seal
from caifeng.commands.alerts import alerts
from caifeng.commands.cases import cases
from caifeng.commands.check import check, schema
from caifeng.commands.correct import correct
from caifeng.commands.day import analyze, brief, collect, daily, publish, send
from caifeng.commands.drill import drill
from caifeng.commands.evaluate import evaluate
from caifeng.commands.explain import explain
from caifeng.commands.face import app as face
from caifeng.commands.handling import handling
from caifeng.commands.heat import heat
from caifeng.commands.incident import app as incident
from caifeng.commands.label import label
from caifeng.commands.notify import notify
from caifeng.commands.paper import paper
from caifeng.commands.period import app as period
from caifeng.commands.playbook import playbook
from caifeng.commands.privacy import privacy
from caifeng.commands.prune import prune
from caifeng.commands.rebuild import rebuild
from caifeng.commands.reply import reply
from caifeng.commands.report import report
from caifeng.commands.risk import risk
from caifeng.commands.silence import silence
from caifeng.commands.special import app as special
from caifeng.commands.spread import spread
from caifeng.commands.stories import stories
from caifeng.commands.story import story as one_story
from caifeng.commands.takedown import takedown
from caifeng.commands.train import train
from caifeng.commands.verify import verify_edition
from caifeng.commands.watch import watch
from caifeng.errors import CaifengError, UsageError
from caifeng.mistakes import Mistake, mistake_told
from caifeng.shell import (
    DEFAULT,
    DeskFile,
    answer,
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
    from caifeng.demo.run import run_demo

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


app.command(epilog="例：caifeng check --desk caifeng.yml")(check)
app.command(epilog="例：caifeng schema > caifeng.schema.json")(schema)
# A day, and between the days
app.command(epilog="例：caifeng daily    （定时任务里就写这一条）")(daily)
app.command(epilog="例：caifeng watch --every 5m")(watch)
app.command(epilog="例：caifeng collect --json")(collect)
app.command(epilog="例：caifeng analyze")(analyze)
app.command(epilog="例：caifeng brief --date 2026-11-20")(brief)
app.command(epilog="例：caifeng publish")(publish)
app.command(epilog="例：caifeng send --date 2026-11-20")(send)
app.command(epilog="例：caifeng notify")(notify)
# What is public: reports, corrections, proof, who may read it
app.add_typer(period, name="period", epilog="例：caifeng period list")
app.add_typer(special, name="special", epilog="例：caifeng special make INC-2026-0007 --why 总经理要求 --by 值班长")
app.command(epilog="例：caifeng paper 2026-11-20 --docx --into 打印")(paper)
app.command(epilog="例：caifeng correct 2026-11-18 --recompute --why 误收9条 --by 值班长")(correct)
app.command("verify", epilog="例：caifeng verify 2026-11-20")(verify_edition)
app.command(epilog="例：caifeng rebuild 2026-11-18 --check")(rebuild)
app.command(epilog="例：caifeng access --ask")(access)
app.add_typer(seal, name="seal", epilog="例：caifeng seal key")
app.add_typer(face, name="face", epilog="例：caifeng face build")
app.add_typer(privacy, name="privacy", epilog="例：caifeng privacy check 投诉.txt")
app.command(epilog="例：caifeng takedown i-9f2c77ab0001 --why 个人信息 --by 值班长")(takedown)
app.command(epilog="例：caifeng prune --dry-run")(prune)
# What was told, and why
app.command(epilog="例：caifeng stories --level 黄 --json")(stories)
app.command(epilog="例：caifeng story S-20261119-04")(one_story)
app.command(epilog="例：caifeng heat S-20261119-04 --explain --grade")(heat)
app.command(epilog="例：caifeng spread S-20261119-04")(spread)
app.command(epilog="例：caifeng explain i-9f2c77ab0001 --topic 产品质量")(explain)
# What people do about it
app.command(epilog="例：caifeng alerts --since 7d --level 橙")(alerts)
app.command(epilog="例：caifeng silence S-20261119-04 --until 6h --why 已在处理 --by 值班长")(silence)
app.add_typer(incident, name="incident", epilog="例：caifeng incident ack INC-2026-0007 --by '售后部 黎航'")
app.command(epilog="例：caifeng playbook INC-2026-0007")(playbook)
app.add_typer(reply, name="reply", epilog="例：caifeng reply check 草稿.txt --incident INC-2026-0007")
app.command(epilog="例：caifeng report INC-2026-0007 --docx 处置报告.docx")(report)
app.command(epilog="例：caifeng cases similar INC-2026-0007")(cases)
app.command(epilog="例：caifeng handling --month 2026-11")(handling)
app.command(epilog="例：caifeng drill drills/烫伤.yml --at-once")(drill)
app.command(epilog="例：caifeng risk check risks/上门费调整.yml")(risk)
# What people teach, and how good it is
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


if __name__ == "__main__":
    main()
