"""Words that cannot both be true of one thing: numbers, places, stances, directions, negations."""

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from analyze.facts.gazetteer import Trust, shipped_gazetteer

_ARABIC = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_HAN_NUMBER = re.compile(r"第?([〇零一二三四五六七八九十百千万亿两]+)")
_NUMERALS = re.compile(r"[\d.,〇零一二三四五六七八九十百千万亿两]+")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_RANKS = "省市区县镇乡村州旗"
_NO_PLACES = frozenset("全本我该各超股楼城门上小社地片农都夜街学校园景市县省")  # 全市, 股市, 社区 …
_NEGATIONS = frozenset(
    ["不", "没", "未", "无", "非", "否", "没有", "并非", "不是", "不会", "未曾", "不能", "并未", "从未", "并无", "不再"]
)
_AFFIRMED = frozenset(["", "已", "有", "可", "能", "会", "属", "是", "将", "为", "经", "已经", "正", "都"])
_OPPOSITES = tuple(
    tuple(frozenset(side.split()) for side in line.split("|"))
    for line in (
        "致歉 道歉 承认 属实 证实 确认 认错 坐实 | 否认 辟谣 不实 驳斥 澄清 谣言 不属实 失实 反驳 回击",
        "上涨 涨 走高 上升 增长 增加 上调 回升 攀升 盈利 扩大 增 升 涨停 高开 收涨 大涨 新高 预增 加息 净流入 "
        "| 下跌 跌 走低 下降 减少 下调 回落 下滑 亏损 收窄 减 降 跌停 低开 收跌 大跌 新低 预减 降息 净流出",
        "买入 增持 收购 购买 | 卖出 减持 出售 抛售",
        "开通 开放 恢复 启用 开业 开工 启动 重启 | 关闭 暂停 停用 停业 停工 终止 中止 叫停",
        "同意 批准 通过 支持 赞成 接受 | 拒绝 驳回 否决 反对 不同意",
        "合格 达标 | 不合格 超标 不达标",
        "胜诉 胜 获胜 战胜 击败 | 败诉 负 落败 不敌",
        "上任 就任 当选 任命 入职 加入 | 卸任 离任 落选 免职 离职 退出",
        "成功 | 失败",
        "安全 | 危险",
        "利好 | 利空",
        "进口 | 出口",
        "上市 | 退市",
        "发布 启动 | 解除 取消 撤销",
        "红色 | 橙色 | 黄色 | 蓝色",
        "上午 早上 凌晨 | 下午 晚上 晚间 傍晚",
        "周一 | 周二 | 周三 | 周四 | 周五 | 周六 | 周日",
        "上半年 | 下半年",
        "晴 多云 | 阴 | 雨 小雨 中雨 大雨 暴雨 | 雪 小雪 大雪",
        "有罪 | 无罪",
        "男子 男孩 男童 | 女子 女孩 女童",
    )
)
_SIDES = {
    word: {(row, side) for row, sides in enumerate(_OPPOSITES) for side, held in enumerate(sides) if word in held}
    for word in sorted(frozenset[str]().union(*(held for sides in _OPPOSITES for held in sides)))
}
_SAME = tuple(
    frozenset(line.split())
    for line in (
        "表示 称 说 指出 介绍 透露 认为 强调 告诉 谈到 坦言",
        "昨日 昨天 今日 今天 近日 日前 目前 近期 当日 日",
        "拟 计划 将 预计 或 欲 或将",
        "超 超过 逾 约 近 达 突破 至少 高达",
        "发布 公布 公告 披露 公告称",
        "和 与 及 以及 并 同",
        "已 已经 了 的 地 得",
        "本报 本社 本网 本刊 该报 该网",
        "哈哈 呵呵 嘻嘻 啊 吧 呢 吗 呀",
    )
)
_PLACE_LENGTH = 5  # characters of a name that are looked up
_WORD_LENGTH = 6  # characters of a swap that can still be one word for another


