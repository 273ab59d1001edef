"""Speed of 5,000 terms and 1,000 rules on real news cut at 656 characters, one core (python bench/rules.py)."""

import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.text.words import Segmenter
from analyze.topics.ruleindex import RuleIndex
from analyze.topics.terms import Shadow, TermIndex, shadow_of
from analyze.topics.tokens import is_bare
from analyze.topics.watch import Watch, compile_topic
from bench.tone_sets import SHARED
from caifeng.models import Channel, Engagement, Item, Topic

_LENGTH, _TERMS, _RULES, _HITS = 656, 5_000, 1_000, 30
_SEEN = datetime(2026, 1, 30, tzinfo=UTC)


def main() -> None:
    segmenter = Segmenter()
    shadows = [shadow_of(item) for item in items()]
    cuts = [(segmenter.words(shadow.title.text), segmenter.words(shadow.text.text)) for shadow in shadows]
    terms = sampled([word for title, text in cuts for word in (*title, *text)], len(shadows))
    start = time.process_time()
    watches = [watch for topic in topics(terms) if isinstance(watch := compile_topic(topic), Watch)]
    rules = RuleIndex(watches)
    index = TermIndex(terms, (), segmenter)
    built = time.process_time() - start
    cut = list(zip(shadows, cuts, strict=True))
    found = per_item(lambda: [index.find(shadow, *words) for shadow, words in cut], shadows)
    whole = per_item(lambda: [rules.matches(shadow, index.find(shadow, *words)) for shadow, words in cut], shadows)
    finds = [index.find(shadow, *words) for shadow, words in cut]
    hits = sum(find.count() for find in finds) / len(shadows)
    matched = sum(len(rules.matches(*pair)) for pair in zip(shadows, finds, strict=True)) / len(shadows)
    size = f"{len(shadows)} items, {len(terms)} terms, {len(watches)} rules"
    sys.stdout.write(f"{size}, {hits:.1f} hits and {matched:.2f} topics each, built in {built:.2f} s\n")
    parts = f"terms {found:.1f} µs, rules with word borders {whole - found:.1f} µs"
    sys.stdout.write(f"{parts}, together {whole:.1f} µs\n")


def items() -> list[Item]:
    """The stream's items with a text, cut at 656 characters."""
    path = SHARED / "data" / "streams" / "stream_rss_news_cn" / "dev.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Item(
            id=row["id"], revision=1, content_hash="", source=row["source"], channel=Channel.NEWS, tier=2, region="",
            is_official=False, url="", title=row["title"], text=row["text"][:_LENGTH], author="", credited="",
            published_at=_SEEN, is_time_estimated=False, seen_at=_SEEN, engagement=Engagement(),
        )
        for row in rows if len(row["text"]) >= _LENGTH
    ]  # fmt: skip


def sampled(words: list[str], count: int) -> list[str]:
    """Words of the news, drawn so that about 30 of them stand in an item."""
    counts = Counter(word for word in words if 2 <= len(word) <= 4 and is_bare(word))
    order = sorted(counts)
    random.Random(1).shuffle(order)  # noqa: S311
    taken: list[str] = []
    hits = 0
    for word in order:
        if hits + counts[word] <= _HITS * count * (len(taken) + 1) / _TERMS + 1_000:
            taken.append(word)
            hits += counts[word]
        if len(taken) == _TERMS:
            break
    return taken


def topics(terms: list[str]) -> list[Topic]:
    """(any of three) AND (any of three) NOT (one of two), as people write them."""
    drawn = random.Random(2)  # noqa: S311
    rules = []
    for number in range(_RULES):
        a, b, c, d, e, f, g, h = drawn.sample(terms, 8)
        rules.append(Topic(name=f"议题{number}", watch=f"({a} OR {b} OR {c}) AND ({d} OR {e} OR {f}) NOT ({g} OR {h})"))
    return rules


def per_item(work: Callable[[], object], shadows: list[Shadow]) -> float:
    """Microseconds of CPU for one item, the median of five runs."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return sorted(taken)[2] / len(shadows) * 1e6


if __name__ == "__main__":
    main()
