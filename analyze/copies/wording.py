"""The folded faces of an item that comparing needs: title, body, and the bare letters of what it says."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from analyze.copies.shingles import INDEXED, Hashes, codes_of, runs
from analyze.text.fold import fold
from caifeng.models import Channel, Item

_READ = 4000  # characters of a body that are compared
_SHORT_BODY = 30  # letters; below this the title belongs to what is said
_BOILERPLATE_SHARE = 0.25  # of a source's items
_BOILERPLATE_ITEMS = 8  # below this many items a source's furniture cannot be told from its news
_GLANCED = 48  # items that show whether a source has furniture at all
_PLANES = 0x33480  # code points up to the last Han extension; what lies above is no letter
_CODES = 0x110000
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
    wordings: dict[str, Wording] = {}
    by_source: dict[str, list[str]] = defaultdict(list)
    for item in items:
        body = fold(item.text[:_READ]).text
        wordings[item.id] = Wording(fold(item.title).text, body, body, letters_of(body))
        if item.channel in _EDITED:
            by_source[item.source].append(item.id)
    for ids in by_source.values():
        if len(ids) >= _BOILERPLATE_ITEMS:
            wordings.update(_without_boilerplate({id_: wordings[id_] for id_ in ids}))
    return {id_: _with_title(wording) for id_, wording in wordings.items()}


def letters_of(text: str) -> str:
    """The letters and digits of a text, nothing else."""
    if len(text) < _SHORT_BODY:
        return "".join(filter(str.isalnum, text))
    codes = codes_of(text)
    return codes[_is_letter()[codes]].tobytes().decode("utf-32-le", "surrogatepass")


@lru_cache(maxsize=1)
def _is_letter() -> np.typing.NDArray[np.bool_]:
    table = np.zeros(_CODES, bool)
    table[:_PLANES] = np.fromiter((chr(code).isalnum() for code in range(_PLANES)), bool, _PLANES)
    return table


def _without_boilerplate(wordings: Mapping[str, Wording]) -> dict[str, Wording]:
    """Drop letters inside 8-character runs that a quarter of one edited source's items share (footers, rights)."""
    some = [wordings[id_].letters for id_ in sorted(wordings)[:: -(-len(wordings) // _GLANCED)]]
    if not len(_common([runs(letters, INDEXED) for letters in some], 0.5 * _BOILERPLATE_SHARE * len(some))):
        return {}
    hashed = [runs(wording.letters, INDEXED) for wording in wordings.values()]
    furniture = _common(hashed, max(_BOILERPLATE_ITEMS / 2, _BOILERPLATE_SHARE * len(wordings)))
    if not len(furniture):
        return {}
    cut = zip(wordings.items(), hashed, strict=True)
    return {id_: _cut(wording, _among(hashes, furniture)) for (id_, wording), hashes in cut}


def _common(hashed: Sequence[Hashes], least: float) -> Hashes:
    """The hashes, sorted, that at least so many of the texts hold."""
    found, counts = np.unique(np.concatenate([np.unique(hashes) for hashes in hashed]), return_counts=True)
    return found[counts >= least]


def _among(hashes: Hashes, furniture: Hashes) -> np.typing.NDArray[np.bool_]:
    """Whether each hash is one of the sorted ones (np.isin would sort anew for every item)."""
    place = np.minimum(np.searchsorted(furniture, hashes), len(furniture) - 1)
    among: np.typing.NDArray[np.bool_] = furniture[place] == hashes
    return among


def _cut(wording: Wording, starts: np.typing.NDArray[np.bool_]) -> Wording:
    if not starts.any():
        return wording
    covered = np.convolve(starts, np.ones(INDEXED, int)) > 0
    letters = "".join(letter for letter, gone in zip(wording.letters, covered, strict=True) if not gone)
    return replace(wording, own=letters, letters=letters)


def _with_title(wording: Wording) -> Wording:
    if len(wording.letters) >= _SHORT_BODY:
        return wording
    head = letters_of(wording.title)
    return replace(wording, letters=wording.letters if head in wording.letters else head + wording.letters)
