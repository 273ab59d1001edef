"""The baseline of tone: stock SnowNLP, where the extra ``caifeng[measure]`` is installed."""

import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

STOCK_ROWS = 200  # up to here its own segmentation, which takes 0.1 s for a page, can be afforded
STOCK_LETTERS = 200_000  # of all texts together
STOCK = "SnowNLP"
QUICK = "SnowNLP（采风分词）"
MISSING = "没有安装 SnowNLP，未作对照；安装：pip install 'caifeng[measure]'"


def is_installed() -> bool:
    """Whether the baseline can be run."""
    return find_spec("snownlp") is not None


def positive_shares(texts: Sequence[str], words: Sequence[Sequence[str]]) -> tuple[str, list[float]]:
    """The name of what was run and SnowNLP's probability of positive, 0–1, for each text.

    Up to 200 texts of 200,000 characters together it is ``SnowNLP(text).sentiments`` itself; above, its classifier is
    fed with our words, because its own segmentation would take hours.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its sources hold invalid escape sequences
        snownlp: Any = import_module("snownlp")
    if len(texts) <= STOCK_ROWS and sum(map(len, texts)) <= STOCK_LETTERS:
        return STOCK, [float(snownlp.SnowNLP(text).sentiments) if text.strip() else 0.5 for text in texts]
    bayes = snownlp.sentiment.classifier.classifier
    shares = []
    for cut in words:
        label, probability = bayes.classify(snownlp.normal.filter_stop(cut))
        shares.append(float(probability if label == "pos" else 1 - probability))
    return QUICK, shares
