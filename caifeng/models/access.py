"""Who may read the site."""

from enum import StrEnum


class Access(StrEnum):
    """谁可以读."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SEALED = "sealed"


class Guard(StrEnum):
    """What keeps strangers out of an internal site."""

    PRIVATE_PAGES = "private-pages"
    PROXY = "proxy"
    INTRANET = "intranet"
