"""Pairs of real statements that differ in the one word that decides, made by rule: they must never be joined."""

import gzip
import json
import os
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
LEAD = 120  # characters of a long text in which the word is changed too
_OPPOSED = (
    "上涨 下跌", "增长 下降", "致歉 否认", "承认 否认", "属实 不实", "同意 拒绝", "通过 否决", "增持 减持", "买入 卖出",
    "启动 终止", "开通 关闭", "当选 落选", "合格 不合格", "成功 失败", "上调 下调", "利好 利空", "支持 反对",
    "恢复 暂停", "进口 出口", "将 不会", "回升 回落", "胜诉 败诉", "盈利 亏损",
)  # fmt: skip
_THINGS = ("新机 新车", "手机 汽车", "电池 芯片", "医院 学校", "酒店 机场", "男子 女子", "公司 银行", "股东 董事",
               "总统 总理", "电影 电视",
    "模型 平台", "基金 债券", "论坛 会议", "导弹 战机", "疫苗 药物", "大学 中学", "黄金 白银")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Miss:
    """Two statements (title, text) and the rule that made one from the other."""

    rule: str
    one: tuple[str, str]
    other: tuple[str, str]


_NAMING = ("人物", "公司", "新机/新车")  # another subject: in a long text the lead names it too

Change = Callable[[str, random.Random], tuple[str, str] | None]  # a headline → what is written, and what instead


def near_misses(news: Sequence[dict[str, Any]], count: int, chance: random.Random) -> list[Miss]:
    """Half of them flashes of a headline, half long texts changed in headline and lead; the rules take turns."""
    long = [(row["title"], row["text"][:900]) for row in news if row["title"] and len(row["text"]) >= 300]
    flashes = [(row["title"], "") for row in news if row["title"]] + [(title, "") for title in _headlines()]
    misses: list[Miss] = []
    used: set[str] = set()
    for rule, change in cycle(_RULES.items()):
        if len(misses) >= count:
            return misses
        for pool in (flashes, long):
            found = _first(rule, change, pool, used, chance)
            if found and len(misses) < count:
                used.update((found.one[0], found.one[1] or found.one[0]))
                misses.append(found)
    return misses


def _first(
    rule: str, change: Change, pool: Sequence[tuple[str, str]], used: set[str], chance: random.Random
) -> Miss | None:
    start = chance.randrange(len(pool))
    for place in range(len(pool)):
        title, text = pool[(start + place) % len(pool)]
        swap = None if {title, text} & used or not 10 <= len(title) <= 60 else change(title, chance)
        if swap and swap[0] != swap[1] and (not text or rule not in _NAMING or swap[0] in text[:LEAD]):
            lead = text[:LEAD].replace(*swap)
            # A number stands for one thing in the headline and for another in the lead: only the headline is changed.
            lead = lead if rule not in ("数字", "序号", "通报一二") else text[:LEAD]
            other = (title + swap[1], text) if not swap[0] else (title.replace(*swap), lead + text[LEAD:])
            one = (title + "（一）", text) if not swap[0] else (title, text)
            if one != other:
                return Miss(rule, one, other)
    return None


def _number(title: str, chance: random.Random) -> tuple[str, str] | None:
    found = re.search(r"\d+(?:\.\d+)?", title)
    return (found[0], str(int(float(found[0])) + chance.randint(1, 30))) if found else None


def _longer_number(title: str, _chance: random.Random) -> tuple[str, str] | None:
    found = re.search(r"(?<![\d.])[1-9](?=[人名家个起例件亿万日月期批])", title)
    return (found[0], "1" + found[0]) if found else None


def _ordinal(title: str, _chance: random.Random) -> tuple[str, str] | None:
    found = re.search(r"第([一二三四五六七八])", title)
    return (found[0], "第" + "二三四五六七八九"["一二三四五六七八".index(found[1])]) if found else None


def _rank(title: str, _chance: random.Random) -> tuple[str, str] | None:
    found = re.search(
        r"[\u4e00-\u9fff]{2}(?<![全本我该各超股楼城上农都夜门])([市县])(?![场民区值级委政长中内外])", title
    )
    return (found[0], found[0][:-1] + {"市": "县", "县": "市"}[found[1]]) if found else None


def _place(title: str, chance: random.Random) -> tuple[str, str] | None:
    found = next((name for name in _cities() if name in title), None)
    return (found, chance.choice(_cities())) if found else None


def _swapped(pairs: Sequence[str]) -> Change:
    def change(title: str, _chance: random.Random) -> tuple[str, str] | None:
        for pair in pairs:
            one, other = pair.split()
            for written, instead in ((one, other), (other, one)):
                if written in title and instead not in title:
                    return written, instead
        return None

    return change


def _company(title: str, chance: random.Random) -> tuple[str, str] | None:
    found = next((name for name in _companies() if title.startswith(name)), None)
    return (found, chance.choice(_companies())) if found else None


def _person(title: str, chance: random.Random) -> tuple[str, str] | None:
    found = next((name for name in _people() if name in title), None)
    return (found, chance.choice(_people())) if found else None


def _negated(title: str, _chance: random.Random) -> tuple[str, str] | None:
    found = re.search(r"(?:已|将|可|会|获|遭|涉)(?=[\u4e00-\u9fff]{2})", title)
    return (found[0], {"已": "未", "会": "不会", "可": "不可"}.get(found[0], "未" + found[0])) if found else None


def _bulletin(_title: str, _chance: random.Random) -> tuple[str, str] | None:
    return "", "（二）"


_RULES: dict[str, Change] = {
    "数字": _number, "3人/13人": _longer_number, "序号": _ordinal, "市/县": _rank, "地名": _place,
    "立场": _swapped(_OPPOSED),
    "新机/新车": _swapped(_THINGS), "公司": _company, "人物": _person, "否定": _negated, "通报一二": _bulletin,
}  # fmt: skip


@lru_cache(maxsize=1)
def _cities() -> tuple[str, ...]:
    rows = json.loads((SHARED / "gazetteer_cn" / "cities.json").read_text(encoding="utf-8"))
    return tuple(row["name"].removesuffix("市") for row in rows if row["name"].endswith("市") and len(row["name"]) == 3)


@lru_cache(maxsize=1)
def _people() -> tuple[str, ...]:
    import rjieba

    cutter = rjieba.Jieba()
    names = (word for title in _titles() for word, tag in cutter.tag(title) if tag == "nr" and len(word) == 3)
    return tuple(sorted({name for name in names if name[0] in "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"}))


@lru_cache(maxsize=1)
def _titles() -> tuple[str, ...]:
    with gzip.open(SHARED / "streams/stream_rss_news_cn/dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line)["title"] or "" for line in lines)


@lru_cache(maxsize=1)
def _finance() -> tuple[dict[str, Any], ...]:
    with gzip.open(SHARED / "events/event_finance_silver/dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return tuple(map(json.loads, lines))


def _headlines() -> tuple[str, ...]:
    return tuple(row["title"] for row in _finance())


@lru_cache(maxsize=1)
def _companies() -> tuple[str, ...]:
    return tuple(sorted({row["company"] for row in _finance() if len(row["company"]) >= 3}))
