"""Amounts that a title states (44.04亿, 2%, 5200美元): what tells two announcements of one template apart.

Counts of people and things are none: the number of victims grows while the story stays the same.
"""

import re

_LONGEST = 300  # characters of a title that are looked at
_AMOUNT = re.compile(
    r"(?<![\d.])(\d{1,12}(?:\.\d{1,6})?)\s?"
    r"(%|日|万亿|千亿|百亿|亿|千万|百万|万(?=[元股美港日韩欧英])|[美港欧日韩英]?元|倍|股|个?基点|[转派送])?"
)


def amounts_in(title: str) -> tuple[str, ...]:
    """The distinct amounts of a folded title, number and unit, sorted; a bare number counts if it has a fraction."""
    found = _AMOUNT.findall(title[:_LONGEST].replace(",", ""))
    return tuple(sorted({number + unit for number, unit in found if unit or "." in number}))
