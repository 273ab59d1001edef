"""Which pieces of a set are near-copies of one another, so that none lies on both sides of a split."""

from collections import Counter, defaultdict
from collections.abc import Sequence

_SHINGLE = 6  # characters
_SHARE = 0.5  # of the shorter piece's shingles
_COMMON = 60  # a shingle in more pieces than this is a phrase of the set, not a sign of copying
_READ = 160  # characters of each field


def group_copies(pieces: Sequence[tuple[str, str]]) -> list[int]:
    """For each piece (folded title and text) the number of the first piece of its group of near-copies."""
    shingles = [_shingles(title) | _shingles(text) for title, text in pieces]
    holders: dict[str, list[int]] = defaultdict(list)
    parents = list(range(len(pieces)))
    for number, own in enumerate(shingles):
        shared: Counter[int] = Counter()
        for shingle in own:
            others = holders[shingle]
            if len(others) < _COMMON:
                shared.update(others)
            others.append(number)
        for other, count in shared.items():
            if count >= _SHARE * min(len(own), len(shingles[other])):
                first, second = _root(parents, number), _root(parents, other)
                parents[max(first, second)] = min(first, second)
    return [_root(parents, number) for number in range(len(pieces))]


def _shingles(text: str) -> set[str]:
    letters = "".join(filter(str.isalnum, text))[:_READ]
    return {letters[at : at + _SHINGLE] for at in range(max(1, len(letters) - _SHINGLE + 1))} if letters else set()


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number
