"""What else is judged of a drill: the playbook in force, and the drafts of replies that people left in the sandbox."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from caifeng.models import Desk, Incident, Item, Playbook, Story
from caifeng.playbooks import load
from respond.playbooks.choose import chosen, situation_of
from respond.playbooks.facts import known_facts
from respond.playbooks.progress import progress
from respond.playbooks.reply import check_reply

DRAFTS = "回复草稿"  # folder of the sandbox; every *.txt in it is checked
_LARGEST = 100_000  # characters of a draft that are looked at


class Judge:
    """Judges one incident of a sandbox at ``root`` by the playbook that holds for it."""

    def __init__(self, root: Path, desk: Desk, incident: Incident, stories: Sequence[Story]) -> None:
        self._root, self._desk, self._incident = root, desk, incident
        self._stories = tuple(story for story in stories if not set(story.known_as).isdisjoint(incident.story_ids))
        playbooks, _ = load(root / "playbooks")
        self.playbook: Playbook = chosen(playbooks, situation_of(incident, self._stories))

    def skipped(self, now: datetime) -> tuple[str, ...]:
        """Steps of the playbook that were due by ``now`` (aware) and are not done."""
        return tuple(state.step.name for state in progress(self.playbook, self._incident, now) if state.is_overdue)

    def findings(self, items: Mapping[str, Item]) -> tuple[str, ...]:
        """What the reply check says of every draft, one sentence each; ``items`` are the sandbox's, by id."""
        return tuple(
            finding for path in sorted((self._root / DRAFTS).glob("*.txt")) for finding in self._of(path, items)
        )

    def _of(self, path: Path, items: Mapping[str, Item]) -> Iterator[str]:
        told = [items[id_] for story in self._stories for id_ in story.all_ids if id_ in items]
        known = known_facts(self._incident, self._stories, told, self._desk, self.playbook)
        draft = path.read_text(encoding="utf-8", errors="replace")[:_LARGEST]
        for finding in check_reply(draft, known).findings:
            quoted = f"“{finding.quote}”" if finding.quote else ""
            yield f"{path.stem}：{finding.kind}{quoted}，{finding.why}"
