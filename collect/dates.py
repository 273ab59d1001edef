"""Times as sites write them, turned into aware UTC; what is missing or absurd is said to be estimated."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

OLDEST = timedelta(days=3653)  # ten years
AHEAD = timedelta(minutes=10)  # clocks of servers differ
WRITTEN_CAP = 100  # characters

_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?(?=[年月日号號时時点點分秒天小])")
_DAY = r"(?:(?P<y>\d{4})\s*[-/.年]\s*)?(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号號]?"
_CLOCK = (
    r"(?:[\sT,，]*(?:(?:星期|周|週)[一二三四五六日天\d]\s*)?(?P<half>凌晨|早上|上午|中午|下午|晚上|晚间|晚)?\s*"
    r"(?P<h>\d{1,2})\s*[:：时時点點]\s*(?P<min>\d{1,2})?\s*(?:[:：分]\s*(?P<s>\d{1,2}))?(?:\.\d+)?\s*[秒分]?"
    r"\s*(?P<tz>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)"
)
_CALENDAR = re.compile(_DAY + _CLOCK + "?")
_NAMED_DAY = re.compile(r"(?P<word>今天|今日|昨天|昨日|前天|前日)" + _CLOCK + "?")
_AGO = re.compile(r"(?P<n>(?<!\d)\d{1,6}|半)\s*[个個]?(?P<unit>秒|分|小时|小時|天|日|周|週)[钟鐘]?\s*[以之]?前")
_SECONDS = {"秒": 1, "分": 60, "小": 3600, "天": 86400, "日": 86400, "周": 604800, "週": 604800}
_DAYS_BACK = {"今": 0, "昨": 1, "前": 2}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH = ("%a %b %d %H:%M:%S %z %Y", "%a %b %d %H:%M:%S %Y", "%b %d, %Y %H:%M", "%b %d, %Y", "%d %b %Y")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time of publication, aware UTC; estimated where the moment of seeing stands in for it."""

    at: datetime
    is_estimated: bool


def publication_time(written: str, now: datetime, zone: ZoneInfo) -> Stamp:
    """The stated time if it lies between ten years before ``now`` and ten minutes after, else ``now``, estimated."""
    stated = parse_time(written, now, zone)
    if stated is None or not now - OLDEST <= stated <= now + AHEAD:
        return Stamp(now, is_estimated=True)
    return Stamp(stated, is_estimated=False)


def parse_time(written: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment that a text states, in UTC, or None; a time without a zone is in ``zone``. Never raises."""
    text = written[:WRITTEN_CAP].strip()
    readers: tuple[Callable[[str, datetime], datetime | None], ...] = (
        _epoch, _compact, _iso, _mail, _mail_in_chinese, _english, _relative, _named_day, _calendar,
    )  # fmt: skip
    local = now.astimezone(zone)
    for read in readers:
        try:
            found = read(text, local)
            if found is not None:
                return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue  # this notation's reader does not know it; the next may
    return None


def _epoch(text: str, _local: datetime) -> datetime | None:
    match = re.fullmatch(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})|(\d{15,16})", text)
    if match is None or _is_compact(text):
        return None
    seconds, milliseconds, microseconds = match.groups()
    divisor = 1 if seconds else 1_000 if milliseconds else 1_000_000
    return datetime.fromtimestamp(int(seconds or milliseconds or microseconds) / divisor, UTC)


def _is_compact(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}|\d{6})?", text) is not None


def _compact(text: str, _local: datetime) -> datetime | None:
    if not _is_compact(text):
        return None
    return datetime.strptime(text, {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}[len(text)])  # noqa: DTZ007


def _iso(text: str, _local: datetime) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    return datetime.fromisoformat(re.sub(r"(?<=:\d\d):60", ":59", text))


def _mail(text: str, local: datetime) -> datetime | None:
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    offset = local.utcoffset()
    if offset == timedelta(hours=8):  # e-mail's CST is Chicago's; a Chinese desk's is China's
        text = re.sub(r"\b(?:CST|HKT|SGT|BJT|AWST)$", "+0800", text)
    return parsedate_to_datetime(text)


def _mail_in_chinese(text: str, local: datetime) -> datetime | None:
    """周五, 20 十一月 2026 08:00:00 +0800, as servers with a Chinese locale write it."""
    match = re.fullmatch(r"(?:(?:星期|周|週).\s*,?\s*)?(\d{1,2})\s+([一二三四五六七八九十]{1,2})月\s+(\d{4}.*)", text)
    month = "一二三四五六七八九十".find(match[2][-1]) + 1 + 10 * (len(match[2]) > 1) if match else 0
    return _mail(f"{match[1]} {_MONTHS[month - 1]} {match[3]}", local) if match else None


def _english(text: str, _local: datetime) -> datetime | None:
    for pattern in _ENGLISH:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 (the caller gives it the desk's zone)
        except ValueError:
            continue
    return None


def _relative(text: str, local: datetime) -> datetime | None:
    if re.match(r"刚刚|剛剛|刚才|剛才", text):
        return local
    match = _AGO.search(_arabic(text))
    if match is None:
        return None
    amount = 0.5 if match["n"] == "半" else float(match["n"])
    return local - timedelta(seconds=amount * _SECONDS[match["unit"][0]])


def _named_day(text: str, local: datetime) -> datetime | None:
    match = _NAMED_DAY.search(_arabic(text))
    if match is None:
        return None
    day = local - timedelta(days=_DAYS_BACK[match["word"][0]])
    return _at_clock(day.replace(hour=0, minute=0, second=0, microsecond=0), match)


def _calendar(text: str, local: datetime) -> datetime | None:
    match = _CALENDAR.search(_arabic(text))
    if match is None:
        return None
    year = int(match["y"] or local.year)
    day = datetime(year, int(match["m"]), int(match["d"]), tzinfo=local.tzinfo)
    if match["y"] is None and day > local + timedelta(days=1):  # 12-31 read in January
        day = day.replace(year=year - 1)
    return _at_clock(day, match)


def _at_clock(midnight: datetime, match: re.Match[str]) -> datetime:
    """Midnight moved to the clock that the match states; 24:00 is the next midnight."""
    if match["h"] is None:
        return midnight
    hour, minute, second = int(match["h"]), int(match["min"] or 0), min(int(match["s"] or 0), 59)
    if match["half"] in {"下午", "晚上", "晚间", "晚"} and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        raise ValueError("no such time of day")
    zone = match["tz"]
    if zone:
        offset = "+00:00" if zone in {"Z", "UTC", "GMT"} else zone
        midnight = datetime.fromisoformat(f"{midnight:%Y-%m-%dT%H:%M:%S}{offset}")
    return midnight + timedelta(hours=hour, minutes=minute, seconds=second)


def _arabic(text: str) -> str:
    """Chinese numerals of dates as digits: 二〇二六年十一月二十日 → 2026年11月20日."""
    tens = _TENS.sub(lambda match: f"{match[1] or '一'}{match[2] or '〇'}", text)
    return re.sub(r"[〇零一二三四五六七八九]+(?=\s*[年月日号號时時点點分秒天小个個])",
                  lambda match: match[0].translate(_CHINESE_DIGITS), tens)  # fmt: skip
