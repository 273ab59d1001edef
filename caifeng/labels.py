"""labels.yml: what people say against, or in favour of, the machine; a list that people edit and Caifeng appends to.

Appending touches nothing that stands in the file. Reading never fails: entries that make sense apply, the others are
reported with their lines, even where a stray quote or a merge conflict spoils the file as YAML.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from caifeng.entries import append, entries, line, read, shown
from caifeng.errors import ConfigError, Problem
from caifeng.models import Label, Relation, ToneLabel
from caifeng.scalars import Moment, Said, Truth
from caifeng.shapes import in_zone

RELATION_KEYS = {
    "duplicate_of": Relation.DUPLICATE,
    "not_duplicate_of": Relation.NOT_DUPLICATE,
    "same_story_as": Relation.SAME_STORY,
    "other_story_than": Relation.OTHER_STORY,
}
_HEAD = "# 人工标注：可直接编辑，同一件事以时间最新的一行为准；写法见文档 labels.md。\n"
_ITEM = re.compile(r"i-[0-9A-Za-z]+")


def _item(value: str) -> str:
    if not _ITEM.fullmatch(value):
        raise PydanticCustomError("item", "条目号应写成 i-0123456789ab，可从依据页复制")
    return value


_Id = Annotated[str, AfterValidator(_item)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    item: _Id
    tone: ToneLabel | None = None
    topic: Said | None = None
    relevant: Truth | None = None
    duplicate_of: _Id | None = None
    not_duplicate_of: _Id | None = None
    same_story_as: _Id | None = None
    other_story_than: _Id | None = None
    at: Moment
    by: Said
    why: str = ""
    machine: str = ""
    sampled: Truth = False

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
        unread: list[Problem] = []
        text = read(self.path, unread)
        labels, problems = _read(text, self.path.name, self._zone)
        return labels, (*unread, *problems)

    def append(self, label: Label) -> None:
        """Add a label at the end, durably; what stands in the file stays as it is. Raises ConfigError."""
        written = _line(label, self._zone)
        if unreadable := _read(written, self.path.name, self._zone)[1]:
            raise ConfigError(unreadable)
        append(self.path, written, _HEAD)


@lru_cache(maxsize=2)  # a run asks several times, and years of labels take seconds
def _read(text: str, file: str, zone: ZoneInfo) -> tuple[tuple[Label, ...], tuple[Problem, ...]]:
    problems: list[Problem] = []
    labels = [_label(one.said, zone) for one in entries(text, file, _Entry, "标注", problems)]
    return tuple(labels), tuple(problems)


def _label(said: _Entry, zone: ZoneInfo) -> Label:
    relation = next((key for key in RELATION_KEYS if getattr(said, key) is not None), "")
    return Label(
        item_id=said.item,
        at=in_zone(said.at, zone),
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


def _line(label: Label, zone: ZoneInfo) -> str:
    """A label as one entry of the list, without the line's end."""
    said: dict[str, Any] = {"item": label.item_id}
    if label.tone is not None:
        said["tone"] = label.tone.value
    if label.topic:
        said |= {"topic": shown(label.topic), "relevant": label.is_relevant}
    if label.relation is not None:
        said[next(key for key, relation in RELATION_KEYS.items() if relation is label.relation)] = label.other_id
    said |= {"at": label.at.astimezone(zone).isoformat(timespec="seconds"), "by": shown(label.by)}
    said |= {key: shown(text) for key, text in (("why", label.why), ("machine", label.machine)) if text}
    return line(said | ({"sampled": True} if label.is_sampled else {}))
