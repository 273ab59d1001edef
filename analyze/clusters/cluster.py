"""From items to clusters: distinct items about one happening, with their reprints.

Words are compared first; the anchors of :mod:`analyze.clusters.anchors` bring together what is said in other words.
Many items are grouped stretch by stretch (:mod:`analyze.clusters.sheets`); a stretch whose items are the same as in the
grouping before is not grouped again.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
from scipy import sparse

from analyze.clusters.adoption import adopt, settle
from analyze.clusters.anchors import anchor_rows, spellings_of
from analyze.clusters.bearers import bearers
from analyze.clusters.products import dots
from analyze.clusters.quotations import quotations
from analyze.clusters.sheets import HORIZON, Faces, Places, cut, faces_of, link
from analyze.clusters.stars import Sky, group
from analyze.clusters.vectors import Document, Floats, term_vectors
from analyze.copies.find import find_copies
from analyze.copies.wording import Wording, word_items
from analyze.text.words import Segmenter
from caifeng.models import Desk, Item, Label, Reading, Relation, Reprint

_DAY = 86_400.0
_COPIES = (Relation.DUPLICATE, Relation.NOT_DUPLICATE)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Distinct items by time, their reprints, and the distinct items' ids, most central first."""

    items: tuple[Item, ...]
    reprints: tuple[Reprint, ...]
    central: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One stretch of time, grouped."""

    key: Hashable
    clusters: tuple[Cluster, ...]
    faces: Faces


@dataclass(frozen=True, slots=True)
class Grouping:
    """Clusters, earliest first, and what makes the next grouping of nearly the same items quick."""

    clusters: tuple[Cluster, ...] = ()
    sheets: Mapping[Hashable, _Sheet] = field(default_factory=dict)
    links: Mapping[Hashable, Places] = field(default_factory=dict)
    joined: Mapping[Hashable, Cluster] = field(default_factory=dict)


def cluster(
    items: Sequence[Item], readings: Mapping[str, Reading], desk: Desk, labels: Sequence[Label] = ()
) -> tuple[Cluster, ...]:
    """Group the items, earliest cluster first; the order in which they are given is no matter.

    ``labels``: of these, 重复 and 不重复 decide about copies (:func:`analyze.copies.find.find_copies`).
    """
    return regroup(items, readings, desk, labels).clusters


def regroup(
    items: Sequence[Item],
    readings: Mapping[str, Reading],
    desk: Desk,
    labels: Sequence[Label] = (),
    before: Grouping | None = None,
) -> Grouping:
    """The same clusters as :func:`cluster`, the sooner the more of them ``before``, made for the same desk, holds."""
    before = before or Grouping()
    ordered = sorted(items, key=lambda item: (item.published_at, item.id))
    said = tuple(label for label in labels if label.relation in _COPIES)
    sheets = []
    for part in cut(ordered):
        key = _key(part, readings, said)
        sheets.append(before.sheets.get(key) or _sheet(key, part, readings, desk, said))
    links = _links(sheets, before)
    clusters, joined = _joined(sheets, list(links.values()), before, said)
    return Grouping(clusters, {sheet.key: sheet for sheet in sheets}, links, joined)


def merged(parts: Sequence[Cluster]) -> Cluster:
    """Several clusters as one, the larger part's items more central."""
    if len(parts) == 1:
        return parts[0]
    ordered = sorted(parts, key=lambda part: (-len(part.items), part.items[0].published_at, part.items[0].id))
    items = [item for part in ordered for item in part.items]
    copies = [copy for part in ordered for copy in part.reprints]
    return arranged(items, copies, [id_ for part in ordered for id_ in part.central])


def arranged(items: Sequence[Item], copies: Sequence[Reprint], central: Sequence[str]) -> Cluster:
    """Items by time, and the copies in the order of what they copy."""
    ordered = sorted(items, key=lambda item: (item.published_at, item.id))
    place = {item.id: at for at, item in enumerate(ordered)}
    return Cluster(tuple(ordered), tuple(sorted(copies, key=lambda copy: place[copy.of])), tuple(central))


def _key(part: Sequence[Item], readings: Mapping[str, Reading], labels: Sequence[Label]) -> Hashable:
    """Changes whenever the grouping of the stretch might."""
    faces = []
    for item in part:
        reading = readings.get(item.id)
        topics = tuple([match.topic for match in reading.topics]) if reading else ()
        faces.append((item.id, item.revision, topics))
    ids = {item.id for item in part} if labels else frozenset()
    ours = tuple(label for label in labels if label.item_id in ids and label.other_id in ids)
    return hash((len(faces), tuple(faces), ours))


def _sheet(
    key: Hashable, ordered: Sequence[Item], readings: Mapping[str, Reading], desk: Desk, labels: Sequence[Label]
) -> _Sheet:
    wordings = word_items(ordered)
    reprints = find_copies(ordered, wordings, labels)
    copied = {reprint.item_id for reprint in reprints}
    distinct = [item for item in ordered if item.id not in copied]
    sky, terms = _sky(distinct, wordings, readings, desk)
    _, labels_of = np.unique(settle(sky, adopt(sky, group(sky))), return_inverse=True)
    members: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels_of.tolist()):
        members[label].append(row)
    of: dict[str, list[Reprint]] = defaultdict(list)
    for reprint in reprints:
        of[reprint.of].append(reprint)
    member = sparse.csr_array((np.ones(len(distinct)), (labels_of, np.arange(len(distinct)))))
    sums = sparse.csr_array(member @ sky.terms)
    near = np.round(dots(sky.terms, sums[labels_of]), 9)
    clusters = tuple([_cluster(members[label], distinct, near, of) for label in sorted(members)])
    return _Sheet(key, clusters, faces_of(sums, terms, sky.days, labels_of))


