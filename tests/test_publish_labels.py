"""Where a person has judged, readers see both: what people say and what the machine had said."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from selectolax.lexbor import LexborHTMLParser

from caifeng import pipeline
from caifeng.models import Briefing, Label, SourceReport, SpotCheck, ToneLabel
from caifeng.models.window import day_of, window
from caifeng.workspace import Workspace
from publish.pages.contexts import SiteContext
from publish.pages.render import render_briefing
from tests.samples import sample_briefing

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
DESK = """
desk: 甲
sources: [{name: 导出, file: "exports/*.jsonl", columns: {published: date}}]
topics: [{name: 质量, watch: 净水机 AND 漏水}, {name: 参观, watch: 没有这个词}]
gate_words: [受伤]
"""


def shown(briefing: Briefing) -> tuple[str, str]:
    """What the day page and the evidence page say, without markup."""
    day, proof, *_ = render_briefing(briefing, SiteContext(base_url=""))
    return words(day.text), words(proof.text)


def words(page: str) -> str:
    return " ".join(LexborHTMLParser(page).text().split())


def quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


def check(n: int, agreed: int, **more: object) -> SpotCheck:
    made = SpotCheck(
        what="倾向", days=30, n=n, agreed=agreed, share=agreed / n if n else 0.0, low=0.58, high=0.92, is_enough=n >= 20
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_pages_show_the_human_value_with_the_machines_beside_it() -> None:
    briefing = sample_briefing()
    hand: dict[str, Any] = {"tone_machine": ToneLabel.NEGATIVE, "tone_by": "值班员", "tone_why": "转述政策"}
    row = replace(briefing.listed[0], tone=ToneLabel.NEUTRAL, **hand)
    by_hand = replace(briefing.evidence[0], hits=(), topics_by=(("质量", "乙"),), reprint_of="i-9", reprint_by="丙")
    item = replace(by_hand, tone=ToneLabel.NEUTRAL, **hand)
    day, proof = shown(replace(briefing, listed=(row,), evidence=(item,)))
    beside = "（人工：值班员，转述政策；机器：负面）"
    assert f"中性{beside}" in proof
    assert beside in day
    assert "归入 质量（人工：乙）" in proof
    assert "i-9（人工：丙）" in proof


def test_without_people_nothing_of_them_is_said() -> None:
    day, proof = shown(sample_briefing())
    assert "（人工：" not in day + proof
    assert "人工抽检" not in day


def test_the_data_note_says_how_the_spot_checks_came_out() -> None:
    briefing = sample_briefing()
    checks = (check(40, 32, abstained=2), check(5, 4, what="议题"), check(0, 0, what="重复"))
    told = replace(briefing, note=replace(briefing.note, spot_checks=checks, label_problems=2))
    day, _ = shown(told)
    assert "人工抽检（倾向）：32/40（80%，95% 区间 58%–92%）。" in day
    assert "人工抽检（议题）：4/5（80%，95% 区间 58%–92%），条数太少，还不足以判断。" in day
    assert "人工抽检（重复）：近来没有。" in day
    pages = render_briefing(told, SiteContext(base_url=""))
    assert any("另有 2 条机器标为“不确定”，不计" in words(page.text) for page in pages)
    assert "labels.yml 有 2 处无法读取" in day


def test_a_briefing_sealed_before_there_were_labels_still_loads() -> None:
    adapter = TypeAdapter(Briefing)
    old = json.loads(adapter.dump_json(sample_briefing()))
    for part in (*old["evidence"], *old["listed"], old["note"]):
        for name in ("tone_machine", "tone_by", "tone_why", "topics_by", "reprint_by", "spot_checks", "label_problems"):
            part.pop(name, None)
    assert adapter.validate_json(json.dumps(old)) == sample_briefing()


def test_an_edition_is_composed_of_what_people_said(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    (tmp_path / "caifeng.yml").write_text(DESK, encoding="utf-8")
    (tmp_path / "exports").mkdir()
    texts = ("净水机漏水，孩子受伤，太气人了", "净水机漏水赔偿的规定明年施行，使人受伤的从重", "今天去看了净水机怎么做")
    rows = [{"title": text, "text": text, "date": (now - timedelta(minutes=9)).isoformat()} for text in texts]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "exports" / "all.jsonl").write_text(lines, encoding="utf-8")
    workspace = Workspace(tmp_path / "caifeng.yml")
    desk = pipeline.open_desk(workspace)
    pipeline.collect(workspace, desk, now, quiet)
    ids = {item.title: item.id for item in workspace.lake.items(now - timedelta(days=1))}
    said = Label(item_id=ids[texts[1]], at=now, by="值班员", why="转述政策", machine="负面", is_sampled=True)
    workspace.labels(desk).append(replace(said, tone=ToneLabel.NEUTRAL))
    workspace.labels(desk).append(
        Label(item_id=ids[texts[2]], at=now, by="乙", topic="参观", is_relevant=True, machine="不相关")
    )
    pipeline.analyze(workspace, desk, now, workspace.run(now), quiet)
    day = day_of(now, desk.zone, desk.cutoff_hour)
    end = window(day, desk.zone, desk.cutoff_hour)[1]
    briefing = pipeline.brief(workspace, desk, day, end + timedelta(hours=1), quiet)
    evidence = {item.id: item for item in briefing.evidence}
    assert (evidence[ids[texts[1]]].tone, evidence[ids[texts[1]]].tone_by) == (ToneLabel.NEUTRAL, "值班员")
    assert evidence[ids[texts[1]]].tone_machine is not None
    assert evidence[ids[texts[2]]].topics_by == (("参观", "乙"),)
    assert next(topic.distinct for topic in briefing.topics if topic.name == "参观") == 1
    assert [(one.what, one.n) for one in briefing.note.spot_checks] == [("倾向", 1), ("议题", 0), ("重复", 0)]
