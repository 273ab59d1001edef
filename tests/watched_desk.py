"""A desk whose looks follow one another: what one decides is on record for the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from caifeng.models import (
    Alert,
    AlertKind,
    AlertRules,
    Channel,
    ClockRule,
    Deed,
    Desk,
    Engagement,
    Incident,
    Item,
    Level,
    LogEntry,
    Person,
    Silence,
    Story,
)
from respond import Past, Response, respond
from respond.incidents.clocks import with_clocks
from tests.samples import sample_briefing

START = datetime(2026, 11, 20, 0, 13, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SAMPLE = sample_briefing().details[0].story
OWNER, BOSS, CHIEF = SAMPLE.owner, "总经理办", "纪检室"
DESK = Desk(
    name="澜川电器",
    zone=ZoneInfo("Asia/Shanghai"),
    people=(
        Person(name=OWNER, mail="MAIL_A", backup=BOSS),
        Person(name=BOSS, mail="MAIL_B", backup=OWNER, escalate_after=timedelta(hours=1)),
        Person(name=CHIEF, mail="MAIL_C"),
    ),
    clocks=(
        ClockRule(name="到责任人", limit=15 * MINUTE, norm="采风建议值", stops=(Deed.RECEIVED, Deed.ASSIGNED)),
        ClockRule(name="首次回应", limit=30 * MINUTE, norm="任务文件 S1 ⑻", stops=(Deed.FIRST_REPLY,)),
        ClockRule(name="权威发布", limit=5 * HOUR, norm="国办发〔2016〕80号", from_level=Level.ORANGE),
    ),
    alerts=AlertRules(supervisor=CHIEF),
)
CALM_DESK = replace(DESK, clocks=(), alerts=replace(DESK.alerts, repeat=timedelta(), escalate_after=timedelta()))


def graded(level: Level, number: int = 1, **changes: Any) -> Story:
    """A story at that level."""
    story = replace(SAMPLE, id=f"S-20261119-{number:02d}", grade=replace(SAMPLE.grade, level=level))
    return replace(story, **changes)


def an_item(item_id: str, published_at: datetime, seen_at: datetime) -> Item:
    return Item(
        id=item_id,
        revision=1,
        content_hash="0" * 64,
        source="晨报",
        channel=Channel.NEWS,
        tier=2,
        region="",
        is_official=False,
        url=f"https://news.example/{item_id}",
        title="净水机漏水",
        text="净水机半夜漏水。",
        author="",
        credited="",
        published_at=published_at,
        is_time_estimated=False,
        seen_at=seen_at,
        engagement=Engagement(),
    )


@dataclass
class Watched:
    """The record, look by look."""

    desk: Desk = DESK
    past: Past = field(default_factory=lambda: Past((), (), ()))

    def look(self, stories: Sequence[Story], at: datetime) -> Response:
        """Decide at a moment and write it down."""
        at_hand = tuple(with_clocks(incident, self.desk) for incident in self.past.incidents)
        answer = respond(stories, replace(self.past, incidents=at_hand), self.desk, at)
        incidents = {one.id: one for one in (*at_hand, *answer.incidents)}
        self.past = replace(
            self.past,
            alerts=(*self.past.alerts, *answer.alerts),
            incidents=tuple(incidents.values()),
            taken_numbers=tuple(int(id_[-4:]) for id_ in incidents),
        )
        return answer

    def levels(self, levels: Sequence[Level], step: timedelta, start: datetime = START) -> None:
        """One look a step, the story at each of these levels."""
        for number, level in enumerate(levels):
            self.look([graded(level)], start + number * step)

    def of(self, kind: AlertKind) -> tuple[Alert, ...]:
        return tuple(alert for alert in self.past.alerts if alert.kind is kind)

    def sent(self, kind: AlertKind) -> tuple[Alert, ...]:
        return tuple(alert for alert in self.of(kind) if not alert.unsent_because)

    @property
    def incident(self) -> Incident:
        """The only file."""
        (incident,) = self.past.incidents
        return incident

    def write(self, incident: Incident) -> None:
        """A person changes a file, or adds one."""
        others = tuple(one for one in self.past.incidents if one.id != incident.id)
        self.past = replace(self.past, incidents=(*others, incident))

    def log(self, did: str, at: datetime, **changes: Any) -> None:
        """A person adds a line to the only file."""
        line = LogEntry(at=at, by="黎航", did=did)
        self.write(replace(self.incident, log=(*self.incident.log, line), **changes))

    def silence(self, about: str, until: datetime) -> None:
        silence = Silence(about=about, until=until, why="已知的促销讨论", by="黎航")
        self.past = replace(self.past, silences=(*self.past.silences, silence))
