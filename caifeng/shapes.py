"""A file that people write, held against its shape: what it says, or every mistake in one sentence at its line."""

import difflib
import typing
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from caifeng.errors import ConfigError, Problem
from caifeng.scalars import EXAMPLE_TIME
from caifeng.strictyaml import Document, parse

Shape = TypeVar("Shape", bound=BaseModel)

MOST = 20  # mistakes that are named of one file, or of one entry of a list
_SHOWN = 40  # characters of what somebody wrote that a message repeats


def read_text(path: Path, missing: str) -> str:
    """The text of a file. Raises ConfigError: absent (``missing`` says how to mend it), unreadable, not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigError((Problem(str(path), 0, "", "找不到这个文件", missing),)) from error
    except UnicodeDecodeError as error:
        raise ConfigError((Problem(path.name, 0, "", "文件不是 UTF-8 编码", "请另存为 UTF-8"),)) from error
    except (OSError, ValueError) as error:  # a folder, no right to read, a name with a null character
        raise ConfigError(
            (Problem(str(path), 0, "", "这个文件读不出来", "请检查它是不是目录、有没有读的权限"),)
        ) from error


def read_shape(text: str, file: str, shape: type[Shape], first: str) -> tuple[Shape, Document]:
    """What a YAML text says, and the document that knows its lines; ``first`` is how it begins.

    Raises ConfigError with every problem.
    """
    document = parse(text, file)
    if not isinstance(document.data, dict):
        raise ConfigError((Problem(file, 1, "", "最外层须是 键: 值", f"请从 {first} 写起"),))
    try:
        return shape.model_validate(document.data), document
    except ValidationError as error:
        raise ConfigError(shape_problems(document, error, shape)) from error


def shape_problems(
    document: Document, error: ValidationError, shape: type[BaseModel], at: tuple[int, ...] = (), rest: str = ""
) -> tuple[Problem, ...]:
    """The first mistakes that pydantic found, each in one Chinese sentence at its line; and how many more there are.

    ``at`` is where in the document what has the shape stands; ``rest`` ends every mend: what becomes of the others. A
    check of ours says how to mend it as ``mend`` of its error's context.
    """
    details = error.errors(include_url=False)
    found = [_problem(document, at, shape, detail) for detail in details[:MOST]]
    if len(details) > MOST:
        found.append(document.problem(at, f"还有 {len(details) - MOST} 处不对", "先改好以上各处"))
    return tuple(dict.fromkeys(replace(one, mend=one.mend + rest) for one in found))


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC; one without a zone is meant in ``zone``."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def nearest(word: str, known: Iterable[str]) -> str:
    """How to mend a name that leads nowhere: the nearest known one, or all of them."""
    options = list(known)
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.3)
    return f"是不是 {near[0]}？" if near else f"现有：{'、'.join(options) or '无'}"


def _problem(document: Document, at: tuple[int, ...], shape: type[BaseModel], detail: ErrorDetails) -> Problem:
    way, kind, context = _way(detail), detail["type"], detail.get("ctx", {})
    path = (*at, *way)
    if kind == "extra_forbidden":
        written, known = str(path[-1])[:_SHOWN], _keys(shape, way[:-1])
        near = difflib.get_close_matches(written, known, n=1, cutoff=0.5)
        mend = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(known)}"
        return document.problem(path, f"未知的键 {written!r}", mend)
    if kind == "missing":
        return document.problem(path[:-1], f"缺少 {path[-1]}", f"请补上 {path[-1]}: …")
    if kind in ("enum", "literal_error"):
        allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        return document.problem(path, f"{str(detail['input'])[:_SHOWN]!r} 不在可选之列", f"只能是 {allowed}")
    said = _MESSAGES[kind].format(**context) if kind in _MESSAGES else detail["msg"]
    return document.problem(path, said, context.get("mend", "请改好这一处"))


_MESSAGES = {
    "int_parsing": "须是整数",
    "float_parsing": "须是数字",
    "bool_type": "只能是 true 或 false",
    "bool_parsing": "只能是 true 或 false",
    "string_type": "须是文字，不能为空",
    "string_unicode": "有残缺的字符，请重新输入",
    "string_pattern_mismatch": "格式不符，应符合 {pattern}",
    "list_type": "须是列表：每项以 - 开头，或写成 [甲, 乙]",
    "dict_type": "须是 键: 值 的对照",
    "model_type": "须是 键: 值 的对照",
    "model_attributes_type": "须是 键: 值 的对照",
    "timezone_aware": f"时间须带时区，如 {EXAMPLE_TIME}",
    "datetime_parsing": f"时间无法辨认，应写成 {EXAMPLE_TIME}",
    "datetime_from_date_parsing": f"时间无法辨认，应写成 {EXAMPLE_TIME}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "greater_than": "须大于 {gt}",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "too_short": "至少要有一项",
    "too_long": "最多 {max_length} 项",
}


def _way(detail: ErrorDetails) -> tuple[str | int, ...]:
    """Where it is in the shape; pydantic adds a word of its own where a key, not a value, is wrong."""
    return tuple(part for part in detail["loc"] if part != "[key]")


def _keys(shape: type[BaseModel], way: tuple[str | int, ...]) -> list[str]:
    """Keys that are allowed at a place of ``shape``."""
    hint: Any = shape
    for part in way:
        if _is_model(hint):
            hint = {field.alias or name: field.annotation for name, field in hint.model_fields.items()}.get(str(part))
        else:  # what stands in a list or behind the keys of a dict
            hint = next((kind for kind in reversed(typing.get_args(hint)) if kind is not ...), None)
        hint = _bare(hint)
    return [field.alias or name for name, field in hint.model_fields.items()] if _is_model(hint) else []


def _bare(hint: Any) -> Any:
    """A hint without Annotated; of a union its model, else the first that is not None."""
    while typing.get_origin(hint) in (Annotated, typing.Union, UnionType):
        kinds = typing.get_args(hint)[:1] if typing.get_origin(hint) is Annotated else typing.get_args(hint)
        kinds = tuple(kind for kind in kinds if kind is not NoneType)
        hint = next(filter(_is_model, map(_bare, kinds)), kinds[0])
    return hint


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)
