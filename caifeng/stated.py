"""Values that an edition states, by their place in the frozen JSON: set one, and say in words what differs."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caifeng.errors import UsageError
from caifeng.stated_words import WORDS

SHOWN = 200  # characters of a value
# What an edition is, and what it stands on: not stated, or not to be changed by hand.
_FIXED = frozenset(
    {"date", "number", "revision", "desk", "zone", "window_start", "window_end", "published_at", "is_late",
     "recipients", "corrections", "evidence"}
)  # fmt: skip
_UNSTATED = re.compile(r"(^|_)(id|ids|hash|html|maker|marks?)$|^(spark|merged|split_from|told_at)$")
_KEYS = (
    "story_id",
    "id",
    "name",
    "label",
    "item_id",
    "question",
    "day",
    "source",
    "what",
)  # tell the rows of a list apart
_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
_PATH = re.compile(r"[a-z_]+(\.[a-z_]+|\[\d{1,5}\])*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A value that differs: ``what`` in Chinese words, both values as text of at most 200 characters."""

    path: str
    what: str
    old: str
    new: str


def set_value(edition: dict[str, Any], path: str, text: str) -> None:
    """Put a value, as a person types it, in the place of the one that stands there, which tells its type.

    Raises UsageError for a place that is not there, is fixed, or holds a list or a record; and for another type.
    """
    steps = _steps(path)
    if steps[0] in _FIXED or any(isinstance(step, str) and _UNSTATED.search(step) for step in steps):
        raise UsageError(f"{path} 不是刊面上的一个说法，不能直接改；要按存档重算请用 --recompute")
    holder: Any = edition
    for step in steps[:-1]:
        holder = _inside(holder, step, path)
    former = _inside(holder, steps[-1], path)
    if isinstance(former, dict | list):
        raise UsageError(f"{path} 底下还有 {len(former)} 个值，请写到其中一个")
    holder[steps[-1]] = _typed(former, text, path)


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Every stated value that differs between two revisions, in the order of the edition."""
    return tuple(
        found for name in old if name not in _FIXED for found in _differing(old[name], new.get(name), (name,), (name,))
    )


def _differing(old: Any, new: Any, way: Sequence[str | int], words: Sequence[str | int]) -> Iterator[Changed]:
    """``way`` is the place, ``words`` the same with rows called by their names."""
    if old == new or (isinstance(way[-1], str) and _UNSTATED.search(way[-1])):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _differing(old.get(name), new.get(name), (*way, name), (*words, name))
    elif _is_table(old) and _is_table(new):
        yield from _differing_rows(old, new, way, words)
    else:
        yield Changed(path=_written(way), what=_said(words), old=_text(old), new=_text(new))


def _differing_rows(
    old: Sequence[Any], new: Sequence[Any], way: Sequence[str | int], words: Sequence[str | int]
) -> Iterator[Changed]:
    """Rows of a list are matched by what names them; the order alone is no change."""
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys([*before, *after]):
        at, row = before.get(name, (len(before), None))
        _, other = after.get(name, (0, None))
        called = _title(row if row is not None else other) or at
        if row is None or other is None:
            yield Changed(path=_written((*way, at)), what=_said((*words, called)), old=_row(row), new=_row(other))
        else:
            yield from _differing(row, other, (*way, at), (*words, called))


def _by_name(rows: Sequence[Any]) -> dict[object, tuple[int, Any]]:
    found: dict[object, tuple[int, Any]] = {}
    for at, row in enumerate(rows):
        found.setdefault(_name(row) or at, (at, row))
    return found


def _name(row: Any) -> str:
    inner = row.get("story") or row.get("incident") or row.get("report") or row
    return next((str(inner[key]) for key in _KEYS if isinstance(inner.get(key), str) and inner[key]), "")


def _title(row: Any) -> str:
    inner = row.get("story") or row.get("incident") or row.get("report") or row
    for key in ("title", "name", "label", "source", "day"):
        if isinstance(inner.get(key), str):
            return f"“{inner[key][:24]}”"
    return ""


def _row(row: Any) -> str:
    if row is None:
        return "（没有）"
    return _title(row) or _text(row)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _steps(path: str) -> list[Any]:
    if not _PATH.fullmatch(path):
        raise UsageError(f"{path!r} 不是一个位置，应写成 overview.distinct 或 overview.regions[0].count")
    return [name or int(number) for name, number in _STEP.findall(path)]


def _inside(holder: Any, step: Any, path: str) -> Any:
    try:
        return holder[step]
    except (KeyError, IndexError, TypeError) as error:
        known = f"这里有：{'、'.join(holder)}" if isinstance(holder, dict) else "这里没有这么多项"
        raise UsageError(f"{path} 这个位置不存在；{known[:300]}") from error


def _typed(former: Any, text: str, path: str) -> Any:
    """The text as a value of the former one's type; where nothing stood, a number or true/false is read as such."""
    if isinstance(former, str):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    fits = former is None or type(value) is type(former) or (isinstance(former, float) and type(value) is int)
    if not fits or isinstance(value, dict | list):
        raise UsageError(f"{path} 原来是 {_text(former)}，新值 {text[:40]!r} 不是同一类的值")
    return value


def _written(way: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way).removeprefix(".")


def _said(words: Sequence[str | int]) -> str:
    return " · ".join(f"第 {word + 1} 项" if isinstance(word, int) else WORDS.get(word, word) for word in words)


def _text(value: Any) -> str:
    if value is None or value == [] or value == "":
        return "（空）"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
