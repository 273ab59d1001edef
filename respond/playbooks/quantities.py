"""数量 What a sentence counts: 退款 203 户, 召回3,200台, 缝了四针 – number, unit, and what happened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from respond.playbooks.draft import Span, spans

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_POWERS = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_UNIT = {
    "名": "人", "位": "人", "个人": "人", "人": "人", "户": "户", "台": "台", "套": "台", "部": "台", "辆": "辆",
    "例": "件", "起": "件", "件": "件", "宗": "件", "批次": "批次", "批": "批次", "家": "家", "针": "针",
    "岁": "岁", "元": "元", "%": "%", "吨": "吨", "箱": "箱", "瓶": "瓶",
    "年": "年", "个月": "月", "天": "天", "次": "次",
}  # fmt: skip
_UNITS = "|".join(sorted(_UNIT, key=len, reverse=True))
_QUANTITY = re.compile(
    r"(?P<about>近|约|超过?|逾|不到|至少)?\s?"
    r"(?:(?P<number>(?<![\d.\-A-Za-z])\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?)"
    r"|(?P<words>[一二两三四五六七八九十百千零〇]{1,9}))"
    r"\s?(?P<more>[余多几])?\s?(?P<power>万|亿|千(?!克|米|瓦))?(?P<more2>[余多])?\s?(?:个(?=人|月))?"
    rf"(?P<unit>{_UNITS})"
)
_CLAUSE = re.compile(r"[^，,。！？!?；;：:\n]+")
_ALONE = frozenset("针岁")  # so rare that one unit is one thing
_SPANNED = frozenset("年月天")  # durations: compared only for how long something has been in use
# What is said to have happened; words of one line mean the same.
_DEEDS = {
    "召回": re.compile("召回|回收"),
    "退款": re.compile("退款|退货|退钱|退了"),
    "更换": re.compile("更换|换新|换货|换机"),
    "登记": re.compile("登记|报名"),
    "投诉": re.compile("投诉|反映|反馈|报修"),
    "受伤": re.compile("受伤|伤者|烫伤|烧伤|轻伤|重伤|缝"),
    "死亡": re.compile("死亡|遇难|身亡|去世"),
    "停售": re.compile("停售|停止销售|下架|封存"),
    "检测": re.compile("检测|送检|抽检|抽查|抽取|抽样|封样|检验|合格"),
    "联系": re.compile("联系|走访|上门|回访"),
    "赔付": re.compile("赔偿|赔付|补偿|垫付"),
    "生产": re.compile("生产|问题批次|涉及"),
    "使用": re.compile("使用|用了|购买|买"),
    "罚款": re.compile("罚款|罚没|处罚"),
    "立案": re.compile("立案"),
    "致歉": re.compile("致歉|道歉"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted thing: ``low`` to ``high`` is what the words allow; ``deeds`` what is said of it."""

    unit: str
    low: float
    high: float
    deeds: frozenset[str]
    is_direct: bool  # the deeds stand in its own clause, not beside it
    start: int
    end: int
    written: str

    def agrees(self, other: "Quantity") -> bool:
        """Whether both can be the same number."""
        return self.low <= other.high and other.low <= self.high


def quantities(text: str) -> Iterator[Quantity]:
    """Every quantity of a Simplified text; 一 alone is an article, not a number."""
    clauses = list(spans(_CLAUSE, text))
    for place, clause in enumerate(clauses):
        for found in _QUANTITY.finditer(clause.text):
            value = _value(found)
            if value is None:
                continue
            low, high = _range(value, found)
            span = (clause.start + found.start(), clause.start + found.end())
            is_direct, deeds = bool(deeds_in(clause.text)), deeds_near(clauses, place)
            yield Quantity(_UNIT[found["unit"]], low, high, deeds, is_direct, *span, found[0].strip())


def deeds_near(clauses: list[Span], place: int) -> frozenset[str]:
    """What a clause says happened; where it says nothing, the clause before, else the one after."""
    for near in (place, place - 1, place + 1):
        if 0 <= near < len(clauses) and (found := deeds_in(clauses[near].text)):
            return found
    return frozenset()


def deeds_in(text: str) -> frozenset[str]:
    """The deeds of the list that a text names."""
    return frozenset(name for name, words in _DEEDS.items() if words.search(text))


def is_comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count the same thing, as far as words tell."""
    if one.unit != other.unit:
        return False
    shared = one.deeds & other.deeds
    if one.unit in _SPANNED:
        return "使用" in shared
    return one.unit in _ALONE or bool(shared)


def _value(found: re.Match[str]) -> float | None:
    number, words = found["number"], found["words"]
    if words in ("一", "零", "〇"):
        return None
    value = float(number.replace(",", "")) if number else float(_counted(words))
    return value * _POWERS[found["power"] or ""]


def _counted(words: str) -> int:
    """四百二十 → 420; a row of digits (二〇二六) as they stand."""
    if not any(word in _TENS for word in words):
        return int("".join(str(_DIGITS[word]) for word in words))
    total, digit = 0, 0
    for word in words:
        if word in _TENS:
            total, digit = total + (digit or 1) * _TENS[word], 0
        else:
            digit = _DIGITS[word]
    return total + digit


def _range(value: float, found: re.Match[str]) -> tuple[float, float]:
    """3000 余台 reaches to 4000, 近/约 10 % to either side, 超过 has no upper end, 不到 no lower."""
    if found["more"] or found["more2"]:
        return value, value * 1.34
    about = found["about"] or ""
    if about in ("近", "约"):
        return value * 0.9, value * 1.1
    if about in ("超", "超过", "逾", "至少"):
        return value, value * 2
    return (value * 0.5, value) if about == "不到" else (value, value)
