"""caifeng label: one key an answer, each on disk at once; by options for programs; what people said then counts."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from caifeng import pipeline
from caifeng.commands.label import label
from caifeng.errors import UsageError
from caifeng.models import Label, Reading, Relation, SourceReport, Story, ToneLabel
from caifeng.reading import fingerprint
from caifeng.workspace import Workspace

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
DESK = """
desk: 甲
names: {净水机: [滤水机]}
sources: [{name: 导出, file: "exports/*.jsonl", columns: {published: date}}]
topics:
  - {name: 产品质量, watch: 净水机 AND 漏水}
  - {name: 促销, watch: 优惠}
"""
TEXTS = (
    ("净水机漏水，地板泡了", "装了两个月的净水机昨晚漏水，地板全鼓起来，客服态度很差。"),
    ("楼上净水机漏水泡了我家", "楼上的净水机半夜漏水，我家吊顶全毁了，物业不管，投诉无门。"),
    ("净水机双十一优惠", "到店优惠三百元，[赠送]滤芯\u202e一支\x1b[31m。"),
    ("净水机厂参观记", "今天带孩子去看了净水机怎么做。"),
    ("河堤散步", "天气不错。"),
)
app = typer.Typer()
app.command()(label)


def quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


@dataclass(frozen=True)
class Bench:
    """A desk with five items read, and the command on it."""

    workspace: Workspace

    def run(self, *arguments: str, typed: str = "", by: str = "值班员") -> Result:
        desk = str(self.workspace.desk_file)
        return CliRunner().invoke(app, [*arguments, "--desk", desk], input=typed, env={"CAIFENG_BY": by})

    def labels(self) -> tuple[Label, ...]:
        labels, problems = self.workspace.labels(pipeline.open_desk(self.workspace)).load()
        assert problems == ()
        return labels

    def id(self, title: str) -> str:
        items = self.workspace.lake.items(datetime(2020, 1, 1, tzinfo=UTC))
        return next(item.id for item in items if item.title.startswith(title))

    def analyze(self) -> dict[str, Story]:
        """The story of each item, told anew."""
        desk, now = pipeline.open_desk(self.workspace), datetime.now(UTC)
        done = pipeline.analyze(self.workspace, desk, now, self.workspace.run(now), quiet)
        return {id_: story for story in done.stories for id_ in story.all_ids}

    def readings(self) -> dict[str, Reading]:
        desk = pipeline.open_desk(self.workspace)
        return dict(self.workspace.lake.readings(fingerprint(desk), datetime(2020, 1, 1, tzinfo=UTC).date()))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's folder with five items read."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "caifeng.yml").write_text(DESK, encoding="utf-8")
    (folder / "exports").mkdir()
    now = datetime.now(UTC)
    rows = [
        {"title": title, "text": text, "date": (now - timedelta(hours=at + 1)).isoformat()}
        for at, (title, text) in enumerate(TEXTS)
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "exports" / "all.jsonl").write_text(lines, encoding="utf-8")
    made = Bench(Workspace(folder / "caifeng.yml"))
    pipeline.collect(made.workspace, pipeline.open_desk(made.workspace), now, quiet)
    made.analyze()
    return folder


@pytest.fixture
def bench(prepared: Path, tmp_path: Path) -> Bench:
    """The desk, a copy for each test."""
    shutil.copytree(prepared, tmp_path / "desk")
    return Bench(Workspace(tmp_path / "desk" / "caifeng.yml"))


def test_a_tone_given_by_options_is_kept_with_the_machines(bench: Bench) -> None:
    leak = bench.id("净水机漏水")
    machine = bench.readings()[leak].tone.label
    done = bench.run(leak[:9], "--tone", "中性", "--why", "转述政策")
    assert done.exit_code == 0, done.output
    assert f"{leak} 倾向 中性（机器：{machine}）" in done.output
    (said,) = bench.labels()
    assert (said.item_id, said.tone, said.by, said.why, said.machine, said.is_sampled) == (
        leak, ToneLabel.NEUTRAL, "值班员", "转述政策", machine, False,
    )  # fmt: skip


def test_what_people_say_counts_at_once_and_the_stored_reading_stays(bench: Bench) -> None:
    leak, other, walk = bench.id("净水机漏水"), bench.id("楼上"), bench.id("净水机厂")
    before, maker = bench.readings(), fingerprint(pipeline.open_desk(bench.workspace))
    bench.run(other, "--same-story-as", leak)
    bench.run(walk, "--topic", "产品质量")
    bench.run(bench.id("净水机双十一"), "--not-topic", "促销")
    after = bench.analyze()
    assert after[leak].id == after[other].id
    assert walk in after
    assert bench.id("净水机双十一") not in after
    assert bench.readings() == before
    assert fingerprint(pipeline.open_desk(bench.workspace)) == maker
    bench.run(other, "--other-story-than", leak)
    parted = bench.analyze()
    assert parted[leak].id != parted[other].id
    assert after[leak].id in (parted[leak].id, parted[other].id)


def test_copies_are_what_people_say_and_the_machines_first_view_is_kept(bench: Bench) -> None:
    leak, other = bench.id("净水机漏水"), bench.id("楼上")
    bench.run(other, "--duplicate-of", leak)
    told = bench.analyze()
    assert [(copy.by, copy.kind) for copy in told[leak].reprints] == [("值班员", "人工")]
    bench.run(other, "--not-duplicate-of", leak)
    assert bench.analyze()[leak].reprints == ()
    assert [(one.relation, one.machine) for one in bench.labels()] == [
        (Relation.DUPLICATE, "不重复"), (Relation.NOT_DUPLICATE, "不重复"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("i-999", "--tone", "中性"), "没有条目号以"),
        (("i-", "--tone", "中性"), "请多写几位"),
        (("ITEM",), "没有说要标什么"),
        (("--tone", "中性"), "请先写条目号"),
        (("ITEM", "--topic", "产品质"), "是不是 产品质量"),
        (("ITEM", "--topic", "促销", "--not-topic", "促销"), "相反的判断"),
        (("ITEM", "--duplicate-of", "ITEM"), "是条目自己"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_remedy_and_nothing_is_written(
    bench: Bench, arguments: tuple[str, ...], said: str
) -> None:
    leak = bench.id("净水机漏水")
    done = bench.run(*(leak if word == "ITEM" else word for word in arguments))
    assert isinstance(done.exception, UsageError)
    assert said in str(done.exception)
    assert bench.labels() == ()


def test_a_label_by_nobody_is_refused(bench: Bench) -> None:
    done = bench.run(bench.id("净水机漏水"), "--tone", "中性", by="")
    assert "CAIFENG_BY" in str(done.exception)


def test_a_round_shows_each_item_and_writes_each_answer_at_once(bench: Bench) -> None:
    done = bench.run(typed="n\nz\n\np\n")
    assert done.exit_code == 0, done.output
    assert "1/4" in done.output and "抽检" in done.output and "疑难" in done.output
    tones = [one for one in bench.labels() if one.tone]
    assert [one.tone for one in tones][:2] == [ToneLabel.NEGATIVE, ToneLabel.NEUTRAL]
    assert tones[2].tone == tones[2].machine
    assert len({one.item_id for one in tones}) == 4
    assert "\x1b" not in done.output and "\u202e" not in done.output
    assert bench.run().exception is not None  # all are done


def test_of_an_item_drawn_at_random_what_was_not_contested_counts_as_confirmed(bench: Bench) -> None:
    bench.run("--count", "1", typed="t\n1\n\n")
    topics = {one.topic: one for one in bench.labels() if one.topic}
    (tone,) = [one for one in bench.labels() if one.tone]
    assert all(one.is_sampled for one in bench.labels())
    held = bench.readings()[tone.item_id].topic_names()
    assert topics["产品质量"].is_relevant is ("产品质量" not in held)
    assert topics["产品质量"].machine == ("相关" if "产品质量" in held else "不相关")
    assert all(topics[name].is_relevant for name in held if name != "产品质量")


def test_breaking_off_keeps_what_was_answered_and_the_next_round_goes_on(bench: Bench) -> None:
    done = bench.run(typed="n\n")  # then the input ends, as Ctrl+C or Ctrl+D does
    assert done.exit_code == 0
    (first,) = {one.item_id for one in bench.labels()}
    bench.run(typed="s\nq\n")
    assert {one.item_id for one in bench.labels()} == {first}
    bench.run(typed="z\nq\n")
    assert len({one.item_id for one in bench.labels()}) == 2


def test_a_wrong_key_or_id_asks_again(bench: Bench) -> None:
    leak = bench.id("河堤")
    done = bench.run("--count", "1", typed=f"x\nd\ni-999\nd\n{leak[:8]}\nt\n没有\nｎ\n")
    assert "没有 x 这个键" in done.output
    assert "没有条目号以" in done.output and "没有议题" in done.output
    assert {one.relation for one in bench.labels()} >= {Relation.DUPLICATE}
    assert any(one.tone is ToneLabel.NEGATIVE for one in bench.labels())


def test_the_list_gives_the_machine_then_and_now_and_the_running_precision(bench: Bench) -> None:
    leak = bench.id("净水机漏水")
    bench.run(leak, "--tone", "正面")
    bench.run(leak, "--tone", "中性")
    with (bench.workspace.root / "labels.yml").open("a", encoding="utf-8") as file:
        file.write("- {item: i-000000000000, tone: 正面, at: 2026-11-01T00:00:00+08:00, by: 乙}\n- 一句话\n")
    done = bench.run("--list", "--json")
    told = json.loads(done.stdout)
    rows = {(row["item"], row["tone"]): row for row in told["labels"]}
    assert rows[leak, "中性"]["machine_now"] == rows[leak, "中性"]["machine"] != ""
    assert (rows[leak, "正面"]["is_in_force"], rows[leak, "中性"]["is_in_force"]) == (False, True)
    assert rows["i-000000000000", "正面"]["is_known"] is False
    assert [check["what"] for check in told["precision"]] == ["倾向", "议题", "重复"]
    assert len(told["problems"]) == 1 and "labels.yml:" in done.stderr
    shown = bench.run("--list").output
    assert "近 30 天没有人工抽检" in shown and "1 条标注的条目不在" in shown


def test_a_run_reports_labels_that_cannot_be_read_and_goes_on(bench: Bench) -> None:
    (bench.workspace.root / "labels.yml").write_text('- {item: "', encoding="utf-8")
    desk, now = pipeline.open_desk(bench.workspace), datetime.now(UTC)
    done = pipeline.analyze(bench.workspace, desk, now, bench.workspace.run(now), quiet)
    assert [problem.file for problem in done.problems] == ["labels.yml"]
    assert done.stories


def test_an_empty_list_says_how_to_begin(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path / "desk")
    shown = Bench(Workspace(tmp_path / "desk" / "caifeng.yml")).run("--list").output
    assert "还没有人工标注" in shown


def test_nobody_at_the_terminal_is_told_what_to_add(bench: Bench) -> None:
    said = bench.run(by="")
    assert isinstance(said.exception, UsageError)
    assert "--by" in str(said.exception)


def test_a_number_without_end_names_no_topic(bench: Bench) -> None:
    assert bench.run("--count", "1", typed=f"t\n{'9' * 5_000}\nq\n").exit_code == 0
