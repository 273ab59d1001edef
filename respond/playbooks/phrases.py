"""词表 Long lists of phrases as patterns that can be read and mended."""

import re


def any_of(phrases: str) -> re.Pattern[str]:
    """A pattern that matches any of the phrases, which stand apart by white space; each is a regular expression."""
    return re.compile("|".join(phrases.split()))
