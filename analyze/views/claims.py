"""Tell which statements of a star say the same: a shared mood is no shared claim, and quotes must support a view."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from analyze.text.words import keyword_weights, words
from analyze.views.frames import Frame
from analyze.views.statements import Said

_MOODS = frozenset(  # what is doubted, feared or advised is told by words only
    {Frame.PLAIN, Frame.ANGERED, Frame.DOUBTED, Frame.FEARED, Frame.ADVISED, Frame.EVASIVE, Frame.REDRESS, Frame.WISHED}
)
_KINDRED = frozenset({Frame.EVASIVE, Frame.FEARED})  # of which one telling word more makes a claim
_HASHTAG = re.compile("#[^#]{1,60}#")
_COMMON = 0.3  # of all statements, from which a word is of the matter, not of a claim
_TELLING = 4.0  # a word's weight
_UNKNOWN = 6.0  # weight of a word the tables do not know
_WORDS = 2  # telling words that are a claim without a shared frame
_REPEATED = 0.5  # of the shorter statement's words, from which one repeats the other


class Claims:
    """The words of a party's statements, and which of them tell one claim from another."""

    def __init__(self, statements: Sequence[Said]) -> None:
        self._words = {id(said): frozenset(word for word in _own_words(said.text)) for said in statements}
        counts = Counter(word for found in self._words.values() for word in found)
        known = keyword_weights()
        self._telling = frozenset(
            word
            for word, count in counts.items()
            if count <= max(2, _COMMON * len(statements)) and known.get(word, _UNKNOWN) >= _TELLING
        )
        self._empty = frozenset(word for word in counts if known.get(word, _UNKNOWN) == 0.0)

    def shared(self, star: Sequence[Said]) -> list[Said]:
        """The centre (the first of the star) and those that share its claim."""
        centre = star[0]
        return [centre, *(said for said in star[1:] if self._agree(centre, said))]

    def _agree(self, one: Said, other: Said) -> bool:
        if one.frame is other.frame and one.frame not in _MOODS:
            return True
        mine, theirs = self._words[id(one)], self._words[id(other)]
        told = len(mine & theirs & self._telling)
        if told >= _WORDS or (told and one.frame is other.frame and one.frame in _KINDRED):
            return True
        mine, theirs = mine - self._empty, theirs - self._empty
        return len(mine & theirs) > _REPEATED * max(1, min(len(mine), len(theirs)))


def _own_words(text: str) -> Iterator[str]:
    """The words of a statement but for its hashtags, which everybody has."""
    return (word for word in words(_HASHTAG.sub("", text)) if len(word) > 1)
