"""Arbitrary nouns for Hypothesis: every field of every frozen dataclass, times aware, figures finite."""

import types
import typing
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

from hypothesis import strategies as st

T = typing.TypeVar("T")
_PLAIN: dict[type, st.SearchStrategy[Any]] = {
    str: st.text(alphabet=st.characters(codec="utf-8"), max_size=8),
    int: st.integers(0, 10_000),
    float: st.floats(0, 1000, allow_nan=False),
    bool: st.booleans(),
    date: st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    datetime: st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    timedelta: st.timedeltas(timedelta(0), timedelta(days=30)),
}


def nouns(noun: type[T], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Any value of a noun; ``given`` fixes how some of its fields are made."""
    hints = typing.get_type_hints(noun)
    made = {
        field.name: given.get(field.name, _leaf(noun, hints[field.name]))
        for field in fields(noun)  # type: ignore[arg-type]
    }
    return st.builds(noun, **made)


def _leaf(noun: type, hint: Any) -> st.SearchStrategy[Any]:
    """A field of ``noun``; one that holds more of the same kind stays empty."""
    return st.just(()) if noun in typing.get_args(hint) else _any(hint)


def _any(hint: Any) -> st.SearchStrategy[Any]:
    inside = typing.get_args(hint)
    if isinstance(hint, types.UnionType):
        return st.one_of([st.none() if part is type(None) else _any(part) for part in inside])
    if typing.get_origin(hint) is tuple:
        return _tuple(inside)
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return nouns(hint) if isinstance(hint, type) and is_dataclass(hint) else _PLAIN[hint]


def _tuple(inside: Sequence[Any]) -> st.SearchStrategy[Any]:
    if inside[-1] is Ellipsis:
        return st.lists(_any(inside[0]), max_size=2).map(tuple)
    return st.tuples(*map(_any, inside))
