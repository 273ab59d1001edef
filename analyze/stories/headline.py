"""Choose a story's title among the titles of its items; never write one."""

import re
from collections.abc import Sequence

from caifeng.models import Channel, Item

_SANE = range(8, 41)  # characters
_TOPIC_MARK = re.compile(r"[#＃]([^#＃]{1,40})[#＃]")
_BRACKETED = re.compile(r"^\s*(?:【[^】]{0,8}】|\[[^\]]{0,8}\]|（[^）]{0,4}）)\s*")
_READ = 300  # characters of a title
_SPACES = re.compile(r"\s+")
# A page number or a column before the title: 08版 - …, 视频丨…, 8点1氪｜…
_COLUMN = re.compile(
    r"^(?:[A-Z]?\d{1,2}版\s*[-－—:：]\s*|[^丨｜|，。！？\s]{1,8}\s?[丨｜|]\s?(?=\S{6})"
    r"|(?:视频|组图|图集|直播|快讯|独家|图解|滚动|突发|最新|重磅|新华社快讯|新华社消息)[:：!！]\s?)"
)
_RUBRIC = re.compile(
    r"(?<=\S{8})(?:\s?[丨｜|]\s?[^丨｜|，。！？]{2,8}|[_\-—]{1,2}\s?[^_\-—，。！？\d\s]{2,10}[网报社台频道])$"
)
# What is hung on to make people click; the words before it stand alone.
_BAIT = re.compile(
    r"(?<=\S{8})[，,！!。…\s]{1,3}(?:网友|速看|必看|快收藏|收藏|快转发|紧急扩散|看完|太\S{1,4}了|到底怎么|怎么回事|发生了什么"
    r"|意味着什么|你怎么看|真相(?:来了|令人|是什么|竟)|回应来了|最新消息来了)[^，,]{0,14}$"
)
_ASKED = re.compile(r"[?？]\s*$|^(?:如何|为何|为什么|怎么|怎样|你)|哪些|吗$|有何")
_DIGEST = re.compile(r"[；;].+[；;]|早报|晚报|早餐|速览|一览|盘点|要闻|新闻联播|责编|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_TALK = frozenset({Channel.FORUM, Channel.WEIBO, Channel.VIDEO, Channel.QA, Channel.REVIEW, Channel.WECHAT})
_CENTRAL = 0.5  # the more central half of the items may lend its title


def choose_title(items: Sequence[Item], central: Sequence[str]) -> str:
    """The title of a central item, of higher media and of 8–40 characters before others; ``central`` lists ids.

    Questions, digests of several things and bare tags come last. Falls back to the most central item's title, then to
    the first 40 characters of its text.
    """
    if len(items) == 1 and items[0].title:
        return clean_title(items[0].title)
    by_id = {item.id: item for item in items}
    ranked = [by_id[id_] for id_ in central if id_ in by_id]
    near = ranked[: max(3, round(len(ranked) * _CENTRAL))]
    if len(near) == 1 and near[0].title:
        return clean_title(near[0].title)
    places = sorted(range(len(near)), key=lambda place: _worth(near[place], place, len(near)), reverse=True)
    titles = [clean_title(near[place].title) for place in places]
    return next(filter(None, titles), "") or _SPACES.sub(" ", ranked[0].text).strip()[:40]


def clean_title(title: str) -> str:
    """Without marks of hashtags, a label, page or column before it, a medium's name or bait behind it.

    The words that stay are as written.
    """
    plain = _SPACES.sub(" ", _TOPIC_MARK.sub(r"\1 ", title[:_READ])).strip()
    plain = _BRACKETED.sub("", plain) or plain
    plain = _COLUMN.sub("", plain, count=1) or plain
    return _BAIT.sub("", _RUBRIC.sub("", plain))


def _worth(item: Item, place: int, count: int) -> float:
    """Centrality 0–1, and up to as much again for a professional source, a sane length and words rather than a tag."""
    title = clean_title(item.title)
    professional = 0.0 if item.channel in _TALK else 0.5 + 0.1 * max(0, 4 - item.tier)
    sane = 0.6 if len(title) in _SANE else 0.0
    tag = 0.3 if _TOPIC_MARK.search(item.title[:_READ]) else 0.0
    asked = 0.9 if _ASKED.search(title) else 0.0
    cried = 0.4 if title.endswith(("！", "!")) else 0.0
    digest = 0.9 if _DIGEST.search(item.title[:_READ]) else 0.0
    return 1 - place / count + professional + sane - tag - asked - cried - digest
