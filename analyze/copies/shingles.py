"""Runs of characters as hashes: which texts share some (an index), and how much two of them share (a measure).

An index of all runs would be large and slow to sort, so a text is indexed by every 2^r-th hash value (Broder 1997,
"On the resemblance and containment of documents": the sketch modulo m), the longer the text the larger r. The values
kept at a higher r are among those kept at a lower one, so texts of unlike lengths still meet.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

INDEXED = 8  # characters in a run of the index
MEASURED = 3  # characters in a run of the Jaccard similarity
_BLOCK = 1_000_000  # characters hashed at once: bounds the memory
_OWNER = np.uint64(24)  # low bits of an index key that hold the owner: at most 16.7 million texts
_TABLE = 20  # bits; two texts of 1,000 runs then share one run by chance at most
_LIMITS = (160, 320, 640)  # letters; a text above r of these limits keeps every 2^r-th hash
_HELD = 20_000  # texts whose runs are kept for the next measuring: about 100 MB
_PRIME = 0x100000001B3  # of the FNV hash
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio (Knuth 6.4)


def codes_of(letters: str) -> npt.NDArray[np.uint32]:
    """The code points of a text, unpaired surrogates among them."""
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def runs(letters: str, size: int) -> Hashes:
    """Hash of every run of ``size`` characters, in place; empty where the text is shorter."""
    return _hashed(codes_of(letters), size)


def sharing(texts: Sequence[str], least: float) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of places that share about ``least`` (0–1) of the shorter text's 8-character runs.

    Each text meets, for each of its runs, the first and the latest text before it that holds it, so the number of
    pairs looked at grows with the letters, not with their square. Ordered by the later, then by most shared.
    """
    if not texts:
        return []
    lengths = np.array([max(len(text) - INDEXED + 1, 1) for text in texts])
    rates = _rates(lengths)
    keys = [_keys(block, first, rates) for first, block in _blocks(texts)]
    index = np.sort(np.concatenate(keys))
    index = index[np.r_[True, index[1:] != index[:-1]]] if len(index) else index
    owner, fresh = (index & np.uint64((1 << int(_OWNER)) - 1)).astype(np.int64), _changes(index >> _OWNER)
    first = owner[np.maximum.accumulate(np.where(fresh, np.arange(len(index)), 0))]
    again = np.flatnonzero(~fresh)
    twice = again[first[again] != owner[again - 1]]
    met = np.concatenate([owner[again] * len(texts) + owner[again - 1], owner[twice] * len(texts) + first[twice]])
    pairs, shared = np.unique(met, return_counts=True)
    later, earlier = np.divmod(pairs, len(texts))
    about = shared * 2.0 ** np.maximum(rates[later], rates[earlier])
    enough = about >= least * np.minimum(lengths[later], lengths[earlier])
    later, earlier, about = later[enough], earlier[enough], about[enough]
    rank = np.lexsort((earlier, -about, later))
    return list(zip(later[rank].tolist(), earlier[rank].tolist(), strict=True))


class Overlap:
    """Measures how much two of the texts share; the distinct runs of each are worked out once, when first needed."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._distinct: dict[tuple[int, int], Places] = {}
        self._marked = np.zeros(1 << _TABLE, bool)

    def jaccard(self, one: int, other: int) -> float:
        """Shared 3-character runs over all, 0–1; two texts without any are unlike."""
        mine, theirs = self._runs(one, MEASURED), self._runs(other, MEASURED)
        shared = self._shared(mine, theirs)
        together = len(mine) + len(theirs) - shared
        return shared / together if together else 0.0

    def containment(self, one: int, other: int) -> float:
        """Share (0–1) of the 8-character runs of the text with fewer that stand in the other."""
        mine, theirs = self._runs(one, INDEXED), self._runs(other, INDEXED)
        fewer = min(len(mine), len(theirs))
        return self._shared(mine, theirs) / fewer if fewer else 0.0

    def _shared(self, mine: Places, theirs: Places) -> int:
        self._marked[mine] = True
        shared = np.count_nonzero(self._marked[theirs])
        self._marked[mine] = False
        return int(shared)

    def _runs(self, place: int, size: int) -> Places:
        found = self._distinct.get((place, size))
        if found is None:
            if len(self._distinct) >= _HELD:
                self._distinct.clear()
            codes = codes_of(self._texts[place])
            marks = np.sort(_marks(codes) if size == MEASURED else _hashed(codes, size) >> np.uint64(64 - _TABLE))
            found = self._distinct[place, size] = marks[_changes(marks)].astype(np.int64)
        return found


def _marks(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Places in the table of the runs of three characters: a quicker hash, for it is the one that is needed most."""
    if len(codes) < MEASURED:
        return codes[:0]
    hashed = codes[:-2] * np.uint32(0x9E3779B1)
    hashed ^= codes[1:-1] * np.uint32(0x85EBCA6B)
    hashed ^= codes[2:] * np.uint32(0xC2B2AE35)
    hashed *= np.uint32(0x27D4EB2F)
    return hashed >> np.uint32(32 - _TABLE)


def _hashed(codes: npt.NDArray[np.uint32], size: int) -> Hashes:
    """Polynomial hashes; a run of eight is two of four, a run of four two of two."""
    if len(codes) < size:
        return np.empty(0, np.uint64)
    hashed, held, factor = codes.astype(np.uint64), 1, _PRIME
    while held * 2 <= size:
        hashed = hashed[:-held] * np.uint64(factor) + hashed[held:]
        held, factor = held * 2, factor * factor % 2**64  # of a run twice as long the first half weighs the square
    for place in range(held, size):
        hashed = hashed[:-1] * np.uint64(_PRIME) + codes[place:]
    hashed *= _ODD
    hashed ^= hashed >> np.uint64(32)
    mixed: Hashes = hashed * _ODD
    return mixed


def _changes(values: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Where a sorted row of values starts anew."""
    fresh = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return fresh


def _rates(lengths: Places) -> Places:
    return np.searchsorted(_LIMITS, lengths).astype(np.int64)


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The texts cut into stretches of about _BLOCK letters, each with the place of its first text."""
    first, held, size = 0, list[str](), 0
    for place, text in enumerate(texts):
        held.append(text)
        size += len(text)
        if size >= _BLOCK or place == len(texts) - 1:
            yield first, held
            first, held, size = place + 1, [], 0


def _keys(block: Sequence[str], first: int, rates: Places) -> Hashes:
    """One key for each run that is kept: the hash above, the owner's place below."""
    lengths = np.array([len(text) for text in block])
    hashed = runs("".join(block), INDEXED)
    starts = np.arange(len(hashed))
    owner = np.repeat(np.arange(len(block)), lengths)[: len(hashed)]
    kept = starts + INDEXED <= np.cumsum(lengths)[owner]
    rate = rates[first + owner].astype(np.uint64)
    kept &= hashed & ((np.uint64(1) << rate) - np.uint64(1)) == 0
    low = (np.uint64(1) << _OWNER) - np.uint64(1)
    keys: Hashes = (hashed[kept] & ~low) | (first + owner[kept]).astype(np.uint64)
    return keys
