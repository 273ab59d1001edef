"""Train the tone on the desk's own labels: read them, fit on top of the shipped tables, keep what is better.

The model is model/tone.json beside caifeng.yml: small weights by domain, what they were trained on, and how both models
did in cross-validation. A file made for another version of the shipped tables is refused, since its weights correct
mistakes that those may no longer make.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analyze.accuracy import wilson
from analyze.people.corrected import in_force
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.adapt import CLASSES, LEAST, Fit, Lesson, Trial, lesson, try_out
from analyze.tone.grams import LONGEST, code, gram
from analyze.tone.judge import TONE_VERSION
from analyze.tone.signs import Domain
from analyze.tone.tables import Adapter, Table, Weights
from analyze.topics.terms import TermIndex, shadow_of
from caifeng.errors import ConfigError, Problem, UsageError
from caifeng.lake.files import write_whole
from caifeng.models import Desk, Item, Label
from caifeng.workspace import Workspace

FILE = "model/tone.json"
_FRESH = 10  # labels that the present model has not seen, below which it is not compared
_BEFORE = timedelta(days=120)  # an item may be as much older than its label

_Weight = Annotated[float, Field(ge=-50, le=50, allow_inf_nan=False)]
_Pair = tuple[_Weight, _Weight]
_Gram = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Measured(BaseModel):
    """How well labels were predicted; ``low`` and ``high`` are the 95 % Wilson interval of ``accuracy``, 0–1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int
    accuracy: float
    low: float
    high: float
    log_loss: float


class TrainedOn(BaseModel):
    """The labels a model was trained on; ``sha256`` is over the sorted item ids with their labels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int
    classes: dict[str, int]
    first: date
    last: date
    sha256: str
    items: tuple[str, ...]


class _Delta(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    masses: dict[str, _Pair]
    titles: dict[_Gram, _Pair]
    grams: dict[_Gram, _Pair]


class ToneModel(BaseModel):
    """The file as it is written: towards negative and positive, log-odds added to those of the shipped tables."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    version: str
    trained_on: TrainedOn
    shipped: Measured
    trained: Measured
    deltas: dict[Domain, _Delta]


@dataclass(frozen=True, slots=True)
class Training:
    """What came of a training: whether the model was replaced, why in one Chinese sentence, and the figures."""

    is_replaced: bool
    message: str
    model: ToneModel
    missing: int  # labels whose items are no longer kept


def train(workspace: Workspace, desk: Desk) -> Training:
    """Fit the desk's tone labels; writes model/tone.json if that is better. Raises UsageError below 30 labels."""
    path = workspace.root / FILE
    labels = tone_labels(workspace.labels(desk).load()[0])
    items = _items(workspace, labels)
    known = [label for label in labels if label.item_id in items]
    if len(known) < LEAST:
        lost = f"（另有 {len(labels) - len(known)} 条的原文已不在库中）" if len(known) < len(labels) else ""
        raise UsageError(f"倾向标注只有 {len(known)} 条{lost}，至少要 {LEAST} 条；请用 caifeng label 继续标注")
    present = _present(path)
    seen = set(present.trained_on.items) if present else set()
    fresh = [number for number, label in enumerate(known) if label.item_id not in seen]
    trial = try_out(
        _lessons(desk, known, items),
        _adapter(present) if present else None,
        fresh if len(fresh) >= _FRESH else (),
    )
    model = _model(trial, known)
    is_same = present is not None and present.trained_on.sha256 == model.trained_on.sha256
    is_replaced = trial.is_better and not is_same and bool(trial.adapter.deltas)
    if is_replaced:
        write_whole(path, model.model_dump_json(indent=1).encode() + b"\n")
    message = "标注没有变化，保留现有模型。" if is_same else _message(trial, is_replaced)
    return Training(is_replaced, message, model, len(labels) - len(known))


def load_adapter(path: Path) -> Adapter | None:
    """The desk's own model; None where there is no file. Raises ConfigError where it is broken or out of date."""
    model = load_model(path)
    if model is None:
        return None
    if model.version != TONE_VERSION:
        message = f"是为倾向模型 {model.version} 训练的，现在是 {TONE_VERSION}"
        raise _error(path, message, "请运行 caifeng train 重新训练，或删去这个文件")
    return _adapter(model)


def load_model(path: Path) -> ToneModel | None:
    """The file as it is; None where there is none. Raises ConfigError where it cannot be read."""
    try:
        return ToneModel.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, OSError) as error:
        raise _error(path, "读不出来，文件可能损坏", "请运行 caifeng train 重新训练，或删去这个文件") from error