def is_contrast(one: str, other: str, before: str, after: str) -> bool:
    """Whether what stands in one text contradicts what stands in its place in the other; the context is common."""
    if _is_other_number(one, other) or _is_negated(one, other) or _is_negated(other, one):
        return True
    if not one or not other or max(len(one), len(other)) > 2 * _WORD_LENGTH:
        return False
    if _is_other_rank(one, other, after):
        return True
    spans = [(len(before), len(before) + len(text), before + text + after) for text in (one, other)]
    mine, theirs = (_sides(*span) for span in spans)
    if any(row == that and side != against for row, side in mine for that, against in theirs):
        return True
    places = [_place_trust(*span) for span in spans]
    return None not in places and Trust.SURE in places  # 青岛 and 日照, which may be sunshine elsewhere


def are_opposed(one: str, other: str) -> bool:
    """Whether two sentences take the two sides of one matter: 致歉 and 否认; a sentence with both sides takes none."""
    mine, theirs = (_sides(0, len(text), text) for text in (one, other))
    rows = {row for row, _ in mine} & {row for row, _ in theirs}
    return any(not {place for place in mine if place[0] == row} & set(theirs) for row in rows)


def is_word_swap(one: str, other: str) -> bool:
    """Whether each of the two is one thing's word, and not merely another way to say the same."""
    if not 0 < len(one) <= _WORD_LENGTH or not 0 < len(other) <= _WORD_LENGTH:
        return False
    if any(one in same and other in same for same in _SAME):
        return False
    return one.isalnum() and other.isalnum()


def _is_other_number(one: str, other: str) -> bool:
    if not _NUMERALS.search(one) or not _NUMERALS.search(other):
        return False
    if _NUMERALS.sub("", one) != _NUMERALS.sub("", other):
        return False  # two things, not two numbers of one thing: 2025年… and 04版
    mine, theirs = _numbers(one), _numbers(other)
    return bool(mine - theirs and theirs - mine)


def _numbers(text: str) -> set[float]:
    """Values of the Arabic numbers inside, or of the one Chinese number that the text is."""
    found = {float(number.replace(",", "")) for number in _ARABIC.findall(text[:200])}
    spelt = _HAN_NUMBER.fullmatch(text)
    return found | {_value(spelt[1])} if spelt and not found else found


def _value(number: str) -> float:
    """十三 → 13, 二百 → 200, 三万 → 30000; digits one by one (二〇二六) → 2026."""
    total, section, digit = 0, 0, 0
    for letter in number[:12]:
        if letter in _DIGITS:
            digit = digit * 10 + _DIGITS[letter]
        elif letter in "万亿":
            total, section, digit = (total + section + digit or 1) * (10_000 if letter == "万" else 10**8), 0, 0
        else:
            section, digit = section + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[letter], 0
    return float(total + section + digit)


def _is_negated(one: str, other: str) -> bool:
    return one in _NEGATIONS and other in _AFFIRMED


def _is_other_rank(one: str, other: str, after: str) -> bool:
    """某市 and 某县, or one name for another before the same 市."""
    if one[-1] in _RANKS and other[-1] in _RANKS and one[-1] != other[-1]:
        return len(one) == len(other) == 1 or not ({*one[-2:-1], *other[-2:-1]} & _NO_PLACES)
    ends = {one[-1], other[-1]}
    return after[:1] in {*_RANKS} and not ends & _NO_PLACES and 1 < len(one) <= 4 and 1 < len(other) <= 4


def _sides(start: int, end: int, text: str) -> list[tuple[int, int]]:
    """Row and side, in the table, of every opposed word that reaches into the stretch."""
    found = _opposed().find_matches_as_indexes(text)
    return [place for _, first, last in found if first < end and last > start for place in _SIDES[text[first:last]]]


def _place_trust(start: int, end: int, text: str) -> Trust | None:
    """How surely a name that reaches into the stretch is a place's; None: there is none."""
    best: Trust | None = None
    for first in range(end):
        for last in range(max(start + 1, first + 2), min(first + _PLACE_LENGTH, len(text)) + 1):
            form = shipped_gazetteer().form(text[first:last])
            if form is not None:
                trust = min(trust for _, trust in form.meanings)
                best = trust if best is None else min(best, trust)
    return best


@lru_cache(maxsize=1)
def _opposed() -> AhoCorasick:
    return AhoCorasick(list(_SIDES), MatchKind.LeftmostLongest)
