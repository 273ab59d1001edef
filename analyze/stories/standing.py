"""What was told of a quiet story still stands: it is not told anew at every look.

A story is told anew when an item joined or left it, when it was seen on a board, when people judged one of its items,
when it has news of the last day, or when what was told is older than six hours. Beyond a day nothing but slow decay can
happen to it, and one that has decayed wholly (no heat, no gate, calm) stands until something does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from analyze.clusters.cluster import Cluster
from analyze.dossier import DAY
from analyze.grading.grade import GRADE_VERSION
from analyze.grading.heat import HEAT_VERSION
from caifeng.models import Desk, Label, Sighting, Stage, Story

AGAIN = timedelta(hours=6)
_SPENT = timedelta(hours=72)  # the longest look back of any judgement


def newest_touches(sightings: Iterable[Sighting], labels: Iterable[Label]) -> Mapping[str, datetime]:
    """When each item was last seen on a board or judged by people, by item id."""
    moments = [(sighting.item_id, sighting.seen_at) for sighting in sightings]
    moments += [(id_, label.at) for label in labels for id_ in (label.item_id, label.other_id) if id_]
    newest: dict[str, datetime] = {}
    for id_, at in moments:
        newest[id_] = max(at, newest.get(id_, at))
    return newest


def still_stands(told: Story, found: Cluster, touches: Mapping[str, datetime], now: datetime, desk: Desk) -> bool:
    """Whether nothing happened to the story since it was told, and not enough time went by to change what is said."""
    if not _by_rules_in_force(told, desk) or told.told_at is None or told.told_at > now or now - told.last_at < DAY:
        return False
    if not (is_spent(told, told.told_at) or now - told.told_at < AGAIN):
        return False
    items = tuple([item.id for item in found.items])
    if items != told.item_ids or found.reprints != told.reprints or any(item.revision > 1 for item in found.items):
        return False
    return all(touches.get(id_, told.told_at) <= told.told_at for id_ in told.all_ids)


def _by_rules_in_force(told: Story, desk: Desk) -> bool:
    """Whether the judging has the version, and the desk the cut-offs and topics, by which it was told."""
    versions = (told.grade.version, told.heat.version)
    known = all(desk.topic(name) for name in told.topics)
    return known and versions == (GRADE_VERSION, HEAT_VERSION) and told.grade.cutoffs == desk.grading.cutoffs


def is_spent(story: Story, at: datetime) -> bool:
    """Whether nothing that was told of the story at that time can still change by mere waiting."""
    return (
        at - story.last_at >= _SPENT
        and story.heat.value == 0
        and story.stage is Stage.CALM
        and not story.grade.gates
        and story.grade.score == 0
    )
