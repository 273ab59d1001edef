"""Tell who speaks in an item: an authority or the organisation itself, a medium, or the public."""

from caifeng.models import Channel, Item, Party

_NEWSROOMS = frozenset({Channel.NEWS, Channel.PRESS, Channel.APP, Channel.OVERSEAS})
_SHARED = frozenset({Channel.WECHAT, Channel.VIDEO, Channel.WEIBO, Channel.OTHER})  # media and private persons publish
_MEDIUM = 3  # the lowest tier of a medium
_HEAD = 2  # … of one whose account stands among private ones


def party_of(item: Item) -> Party:
    """官方 for official sources, 媒体 for news channels and for known media elsewhere, 网民 for all others."""
    if item.is_official:
        return Party.OFFICIAL
    if item.channel in _NEWSROOMS and item.tier <= _MEDIUM:
        return Party.MEDIA
    return Party.MEDIA if item.channel in _SHARED and item.tier <= _HEAD else Party.PUBLIC
