"""Measure what kind of piece the rules say an item is, against labels that a person gave by reading.

    python bench/piece.py LABELS.json [--half 1|2] [--json]

LABELS.json maps "set/id" of the shared data to a kind (no texts; null: cannot be told). The sample is drawn anew from
the shared data with a fixed seed: 40 items a set; the rules were tuned on the first twenty of each, and sets marked †
are measured only. Prints accuracy per set and per kind with n and the 95 % Wilson interval, then the time of one item.
"""

import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.facts.piece import PIECE_VERSION, read_piece
from analyze.text.fold import fold
from analyze.tone.judge import Passage
from bench.tone_sets import SHARED
from caifeng.models import Channel, Engagement, Item
from caifeng.models.interval import wilson

_SEED = 20261121
_DRAWN = 40
_AT = datetime(2026, 11, 17, tzinfo=UTC)
_TIMED = 656  # characters of the items that are timed


@dataclass(frozen=True, slots=True)
class PieceSet:
    """A set of the shared data, the channel its pieces come from, and whether its first half was tuned on."""

    name: str
    path: str
    channel: Channel
    is_tuned: bool = True


SETS = (
    PieceSet("rss", "streams/stream_rss_news_cn", Channel.NEWS),
    PieceSet("ced", "rumors/rumor_ced_weibo", Channel.WEIBO),
    PieceSet("w18", "sentiment/senti_weibo2018", Channel.WEIBO),
    PieceSet("shop", "sentiment/senti_shopping_10cats", Channel.REVIEW),
    PieceSet("wm", "sentiment/senti_waimai_10k", Channel.REVIEW),
    PieceSet("ptt", "sentiment/senti_ptt_trad", Channel.FORUM),
    PieceSet("chk", "rumors/rumor_checked", Channel.WEIBO, is_tuned=False),  # †
    PieceSet("hot", "hotlists/hot_multi_platform", Channel.WEIBO),
)
_FEEDS = {
    "微博热搜": Channel.WEIBO, "知乎热榜": Channel.QA, "人民日报": Channel.PRESS, "光明日报": Channel.PRESS,
    "联合早报": Channel.OVERSEAS, "BBC中文": Channel.OVERSEAS, "德国之声": Channel.OVERSEAS,
    "纽约时报中文": Channel.OVERSEAS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """How often the kind was right; shares 0–1, ``low`` and ``high`` the 95 % Wilson interval of ``share``."""

    what: str  # a set, or "recall 投诉", "precision 投诉"
    right: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Judged:
    """An item of the sample: its set, what a person says, what the rules say."""

    of: PieceSet
    label: str
    said: str
    probability: float  # that the rules give to what they say


def sample(of: PieceSet, half: int | None) -> Iterator[Item]:
    """The drawn items of a set (one half, or both)."""
    with gzip.open(SHARED / "data" / of.path / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = sorted((json.loads(line) for line in lines), key=lambda row: str(row["id"]))
    drawn = random.Random(_SEED).sample(rows, _DRAWN)  # noqa: S311 - a sample, no secret
    first, last = {1: (0, _DRAWN // 2), 2: (_DRAWN // 2, _DRAWN), None: (0, _DRAWN)}[half if of.is_tuned else None]
    yield from (_item(of, row) for row in drawn[first:last])


def judge(labels: dict[str, str | None], half: int | None) -> Iterator[Judged]:
    """Every item of the sample that has a label."""
    for of in SETS:
        for item in sample(of, half):
            label = labels.get(f"{of.name}/{item.id}")
            if label is not None:
                piece = read_piece(_passage(item.title), _passage(item.text), item, ())
                yield Judged(of, label, piece.kind.value, piece.probability)


def measures(judged: Sequence[Judged]) -> Iterator[Measure]:
    """Accuracy per set; over all sets that were tuned on; recall and precision per kind over those."""
    for of in SETS:
        yield _measure(of.name, (one.label == one.said for one in judged if one.of is of))
    tuned = [one for one in judged if one.of.is_tuned]
    yield _measure("all", (one.label == one.said for one in tuned))
    for kind in Counter(one.label for one in tuned):
        yield _measure(f"recall {kind}", (one.said == kind for one in tuned if one.label == kind))
    for kind in Counter(one.said for one in tuned):
        yield _measure(f"precision {kind}", (one.label == kind for one in tuned if one.said == kind))


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error over five equal bins (Guo et al. 2017), 0–1."""
    bins: dict[int, list[float]] = {}
    for one in judged:
        bins.setdefault(int(one.probability * 5), []).append(one.probability - (one.label == one.said))
    return sum(abs(sum(gaps)) for gaps in bins.values()) / max(1, len(judged))


def seconds_each(repeats: int = 20) -> float:
    """CPU seconds of one news item of 656 characters: the best of five rounds."""
    items = [item for item in sample(SETS[0], None) if len(item.text) >= _TIMED]
    cut = [(_passage(item.title), _passage(item.text[:_TIMED]), item) for item in items]
    rounds = []
    for _ in range(5):
        started = time.process_time()
        for _ in range(repeats):
            for title, text, item in cut:
                read_piece(title, text, item, ())
        rounds.append((time.process_time() - started) / repeats / len(cut))
    return min(rounds)


def _measure(what: str, hits: Iterable[bool]) -> Measure:
    found = list(hits)
    low, high = wilson(sum(found), len(found))
    return Measure(what, sum(found), len(found), sum(found) / max(1, len(found)), low, high)


def _item(of: PieceSet, row: dict[str, str]) -> Item:
    title, text = row.get("title") or "", row.get("text") or ""
    if title == text:
        title, text = (title, "") if of.name == "hot" else ("", text)
    channel = _FEEDS.get(row.get("source", ""), of.channel) if of.name == "rss" else of.channel
    return Item(
        id=str(row["id"]), revision=1, content_hash="", source=of.name, channel=channel, tier=3, region="",
        is_official=False, url="", title=title, text=text, author="", credited="", published_at=_AT,
        is_time_estimated=False, seen_at=_AT, engagement=Engagement(),
    )  # fmt: skip


def _passage(text: str) -> Passage:
    return Passage(text, fold(text), ())


def main() -> None:
    half = int(sys.argv[sys.argv.index("--half") + 1]) if "--half" in sys.argv else None
    labels: dict[str, str | None] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    judged = list(judge(labels, half))
    found, error = list(measures(judged)), calibration_error([one for one in judged if one.of.is_tuned])
    each = seconds_each()
    if "--json" in sys.argv:
        told = {"version": PIECE_VERSION, "seconds": each, "ece": error, "measures": [asdict(one) for one in found]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    for one in found:
        sys.stdout.write(f"{one.what:<16} {one.right:>4}/{one.n:<4} {one.share:.3f} [{one.low:.3f} {one.high:.3f}]\n")
    sys.stdout.write(f"expected calibration error {error:.3f}\n")
    sys.stdout.write(f"{each * 1e6:.1f} µs an item of {_TIMED} characters ({PIECE_VERSION})\n")


if __name__ == "__main__":
    main()
