"""What a person needs at hand to judge items: the items, the machine's readings and stories, earlier labels."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from analyze.people.corrected import in_force, matter_of
from analyze.people.precision import IRRELEVANT, RELEVANT
from caifeng.analysis import STORY_DAYS
from caifeng.errors import Problem, UsageError
from caifeng.labels import LabelFile
from caifeng.models import Desk, Item, Label, Reading, Relation, Reprint, Story
from caifeng.pipeline import KNOWN_DAYS
from caifeng.reading import fingerprint, tone_model
from caifeng.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Material:
    """A desk's items and what is said of them; readings are the machine's, stories as told last."""

    desk: Desk
    file: LabelFile
    known: frozenset[str]  # ids of the items of the last 120 days
    items: Mapping[str, Item]  # those that stories are told of
    readings: Mapping[str, Reading]
    stories: tuple[Story, ...]
    labels: tuple[Label, ...]
    problems: tuple[Problem, ...]  # of labels.yml

    def item_id(self, written: str) -> str:
        """The id that begins so. Raises UsageError unless it is exactly one."""
        wanted = written.strip()
        if wanted in self.known:
            return wanted
        found = sorted(id_ for id_ in self.known if wanted and id_.startswith((wanted, f"i-{wanted}")))
        if len(found) == 1:
            return found[0]
        if found:
            shown = "、".join(found[:3])
            raise UsageError(f"条目号 {wanted} 对得上 {len(found)} 条（{shown} 等），请多写几位")
        raise UsageError(f"近 {KNOWN_DAYS} 天没有条目号以 {wanted!r} 开头的条目；条目号见依据页，形如 i-0123456789ab")

    def other_id(self, item_id: str, written: str) -> str:
        """The id of another item than this one. Raises UsageError."""
        found = self.item_id(written)
        if found == item_id:
            raise UsageError(f"{found} 是条目自己，应写另一条的条目号")
        return found

    def topic(self, written: str) -> str:
        """A topic of the desk. Raises UsageError with the nearest."""
        names = [topic.name for topic in self.desk.topics]
        if written in names:
            return written
        near = difflib.get_close_matches(written, names, n=1, cutoff=0.3)
        mend = f"是不是 {near[0]}？" if near else f"现有：{'、'.join(names) or '无'}"
        raise UsageError(f"没有议题 {written}，{mend}")

    def story_of(self, item_id: str) -> Story | None:
        """The story that holds the item."""
        return next((story for story in self.stories if item_id in story.all_ids), None)

    def copy(self, item_id: str) -> Reprint | None:
        """What the item is a copy of, where it is one."""
        reprints = (reprint for story in self.stories for reprint in story.reprints)
        return next((reprint for reprint in reprints if reprint.item_id == item_id), None)

    def machine(self, label: Label) -> str:
        """What the machine says of a label's matter; of two items, what it said before people did."""
        reading = self.readings.get(label.item_id)
        if label.tone is not None:
            return reading.tone.label if reading else ""
        if label.relation is None:
            return "" if reading is None else RELEVANT if label.topic in reading.topic_names() else IRRELEVANT
        # The stories at hand were told with these labels, so the machine's own view is that noted at the time.
        earlier = {matter_of(one): one.machine for one in in_force(self.labels)}
        return earlier.get(matter_of(label), "") or self._related(label)

    def _related(self, label: Label) -> str:
        one, other = label.item_id, label.other_id
        if label.relation in (Relation.DUPLICATE, Relation.NOT_DUPLICATE):
            first, second = self.copy(one), self.copy(other)
            is_copy = (first.of if first else one) == (second.of if second else other)
            return Relation.DUPLICATE if is_copy else Relation.NOT_DUPLICATE
        story = self.story_of(one)
        return Relation.SAME_STORY if story and other in story.all_ids else Relation.OTHER_STORY


def gather(workspace: Workspace, desk: Desk, now: datetime) -> Material:
    """The material of a desk at ``now`` (aware)."""
    lake, file = workspace.lake, workspace.labels(desk)
    labels, problems = file.load()
    since = now - timedelta(days=STORY_DAYS)
    maker = fingerprint(desk, tone_model(workspace.root)[0])
    return Material(
        desk=desk,
        file=file,
        known=frozenset(lake.known((now - timedelta(days=KNOWN_DAYS)).date())),
        items={item.id: item for item in lake.items(since)},
        readings=lake.readings(maker, (since - timedelta(days=STORY_DAYS)).date()),
        stories=lake.stories(),
        labels=labels,
        problems=problems,
    )
