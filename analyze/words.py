"""Cut a text into words, and pick the words that tell what it is about."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from operator import itemgetter
from typing import Protocol

from analyze.fold import HAN, fold

KEYWORDS = 10
_NAME_FREQUENCY = 100_000  # high enough that a name is never cut in two
_UNKNOWN_IDF = 9.0  # below jieba's median of 11.7: many unknown words are cutting errors
_WORTH = re.compile(rf"[{HAN}]{{2,}}|[a-z][a-z0-9+.-]+|[{HAN}a-z0-9]*[{HAN}][a-z0-9]+|[{HAN}a-z0-9]+[{HAN}]")


class Cutter(Protocol):
    """Cuts a text into words and tags them; rjieba does, and jieba behind :class:`_SlowCutter`."""

    def cut(self, text: str) -> Iterable[str]: ...

    def tag(self, text: str) -> Iterable[tuple[str, str]]: ...

    def has_word(self, word: str) -> bool: ...


class Segmenter:
    """Words by jieba's dictionary, with the desk's own names added."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._cutter = _cutter(sorted({fold(name).text for name in names}))

    def words(self, folded: str) -> tuple[str, ...]:
        """The words of a folded text in order, blanks and punctuation among them."""
        return tuple(self._cutter.cut(folded))

    def tagged(self, folded: str) -> tuple[tuple[str, str], ...]:
        """The words of a folded text with jieba's part-of-speech tags (ns: place, nr: person)."""
        return tuple(self._cutter.tag(folded))

    def knows(self, word: str) -> bool:
        """Whether the dictionary, or one of the desk's names, has the word."""
        return self._cutter.has_word(word)


def words(text: str) -> tuple[str, ...]:
    """The words of a text as written, folded (Simplified, lower case), blanks and punctuation left out."""
    return tuple(word for word in _plain_segmenter().words(fold(text).text) if any(map(str.isalnum, word)))


def keywords(title: Sequence[str], text: Sequence[str], count: int = KEYWORDS) -> tuple[str, ...]:
    """The heaviest words by TF-IDF, at most ``count``; words of the title count three times.

    The inverse document frequencies are those that jieba ships; the count is damped (1 + ln n), so that a long text
    repeating one word does not fill the list; in a long text words said once are no candidates. Ties are broken by the
    place of first occurrence.
    """
    counts = Counter(title)
    for word in counts:
        counts[word] *= 3
    counts.update(text)
    said_again = [(word, n) for word, n in counts.items() if n > 1 and len(word) > 1]
    candidates = said_again if len(said_again) >= 3 * count else counts.items()
    idf, stop = inverse_frequencies(), _stop_words()
    scored = []
    for word, n in candidates:
        if len(word) < 2 or word in stop:
            continue
        rarity = idf.get(word)
        if rarity is None and _WORTH.fullmatch(word):
            rarity = _UNKNOWN_IDF
        if rarity is not None:
            scored.append(((1 + math.log(n)) * rarity, word))
    scored.sort(key=itemgetter(0), reverse=True)  # stable: first occurrence wins a tie
    return tuple(word for _, word in scored[:count])


def _cutter(names: Sequence[str]) -> Cutter:
    try:
        import rjieba
    except ImportError:  # no wheel for this platform: the same dictionary, slower
        return _slow_cutter(names)
    cutter = rjieba.Jieba()
    for name in names:
        cutter.add_word(name, _NAME_FREQUENCY, "nz")
    return cutter


def _slow_cutter(names: Sequence[str]) -> Cutter:
    return _SlowCutter(names)


class _SlowCutter:
    """jieba's own tokenizer and tagger."""

    def __init__(self, names: Sequence[str]) -> None:
        import jieba.posseg

        self._words = jieba.Tokenizer()
        self._tagger = jieba.posseg.POSTokenizer(self._words)
        for name in names:
            self._words.add_word(name, _NAME_FREQUENCY, "nz")

    def cut(self, text: str) -> Iterable[str]:
        return self._words.cut(text)  # type: ignore[no-any-return]

    def tag(self, text: str) -> Iterable[tuple[str, str]]:
        return ((pair.word, pair.flag) for pair in self._tagger.cut(text))

    def has_word(self, word: str) -> bool:
        return bool(self._words.FREQ.get(word))


@lru_cache(maxsize=1)
def _plain_segmenter() -> Segmenter:
    return Segmenter()


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    lines = files("analyze").joinpath("data", "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def inverse_frequencies() -> dict[str, float]:
    """Word → inverse document frequency, from the table inside the jieba package, which is not imported for it."""
    spec = find_spec("jieba")
    if spec is None or spec.loader is None or not spec.submodule_search_locations:
        raise ImportError("jieba is not installed")
    table: bytes = spec.loader.get_data(f"{spec.submodule_search_locations[0]}/analyse/idf.txt")  # type: ignore[attr-defined]
    pairs = (line.split(" ") for line in table.decode().splitlines())
    return {word: float(value) for word, value in pairs}
