"""案例库: what an incident leaves behind for those who meet the like of it again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from caifeng.models import REPLIES, Case, Count, Deed, Incident, LogEntry, Satisfaction, StoryGist
from respond.review.effect import is_public, name_of

_KEYWORDS, _PLACES, _SUMMARY = 12, 4, 400  # kept of each; the last in characters


def case(incident: Incident, stories: Iterable[StoryGist]) -> Case:
    """The incident as the library keeps it; ``stories`` are those that are still known, of any incidents."""
    told = sorted(
        (story for story in stories if not set(incident.story_ids).isdisjoint(story.known_as)),
        key=lambda story: (story.first_at, story.id),
    )
    replied = [entry.at for entry in incident.log if entry.did in REPLIES]
    return Case(
        id=incident.id,
        title=incident.title,
        summary="；".join(story.summary for story in told)[:_SUMMARY],
        type=incident.type,
        level=incident.level,
        state=incident.state,
        tags=incident.tags,
        topics=_each_once(topic for story in told for topic in story.topics),
        gates=_each_once(gate for story in told for gate in story.gates),
        keywords=_each_once(word for story in told for word in story.keywords)[:_KEYWORDS],
        places=_each_once(place for story in told for place in story.places)[:_PLACES],
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        first_reply=min(replied) - incident.opened_at if replied else None,
        items=sum(story.items for story in told) if told else None,
        measures=_each_once(map(name_of, filter(_is_measure, sorted(incident.log, key=_order)))),
        satisfaction=satisfaction([incident]),
        causes=incident.review.causes if incident.review else (),
        well=incident.review.well if incident.review else (),
        improve=incident.review.improve if incident.review else (),
        is_false_alarm=any(entry.did == Deed.FALSE_ALARM for entry in incident.log),
    )


def library(incidents: Iterable[Incident], stories: Sequence[StoryGist]) -> tuple[Case, ...]:
    """Every incident that is no longer open as a case, newest first."""
    by_id = {id_: story for story in stories for id_ in story.known_as}
    closed = [incident for incident in incidents if not incident.is_open]
    closed.sort(key=lambda incident: (incident.opened_at, incident.id), reverse=True)
    return tuple(
        case(one, {by_id[id_].id: by_id[id_] for id_ in one.story_ids if id_ in by_id}.values()) for one in closed
    )


def satisfaction(incidents: Iterable[Incident]) -> tuple[Count, ...]:
    """How those concerned took the plans, by the closed words, with the incidents behind each figure."""
    found = [(record.satisfaction, incident.id) for incident in incidents for record in incident.loop]
    counts = Counter(word for word, _ in found)
    return tuple(
        Count(name=word.value, n=counts[word], ids=_each_once(sorted(id_ for said, id_ in found if said is word)))
        for word in Satisfaction
        if counts[word]
    )


def _is_measure(entry: LogEntry) -> bool:
    return is_public(entry) or entry.means is not None


def _order(entry: LogEntry) -> tuple[datetime, str, str]:
    return entry.at, entry.did, entry.note


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
