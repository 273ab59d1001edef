"""Fold a text into the shadow that is searched, and find the way back to what was written.

Dodges such as 台*风, 颱風, 台⻛, 台​风 or ｔаifeng (Cyrillic а) all fold to 台风 and taifeng. Steps: NFKC and lower case
character by character; invisible characters dropped; look-alike letters inside Latin words; separators between Han
characters dropped; Traditional script converted (OpenCC t2s, by phrases) where there is any. Folding twice changes
nothing more. The original is never changed: every folded character knows its place in it.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

from opencc import OpenCC

_DROPPED = "\ufdd0"  # noncharacters: no text may hold them, so they can mark places in the shadow
_EXPANDED = "\ufdd1"
_OVERRIDES = ("\u202e", "\u2067", "\u202b")  # right-to-left override, isolate, embedding
_INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters by category, but nothing is drawn

# CJK Radicals Supplement has no compatibility mapping in Unicode; pairs after EquivalentUnifiedIdeograph.txt.
_RADICALS = dict(zip(
    "⺁⺄⺇⺈⺊⺎⺐⺒⺓⺕⺗⺙⺛⺜⺝⺞⺟⺠⺦⺧⺩⺪⺬⺮⺰⺳⺶⺹⺺⺻⺼⺽⻁⻃⻄⻅⻆⻈⻉⻊⻋⻐⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乙几刀卜兀尢巳幺彐心攵旡日月歹母民丬牛王疋示竹纟网羊老聿聿肉臼虎西西见角讠贝足车钅长长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟",
    strict=True,
))  # fmt: skip

# Variant forms that OpenCC's t2s leaves alone.
_VARIANTS = dict(zip("囘衞竝仝汚姪値鉄疎", "回卫并同污侄值铁疏", strict=True))

# Letters of other alphabets that look Latin; used only inside a word that holds Latin letters too.
_LOOKALIKES = str.maketrans(
    "аеорсухіѕјһԛԝкмтвнгпɡɑıαορντικυεηχβγ",
    "aeopcyxisjhqwkmtbhrngaiaopvtikuenxby",
)
_FOREIGN = re.compile(r"[\u0131\u0251\u0261\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"[a-z0-9\u0131\u0251\u0261\u0370-\u03ff\u0400-\u052f]+")

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ROUNDS = 3  # 薴 → 苧 → 苎: few characters need more than one
_RUNS_DROPPED = re.compile(_DROPPED + "+")
_COMMON = tuple(zip("，：；（）？！\u3000", ",:;()?! ", strict=True))  # replaced first: half of all that folds
_ITSELF = "a-z0-9 \n!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~、。〈〉《》「」『』【】“”‘’·—…○●"
_PLAIN_HAN = re.sub("[" + "".join(_VARIANTS) + "]", "", "".join(map(chr, range(0x4E00, 0xA000))))
# Whatever is not surely its own fold; one class of characters, so that most of a text is skipped quickly.
_UNUSUAL = re.compile(f"[^{_PLAIN_HAN}{_ITSELF}]")
_SEPARATORS = r" .*_|·•‧・\-‐‑–/\\^+=~"
_NO_FACE = r"(?!(?<==) ?=|(?<=\^)_?\^|(?<=-)_-)"  # == ^_^ -_- are faces, not separators
# One class of first characters, so that the scan skips quickly; look-behinds follow it.
_SEAM = re.compile(
    rf"[{_SEPARATORS}\n](?:(?<=[{HAN}].){_NO_FACE}[{_SEPARATORS}]{{0,2}}(?=[{HAN}])|(?<=[{HAN}]\n)(?=[{HAN}])"
    rf"|(?<=[{HAN}] )(?=[a-z0-9])|(?<=[a-z0-9] )(?=[{HAN}]))"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A searchable shadow of a text.

    ``offsets[i]`` is the index in the original of the shadow's character ``i``. ``is_bidi`` tells that the original
    holds a right-to-left control, so that it may be meant to be read backwards (see :meth:`mirrored`).
    """

    text: str
    offsets: Sequence[int]
    is_bidi: bool = False

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end (exclusive) in the original of the folded characters ``start`` to ``end``; ``end > start``."""
        first, last = self.offsets[start], self.offsets[end - 1]
        return min(first, last), max(first, last) + 1

    def mirrored(self) -> "Folded":
        """The same shadow read from its end."""
        return Folded(self.text[::-1], self.offsets[::-1])


class Kept(Sequence[int]):
    """Places in an original of which some were cut out: ``base[i + shift]``, the shift growing at every cut."""

    __slots__ = ("_base", "_length", "_shifts", "_starts")

    def __init__(self, base: Sequence[int], spans: Sequence[tuple[int, int]]) -> None:
        self._base = base
        self._starts, self._shifts = [0], [0]
        gone = 0
        for start, end in spans:
            self._starts.append(start - gone)
            gone += end - start
            self._shifts.append(gone)
        self._length = len(base) - gone

    @property
    def cuts(self) -> Sequence[int] | None:
        """Places of the shadow before which something was cut out, in order; None where more changed than that."""
        return self._starts[1:] if isinstance(self._base, range) else None

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(self._length))]
        if not 0 <= at < self._length:
            raise IndexError(at)
        return self._base[at + self._shifts[bisect_right(self._starts, at) - 1]]


def fold(text: str) -> Folded:
    """The searchable shadow of ``text``.

    Plain Simplified text takes the short way: one look-up per unusual character and no list of offsets.
    """
    shadow = text
    for wide, plain in _COMMON:
        shadow = shadow.replace(wide, plain)
    shadow = _UNUSUAL.sub(_shadowed, shadow)
    offsets: Sequence[int] = range(len(shadow))
    if _EXPANDED in shadow:
        shadow, offsets = _expand(text, shadow)
    if _DROPPED in shadow:
        shadow, offsets = _cut(shadow, offsets, _RUNS_DROPPED)
    if _FOREIGN.search(shadow):
        shadow = _WORD.sub(_latinize, shadow)
    shadow, offsets = _cut(shadow, offsets, _SEAM)
    return Folded(_simplify(shadow), offsets, any(control in text for control in _OVERRIDES))


class _Shadows(dict[str, str]):
    """What each character folds to, worked out once, when it is first met."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_character(character)
        return folded


