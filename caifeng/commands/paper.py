"""``caifeng paper``: an edition or a special report as .docx in official form, or as PDF."""

import os
from pathlib import Path
from typing import Annotated

import typer

from caifeng.paper import docx_of, page_of, print_pdf, write
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk

_Edition = Annotated[str, typer.Argument(help="哪一期：2026-11-20、2026-W47、2026-11，或专报编号 INC-2026-0007-1")]
_Pdf = Annotated[bool, typer.Option("--pdf", help="用浏览器把已发布的页面印成 PDF（A4）")]
_Docx = Annotated[bool, typer.Option("--docx", help="按公文格式写成 Word 文件；两样都不写时即为此")]
_Into = Annotated[Path, typer.Option("--into", help="放到哪个目录")]


def paper(
    edition: _Edition,
    pdf: _Pdf = False,
    docx: _Docx = False,
    into: _Into = Path("paper"),
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """把一期简报或专报写成可以上报的纸面：Word（公文格式）或 PDF。例：caifeng paper 2026-11-20 --pdf --docx"""
    workspace, _ = open_desk(desk)
    made: list[Path] = []
    name, data = docx_of(workspace.lake, edition)
    if docx or not pdf:
        made.append(into / name)
        write(made[-1], data)
    if pdf:
        made.append((into / name).with_suffix(".pdf"))
        print_pdf(page_of(workspace.lake, workspace.public, edition), made[-1], os.environ)
    if as_json:
        answer(dump({"files": [str(path) for path in made]}))
        return
    for path in made:
        answer(f"已写成 {path}")
