"""风险日历: the occasions of the next days, what came of the last such one, and the stories that touch them now."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from statistics import median

from caifeng.models import BriefingCard, Level, Occasion, Upcoming
from caifeng.models.calendar import PastOccasion, days_of
from publish.briefing.day import Day
from publish.briefing.phrases import named

NOTICE = timedelta(days=3)  # an occasion is told so long before, unless it says otherwise
LISTED = 20  # occasions
_AFTER = 3  # an occasion's own day and the two after: what is said of it comes then
_USUAL = 14  # days before it that say what was usual
_STORIES = 2
_RANK = {level.value: level.rank for level in Level}


def upcoming(day: Day) -> tuple[tuple[Upcoming, ...], int]:
    """The next turn of every occasion that is near, by date, and how many there were before the list was cut.

    Yesterday's are kept while stories touch them: what is said of a hearing is said the day after.
    """
    found = (one for occasion in day.desk.calendar for one in _turns(day, occasion))
    near = sorted(found, key=lambda one: (one.day, one.at, one.what, one.topics))
    return tuple(near[:LISTED]), len(near)


def _turns(day: Day, occasion: Occasion) -> Iterator[Upcoming]:
    horizon = day.date + max(NOTICE, occasion.lead or NOTICE)
    first = day.date - timedelta(days=occasion.days)  # its last day was yesterday at the earliest
    for begun in days_of(occasion, day.desk.zone, first, horizon):
        last_day = begun + timedelta(days=occasion.days - 1)
        stories = _stories(day, occasion)
        if last_day >= day.date or stories:
            yield Upcoming(
                day=begun,
                last_day=last_day,
                days_left=(begun - day.date).days,
                at=_clock(day, occasion, begun),
                what=occasion.what,
                topics=occasion.topics,
                why=occasion.why,
                file=occasion.file,
                last=_last(day, occasion, begun),
                stories=stories,
            )
        if last_day >= day.date:
            return  # the next turn stands for all that follow


def _clock(day: Day, occasion: Occasion, begun: date) -> str:
    """The time in the desk's zone; ``begun`` is there already, so only clocks that change that day matter."""
    if occasion.at is None:
        return ""
    zone = occasion.zone or day.desk.zone
    for back in (0, -1, 1):
        moment = datetime.combine(begun + timedelta(days=back), occasion.at, tzinfo=zone).astimezone(day.desk.zone)
        if moment.date() == begun:
            return f"{moment:%H:%M}"
    return ""


def _stories(day: Day, occasion: Occasion) -> tuple[tuple[str, str], ...]:
    """Stories of the window that share a topic with the occasion, gravest and hottest first."""
    wanted = set(occasion.topics)
    near = (story for story in day.active if wanted.intersection(story.topics)) if wanted else ()
    return tuple((story.id, story.title) for story in islice(near, _STORIES))


def _last(day: Day, occasion: Occasion, begun: date) -> PastOccasion | None:
    """What came of the last occasion of this name, where the archive reaches back to it."""
    if not day.editions:
        return None
    named = (one for one in day.desk.calendar if one.what == occasion.what)
    since, until = day.editions[0].date, min(begun, day.date) - timedelta(days=1)
    past = [when for one in named for when in days_of(one, day.desk.zone, since, until)]
    return _record(day.editions, max(past), occasion.topics) if past else None


def _record(editions: Sequence[BriefingCard], when: date, topics: Sequence[str]) -> PastOccasion | None:
    """A day's happenings stand in the briefing of the next date, whose window ends then."""
    told = [one for one in editions if timedelta(0) < one.date - when <= timedelta(days=_AFTER)]
    if not told:
        return None
    before = [_count(one, topics) for one in editions if timedelta(0) <= when - one.date < timedelta(days=_USUAL)]
    most = max(told, key=lambda one: (_count(one, topics), one.date))
    rows = [topic for topic in most.topics if not topics or topic.name in topics]
    loudest = max(rows, key=lambda topic: topic.distinct, default=None)
    return PastOccasion(
        day=when,
        distinct=sum(_count(one, topics) for one in told),
        days=len(told),
        usual=median(before) if before else None,
        level=max((one.level.value for one in told), key=_RANK.__getitem__),
        story_title=named(loudest.top_story, 30) if loudest and loudest.top_story else "",
        briefing_date=most.date,
    )


def _count(edition: BriefingCard, topics: Sequence[str]) -> int:
    """Distinct items of these topics, of the whole desk where none is named."""
    if not topics:
        return edition.distinct
    return sum(topic.distinct for topic in edition.topics if topic.name in topics)
