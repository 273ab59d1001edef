"""Duplicates: which pairs are joined against which should be; without labels, what was found by kind."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyze.copies.find import find_copies
from analyze.copies.wording import word_items
from caifeng import __version__
from caifeng.errors import UsageError
from caifeng.evaluation.files import Row, Rows
from caifeng.evaluation.items import date_of, item_of
from caifeng.evaluation.results import Count, Evaluation, figures
from caifeng.evaluation.scores import PairScores, Score, counted, pairwise
from caifeng.models import Channel, CopyKind, Item, Reprint

ALIKE = 0.6  # stated Jaccard similarity from which an unlabelled pair of two sources counts as a copy
_SAME = frozenset({"1", "dup", "duplicate", "same", "重复", "true"})
_OTHER = frozenset({"0", "not", "different", "other", "不重复", "false"})
_NAMES = {
    CopyKind.EXACT: "exact", CopyKind.NEAR: "near", CopyKind.REPRINT: "reprint", CopyKind.EXCERPT: "excerpt",
    CopyKind.HUMAN: "human",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items' ids and whether they say the same."""

    one: str
    other: str
    is_copy: bool


def is_pairs(rows: Rows) -> bool:
    """Whether a file holds pairs of ids (``a``, ``b``) rather than texts."""
    return all(row.text("a") and row.text("b") and not row.text("text", "title") for row in rows.rows)


def evaluate_duplicates(rows: Rows, pairs: Rows | None, channel: Channel = Channel.NEWS) -> Evaluation:
    """Find the copies among a file's items; its ``label`` names the group, or ``pairs`` says which belong together.

    A pair's ``label`` is 1 or 0; without one a pair of different sources counts as a copy from a stated ``jaccard`` of
    0.6 on, and other pairs are left out. Raises UsageError where no row has a text.
    """
    items = _items(rows, channel)
    start = time.process_time()
    copies = find_copies(items, word_items(items))
    spent = time.process_time() - start
    lead = {copy.item_id: copy.of for copy in copies}
    scores, left_out = _scored(rows, items, lead, pairs)
    return Evaluation(
        task="duplicates",
        dataset=rows.dataset,
        part="all",
        version=f"caifeng {__version__}",
        n=len(items),
        figures=figures(scores),
        counts=(
            *_kinds(copies),
            Count(name="linked", value=len(copies)),
            Count(name="cpu_seconds", value=round(spent, 2)),
        ),
        channel=channel,
        left_out=left_out,
        broken=len(rows.broken) + (len(pairs.broken) if pairs else 0),
        notes=()
        if scores
        else ("没有标注，只列出找到的；给出 label（同组同值）或配对文件（a、b、label）才能算精确率与召回率",),
    )


def _items(rows: Rows, channel: Channel) -> list[Item]:
    named = [(row.text("id") or f"row-{row.line}", row) for row in rows.rows if row.text("text", "title")]
    if not named:
        raise UsageError(f"{rows.path} 里没有一行带 text 或 title，无法查重")
    if len({id_ for id_, _ in named}) < len(named):
        named = [(f"row-{row.line}", row) for _, row in named]
    return [item_of(row, id_, channel, date_of(row)) for id_, row in named]


def _scored(
    rows: Rows, items: Sequence[Item], lead: Mapping[str, str], pairs: Rows | None
) -> tuple[list[tuple[str, Score | None]], int]:
    if pairs is not None:
        known = {item.id for item in items}
        judged = [pair for row in pairs.rows if (pair := _pair(row)) and {pair.one, pair.other} <= known]
        if not judged:
            raise UsageError(f"{pairs.path} 里没有一对能用：a、b 应是条目的 id，label 为 1 或 0")
        return _of_pairs(judged, lead), len(pairs.rows) - len(judged)
    labelled = [(row, item) for row, item in zip(_texts(rows), items, strict=True) if row.text("label", "group")]
    if not labelled:
        return [], 0
    groups = [row.text("label", "group") for row, _ in labelled]
    return _of_groups(pairwise([lead.get(item.id, item.id) for _, item in labelled], groups)), len(items) - len(
        labelled
    )


def _texts(rows: Rows) -> list[Row]:
    return [row for row in rows.rows if row.text("text", "title")]


def _pair(row: Row) -> Pair | None:
    one, other, label = row.text("a"), row.text("b"), row.text("label").lower()
    if label:
        return Pair(one, other, label in _SAME) if label in _SAME | _OTHER else None
    alike = row.number("jaccard")
    if alike is None or alike < ALIKE or row.text("source_a") == row.text("source_b"):
        return None
    return Pair(one, other, is_copy=True)


def _of_pairs(pairs: Sequence[Pair], lead: Mapping[str, str]) -> list[tuple[str, Score | None]]:
    joined = [pair for pair in pairs if lead.get(pair.one, pair.one) == lead.get(pair.other, pair.other)]
    right = sum(pair.is_copy for pair in joined)
    found = PairScores(right, len(joined), sum(pair.is_copy for pair in pairs))
    apart = [pair for pair in pairs if not pair.is_copy]
    kept = counted(len(apart) - (len(joined) - right), len(apart))
    if kept is None:  # only copies were listed: of precision nothing can be said
        return [("pair_recall", found.recall)]
    return [*_of_groups(found), ("kept_apart", kept)]


def _of_groups(found: PairScores) -> list[tuple[str, Score | None]]:
    return [("pair_precision", found.precision), ("pair_recall", found.recall), ("pair_f1", found.f1)]


def _kinds(copies: Sequence[Reprint]) -> tuple[Count, ...]:
    counts = Counter(copy.kind for copy in copies)
    return tuple(Count(name=_NAMES[kind], value=counts[kind]) for kind in CopyKind if counts[kind])
