"""Find the desk's gate words (死亡, 受伤, 未成年人 …) where the text says that it happened, not that it did not."""

import re
from collections.abc import Iterator, Sequence

from analyze.topics.terms import Finds, Shadow, Spot
from caifeng.models import Hit

_WINDOW = 14  # characters of the same clause that are read before the word
_SAME_CLAUSE = "[^，。！？；：,.!?;:\n]"
_DENIED_BEFORE = re.compile(
    "(?:"
    # 未 only with a verb of happening: 未按规定操作致人死亡 is no denial, and 未成年人 is none either
    "(?:未|没有?|不会|不曾|尚未)(?:造成|发生|发现|出现|收到|接到|接报|导致|引发|危及|伤及|涉及|见|致)"
    f"{_SAME_CLAUSE}{{0,8}}"
    "|(?:没有?|未有|并?无|零)(?:任何|人员?|一人|重大|其他|新增|现场|乘客|居民|群众|学生|儿童|孩子|财产)*"
    f"|(?:避免|防止|防范|预防|杜绝|严防|以免|谨防|严禁|遏制|减少|降低){_SAME_CLAUSE}{{0,8}}"
    f"|(?:演练|演习|模拟){_SAME_CLAUSE}{{0,10}}"
    ")$"
)
_DENIED_AFTER = re.compile(f"^(?:{_SAME_CLAUSE}{{0,4}}(?:为零|为0|应急演练|演练|演习|保险)|0(?:人|起|例))")


def happened(words: Sequence[str], shadow: Shadow, finds: Finds) -> tuple[Hit, ...]:
    """Every gate word that is not denied near by (未造成…, 无…, 避免…, …为零, drills), title first."""
    ordered = sorted(standing(words, shadow, finds), key=lambda pair: (pair[1].field != "title", pair[1], pair[0]))
    return tuple(shadow.hit(word, spot) for word, spot in ordered)


def standing(words: Sequence[str], shadow: Shadow, finds: Finds) -> Iterator[tuple[str, Spot]]:
    """The words and their spots where nothing near by denies them, in no order."""
    return ((word, spot) for word in words if finds.has(word) for spot in finds.of(word) if not denial(shadow, spot))


def denial(shadow: Shadow, spot: Spot) -> str:
    """The words right before or after a spot that deny it (folded), or ""."""
    if before := _DENIED_BEFORE.search(shadow.before(spot, _WINDOW)):
        return before[0]
    after = _DENIED_AFTER.search(shadow.after(spot, _WINDOW))
    return after[0] if after else ""
