"""How numbers and times are said."""

from datetime import date, timedelta

from caifeng.models import Deed, LogEntry, Share

_WEEKDAYS = "一二三四五六日"
_STEP = 30  # characters of a step's name


def duration(span: timedelta) -> str:
    """1 天 3 小时 20 分: the parts that are not zero."""
    minutes = int(span.total_seconds() // 60)
    parts = ((minutes // 1440, "天"), (minutes // 60 % 24, "小时"), (minutes % 60, "分"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "不足 1 分"


def took(span: timedelta | None) -> str:
    """45 秒 below a minute, else as ``duration``; — of None."""
    if span is None:
        return "—"
    seconds = span.total_seconds()
    return f"{seconds:.0f} 秒" if seconds < 60 else duration(span)


def weekday(day: date) -> str:
    """周五."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def long_date(day: date) -> str:
    """2026 年 11 月 20 日 星期五."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日 星期{_WEEKDAYS[day.weekday()]}"


def change(now: int, before: int | None) -> str:
    """How a count moved against the day before, in words that small numbers bear."""
    if before is None:
        return "前一日无数据"
    if before == 0:
        return "前一日为 0" if now else "与前一日同为 0"
    if now == before:
        return "与前一日持平"
    if now >= 2 * before:
        return f"为前一日的 {now / before:.1f} 倍"
    word = "升" if now > before else "降"
    return f"较前一日{word} {abs(now - before) / before:.0%}"


def percent(value: Share) -> str:
    """27/35（77%，区间 61–88%）."""
    if value.total == 0:
        return "0/0"
    return f"{value.count}/{value.total}（{value.share:.0%}，区间 {value.low * 100:.0f}–{value.high:.0%}）"


def short(title: str, limit: int = 22) -> str:
    """A title that fits a sentence: cut at a pause when there is one, never inside what follows a cut."""
    title = " ".join(title.split()).strip("。！!？?…，,；;：:")
    if len(title) <= limit:
        return title
    for pause in "：，。；！？ ":
        head = title[: limit + 1].rpartition(pause)[0]
        if len(head) >= limit // 2:
            return head.strip()
    return title[: limit - 1] + "…"


def named(title: str, limit: int = 22) -> str:
    """A shortened title in quotation marks; marks inside it become single ones (GB/T 15834)."""
    inner = short(title, limit).translate({ord("“"): "‘", ord("”"): "’"})
    if inner.count("‘") != inner.count("’"):
        inner = inner.replace("‘", "").replace("’", "")
    return f"“{inner}”"


def deed(entry: LogEntry) -> tuple[str, str]:
    """What a line of a log says was done, and more of it; a step goes by its own name, with which its note begins."""
    name, colon, more = entry.note.partition("：")
    if entry.did == Deed.STEP and colon and 0 < len(name) <= _STEP:
        return name, more
    return entry.did, entry.note


def joined(words: list[str]) -> str:
    """甲、乙、丙."""
    return "、".join(words)
