"""How well and how fast copies are found: planted copies and near misses, real news, reworded headlines.

    python bench/copies.py [--count 10000] [--seed 1] [--only-ours] [--json]

Reads CAIFENG_SHARED (../shared by default). Times are CPU seconds with folding and shingling; the usual choice, simhash
with a distance of at most 3, is measured on the same items (without folding).
"""

import argparse
import gc
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.clusters.cluster import cluster
from analyze.copies.find import find_copies
from analyze.copies.wording import word_items
from analyze.stories.identity import member_ids
from bench.planted import Planted, plant
from bench.stories import DESK, SHARED, _item, _rows
from caifeng.models import Item, Reprint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of what is planted; what was never looked at proves most")
    parser.add_argument("--only-ours", action="store_true", help="leave out simhash, real news and headlines")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    planted = plant(options.count, options.seed)
    figures = [_ours(planted)]
    if not options.only_ours:
        figures += [_simhash(planted), _real(), _headlines()]
    lines = [json.dumps(figures, ensure_ascii=False)] if options.json else map(str, figures)
    sys.stdout.write("\n".join(lines) + "\n")


def _ours(planted: Planted) -> dict[str, Any]:
    find_copies(planted.items[:50], word_items(planted.items[:50]))  # loads the tables
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent: list[float] = []
    worded: list[float] = []
    found: tuple[Reprint, ...] = ()
    for _ in range(3 if len(planted.items) < 50_000 else 1):
        gc.collect()
        start = time.process_time()
        wordings = word_items(planted.items)
        folded = time.process_time()
        found = find_copies(planted.items, wordings)
        spent.append(time.process_time() - start)
        worded.append(folded - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lead = {reprint.item_id: reprint.of for reprint in found}
    return {
        "method": "caifeng",
        "items": len(planted.items),
        "cpu": round(sorted(spent)[len(spent) // 2], 2),
        "of which folding": round(sorted(worded)[len(worded) // 2], 2),
        "peak MB": peak // 1024,
        "above the items MB": (peak - before) // 1024,
        **_scores(planted, lead),
        "kinds": Counter(str(reprint.kind) for reprint in found),
    }


def _scores(planted: Planted, lead: dict[str, str]) -> dict[str, Any]:
    """Items linked to their original's group; links whose two items are not of one original; near misses merged."""
    true, edits = planted.original, planted.edits
    linked = {copy for copy, of in true.items() if lead.get(copy, copy) == lead.get(of, of)}
    right = sum(true.get(copy, copy) == true.get(of, of) for copy, of in lead.items())
    lost = Counter(how for copy, how in edits.items() if copy not in linked)
    merged = [
        miss.rule
        for miss, (a, b) in zip(planted.misses, planted.miss_ids, strict=True)
        if lead.get(a, a) == lead.get(b, b)
    ]
    return {
        "copies": len(true),
        "recall": round(len(linked) / len(true), 4),
        "lost": dict(lost),
        "pair precision": round(right / max(len(lead), 1), 4),
        "wrong": len(lead) - right,
        "near misses merged": f"{len(merged)}/{len(planted.misses)}",
        "by rule": dict(Counter(merged)),
    }


def _simhash(planted: Planted) -> dict[str, Any]:
    import numpy as np
    from simhash import Simhash, SimhashIndex  # type: ignore[import-untyped]

    start = time.process_time()
    ordered = sorted(planted.items, key=lambda item: (item.published_at, item.id))
    index = SimhashIndex([], k=3)
    lead: dict[str, str] = {}
    with np.errstate(over="ignore"):
        for item in ordered:
            value = Simhash(
                [item.text[n : n + 3] for n in range(max(len(item.text) - 2, 1))] if item.text else item.title
            )
            near = sorted(index.get_near_dups(value))
            if near:
                lead[item.id] = lead.get(near[0], near[0])
            index.add(item.id, value)
    spent = time.process_time() - start
    return {"method": "simhash ≤ 3", "items": len(ordered), "cpu": round(spent, 2), **_scores(planted, lead)}


def _real() -> dict[str, Any]:
    """What share of the real stream's own lists of likely copies is found."""
    folder = SHARED / "streams" / "stream_rss_news_cn"
    items = {row["id"]: _item(row, row["id"]) for row in _rows(folder / "dev.jsonl.gz")}
    found = find_copies(tuple(items.values()), word_items(tuple(items.values())))
    lead = {reprint.item_id: reprint.of for reprint in found}
    pairs = [row for row in _rows(folder / "body_overlap_candidates.jsonl.gz") if {row["a"], row["b"]} <= items.keys()]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in pairs:
        across = "across sources" if row["source_a"] != row["source_b"] else "within one source"
        band = "J ≥ 0.6" if row["jaccard"] >= 0.6 else "containment ≥ 0.7" if row["containment"] >= 0.7 else "less"
        counts[f"{across}, {band}"][0] += lead.get(row["a"], row["a"]) == lead.get(row["b"], row["b"])
        counts[f"{across}, {band}"][1] += 1
    for row in _rows(folder / "same_title_groups.jsonl.gz"):
        ids = [one["id"] for one in row["items"] if one["id"] in items]
        for a, b in combinations(ids, 2):
            counts["same title"][0] += lead.get(a, a) == lead.get(b, b)
            counts["same title"][1] += 1
    shares = {name: f"{joined}/{total}" for name, (joined, total) in sorted(counts.items())}
    return {"set": "stream_rss_news_cn", "items": len(items), "reprints": len(lead), **shares}


def _headlines() -> dict[str, Any]:
    """Real rewordings: two headlines of one event on one day that share 20 to 80 % of their pairs of characters."""
    rows = list(_rows(SHARED / "events" / "event_finance_silver" / "dev.jsonl.gz"))
    items = [_item(row | {"text": ""}, f"i-{n:06d}") for n, row in enumerate(rows)]
    by_event: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for row, item in zip(rows, items, strict=True):
        by_event[row["event_id"], row["date"]].append(item)
    pairs = [pair for group in by_event.values() for pair in combinations(group[:4], 2) if _is_reworded(*pair)][:500]
    lead = {reprint.item_id: reprint.of for reprint in find_copies(items, word_items(items))}
    story = {id_: n for n, found in enumerate(cluster(items, {}, DESK)) for id_ in member_ids(found)}
    copied = sum(lead.get(a.id, a.id) == lead.get(b.id, b.id) for a, b in pairs)
    together = sum(story[a.id] == story[b.id] for a, b in pairs)
    return {"set": "reworded headlines", "pairs": len(pairs), "as copies": copied, "in one story": together}


def _is_reworded(one: Item, other: Item) -> bool:
    mine, theirs = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (one.title, other.title))
    likeness = len(mine & theirs) / max(len(mine | theirs), 1)
    return 0.2 <= likeness < 0.8


if __name__ == "__main__":
    main()
