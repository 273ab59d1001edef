"""review.yml → Review: 复盘 written in a file of its own, by the keys that ``review`` has in an incident file."""

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from caifeng.errors import ConfigError, Problem
from caifeng.lake.incident_file import review_said
from caifeng.lake.incident_shape import ReviewEntry
from caifeng.models import Review
from caifeng.shapes import shape_problems
from caifeng.strictyaml import MAX_CHARACTERS, Document, parse

_LARGEST = 4 * MAX_CHARACTERS  # bytes


def read_review(path: Path) -> Review:
    """What the file says: causes, well, improve, rectify. Raises ConfigError with every Problem, each with its line."""
    return review_in(_text(path), path.name)


def review_in(text: str, file: str) -> Review:
    """What YAML text says; the keys may stand under ``review:``, as in an incident file. Raises as ``read_review``."""
    document = _inside(parse(text, file))
    if not document.data:
        raise ConfigError((document.problem((), "文件里没有写复盘", "请写 causes、well、improve、rectify"),))
    try:
        said = ReviewEntry.model_validate(document.data)
    except ValidationError as error:
        raise ConfigError(shape_problems(document, error, ReviewEntry)) from error
    return review_said(said)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ConfigError((Problem(path.name, 0, "", f"文件超过 {_LARGEST} 字节", "请删减"),))
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError((Problem(path.name, 0, "", "文件不是 UTF-8 编码", "请另存为 UTF-8"),)) from error
    except OSError as error:
        raise ConfigError((Problem(path.name, 0, "", "没有这个文件，或不能读", "请写对路径"),)) from error


def _inside(document: Document) -> Document:
    """What stands under ``review:``, where the file has that key alone."""
    data = document.data
    if not isinstance(data, dict) or list(data) != ["review"]:
        return document
    return replace(document, data=data["review"], lines={at[1:]: line for at, line in document.lines.items() if at})
