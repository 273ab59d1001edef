"""Stories: how far the grouping agrees with labelled events, beside a single pass over character TF-IDF."""

import math
import time
from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
from scipy import sparse

from analyze.clusters.cluster import cluster
from analyze.stories.identity import member_ids
from caifeng import __version__
from caifeng.errors import UsageError
from caifeng.evaluation.files import Row, Rows
from caifeng.evaluation.items import date_of, item_of
from caifeng.evaluation.results import Count, Evaluation, figures
from caifeng.evaluation.scores import Score, b_cubed, pairwise
from caifeng.models import Channel, Desk, Item

BASELINE = "逐条聚类（字二三元 TF-IDF）"
NEAR = 0.35  # cosine from which the single pass joins an item to its nearest predecessor
DAYS = 3.0  # how far back it looks
_DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))
_BATCH = 512
_LEFT_OVER = " :：,，"  # punctuation that a name leaves at the start


def evaluate_stories(
    rows: Rows, channel: Channel = Channel.NEWS, least: int = 1, *, has_baseline: bool = True
) -> Evaluation:
    """Group all rows that have a ``date`` and a ``label`` (event); events of fewer than ``least`` rows are left out.

    The items carry no readings: only the words are measured, every item counts as relevant. Raises UsageError.
    """
    kept = _kept(rows, least)
    events = [row.text("label", "event_id") for row in kept]
    items = [item_of(row, f"i-{place:06d}", channel, date_of(row)) for place, row in enumerate(kept)]
    start = time.process_time()
    grouped = {id_: str(number) for number, found in enumerate(cluster(items, {}, _DESK)) for id_ in member_ids(found)}
    spent = time.process_time() - start
    found = [grouped[item.id] for item in items]
    return Evaluation(
        task="stories",
        dataset=rows.dataset,
        part="all",
        version=f"caifeng {__version__}",
        n=len(items),
        figures=figures(_scores(found, events), _scores(single_pass(items), events) if has_baseline else ()),
        counts=(
            Count(name="events", value=len(set(events))),
            Count(name="stories", value=len(set(found))),
            Count(name="cpu_seconds", value=round(spent, 2)),
        ),
        channel=channel,
        baseline=BASELINE if has_baseline else "",
        left_out=len(rows.rows) - len(kept),
        broken=len(rows.broken),
    )


def without(rows: Rows, field: str) -> Rows:
    """The same rows, what stands in ``field`` cut out of their titles and texts: the hard variant, named after it.

    Rows of news of one company each are told apart by its name alone; without it (``company``) only the happening is
    left to go by.
    """
    bare = tuple(Row(row.line, {**row.stated, **_cut(row, row.text(field))}) for row in rows.rows)
    return Rows(path=rows.path, dataset=f"{rows.dataset}_without_{field}", rows=bare, broken=rows.broken)


def single_pass(items: Sequence[Item]) -> list[str]:
    """The obvious way: each item by time joins the group of its nearest predecessor of three days, or begins one.

    Cosine of TF-IDF over character 2- and 3-grams of title and text. The groups are given in the order of ``items``.
    """
    order = sorted(range(len(items)), key=lambda place: (items[place].published_at, place))
    matrix = _gram_vectors([f"{items[place].title}\n{items[place].text}" for place in order])
    days = np.array([items[place].published_at.timestamp() / 86_400 for place in order])
    groups: list[str] = []
    for start in range(0, len(order), _BATCH):
        near = (matrix[start : start + _BATCH] @ matrix[: start + _BATCH].T).toarray()
        for at, line in enumerate(near):
            row = start + at
            line[: np.searchsorted(days, days[row] - DAYS)] = 0.0
            best = int(line[:row].argmax()) if row else 0
            groups.append(groups[best] if row and line[best] >= NEAR else str(row))
    placed = dict(zip(order, groups, strict=True))
    return [placed[place] for place in range(len(items))]


def _cut(row: Row, name: str) -> dict[str, object]:
    if not name:
        return {}
    return {key: row.text(key).replace(name, "").lstrip(_LEFT_OVER) for key in ("title", "text")}


def _kept(rows: Rows, least: int) -> list[Row]:
    usable = [row for row in rows.rows if row.text("label", "event_id") and date_of(row) and row.text("title", "text")]
    sizes = Counter(row.text("label", "event_id") for row in usable)
    kept = [row for row in usable if sizes[row.text("label", "event_id")] >= least]
    if len(kept) < 2:
        raise UsageError(f"{rows.path} 里同时有 date（ISO 8601）与 label（事件编号）的行不足两行，无法评估聚合")
    return kept


def _scores(found: Sequence[str], events: Sequence[str]) -> list[tuple[str, Score | None]]:
    cubed, pairs = b_cubed(found, events), pairwise(found, events)
    precision, recall, both = cubed if cubed else (None, None, None)
    return [
        ("b_cubed_f1", both),
        ("b_cubed_precision", precision),
        ("b_cubed_recall", recall),
        ("pairwise_f1", pairs.f1),
        ("pairwise_precision", pairs.precision),
        ("pairwise_recall", pairs.recall),
    ]


def _gram_vectors(texts: Sequence[str]) -> sparse.csr_array:
    """Rows of unit length: (1 + ln tf) × idf of character 2- and 3-grams."""
    numbers: dict[str, int] = {}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        letters = "".join(text.lower().split())[:4000]
        grams = Counter(letters[at : at + size] for size in (2, 3) for at in range(len(letters) - size + 1))
        columns += [numbers.setdefault(gram, len(numbers)) for gram in grams]
        values += [1 + math.log(count) for count in grams.values()]
        ends.append(len(columns))
    shape = (len(texts), max(1, len(numbers)))
    counts = sparse.csr_array((np.array(values), np.array(columns, dtype=np.int64), np.array(ends)), shape=shape)
    held = np.bincount(counts.indices, minlength=shape[1])
    weighed = counts @ sparse.diags_array(np.log((1 + shape[0]) / (1 + held)) + 1)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ weighed)
