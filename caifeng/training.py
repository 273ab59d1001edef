"""Train the tone on the desk's own labels: read them, fit on top of the shipped tables, keep what is better."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

from analyze.people.corrected import in_force
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.adapt import CLASSES, LEAST, Fit, Lesson, Trial, lesson, try_out
from analyze.tone.grams import gram
from analyze.tone.judge import TONE_VERSION
from analyze.tone.signs import Domain
from analyze.tone.tables import Table, Weights
from analyze.topics.terms import TermIndex, shadow_of
from caifeng.errors import ConfigError, UsageError
from caifeng.lake.files import write_whole
from caifeng.models import Desk, Item, Label
from caifeng.models.interval import wilson
from caifeng.tonemodel import FILE, Delta, Measured, ToneModel, TrainedOn, adapter_of, load_model
from caifeng.workspace import Workspace

_FRESH = 10  # labels that the present model has not seen, below which it is not compared
_BEFORE = timedelta(days=120)  # an item may be as much older than its label


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
        adapter_of(present) if present else None,
        fresh if len(fresh) >= _FRESH else (),
    )
    model = _model(trial, known)
    is_same = present is not None and present.trained_on.sha256 == model.trained_on.sha256
    is_replaced = trial.is_better and not is_same and bool(trial.adapter.deltas)
    if is_replaced:
        write_whole(path, model.model_dump_json(indent=1).encode() + b"\n")
    message = "标注没有变化，保留现有模型。" if is_same else _message(trial, is_replaced)
    return Training(is_replaced, message, model, len(labels) - len(known))


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


def _written(table: Table) -> Delta:
    masses = {name: (weight.real, weight.imag) for name, weight in table.masses.items()}
    return Delta(masses=masses, titles=_pairs(table.titles), grams=_pairs(table.grams))


def _pairs(weights: Weights) -> dict[str, tuple[float, float]]:
    pairs = weights.pairs.astype(float).round(3).tolist()
    return {gram(number): (bad, good) for number, (bad, good) in zip(weights.codes.tolist(), pairs, strict=True)}


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
