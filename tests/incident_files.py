"""Incident files in a temporary folder, with a real lake beside them as journal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from caifeng.config.clocks import STANDARD
from caifeng.lake import CaseRules, IncidentFolder, Lake
from caifeng.models import Desk, Incident, Level, LogEntry
from respond.incidents.clocks import clocks_of
from respond.incidents.states import faults

DESK = Desk(name="澜川电器", zone=ZoneInfo("Asia/Shanghai"), clocks=STANDARD)
FILE = """\
# 我的注释
title: NO  # 不是“否”
stories: [S-20261119-04]
type: 属实
grade: {machine: 黄, human: 橙, by: 值班长, why: 涉及人身安全}
owner: 售后部
state: 核实定性
clocks:
  到责任人: {limit: 15m, norm: 采风建议值}
  首次回应: {limit: 30m}
log:
  - {at: 2026-11-19T22:41:07+08:00, by: 采风, did: 发现, evidence: [i-9f2c, i-77ab]}
  # 中间的话
  - at: 2026-11-19T22:50:12+08:00
    by: 值班员
    did: 接收
    note: |
      第一行
      第二行
"""
CLOSED = "  - {at: 2026-11-20T09:00:00+08:00, by: 值班长, did: 闭环, note: 已办结}\n"


def folder(path: Path, **files: str) -> IncidentFolder:
    """The incident files under ``path``/incidents, some written first, with the lake under ``path``/lake."""
    place = path / "incidents"
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        (place / f"{name.replace('_', '-')}.yml").write_text(text, encoding="utf-8")
    rules = CaseRules(clocks=partial(clocks_of, desk=DESK), faults=faults)
    return IncidentFolder(place, DESK.zone, rules, Lake(path / "lake").caselog)


def recorded(path: Path, run: int = 1, **files: str) -> tuple[Incident, ...]:
    """Load the files and let a run commit what the journal lacks."""
    made = folder(path, **files)
    incidents, _ = made.load()
    commit(path, made, run)
    return incidents


def commit(path: Path, made: IncidentFolder, run: int) -> None:
    """Commit to the lake what a folder read and wrote."""
    lake = Lake(path / "lake")
    with lake.hold():
        draft = lake.draft(f"20261120T0100{run:02d}Z-00-00000000")
        draft.caselog(made.unrecorded())
        draft.commit()


def text_of(path: Path, number: int = 7) -> str:
    """The text of an incident file."""
    return (path / "incidents" / f"INC-2026-{number:04d}.yml").read_text(encoding="utf-8")


def raised(incident: Incident, note: str = "总分 61") -> Incident:
    """The incident after the machine saw its story rise to red."""
    at = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC) + timedelta(seconds=len(incident.log))
    entry = LogEntry(at=at, by="采风", did="升级", note=note, evidence=("i-1",), level=Level.RED)
    return replace(incident, machine_level=Level.RED, log=(*incident.log, entry))