def _cluster(
    rows: Sequence[int], distinct: Sequence[Item], near: Floats, copies: Mapping[str, Sequence[Reprint]]
) -> Cluster:
    """The cluster of these rows; ``near`` says how close each row is to the sum of its cluster."""
    if len(rows) == 1:
        item = distinct[rows[0]]
        return Cluster((item,), tuple(copies.get(item.id, ())), (item.id,))
    items = tuple([distinct[row] for row in rows])
    reprints = tuple([reprint for item in items for reprint in copies.get(item.id, ())])
    order = np.argsort(-near[rows], kind="stable").tolist()
    return Cluster(items, reprints, tuple([items[place].id for place in order]))


def _sky(
    items: Sequence[Item], wordings: Mapping[str, Wording], readings: Mapping[str, Reading], desk: Desk
) -> tuple[Sky, tuple[str, ...]]:
    spellings = spellings_of(desk)
    read = [readings.get(item.id) for item in items]
    said = [(wordings[item.id], reading.names if reading else ()) for item, reading in zip(items, read, strict=True)]
    documents = [Document(wording.title, wording.own, names) for wording, names in said]
    segmenter = Segmenter(spellings)
    vectors = term_vectors(documents, segmenter, spellings)
    named = bearers(
        [document.title for document in documents],
        segmenter,
        spellings,
        [document.body for document in documents],
        read,
    )
    days = np.array([item.published_at.timestamp() / _DAY for item in items])
    quoted = quotations(
        [wordings[item.id].letters for item in items],
        [document.title for document in documents],
        [item.source for item in items],
    )
    return Sky(vectors.rows, vectors.is_name, anchor_rows(read, desk), days, named, quoted), vectors.terms


def _links(sheets: Sequence[_Sheet], before: Grouping) -> dict[Hashable, Places]:
    """For each stretch its groups' parents in the stretches of the days before, counted through those."""
    links: dict[Hashable, Places] = {}
    for place, sheet in enumerate(sheets):
        earlier = _horizon(sheets, place)
        key = (sheet.key, *(one.key for one in earlier))
        known = before.links.get(key)
        links[key] = link(sheet.faces, [one.faces for one in earlier]) if known is None else known
    return links


def _horizon(sheets: Sequence[_Sheet], place: int) -> Sequence[_Sheet]:
    """The stretches before that reach into the last days before this one begins."""
    begins = sheets[place].faces.first.min(initial=np.inf)
    first = place
    while first and sheets[first - 1].faces.last.max(initial=-np.inf) >= begins - HORIZON:
        first -= 1
    return sheets[first:place]


def _joined(
    sheets: Sequence[_Sheet], links: Sequence[Places], before: Grouping, labels: Sequence[Label]
) -> tuple[tuple[Cluster, ...], dict[Hashable, Cluster]]:
    """Clusters that continue one another as one; and by their parts, each whole and without its last stretch."""
    clusters: list[Cluster] = []
    joined: dict[Hashable, Cluster] = {}
    for chain in _chains(sheets, links):
        if len(chain) == 1:
            place, number = chain[0]
            clusters.append(sheets[place].clusters[number])
            continue
        ends = _ends(chain)
        keys = [tuple((sheets[place].key, number) for place, number in chain[:end]) for end in ends[-2:]]
        done = next((key for key in reversed(keys) if key in before.joined), ())
        whole = before.joined.get(done)
        for start, end in pairwise(end for end in (0, *ends) if end >= len(done)):
            part = merged([sheets[place].clusters[number] for place, number in chain[start:end]])
            whole = part if whole is None else _continued(whole, part, labels)
            if end == ends[-2:][0]:
                joined[keys[0]] = whole
        if whole is not None:
            joined[keys[-1]] = whole
            joined[keys[0]] = joined.get(keys[0], before.joined.get(keys[0], whole))
            clusters.append(whole)
    clusters.sort(key=lambda found: (found.items[0].published_at, found.items[0].id))
    return tuple(clusters), joined


def _chains(sheets: Sequence[_Sheet], links: Sequence[Places]) -> Iterable[list[tuple[int, int]]]:
    """Groups that continue one another, each as (stretch, number), by time."""
    heads: list[list[tuple[int, int]]] = []
    chains: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, parents in enumerate(links):
        first = place - len(_horizon(sheets, place))
        earlier = [head for one in heads[first:] for head in one]
        mine = [earlier[up] if up >= 0 else (place, number) for number, up in enumerate(parents.tolist())]
        heads.append(mine)
        for number, head in enumerate(mine):
            chains.setdefault(head, []).append((place, number))
    return chains.values()


def _ends(chain: Sequence[tuple[int, int]]) -> list[int]:
    """Where the parts of each stretch end."""
    places = [place for place, _ in chain]
    return [at + 1 for at in range(len(places)) if at + 1 == len(places) or places[at] != places[at + 1]]


def _continued(whole: Cluster, part: Cluster, labels: Sequence[Label]) -> Cluster:
    """The whole with a later part; what in it is a copy of an item of the days before becomes a reprint of that."""
    begins = part.items[0].published_at - timedelta(days=HORIZON)
    near = [item for item in whole.items if item.published_at >= begins]
    later = {item.id for item in part.items}
    compared = (*near, *part.items)
    copies = find_copies(compared, word_items(compared), labels)
    again = {copy.item_id: copy for copy in copies if copy.item_id in later or copy.of in later}
    both = merged([whole, part])
    if not again:
        return both
    kept = [item for item in both.items if item.id not in again]
    moved = [replace(copy, of=again[copy.of].of) if copy.of in again else copy for copy in both.reprints]
    return arranged(kept, [*moved, *again.values()], [id_ for id_ in both.central if id_ not in again])
