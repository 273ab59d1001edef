"""Terms of titles in Latin script: stems of words, and runs of three letters, by which ban, bans and banned meet.

Measured on English headlines (event_og2021): B-cubed F1 79.6 with runs of four letters beside words as written, 81.0
with runs of three beside stems that count twice, 78.4 without runs.
"""

from collections.abc import Iterable, Iterator

_RUN = 3  # letters
_LONGEST = 40  # letters of a word that are cut into runs
_WORDS = 2  # times that a stem counts beside its runs
_STEM = 4  # letters that must be left of a word
_ENDINGS = ("ing", "edly", "ies", "ed", "es", "s", "ly")
_STOP_WORDS = frozenset(
    """a an the and or but of to in on at for from with by as is are was were be been it its this that these those he
    she they his her their we you not no after before over under out up down new say says said will would can could may
    has have had more most than into about who what how why when where amid""".split()  # noqa: SIM905
)


def latin_terms(words: Iterable[str]) -> Iterator[str]:
    """The terms of folded words; numbers stay as they are, words that say nothing give none."""
    for word in words:
        if word in _STOP_WORDS:
            continue
        if not word.isalpha():
            yield from (word,) * _WORDS
            continue
        yield from (f"~{_stem(word)}",) * _WORDS
        framed = f"^{word[:_LONGEST]}$"
        yield from (framed[at : at + _RUN] for at in range(max(len(framed) - _RUN + 1, 1)))


def _stem(word: str) -> str:
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _STEM), "")
    return word[: len(word) - len(ending)]
