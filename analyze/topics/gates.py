"""Find gate words (死亡, 受伤, 未成年人 …) where the text says that it happened: neither denied nor supposed."""

import re
from collections.abc import Iterator, Sequence

from analyze.topics.terms import Finds, Shadow, Spot
from caifeng.models import Hit

WINDOW = 14  # characters of the same clause that are read before the word
_SAME_CLAUSE = "[^，。！？；：,.!?;:\n]"
_DENIED_BEFORE = re.compile(
    "(?:"
    # 未 only with a verb of happening: 未按规定操作致人死亡 is no denial, and 未成年人 is none either
    "(?:未|没有?|不会|不曾|尚未)(?:造成|发生|发现|出现|收到|接到|接报|导致|引发|危及|伤及|涉及|见|致)"
    f"{_SAME_CLAUSE}{{0,8}}"
    "|(?:没有?|未有|并?无|零)(?:任何|人员?|一人|重大|其他|新增|现场|乘客|居民|群众|学生|儿童|孩子|财产)*"
    f"|(?:避免|防止|防范|杜绝|严防|以免|谨防|严禁|遏制|减少|降低){_SAME_CLAUSE}{{0,8}}"
    f"|(?:演练|演习|模拟){_SAME_CLAUSE}{{0,10}}"
    ")$"
)
_SUPPOSED = re.compile(  # a word that did not happen but might: 如造成…, 一旦…, 可能导致…, 或致…
    "(?:"
    f"(?:如果?(?:造成|发生|出现|导致|引发|有|被|遇)|倘若|假如|假设|万一|一旦){_SAME_CLAUSE}{{0,8}}"
    f"|(?:可能|恐怕?|或|易|容易|足以)(?:会|将|再|就|直接|间接)?(?:造成|导致|引发|引起|致使?|危及|带来|出现|发生|面临|有)"
    f"{_SAME_CLAUSE}{{0,8}}"
    f"|(?:预防|警惕|小心|当心|提醒|假想|模拟|设想|科普){_SAME_CLAUSE}{{0,8}}"
    ")$"
)
_DENIED_AFTER = re.compile(
    f"^(?:{_SAME_CLAUSE}{{0,4}}(?:为零|为0|应急演练|演练|演习|保险)|0(?:人|起|例)|的?(?:风险|可能性?$|可能[性，。]))"
)


def happened(words: Sequence[str], shadow: Shadow, finds: Finds) -> tuple[Hit, ...]:
    """Every gate word that near by is not denied (未造成…, …为零, drills) or supposed (可能导致…), title first."""
    ordered = sorted(standing(words, shadow, finds), key=lambda pair: (pair[1].field != "title", pair[1], pair[0]))
    return tuple(shadow.hit(word, spot) for word, spot in ordered)


def standing(words: Sequence[str], shadow: Shadow, finds: Finds) -> Iterator[tuple[str, Spot]]:
    """The words and their spots where nothing near by denies them, in no order."""
    return ((word, spot) for word in words if finds.has(word) for spot in finds.of(word) if not denial(shadow, spot))


def denial(shadow: Shadow, spot: Spot) -> str:
    """The words right before or after a spot that deny it (folded), or ""."""
    return denied(shadow.before(spot, WINDOW), shadow.after(spot, WINDOW))


def denied(before: str, after: str) -> str:
    """What denies a word in the ``WINDOW`` folded characters before and after it, or ""."""
    for pattern in (_DENIED_BEFORE, _SUPPOSED):
        if found := pattern.search(before):
            return found[0]
    found = _DENIED_AFTER.search(after)
    return found[0] if found else ""
