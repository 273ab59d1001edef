"""caifeng train: the desk's own labels move the shipped tone, unless that is no better."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from analyze.text.fold import fold
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.judge import TONE_VERSION, Domain, probabilities, read_tone, signs_of
from analyze.tone.tables import shipped_table
from caifeng import pipeline
from caifeng.commands.train import train
from caifeng.errors import ConfigError, UsageError
from caifeng.models import Channel, Label, SourceReport, ToneLabel
from caifeng.tonemodel import FILE, load_adapter
from caifeng.workspace import Workspace

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
DESK = """
desk: 甲
names: {净水机: [滤水机]}
sources: [{name: 导出, file: "exports/*.jsonl", columns: {published: date}}]
topics: [{name: 产品质量, watch: 净水机}]
"""
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
SEGMENTER = Segmenter()
app = typer.Typer()
app.command()(train)


def quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


def texts(count: int) -> list[str]:
    """Pieces of two colours; this desk holds one of them for bad news."""
    colours = ("赭红", "靛青")
    return [f"{colours[at % 2]}色样张第{at}号已于{at % 28 + 1}日送到前台登记" for at in range(count)]


def prepared(folder: Path, count: int) -> Workspace:
    """A desk that holds so many items."""
    (folder / "caifeng.yml").write_text(DESK, encoding="utf-8")
    (folder / "exports").mkdir()
    rows = [{"title": text, "text": text, "date": AT.isoformat()} for text in texts(count)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "exports" / "all.jsonl").write_text(lines, encoding="utf-8")
    workspace = Workspace(folder / "caifeng.yml")
    pipeline.collect(workspace, pipeline.open_desk(workspace), datetime.now(UTC), quiet)
    return workspace


def say(workspace: Workspace, tones: Sequence[ToneLabel]) -> None:
    """Label the items whose titles end in the numbers 0, 1, 2 …"""
    desk = pipeline.open_desk(workspace)
    ids = {item.title: item.id for item in workspace.lake.items(datetime(2020, 1, 1, tzinfo=UTC))}
    for number, (text, tone) in enumerate(zip(texts(len(tones)), tones, strict=True)):
        at = AT + timedelta(minutes=number)
        workspace.labels(desk).append(Label(item_id=ids[text], at=at, by="值班员", tone=tone))


def run(workspace: Workspace, *options: str) -> Result:
    return CliRunner().invoke(app, [*options, "--desk", str(workspace.desk_file)])


def by_colour(count: int) -> list[ToneLabel]:
    return [ToneLabel.NEGATIVE if number % 2 else ToneLabel.NEUTRAL for number in range(count)]


def as_shipped(count: int) -> list[ToneLabel]:
    """Labels as often as the shipped tables expect each, without any other rule."""
    owed, found = [0.0, 0.0, 0.0], []
    for text in texts(count):
        for number, share in enumerate(probabilities(signs_of(NOTHING, passage(text), Domain.SOCIAL), SOCIAL)):
            owed[number] += share
        chosen = owed.index(max(owed))
        owed[chosen] -= 1
        found.append((ToneLabel.NEGATIVE, ToneLabel.NEUTRAL, ToneLabel.POSITIVE)[chosen])
    return found


def passage(text: str) -> Passage:
    folded = fold(text)
    return Passage(text, folded, SEGMENTER.words(folded.text))


NOTHING = passage("")
SOCIAL = shipped_table("social")


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A desk of sixty labels that follow a rule, trained."""
    workspace = prepared(tmp_path_factory.mktemp("taught"), 60)
    say(workspace, by_colour(60))
    done = run(workspace)
    assert done.exit_code == 0, done.output
    assert "新模型更好，已启用" in done.output
    return workspace


def test_labels_that_follow_a_rule_are_learned(taught: Workspace) -> None:
    piece = passage("新到的靛青色样张请到前台领取")
    adapter = load_adapter(taught.root / FILE)
    assert adapter is not None
    assert adapter.version == TONE_VERSION
    signs = signs_of(NOTHING, piece, Domain.SOCIAL)
    assert probabilities(signs, SOCIAL, adapter.delta("social"))[0] > probabilities(signs, SOCIAL)[0] + 0.1
    read, plain = (read_tone(NOTHING, piece, Channel.OTHER, (), model) for model in (adapter, None))
    assert read.probability != plain.probability
    assert read_tone(NOTHING, piece, Channel.NEWS, (), adapter) == read_tone(NOTHING, piece, Channel.NEWS)


def test_the_file_says_what_it_was_trained_on(taught: Workspace) -> None:
    said = json.loads((taught.root / FILE).read_text(encoding="utf-8"))
    on = said["trained_on"]
    assert said["version"] == TONE_VERSION
    assert (on["n"], on["classes"]) == (60, {"负面": 30, "中性": 30, "正面": 0})
    assert (on["first"], on["last"], len(on["sha256"])) == ("2026-11-20", "2026-11-20", 64)
    assert said["trained"]["log_loss"] < said["shipped"]["log_loss"]
    assert said["trained"]["low"] <= said["trained"]["accuracy"] <= said["trained"]["high"]


def test_training_twice_on_the_same_labels_changes_nothing(taught: Workspace) -> None:
    before = (taught.root / FILE).read_bytes()
    done = run(taught)
    assert "标注没有变化" in done.output
    assert (taught.root / FILE).read_bytes() == before


def test_labels_without_a_rule_leave_the_shipped_model(tmp_path: Path) -> None:
    workspace = prepared(tmp_path, 60)
    say(workspace, as_shipped(60))
    done = run(workspace)
    assert "没有更好，保留原来的" in done.output
    assert "对数损失" in done.output
    assert not (workspace.root / FILE).exists()


def test_fewer_than_thirty_labels_are_refused(tmp_path: Path) -> None:
    workspace = prepared(tmp_path, 29)
    say(workspace, by_colour(29))
    done = run(workspace)
    assert isinstance(done.exception, UsageError)
    assert "倾向标注只有 29 条" in str(done.exception)


def test_json_gives_both_figures(tmp_path: Path) -> None:
    workspace = prepared(tmp_path, 40)
    say(workspace, as_shipped(40))
    said = json.loads(run(workspace, "--json").output)
    assert said["replaced"] is False
    assert {"accuracy", "low", "high", "log_loss", "n"} == set(said["shipped"]) == set(said["trained"])


def test_a_desk_without_a_model_has_no_adapter(tmp_path: Path) -> None:
    assert load_adapter(tmp_path / "tone.json") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": "tone-2"}', b"\xff\xfe"])
def test_a_broken_file_is_refused_with_the_way_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tone.json"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="caifeng train"):
        load_adapter(path)


def test_a_file_for_another_version_is_refused(taught: Workspace, tmp_path: Path) -> None:
    said = json.loads((taught.root / FILE).read_text(encoding="utf-8"))
    path = tmp_path / "tone.json"
    path.write_text(json.dumps(said | {"version": "tone-1"}), encoding="utf-8")
    with pytest.raises(ConfigError, match="tone-1"):
        load_adapter(path)


@settings(max_examples=40)
@given(st.binary(max_size=60))
def test_no_bytes_crash_the_loading(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "tone.json"
    path.write_bytes(content)
    with pytest.raises(ConfigError):
        load_adapter(path)
