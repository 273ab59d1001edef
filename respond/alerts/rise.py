"""Rises and falls: a story that reaches a level is told, one that goes up and down is told once.

A rise above everything on record always counts. A rise to a level that it had before is told again only when the
cooldown is over and the earlier alert was over too: told as resolved, or the story lower for as long as that takes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from caifeng.models import Alert, AlertKind, Desk, Level, Stage, Story, StoryType
from caifeng.models.wording import clipped, clock, span
from respond.alerts.course import COOLING, Course, Record
from respond.alerts.files import Files
from respond.alerts.limits import Hush, Limits, covered
from respond.alerts.past import Past
from respond.alerts.proof import moved, proofs, proving, reason
from respond.alerts.steps import FirstSteps

GONE = timedelta(days=30)  # what was last heard of a story that left the window before this is not taken up


def level_now(story: Story, course: Course) -> Level:
    """The level that counts: a story that has calmed down since its last rise stands at blue."""
    level, height = story.grade.level, course.height
    if story.stage is not Stage.CALM or height is None or level.rank > height.rank or not story.course.turns:
        return level
    return Level.BLUE if story.course.turns[-1].at > course.rises[-1].raised_at else level


class Rises:
    """Decides at ``now`` (aware) which stories rose or fell, and keeps their files."""

    def __init__(self, past: Past, record: Record, files: Files, desk: Desk, now: datetime) -> None:
        self._past, self._record, self._files = past, record, files
        self._desk, self._now = desk, now
        self._limits, self._steps = Limits(past.silences, desk, now), FirstSteps(past.playbooks)

    def risen(self, stories: Sequence[Story]) -> list[Alert]:
        """One alert for each story that rose, its file opened or extended; gravest stories take the first numbers."""
        ordered = sorted(stories, key=lambda story: (-story.grade.level.rank, story.id))
        found = ((story, self._record.course(story.known_as)) for story in ordered)
        return [alert for story, course in found for alert in self._risen(story, course)]

    def fallen(self, stories: Sequence[Story]) -> list[Alert]:
        """A record of each story that stands lower than the record says, or has left the window."""
        present = {id_ for story in stories for id_ in story.known_as}
        gone = [id_ for id_ in self._record.story_ids if id_ not in present]
        here = [alert for story in stories for alert in self._fallen(story)]
        return here + [alert for id_ in gone for alert in self._left(id_)]

    def _risen(self, story: Story, course: Course) -> list[Alert]:
        level = level_now(story, course)
        cooling = self._untold(level, course)
        if cooling is None:
            return []
        hush = covered(story, level, self._record, self._files)
        alert = self._alert(story, level, course, cooling or (hush.why if hush else ""))
        incident_id = self._file(alert, story, hush, is_news=not cooling)
        above = self._files.of(story.known_as)
        named = (*story.known_as, incident_id, above.parent if above else "")
        return [replace(alert, incident_id=incident_id, unsent_because=self._limits.why(alert, named))]

    def _untold(self, level: Level, course: Course) -> str | None:
        """Why a rise to ``level`` is not told, "" where it is; None where there is no rise."""
        if level is Level.BLUE:
            return None
        if course.height is None or level.rank > course.height.rank:
            return ""
        if not course.is_before(self._now):
            return None
        why = self._cooling(level, course)
        if level.rank > course.level.rank:
            return why
        return "" if self._is_held(level, course) and not why else None

    def _cooling(self, level: Level, course: Course) -> str:
        last, rules = course.last_meant(level), self._desk.alerts
        if last is None:
            return ""
        at = clock(last.raised_at, self._desk.zone)
        if self._now - last.raised_at < rules.cooldown:
            return f"{COOLING}：{at} 已就{last.level}级预警，{span(rules.cooldown)}内不重复"
        since = course.below_since(level)
        if since is not None and self._now - since >= rules.resolve_after:
            return ""
        return "" if course.is_resolved_since(last) else f"{COOLING}：{at} 的{last.level}级预警尚未解除"

    def _is_held(self, level: Level, course: Course) -> bool:
        """It rose again after a resolve, was not told because of the cooldown, and still stands there."""
        last, meant = course.steps[-1], course.last_meant(level)
        is_cooling = last.level is level and last.unsent_because.startswith(COOLING)
        return is_cooling and meant is not None and course.is_resolved_since(meant)

    def _file(self, alert: Alert, story: Story, hush: Hush | None, *, is_news: bool) -> str:
        """The id of its file: the one extended or opened, or that which has the matter already; "" where none."""
        own = self._files.of(story.known_as)
        if own is not None:
            if is_news:
                self._files.extend(own, alert)
            return own.id
        if hush is not None:
            return hush.incident_id
        is_due = is_news and alert.level.rank >= self._desk.open_from.rank
        return self._files.open(story, alert) if is_due else ""

    def _alert(self, story: Story, level: Level, course: Course, unsent: str) -> Alert:
        previous = self._previous(story, level, course)
        told = self._record.number(story.id, AlertKind.RISE, level)
        item_ids, own = proving(story), self._files.of(story.known_as)
        return Alert(
            id=f"A-{story.id.removeprefix('S-')}-{level.rank}" + (f"-{told + 1}" if told else ""),
            story_id=story.id,
            story_title=story.title,
            level=level,
            previous=previous,
            reason=reason(moved(level, previous), story),
            item_ids=item_ids,
            owner=story.owner,
            raised_at=self._now,
            first_step=self._steps.first(level, own.type if own else StoryType.UNVERIFIED, story),
            topics=story.topics,
            proof=proofs(item_ids, self._past.items, course.rises),
            unsent_because=unsent,
        )

    def _previous(self, story: Story, level: Level, course: Course) -> Level | None:
        """Where it stood; the gravest level it had, where it had this one; of a piece what the whole had."""
        if not course.steps and story.split_from:
            return self._record.course([story.split_from]).height
        if course.height and course.height.rank >= level.rank:
            return course.height
        return None if course.level is Level.BLUE else course.level

    def _fallen(self, story: Story) -> list[Alert]:
        course = self._record.course(story.known_as)
        level = level_now(story, course)
        if not course.steps or not course.is_before(self._now):
            return []
        why = f"总分 {story.grade.score:.0f}，阶段{story.stage}"
        lowered = [id_ for id_, stood in sorted(course.standing.items()) if stood.rank > level.rank]
        return [self._fall(course.steps[-1], id_, level, why) for id_ in lowered]

    def _left(self, story_id: str) -> list[Alert]:
        course = self._record.course([story_id])
        if course.level is Level.BLUE or course.at is None or not timedelta() < self._now - course.at < GONE:
            return []
        return [self._fall(course.steps[-1], story_id, Level.BLUE, "已没有条目在监测时段内")]

    def _fall(self, last: Alert, story_id: str, level: Level, why: str) -> Alert:
        stood = self._record.course([story_id]).level
        number = self._record.number(story_id, AlertKind.FELL) + 1
        wait = self._desk.alerts.resolve_after
        kept = f"级别回落只作记录，平静满 {span(wait)}后告知解除" if wait else "级别回落只作记录"
        return replace(
            last,
            id=f"A-{story_id.removeprefix('S-')}-f{number}",
            kind=AlertKind.FELL,
            story_id=story_id,
            level=level,
            previous=stood,
            reason=clipped(f"由{stood}级回落到{level}级：{why}", 120),
            raised_at=self._now,
            unsent_because=kept,
            told=(),
            send_from=None,
            first_step="",
        )
