"""Single values in files that people write: each arrives as text, and becomes what it means here."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

EXAMPLE_TIME = "2026-11-19T22:50:12+08:00"
_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_YES, _NO = ("true", "是", "有", "yes"), ("false", "否", "无", "no")


def parse_duration(text: str) -> timedelta | None:
    """30s, 15m, 4h, 7d as a length of time, below 2738 years; None where it is none."""
    match = re.fullmatch(r"\s*(\d{1,9})\s*([smhd])\s*", text, re.ASCII)
    seconds = int(match[1]) * _UNITS[match[2]] if match else None
    return timedelta(seconds=seconds) if seconds is not None and seconds < 10**6 * _UNITS["d"] else None


def show_duration(value: timedelta) -> str:
    """A length of time as files have it: 15m, 4h, 7d; whole seconds."""
    seconds = int(value.total_seconds())
    unit = next(unit for unit, size in _UNITS.items() if seconds % size == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def _duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    found = parse_duration(str(value))
    if found is None:
        shown = repr(str(value)[:40])
        raise PydanticCustomError("duration", "时长 {value} 无法辨认，应写成 30s、15m、4h 或 7d", {"value": shown})
    return found


def _day(value: Any) -> date:
    try:
        found = date.fromisoformat(str(value).strip()) if re.fullmatch(r"\s*\d{4}-\d\d-\d\d\s*", str(value)) else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year < 2200:
        raise PydanticCustomError("day", "日期应写成 2026-12-15 这样，并且确有这一天")
    return found


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(str(value).strip()) if _MOMENT.fullmatch(str(value).strip()) else None
    except ValueError:
        found = None
    if found is None or not 1990 <= found.year < 2200:
        raise PydanticCustomError("moment", "时间无法辨认，应写成 2026-12-15 09:00，并且确有这一刻")
    return found


def _truth(value: Any) -> bool:
    word = str(value).strip().lower()
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


Duration = Annotated[timedelta, BeforeValidator(_duration), Field(json_schema_extra={"type": "string"})]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]  # without a zone: the desk's is meant
Truth = Annotated[bool, BeforeValidator(_truth)]
Said = Annotated[str, AfterValidator(_said)]
Count = Annotated[int, BeforeValidator(_count)]
