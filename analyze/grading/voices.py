"""声音: count items so that many of one mouth are few; a flood from one account or one medium is no public.

    n items of one voice count n up to 5, then 5 + ln(n − 4): 10 count 6.8, 5,000 count 13.5

A voice is an account where many people write and the account is named, else the source. One account on several
platforms is one voice; names that anybody has (匿名用户) tell people apart by their platform at most. What is read as
marketing or spam (体裁 软文, 垃圾信息) is left out of volume and attitude.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

from caifeng.models import Channel, Item, PieceKind, Reading

FULL = 5  # items of one voice that count in full
_NOISE = frozenset({PieceKind.MARKETING, PieceKind.SPAM})
_PLATFORMS = frozenset(
    {Channel.FORUM, Channel.WEIBO, Channel.WECHAT, Channel.VIDEO, Channel.QA, Channel.REVIEW, Channel.OTHER}
)
_ANYBODY = re.compile(
    r"匿名|匿名用户|匿名网友|网友|用户|游客|热心网友|楼主|未知|佚名|微博用户|已注销|anonymous|guest|user", re.IGNORECASE
)


def voice_of(item: Item) -> tuple[str, str]:
    """Who speaks, as (source, account): the account alone on a platform where it is named, else the source."""
    account = item.author.strip() if item.channel in _PLATFORMS else ""
    return ("", account) if account and not _ANYBODY.fullmatch(account) else (item.source, account)


def counted(items: Sequence[Item]) -> float:
    """How many items these count as, each voice dampened beyond five; the number itself up to five."""
    if len(items) <= FULL:
        return float(len(items))
    return round(sum(dampened(count) for count in Counter(map(voice_of, items)).values()), 1)


def dampened(count: int) -> float:
    """What ``count`` items of one voice count as."""
    return float(count) if count <= FULL else FULL + log(count - FULL + 1)


def witnesses(items: Iterable[Item]) -> int:
    """Independent voices; on platforms an unnamed author is another one each time, because the texts are no copies."""
    return len({voice_of(i) if i.author or i.channel not in _PLATFORMS else (i.source, i.id) for i in items})


def heard(items: Iterable[Item], readings: Mapping[str, Reading]) -> tuple[Item, ...]:
    """The items without marketing and spam."""
    return tuple([item for item in items if not _is_noise(readings.get(item.id))])


def _is_noise(reading: Reading | None) -> bool:
    return reading is not None and reading.piece is not None and reading.piece.kind in _NOISE
