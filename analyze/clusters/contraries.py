"""Tell titles apart that are one template about two subjects: 青川市 is not 青川县, nor is 上涨 下跌.

Who says so and who says no (致歉, 否认) are two sides of one story.

Likeness of words puts such pairs at 0.7–0.95. A number that differs makes no other story: the count of victims grows.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Postfix, Prefix
from scipy import sparse

from analyze.copies.contrasts import are_opposed
from analyze.text.persons import SURNAMES

Tagged = Sequence[tuple[str, str]]  # words with jieba's tags

_ALIKE = 0.45  # of the letters of both titles, from which two are one template
_RANKS = frozenset("省市区县镇乡村州旗")
# Who says so, and who says no: two sides of one story, which is told with both.
_STANCES = frozenset(
    """致歉 道歉 承认 属实 证实 确认 认错 坐实 否认 辟谣 不实 驳斥 澄清 谣言 失实 反驳 回击 回应 拒绝 接受 同意 反对
    支持 声明 通报 质疑 指控""".split()  # noqa: SIM905
)
_PERSON = range(2, 4)  # letters of a name that the segmenter cuts in pieces
_NOUNS = ("n", "eng")  # how jieba's tags of nouns, names and Latin words begin


def contraries(
    titles: Sequence[Tagged], rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]
) -> sparse.csr_array:
    """1, both ways, for those of the pairs of rows asked about whose titles contradict each other."""
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    found = np.array([pair for pair in pairs if are_contrary(titles[pair[0]], titles[pair[1]])], np.int64).reshape(
        -1, 2
    )
    both = np.concatenate([found, found[:, ::-1]])
    return sparse.csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(len(titles), len(titles)))


def are_contrary(one: Tagged, other: Tagged) -> bool:
    """Whether two titles of one template are about two places, subjects or stances."""
    if not one or not other or one == other:
        return False
    mine, theirs = {word for word, _ in one}, {word for word, _ in other}
    shared = sum(map(len, mine & theirs))
    if 2 * shared < _ALIKE * (sum(map(len, mine)) + sum(map(len, theirs))):
        return False
    first, second = _middles(one, other)
    if not first or not second:
        return False
    if not (mine | theirs) & _STANCES and are_opposed(
        "".join(word for word, _ in one), "".join(word for word, _ in other)
    ):
        return True
    return _are_other_ranks(first, second) or _are_other_subjects(first, second)


def _middles(one: Tagged, other: Tagged) -> tuple[Tagged, Tagged]:
    """What is left of two titles without the words with which both begin and end."""
    start, least = 0, min(len(one), len(other))
    while start < least and one[start][0] == other[start][0]:
        start += 1
    end = 0
    while end < least - start and one[-1 - end][0] == other[-1 - end][0]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _are_other_ranks(first: Tagged, second: Tagged) -> bool:
    mine, theirs = ("".join(word for word, _ in middle) for middle in (first, second))
    return mine[-1] != theirs[-1] and {mine[-1], theirs[-1]} <= _RANKS


def _are_other_subjects(first: Tagged, second: Tagged) -> bool:
    """Two nouns or two persons; a verb or an adverb in the place of another says the same anew."""
    if len(first) == len(second) == 1:
        return all(word.isalpha() and tag.startswith(_NOUNS) for ((word, tag),) in (first, second))
    mine, theirs = _trimmed(*("".join(word for word, _ in middle) for middle in (first, second)))
    return all(len(name) in _PERSON and name[0] in SURNAMES for name in (mine, theirs))


def _trimmed(one: str, other: str) -> tuple[str, str]:
    """Both without the letters with which both begin and end: 林晚秋因病 and 陈子墨因病 are two names."""
    start = int(Prefix.similarity(one, other))
    one, other = one[start:], other[start:]
    end = int(Postfix.similarity(one, other))
    return one[: len(one) - end], other[: len(other) - end]
