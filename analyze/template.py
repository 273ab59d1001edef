"""Tell two notices of one template apart: 某市 is not 某县, 致歉 is not 否认, 12 is not 15.

A title matcher that only measures likeness merges such pairs at 0.75–0.90; here one contrast keeps them apart.
"""

import re

from analyze.wording import Wording
from analyze.words import words

SHORT_STATEMENT = 200  # letters; longer texts are told apart by their titles and their numbers
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万两]{2,}")
_PLACE = re.compile(
    r"^(?!小区|社区|地区|城市|超市|上市|股市|楼市|门市|农村|城区|片区|全市|全省|全县|本市).*[省市区县镇乡村州旗]$"
)
_NEGATIONS = frozenset(["不", "没", "未", "无", "非", "没有", "并非", "不是", "不会", "未曾", "不能", "并未", "从未"])
_STANCES = (
    frozenset(["致歉", "道歉", "承认", "属实", "证实", "确认", "认错"]),
    frozenset(["否认", "辟谣", "不实", "驳斥", "澄清", "谣言", "不属实", "失实"]),
)
_SAME_LENGTH = 0.8  # of two texts, from which a negation in one only makes another statement
_TITLES_ALIKE = 0.4  # share of common words; below it titles were simply rewritten


def is_other_statement(one: Wording, other: Wording) -> bool:
    """True where the texts contrast in a number, place, stance or negation, so that they cannot be copies."""
    if max(len(one.letters), len(other.letters)) < SHORT_STATEMENT:
        return _contrast(one.title + " " + one.body, other.title + " " + other.body)
    if _numbers_differ(one.body, other.body):
        return True
    mine, theirs = set(words(one.title)), set(words(other.title))
    alike = len(mine & theirs) >= _TITLES_ALIKE * max(len(mine | theirs), 1)
    return alike and _contrast(one.title, other.title)


def _contrast(one: str, other: str) -> bool:
    mine, theirs = set(words(one)), set(words(other))
    left, right = mine - theirs, theirs - mine
    if any(map(_NUMBER.fullmatch, left)) and any(map(_NUMBER.fullmatch, right)):
        return True
    if any(map(_PLACE.match, left)) and any(map(_PLACE.match, right)):
        return True
    if any(left & this and right & that for this, that in (_STANCES, _STANCES[::-1])):
        return True
    if min(len(one), len(other)) < _SAME_LENGTH * max(len(one), len(other)):
        return False  # one was shortened: a negation may have gone with what was cut
    return bool(left & _NEGATIONS) != bool(right & _NEGATIONS)


def _numbers_differ(one: str, other: str) -> bool:
    """Long texts: fewer than half of the numbers of the text with fewer numbers stand in the other."""
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    fewer = min(len(numbers), len(others))
    return fewer >= 3 and len(numbers & others) < fewer / 2
