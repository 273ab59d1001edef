"""How well key nodes are found, and what is flagged as coordinated copying: python bench/spread.py [--show N]

Key nodes are looked for in the 300 repost trees of ``propagation_ced`` with all parents known, with every other one
hidden, with none known (times only), and early, when only the first half of the reposts is there; they are right where
they are among the five greatest true subtrees (ties in) of the whole tree. Beside them stand as many items chosen by
chance, the earliest ones, and those before the longest silences. Copying is looked for in real streams; ``--show``
prints the first letters of so many flagged texts, to be read and not to be kept.
"""

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.copies.find import find_copies
from analyze.copies.wording import word_items
from analyze.dossier import Dossier, count_daily
from analyze.facts.credits import credits_of
from analyze.spread.copying import find_copying
from analyze.spread.edges import find_edges
from analyze.spread.trace import trace
from analyze.spread.tree import reach_of
from bench.tone_sets import SHARED
from caifeng.evaluation.cascades import dossier_of
from caifeng.evaluation.files import Row, read_rows
from caifeng.evaluation.items import date_of, item_of
from caifeng.models import Channel, Desk, Item, Reading, Reprint, Tone, ToneLabel

DATA = SHARED / "data"
DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))
TOP = 5
LONG = 30  # letters of a comment

Choose = Callable[[Dossier], Sequence[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, metavar="N")
    shown = parser.parse_args().show
    streams = (copying(name, shown) for name in ("streams/stream_rss_news_cn", "streams/stream_covid_weibo"))
    for figure in (*key_nodes(), copied_comments(), *streams):
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")


def key_nodes() -> Iterator[dict[str, Any]]:
    """Precision of the items named, by what was known of the tree."""
    rows = read_rows(DATA / "propagation" / "propagation_ced" / "dev.jsonl.gz").rows
    whole = [dossier_of(row, DESK) for row in rows]
    truth = [_greatest(dossier) for dossier in whole]
    for name, see in _SEEN.items():
        seen = [see(row) for row in rows]
        found = [[node.item_id for node in trace(dossier).key_nodes if node.item_id != "post"] for dossier in seen]
        named = sum(map(len, found))
        ways = {way: [choose(d)[: len(f)] for d, f in zip(seen, found, strict=True)] for way, choose in _WAYS.items()}
        scores = {way: _right(ids, truth) / max(1, named) for way, ids in ways.items()}
        chance = sum(len(f) * len(t) / len(d.every) for f, t, d in zip(found, truth, seen, strict=True)) / max(1, named)
        near = _near(found, truth, whole) / max(1, named)
        yield {
            "seen": name, "trees": len(rows), "with_key_nodes": sum(map(bool, found)), "named": named,
            "right": round(_right(found, truth) / max(1, named), 3),
            **{way: round(score, 3) for way, score in scores.items()},
            "chance": round(chance, 3), "hub_within_10_minutes_before": round(near, 3),
            "recall": round(_right(found, truth) / sum(map(len, truth)), 3),
        }  # fmt: skip


def copied_comments() -> dict[str, Any]:
    """In how many repost trees one comment of thirty letters is flagged, when nothing says that they are reposts."""
    rows = read_rows(DATA / "propagation" / "propagation_ced" / "dev.jsonl.gz").rows
    flagged = 0
    for row in rows:
        items = [item for item in dossier_of(row, DESK, has_parents=False).every if len(item.text) >= LONG]
        reprints = find_copies(items, word_items(items)) if items else ()
        flagged += bool(reprints and find_copying(_dossier(items, reprints), ()))
    return {"set": "comments of propagation/propagation_ced", "trees": len(rows), "flagged": flagged}


def copying(name: str, shown: int) -> dict[str, Any]:
    """How many texts of a real stream are flagged, and how many accounts stand behind them.

    The posts of ``stream_covid_weibo`` have days and no hours, so there every copy of a day counts as made at once.
    """
    items = {item.id: item for item in _items(DATA / name / "dev.jsonl.gz")}
    groups: dict[str, list[Reprint]] = defaultdict(list)
    for reprint in find_copies(tuple(items.values()), word_items(tuple(items.values()))):
        groups[reprint.of].append(reprint)
    dossiers = [
        _dossier([items[id_] for id_ in (of, *(r.item_id for r in group))], group) for of, group in groups.items()
    ]
    found = [one for dossier in dossiers for one in find_copying(dossier, find_edges(dossier))]
    found.sort(key=lambda one: (-one.accounts, one.item_ids))
    for one in found[:: max(1, len(found) // shown)][:shown] if shown else ():
        sys.stderr.write(f"{one.accounts:4d} {one.seconds:8.0f} {one.text}\n")
    return {
        "set": name, "items": len(items), "texts_copied": len(groups), "flagged": len(found),
        "accounts": sum(one.accounts for one in found),
    }  # fmt: skip


def _greatest(dossier: Dossier) -> set[str]:
    """The five items with the greatest subtrees, those as great as the fifth too; the post itself is none."""
    reach = {id_: size for id_, size in reach_of(find_edges(dossier)).items() if id_ != "post"}
    least = sorted(reach.values(), reverse=True)[:TOP]
    return {id_ for id_, size in reach.items() if size >= least[-1]}


def _right(picked: Sequence[Sequence[str]], truth: Sequence[set[str]]) -> int:
    return sum(id_ in true for ids, true in zip(picked, truth, strict=True) for id_ in ids)


def _near(found: Sequence[Sequence[str]], truth: Sequence[set[str]], whole: Sequence[Dossier]) -> int:
    """Of the items named, those with one of the greatest hubs at most ten minutes before them, or themselves."""
    near = 0
    for ids, true, dossier in zip(found, truth, whole, strict=True):
        at = {item.id: item.published_at for item in dossier.every}
        near += sum(any(timedelta(0) <= at[id_] - at[hub] <= timedelta(minutes=10) for hub in true) for id_ in ids)
    return near


def _half_hidden(row: Row) -> Dossier:
    whole = dossier_of(row, DESK)
    items = [item if sha256(item.id.encode()).digest()[0] % 2 else replace(item, repost_of="") for item in whole.every]
    return _dossier(items, ())


def _first_half(row: Row) -> Dossier:
    every = dossier_of(row, DESK).every
    return _dossier(every[: 1 + len(every) // 2], ())


def _before_silence(dossier: Dossier) -> list[str]:
    items = dossier.every
    gaps = {now.id: (after.published_at - now.published_at) for now, after in pairwise(items[1:])}
    return sorted(gaps, key=lambda id_: -gaps[id_])


_SEEN: dict[str, Callable[[Row], Dossier]] = {
    "all parents": lambda row: dossier_of(row, DESK),
    "half of the parents": _half_hidden,
    "first half of the reposts": _first_half,
    "no parents": lambda row: dossier_of(row, DESK, has_parents=False),
}
_WAYS: dict[str, Choose] = {
    "earliest": lambda dossier: [item.id for item in dossier.every[1:]],
    "before_silence": _before_silence,
}


def _items(path: Path) -> Iterator[Item]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = Row(number, json.loads(line))
            channel = Channel.NEWS if row.text("feed") else Channel.WEIBO
            item = item_of(row, f"i-{number:06d}", channel, date_of(row))
            yield replace(item, tier=4, author=row.text("user"), source=row.text("feed", "source"))


def _dossier(items: Iterable[Item], reprints: Sequence[Reprint]) -> Dossier:
    """A story of these items and no other knowledge than whom they credit."""
    every = tuple(sorted(items, key=lambda item: (item.published_at, item.id)))
    copied, now = {reprint.item_id for reprint in reprints}, every[-1].published_at
    return Dossier(
        items=tuple(item for item in every if item.id not in copied),
        copies=tuple(item for item in every if item.id in copied), every=every, reprints=tuple(reprints),
        readings={item.id: replace(_BLANK, item_id=item.id, credits=credits_of(item)) for item in every if reprints},
        sightings=(), prior=(), retained=frozenset(), desk=DESK, daily=count_daily(every, now), baseline=20.0, now=now,
    )  # fmt: skip


_BLANK = Reading(
    item_id="", revision=1, topics=(), tone=Tone(label=ToneLabel.UNCERTAIN, probability=0.0, words=()), keywords=(),
    names=(), gates=(),
)  # fmt: skip


if __name__ == "__main__":
    main()
