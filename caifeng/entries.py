"""YAML lists that people edit: one entry that makes no sense spoils no other.

A stray quote or a merge conflict may spoil the file as YAML; then each entry is read as a file of its own.
"""

import fcntl
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from caifeng.errors import ConfigError, Problem
from caifeng.lake.files import write_whole
from caifeng.shapes import shape_problems
from caifeng.strictyaml import Document, parse

Shape = TypeVar("Shape", bound=BaseModel)

LARGEST = 4_000_000  # bytes of a file
_MANY = 1_000  # problems after which the rest of a file is not read
_ENTRY = re.compile(r"^( *)-(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Shape]):
    """An entry that has its shape: what it says, and where it stands."""

    said: Shape
    document: Document
    place: int
    rest: str  # what becomes of the others where one is wrong

    def problem(self, message: str, mend: str) -> Problem:
        """A Problem at this entry."""
        return self.document.problem((self.place,), message, mend + self.rest)


def read(path: Path, problems: list[Problem]) -> str:
    """The text of a list; "" where there is none, and where it cannot be read, of which ``problems`` then tells."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            message = f"文件超过 {LARGEST} 字节，其中的内容都没有生效"
            problems.append(Problem(path.name, 0, "", message, "请把旧的条目移走"))
            return ""
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        problems.append(not_utf8(path.name))
    except OSError as error:
        message = f"不是可以读的文件（{error.strerror}），其中的内容都没有生效"
        problems.append(Problem(path.name, 0, "", message, "请检查它是不是目录、有没有读的权限"))
    return ""


def entries(text: str, file: str, shape: type[Shape], name: str, problems: list[Problem]) -> Iterator[Entry[Shape]]:
    """Every entry that has its shape, in the order of the file; what is wrong is added to ``problems``.

    ``name`` is how people call what the list holds, such as 标注.
    """
    rest = f"；其余{name}不受影响"
    for document in _documents(text, file, problems, rest):
        data = document.data
        if not data:
            continue
        if not isinstance(data, list):
            mend = f"每条一行，以“- {{{next(iter(shape.model_fields))}: …}}”开头{rest}"
            problems.append(document.problem((), f"应是{name}的列表", mend))
            continue
        for place, written in enumerate(data):
            if len(problems) > _MANY:
                return
            try:
                yield Entry(shape.model_validate(written), document, place, rest)
            except ValidationError as error:
                problems += shape_problems(document, error, shape, (place,), rest)


def _documents(text: str, file: str, problems: list[Problem], rest: str) -> Iterator[Document]:
    """The file as one document; else each of its entries as one."""
    try:
        yield parse(text, file)
        return
    except ConfigError:
        pieces = _pieces(text)
    for line, piece in pieces:
        if len(problems) > _MANY:
            problems.append(Problem(file, line + 1, "", "以上错处太多，以下没有再读", "请先改好以上各处"))
            return
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


def line(written: Mapping[str, Any]) -> str:
    """An entry as one line of the list, without the line's end."""
    entry = CommentedMap(written)
    entry.fa.set_flow_style()
    yaml = YAML()
    yaml.width, yaml.allow_unicode = 100_000, True
    out = io.StringIO()
    yaml.dump([entry], out)
    return out.getvalue().strip()


def shown(text: str) -> str:
    """A text as we write it: without what cannot be seen, and quoted unless it is plainly a word."""
    visible = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    quoted: str = visible if re.fullmatch(r"[^\W\d_]\w*", visible) else DoubleQuotedScalarString(visible)
    return quoted


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
