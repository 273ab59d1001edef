"""``caifeng access`` and ``caifeng seal``: who may read the site, and the key of a sealed one."""

import os
from pathlib import Path
from typing import Annotated

import typer

from caifeng.access import ask as ask_host
from caifeng.errors import PublishError, UsageError
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk
from publish.access.hosts import explained, hints, judged, refusal
from publish.access.seal import SUFFIX, new_key, read_key, unseal

app = typer.Typer(help="加密的站点：生成钥匙、解开一个文件。", no_args_is_help=True)


def access(
    ask: Annotated[bool, typer.Option("--ask", help="像外人那样打开站点的地址，看读不读得到")] = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """谁能读到站点，靠什么挡住外人；外人读得到不该读的，以退出码 5 结束。"""
    _, found = open_desk(desk)
    rules = found.publish
    if ask and not rules.base_url:
        raise UsageError("没有写 publish.base_url，不知道该问哪个地址")
    reply = ask_host(rules) if ask else None
    wrong = refusal(rules) or (judged(rules, reply) if reply else "")
    said = (*explained(rules), *hints(rules))
    if as_json:
        answer(dump({"access": rules.access, "guard": rules.guard, "said": said, "wrong": wrong,
                     "status": reply.status if reply else None}))  # fmt: skip
    else:
        for line in said:
            answer(line)
        if reply:
            seen = "是本站" if reply.is_ours else "不是本站的内容"
            answer(f"外人打开 {rules.base_url}：{reply.status or '连不上'}，{seen}。")
    if wrong:
        raise PublishError(wrong)


@app.command(epilog="例：caifeng seal key")
def key() -> None:
    """生成一把钥匙：256 位随机数，写成 43 个字符。放进密钥库，不要放进仓库。"""
    answer(new_key())


@app.command("open", epilog="例：caifeng seal open public/2026-11/2026-11-20/index.html.sealed --root public")
def open_(
    file: Annotated[Path, typer.Argument(help="一个 .sealed 文件")],
    root: Annotated[Path, typer.Option("--root", help="它所在站点的根目录")] = Path("public"),
    variable: Annotated[str, typer.Option("--key", help="钥匙所在的环境变量")] = "SEAL_KEY",
) -> None:
    """解开一个文件，原样输出。"""
    try:
        name, data = file.resolve().relative_to(root.resolve()).as_posix().removesuffix(SUFFIX), file.read_bytes()
    except (ValueError, OSError) as error:
        raise UsageError(f"{file} 读不到，或不在 {root} 之内；--root 应是站点的根目录") from error
    typer.echo(unseal(read_key(os.environ.get(variable, "")), name, data), nl=False)
