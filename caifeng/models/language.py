"""Languages that a day's page is published in beside Simplified Chinese."""

from enum import StrEnum


class Language(StrEnum):
    """A further language, by its BCP 47 tag."""

    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


class Variant(StrEnum):
    """Which Traditional, by OpenCC's name: its own standard, Taiwan's with Taiwan's vocabulary, Hong Kong's."""

    COMMON = "s2t"
    TAIWAN = "s2twp"
    HONG_KONG = "s2hk"
