"""Our whole reading of single items beside the obvious stack, on the same real news: python bench/stack.py [--json]

Ours: Reader with ten topics in the manner of a company's desk, and 1,000 further rules over 5,000 terms. The obvious
stack: ``SnowNLP(text).sentiments``, ``jieba.lcut``, ``jieba.analyse.extract_tags`` and ``Simhash``. Each side runs in a
fresh process on items of 656 characters; times are CPU time, medians of three; memory is the process's peak; ready are
the CPU seconds from its start to its first result.
"""

import argparse
import json
import pickle
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.read import Reader
from analyze.text.fold import fold
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.judge import read_tone
from bench.rules import items, sampled, topics
from caifeng.models import Desk, Item, Tone, Topic
from caifeng.reading import CHUNK, pool, prepare, read_chunk

_SLOW_ITEMS = "30"  # what the obvious stack reads: its pace is 0.1 s an item
_MANY = 4_000
_ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--side", choices=sorted(_SIDES), help="measure one side in this process and print its figures")
    asked = parser.parse_args()
    if asked.side:
        sys.stdout.write(json.dumps(_SIDES[asked.side]()) + "\n")
        return
    pieces = items()
    given = pickle.dumps((_full_desk(pieces), pieces))
    found: dict[str, Any] = {side: _fresh(__file__, "--side", side, given=given) for side in _SIDES}
    if find_spec("snownlp") and find_spec("simhash"):
        theirs = _fresh(str(Path(__file__).with_name("obvious.py")), _SLOW_ITEMS)
        ours = found["ours"]["microseconds"]
        found["theirs"] = theirs
        found["times_the_stack"] = round(theirs["microseconds"] / ours)
        found["times_snownlp"] = round(theirs["snownlp_microseconds"] / ours)
        found["tone_times_snownlp"] = round(theirs["snownlp_microseconds"] / found["tone"]["microseconds"])
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if asked.json else _table(found))


def _table(found: dict[str, Any]) -> str:
    lines = [f"{'':<36}{'items/s':>9}{'µs/item':>10}{'peak MB':>9}{'ready s':>9}"]
    for side, name in (
        ("ours", "Caifeng, all that a Reading holds"),
        ("tone", "Caifeng, tone alone"),
        ("theirs", "SnowNLP + jieba + tags + simhash"),
    ):
        if one := found.get(side):
            pace = f"{one['items_per_second']:>9.1f}{one['microseconds']:>10.0f}"
            lines.append(f"{name:<36}{pace}{one['peak_mb']:>9.0f}{one['ready_seconds']:>9.2f}")
    both = found["parallel"]
    lines.append(f"two processes against one: {both['speedup']} times, {both['items_per_second']} items/s by the wall")
    if "theirs" in found:
        lines.append(
            f"Caifeng is {found['times_the_stack']} times as fast as the stack, "
            f"{found['times_snownlp']} times as SnowNLP(text).sentiments alone; "
            f"its tone alone, folding and cutting included, {found['tone_times_snownlp']} times"
        )
    else:
        lines.append("the obvious stack is not installed: pip install 'caifeng[measure]'")
    return "\n".join(lines) + "\n"


def _fresh(*command: str, given: bytes = b"") -> dict[str, Any]:
    """What a process that measured nothing before prints."""
    run = subprocess.run([sys.executable, *command], check=True, stdout=subprocess.PIPE, input=given)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def _ours() -> dict[str, Any]:
    imported = time.process_time()
    watched, pieces = _given()
    start = time.process_time()
    Reader(desk()).read(pieces[0])
    ready = imported + time.process_time() - start
    prepare(watched)
    costs = _each([pieces], read_chunk)
    return _figures(costs, len(pieces), ready)


def _tone() -> dict[str, Any]:
    """From the text as written to its tone and the words that carried it: what ``sentiments`` stands for."""
    imported = time.process_time()
    _, pieces = _given()
    start = time.process_time()
    segmenter = Segmenter()

    def passage(written: str) -> Passage:
        shadow = fold(written)
        return Passage(written, shadow, segmenter.words(shadow.text))

    def read(item: Item) -> Tone:
        return read_tone(passage(item.title), passage(item.text), item.channel)

    read(pieces[0])
    ready = imported + time.process_time() - start
    return _figures(_each(pieces, read), len(pieces), ready)


def _given() -> tuple[Desk, list[Item]]:
    """Desk and items, made by the process that asks: what it took to make them counts neither as time nor as memory."""
    found: tuple[Desk, list[Item]] = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by main() above
    return found


def desk() -> Desk:
    """Ten topics in the manner of a company's desk."""
    terms = ("漏水", "召回", "起火", "投诉", "维权", "裁员", "处罚", "造假", "致癌", "价格")
    topics = tuple(
        Topic(
            name=term,
            watch=f"(电器 OR 家电 OR 汽车 OR 手机 OR 企业) AND ({term} NEAR/60 (公司 OR 客服 OR 监管)) NOT 招聘",
        )
        for term in terms
    )
    names = (("比亚迪", ("BYD", "比亞迪")), ("华为", ("Huawei", "華為")), ("小米", ("Xiaomi",)))
    return Desk(
        name="测量", zone=ZoneInfo("Asia/Shanghai"), names=names, topics=topics, gate_words=("死亡", "受伤", "儿童")
    )


def _full_desk(pieces: Sequence[Item]) -> Desk:
    """Ten topics of a company, and the 1,000 rules over 5,000 terms of bench/rules.py."""
    cut = Segmenter()
    texts = (fold(f"{item.title}\n{item.text}").text for item in pieces)
    words = [word for text in texts for word in cut.words(text) if word.isalnum()]
    small = desk()
    return replace(small, topics=(*small.topics, *topics(sampled(words, len(pieces)))))


def _parallel() -> dict[str, Any]:
    """Wall clock of two reading processes against one, both warm, as ``caifeng.reading`` hands the items over."""
    watched, pieces = _given()
    many = (pieces * 6)[:_MANY]
    spans = {count: _span(count, watched, many) for count in (1, 2)}
    return {
        "items": len(many),
        "items_per_second": round(len(many) / spans[2]),
        "speedup": round(spans[1] / spans[2], 2),
    }


def _span(count: int, watched: Desk, items: Sequence[Item]) -> float:
    """Wall seconds, the median of three, once every process has its Reader."""
    chunks = [items[at : at + CHUNK] for at in range(0, len(items), CHUNK)]
    spans = []
    with pool(watched, count) as workers:
        list(workers.map(read_chunk, [items[:1]] * 4 * count))
        for _ in range(_ROUNDS):
            start = time.perf_counter()
            list(workers.map(read_chunk, chunks))
            spans.append(time.perf_counter() - start)
    return statistics.median(spans)


def _each(things: Sequence[Any], read: Callable[[Any], Any]) -> list[float]:
    """CPU seconds of three rounds over all things, after one that is not counted."""
    read(things[0])
    costs = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for thing in things:
            read(thing)
        costs.append(time.process_time() - start)
    return costs


def _figures(costs: Sequence[float], count: int, ready: float) -> dict[str, Any]:
    spent = statistics.median(costs)
    return {
        "items": count,
        "items_per_second": round(count / spent, 1),
        "microseconds": round(1e6 * spent / count, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "ready_seconds": round(ready, 2),
    }


_SIDES: dict[str, Callable[[], dict[str, Any]]] = {"ours": _ours, "tone": _tone, "parallel": _parallel}

if __name__ == "__main__":
    main()
