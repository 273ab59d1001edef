"""What stories are told from: the lake's items, read where they are unread, and what was told and published before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from analyze.course.gaps import find_gaps, is_look
from analyze.people.corrected import corrected
from analyze.stories.tell import Evidence, dated
from caifeng.errors import Problem
from caifeng.lake import Lake, Mark
from caifeng.models import DayCount, Desk, Gap, Reading
from caifeng.models.window import day_of
from caifeng.reading import fingerprint, read_all, tone_model
from caifeng.workspace import Workspace

STORY_DAYS = 28  # items this old still join stories
BASELINE_DAYS = 28  # of the desk's own past that make its usual volume
_EARLY = timedelta(days=7)  # readings are looked for this long before the window of the items begins


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence of one telling, and what had to be read for it."""

    evidence: Evidence
    fresh: tuple[Reading, ...]
    maker: str  # names the rules and versions that made the readings
    items: int  # items of the window, relevant or not
    problems: tuple[Problem, ...]  # labels and tone model that cannot be used


def gather(workspace: Workspace, desk: Desk, at: datetime, progress: Callable[[str], None]) -> Gathered:
    """Everything that stories are told from as of ``at`` (aware). Only what a topic asks for is loaded whole."""
    lake, since = workspace.lake, story_start(desk, at)
    model, outdated = tone_model(workspace.root)
    labels, mislabelled = workspace.labels(desk).load()
    maker, made_since = fingerprint(desk, model), (since - _EARLY).date()
    marks = dict(lake.marks(maker, made_since))
    unread = _unread(lake, since, marks)
    items = lake.items(since, unread) if unread else ()
    fresh = read_all(desk, items, lambda count: progress(f"判读 {count}/{len(items)}"), model)
    marks |= {one.item_id: Mark(one.revision, bool(one.topics)) for one in fresh}
    judged = {id_ for label in labels for id_ in (label.item_id, label.other_id) if id_ in marks}
    gone = lake.withdrawn().gone
    wanted = (judged | {id_ for id_, mark in marks.items() if mark.is_relevant}) - gone
    readings = dict(lake.readings(maker, made_since, wanted))
    readings |= {one.item_id: one for one in fresh if one.item_id in wanted}
    told = corrected(readings, labels, desk)
    asked = {id_ for id_, reading in told.items() if desk.is_own(reading.topic_names())}
    prior = lake.stories()
    known = tuple(map(dated, lake.items(since, asked)))
    # A board is kept whole; only what it said of our items, or of those of stories told before, is loaded.
    listed = asked.union(*(story.all_ids for story in prior))
    later = {item.id for item in known if item.published_at > at}  # a day that is made up knows nothing of them
    evidence = Evidence(
        items=tuple(item for item in known if item.id not in later),
        readings={id_: told[id_] for id_ in asked},
        sightings=tuple(one for one in lake.sightings(since, listed) if one.seen_at <= at),
        prior=prior,
        volume=_volume(lake, day_of(at, desk.zone, desk.cutoff_hour)),
        labels=labels,
        gaps=gaps_since(lake, since, at),
        irrelevant=frozenset(id_ for story in prior for id_ in story.all_ids if id_ in marks and id_ not in asked)
        | gone
        | later,
        issued=lake.issued(),
    )
    return Gathered(evidence, fresh, maker, len(marks), mislabelled + outdated)


def story_start(desk: Desk, at: datetime) -> datetime:
    """Where the window of stories begins: at a midnight of the desk, so that it moves once a day."""
    day = at.astimezone(desk.zone).date() - timedelta(days=STORY_DAYS)
    return datetime.combine(day, time(), tzinfo=desk.zone)


def gaps_since(lake: Lake, since: datetime, now: datetime) -> tuple[Gap, ...]:
    """Stretches between the two (aware) in which nothing was looked at."""
    looks = [slot.started_at for slot in lake.slots(since) if is_look(slot.reports)]
    return find_gaps(looks, since, now)


def _unread(lake: Lake, since: datetime, marks: Mapping[str, Mark]) -> frozenset[str]:
    """Items seen since then whose newest revision was not read by the rules in force."""
    known = lake.known(since.astimezone(UTC).date())
    unread = {id_ for id_, (revision, _) in known.items() if id_ not in marks or marks[id_].revision != revision}
    return frozenset(unread - lake.withdrawn().gone)


def _volume(lake: Lake, today: date) -> tuple[DayCount, ...]:
    """The desk's published daily volume over the 28 days before today."""
    briefings = lake.readable(today - timedelta(days=BASELINE_DAYS + 1))
    points = [briefing.overview.series[-1] for briefing in briefings if briefing.overview.series]
    return tuple(
        DayCount(day=point.day, distinct=point.distinct, reprints=point.reprints, negative=point.negative)
        for point in points
        if today - timedelta(days=BASELINE_DAYS) <= point.day < today and not point.is_gap
    )