_SHADOWS = _Shadows()


def _shadowed(match: re.Match[str]) -> str:
    return _SHADOWS[match[0]]


def _fold_character(character: str) -> str:
    """What one character folds to: exactly one character, or a mark for none or several."""
    if character in "\n\u2028\u2029":
        return "\n"
    if character == "\t":
        return " "
    if character in _INVISIBLE or unicodedata.category(character) in ("Cc", "Cf", "Cn", "Cs", "Mn", "Me"):
        return _DROPPED
    folded = _normal(character)
    if len(folded) == 1:
        return folded
    # An ellipsis stays one sign; ㎡ or ﬁ become several letters.
    return _EXPANDED if any(part.isalnum() for part in folded) else character


def _normal(character: str) -> str:
    """NFKC, lower case, without marks; Latin letters without accents; until nothing changes any more."""
    character = _RADICALS.get(character) or _VARIANTS.get(character, character)
    folded = unicodedata.normalize("NFKC", character).lower()
    base = unicodedata.normalize("NFKD", folded)[:1]
    if base.isascii() and base.isalpha() and len(folded) == 1:
        return base
    if folded == character:
        return character
    return "".join(_normal(part) for part in folded if unicodedata.category(part) not in ("Mn", "Me"))


def _expand(text: str, shadow: str) -> tuple[str, Sequence[int]]:
    parts = [_normal(written) if mark == _EXPANDED else mark for written, mark in zip(text, shadow, strict=True)]
    return "".join(parts), [index for index, part in enumerate(parts) for _ in part]


def _cut(shadow: str, offsets: Sequence[int], gone: re.Pattern[str]) -> tuple[str, Sequence[int]]:
    """Take what the pattern finds out of the shadow and of its offsets."""
    spans = [match.span() for match in gone.finditer(shadow)]
    return ("".join(_between(shadow, spans)), Kept(offsets, spans)) if spans else (shadow, offsets)


def _between(shadow: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in spans:
        yield shadow[at:start]
        at = end
    yield shadow[at:]


def _latinize(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOKALIKES) if any("a" <= letter <= "z" for letter in word) else word


def _simplify(shadow: str) -> str:
    """Simplified script; the length never changes, so that the offsets stay true."""
    for _ in range(_ROUNDS):
        if not _traditional().search(shadow):
            break
        shadow = _converted(shadow)
    return shadow


def _converted(shadow: str) -> str:
    simplified: str = _converter().convert(shadow)
    if len(simplified) == len(shadow):
        return simplified
    single = ((_converter().convert(character), character) for character in shadow)
    return "".join(new if len(new) == 1 else old for new, old in single)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    """Finds a character that Simplified script would write otherwise."""
    han = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = _converter().convert("\n".join(han)).split("\n")
    return re.compile("[" + "".join(old for old, new in zip(han, simplified, strict=True) if old != new) + "]")
