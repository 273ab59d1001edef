"""labels.yml: what people say against, or in favour of, the machine; a list that people edit and Caifeng appends to.

Appending touches nothing that stands in the file. Reading never fails: entries that make sense apply, the others are
reported with their lines, even where a stray quote or a merge conflict spoils the file as YAML.
"""

import difflib
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from caifeng.entries import append, documents, not_utf8
from caifeng.errors import ConfigError, Problem
from caifeng.models import Label, Relation, ToneLabel
from caifeng.strictyaml import Document

RELATION_KEYS = {
    "duplicate_of": Relation.DUPLICATE,
    "not_duplicate_of": Relation.NOT_DUPLICATE,
    "same_story_as": Relation.SAME_STORY,
    "other_story_than": Relation.OTHER_STORY,
}
_HEAD = "# 人工标注：可直接编辑，同一件事以时间最新的一行为准；写法见文档 labels.md。\n"
_ITEM = re.compile(r"i-[0-9A-Za-z]+")
_YES, _NO = ("true", "是", "yes"), ("false", "否", "no")
_REST = "；其余标注不受影响"


def _item(value: str) -> str:
    if not _ITEM.fullmatch(value):
        raise ValueError("条目号应写成 i-0123456789ab，可从依据页复制")
    return value


def _moment(value: Any) -> datetime:
    try:
        if not re.match(r"\d{4}-\d", str(value)):
            raise ValueError
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError("时间无法辨认，应写成 2026-11-20T09:12:00+08:00") from error


def _truth(value: Any) -> bool:
    word = str(value).lower()
    if word not in (*_YES, *_NO):
        raise ValueError("只能是 true 或 false")
    return word in _YES


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("不能为空")
    return value.strip()


