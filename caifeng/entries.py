"""YAML lists that people edit: one entry that makes no sense spoils no other.

A stray quote or a merge conflict may spoil the file as YAML; then each entry is read as a file of its own.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from caifeng.errors import ConfigError, Problem
from caifeng.lake.files import write_whole
from caifeng.strictyaml import Document, parse

_ENTRY = re.compile(r"^( *)-(?=\s|$)", re.MULTILINE)


def documents(text: str, file: str, problems: list[Problem], rest: str) -> Iterator[Document]:
    """The file as one document; else each of its entries as one, with what is wrong added to ``problems``.

    ``rest`` ends the mend of these problems: what becomes of the other entries.
    """
    try:
        yield parse(text, file)
        return
    except ConfigError:
        pieces = _pieces(text)
    for line, piece in pieces:
        try:
            document = parse(piece, file)
        except ConfigError as error:
            told = dict.fromkeys(error.problems)  # a bomb of aliases is one problem, not thousands
            problems += [replace(one, line=one.line + line, mend=one.mend + rest) for one in told]
        else:
            yield replace(document, lines={path: at + line for path, at in document.lines.items()})


def _pieces(text: str) -> Sequence[tuple[int, str]]:
    """The text cut before each entry and each mark of a merge conflict; with the number of lines above."""
    indent = _indent(text) or ""
    starts = re.finditer(rf"^(?:{indent}-(?=\s|$)|[<=>|]{{7}}(?=\s|$))", text, re.MULTILINE)
    cuts = sorted({0, len(text), *(start.start() for start in starts)})
    pieces, line = [], 0
    for start, end in pairwise(cuts):
        pieces.append((line, text[start:end]))
        line += text.count("\n", start, end)
    return pieces


def _indent(text: str) -> str | None:
    first = _ENTRY.search(text)
    return first[1] if first else None


def append(path: Path, entry: str, head: str) -> None:
    """Add ``entry`` ("- {…}", without a line's end) durably at the end of the list; what stands there stays as it is.

    ``head`` begins a file that is not there yet. Others who append at this moment wait. Raises ConfigError where the
    file is no list, or not UTF-8.
    """
    with _held(path.parent):
        before = path.read_bytes() if path.exists() else head.encode()
        try:
            text = before.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError((not_utf8(path.name),)) from error
        indent = _indent(text)
        if indent is None and re.sub(r"(?m)^[ \t]*#.*$", "", text).strip():
            message, mend = "不是以 - 开头的列表，无法续写", "请改成每条一行，以“- {”开头"
            raise ConfigError((Problem(path.name, 1, "", message, mend),))
        end = "\r\n" if "\r\n" in text else "\n"
        gap = end if text and not text.endswith("\n") else ""
        write_whole(path, before + f"{gap}{indent or ''}{entry}{end}".encode())


def not_utf8(file: str) -> Problem:
    """The problem of a file in another encoding."""
    return Problem(file, 0, "", "文件不是 UTF-8 编码，其中的内容都没有生效", "请另存为 UTF-8")


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Two terminals lose nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
