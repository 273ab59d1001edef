"""Whether a piece says that it comes from a source: 来源：…, 转自…, 据…报道, or a dateline such as 新华社北京…电."""

import re
from functools import lru_cache

from analyze.copies.wording import Wording
from analyze.text.fold import fold
from caifeng.models import Item

_SUFFIX = (
    r"(?:每日电讯|新闻客户端|客户端|新闻网|新闻社|新闻|日报社|日报|晚报|晨报|早报|时报|都市报|周刊|杂志|"
    r"广播电视台|电视台|广播网|总台|通讯社|在线|中文网|网|社|报|官微|微博|微信公众号|app)"
)
_LEAD = r"(?:来源|转载自|转载|转自|摘自|摘编自|原载|首发|援引|引述|综合|据)[于自:：\s]*"
_EDGE = 200  # characters at either end of a piece, where a source is credited
_NAME_LETTERS = 2  # that a stem must have


def credits_source(item: Item, wording: Wording, source: str) -> bool:
    """Whether the item names the source, or another name of its house (新华网, 新华社, 新华每日电讯), as its origin."""
    pattern = _crediting(source)
    if pattern is None or item.source == source:
        return False
    said = wording.body if len(wording.body) <= 2 * _EDGE else f"{wording.body[:_EDGE]}\n{wording.body[-_EDGE:]}"
    return pattern.search(f"来源:{fold(item.credited).text}\n{said}") is not None


@lru_cache(maxsize=4096)
def _crediting(source: str) -> re.Pattern[str] | None:
    """Finds a credit to the source; None where the source has no name to speak of."""
    name = fold(source).text.strip()
    stem = re.sub(rf"{_SUFFIX}+$", "", name)
    if len(name) < _NAME_LETTERS:
        return None
    spelt = re.escape(name)
    if len(stem) >= _NAME_LETTERS:
        spelt = rf"(?:{spelt}|{re.escape(stem)}{_SUFFIX})"
    return re.compile(rf"{_LEAD}[《“\"]?{spelt}|^{spelt}.{{0,16}}?\d+日(?:电|讯|消息)", re.MULTILINE)
