"""A text as the search index takes it: Simplified script, and pairs of neighbouring characters for words.

Pagefind's own segmentation cuts names that it does not know into single characters and the browser cuts a query by
another dictionary. Overlapping pairs need no dictionary on either side: every run of two or more characters is found,
and found exactly, by a quoted phrase (measured in bench/search.py). site/theme/javascripts/search.js cuts queries and
reads texts back by the same rules.
"""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from publish import escape

LONGEST = 6000  # characters of a text that are indexed
_WORD = 40  # characters of a word of letters and digits
# Kana, Han, Hangul, compatibility Han, further Han planes.
_CJK = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_UNUSUAL = re.compile(r"(?:[^\W_\x00-\x7f\u3400-\u9fff])+")  # letters that may have another usual form
_PIECE = re.compile(
    rf"(?P<cjk>[{_CJK}]+)|(?P<word>(?:(?![{_CJK}])[^\W_])+(?:-(?:(?![{_CJK}])[^\W_])+)*)|(?P<mark>(?:(?![{_CJK}])(?:[^\w\s]|_))+)"
)


def simplified(text: str) -> str:
    """The text in Simplified script, letters and digits in their usual form (ＡＢ → AB), on one line, cut to LONGEST.

    Without what no page may show. Marks stay as written: 。is no full stop of half the width.
    """
    kept = _UNUSUAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), escape.plain(text[: 2 * LONGEST]))
    told: str = _converter().convert(" ".join(kept.split())) if _has_han(kept) else " ".join(kept.split())
    return told[:LONGEST]


def tokens(text: str) -> tuple[str, ...]:
    """What the index holds of a text, in order: pairs of characters, the last of a run alone, words, marks.

    数据泄露 S-20261119-04 → 数据 据泄 泄露 露 S-20261119-04. The text can be read back from it.
    """
    found: list[str] = []
    for piece in _PIECE.finditer(text):
        run = piece[0]
        if piece.lastgroup == "cjk":
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
            found.append(run[-1])
        else:
            found.extend(run[at : at + _WORD] for at in range(0, len(run), _WORD))
    return tuple(found)


def script_table() -> str:
    """Traditional characters that people can type, each followed by its Simplified one: 萬万與与…

    From OpenCC's own conversion, so that a query is converted as the index was; characters only, phrases are left out.
    """
    han = [chr(code) for code in range(0x4E00, 0xA000) if chr(code).encode("big5hkscs", "ignore")]
    told = _converter().convert("\n".join(han)).split("\n")
    return "".join(old + new for old, new in zip(han, told, strict=True) if old != new and len(new) == 1)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _has_han(text: str) -> bool:
    return any(character >= "\u3400" for character in text)
