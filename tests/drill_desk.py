"""A desk with real-looking addresses, and a short drill for it: what the tests of drills share."""

import hashlib
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from caifeng import pipeline
from caifeng.drill.clock import Pace
from caifeng.drill.run import DrillRun, run_drill
from caifeng.drill.scenario import read_scenario
from caifeng.models import Desk
from caifeng.models.drill import Scenario
from caifeng.workspace import Workspace

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
DESK = """
desk: 澜川电器
names: {净水机: [滤水机]}
sources:
  - {name: 澜川论坛, feed: "http://127.0.0.1:9/bbs.xml", channel: 论坛}
  - {name: 澜川日报, feed: "http://127.0.0.1:9/news.xml", channel: 报刊, tier: 3}
  - {name: 微岚热搜, board: "http://127.0.0.1:9/hot.json", items: data, channel: 微博}
topics:
  - {name: 产品质量, watch: 净水机 AND (漏水 OR 受伤 OR 召回), owner: 售后部, gate: 黄}
gate_words: [受伤, 缝针]
people:
  售后部: {mail: "env:REAL_MAIL", chat: [值班群]}
  总经理办: {mail: "env:REAL_BOSS", chat: [值班群]}
chats: {值班群: "env:REAL_CHAT"}
alerts: {supervisor: 总经理办, direct: [总经理办]}
mail: {host: "env:REAL_HOST", port: 25, security: none, from: "env:REAL_FROM", ledger_key: "env:REAL_KEY"}
publish: {base_url: "https://real.example/", prepared_by: 值守组}
"""
SCENARIO = """
drill: 漏水伤人
length: 60m
items:
  - {at: 5m, source: 澜川论坛, title: 净水机漏水滑倒受伤, text: 厨房净水机漏水，老人滑倒受伤，缝针三处。}
  - {at: 8m, source: 澜川日报, title: 净水机漏水致老人受伤, text: 市民反映净水机漏水，一位老人滑倒受伤，额头缝针。}
  - {at: 12m, source: 澜川论坛, title: 周末爬山约伴, text: 周末爬山，坐公交去。, trap: 无关}
  - {at: 40m, source: 澜川日报, title: 净水机召回, text: 澜川电器召回漏水的净水机。}
boards:
  - {at: 20m, source: 微岚热搜, rows: [{title: 净水机漏水, heat: 90}, 初雪]}
injects:
  - {at: 25m, to: 售后部, say: 记者来电}
people:
  - {at: 20m, by: 售后部 黎航, did: 接收, note: 已接收}
  - {at: 30m, by: 售后部 黎航, did: 首次回应, note: 已登门看望}
  - {at: 35m, by: 售后部 黎航, did: 核实定性, type: 属实, note: 质检确认}
expected: {notice: 10m, owner: 15m, reply: 30m, type: 属实, steps: [接收, 首次回应, 权威发布]}
"""


def workspace(folder: Path, desk: str = DESK) -> tuple[Workspace, Desk]:
    """A real workspace with something in its lake, made in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "caifeng.yml").write_text(desk, encoding="utf-8")
    for name, text in (("lake/items/kept.txt", "state"), ("incidents/INC-2026-0001.yml.bak", "file")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = Workspace(folder / "caifeng.yml")
    return made, pipeline.open_desk(made)


def scenario(desk: Desk, text: str = SCENARIO) -> Scenario:
    return read_scenario(text, "演练.yml", desk)


def drilled(
    real: tuple[Workspace, Desk], played: Scenario, speed: float | None = None, every: timedelta = timedelta(minutes=5)
) -> tuple[DrillRun, list[str]]:
    """The drill, run without waiting, and the lines that people were told."""
    told: list[str] = []
    pace = Pace(speed=speed, now=lambda: NOW, sleep=lambda _: time.sleep(0))
    return run_drill(real, played, pace, every, told.append), told


def digest(folder: Path) -> str:
    """A hash of every file below a folder, drills left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "drills" not in path.parts)
    told = [f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
