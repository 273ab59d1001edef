"""caifeng cases, report, handling: the library, the report and the month can be read at a terminal and by programs."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
import typer
from typer.testing import CliRunner, Result

from caifeng.casebook import REPORTED, Casebook, read_casebook
from caifeng.commands.cases import cases
from caifeng.commands.handling import handling
from caifeng.commands.report import report
from caifeng.pipeline import open_desk
from caifeng.workspace import Workspace
from tests.case_samples import NOW
from tests.sample_stories import KETTLE, LEAK, item_id, kettle_story, leak_story
from tests.story_workspace import Bench, bench, item

_APP = typer.Typer()
for command in (cases, report, handling):
    _APP.command()(command)

CLOSED = """
title: 净水机漏水投诉
stories: [{story}]
type: 属实
grade: {{machine: 黄, human: 橙, by: 值班长, why: 涉及未成年人}}
owner: 售后部
state: 闭环
tags: [漏水]
clocks: {{}}
review:
  causes: [{{department: 生产部, what: 密封圈批次不合格}}]
  well: [半小时内取得联系]
  improve: [首次回应过慢]
log:
  - {{at: '2020-11-16T09:00:00+08:00', by: 采风, did: 发现}}
  - {{at: '2020-11-16T09:20:00+08:00', by: 公关部, did: 首次回应, means: 致歉, side: 线上}}
  - {{at: '2020-11-18T09:00:00+08:00', by: 售后部, did: 闭环}}
"""
OPEN = """
title: 净水机又漏水
stories: [{story}]
type: 未核实
grade: {{machine: 黄}}
owner: 售后部
state: 发现
clocks: {{}}
log: [{{at: '2020-11-19T09:00:00+08:00', by: 采风, did: 发现}}]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Bench:
    """A closed incident, an open one like it, and their stories."""
    made = bench(tmp_path)
    told = [leak_story(), replace(kettle_story(), title="净水机又漏水", topics=("产品质量",))]
    made.tell("20261117T020000Z-00-0", told, (item(item_id(1), "净水机漏水"), item(item_id(2), "又一家漏水", 5)))
    folder = made.folder / "incidents"
    folder.mkdir()
    for number, (text, story) in enumerate(((CLOSED, LEAK), (OPEN, KETTLE)), 7):
        (folder / f"INC-2026-{number:04d}.yml").write_text(text.format(story=story), encoding="utf-8")
    return made


def run(desk: Bench, *words: str) -> Result:
    return CliRunner().invoke(_APP, [*words, "--desk", str(desk.folder / "caifeng.yml")], env={"COLUMNS": "200"})


def shown(desk: Bench, *words: str) -> str:
    done = run(desk, *words)
    assert done.exit_code == 0, done.output or done.exception
    return done.stdout


def as_json(desk: Bench, *words: str) -> Any:
    return json.loads(shown(desk, *words, "--json"))


def refused(desk: Bench, *words: str) -> str:
    done = run(desk, *words)
    assert done.exit_code != 0
    return str(done.exception)


def book(desk: Bench) -> Casebook:
    workspace = Workspace(desk.folder / "caifeng.yml")
    found, problems = read_casebook(workspace, open_desk(workspace), NOW)
    assert problems == ()
    return found


def test_the_library_lists_what_is_closed(desk: Bench) -> None:
    text = shown(desk, "cases")
    assert "INC-2026-0007" in text and "2 天" in text and "20 分" in text and "生产部" in text
    assert "INC-2026-0008" not in text


def test_the_library_can_be_narrowed_and_read_by_programs(desk: Bench) -> None:
    found = as_json(desk, "cases", "--tag", "漏水", "--topic", "产品质量")
    assert found["total"] == 1 and found["cases"][0]["id"] == "INC-2026-0007"
    assert found["cases"][0]["measures"] == ["致歉"] and found["cases"][0]["took_seconds"] == 172_800
    assert as_json(desk, "cases", "--tag", "别的")["cases"] == []
    assert "没有这样的案例" in shown(desk, "cases", "--tag", "别的")


def test_cases_like_an_open_one_are_named_with_reasons_and_lesson(desk: Bench) -> None:
    text = shown(desk, "cases", "similar", "INC-2026-0008")
    for words in ("INC-2026-0007", "相似在：", "产品质量", "当时：致歉，用时 2 天", "教训：首次回应过慢"):
        assert words in text
    (found,) = as_json(desk, "cases", "similar", "2026-0008")["similar"]
    assert found["case"]["id"] == "INC-2026-0007" and 0 < found["score"] <= 1 and found["reasons"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("cases", "similar"), "请写案件编号"),
        (("cases", "list"), "不认识 list"),
        (("cases", "similar", "INC-2026-0999"), "没有案件 INC-2026-0999"),
        (("report", "\x1b[31m"), "没有案件"),
        (("handling", "--month", "十一月"), "无法辨认"),
        (("handling", "--month", "2099-01"), "还没有到"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(desk: Bench, words: tuple[str, ...], why: str) -> None:
    assert why in refused(desk, *words)


def test_the_report_is_shown_and_written_as_a_document(desk: Bench) -> None:
    text = shown(desk, "report", "INC-2026-0007")
    assert "# 时限完成情况" in text and "生产部：密封圈批次不合格" in text and "〔1〕" in text
    target = desk.folder / "报告.docx"
    run(desk, "report", "inc-2026-0007", "--docx", str(target))
    made = docx.Document(io.BytesIO(target.read_bytes()))
    assert made.paragraphs[0].text == "处置报告：净水机漏水投诉"
    assert "不能写入" in refused(desk, "report", "INC-2026-0007", "--docx", str(desk.folder))


def test_the_report_can_be_read_by_programs(desk: Bench) -> None:
    found = as_json(desk, "report", "INC-2026-0007")
    assert found["incident_id"] == "INC-2026-0007"
    assert {one["item_id"] for one in found["sources"]} == {item_id(1), item_id(2)}


def test_the_months_figures_are_shown(desk: Bench) -> None:
    text = shown(desk, "handling", "--month", "2020-11")
    assert "2020-11 处置统计" in text and "首次回应" in text and "中位 20 分" in text
    found = as_json(desk, "handling", "--month", "2020-11")
    assert found["opened"] == ["INC-2026-0007", "INC-2026-0008"] and found["closed"] == ["INC-2026-0007"]


def test_pages_are_made_for_library_months_and_reports(desk: Bench) -> None:
    found = book(desk)
    paths = [page.path for page in found.pages()]
    paths += [found.report_pages(one)[0].path for one in found.record.incidents if one.id in found.reported]
    assert len(set(paths)) == len(paths)
    assert {"cases/index.md", "handling/index.md", "handling/2026-11/index.md"} <= set(paths)
    reports = {f"incidents/INC-2026-000{number}/report/index.md" for number in (7, 8)}
    assert {path for path in paths if path.startswith("incidents/")} == reports
    assert REPORTED >= 2


def test_an_incident_knows_its_stories_its_items_and_what_resembles_it(desk: Bench) -> None:
    found = book(desk)
    material = found.report(found.incident("INC-2026-0007"))
    assert [story.id for story in material.stories] == [LEAK]
    assert {one.id for one in material.items} >= {item_id(1), item_id(2)}
    assert [one.case.id for one in found.similar(found.incident("INC-2026-0008"))] == ["INC-2026-0007"]


def test_a_file_that_cannot_be_read_leaves_the_others(desk: Bench) -> None:
    (desk.folder / "incidents/INC-2026-0009.yml").write_text("title: [", encoding="utf-8")
    assert "INC-2026-0007" in shown(desk, "cases")
