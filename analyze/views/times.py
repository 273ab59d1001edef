"""何时 Find the time of a happening as items write it: not the day of publication, not history, not what is to come."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from caifeng.models import Item

_ANCHOR = re.compile(r"[日号號](?<=[\d ].)|[昨前今][天日晚夜晨早]")
_DATE = re.compile(r"(?:(?P<year>\d{4})\s?年\s?)?(?:(?P<month>\d{1,2})\s?月\s?)?(?P<day>\d{1,2})\s?$")
_BEFORE = 14  # characters before 日 in which year and month stand
_CLOCK = re.compile(
    r"[日号號天晚夜晨早]?(?P<half>凌晨|清晨|早上|早间|上午|中午|午间|午后|下午|傍晚|晚间|晚上|当晚|深夜|夜间|夜里|半夜|晚|早(?!些)|夜)?"
    r"(?P<hour>\s?\d{1,2}\s?(?:[时時点點](?!前后|名)(?:\s?\d{1,2}\s?分|半)?|[:：]\d{2})(?:许|許|左右)?)?"
)
_NOT_HAPPENED = re.compile(
    r"\s*(?:$|\n|星期|本报|[电電][，（(\s]|[讯訊]|消息|报道|報道|版|[起前]|之前|以前|止|施行|实施|生效|[至到]\s?\d|刊|常|子|后|20\d\d[-/]|内|均|益)"
)
_NOT_STARTED = re.compile(r"(?:截至|截止|截止到|自|从|生于|至|到|[-–—~])\s?$")
_LONGEST_AGO = timedelta(days=12)
_READ = 3  # times of one text
_LOOKED_AT = 12  # places of one text
_AGO = {"昨": 1, "前": 2, "今": 0}  # days


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as written, the day it means, and the item that says so."""

    text: str
    day: date
    is_exact: bool  # to the hour or the half of the day
    item: Item


def moments_in(text: str, item: Item, zone: ZoneInfo) -> Iterator[Moment]:
    """Up to three times of a text that lie within twelve days before the item was published."""
    found = 0
    for anchor in islice(_ANCHOR.finditer(text), _LOOKED_AT):
        moment = _moment(text, anchor, item, zone)
        if moment is not None:
            yield moment
            found += 1
        if found == _READ:
            return


def agreed(moments: Sequence[Moment]) -> tuple[Moment, tuple[str, ...]] | None:
    """The moment on the day that most items name, dated and exact wordings first, and the items that name that day."""
    if not moments:
        return None
    days = Counter(day for day, _ in {(moment.day, moment.item.id) for moment in moments})
    top = max(days.values())
    best = min(day for day, count in days.items() if count == top)
    on_day = [moment for moment in moments if moment.day == best]
    wordings = Counter(moment.text for moment in on_day)
    chosen = min(
        on_day,
        key=lambda m: (
            "日" not in m.text,
            not m.is_exact,
            -len(m.text) if m.is_exact else 0,
            -wordings[m.text],
            m.item.id,
        ),
    )
    ids = dict.fromkeys((chosen.item.id, *(moment.item.id for moment in on_day)))
    return chosen, tuple(ids)


def _moment(text: str, anchor: re.Match[str], item: Item, zone: ZoneInfo) -> Moment | None:
    """The moment whose 日, 昨 or 今 stands at the anchor."""
    at = anchor.start()
    opening = max(0, at - _BEFORE)
    date_before = _DATE.search(text[opening:at]) if anchor[0] in "日号號" else None
    start = opening + date_before.start() if date_before else at
    clock = _CLOCK.match(text, at if date_before else at + 1)
    end = clock.end() if clock else anchor.end()
    if (date_before is None) == (anchor[0] in "日号號") or _NOT_HAPPENED.match(text, end):
        return None
    if _NOT_STARTED.search(text[max(0, start - 4) : start]):
        return None
    published = item.published_at.astimezone(zone).date()
    day = _day(date_before, published) if date_before else published - timedelta(days=_AGO[anchor[0][0]])
    if day is None or not timedelta() <= published - day <= _LONGEST_AGO:
        return None
    is_exact = bool(clock and (clock["half"] or clock["hour"]))
    return Moment(text[start:end].strip(), day, is_exact, item)


def _day(match: re.Match[str], published: date) -> date | None:
    """The day that is meant, nearest before publication where year or month is not said; None where there is none."""
    number = int(match["day"])
    if match["year"]:
        return _date(int(match["year"]), int(match["month"]), number) if match["month"] else None
    if match["month"]:
        month = int(match["month"])
        meant = _date(published.year, month, number)
        return meant if meant is not None and meant <= published else _date(published.year - 1, month, number)
    meant = _date(published.year, published.month, number)
    if meant is not None and meant <= published:
        return meant
    last = published.replace(day=1) - timedelta(days=1)
    return _date(last.year, last.month, number)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
