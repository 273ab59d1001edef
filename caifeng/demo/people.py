"""What the fictional duty staff do with their incident files, by editing them as people do."""

from datetime import datetime
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from caifeng.models import Desk
from caifeng.resources import resource
from caifeng.workspace import Workspace


def act(workspace: Workspace, desk: Desk, now: datetime) -> None:
    """Do everything that people had done by ``now`` (aware) and that is not yet in the files."""
    told = yaml.safe_load(resource("examples/lanchuan/people.yml").read_text(encoding="utf-8"))
    deeds = [(datetime.strptime(deed["at"], "%Y-%m-%d %H:%M").replace(tzinfo=desk.zone), deed) for deed in told]
    for path in sorted((workspace.root / "incidents").glob("INC-*.yml")):
        editor = YAML()
        editor.width = 118
        document = editor.load(path.read_text(encoding="utf-8"))
        done = [_edit(document, deed, at) for at, deed in deeds if at <= now]
        if any(done):
            with path.open("w", encoding="utf-8") as file:
                editor.dump(document, file)


def _edit(document: CommentedMap, deed: dict[str, Any], at: datetime) -> bool:
    """Write one deed into an incident that it is about; False when there is nothing to write."""
    stamp = at.isoformat(timespec="seconds")
    begun = datetime.fromisoformat(str(document["log"][0]["at"])) <= at
    is_done = any(str(entry["at"]) == stamp and entry["did"] == deed["did"] for entry in document["log"])
    if is_done or not begun or not any(word in document["title"] for word in deed["about"]):
        return False
    for field in ("state", "type"):
        if field in deed:
            document[field] = deed[field]
    if "human" in deed:
        document["grade"].update(human=deed["human"], by=deed["by"], why=deed["note"])
    entry = CommentedMap(at=stamp, by=deed["by"], did=deed["did"], note=deed["note"])
    entry.fa.set_flow_style()
    document["log"].append(entry)
    return True
