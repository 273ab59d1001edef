"""The nearest known name to one that leads nowhere."""

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """How to mend a name that is not among ``known``: the nearest of them, else all."""
    options = list(known)
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.3)
    return f"是不是 {near[0]}？" if near else f"现有：{'、'.join(options) or '无'}"
