"""议题: each topic's year at a glance: how much on which day, the stories told of it, the incidents opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caifeng.models import BriefingCard, Desk, Incident, Level, Topic
from publish import escape
from publish.pages.charts import Year, year
from publish.pages.contexts import Page
from publish.pages.render import page

SHOWN = 60  # stories on one page; search finds the rest
RECENT = 28  # days that the index adds up


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStory:
    """A story over the editions of a year.

    id: its id
    title: as told last
    level: the highest it reached
    first: day of the first edition that told it
    last: day of the last one
    editions: how many told it
    most: distinct items of its largest day
    address: its place in the last edition, from the site's root
    incident_id: the file opened on it, or ""
    """

    id: str
    title: str
    level: Level
    first: date
    last: date
    editions: int
    most: int
    address: str
    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicContext:
    """topic.md.j2

    topic: the topic as configured
    slug: its part of addresses
    year: the year shown
    years: (year, way from the site's root) of every year with editions, newest first
    heat: the year at a glance
    total: distinct items over the year's editions, added up
    negative: the negative ones among them
    days: editions that counted it
    stories: told of it in the year, the newest first, at most SHOWN
    stories_total: how many there were
    incidents: opened on those, the newest first
    root: way to the site's root
    """

    topic: Topic
    slug: str
    year: int
    years: tuple[tuple[int, str], ...]
    heat: Year | None
    total: int
    negative: int
    days: int
    stories: tuple[ToldStory, ...]
    stories_total: int
    incidents: tuple[Incident, ...]
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic's line in the index.

    topic: the topic as configured
    way: to its page, from the index
    today: distinct items of the newest edition
    recent: of the last RECENT days
    negative: the negative ones among these
    spark: distinct items a day, the last RECENT days, oldest first
    """

    topic: Topic
    way: str
    today: int
    recent: int
    negative: int
    spark: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsContext:
    """topics.md.j2

    rows: the desk's own topics, in the order configured
    peers: those that watch peers
    recent: days added up
    root: way to the site's root
    """

    rows: tuple[TopicRow, ...]
    peers: tuple[TopicRow, ...]
    recent: int
    root: str


def render_topics(desk: Desk, cards: Sequence[BriefingCard], incidents: Sequence[Incident]) -> tuple[Page, ...]:
    """The index ``topics/`` and each topic's years; ``cards`` are daily ones by date, at least one."""
    names, years = slugs(desk), sorted({card.date.year for card in cards}, reverse=True)
    pages = [page("topics/index.md", "topics.md.j2", _index(desk, cards, names), desk.zone.key)]
    for topic in desk.topics:
        for one in years:
            told = [card for card in cards if card.date.year == one]
            shown = _topic(topic, names[topic.name], told, incidents, years)
            folder = way(names[topic.name], one, years[0])
            pages.append(page(f"{folder}index.md", "topic.md.j2", shown, desk.zone.key))
    return tuple(pages)


def slugs(desk: Desk) -> Mapping[str, str]:
    """Each topic's part of an address, by its name: no two are alike."""
    found: dict[str, str] = {}
    for topic in desk.topics:
        name = slug = escape.file_name(topic.name)
        number = 2
        while slug in found.values():
            slug, number = f"{name}-{number}", number + 1
        found[topic.name] = slug
    return found


def way(slug: str, shown: int, newest: int) -> str:
    """Where a topic's year stands, from the site's root: the newest at the topic's own address."""
    return f"topics/{slug}/" if shown == newest else f"topics/{slug}/{shown}/"


def _index(desk: Desk, cards: Sequence[BriefingCard], names: Mapping[str, str]) -> TopicsContext:
    recent = [card for card in cards if card.date > cards[-1].date - timedelta(days=RECENT)]
    rows = {topic.name: _row(topic, names[topic.name], recent) for topic in desk.topics}
    return TopicsContext(
        rows=tuple(rows[topic.name] for topic in desk.topics if not topic.peer),
        peers=tuple(rows[topic.name] for topic in desk.topics if topic.peer),
        recent=RECENT,
        root="../",
    )


def _row(topic: Topic, slug: str, recent: Sequence[BriefingCard]) -> TopicRow:
    counts = {card.date: one for card in recent for one in card.topics if one.name == topic.name}
    days = [recent[-1].date - timedelta(days=back) for back in reversed(range(RECENT))]
    today = counts.get(recent[-1].date)
    return TopicRow(
        topic=topic,
        way=f"{slug}/",
        today=today.distinct if today else 0,
        recent=sum(one.distinct for one in counts.values()),
        negative=sum(one.negative for one in counts.values()),
        spark=tuple(counts[day].distinct if day in counts else 0 for day in days),
    )


def _topic(
    topic: Topic, slug: str, told: Sequence[BriefingCard], incidents: Sequence[Incident], years: Sequence[int]
) -> TopicContext:
    counts = {card.date: one for card in told for one in card.topics if one.name == topic.name}
    stories = stories_of(told, topic.name)
    files = {story.incident_id for story in stories}
    shown = told[0].date.year
    return TopicContext(
        topic=topic,
        slug=slug,
        year=shown,
        years=tuple((one, way(slug, one, years[0])) for one in years),
        heat=year({day: one.distinct for day, one in counts.items()}, told[-1].date),
        total=sum(one.distinct for one in counts.values()),
        negative=sum(one.negative for one in counts.values()),
        days=len(counts),
        stories=stories[:SHOWN],
        stories_total=len(stories),
        incidents=tuple(sorted((one for one in incidents if one.id in files), key=_newest)),
        root="../../" if shown == years[0] else "../../../",
    )


def stories_of(cards: Iterable[BriefingCard], topic: str) -> tuple[ToldStory, ...]:
    """The stories told of a topic in these editions (by date), the one told last first."""
    found: dict[str, ToldStory] = {}
    for card in cards:
        for story in card.stories:
            if topic not in story.topics:
                continue
            former = found.get(story.id)
            found[story.id] = ToldStory(
                id=story.id,
                title=story.title,
                level=max(story.level, former.level, key=lambda one: one.rank) if former else story.level,
                first=former.first if former else card.date,
                last=card.date,
                editions=former.editions + 1 if former else 1,
                most=max(story.distinct, former.most if former else 0),
                address=f"{card.address}#{story.id}",
                incident_id=story.incident_id or (former.incident_id if former else ""),
            )
    return tuple(sorted(found.values(), key=lambda story: (story.last, story.id), reverse=True))


def _newest(incident: Incident) -> tuple[float, str]:
    return -incident.opened_at.timestamp(), incident.id
