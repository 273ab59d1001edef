"""The sandbox of a drill: a workspace of its own, whose configuration knows no address but those of the drill list."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from caifeng.models import Desk, Source
from caifeng.models.drill import Scenario
from caifeng.strictyaml import parse
from caifeng.workspace import Workspace

NOBODY = "env:CAIFENG_DRILL_NOBODY"  # a variable that nobody sets: it leads to no address
MARK = "【演练】"
_TAKEN_ALONG = ("playbooks", "model", "risks")  # what people wrote or trained: a drill goes by it as a real day does
_README = f"""{MARK}{{name}}

这里的一切都是演练，不是真实事件：信息是编的，案件、预警、页面、邮件都只为练习。
在演练里处置案件，命令与平时相同，只是加上这个目录的配置：

    caifeng incident list --desk {{desk}}

要对外回复，把草稿存进“回复草稿”目录（.txt），打分时一并检查；采风从不发布。
演练结束后整个 sandbox 目录可以删掉；成绩在上一级的 score.json。
"""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A drill's own workspace, and the folder that keeps its score."""

    folder: Path  # drills/2026-11-21-女童烫伤
    workspace: Workspace

    @property
    def id(self) -> str:
        return self.folder.name


def make_sandbox(real: Workspace, desk: Desk, scenario: Scenario, day: date, port: int) -> Sandbox:
    """A new sandbox under drills/ of the real workspace; ``port`` is where its boards are served on loopback.

    The real lake, incident files and site are neither copied nor touched. Raises ConfigError.
    """
    folder = _free(real.root / "drills", f"{day}-{_slug(scenario.name)}")
    root = folder / "sandbox"
    root.mkdir(parents=True)
    (folder / ".gitignore").write_text("sandbox/\n", encoding="utf-8")
    document = parse(real.desk_file.read_text(encoding="utf-8-sig"), real.desk_file.name)
    data = document.data if isinstance(document.data, dict) else {}
    _take_along(real.root, root, data)
    desk_file = root / "caifeng.yml"
    text = yaml.safe_dump(_configuration(data, desk, scenario, port), allow_unicode=True, sort_keys=False, width=118)
    desk_file.write_text(
        f"# {MARK}{scenario.name}：由 caifeng drill 生成，不是真实的编辑台。\n{text}", encoding="utf-8"
    )
    shown = _README.format(name=scenario.name, desk=desk_file.relative_to(real.root))
    (root / "演练说明.txt").write_text(shown, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    return Sandbox(folder, Workspace(desk_file))


def export_path(source: Source, scenario: Scenario) -> str:
    """Where a source's rows lie, below the sandbox."""
    return f"exports/演练-{scenario.sources.index(source) + 1:02d}.jsonl"


def board_path(source: Source, scenario: Scenario) -> str:
    """The path under which a source's board is served."""
    return f"/board/{scenario.sources.index(source) + 1:02d}.json"


def _configuration(data: dict[str, Any], desk: Desk, scenario: Scenario, port: int) -> dict[str, Any]:
    """The real configuration with the scenario's sources and with no address outside the drill list."""
    audience = scenario.audience or desk.drills
    listed = {f"env:{variable}" for _, variable in (*audience.people, *audience.chats)}
    kept = {key: value for key, value in data.items() if key not in ("sources", "drills", "fetch", "mail")}
    if audience.people and "mail" in data:  # without a drill list of people all mails stay in the outbox
        kept["mail"] = data["mail"]
        listed |= set(_variables(data["mail"]))
    # Without a drill list every mail stays in the outbox, addressed to nobody who exists.
    everybody = {person.name: NOBODY.removeprefix("env:") for person in desk.people if person.mail}
    people = dict(audience.people) or everybody
    kept["drills"] = {
        "people": {name: f"env:{variable}" for name, variable in people.items()},
        "chats": {name: f"env:{variable}" for name, variable in audience.chats},
    }
    kept["people"] = _told(data.get("people"), "mail", dict(audience.people))
    kept["chats"] = _told(data.get("chats"), "address", dict(audience.chats))
    made: dict[str, Any] = _without(kept, listed)
    made |= {
        "desk": f"{desk.name[:190]}（演练）",
        "drill": scenario.name[:80],
        "sources": [_source(source, scenario, port) for source in scenario.sources],
        "fetch": {"floor": "0", "pause": "0s", "allow_hosts": [f"127.0.0.1:{port}"]},
        "publish": (made.get("publish") or {}) | {"base_url": "", "classification": "演练", "branch": "gh-pages"},
    }
    if not made["chats"]:
        del made["chats"]
    return made


def _told(section: Any, key: str, listed: dict[str, str]) -> dict[str, Any]:
    """People or chats with the address that the drill list gives them; the others lead nowhere."""
    told: dict[str, Any] = {}
    for name, entry in (section or {}).items() if isinstance(section, dict) else ():
        address = f"env:{listed[name]}" if name in listed else NOBODY
        if isinstance(entry, dict):
            told[name] = entry | ({key: address} if key in entry or name in listed else {})
        else:
            told[name] = address if key == "address" else {"mail": address} if name in listed else {}
    return told


def _variables(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _variables(inside)
    elif isinstance(value, str) and value.startswith("env:"):
        yield value


def _without(value: Any, listed: set[str]) -> Any:
    """The same with every variable that is not listed leading nowhere, wherever the configuration names it."""
    if isinstance(value, dict):
        return {key: _without(inside, listed) for key, inside in value.items()}
    if isinstance(value, list):
        return [_without(inside, listed) for inside in value]
    return NOBODY if isinstance(value, str) and value.startswith("env:") and value not in listed else value


def _source(source: Source, scenario: Scenario, port: int) -> dict[str, Any]:
    made: dict[str, Any] = {"name": source.name, "channel": source.channel.value, "tier": str(source.tier)}
    if source.region:
        made["region"] = source.region
    if source.is_official:
        made["kind"] = "notice"
    if any(board.source == source.name for board in scenario.boards):
        return made | {"board": f"http://127.0.0.1:{port}{board_path(source, scenario)}", "items": "rows"}
    return made | {"file": export_path(source, scenario), "limit": "5000"}


def _take_along(real: Path, root: Path, data: dict[str, Any]) -> None:
    """Copy what the configuration reads besides: calendars, rotas, playbooks, trained models."""
    for name in _TAKEN_ALONG:
        if (real / name).is_dir():
            shutil.copytree(real / name, root / name)
    for section in data.values():
        for entry in section if isinstance(section, list) else ():
            pattern = entry.get("ics") if isinstance(entry, dict) else None
            for path in sorted(real.glob(pattern)) if isinstance(pattern, str) else ():
                target = root / path.relative_to(real)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-_")[:40] or "演练"


def _free(drills: Path, name: str) -> Path:
    """A folder of that name, numbered where several drills are held on one day."""
    number = 1
    while (drills / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return drills / (name if number == 1 else f"{name}-{number}")
