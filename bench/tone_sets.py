"""The labelled sets of the shared data as pieces; nothing of their text leaves this folder."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analyze.text.fold import fold
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.signs import Domain
from bench.near_copies import group_copies

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared"))
NEGATIVE, NEUTRAL, POSITIVE = range(3)
FOLDS = 5

_LABELS = {
    "neg": NEGATIVE, "neu": NEUTRAL, "pos": POSITIVE, "angry": NEGATIVE, "sad": NEGATIVE, "fear": NEGATIVE,
    "happy": POSITIVE, "neutral": NEUTRAL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A set by folder name, the domain whose table reads it, and whether it knows neutral pieces."""

    name: str
    domain: Domain
    has_neutral: bool
    limit: int = 12_000
    is_fitted: bool = True  # False: measured only (sets marked †)


SETS = (
    LabelledSet("senti_news_bdci2019", Domain.NEWS, has_neutral=True),
    LabelledSet("senti_finance_news", Domain.NEWS, has_neutral=False),
    LabelledSet("emotion_smp2020_usual", Domain.SOCIAL, has_neutral=True),
    LabelledSet("emotion_smp2020_virus", Domain.SOCIAL, has_neutral=True),
    LabelledSet("emotion_covid_weibo7", Domain.SOCIAL, has_neutral=False),
    LabelledSet("senti_weibo2018", Domain.SOCIAL, has_neutral=False),
    LabelledSet("senti_weibo_100k_subset", Domain.SOCIAL, has_neutral=False),
    LabelledSet("senti_ptt_trad", Domain.FORUM, has_neutral=False),
    LabelledSet("emotion_osm2022", Domain.SOCIAL, has_neutral=False, is_fitted=False),
    LabelledSet("senti_shopping_10cats", Domain.REVIEW, has_neutral=False),
    LabelledSet("senti_waimai_10k", Domain.REVIEW, has_neutral=False),
    LabelledSet("senti_hotel_htl_all", Domain.REVIEW, has_neutral=False),
    LabelledSet("senti_chnsenticorp", Domain.REVIEW, has_neutral=False),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled piece.

    ``is_measured`` marks the fifth that is never fitted on: by hash of the text, of the company where the set names
    one. ``fold`` numbers the parts (0–4) of a cross-validation; copies and a company's pieces share one. None: a
    near-copy of a measured piece, neither fitted on nor measured.
    """

    title: Passage
    text: Passage
    label: int
    is_measured: bool
    fold: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    text: str
    label: int
    key: str  # what is hashed


def pieces(of: LabelledSet, limit: int | None = None) -> Iterator[Piece]:
    """The pieces of a set's development half, at most ``limit``; pieces of ambiguous label are left out."""
    segmenter = Segmenter()
    rows = list(_rows(of))[: limit or of.limit]
    passages = [(_passage(row.title, segmenter), _passage(row.text, segmenter)) for row in rows]
    groups = group_copies([(title.folded, text.folded) for title, text in passages])
    is_measured = [_byte(row.key) % 5 == 0 for row in rows]
    spoiled = {group for group, measured in zip(groups, is_measured, strict=True) if measured}
    for row, (title, text), group, measured in zip(rows, passages, groups, is_measured, strict=True):
        fold_ = None if group in spoiled else _byte("fold" + _first_key(row, rows, group)) % FOLDS
        yield Piece(title, text, row.label, measured, fold_)


def _first_key(row: _Row, rows: list[_Row], group: int) -> str:
    """What decides the fold: the company, or the text of the first of the copies."""
    return row.key if row.key.startswith("company:") else rows[group].key


def _rows(of: LabelledSet) -> Iterator[_Row]:
    for row in _lines(SHARED / "data" / "sentiment" / of.name / "dev.jsonl.gz"):
        label = _LABELS.get(row.get("polarity") or row["label"])
        if label is None:
            continue
        title, text = row.get("title") or "", row["text"]
        if of.name == "emotion_osm2022":
            text = text.replace(" ", "")
        if title == text:
            title = ""
        company = row.get("code")
        yield _Row(title, text, label, f"company:{company}" if company else "".join((title + text).split()).lower())


def _lines(path: Path) -> Iterable[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _byte(key: str) -> int:
    return hashlib.sha256(key.encode()).digest()[0]


def _passage(text: str, segmenter: Segmenter) -> Passage:
    shadow = fold(text)
    return Passage(text, shadow, segmenter.words(shadow.text))
