"""The folded faces of an item that comparing needs: title, body, and the bare letters of what it says."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyze.fold import fold
from analyze.shingles import Hashes, runs
from caifeng.models import Channel, Item

_NOT_LETTERS = re.compile(r"[\W_]+")
_READ = 4000  # characters of a body that are compared
_SHORT_BODY = 30  # letters; below this the title belongs to what is said
_BOILERPLATE_SHARE = 0.25  # of a source's items
_BOILERPLATE_ITEMS = 8  # below this many items a source's furniture cannot be told from its news
_EDITED = frozenset({Channel.NEWS, Channel.PRESS, Channel.GOVERNMENT, Channel.APP, Channel.WECHAT, Channel.OVERSEAS})


@dataclass(frozen=True, slots=True)
class Wording:
    """Folded title and body; the body's own part; the letters (no spaces, no punctuation) of the statement itself."""

    title: str
    body: str
    own: str  # the body, or its letters where what the source prints under everything was taken out
    letters: str


def word_items(items: Sequence[Item]) -> dict[str, Wording]:
    """Fold each item once and take out what its source prints under everything: item id → wording."""
    folded = {item.id: (fold(item.title).text, fold(item.text[:_READ]).text) for item in items}
    wordings = {id_: Wording(title, body, body, _NOT_LETTERS.sub("", body)) for id_, (title, body) in folded.items()}
    by_source: dict[str, list[str]] = defaultdict(list)
    for item in items:
        if item.channel in _EDITED:
            by_source[item.source].append(item.id)
    for ids in by_source.values():
        if len(ids) >= _BOILERPLATE_ITEMS:
            wordings.update(_without_boilerplate({id_: wordings[id_] for id_ in ids}))
    return {id_: _with_title(wording) for id_, wording in wordings.items()}


def _without_boilerplate(wordings: dict[str, Wording]) -> dict[str, Wording]:
    """Drop letters inside 8-character runs that a quarter of one edited source's items share (footers, rights)."""
    hashed = {id_: runs(wording.letters, 8) for id_, wording in wordings.items()}
    found, counts = np.unique(np.concatenate([np.unique(hashes) for hashes in hashed.values()]), return_counts=True)
    furniture = found[counts >= max(_BOILERPLATE_ITEMS / 2, _BOILERPLATE_SHARE * len(wordings))]
    if not len(furniture):
        return {}
    return {id_: _cut(wording, _among(hashed[id_], furniture)) for id_, wording in wordings.items()}


def _among(hashes: Hashes, furniture: Hashes) -> np.typing.NDArray[np.bool_]:
    """Whether each hash is one of the sorted ones (np.isin would sort anew for every item)."""
    place = np.minimum(np.searchsorted(furniture, hashes), len(furniture) - 1)
    among: np.typing.NDArray[np.bool_] = furniture[place] == hashes
    return among


def _cut(wording: Wording, starts: np.typing.NDArray[np.bool_]) -> Wording:
    if not starts.any():
        return wording
    covered = np.convolve(starts, np.ones(8, int)) > 0
    letters = "".join(letter for letter, gone in zip(wording.letters, covered, strict=True) if not gone)
    return replace(wording, own=letters, letters=letters)


def _with_title(wording: Wording) -> Wording:
    if len(wording.letters) >= _SHORT_BODY:
        return wording
    head = _NOT_LETTERS.sub("", wording.title)
    return replace(wording, letters=wording.letters if head in wording.letters else head + wording.letters)
