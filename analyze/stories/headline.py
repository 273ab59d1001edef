"""Choose a story's title among the titles of its items; never write one."""

import re
from collections.abc import Sequence

from caifeng.models import Channel, Item

_SANE = range(8, 41)  # characters
_TOPIC_MARK = re.compile(r"[#＃]([^#＃]{1,40})[#＃]")
_BRACKETED = re.compile(r"^\s*(?:【[^】]{0,8}】|\[[^\]]{0,8}\]|（[^）]{0,4}）)\s*")
_SPACES = re.compile(r"\s+")
_TALK = frozenset({Channel.FORUM, Channel.WEIBO, Channel.VIDEO, Channel.QA, Channel.REVIEW, Channel.WECHAT})
_CENTRAL = 0.5  # the more central half of the items may lend its title


def choose_title(items: Sequence[Item], central: Sequence[str]) -> str:
    """The title of a central item, of higher media and of 8–40 characters before others; ``central`` lists ids.

    Falls back to the most central item's title, then to the first 40 characters of its text.
    """
    by_id = {item.id: item for item in items}
    ranked = [by_id[id_] for id_ in central if id_ in by_id]
    near = ranked[: max(3, round(len(ranked) * _CENTRAL))]
    places = sorted(range(len(near)), key=lambda place: _worth(near[place], place, len(near)), reverse=True)
    titles = [clean_title(near[place].title) for place in places]
    return next(filter(None, titles), "") or _SPACES.sub(" ", ranked[0].text).strip()[:40]


def clean_title(title: str) -> str:
    """Without the marks of hashtags and a short bracketed label before it; the words stay as written."""
    plain = _SPACES.sub(" ", _TOPIC_MARK.sub(r"\1 ", title)).strip()
    return _BRACKETED.sub("", plain) or plain


def _worth(item: Item, place: int, count: int) -> float:
    """Centrality 0–1, and up to as much again for a professional source, a sane length and words rather than a tag."""
    title = clean_title(item.title)
    professional = 0.0 if item.channel in _TALK else 0.5 + 0.1 * max(0, 4 - item.tier)
    sane = 0.6 if len(title) in _SANE else 0.0
    tag = 0.3 if _TOPIC_MARK.search(item.title) else 0.0
    return 1 - place / count + professional + sane - tag
