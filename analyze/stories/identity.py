"""Which stories told before a cluster continues: ids that stay, stories that merged, pieces that came apart."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analyze.clusters.cluster import Cluster
from caifeng.models import Story

_PARTNER = 0.2  # share of the largest overlap above which a story merges; else it was a piece that found its story
_MOSTLY = 0.5  # share of a new cluster's members that were told in one story: then it came apart from that


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a cluster comes from: its id, the stories it continues (the one whose id stays first), and redirects."""

    id: str  # "S-20261119-04"
    heirs: tuple[Story, ...] = ()
    merged: tuple[str, ...] = ()  # ids that lead here from now on
    split_from: str = ""


def trace_lineage(
    clusters: Sequence[Cluster], prior: Sequence[Story], day: date, issued: Collection[str] = ()
) -> tuple[Lineage, ...]:
    """For each cluster the stories told before that it continues, and its id: the oldest one's, or a new one.

    A story goes on in the cluster that holds most of its members, so it goes on once; what else it held came apart
    from it. A cluster may continue several stories: then they have merged and the oldest id stays, but a mere piece
    never hands its id to a large story. New ids are ``S-YYYYMMDD-NN``, counted on from today's, those ``issued`` to
    stories that are told no more included: no id ever means two things.
    """
    heirs, pieces = _continued(clusters, prior)
    stem = f"S-{day:%Y%m%d}-"
    known = [*issued, *(id_ for story in prior for id_ in story.known_as)]
    number = max((int(id_.removeprefix(stem)) for id_ in known if id_.startswith(stem)), default=0)
    lines = []
    for stories, origin in zip(heirs, pieces, strict=True):
        if len(stories) == 1:
            lines.append(Lineage(stories[0].id, stories, stories[0].merged, stories[0].split_from))
        elif stories:
            gone = (id_ for story in stories[1:] for id_ in (story.id, *story.merged))
            merged = tuple(dict.fromkeys((*stories[0].merged, *gone)))
            lines.append(Lineage(stories[0].id, stories, merged, stories[0].split_from))
        else:
            number += 1
            lines.append(Lineage(f"{stem}{number:02d}", split_from=origin))
    return tuple(lines)


def _continued(clusters: Sequence[Cluster], prior: Sequence[Story]) -> tuple[list[tuple[Story, ...]], list[str]]:
    """For each cluster the stories that go on in it, and the id of the story that most of it was told in, or ""."""
    place: dict[str, int] = {}
    for index, cluster in enumerate(clusters):
        place.update(dict.fromkeys(member_ids(cluster), index))
    heirs: dict[int, list[tuple[int, Story]]] = defaultdict(list)
    told: dict[int, tuple[int, str]] = {}
    for story in sorted(prior, key=lambda story: _age(story.id)):
        places = [place[id_] for id_ in story.all_ids if id_ in place]
        if not places:
            continue
        overlap = Counter(places) if len(places) > 1 else {places[0]: 1}
        heir = min(overlap, key=lambda index: (-overlap[index], index)) if len(overlap) > 1 else places[0]
        heirs[heir].append((overlap[heir], story))
        for index, count in overlap.items():
            if index not in told or count > told[index][0]:
                told[index] = count, story.id
    origins = []
    for index, cluster in enumerate(clusters):
        count, origin = told.get(index, (0, ""))
        origins.append(origin if count > _MOSTLY * (len(cluster.items) + len(cluster.reprints)) else "")
    return [_bearer_first(heirs[index]) if index in heirs else () for index in range(len(clusters))], origins


def _bearer_first(found: Sequence[tuple[int, Story]]) -> tuple[Story, ...]:
    """The stories, oldest first, those that are mere pieces of a merger last."""
    if len(found) == 1:
        return (found[0][1],)
    most = max((overlap for overlap, _ in found), default=0)
    partners = [story for overlap, story in found if overlap > _PARTNER * most]
    return (*partners, *(story for overlap, story in found if overlap <= _PARTNER * most))


def member_ids(cluster: Cluster) -> tuple[str, ...]:
    """Ids of a cluster's distinct items and reprints."""
    return tuple(item.id for item in cluster.items) + tuple(reprint.item_id for reprint in cluster.reprints)


def left_behind(stories: Sequence[Story], inside: Mapping[str, object]) -> frozenset[str]:
    """Members of the stories that are no longer among the items at hand."""
    return frozenset(id_ for story in stories for id_ in story.all_ids if id_ not in inside)


def _age(story_id: str) -> tuple[str, int]:
    """Sorts ``S-20261119-04`` by day, then by number (which may pass 99)."""
    day, _, number = story_id.rpartition("-")
    return day, int(number)
