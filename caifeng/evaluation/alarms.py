"""Score the alerts of a replay: right or false by a person's judgement, beside the rule that waits for the top ten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from caifeng.evaluation.crises import TOP
from caifeng.evaluation.replay import Step
from caifeng.models import Alert, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert with the titles that prove it; ``is_right`` None: nobody judged any line of its story."""

    alert: Alert
    titles: tuple[str, ...]
    is_right: bool | None
    item_ids: tuple[str, ...]  # the story's, when it was raised
    delay: float  # hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Alarms that were right, that were false, and that nobody judged."""

    right: int
    false: int
    unjudged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What the alerts of a replay amount to.

    ``lines`` counts board lines that the desk matched and a person judged right, ``lines_alerted`` those of them whose
    story was alerted sooner or later. ``leads`` are hours from an alert to the first top-ten rank of its story's lines,
    of those that ever got there: negative where the alert came later. ``delays`` are hours from the story's first line
    to the alert.
    """

    raised: tuple[Raised, ...]
    tally: Tally
    top_ten: Tally  # had every matched line been an alarm when it entered the top ten
    lines: int
    lines_alerted: int
    leads: tuple[float, ...]
    delays: tuple[float, ...]


@dataclass(slots=True)
class AlarmTrace:
    """Watches the steps of a replay; ``judged`` says of board lines, by item id, whether they are real incidents."""

    judged: Mapping[str, bool]
    titles: dict[str, str] = field(default_factory=dict)
    relevant: set[str] = field(default_factory=set)
    raised: list[Raised] = field(default_factory=list)
    told: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # ids of alerted stories, and their items as last told
    topped_at: dict[str, datetime] = field(default_factory=dict)

    def observe(self, step: Step) -> None:
        """Take one step in."""
        self.titles |= {item.id: item.title for item in step.items}
        self.relevant |= step.relevant
        for sighting in step.sightings:
            if sighting.rank <= TOP and sighting.item_id in self.relevant:
                self.topped_at.setdefault(sighting.item_id, step.at)
        stories = {story.id: story for story in step.stories}
        for alert in step.alerts:
            self.raised.append(self._raised(alert, stories[alert.story_id]))
            self.told[alert.story_id] = ()
        self.told |= {id_: stories[id_].all_ids for id_ in self.told.keys() & stories.keys()}

    def result(self) -> Scored:
        """The score of what was seen up to now."""
        lines = {id_ for id_ in self.relevant if self.judged.get(id_)}
        told = {id_ for ids in self.told.values() for id_ in ids}
        return Scored(
            raised=tuple(self.raised),
            tally=_tally([one.is_right for one in self.raised]),
            top_ten=_tally([self.judged.get(id_) for id_ in self.topped_at]),
            lines=len(lines),
            lines_alerted=len(lines & told),
            leads=tuple(lead for one in self.raised if (lead := self._lead(one)) is not None),
            delays=tuple(one.delay for one in self.raised),
        )

    def _raised(self, alert: Alert, story: Story) -> Raised:
        """An alert is right where at least half of the judged lines of its story are."""
        signs = [self.judged[id_] for id_ in story.all_ids if id_ in self.judged]
        return Raised(
            alert=alert,
            titles=tuple(self.titles[id_] for id_ in alert.item_ids),
            is_right=2 * sum(signs) >= len(signs) if signs else None,
            item_ids=story.all_ids,
            delay=(alert.raised_at - story.first_at) / timedelta(hours=1),
        )

    def _lead(self, one: Raised) -> float | None:
        ids = {*one.item_ids, *self.told[one.alert.story_id]}
        topped = [self.topped_at[id_] for id_ in ids if id_ in self.topped_at]
        return (min(topped) - one.alert.raised_at) / timedelta(hours=1) if topped else None


def _tally(signs: list[bool | None]) -> Tally:
    return Tally(right=signs.count(True), false=signs.count(False), unjudged=signs.count(None))
