"""The obvious stack in a process of its own, without a line of ours; bench/stack.py runs it beside our reading.

    python bench/obvious.py [ITEMS]

``SnowNLP(text).sentiments``, ``jieba.lcut``, ``jieba.analyse.extract_tags`` and ``Simhash`` for each item; prints JSON.
"""

import gzip
import json
import os
import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
LENGTH = 656
ROUNDS = 3

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # their sources hold invalid escape sequences
    import jieba
    import jieba.analyse
    from simhash import Simhash
    from snownlp import SnowNLP
jieba.setLogLevel("ERROR")


def main() -> None:
    path = SHARED / "streams" / "stream_rss_news_cn" / "dev.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if len(row["text"]) >= LENGTH]
    texts = [f"{row['title']}\n{row['text'][:LENGTH]}" for row in rows[: int(sys.argv[1]) if sys.argv[1:] else 30]]
    read(texts[0])
    ready = time.process_time()
    whole, snow = cost(texts, read), cost(texts, lambda text: SnowNLP(text).sentiments)
    figures = {
        "items": len(texts),
        "items_per_second": round(len(texts) / whole, 1),
        "microseconds": round(1e6 * whole / len(texts), 1),
        "snownlp_microseconds": round(1e6 * snow / len(texts), 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "ready_seconds": round(ready, 2),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def read(text: str) -> tuple[object, ...]:
    """What people put together first: tone, keywords, a fingerprint."""
    return SnowNLP(text).sentiments, jieba.analyse.extract_tags(text, topK=10), Simhash(jieba.lcut(text))


def cost(texts: Sequence[str], work: Callable[[str], object]) -> float:
    """CPU seconds for all texts, the median of three rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            work(text)
        spent.append(time.process_time() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
