"""Weekdays, hours and moments as people write them: 周一至周五, 08:30, 2026-11-20 08:00."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_DAYS = "一二三四五六日"
_SPELLINGS = {f"{begin}{day}": place for begin in ("周", "星期") for place, day in enumerate(_DAYS)} | {
    "周天": 6,
    "星期天": 6,
}
_EVERY = "每天"


def _weekdays(value: Any) -> Any:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed:
        raise PydanticCustomError("weekdays", "须写星期几，如 [周一, 周三]、周一至周五 或 每天")
    return sorted({day for word in listed for day in _days_of(str(word).strip())})


def _days_of(word: str) -> list[int]:
    if word == _EVERY:
        return list(range(7))
    first, _, last = word.partition("至")
    start, end = _SPELLINGS.get(first), _SPELLINGS.get(last or first)
    if start is None or end is None:
        raise PydanticCustomError(
            "weekdays", "{word} 不是星期几，应写成 周一、周一至周五 或 每天", {"word": repr(word)}
        )
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def minute_of_day(value: Any) -> int:
    """Minutes after midnight of "22:00"; "24:00" is the day's end. Raises PydanticCustomError."""
    match = re.fullmatch(r"\s*(\d{1,2}):([0-5]\d)\s*", str(value), re.ASCII)
    minute = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minute <= 24 * 60:
        raise PydanticCustomError("hour", "{value} 不是时刻，应写成 22:00", {"value": repr(value)})
    return minute


def local_moment(value: str) -> datetime:
    """The moment "2026-11-20 08:00", without a zone. Raises PydanticCustomError."""
    try:
        if not re.fullmatch(r"\s*\d{4}-\d\d-\d\d[ T]\d\d:\d\d\s*", value, re.ASCII):
            raise ValueError
        moment = datetime.fromisoformat(value.strip())
        if not 1900 <= moment.year < 2200:
            raise ValueError
    except ValueError as error:
        raise PydanticCustomError(
            "moment", "{value} 不是日期加时刻，应写成 2026-11-20 08:00，并且确有这一刻", {"value": repr(value)}
        ) from error
    return moment


_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Weekdays = Annotated[list[int], BeforeValidator(_weekdays), WithJsonSchema(_TEXTS)]  # Monday is 0
Minute = Annotated[int, BeforeValidator(minute_of_day), WithJsonSchema({"type": "string"})]
