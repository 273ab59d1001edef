"""Pages of drills and assessments: complete, marked, and harmless whatever people wrote."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from caifeng.commands.drill import drill
from caifeng.commands.risk import risk
from caifeng.drill_scores import NAME, load_scores, save_score
from caifeng.models import Level, Likelihood, Topic
from caifeng.models.drill import DrillCheck, DrillMeasure, DrillScore
from caifeng.models.risk import Question, Risk, RiskCase, RiskScenario, RiskWatch, Verdict, WatchFigures
from publish.pages.contexts import Page
from publish.pages.drill_page import render_drills
from publish.pages.risk_page import render_risks
from respond.drills import sheets
from respond.risk import matrix
from tests.drill_desk import workspace
from tests.samples import HOSTILE
from tests.test_risk_files import RISK

ZONE = "Asia/Shanghai"
AT = datetime(2026, 12, 20, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def score(name: str = "漏水伤人", day: int = 21, reply: int | None = 20) -> DrillScore:
    return DrillScore(
        id=f"2026-11-{day}-{name}"[:60], drill=name, began_at=AT + timedelta(days=day - 1),
        ended_at=AT + timedelta(days=day), items=30, traps=4, alerts=2, incident="INC-2026-0001",
        measures=(
            DrillMeasure(name="发现到预警", took=5 * MINUTE, limit=10 * MINUTE),
            DrillMeasure(name="首次回应", took=None if reply is None else reply * MINUTE, limit=30 * MINUTE),
        ),
        checks=(DrillCheck(name="级别", asked=Level.RED, found=Level.ORANGE, is_met=False),),
        missed=("权威发布",), sprung=("购物指南",), findings=("草稿：待填空格",), refused=("某人 评级：没有理由",),
    )  # fmt: skip


def case(words: str = "上门费") -> RiskCase:
    topic = Topic(name=f"风险：{words}", watch="净水机 AND 收费")
    watch = RiskWatch(topic=topic, since=AT - timedelta(days=5), until=AT + timedelta(days=5))
    scenarios = (RiskScenario(what=words, likelihood=Likelihood.LIKELY, impact=4, signs=(words,), owner=words),)
    made = Risk(
        id="上门费", decision=words, owner=words, on=date(2026, 12, 15), affected=(words,), scenarios=scenarios,
        questions=(Question(ask=words),), watches=(watch,), verdict=Verdict.REVISE, conclusion=words, signed=(words,),
    )  # fmt: skip
    figures = WatchFigures(watch=watch, items=3, negative=1, stories=(), alerts=())
    return RiskCase(risk=made, matrix=matrix(scenarios), figures=(figures,), past=(), counted_at=AT)


def text(pages: tuple[Page, ...], path: str) -> str:
    return next(page.text for page in pages if page.path == path)


def test_the_index_names_every_drill_and_each_has_a_page_marked_as_a_drill() -> None:
    pages = render_drills(sheets([score(day=20, reply=None), score()]), ZONE)
    assert len(pages) == 3
    assert all("演练" in page.text.split("---")[1] and "不是真实事件" in page.text for page in pages)
    newest = text(pages, "drills/2026-11-21-漏水伤人/index.md")
    assert "上次" in newest
    assert "没有做到" in newest
    assert all(word in newest for word in ("权威发布", "购物指南", "待填空格", "没有理由"))


def test_no_drill_yet_reads_well() -> None:
    (page,) = render_drills((), ZONE)
    assert "还没有演练过" in page.text


def test_an_assessment_shows_matrix_figures_and_what_is_not_ready() -> None:
    pages = render_risks([case()], ZONE)
    shown = text(pages, "risks/上门费/index.md")
    assert all(word in shown for word in ("55—80%", "4 严重", "监测中", "还没有准备", "调整后再报"))
    assert "监测中" in text(pages, "risks/index.md")
    assert "还没有评估" in render_risks([], ZONE)[0].text


def test_hostile_words_stay_words() -> None:
    hostile = replace(score(HOSTILE), missed=(HOSTILE,), sprung=(HOSTILE,), findings=(HOSTILE,), refused=(HOSTILE,))
    pages = (*render_drills(sheets([hostile]), ZONE), *render_risks([case(HOSTILE)], ZONE))
    for page in pages:
        assert "<script>" not in page.text
        assert "](javascript" not in page.text
        assert "\u202e" not in page.text


def test_a_spoiled_score_is_named_and_hides_no_other(tmp_path: Path) -> None:
    for name, content in (("甲", None), ("乙", "{")):
        folder = tmp_path / "drills" / name
        folder.mkdir(parents=True)
        if content is None:
            save_score(folder, score())
        else:
            (folder / NAME).write_text(content, encoding="utf-8")
    found, wrong = load_scores(tmp_path)
    assert found == (score(),)
    assert [problem.file for problem in wrong] == ["drills/乙/score.json"]


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer(pretty_exceptions_enable=False)
    made.command(name="drill")(drill)
    made.command(name="risk")(risk)
    return made


def run(app: typer.Typer, *words: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})
    return found.exit_code, found.output + str(found.exception or "")


def test_commands_list_check_and_write_forms(app: typer.Typer, tmp_path: Path) -> None:
    workspace(tmp_path)
    desk = ("--desk", str(tmp_path / "caifeng.yml"))
    (tmp_path / "drills" / "一").mkdir(parents=True)
    save_score(tmp_path / "drills" / "一", score())
    assert '"met": 2' in run(app, "drill", "--list", "--json", *desk)[1]
    form = tmp_path / "risks" / "新.yml"
    assert run(app, "risk", "new", str(form), *desk)[0] == 0
    assert "已经存在" in run(app, "risk", "new", str(form), *desk)[1]
    form.write_text(RISK, encoding="utf-8")
    assert "被约谈" in run(app, "risk", "check", str(form), *desk)[1]
    assert '"risk": 25' in run(app, "risk", "check", str(form), "--json", *desk)[1]
    assert '"topic": "风险：上门费"' in run(app, "risk", "--list", "--json", *desk)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("drill",), "请写脚本文件"),
        (("drill", "没有.yml"), "找不到这个文件"),
        (("drill", "INC-2026-0007"), "没有案件 INC-2026-0007"),
        (("drill", "x.yml", "--at-once", "--speed", "2"), "只能用一个"),
        (("risk",), "请写 caifeng risk check 文件"),
        (("risk", "new", "a.txt"), "须以 .yml 结尾"),
        (("risk", "check", "没有.yml"), "找不到这个文件"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    app: typer.Typer, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    workspace(tmp_path)
    code, output = run(app, *words, "--desk", str(tmp_path / "caifeng.yml"))
    assert code != 0
    assert said in output
