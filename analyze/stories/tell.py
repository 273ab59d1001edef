"""Tell stories: what the readings of the last days amount to. The one entry from items to graded stories."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from analyze.clusters.cluster import Cluster, Grouping, regroup
from analyze.course.baseline import Pace, pace_of
from analyze.course.days import count_days
from analyze.course.hours import desk_hours
from analyze.course.run import course_of
from analyze.dossier import Dossier, count_daily, day_of, floors_of, regions_of
from analyze.grading.grade import grade_story
from analyze.grading.heat import measure_heat
from analyze.grading.hint import suggest_type
from analyze.grading.lean import is_mostly_positive
from analyze.grading.signals import find_signals
from analyze.grading.usual import full_interactions
from analyze.people.corrected import in_force
from analyze.spread.trace import trace
from analyze.stories.headline import choose_title
from analyze.stories.identity import Lineage, left_behind, member_ids, trace_lineage
from analyze.stories.links import relink
from analyze.stories.standing import Look, newest_touches, still_stands
from analyze.uncollected import uncollected
from analyze.views.account import account_of
from caifeng.models import DayCount, Desk, Gap, Item, Label, Level, Reading, Relation, Reprint, Sighting, Story

KEYWORDS = 8
_BASELINE_DAYS = 28
_LEAST_BASELINE = 20.0  # distinct items a day; a young or small desk is measured against this


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What stories are told from; the order inside each part is no matter."""

    items: tuple[Item, ...]  # latest revisions of the last days that matched at least one topic
    readings: Mapping[str, Reading]  # by item id
    sightings: tuple[Sighting, ...] = ()
    prior: tuple[Story, ...] = ()  # as told last: for ids that stay and levels that do not flap
    volume: tuple[DayCount, ...] = ()  # the desk's days, up to 28, for its usual volume
    labels: tuple[Label, ...] = ()  # of copies and stories; the readings are corrected already
    irrelevant: frozenset[str] = frozenset()  # items of the last days that matched none: stories let go of them
    gaps: tuple[Gap, ...] = ()  # stretches of the last days in which nothing was looked at
    issued: tuple[str, ...] = ()  # the last id given to a story on each of the last days, told since or not


@dataclass(frozen=True, slots=True)
class Telling:
    """The stories, hottest first, and the grouping under them, which makes the next telling quick."""

    stories: tuple[Story, ...]
    grouping: Grouping


def tell(evidence: Evidence, desk: Desk, now: datetime) -> tuple[Story, ...]:
    """The stories of the items at hand, hottest first; the same evidence in any order tells the same stories.

    ``now`` is an aware time: heat, signals and stage look back from it in spans of 24 hours, so a briefing passes the
    end of its window. A story told before of which no item is left in the window is not told again.
    """
    return retell(evidence, desk, now).stories


@uncollected()
def retell(evidence: Evidence, desk: Desk, now: datetime, before: Grouping | None = None) -> Telling:
    """Like :func:`tell`, the sooner the more of the grouping ``before``, made for the same desk, still holds.

    With ``before``, what was told within the hour of a story that nothing happened to stands
    (:mod:`analyze.stories.standing`).
    """
    now = now.astimezone(UTC)  # times of one zone are added and compared by their clock faces
    items = {item.id: item for item in sorted(map(dated, evidence.items), key=lambda i: (i.published_at, i.id))}
    labels = in_force(evidence.labels)
    grouping = regroup(tuple(items.values()), evidence.readings, desk, labels, before)
    clusters = relink(grouping.clusters, labels, items)
    lineage = trace_lineage(clusters, evidence.prior, now.astimezone(desk.zone).date(), evidence.issued)
    usual = usual_of(evidence, desk, now)
    sightings = _by_item(evidence.sightings)
    pace = pace_of(desk_hours(items.values()), evidence.gaps, now)
    room = _Room(evidence, desk, now, items, sightings, usual, _apart(labels), pace, floors_of(desk), regions_of(desk))
    look = Look(now, desk, newest_touches(evidence.sightings, labels), is_next=before is not None)
    stories = []
    for line, found in zip(lineage, clusters, strict=True):
        if len(line.heirs) == 1 and still_stands(line.heirs[0], found, look):
            stories.append(line.heirs[0])
        else:
            stories.append(_story(line, found, room.dossier(found, line.heirs), room.pace))
    return Telling(tuple(sorted(stories, key=lambda story: (-story.heat.value, story.id))), grouping)


def dated(item: Item) -> Item:
    """The item; one dated later than it was seen counts when it was seen, so that no date keeps it on top."""
    if item.published_at <= item.seen_at:
        return item
    return replace(item, published_at=item.seen_at, is_time_estimated=True)


@dataclass(frozen=True, slots=True)
class Usual:
    """The desk's usual day, against which its stories are measured."""

    volume: float  # distinct items: the median of the last 28 full days, at least 20
    history: int  # days known of those 28
    interactions: float  # full scale of one story's interactions


def usual_of(evidence: Evidence, desk: Desk, now: datetime) -> Usual:
    """What is usual for the desk before ``now``."""
    today = day_of(now, desk)
    first = today - timedelta(days=_BASELINE_DAYS)
    days = [count.distinct for count in evidence.volume if first <= count.day < today]
    volume = max(_LEAST_BASELINE, float(median(days))) if days else _LEAST_BASELINE
    return Usual(volume, len(days), full_interactions(evidence.items, now))


