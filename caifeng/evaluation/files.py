"""Read JSON Lines as they lie (``.jsonl``, ``.jsonl.gz``); a line that is no JSON object is counted, not fatal."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from caifeng.errors import UsageError

_GZIP = b"\x1f\x8b"
_HALVES = frozenset({"dev", "held", "test", "train", "val", "data", "dev_index", "held_index"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file; fields are asked for by name and are "" or None where they are not stated."""

    line: int  # 1-based
    stated: Mapping[str, object] = field(repr=False)

    def text(self, *names: str) -> str:
        """The first of the fields that is stated, as text; numbers are written out."""
        for name in names:
            value = self.stated.get(name)
            if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value):
                return str(value)
        return ""

    def number(self, name: str) -> float | None:
        """A field that is a number."""
        value = self.stated.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts."""
        value = self.stated.get(name)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

    def inside(self, name: str) -> "Row":
        """A field that is an object, itself as a row; empty where it is not stated."""
        value = self.stated.get(name)
        return Row(self.line, value if isinstance(value, dict) else {})

    def is_(self, name: str, value: str) -> bool:
        """Whether the field, written as JSON writes it (``true``) or as text, is ``value``."""
        found = self.stated.get(name)
        return found == value if isinstance(found, str) else json.dumps(found, ensure_ascii=False) == value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which rows of a file count: those whose fields have these values, at most ``limit`` of them."""

    where: tuple[tuple[str, str], ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A file's rows in their order; ``broken`` holds the numbers of the lines that could not be read."""

    path: Path
    dataset: str
    rows: tuple[Row, ...]
    broken: tuple[int, ...]


def read_rows(path: Path, choice: Choice | None = None) -> Rows:
    """The chosen rows of a file. Raises UsageError: no such file, not readable as gzip or UTF-8, no row left."""
    wanted = choice or Choice()
    rows: list[Row] = []
    broken: list[int] = []
    for number, line in _lines(path):
        row = _row(number, line)
        if row is None:
            broken.append(number)
        elif all(row.is_(name, value) for name, value in wanted.where):
            rows.append(row)
            if len(rows) == wanted.limit:
                break
    if not rows:
        raise UsageError(
            f"{path} 里没有可用的行（读坏 {len(broken)} 行）；每行应是一个 JSON 对象，请检查文件与 --where"
        )
    return Rows(path=path, dataset=dataset_of(path), rows=tuple(rows), broken=tuple(broken))


def dataset_of(path: Path) -> str:
    """A name for the set: the file's own, or its folder's where the file is only called ``dev`` and the like."""
    stem = path.name.split(".", maxsplit=1)[0]
    return path.resolve().parent.name if stem in _HALVES else stem


def parse_where(written: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """``field=value`` options. Raises UsageError."""
    pairs = tuple(
        (name.strip(), value.strip()) for name, sign, value in (one.partition("=") for one in written) if sign
    )
    if len(pairs) != len(written):
        raise UsageError("--where 应写成 字段=值，如 --where lang=eng")
    return pairs


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as start:
            is_packed = start.read(2) == _GZIP
        if path.suffix == ".gz" and not is_packed and path.stat().st_size:
            raise UsageError(f"{path} 的后缀是 .gz，内容却不是 gzip；请解压或改名后再试")
        with gzip.open(path, "rb") if is_packed else path.open("rb") as opened:
            for number, line in enumerate(opened, 1):
                if line.strip():
                    yield number, line
    except FileNotFoundError as error:
        raise UsageError(f"找不到文件 {path}；请检查路径") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UsageError(f"{path} 的压缩内容不完整或已损坏；请重新下载或解压后再试") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path} 是文件夹；请写出里面的 .jsonl 或 .jsonl.gz 文件") from error
    except OSError as error:
        raise UsageError(f"{path} 读不出来（{error.strerror or error}）；应是 .jsonl 或 .jsonl.gz 文件") from error


def _row(number: int, line: bytes) -> Row | None:
    try:
        stated = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return None
    return Row(number, stated) if isinstance(stated, dict) else None
