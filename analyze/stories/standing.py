"""What was told of a quiet story still stands: it is not told anew at every look.

A story is told anew when an item joined or left it, when it was seen on a board, when people judged one of its items,
when it has news of the last day, or when what was told is older than six hours. Beyond a day nothing but slow decay can
happen to it, and one that has decayed wholly (no heat, no gate, calm) stands until something does. Looks that follow
one another by the same rules and readings tell a story of the last day anew once an hour: its counts go by hours and
days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from analyze.clusters.cluster import Cluster
from analyze.course.baseline import hour_number
from analyze.dossier import DAY
from analyze.grading.grade import GRADE_VERSION
from analyze.grading.heat import HEAT_VERSION
from caifeng.models import Desk, Engagement, Label, Sighting, Stage, Story

AGAIN = timedelta(hours=6)
_HOUR = timedelta(hours=1)
_NOTHING = Engagement()
_SPENT = timedelta(hours=72)  # the longest look back of any judgement


def newest_touches(sightings: Iterable[Sighting], labels: Iterable[Label]) -> Mapping[str, datetime]:
    """When each item was last seen on a board or judged by people, by item id."""
    moments = [(sighting.item_id, sighting.seen_at) for sighting in sightings]
    moments += [(id_, label.at) for label in labels for id_ in (label.item_id, label.other_id) if id_]
    newest: dict[str, datetime] = {}
    for id_, at in moments:
        newest[id_] = max(at, newest.get(id_, at))
    return newest


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a story told before knows."""

    now: datetime
    desk: Desk
    touches: Mapping[str, datetime]  # when items were last seen on boards or judged
    is_next: bool = False  # the look before was by the same rules and readings


def still_stands(told: Story, found: Cluster, look: Look) -> bool:
    """Whether nothing happened to the story since it was told, and not enough time went by to change what is said."""
    if told.told_at is None or told.told_at > look.now or len(found.items) != len(told.item_ids):
        return False
    if not _by_rules_in_force(told, look.desk) or not _is_of_use(told, told.told_at, look):
        return False
    items = tuple([item.id for item in found.items])
    if items != told.item_ids or any(item.revision > 1 for item in found.items):
        return False
    if frozenset(found.reprints) != frozenset(told.reprints):  # a story has them by time, a cluster by what they copy
        return False
    if look.now - told.last_at < DAY and (not look.is_next or _is_moving(found, told.told_at, look.now)):
        return False
    return not look.touches or all(look.touches.get(id_, told.told_at) <= told.told_at for id_ in told.all_ids)


def _is_of_use(told: Story, told_at: datetime, look: Look) -> bool:
    """Whether what was told is young enough: of the hour for a story of the last day, of six hours for others."""
    if look.now - told.last_at < DAY:
        return look.is_next and hour_number(told_at) == hour_number(look.now)
    return look.now - told_at < AGAIN or is_spent(told, told_at)


def _is_moving(found: Cluster, told_at: datetime, now: datetime) -> bool:
    """Whether an item is so new that its hour was not over, grew a day older in between, or is interacted with."""
    if any(told_at - item.published_at < _HOUR or item.engagement != _NOTHING for item in found.items):
        return True
    return any((told_at - item.published_at) // DAY != (now - item.published_at) // DAY for item in found.items)


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
