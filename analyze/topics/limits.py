"""The words before a colon in a rule: where a term must stand (标题: 正文:), or what the item must be (渠道: …)."""

import difflib
from enum import Enum


class Limit(Enum):
    """A limit: its Chinese name, its English name, and which field of the text it names ("" for a condition)."""

    TITLE = ("标题", "title", "title")
    TEXT = ("正文", "text", "text")
    CHANNEL = ("渠道", "channel", "")
    REGION = ("地区", "region", "")
    TIER = ("层级", "tier", "")
    AUTHOR = ("作者", "author", "")
    SENSITIVE = ("敏感", "sensitive", "")

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def field(self) -> str:
        """The field of the item in which the term must stand, or "" for a condition on the item."""
        return self.value[2]


_BY_NAME = {name: limit for limit in Limit for name in limit.value[:2]}


def limit_of(name: str, *, is_guess: bool = False) -> Limit | None:
    """The limit of that name, in Chinese or English; with ``is_guess`` the nearest one, if any is near."""
    if is_guess:
        near = difflib.get_close_matches(name.lower()[:20], _BY_NAME, n=1, cutoff=0.5)
        return _BY_NAME[near[0]] if near else None
    return _BY_NAME.get(name.lower())
