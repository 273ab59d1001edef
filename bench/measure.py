"""Measure everything that is promised and write analyze/data/measured.json: python bench/measure.py [--dry]

Every task runs on the shared sets by the same code as ``caifeng evaluate``. Tone is measured on the fifth of each
development half that the shipped tables were never fitted on; the sets marked † were not fitted on at all.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.accuracy import Measured
from bench.planted import plant
from bench.tone_sets import SHARED
from caifeng.evaluation.duplicates import evaluate_duplicates
from caifeng.evaluation.extract import evaluate_extract
from caifeng.evaluation.files import Choice, Row, Rows, read_rows
from caifeng.evaluation.items import channel_of
from caifeng.evaluation.results import Evaluation
from caifeng.evaluation.rumor import RumorTask, evaluate_rumor
from caifeng.evaluation.stories import evaluate_stories, without
from caifeng.evaluation.tone import ToneTask, evaluate_tone

DATA = SHARED / "data"
FILE = Path(__file__).parents[1] / "analyze" / "data" / "measured.json"
TONES = (
    "senti_news_bdci2019", "emotion_osm2022", "senti_weibo2018", "senti_finance_news", "senti_ptt_trad",
    "emotion_smp2020_usual", "emotion_smp2020_virus", "emotion_covid_weibo7", "senti_weibo_100k_subset",
    "senti_shopping_10cats", "senti_waimai_10k", "senti_hotel_htl_all", "senti_chnsenticorp",
)  # fmt: skip
RUMORS = (
    "propagation/propagation_ced", "rumors/rumor_ced_weibo", "rumors/rumor_ltcr", "rumors/rumor_checked",
    "rumors/rumor_weibo21",
)  # fmt: skip
# Marked † and never fitted on: all of the half is measured.
UNSEEN = frozenset({"emotion_osm2022", "rumors/rumor_checked", "rumors/rumor_weibo21"})
PLANTED = 10_000
STORIES = (  # set, rows, least items of an event, field that is cut out of the texts
    ("event_finance_silver", "", 1, ""),
    ("event_finance_silver", "", 1, "company"),
    ("event_og2021", "lang=eng", 1, ""),
    ("event_covid_hashtag_silver", "news_like=true", 4, ""),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="print the rows and leave the file alone")
    is_dry = parser.parse_args().dry
    rows: list[Measured] = []
    started = time.perf_counter()
    for found, command in measure():
        rows += [*_measured(found, command)]
        sys.stderr.write(f"{time.perf_counter() - started:6.1f} s  {found.task} {found.dataset}: {found.n}\n")
    written = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=0)
    if is_dry:
        sys.stdout.write(written + "\n")
        return
    FILE.write_text(written + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {len(rows)} figures, {FILE.stat().st_size} bytes\n")


def measure() -> Iterator[tuple[Evaluation, str]]:
    """Each evaluation and the command that gives it again, run where the shared data lies."""
    yield from _tones()
    yield from _rumors()
    yield from _duplicates()
    yield from _stories()
    index = DATA / "pages_zh" / "dev_index.jsonl.gz"
    yield evaluate_extract(read_rows(index)), "caifeng evaluate --task extract pages_zh/dev_index.jsonl.gz"


def _tones() -> Iterator[tuple[Evaluation, str]]:
    for name in TONES:
        path = DATA / "sentiment" / name / "dev.jsonl.gz"
        part = "all" if name in UNSEEN else "measured"
        run = evaluate_tone(read_rows(path), ToneTask(labels={}, channel=channel_of("", path), part=part))
        yield run.evaluation, f"caifeng evaluate --task tone --part {part} sentiment/{name}/dev.jsonl.gz"


def _rumors() -> Iterator[tuple[Evaluation, str]]:
    for name in RUMORS:
        part = "all" if name in UNSEEN else "measured"
        rows = read_rows(DATA / name / "dev.jsonl.gz")
        command = f"caifeng evaluate --task rumor --part {part} {name}/dev.jsonl.gz"
        yield evaluate_rumor(rows, RumorTask(labels={}, part=part)), command


def _duplicates() -> Iterator[tuple[Evaluation, str]]:
    folder = DATA / "streams" / "stream_rss_news_cn"
    texts = read_rows(folder / "dev.jsonl.gz")
    pairs = read_rows(folder / "body_overlap_candidates.jsonl.gz")
    names = " ".join(f"streams/stream_rss_news_cn/{path.name}" for path in (texts.path, pairs.path))
    yield evaluate_duplicates(texts, pairs), f"caifeng evaluate --task duplicates {names}"
    yield evaluate_duplicates(*_planted()), "python bench/measure.py"


def _planted() -> tuple[Rows, Rows]:
    """10,000 real texts with copies and near-misses planted among them, and the pairs with what is true of them."""
    made = plant(PLANTED)
    items = [
        {"id": one.id, "title": one.title, "text": one.text, "source": one.source, "date": one.published_at.isoformat()}
        for one in made.items
    ]
    pairs = [{"a": copy, "b": of, "label": 1} for copy, of in made.original.items()]
    pairs += [{"a": one, "b": other, "label": 0} for one, other in made.miss_ids]
    return _rows_of("planted_copies", items), _rows_of("planted_pairs", pairs)


def _rows_of(name: str, stated: Sequence[Mapping[str, object]]) -> Rows:
    rows = tuple(Row(line, fields) for line, fields in enumerate(stated, 1))
    return Rows(path=Path(name), dataset=name, rows=rows, broken=())


def _stories() -> Iterator[tuple[Evaluation, str]]:
    for name, where, least, bare in STORIES:
        path = DATA / "events" / name / "dev.jsonl.gz"
        field, _, value = where.partition("=")
        rows: Rows = read_rows(path, Choice(where=((field, value),) if where else ()))
        options = (f" --where {where}" if where else "") + (f" --least {least}" if least > 1 else "")
        options += f" --without {bare}" if bare else ""
        yield (
            evaluate_stories(without(rows, bare) if bare else rows, least=least),
            f"caifeng evaluate --task stories{options} events/{name}/dev.jsonl.gz",
        )


def _measured(found: Evaluation, command: str) -> Iterator[Measured]:
    for figure in found.figures:
        yield Measured(
            task=found.task,
            dataset=found.dataset,
            figure=figure.name,
            n=figure.n,
            share=round(figure.share, 4),
            low=round(figure.low, 4),
            high=round(figure.high, 4),
            baseline=None if figure.baseline is None else round(figure.baseline, 4),
            baseline_name=found.baseline if figure.baseline is not None else "",
            version=found.version,
            command=command,
        )


if __name__ == "__main__":
    main()
