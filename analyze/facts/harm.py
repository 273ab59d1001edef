"""伤亡与损失 What a piece says of victims and damage: the words with their numbers, as written, never added up."""

import re

from analyze.text.fold import Folded
from analyze.topics.terms import Shadow, Spot
from caifeng.models import Hit

_MOST = 6
_READ = 2_000  # folded characters of the text
_HARMED = (
    "死亡|遇难|身亡|丧生|溺亡|重伤|轻伤|受伤|烫伤|烧伤|灼伤|划伤|摔伤|中毒|失联|失踪|被困|送医|住院|就医|不适|腹泻|感染"
)
_CAUSE = "死亡|遇难|身亡|重伤|轻伤|受伤|烫伤|烧伤|中毒|骨折|昏迷"
# Each pattern begins with a class of characters, so that the scan skips quickly.
_VICTIMS = re.compile(
    r"[\d一二两三四五六七八九十百千多数][\d一二三四五六七八九十百千]{0,5}"
    rf"(?:余|多)?(?:[名人位户]|个(?:孩子|人|学生|老人))[^,。!?;:、\n]{{0,8}}?(?:{_HARMED})"
)
_CAUSED = re.compile(rf"[致造导](?:成|致)?[^,。!?;:、\n]{{0,10}}?(?:{_CAUSE})")
_MONEY = re.compile(
    r"[损赔索罚处涉被](?:失|偿|款|没|罚|案|骗)[^,。!?;:\n]{0,10}?\d[\d,.]{0,12}(?:余|多)?(?:万|亿|千|百)?(?:余|多)?元"
)
_COUNTED = re.compile(  # 致35死43伤, as headlines say it
    r"[\d一二两三四五六七八十]\d{0,3}"
    r"(?:死(?!敌|磕|活|里|刑|路|角)(?:[\d一二两三四五六七八九十]{1,4}伤)?|伤(?=$|[^\w]|失|亡))"
)
_HARM = re.compile(
    r"[\d一二两三四五六七八十][死伤]|"
    "[死遇身丧溺重轻受烫烧灼划摔中失被送住就不腹感](?:亡|难|生|伤|毒|联|踪|困|医|院|适|泻|染)"
)
_PATTERNS = (("伤亡", _VICTIMS), ("伤亡", _CAUSED), ("伤亡", _COUNTED), ("损失", _MONEY))


def harm_in(shadow: Shadow) -> tuple[Hit, ...]:
    """Victims (伤亡) and damage in money (损失) that title and beginning of the text state, at most six, title first.

    What is said may be denied, old or somebody else's: it is quoted as evidence, not counted.
    """
    spots = [(spot, name) for field, folded in (("title", shadow.title), ("text", shadow.text))
             for spot, name in _found(field, folded)]  # fmt: skip
    return tuple(shadow.hit(name, spot) for spot, name in spots[:_MOST])


def _found(field: str, folded: Folded) -> list[tuple[Spot, str]]:
    """Each statement once: 8人死亡 inside 造成8人死亡 is not told again."""
    patterns = _PATTERNS if _HARM.search(folded.text, 0, _READ) else _PATTERNS[-1:]
    spots = sorted(
        (match.start(), -match.end(), name)
        for name, pattern in patterns
        for match in pattern.finditer(folded.text, 0, _READ)
    )
    kept: list[tuple[Spot, str]] = []
    for start, end, name in spots:
        if not kept or -end > kept[-1][0].end:
            kept.append((Spot(field, False, start, -end), name))  # noqa: FBT003
    return kept
