"""``caifeng evaluate`` prints what was measured for people and as stable JSON, and refuses in one sentence."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from caifeng.commands.evaluate import evaluate
from caifeng.errors import UsageError
from tests.evaluation_files import tone_rows, write_lines

APP = typer.Typer()
APP.command()(evaluate)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(APP, [str(word) for word in words])


def test_one_set_is_told_in_words(tmp_path: Path) -> None:
    shop = write_lines(tmp_path / "shopping.jsonl.gz", tone_rows())
    said = run("--task", "tone", "--no-baseline", shop)
    assert said.exit_code == 0
    assert "24 条，渠道 评价，类别 负面、正面" in said.stdout
    assert "95% 区间" in said.stdout


def test_json_is_stable_and_written_where_asked(tmp_path: Path) -> None:
    shop = write_lines(tmp_path / "shopping.jsonl", [*tone_rows(), {"text": "丁", "label": "surprise"}])
    with shop.open("a", encoding="utf-8") as out:
        out.write("broken\n")
    kept = tmp_path / "kept.json"
    said = run("--task", "tone", "--no-baseline", "--json", "--output", kept, shop, shop)
    one, _, total = json.loads(said.stdout)
    assert json.loads(kept.read_text(encoding="utf-8")) == json.loads(said.stdout)
    assert set(one) == {
        "task", "dataset", "part", "version", "n", "figures", "counts", "classes", "channel", "baseline", "left_out",
        "broken", "notes",
    }  # fmt: skip
    assert set(one["figures"][0]) == {"name", "n", "share", "low", "high", "baseline"}
    assert (one["left_out"], one["broken"], total["dataset"], total["n"]) == (1, 1, "合计", 48)


def test_labels_of_any_name_can_be_mapped(tmp_path: Path) -> None:
    rows = [{**row, "label": {"pos": "赞", "neg": "踩"}[str(row["label"])]} for row in tone_rows()]
    path = write_lines(tmp_path / "own.jsonl", rows)
    assert run("--task", "tone", "--no-baseline", "--labels", "赞=正面,踩=负面", path).exit_code == 0
    refused = run("--task", "tone", "--no-baseline", path)
    assert isinstance(refused.exception, UsageError)
    assert "“赞”（12 行）、“踩”（12 行）" in str(refused.exception)


@pytest.mark.parametrize("task", ["duplicates", "stories"])
def test_groups_are_measured_too(tmp_path: Path, task: str) -> None:
    rows = [{"date": "2026-11-20", "text": f"{row['text']}，第{at}号事件", "label": f"e{at}"}
            for at, row in enumerate(tone_rows(1))]  # fmt: skip
    found = json.loads(run("--task", task, "--json", write_lines(tmp_path / "own.jsonl", rows)).stdout)
    assert (found[0]["task"], found[0]["n"]) == (task, 8)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--task", "tone", "gone.jsonl"), "找不到"),
        (("--task", "tone", "--where", "x", "gone.jsonl"), "字段=值"),
        (("--task", "extract", "gone.jsonl"), "找不到"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(words: tuple[str, ...], said: str) -> None:
    refused = run(*words)
    assert isinstance(refused.exception, UsageError)
    assert said in str(refused.exception)


def test_pairs_need_one_file_of_items(tmp_path: Path) -> None:
    pairs = write_lines(tmp_path / "pairs.jsonl", [{"a": "1", "b": "2", "label": 1}])
    assert "条目文件" in str(run("--task", "duplicates", pairs).exception)


def test_an_unwritable_output_is_refused(tmp_path: Path) -> None:
    shop = write_lines(tmp_path / "shopping.jsonl", tone_rows())
    refused = run("--task", "tone", "--no-baseline", "--output", tmp_path / "none" / "a.json", shop)
    assert "写不进" in str(refused.exception)
