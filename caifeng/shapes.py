"""A file that people write, held against its shape: what it says, or every mistake in one sentence at its line."""

import difflib
import re
import typing
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from caifeng.errors import ConfigError, Problem
from caifeng.strictyaml import Document, parse

Shape = TypeVar("Shape", bound=BaseModel)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_YES, _NO = ("true", "是", "yes"), ("false", "否", "no")


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(str(value).strip()) if _MOMENT.fullmatch(str(value).strip()) else None
    except ValueError:
        found = None
    if found is None or not 1990 <= found.year < 2200:
        raise PydanticCustomError("moment", "时间应写成 2026-12-15 09:00 这样，并且确有这一刻")
    return found


def _truth(value: Any) -> bool:
    word = str(value).lower()
    if word not in (*_YES, *_NO):
        raise PydanticCustomError("truth", "只能是 是 或 否")
    return word in _YES


def _said(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("said", "不能为空")
    return value.strip()


def _count(value: Any) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", str(value)):
        raise PydanticCustomError("count", "须是不带符号的整数")
    return int(value)


Moment = Annotated[datetime, BeforeValidator(_moment)]  # without a zone: the desk's is meant
Truth = Annotated[bool, BeforeValidator(_truth)]
Said = Annotated[str, AfterValidator(_said)]
Count = Annotated[int, BeforeValidator(_count)]


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
    """What a YAML text says, and the document that knows its lines; ``first`` is the key it begins with.

    Raises ConfigError with every problem.
    """
    document = parse(text, file)
    if not isinstance(document.data, dict):
        raise ConfigError((Problem(file, 1, "", "最外层须是 键: 值", f"请从 {first}: 写起"),))
    try:
        return shape.model_validate(document.data), document
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise ConfigError(tuple(dict.fromkeys(_problem(document, shape, detail) for detail in details))) from error


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC; one without a zone is meant in ``zone``."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def nearest(word: str, known: Iterable[str]) -> str:
    """How to mend a name that leads nowhere: the nearest known one, or all of them."""
    options = list(known)
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.3)
    return f"是不是 {near[0]}？" if near else f"现有：{'、'.join(options) or '无'}"


def _problem(document: Document, shape: type[BaseModel], detail: ErrorDetails) -> Problem:
    path, kind, context = tuple(detail["loc"]), detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys(shape, path[:-1])
        near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
        mend = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(known)}"
        return document.problem(path, f"未知的键 {path[-1]!r}", mend)
    if kind == "missing":
        return document.problem(path[:-1], f"缺少 {path[-1]}", f"请补上 {path[-1]}: …")
    if kind in ("enum", "literal_error"):
        allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        return document.problem(path, f"{str(detail['input'])[:40]!r} 不在可选之列", f"只能是 {allowed}")
    said = _MESSAGES[kind].format(**context) if kind in _MESSAGES else detail["msg"]
    return document.problem(path, said, "请改好这一处")


_MESSAGES = {
    "int_parsing": "须是整数",
    "float_parsing": "须是数字",
    "string_type": "须是文字，不能为空",
    "list_type": "须是列表：每项以 - 开头，或写成 [甲, 乙]",
    "dict_type": "须是 键: 值 的对照",
    "model_type": "须是 键: 值 的对照",
    "model_attributes_type": "须是 键: 值 的对照",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "greater_than": "须大于 {gt}",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
}


def _keys(shape: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Keys that are allowed at a path below ``shape``."""
    found: type[BaseModel] | None = shape
    for part in path:
        if isinstance(part, str) and found is not None:
            fields = {field.alias or name: field for name, field in found.model_fields.items()}
            found = _model_in(fields[part].annotation) if part in fields else None
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _model_in(hint: Any) -> type[BaseModel] | None:
    """The model that a hint is made of: itself, or inside Annotated, list, dict or a union."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint
    return next((model for part in typing.get_args(hint) if (model := _model_in(part))), None)
