"""The labelled sets of the shared data as pieces; nothing of their text leaves this folder."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analyze.fold import fold
from analyze.tone import Domain, Passage
from analyze.words import Segmenter

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared"))
NEGATIVE, NEUTRAL, POSITIVE = range(3)

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
    is_fitted: bool = True  # False: measured only (sets marked † and those whose labels leak into the text)


SETS = (
    LabelledSet("senti_news_bdci2019", Domain.NEWS, has_neutral=True),
    LabelledSet("senti_finance_news", Domain.NEWS, has_neutral=False),
    LabelledSet("emotion_smp2020_usual", Domain.SOCIAL, has_neutral=True),
    LabelledSet("emotion_smp2020_virus", Domain.SOCIAL, has_neutral=True),
    LabelledSet("senti_weibo2018", Domain.SOCIAL, has_neutral=False),
    LabelledSet("senti_ptt_trad", Domain.SOCIAL, has_neutral=False),
    LabelledSet("emotion_osm2022", Domain.SOCIAL, has_neutral=False, is_fitted=False),
    LabelledSet("senti_shopping_10cats", Domain.REVIEW, has_neutral=False),
    LabelledSet("senti_waimai_10k", Domain.REVIEW, has_neutral=False),
    LabelledSet("senti_hotel_htl_all", Domain.REVIEW, has_neutral=False),
    LabelledSet("senti_chnsenticorp", Domain.REVIEW, has_neutral=False),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled piece; ``is_measured`` marks the fifth that is never fitted on (by hash of the text)."""

    title: Passage
    text: Passage
    label: int
    is_measured: bool


def pieces(of: LabelledSet, limit: int | None = None) -> Iterator[Piece]:
    """The pieces of a set's development half, at most ``limit``; pieces of ambiguous label are left out."""
    segmenter = Segmenter()
    path = SHARED / "data" / "sentiment" / of.name / "dev.jsonl.gz"
    count = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            label = _LABELS.get(row.get("polarity") or row["label"])
            if label is None:
                continue
            title, text = row.get("title") or "", row["text"]
            if of.name == "emotion_osm2022":
                text = text.replace(" ", "")
            if title == text:
                title = ""
            digest = hashlib.sha256("".join((title + text).split()).lower().encode()).digest()
            yield Piece(_passage(title, segmenter), _passage(text, segmenter), label, digest[0] % 5 == 0)
            count += 1
            if count == (limit or of.limit):
                return


def _passage(text: str, segmenter: Segmenter) -> Passage:
    shadow = fold(text)
    return Passage(text, shadow, segmenter.words(shadow.text))
