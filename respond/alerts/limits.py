"""Why somebody is not told: a file that is already open, a silence, old news. What is unsent stays on record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from caifeng.models import Alert, Desk, Incident, Level, Silence, Story
from caifeng.models.alert import ALL
from caifeng.models.wording import clipped, clock, span
from respond.alerts.course import Record
from respond.alerts.files import Files
from respond.alerts.proof import is_stale

COVERED = "属于未闭环案件"
STALE = "旧闻"
SILENCED = "静默中"
_WHY = 60  # characters of a person's reason


@dataclass(frozen=True, slots=True)
class Hush:
    """What keeps an alert quiet: why, and the file that has the matter already ("": none)."""

    why: str
    incident_id: str = ""


class Limits:
    """Tells of every alert of one moment why it is not sent; "" where it is. ``now`` is aware."""

    def __init__(self, silences: Iterable[Silence], desk: Desk, now: datetime) -> None:
        self._desk = desk
        on = sorted((one for one in silences if one.is_on(now)), key=lambda one: (one.until, one.about, one.by))
        self._silences = {silence.about: silence for silence in on}  # of several about one thing the longest

    def why(self, alert: Alert, ids: Collection[str] = (), *, may_be_old: bool = False) -> str:
        """The first reason there is: its own, a silence about it or one of ``ids``, old news; "" where it is sent."""
        return alert.unsent_because or self._silenced(alert, ids) or ("" if may_be_old else self._stale(alert))

    def _silenced(self, alert: Alert, ids: Collection[str]) -> str:
        """What a silence in force says; "" without one. Red is silenced by naming the story or the incident only."""
        named = {alert.story_id, alert.incident_id, *ids} - {""}
        wide = {ALL, *alert.topics, *([] if alert.story_id or alert.incident_id else [alert.story_title])}
        abouts = named if alert.level is Level.RED else named | wide
        found = [self._silences[about] for about in sorted(abouts & self._silences.keys())]
        if not found:
            return ""
        last = max(found, key=lambda silence: silence.until)
        until = clock(last.until, self._desk.zone)
        return f"{SILENCED}（{last.about}，{clipped(last.by, _WHY)}，到 {until}）：{clipped(last.why, _WHY)}"

    def _stale(self, alert: Alert) -> str:
        limit = self._desk.alerts.stale
        if not is_stale(alert.proof, limit):
            return ""
        return f"{STALE}：作为依据的 {len(alert.proof)} 条在采到时都已发布超过 {span(limit)}"


def covered(story: Story, level: Level, record: Record, files: Files) -> Hush | None:
    """What has the matter already at that level or a graver one: a parent, a sibling, or the story it came from."""
    own = files.of(story.known_as)
    if own and own.is_open:
        above = files.above(own)
        siblings = record.course(set(own.story_ids) - set(story.known_as)).height
        if above and level.rank <= above.level.rank:
            return Hush(f"{COVERED} {above.id}", above.id)
        if siblings and level.rank <= min(siblings.rank, own.level.rank):
            return Hush(f"{COVERED} {own.id}", own.id)
    if not story.split_from:
        return None
    return _came_apart(story.split_from, level, record, files)


def _came_apart(origin: str, level: Level, record: Record, files: Files) -> Hush | None:
    """What comes apart from a story was told with it."""
    known = files.of([origin])
    if known and known.is_open and level.rank <= known.level.rank:
        return Hush(f"{COVERED} {known.id}", known.id)
    course = record.course([origin])
    height = course.height
    if height is None or level.rank > height.rank or course.is_resolved_since(course.rises[-1]):
        return None
    return Hush(f"由 {origin} 分出，已随它告知到{height}级")


def covered_file(incident: Incident, files: Files) -> str:
    """Why a file keeps quiet: an open parent at its level or above has the matter; "" where none has."""
    above = files.above(incident)
    return f"{COVERED} {above.id}" if above and incident.level.rank <= above.level.rank else ""
