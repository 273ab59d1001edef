"""Cut a text into words, and pick the words that tell what it is about."""

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from operator import itemgetter
from typing import Protocol

from analyze.text.fold import HAN, fold

KEYWORDS = 10
_NAME_FREQUENCY = 100_000  # high enough that a name is never cut in two
_ENOUGH = 1.2  # so many times the wanted words must be said again before words said once are left out
_UNKNOWN_WORTH = 7.5  # of a word in no table: below a rare noun, because many are cutting errors
_WORTH = re.compile(
    rf"[{HAN}]{{2,}}|[a-z][a-z0-9+.-]+|[a-z{HAN}][{HAN}a-z0-9]*[{HAN}][a-z0-9]+|[a-z][{HAN}a-z0-9]*[{HAN}]"
)
_STEPS = 20  # the table keeps figures in twentieths
_DAMPED = (0.0, *(1 + math.log(n) for n in range(1, 200)))


class Cutter(Protocol):
    """Cuts a text into words and tags them; rjieba does, and jieba behind :class:`_SlowCutter`."""

    def cut(self, text: str) -> Iterable[str]: ...

    def tag(self, text: str) -> Iterable[tuple[str, str]]: ...

    def has_word(self, word: str) -> bool: ...

    def suggest_freq(self, segment: str) -> int: ...


class Segmenter:
    """Words by jieba's dictionary, with the desk's own names added."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._cutter = _cutter(tuple(sorted({fold(name).text for name in names})))

    def words(self, folded: str) -> tuple[str, ...]:
        """The words of a folded text in order, blanks and punctuation among them."""
        return tuple(self._cutter.cut(folded))

    def tagged(self, folded: str) -> tuple[tuple[str, str], ...]:
        """The words of a folded text with jieba's part-of-speech tags (ns: place, nr: person)."""
        return tuple(self._cutter.tag(folded))

    def knows(self, word: str) -> bool:
        """Whether the dictionary, or one of the desk's names, has the word."""
        return self._cutter.has_word(word)

    def frequency(self, word: str) -> int:
        """How often the dictionary's own corpus (60 million words) has a known word; 0 for an unknown one."""
        return self._cutter.suggest_freq(word) if self._cutter.has_word(word) else 0


def words(text: str) -> tuple[str, ...]:
    """The words of a text as written, folded (Simplified, lower case), blanks and punctuation left out."""
    return tuple(word for word in _plain_segmenter().words(fold(text).text) if any(map(str.isalnum, word)))


def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text as written, folded, with jieba's tags (ns: place, nr: person); punctuation among them."""
    return _plain_segmenter().tagged(fold(text).text)


def keywords(title: Sequence[str], text: Sequence[str], count: int = KEYWORDS) -> tuple[str, ...]:
    """The heaviest words by TF-IDF, at most ``count``; nouns and names before verbs, newsroom formulas never.

    Single characters are no candidates. Words of the title count three times. The count is damped (1 + ln n), so that
    a long text repeating one word does not fill the list; in a long text words said once are no candidates. Words that
    no table knows (new names, and pieces left by the segmenter) count only where they stand in the title or stand
    twice. Ties are broken by the place of first occurrence.
    """
    worth = keyword_weights()
    counts = Counter([word for word in chain(title, title, title, text) if len(word) > 1])
    said_again = {word: n for word, n in counts.items() if n > 1}
    candidates = said_again if len(said_again) >= _ENOUGH * count else counts
    scored = []
    for word, n in candidates.items():
        weight = worth.get(word)
        if weight is None:
            weight = _UNKNOWN_WORTH if n > 1 and _WORTH.fullmatch(word) else 0.0
        if weight:
            scored.append((_DAMPED[n] * weight if n < len(_DAMPED) else (1 + math.log(n)) * weight, word))
    scored.sort(key=itemgetter(0), reverse=True)
    return tuple([word for _, word in scored[:count]])


@lru_cache(maxsize=4)  # loading the dictionary takes 0.1 s
def _cutter(names: tuple[str, ...]) -> Cutter:
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

    def suggest_freq(self, segment: str) -> int:
        return int(self._words.FREQ.get(segment, 0))


@lru_cache(maxsize=1)
def _plain_segmenter() -> Segmenter:
    return Segmenter()


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    lines = files("analyze").joinpath("data", "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def inverse_frequencies() -> dict[str, float]:
    """Word → inverse document frequency in Chinese at large, 0–14: the figures that jieba ships."""
    rarity = _table()[1]
    return dict(zip(keyword_weights(), map(_figures().__getitem__, rarity), strict=False))  # stop words come last


@lru_cache(maxsize=1)
def keyword_weights() -> dict[str, float]:
    """Word → what it is worth as a keyword, 0–14: its idf in news, posts and reviews, less for verbs, 0 for formulas.

    Fitted by bench/fit_words.py.
    """
    weights = _table()[0]
    weights.update(dict.fromkeys(_stop_words(), 0.0))
    return weights


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], str]:
    """The weights of the shipped words, and their rarity as it is packed: few processes ask for it."""
    packed = files("analyze").joinpath("data", "idf.txt.gz").read_bytes()
    _, known, rarity, worth = gzip.decompress(packed).decode().split("\n")
    return dict(zip(known.split(" "), map(_figures().__getitem__, worth), strict=True)), rarity


@lru_cache(maxsize=1)
def _figures() -> dict[str, float]:
    """What each character of the table stands for: few floats, shared by all words."""
    return {chr(0x100 + step): step / _STEPS for step in range(400)}