@dataclass(frozen=True, slots=True)
class _Room:
    """What lies on the table for every story of one telling."""

    evidence: Evidence
    desk: Desk
    now: datetime
    items: Mapping[str, Item]
    sightings: Mapping[str, Sequence[Sighting]]
    usual: Usual
    apart: frozenset[frozenset[str]]
    pace: Pace
    floors: Mapping[str, Level]
    regions: frozenset[str]

    def dossier(self, found: Cluster, told: Sequence[Story]) -> Dossier:
        reprints = _inherited(found, told, self.items, self.apart)
        copied = {reprint.item_id for reprint in reprints}
        copies = tuple([self.items[reprint.item_id] for reprint in reprints])
        items = tuple([item for item in found.items if item.id not in copied]) if copied else found.items
        every = tuple(sorted(items + copies, key=lambda item: (item.published_at, item.id))) if copies else items
        return Dossier(
            items=items,
            copies=copies,
            every=every,
            reprints=reprints,
            readings=self.evidence.readings,
            sightings=self._seen(found) if self.sightings else (),
            prior=tuple(told),
            retained=left_behind(told, self.items) - self.evidence.irrelevant if told else frozenset(),
            desk=self.desk,
            daily=count_daily(items, self.now),
            baseline=self.usual.volume,
            now=self.now,
            history=self.usual.history,
            interactions=self.usual.interactions,
            floors=self.floors,
            regions=self.regions,
        )

    def _seen(self, found: Cluster) -> tuple[Sighting, ...]:
        seen = [sighting for id_ in member_ids(found) for sighting in self.sightings.get(id_, ())]
        return tuple(sorted(seen, key=lambda s: (s.seen_at, s.source, s.rank, s.item_id)))


def _by_item(sightings: Sequence[Sighting]) -> dict[str, list[Sighting]]:
    found: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        found[sighting.item_id].append(sighting)
    return found


def _apart(labels: Sequence[Label]) -> frozenset[frozenset[str]]:
    """Pairs of items of which people say that they are no copies."""
    said = (label for label in labels if label.relation is Relation.NOT_DUPLICATE)
    return frozenset(frozenset((label.item_id, label.other_id)) for label in said)


def _inherited(
    found: Cluster, told: Sequence[Story], items: Mapping[str, Item], apart: frozenset[frozenset[str]]
) -> tuple[Reprint, ...]:
    """The cluster's reprints; copies of an item that has left the window stay copies of it, but for what is apart."""
    if not told and not found.reprints:
        return ()
    kept = [r for story in told for r in story.reprints if frozenset((r.item_id, r.of)) not in apart]
    gone = {r.item_id: r for r in kept if r.of not in items and r.item_id in items}
    lead = {item.id: item.id for item in found.items} | {r.item_id: r.of for r in found.reprints}
    origin: dict[str, str] = {}
    for id_ in sorted(gone.keys() & lead.keys()):
        origin.setdefault(lead[id_], gone[id_].of)
    reprints = [replace(r, of=origin.get(r.of, r.of)) for r in found.reprints]
    reprints += [gone.get(id_, Reprint(item_id=id_, of=of, similarity=1.0)) for id_, of in origin.items()]
    return tuple(sorted(reprints, key=lambda r: (items[r.item_id].published_at, r.item_id)))


def _story(line: Lineage, found: Cluster, dossier: Dossier, pace: Pace) -> Story:
    spread = trace(dossier)
    topics = _topics(dossier)
    title = choose_title(dossier.items or dossier.copies, found.central)
    course, account = course_of(dossier, pace), account_of(dossier, title)
    hint = suggest_type(dossier, spread)
    return Story(
        id=line.id,
        title=title,
        item_ids=_kept_items(dossier) + tuple(item.id for item in dossier.items),
        reprints=_kept_reprints(dossier) + dossier.reprints,
        topics=topics,
        owner=next((t.owner for name in topics if (t := dossier.desk.topic(name)) and t.owner), ""),
        keywords=_keywords(dossier),
        first_at=spread.first_at,
        last_at=dossier.every[-1].published_at,
        days=count_days(dossier),
        heat=measure_heat(dossier),
        course=course,
        spread=spread,
        account=account,
        signals=find_signals(dossier, course, spread, account),
        grade=grade_story(dossier, course, account, hint),
        hint=hint,
        is_good=is_mostly_positive(dossier),
        merged=line.merged,
        split_from=line.split_from,
        told_at=dossier.now,
    )


def _kept_items(dossier: Dossier) -> tuple[str, ...]:
    kept = (id_ for story in dossier.prior for id_ in story.item_ids if id_ in dossier.retained)
    return tuple(dict.fromkeys(kept))


def _kept_reprints(dossier: Dossier) -> tuple[Reprint, ...]:
    kept = {r.item_id: r for story in dossier.prior for r in story.reprints if r.item_id in dossier.retained}
    distinct = set(_kept_items(dossier))
    return tuple(reprint for id_, reprint in kept.items() if id_ not in distinct)


def _topics(dossier: Dossier) -> tuple[str, ...]:
    """Topics by the number of items, then as the desk lists them."""
    readings = [dossier.readings[item.id] for item in dossier.every if item.id in dossier.readings]
    counts = Counter([match.topic for reading in readings for match in reading.topics])
    if len(counts) < 2:
        return tuple(counts)
    listed = {topic.name: place for place, topic in enumerate(dossier.desk.topics)}
    return tuple(sorted(counts, key=lambda name: (-counts[name], listed.get(name, len(listed)), name)))


def _keywords(dossier: Dossier) -> tuple[str, ...]:
    """The keywords most items share; earlier places in an item's list count more."""
    weights: Counter[str] = Counter()
    for item in dossier.items or dossier.copies:
        reading = dossier.readings.get(item.id)
        for place, word in enumerate(reading.keywords if reading else ()):
            weights[word] += 10 - min(place, 9)
    return tuple(sorted(weights, key=lambda word: (-weights[word], word))[:KEYWORDS])
