"""Give clusters the ids of the stories they continue, and new ids to the others."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from analyze.clusters.cluster import Cluster
from caifeng.models import Story

_PARTNER = 0.2  # share of the largest overlap above which a story merges; else it was a piece that found its story


def continued(clusters: Sequence[Cluster], prior: Sequence[Story]) -> tuple[tuple[Story, ...], ...]:
    """For each cluster the stories told before that it continues, the one whose id stays first.

    A story goes on in the cluster that holds most of its members, so it goes on once. A cluster may continue several
    stories: then they have merged and the oldest id stays, but a mere piece never hands its id to a large story.
    """
    place = {id_: index for index, cluster in enumerate(clusters) for id_ in member_ids(cluster)}
    heirs: dict[int, list[tuple[int, Story]]] = defaultdict(list)
    for story in sorted(prior, key=lambda story: _age(story.id)):
        overlap = Counter(place[id_] for id_ in story.all_ids if id_ in place)
        if overlap:
            heir = min(overlap, key=lambda index: (-overlap[index], index))
            heirs[heir].append((overlap[heir], story))
    return tuple(_bearer_first(heirs[index]) for index in range(len(clusters)))


def _bearer_first(found: Sequence[tuple[int, Story]]) -> tuple[Story, ...]:
    """The stories, oldest first, those that are mere pieces of a merger last."""
    most = max((overlap for overlap, _ in found), default=0)
    partners = [story for overlap, story in found if overlap > _PARTNER * most]
    return (*partners, *(story for overlap, story in found if overlap <= _PARTNER * most))


def member_ids(cluster: Cluster) -> tuple[str, ...]:
    """Ids of a cluster's distinct items and reprints."""
    return tuple(item.id for item in cluster.items) + tuple(reprint.item_id for reprint in cluster.reprints)


def name_stories(heirs: Sequence[Sequence[Story]], prior: Sequence[Story], day: date) -> tuple[str, ...]:
    """An id for each cluster: that of the oldest story it continues, or ``S-YYYYMMDD-NN`` counted on from today's."""
    stem = f"S-{day:%Y%m%d}-"
    told = [int(story.id.removeprefix(stem)) for story in prior if story.id.startswith(stem)]
    number = max(told, default=0)
    names = []
    for stories in heirs:
        if not stories:
            number += 1
        names.append(stories[0].id if stories else f"{stem}{number:02d}")
    return tuple(names)


def left_behind(stories: Sequence[Story], inside: Mapping[str, object]) -> frozenset[str]:
    """Members of the stories that are no longer among the items at hand."""
    return frozenset(id_ for story in stories for id_ in story.all_ids if id_ not in inside)


def _age(story_id: str) -> tuple[str, int]:
    """Sorts ``S-20261119-04`` by day, then by number (which may pass 99)."""
    day, _, number = story_id.rpartition("-")
    return day, int(number)
