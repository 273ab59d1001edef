"""Numbers as sites print them: 1,234 · 3.2万 · 10w+ · 2亿."""

import math
import re

_UNITS = {"": 1, "千": 1e3, "k": 1e3, "万": 1e4, "萬": 1e4, "w": 1e4, "百万": 1e6, "m": 1e6, "亿": 1e8, "億": 1e8}
_NUMBER = re.compile(r"(\d{1,18}(?:\.\d{1,9})?)(百万|[千k万萬wm亿億]?)[+＋]?", re.I)
LARGEST = 1e15


def count_of(written: object) -> int | None:
    """A whole number of readers, comments …; None where none is stated or it is absurd."""
    value = heat_of(written)
    return None if value is None else int(value)


def heat_of(written: object) -> float | None:
    """A board's own figure, as a finite number that is not negative."""
    if isinstance(written, bool) or written is None:
        return None
    if isinstance(written, int | float):
        is_sane = math.isfinite(written) and 0 <= written <= LARGEST
        return float(written) if is_sane else None
    match = _NUMBER.search(str(written)[:100].replace(",", "").replace("，", ""))
    value = float(match[1]) * _UNITS[match[2].lower()] if match else LARGEST + 1
    return value if value <= LARGEST else None
