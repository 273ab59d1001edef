"""From items to clusters: distinct items about one happening, with their reprints.

Words are compared first; the anchors of :mod:`analyze.clusters.anchors` bring together what is said in other words.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analyze.clusters.adoption import adopt, settle
from analyze.clusters.anchors import anchor_rows, spellings_of
from analyze.clusters.bearers import bearers
from analyze.clusters.stars import Sky, group
from analyze.clusters.vectors import Document, term_vectors
from analyze.copies.find import find_copies
from analyze.copies.wording import Wording, word_items
from analyze.text.words import Segmenter
from caifeng.models import Desk, Item, Label, Reading, Reprint

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Distinct items by time, their reprints, and the distinct items' ids, most central first."""

    items: tuple[Item, ...]
    reprints: tuple[Reprint, ...]
    central: tuple[str, ...]


def cluster(
    items: Sequence[Item], readings: Mapping[str, Reading], desk: Desk, labels: Sequence[Label] = ()
) -> tuple[Cluster, ...]:
    """Group the items, earliest cluster first; the order in which they are given is no matter.

    ``labels``: of these, 重复 and 不重复 decide about copies (:func:`analyze.copies.find.find_copies`).
    """
    ordered = sorted(items, key=lambda item: (item.published_at, item.id))
    wordings = word_items(ordered)
    reprints = find_copies(ordered, wordings, labels)
    copied = {reprint.item_id for reprint in reprints}
    distinct = [item for item in ordered if item.id not in copied]
    if not distinct:
        return ()
    sky = _sky(distinct, wordings, readings, desk)
    members: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(settle(sky, adopt(sky, group(sky)))):
        members[int(label)].append(row)
    of: dict[str, list[Reprint]] = defaultdict(list)
    for reprint in reprints:
        of[reprint.of].append(reprint)
    return tuple(_cluster(rows, distinct, sky.terms, of) for rows in sorted(members.values()))


def _cluster(
    rows: Sequence[int], distinct: Sequence[Item], terms: sparse.csr_array, copies: Mapping[str, Sequence[Reprint]]
) -> Cluster:
    items = tuple(distinct[row] for row in rows)
    reprints = tuple(reprint for item in items for reprint in copies.get(item.id, ()))
    if len(items) == 1:
        return Cluster(items, reprints, (items[0].id,))
    near = np.asarray(terms[rows] @ terms[rows].sum(axis=0)).ravel()
    order = np.lexsort((np.arange(len(items)), -np.round(near, 9)))
    return Cluster(items, reprints, tuple(items[row].id for row in order))


def _sky(items: Sequence[Item], wordings: Mapping[str, Wording], readings: Mapping[str, Reading], desk: Desk) -> Sky:
    spellings = spellings_of(desk)
    read = [readings.get(item.id) for item in items]
    said = [(wordings[item.id], reading.names if reading else ()) for item, reading in zip(items, read, strict=True)]
    documents = [Document(wording.title, wording.own, names) for wording, names in said]
    segmenter = Segmenter(spellings)
    vectors = term_vectors(documents, segmenter, spellings)
    named = bearers([document.title for document in documents], segmenter, spellings)
    days = np.array([item.published_at.timestamp() / _DAY for item in items])
    return Sky(vectors.rows, vectors.is_name, anchor_rows(read, desk), days, named)
