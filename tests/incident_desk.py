"""A desk's folder in which the verbs of ``caifeng incident`` are typed."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from caifeng.commands.incident import app

DESK = """
desk: 澜川电器
sources: [{name: 澜川论坛, unreachable: 示例, channel: 论坛}]
topics: [{name: 产品质量, watch: 净水机, owner: 售后部}]
people: {售后部: {mail: "env:MAIL_DUTY"}}
"""
BY = "售后部 黎航"


def desk_folder(folder: Path) -> Path:
    """A new one, in a folder that is made."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "caifeng.yml").write_text(DESK, encoding="utf-8")
    return folder


def typed(folder: Path, *words: str, **environment: str) -> Result:
    """What came of typing a verb in that folder."""
    return CliRunner().invoke(app, [*words, "--desk", str(folder / "caifeng.yml")], env=environment)


def did(folder: Path, *words: str) -> dict[str, Any]:
    """The incident after a verb that succeeds, as --json prints it."""
    result = typed(folder, *words, "--by", BY, "--json")
    assert result.exit_code == 0, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(folder: Path, *words: str) -> str:
    """Why a verb was refused."""
    result = typed(folder, *words, "--by", BY)
    assert result.exit_code != 0, result.stdout
    return str(result.exception) + result.output


def opened(folder: Path, title: str = "净水机漏水投诉") -> str:
    """The id of an incident that a person opens."""
    return str(did(folder, "open", "--title", title, "--note", "门店来电")["id"])
