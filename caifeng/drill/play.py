"""What people are played to do in a drill: the same acts, by the same rules, on the sandbox's incident files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from caifeng.drill.sandbox import MARK, Sandbox
from caifeng.errors import UsageError
from caifeng.models import Act, Deed, Desk, Incident
from caifeng.models.drill import DrillAct
from respond.incidents.acts import act

TAG = "演练"
DIRECTOR = "导演组"  # those who direct the drill


class Players:
    """Those who are played; each act is done once, once its time has come and there is a file that it is about."""

    def __init__(self, acts: Sequence[DrillAct], sandbox: Sandbox, desk: Desk, began_at: datetime) -> None:
        self._waiting = list(acts)
        self._sandbox, self._desk, self._began_at = sandbox, desk, began_at
        self.refused: list[str] = []

    def play(self, now: datetime) -> None:
        """Do everything whose time has come by ``now`` (aware UTC)."""
        due = [one for one in self._waiting if self._began_at + one.after <= now]
        for one in due:
            if self._is_done(one):
                self._waiting.remove(one)

    def mark(self, now: datetime) -> None:
        """Let every incident file say that it is a drill: a tag, and a line of its log."""
        folder = self._sandbox.workspace.incidents(self._desk)
        for incident in folder.load()[0]:
            if TAG not in incident.tags:
                at = max(now, incident.opened_at)
                note = f"{MARK}{self._desk.drill}：不是真实事件"
                folder.save(act(incident, Act(deed=Deed.NOTE, by=DIRECTOR, at=at, note=note, tags=(TAG,)), self._desk))

    def finish(self) -> None:
        """Note what was never done: no file was open that it could be about."""
        self.refused += [f"{one.by} {one.deed}：没有可处置的案件" for one in self._waiting]

    def _is_done(self, played: DrillAct) -> bool:
        folder = self._sandbox.workspace.incidents(self._desk)
        incident = _meant(played, folder.load()[0])
        if incident is None:
            return False
        at = max(self._began_at + played.after, incident.opened_at)
        try:
            folder.save(act(incident, _act(played, at), self._desk))
        except UsageError as error:
            self.refused.append(f"{played.by} {played.deed}：{' '.join(str(error).split())}")
        return True


def _meant(played: DrillAct, incidents: Sequence[Incident]) -> Incident | None:
    """The incident that an act is about: by a word of its title, else the gravest of those that are open."""
    found = [one for one in incidents if any(word in one.title for word in played.about)] if played.about else []
    found = found or ([] if played.about else list(incidents))
    return min(found, key=lambda one: (not one.is_open, -one.level.rank, one.opened_at, one.id), default=None)


def _act(played: DrillAct, at: datetime) -> Act:
    made = Act(deed=played.deed, by=played.by, at=at, note=played.note)
    return replace(made, type=played.type, level=played.level, owner=played.owner)
