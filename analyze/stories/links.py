"""What people say of two items' stories, put into effect on clusters: joined, or taken apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyze.clusters.cluster import Cluster, arranged, merged
from caifeng.models import Item, Label, Relation


@dataclass(frozen=True, slots=True)
class _Apart:
    """``leaver`` does not belong with ``stayer``; both are lead items of their copies."""

    leaver: str
    stayer: str


def relink(clusters: Sequence[Cluster], labels: Iterable[Label], items: Mapping[str, Item]) -> tuple[Cluster, ...]:
    """The clusters with labels in force put into effect, earliest first; the order of all arguments is no matter.

    Same story: the two whole clusters become one. Other story: the item that the label names first leaves for a
    cluster of its own, with its copies and with what people tied to it. Where labels contradict one another, the
    newer counts. ``items`` holds at least all members; labels of other items are passed over.
    """
    stories = [label for label in labels if label.relation in (Relation.SAME_STORY, Relation.OTHER_STORY)]
    place = {id_: at for at, cluster in enumerate(clusters) for id_ in _ids(cluster)} if stories else {}
    found = [label for label in stories if label.item_id in place and label.other_id in place]
    if not found:
        return _by_time(clusters)
    clusters = [part for cluster in clusters for part in _freed(cluster, found, items)]
    lead = {id_: lead for cluster in clusters for id_, lead in _leads(cluster).items()}
    ties, aparts = _consistent(found, lead)
    parted = [part for cluster in clusters for part in _split(cluster, ties, aparts, items)]
    joined = _joined(parted, ties)
    parts = [part for cluster in joined for part in _split(cluster, ties, aparts, items)]  # what the joining broke
    return _by_time(parts)


def _by_time(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    return tuple(sorted(clusters, key=lambda cluster: (cluster.items[0].published_at, cluster.items[0].id)))


class _Groups:
    """Disjoint sets of ids, each named by its smallest member."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, id_: str) -> str:
        while (above := self._above.get(id_, id_)) != id_:
            self._above[id_] = self._above.get(above, above)
            id_ = above
        return id_

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first


def _ids(cluster: Cluster) -> tuple[str, ...]:
    return tuple(item.id for item in cluster.items) + tuple(reprint.item_id for reprint in cluster.reprints)


def _leads(cluster: Cluster) -> dict[str, str]:
    """Each member's lead: itself, or what it is a copy of."""
    return {item.id: item.id for item in cluster.items} | {copy.item_id: copy.of for copy in cluster.reprints}


def _freed(cluster: Cluster, labels: Sequence[Label], items: Mapping[str, Item]) -> tuple[Cluster, ...]:
    """A copy that is said to be of another story than its own lead, or a fellow copy, is a copy no longer."""
    lead = _leads(cluster)
    said = [label for label in labels if label.relation is Relation.OTHER_STORY]
    within = [(one.item_id, one.other_id) for one in said if lead.get(one.item_id, "-") == lead.get(one.other_id)]
    freed = {other if id_ == lead[id_] else id_ for id_, other in within}
    if not freed:
        return (cluster,)
    alone = tuple(Cluster((items[id_],), (), (id_,)) for id_ in sorted(freed))
    return (
        Cluster(cluster.items, tuple(c for c in cluster.reprints if c.item_id not in freed), cluster.central),
        *alone,
    )


def _consistent(labels: Sequence[Label], lead: Mapping[str, str]) -> tuple[_Groups, tuple[_Apart, ...]]:
    """Ties and separations between leads, the newest first; what contradicts a newer one is left out."""
    ties, aparts = _Groups(), list[_Apart]()
    for label in sorted(labels, key=lambda one: (-one.at.timestamp(), one.item_id, one.other_id)):
        one, other = lead[label.item_id], lead[label.other_id]
        if label.relation is Relation.OTHER_STORY:
            if ties.of(one) != ties.of(other):
                aparts.append(_Apart(one, other))
        elif not any({ties.of(a.leaver), ties.of(a.stayer)} == {ties.of(one), ties.of(other)} for a in aparts):
            ties.join(one, other)
    return ties, tuple(aparts)


def _joined(clusters: Sequence[Cluster], ties: _Groups) -> list[Cluster]:
    """Clusters that share a tied item, as one."""
    groups = _Groups()
    for cluster in clusters:
        for item in cluster.items:
            groups.join(cluster.items[0].id, item.id)
            groups.join(item.id, ties.of(item.id))
    together: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        together[groups.of(cluster.items[0].id)].append(cluster)
    return [merged(parts) for parts in together.values()]


def _split(cluster: Cluster, ties: _Groups, aparts: Sequence[_Apart], items: Mapping[str, Item]) -> tuple[Cluster, ...]:
    """The cluster without what must leave it, and each leaver, with what is tied to it, on its own."""
    here = {item.id for item in cluster.items}
    part = dict.fromkeys(here, "")
    for apart in sorted(aparts, key=lambda a: (items[a.leaver].published_at, a.leaver, a.stayer)):
        if apart.leaver in here and apart.stayer in here and part[apart.leaver] == part[apart.stayer]:
            group = ties.of(apart.leaver)
            part |= {id_: group for id_ in here if ties.of(id_) == group}
    names = sorted(set(part.values()))
    if len(names) == 1:
        return (cluster,)
    return tuple(_only(cluster, {id_ for id_ in here if part[id_] == name}) for name in names)


def _only(cluster: Cluster, ids: set[str]) -> Cluster:
    return arranged(
        [item for item in cluster.items if item.id in ids],
        [copy for copy in cluster.reprints if copy.of in ids],
        [id_ for id_ in cluster.central if id_ in ids],
    )