_Truth = Annotated[bool, BeforeValidator(_truth)]
_Id = Annotated[str, AfterValidator(_item)]
_Text = Annotated[str, AfterValidator(_said)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    item: _Id
    tone: ToneLabel | None = None
    topic: _Text | None = None
    relevant: _Truth | None = None
    duplicate_of: _Id | None = None
    not_duplicate_of: _Id | None = None
    same_story_as: _Id | None = None
    other_story_than: _Id | None = None
    at: Annotated[datetime, BeforeValidator(_moment)]
    by: _Text
    why: str = ""
    machine: str = ""
    sampled: _Truth = False

    @model_validator(mode="after")
    def _one_matter(self) -> "_Entry":
        said = [key for key in ("tone", "topic", *RELATION_KEYS) if getattr(self, key) is not None]
        if len(said) != 1:
            found = f"写了 {'、'.join(said)}" if said else "一样也没有写"
            raise PydanticCustomError("matter", f"一行只说一件事，这里{found}；tone、topic、duplicate_of 等任选其一")
        if (self.topic is None) != (self.relevant is None):
            raise PydanticCustomError("matter", "topic 和 relevant 要成对写，如 topic: 产品质量, relevant: false")
        if said[0] in RELATION_KEYS and getattr(self, said[0]) == self.item:
            raise PydanticCustomError("matter", f"{said[0]} 指向了条目自己，应是另一条的条目号")
        return self


class LabelFile:
    """A desk's labels.yml; ``zone`` is meant where a time names none."""

    def __init__(self, path: Path, zone: ZoneInfo) -> None:
        self.path, self._zone = path, zone

    def load(self) -> tuple[tuple[Label, ...], tuple[Problem, ...]]:
        """Every label that can be read, in the order of the file, and what is wrong with the rest."""
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return (), ()
        except UnicodeDecodeError:
            return (), (not_utf8(self.path.name),)
        return _read(text, self.path.name, self._zone)

    def append(self, label: Label) -> None:
        """Add a label at the end, durably; what stands in the file stays as it is. Raises ConfigError."""
        line = _line(label, self._zone)
        if unreadable := _read(line, self.path.name, self._zone)[1]:
            raise ConfigError(unreadable)
        append(self.path, line, _HEAD)


@lru_cache(maxsize=2)  # a run asks several times, and years of labels take seconds
def _read(text: str, file: str, zone: ZoneInfo) -> tuple[tuple[Label, ...], tuple[Problem, ...]]:
    labels: list[Label] = []
    problems: list[Problem] = []
    for document in documents(text, file, problems, _REST):
        for found in _entries(document, zone):
            if isinstance(found, Label):
                labels.append(found)
            else:
                problems += found
    return tuple(labels), tuple(problems)


def _entries(document: Document, zone: ZoneInfo) -> Iterator[Label | list[Problem]]:
    data = document.data
    if data is None or data == {}:
        return
    if not isinstance(data, list):
        yield [document.problem((), "应是标注的列表", "每条标注一行，以“- {item: …}”开头；其余标注不受影响")]
        return
    for place, said in enumerate(data):
        try:
            yield _label(_Entry.model_validate(said), zone)
        except ValidationError as error:
            details = error.errors(include_url=False)
            yield [_problem(document, (place, *detail["loc"]), detail) for detail in details]
        except OverflowError:
            yield [document.problem((place, "at"), "时间超出范围", "应写成 2026-11-20T09:12:00+08:00")]


def _label(said: _Entry, zone: ZoneInfo) -> Label:
    relation = next((key for key in RELATION_KEYS if getattr(said, key) is not None), "")
    at = said.at if said.at.tzinfo else said.at.replace(tzinfo=zone)
    return Label(
        item_id=said.item,
        at=at.astimezone(UTC),
        by=said.by,
        why=said.why.strip(),
        tone=said.tone,
        topic=said.topic or "",
        is_relevant=said.relevant,
        relation=RELATION_KEYS.get(relation),
        other_id=getattr(said, relation) if relation else "",
        machine=said.machine.strip(),
        is_sampled=said.sampled,
    )


def _problem(document: Document, path: tuple[str | int, ...], detail: ErrorDetails) -> Problem:
    """A pydantic error in one Chinese sentence at its line."""
    kind, rest = detail["type"], _REST
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), _Entry.model_fields, n=1, cutoff=0.5)
        mend = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(_Entry.model_fields)}"
        return document.problem(path, f"未知的键 {path[-1]!r}", mend + rest)
    if kind == "missing":
        return document.problem(path[:-1], f"缺少 {path[-1]}", f"请补上 {path[-1]}: …{rest}")
    if kind == "enum":
        options = "、".join(ToneLabel)
        return document.problem(path, f"{detail['input']!r} 不在可选之列", f"只能是 {options}{rest}")
    said = _MESSAGES.get(kind, detail["msg"].removeprefix("Value error, "))
    return document.problem(path, said, "请改好这一处" + rest)


_MESSAGES = {
    "string_type": "须是文字，不能为空",
    "model_type": "须是 键: 值 的对照",
    "model_attributes_type": "须是 键: 值 的对照",
    "dict_type": "须是 键: 值 的对照",
}


def _line(label: Label, zone: ZoneInfo) -> str:
    """A label as one entry of the list, without the line's end."""
    said: dict[str, Any] = {"item": label.item_id}
    if label.tone is not None:
        said["tone"] = label.tone.value
    if label.topic:
        said |= {"topic": _text(label.topic), "relevant": label.is_relevant}
    if label.relation is not None:
        said[next(key for key, relation in RELATION_KEYS.items() if relation is label.relation)] = label.other_id
    said |= {"at": label.at.astimezone(zone).isoformat(timespec="seconds"), "by": _text(label.by)}
    said |= {key: _text(text) for key, text in (("why", label.why), ("machine", label.machine)) if text}
    entry = CommentedMap(said | ({"sampled": True} if label.is_sampled else {}))
    entry.fa.set_flow_style()
    yaml = YAML()
    yaml.width, yaml.allow_unicode = 100_000, True
    out = io.StringIO()
    yaml.dump([entry], out)
    return out.getvalue().strip()


def _text(value: str) -> str:
    """A text as we write it: without what cannot be seen, and quoted unless it is plainly a word."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return shown if re.fullmatch(r"[^\W\d_]\w*", shown) else DoubleQuotedScalarString(shown)
