"""Take from a title what is the publisher's or the column's: | WTOP, Live:, 新华社快讯：, 01版 -."""

import re

HEADLINE = 10  # letters from which a title is one piece's own, not a column's
_LONGEST = 300  # characters of a title that are looked at
_PUBLISHER = re.compile(r"\s(?:[|丨–—]|-)\s[^|丨]{2,50}$")
_COLUMN = re.compile(
    r"^(?:\d{1,2}版\s*-\s*"
    r"|[^丨|:,。!?]{2,10}[丨|]\s*"
    r"|[^:,。!?]{0,8}(?:快讯|消息|快报|图讯|权威发布|早知道):\s*"
    r"|[^:|]{0,24}\b(?:latest|live|updates?|watch|videos?|pics)\b[^:|]{0,12}[:|]\s*)"
)
_DIGEST = re.compile(r"早报|晚报|早餐|早知道|早财经|晚\d点|\d点\d氪|一周|盘点|[;;].*[;;]|早间|晚间新闻|要闻")


def heading(title: str) -> str:
    """A folded title without its publisher at the end and its column at the start; the title where nothing is left."""
    if len(title) > _LONGEST:
        return title
    bare = _COLUMN.sub("", title, count=1).strip() or title
    return _PUBLISHER.sub("", bare).strip() or bare


def is_digest(title: str) -> bool:
    """Whether a folded title announces the day's news in one piece: it tells many happenings, and binds none."""
    return bool(_DIGEST.search(title[:_LONGEST]))