def tone_labels(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels in force that say negative, neutral or positive, by item id."""
    found = (label for label in in_force(labels) if label.tone in CLASSES)
    return tuple(sorted(found, key=lambda label: label.item_id))


def _present(path: Path) -> ToneModel | None:
    """The present model, if it can still be used: a broken one or one of another version is no rival."""
    try:
        model = load_model(path)
    except ConfigError:
        return None
    return model if model and model.version == TONE_VERSION else None


def _items(workspace: Workspace, labels: Sequence[Label]) -> dict[str, Item]:
    if not labels:
        return {}
    wanted = {label.item_id for label in labels}
    since = min(label.at for label in labels) - _BEFORE
    return {item.id: item for item in workspace.lake.items(since) if item.id in wanted}


def _lessons(desk: Desk, labels: Sequence[Label], items: dict[str, Item]) -> list[Lesson]:
    segmenter = Segmenter(spelling for name, aliases in desk.names for spelling in (name, *aliases))
    names = [name for name, _ in desk.names]
    index = TermIndex(names, desk.names, segmenter)
    lessons = []
    for label in labels:
        item = items[label.item_id]
        shadow = shadow_of(item)
        title = Passage(item.title, shadow.title, segmenter.words(shadow.title.text))
        text = Passage(item.text, shadow.text, segmenter.words(shadow.text.text))
        finds = index.find(shadow, title.words, text.words)
        subject = sorted({spot for name in names for spot in finds.of(name)})
        if label.tone is not None:
            lessons.append(lesson(title, text, item.channel, subject, label.tone))
    return lessons


def _model(trial: Trial, labels: Sequence[Label]) -> ToneModel:
    rows = sorted(f"{label.item_id} {label.tone}" for label in labels)
    days = [label.at.astimezone(UTC).date() for label in labels]
    return ToneModel(
        version=TONE_VERSION,
        trained_on=TrainedOn(
            n=len(labels),
            classes={of.value: sum(label.tone is of for label in labels) for of in CLASSES},
            first=min(days),
            last=max(days),
            sha256=hashlib.sha256("\n".join(rows).encode()).hexdigest(),
            items=tuple(sorted(label.item_id for label in labels)),
        ),
        shipped=_measured(trial.shipped),
        trained=_measured(trial.fitted),
        deltas={Domain(domain): _written(table) for domain, table in trial.adapter.deltas.items()},
    )


def _measured(of: Fit) -> Measured:
    low, high = wilson(of.right, of.n)
    return Measured(
        n=of.n, accuracy=round(of.right / of.n, 4), low=round(low, 4), high=round(high, 4), log_loss=of.log_loss
    )


def _written(table: Table) -> _Delta:
    masses = {name: (weight.real, weight.imag) for name, weight in table.masses.items()}
    return _Delta(masses=masses, titles=_pairs(table.titles), grams=_pairs(table.grams))


def _pairs(weights: Weights) -> dict[str, tuple[float, float]]:
    pairs = weights.pairs.astype(float).round(3).tolist()
    return {gram(number): (bad, good) for number, (bad, good) in zip(weights.codes.tolist(), pairs, strict=True)}


def _adapter(model: ToneModel) -> Adapter:
    tables = {
        domain.value: Table(
            {name: complex(*pair) for name, pair in delta.masses.items()}, _weights(delta.titles), _weights(delta.grams)
        )
        for domain, delta in model.deltas.items()
    }
    return Adapter(model.version, tables, model.trained_on.sha256[:12])


def _weights(pairs: dict[str, tuple[float, float]]) -> Weights:
    known = sorted((code(gram), pair) for gram, pair in pairs.items())
    codes = np.array([number for number, _ in known], np.uint64)
    return Weights(codes, np.array([pair for _, pair in known], np.float32).reshape(-1, 2))


def _message(trial: Trial, is_replaced: bool) -> str:
    before, after = trial.shipped, trial.fitted
    figures = (
        f"交叉验证的准确率 {before.right / before.n:.1%} → {after.right / after.n:.1%}，"
        f"对数损失 {before.log_loss:.3f} → {after.log_loss:.3f}（{before.n} 条）"
    )
    if is_replaced:
        return f"新模型更好，已启用：{figures}。"
    if trial.rival is not None and trial.fresh is not None and trial.rival.log_loss < trial.fresh.log_loss:
        figures = (
            f"在它没学过的 {trial.rival.n} 条上，对数损失现有 {trial.rival.log_loss:.3f}、新 {trial.fresh.log_loss:.3f}"
        )
    return f"新模型没有更好，保留原来的：{figures}。"


def _error(path: Path, message: str, mend: str) -> ConfigError:
    return ConfigError((Problem(path.name, 0, "", message, mend),))
