"""The lines that heat and grade share, each from plain numbers: volume, interaction, boards, negatives.

Most stories have an item or two, so the same few lines come again and again: they are kept ready.
"""

from functools import lru_cache
from math import log1p

from analyze.scales import contribution, log_scale, summed
from caifeng.models import Contribution
from caifeng.models.interval import wilson

YOUNG = 7  # days of history below which a desk's usual volume is a guess, and is said to be
RANKS = 50  # places of a board that count
BOARD_HOURS = 6.0
BOARD_WEIGHTS = {"位次": 0.70, "时长": 0.30}
INTERACTIONS = 100_000.0  # full scale while the desk's usual interaction is unknown
_KEPT = 4096


@lru_cache(maxsize=_KEPT)
def volume_line(items: int, count: float, baseline: float, history: int, weight: float) -> Contribution:
    """声量: ln(1+n) / ln(1+2B); ``count`` is what ``items`` count as, ``baseline`` the desk's usual day."""
    raw = f"近24小时 {items} 条（转载不重复计）" + (f"，同一账号或信源限计后 {count:g} 条" if count < items else "")
    raw += f"，{usual(baseline, history)}"
    return contribution("声量", raw, log_scale(count, 2 * baseline), weight)


@lru_cache(maxsize=_KEPT)
def reprints_line(copies: int, count: float, baseline: float, span: str, weight: float) -> Contribution:
    """转载: ln(1+r) / ln(1+B); ``count`` is what ``copies`` count as."""
    raw = f"{span}转载 {copies} 次" + (f"，同一账号或信源限计后 {count:g} 次" if count < copies else "")
    return contribution("转载", raw, log_scale(count, baseline), weight)


@lru_cache(maxsize=_KEPT)
def engagement_line(acting: int, interactions: float, full: float, weight: float) -> Contribution:
    """互动: ln(1+e) / ln(1+F) of the weighted ``interactions`` that ``acting`` items state; F is ``full``."""
    if not acting:
        return contribution("互动", "信源未写明互动数", 0.0, weight)
    raw = f"{acting} 条有互动数，加权 {interactions:.0f}（转×3 评×2 赞×1 阅÷100），满分 {full:.0f}"
    return contribution("互动", raw, 100.0 * log1p(interactions) / log1p(full), weight)


@lru_cache(maxsize=_KEPT)
def board_line(sightings: int, best: int, hours: float, weight: float) -> Contribution:
    """热榜: the best rank and the hours on boards. A rank is a comparison with all that is talked about already."""
    if not sightings:
        return contribution("热榜", "未见于热榜", 0.0, weight)
    rank = contribution("位次", f"最高第 {best} 位", 100.0 * max(0, RANKS + 1 - best) / RANKS, BOARD_WEIGHTS["位次"])
    time = contribution("时长", f"前后 {hours:g} 小时", 100.0 * hours / BOARD_HOURS, BOARD_WEIGHTS["时长"])
    raw = f"最高第 {best} 位，看到 {sightings} 次，前后 {hours:g} 小时"
    return summed("热榜", raw, (rank, time), weight)


@lru_cache(maxsize=_KEPT)
def negative_line(name: str, judged: float, negative: float, span: str, weight: float) -> Contribution:
    """负面: the lower end of the 95 % Wilson interval of the negative share among the items with a known tone."""
    if not judged:
        return contribution(name, f"{span}没有能判读倾向的条目", 0.0, weight)
    low, high = wilson(negative, judged)
    raw = f"{span}有倾向判读的 {judged:g} 条中负面 {negative:g} 条（95% 区间 {low:.0%}—{high:.0%}，取下限）"
    return contribution(name, raw, 100 * low if negative else 0.0, weight)


def usual(baseline: float, history: int) -> str:
    """The desk's usual day in words, and that it is a guess while the desk is young."""
    said = f"本台平日 {baseline:.0f} 条"
    return said if history >= YOUNG else f"{said}（历史只有 {history} 日，暂以此计）"
