"""The alert lane: a look at what is due, in seconds when little is new; once, or look after look.

Nothing new: what was told stands, and only time is asked (reminders, escalations, what is over). Something new: the
stories are told anew on the grouping of the look before, decided upon, committed, published where a page changed, and
sent. Each look is whole: a kill leaves what was committed, and the next look makes up for the rest.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from analyze.clusters.cluster import Grouping
from caifeng import pipeline
from caifeng.alerting import decide
from caifeng.models import Desk, Harvest, Sighting
from caifeng.pipeline import Analysis
from caifeng.progress import Progress
from caifeng.specials import make_specials
from caifeng.workspace import Workspace
from collect.due import due, is_worth_a_record, last_seen
from publish.site.plan import Published

PATIENCE = timedelta(seconds=20)  # for a person who is recording an act
TOLD_AGAIN = timedelta(hours=1)  # stories grow older without news: told anew at least so often
_LOOKS_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brought."""

    harvest: Harvest
    analysis: Analysis
    is_told: bool  # False: nothing new, what was told stands
    published: Published | None  # None: no page changed


class Lane:
    """Looks that follow one another in one process: each builds on what the one before grouped."""

    def __init__(self, workspace: Workspace, patience: timedelta = PATIENCE) -> None:
        self.workspace, self._patience = workspace, patience
        self._grouping: Grouping | None = None
        self._ground = ""  # what people had written when that grouping was made

    def look(self, desk: Desk, now: datetime, progress: Progress) -> Look:
        """One look at ``now`` (aware UTC), up to the published pages; messages follow by ``notify``.

        Raises LakeError while another run holds the lake, and PublishError.
        """
        lake = self.workspace.lake
        with lake.hold(self._patience):
            seen = last_seen((slot.started_at, slot.reports) for slot in lake.slots(now - _LOOKS_BACK))
            to_read = replace(desk, sources=due(desk.sources, seen, now))
            harvest = pipeline.read_sources(self.workspace, to_read, now, progress)
            if is_worth_a_record(harvest, desk.sources, seen):
                pipeline.keep(self.workspace, harvest)
            is_told = self._is_news(harvest, now)
            analysis = self._tell(desk, now, progress) if is_told else self._wait(desk, now)
            make_specials(self.workspace, desk, now, progress)
            published = self._show(desk, now, progress)
        return Look(harvest, analysis, is_told, published)

    def _is_news(self, harvest: Harvest, now: datetime) -> bool:
        """Whether stories are to be told anew: something came, people changed a rule or a label, or it is an hour."""
        lake = self.workspace.lake
        last = lake.last_telling()
        is_young = last is not None and timedelta() <= now - last.at < TOLD_AGAIN
        is_same = last is not None and last.ground == self.workspace.ground()
        if harvest.items or not is_young or not is_same or lake.has_untold():
            return True
        return self._has_moved(harvest)

    def _has_moved(self, harvest: Harvest) -> bool:
        """Whether a board, which is read whole each time, lists an item of our stories elsewhere than last time."""
        if not harvest.sightings:
            return False
        lake = self.workspace.lake
        ours = {id_ for story in lake.stories() for id_ in story.all_ids}
        now = _stood(harvest.sightings, ours)
        if not now:
            return False
        earlier = lake.sightings(harvest.started_at - TOLD_AGAIN)  # of all: a board without ours looked, too
        return now != _stood((one for one in earlier if one.seen_at < harvest.started_at), ours)

    def _tell(self, desk: Desk, now: datetime, progress: Progress) -> Analysis:
        ground = self.workspace.ground()
        before = self._grouping if ground == self._ground else None
        analysis = pipeline.analyze(self.workspace, desk, now, self.workspace.run(now), progress, before=before)
        self._grouping, self._ground = analysis.grouping, ground
        return analysis

    def _wait(self, desk: Desk, now: datetime) -> Analysis:
        """Only time went by: ask what it brings (reminders, escalations, what is over)."""
        lake = self.workspace.lake
        stories = lake.stories()
        decided = decide(self.workspace, desk, stories, {}, now)
        if decided.alerts or decided.records:
            draft = lake.draft(self.workspace.run(now))
            draft.alerts(decided.alerts)
            draft.caselog(decided.records)
            draft.commit()
        return Analysis(
            items=0,
            read=0,
            stories=stories,
            alerts=decided.alerts,
            opened=decided.incidents,
            problems=decided.problems,
            grouping=self._grouping or Grouping(),
        )

    def _show(self, desk: Desk, now: datetime, progress: Progress) -> Published | None:
        """Publish where what pages show is not what they showed last; once an hour in any case, for time shows too."""
        lake, ground = self.workspace.lake, f"{self.workspace.shown()} {now:%Y%m%dT%H}"
        if ground == lake.shown():
            return None
        published = pipeline.publish(self.workspace, desk, progress)
        draft = lake.draft(self.workspace.run(now))
        draft.shown(ground)
        draft.commit()
        return published


def _stood(sightings: Iterable[Sighting], ours: Collection[str]) -> Mapping[str, Collection[tuple[object, ...]]]:
    """Where the last look at each board found our items; boards without any are left out."""
    last: dict[str, datetime] = {}
    found: dict[str, set[tuple[object, ...]]] = {}
    for one in sorted(sightings, key=lambda one: one.seen_at):
        if last.get(one.source) != one.seen_at:
            last[one.source] = one.seen_at
            found[one.source] = set()
        if one.item_id in ours:
            found[one.source].add((one.item_id, one.rank, one.board_heat))
    return {source: places for source, places in found.items() if places}
