"""境外: whether a piece is only about a place outside China; it is our matter then where our own name is in it."""

import re
from functools import lru_cache
from importlib.resources import files

from caifeng.models import Item, Reading

_LEAD = 80  # characters of the text that say where it happened
_SHORT = "^[俄菲缅柬](?!人)"  # countries in one character, at the beginning of a headline
_AT_HOME = re.compile("中国|我国|国内|华人|华侨|侨胞|同胞|中方|中企|中资")


def is_abroad(item: Item, reading: Reading) -> bool:
    """Whether title and beginning name a foreign country, and neither China, Chinese people nor a place in China."""
    title, lead = item.title[:_LEAD], item.text[:_LEAD]
    abroad = _abroad()
    if not (abroad.search(title) or abroad.search(lead)):
        return False
    return not (reading.places or _AT_HOME.search(title) or _AT_HOME.search(lead))


@lru_cache(maxsize=1)
def _abroad() -> re.Pattern[str]:
    text = files("analyze").joinpath("data", "countries.txt").read_text(encoding="utf-8")
    names = [name for line in text.splitlines() if not line.startswith("#") for name in line.split()]
    return re.compile("|".join([_SHORT, *names]))
