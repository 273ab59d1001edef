"""How exact the judgements are: figures measured by bench/measure.py, printed in every edition and on the method page.

The shipped file analyze/data/measured.json holds one row a figure: task, dataset, figure, n, share, low, high (0–1, the
95 % interval), baseline and its name, version, and the command that gives the figure again. The tone is measured on
pieces that the shipped tables were never fitted on.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from caifeng.models import Accuracy

FIGURES = {
    "accuracy": "准确率",
    "macro_f1": "宏平均 F1",
    "calibration_error": "校准误差 ECE",
    "accuracy_at_80": "最有把握的八成里的准确率",
    "coverage_at_90": "能做到九成准确的比例",
    "uncertain": "标为“不确定”的比例",
    "neutral": "标为“中性”的比例",
    "shown_accuracy": "标出倾向时的准确率",
    "majority": "多数类的比例",
    "hint_precision": "提示“须核实”的里面传言的比例",
    "hint_recall": "传言里得到提示的比例",
    "hinted": "得到提示的比例",
    "type_precision": "提示“不符”或“恶意谣言”的里面传言的比例",
    "type_recall": "传言里被提示“不符”或“恶意谣言”的比例",
    "typed": "被提示“不符”或“恶意谣言”的比例",
    "pair_precision": "配对精确率",
    "pair_recall": "配对召回率",
    "pair_f1": "配对 F1",
    "kept_apart": "不该并的没有并的比例",
    "b_cubed_f1": "B³ F1",
    "b_cubed_precision": "B³ 精确率",
    "b_cubed_recall": "B³ 召回率",
    "pairwise_f1": "两两 F1",
    "pairwise_precision": "两两精确率",
    "pairwise_recall": "两两召回率",
    "text_f1": "正文 F1",
    "text_precision": "正文精确率",
    "text_recall": "正文召回率",
    "passages": "应有与不应有的段落判断正确的比例",
    "enough_text": "提取到 100 字以上的比例",
    "title": "标题正确的比例",
    "date": "日期正确的比例",
    "author": "作者正确的比例",
}
"""Every figure an evaluation gives, and its Chinese name."""

LOWER_IS_BETTER = frozenset({"calibration_error", "uncertain", "neutral"})

SETS = {
    "senti_news_bdci2019": "新闻倾向，三选一",
    "emotion_osm2022": "舆情事件评论（未参与训练），正负二选一",
    "senti_weibo2018": "微博，正负二选一",
    "senti_finance_news": "公司新闻，正负二选一",
    "emotion_smp2020_usual": "日常微博，三选一",
    "emotion_smp2020_virus": "危机时期微博，三选一",
    "emotion_covid_weibo7": "疫情微博，正负二选一",
    "senti_weibo_100k_subset": "微博节选，正负二选一",
    "senti_ptt_trad": "繁体帖文，正负二选一",
    "senti_shopping_10cats": "购物评价，正负二选一",
    "senti_waimai_10k": "外卖评价，正负二选一",
    "senti_hotel_htl_all": "酒店评价，正负二选一",
    "senti_chnsenticorp": "综合评价，正负二选一",
    "rumor_ced_weibo": "微博传言的“须核实”提示",
    "rumor_ltcr": "疫情传言的“须核实”提示",
    "propagation_ced": "带转发的微博传言的定性提示",
    "rumor_checked": "疫情微博传言的“须核实”提示（未参与选词）",
    "rumor_weibo21": "多领域微博传言的“须核实”提示（未参与选词）",
    "stream_rss_news_cn": "真实新闻的跨源转载",
    "planted_copies": "植入的转载与近似反例",
    "event_finance_silver": "公司新闻聚合",
    "event_finance_silver_without_company": "公司新闻聚合（去掉公司名）",
    "event_og2021": "英文新闻聚合（人工标注）",
    "event_covid_hashtag_silver": "微博聚合",
    "pages_zh": "网页正文提取",
}
"""Sets with a Chinese name; others are shown by their own."""

# What each edition prints; the whole table is on the method page.
_KEY = frozenset({
    ("senti_news_bdci2019", "accuracy"), ("senti_news_bdci2019", "uncertain"), ("emotion_osm2022", "accuracy"),
    ("emotion_osm2022", "shown_accuracy"), ("emotion_osm2022", "uncertain"), ("senti_weibo2018", "accuracy"),
    ("senti_finance_news", "accuracy"), ("senti_ptt_trad", "accuracy"), ("emotion_smp2020_usual", "accuracy"),
    ("emotion_smp2020_virus", "accuracy"), ("senti_shopping_10cats", "accuracy"), ("planted_copies", "pair_recall"),
    ("planted_copies", "kept_apart"), ("event_finance_silver", "b_cubed_f1"),
    ("event_covid_hashtag_silver", "b_cubed_f1"), ("pages_zh", "text_f1"),
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One row of the shipped file; ``share``, ``low``, ``high`` and ``baseline`` are 0–1."""

    task: str
    dataset: str
    figure: str
    n: int
    share: float
    low: float
    high: float
    baseline: float | None
    baseline_name: str
    version: str
    command: str


@lru_cache(maxsize=1)
def measured() -> tuple[Measured, ...]:
    """The shipped rows in their order."""
    rows = json.loads(files("analyze").joinpath("data", "measured.json").read_text(encoding="utf-8"))
    return tuple(Measured(**row) for row in rows)


def _accuracy(row: Measured) -> Accuracy:
    return Accuracy(
        what=f"{SETS.get(row.dataset, row.dataset)}：{FIGURES[row.figure]}",
        dataset=row.dataset,
        n=row.n,
        share=row.share,
        low=row.low,
        high=row.high,
        version=row.version,
        baseline=row.baseline,
        baseline_name=row.baseline_name,
        is_key=(row.dataset, row.figure) in _KEY,
    )


ACCURACIES: tuple[Accuracy, ...] = tuple(_accuracy(row) for row in measured())
"""All measured figures; those of ``is_key`` are printed in every edition, the others on the method page only."""
