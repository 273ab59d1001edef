"""How exact the tone is: figures measured by bench/tone.py, printed in every edition.

Each line is measured on pieces that the shipped tables were never fitted on: a fifth (by hash of the text) of the
public set's development half; the set of event comments was not fitted on at all. 三选一 and 二选一 take the likeliest
class; what readers see may also be 不确定, whose share stands beside.
"""

import math

from analyze.tone import TONE_VERSION
from caifeng.models import Accuracy

_Z = 1.96  # two-sided 95 %


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Lower and upper end, 0–1, of the 95 % interval of a share (Wilson 1927); ``n`` at least 1."""
    share, square = successes / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return middle - half, middle + half


def _measured(what: str, dataset: str, right: int, n: int) -> Accuracy:
    low, high = wilson(right, n)
    return Accuracy(what=what, dataset=dataset, n=n, share=right / n, low=low, high=high, version=TONE_VERSION)


ACCURACIES: tuple[Accuracy, ...] = (
    _measured("新闻倾向，三选一的准确率", "senti_news_bdci2019", 502, 711),
    _measured("新闻倾向，标为“不确定”的比例", "senti_news_bdci2019", 31, 711),
    _measured("公司新闻，正负二选一的准确率", "senti_finance_news", 831, 868),
    _measured("日常微博，三选一的准确率", "emotion_smp2020_usual", 482, 621),
    _measured("日常微博，标为“不确定”的比例", "emotion_smp2020_usual", 232, 621),
    _measured("危机时期微博，三选一的准确率", "emotion_smp2020_virus", 1117, 1399),
    _measured("繁体帖文，正负二选一的准确率", "senti_ptt_trad", 1258, 1424),
    _measured("消费评价，正负二选一的准确率", "senti_shopping_10cats", 2224, 2424),
    _measured("舆情事件评论，正负二选一的准确率（未参与训练）", "emotion_osm2022", 4582, 6909),
    _measured("舆情事件评论，标为“不确定”的比例", "emotion_osm2022", 3098, 6909),
    _measured("舆情事件评论，标出正负时的准确率", "emotion_osm2022", 2302, 2832),
)
