"""Anchors: what a story hangs on, whatever words are used.

An anchor is one of the desk's names together with one problem word of a topic's rule (净水机 + 漏水). A shared anchor
brings complaints together that say one thing in different words; a shared name alone is only one word among many, so
advertising or price news of the same product is not drawn in. A person's name is an anchor by itself.

How much a problem word weighs depends on what the piece does with it: it is what happened, or what a rule is made
about, or what an advertiser frightens with. The tone is not asked: a label near its threshold would move whole stories.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from analyze.text.fold import fold
from analyze.text.persons import persons
from caifeng.models import Desk, Hit, PieceKind, Reading

_TOP = 150  # characters of a text in which a problem word is what the piece is about
_IN_PASSING = 0.4  # weight of a problem word further down
_WITHOUT_NAME = 0.5  # weight of a problem word whoever it is about
_FEW, _RARE = 10, 0.005  # items, or share of all, up to which a word without a name counts in full
_PERSON = 0.8  # weight of a person named
_REGULATED = 0.3  # weight of a problem word where rules about it are made or wares are tested for it
_ADVERTISED = 0.3  # weight of a problem word in marketing copy and spam
_REGULATING = frozenset("标准 新国标 国标 新规 征求意见 抽检 评测 推荐 行业".split())  # noqa: SIM905
_SELLING = frozenset({PieceKind.MARKETING, PieceKind.SPAM})
# Words that name a kind of talk, not a happening: they bind nothing together.
_GENERAL = frozenset(
    """召回 立案 停售 下架 整改 处罚 约谈 拒赔 标准 监管 抽检 新规 征求意见 行业 企业 投诉 售后 客服 质量 问题 维权 退货
    退款 换货 赔偿 曝光 服务 举报 价格 降价 涨价 保价 安全 品牌 产品 宣传 促销 优惠 评测 推荐 招聘 公告 通报 回应 声明
    道歉 致歉 说明 情况说明 报修 维修 安装 消费者 用户 业主 记者 新闻 负面 差评 吐槽 避雷""".split()  # noqa: SIM905
)


def anchor_rows(readings: Sequence[Reading | None], desk: Desk) -> sparse.csr_array:
    """A row for each reading, a column for each anchor found; weights 0–1, 1 for what happened to what is named."""
    spellings, people = spellings_of(desk), persons(desk)
    rows = _without_subjects([_anchors(reading, spellings, people) if reading else {} for reading in readings])
    columns: dict[tuple[str, str], int] = {}
    for row in rows:
        for anchor in sorted(row):
            columns.setdefault(anchor, len(columns))
    indices = [columns[anchor] for row in rows for anchor in sorted(row)]
    weights = [row[anchor] for row in rows for anchor in sorted(row)]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return sparse.csr_array((weights, indices, starts), shape=(len(rows), max(len(columns), 1)))


def _without_subjects(rows: Sequence[dict[tuple[str, str], float]]) -> list[dict[tuple[str, str], float]]:
    """Words that stand for themselves in many items weigh the less the more items say them: AI is a subject."""
    counts = Counter(anchor for row in rows for anchor in row if not anchor[0])
    limit = max(_FEW, _RARE * len(rows))
    return [
        {anchor: weight * (1.0 if anchor[0] else min(1.0, limit / counts[anchor])) for anchor, weight in row.items()}
        for row in rows
    ]


def spellings_of(desk: Desk) -> frozenset[str]:
    """Every way the desk's names are written, folded."""
    return frozenset(fold(alias).text for name, aliases in desk.names for alias in (name, *aliases))


def _anchors(reading: Reading, spellings: frozenset[str], people: frozenset[str]) -> dict[tuple[str, str], float]:
    """(name, problem word) → weight; either may be empty: a problem whoever it is about, a person whatever it is."""
    words: dict[str, float] = {}
    full = _stake(reading)
    for hit in (hit for match in reading.topics for hit in match.hits):
        word = fold(hit.term).text
        if word not in _GENERAL and not any(word in spelling for spelling in spellings):
            words[word] = max(words.get(word, 0.0), full if _is_prominent(hit) else full * _IN_PASSING)
    named = {(name, word): weight for name in reading.names for word, weight in words.items()}
    alone = {("", word): _WITHOUT_NAME * weight for word, weight in words.items()}
    return named | alone | {(name, ""): _PERSON for name in reading.names if name in people}


def _stake(reading: Reading) -> float:
    """Weight of the problem words of the piece: 1, less where it makes rules about them or sells by them."""
    if any(word in _REGULATING for word in reading.keywords) or any(
        fold(hit.term).text in _REGULATING and _is_prominent(hit) for match in reading.topics for hit in match.hits
    ):
        return _REGULATED
    return _ADVERTISED if reading.piece and reading.piece.kind in _SELLING else 1.0


def _is_prominent(hit: Hit) -> bool:
    return hit.field == "title" or hit.start < _TOP
