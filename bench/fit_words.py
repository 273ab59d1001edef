"""Fit analyze/data/idf.txt.gz: how rare each word is, and what it is worth as a keyword in news, posts and reviews.

    python bench/fit_words.py

Reads CAIFENG_SHARED (../shared by default) and jieba's tables. Only figures are kept, no texts. The rarity that tells
stories apart stays jieba's own: with the fitted figures in its place B-cubed F1 fell by 0.2 to 1.4 points.
"""

import gzip
import json
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.text.words import words

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
TARGET = Path(__file__).parents[1] / "analyze" / "data" / "idf.txt.gz"
GENRES = {  # name: (share in the mixture, sets); sets that may only be measured on are left out
    "news": (0.5, ("streams/stream_rss_news_cn", "sentiment/senti_news_bdci2019", "sentiment/senti_finance_news",
                   "events/event_finance_silver", "events/eventtype_cec_emergency")),
    "social": (0.35, ("streams/stream_covid_weibo", "sentiment/senti_weibo2018", "sentiment/emotion_smp2020_usual",
                      "sentiment/emotion_smp2020_virus", "sentiment/emotion_covid_weibo7", "rumors/rumor_ced_weibo",
                      "rumors/rumor_ltcr", "sentiment/senti_ptt_trad")),
    "reviews": (0.15, ("sentiment/senti_hotel_htl_all", "sentiment/senti_waimai_10k", "sentiment/senti_shopping_10cats",
                       "sentiment/senti_chnsenticorp")),
}  # fmt: skip
HEAD = """\
# {count:,} words, made by bench/fit_words.py. Lines: words; the idf that jieba ships (MIT) in 1/20; keyword weight in \
1/20, from {pieces:,} pieces (news {news:,}, posts {social:,}, reviews {reviews:,}; each text once) blended with \
that idf. Figures are characters from U+0100 on.
"""
MOST_WORDS = 120_000
READ = 2_000  # characters of a piece
BLEND = 3.0  # documents at which our own figure weighs as much as jieba's
UNKNOWN = 9.0  # idf of a word that jieba's table lacks: neither rare nor frequent
STEPS = 20  # figures are kept in twentieths
# Worth as a keyword by jieba's part of speech; nouns and names first. What is not listed is worth nothing.
WORTH = {"n": 1.0, "nz": 1.05, "nt": 1.05, "ns": 0.9, "nr": 1.0, "nrt": 1.0, "nrfg": 1.0, "ng": 0.6, "vn": 0.95,
         "j": 1.0, "l": 0.8, "i": 0.7, "v": 0.75, "a": 0.55, "an": 0.8, "ad": 0.3, "b": 0.6, "z": 0.3, "eng": 1.0,
         "x": 0.9, "vd": 0.3, "s": 0.5, "f": 0.1, "t": 0.1}  # fmt: skip
TELLING = re.compile("[a-z\u4e00-\u9fff].*[a-z\u4e00-\u9fff]")  # no bare numbers, no single characters


def main() -> None:
    frequency: dict[str, Counter[str]] = {}
    pieces: dict[str, int] = {}
    for genre, (_, sets) in GENRES.items():
        frequency[genre], pieces[genre] = _document_frequencies(sets)
    total = sum(frequency.values(), Counter[str]())
    theirs = dict(_jieba("analyse/idf.txt"))
    ours = {word: _idf(word, frequency, pieces) for word in total}
    shift, slope = _line([(theirs[word], ours[word]) for word, n in total.items() if n >= 20 and word in theirs])
    idf = dict[str, float]()
    for word in {*theirs, *(word for word, n in total.items() if n >= 15)}:
        trust = total[word] / (total[word] + BLEND)
        other = shift + slope * theirs[word] if word in theirs else ours[word]
        idf[word] = trust * ours.get(word, 0.0) + (1 - trust) * other
    common = dict(_jieba("dict.txt"))
    kept = sorted(sorted(idf, key=lambda word: (-total[word], -common.get(word, 0.0), word))[:MOST_WORDS])
    _write(kept, theirs, idf, {"pieces": sum(pieces.values()), **pieces})


def _document_frequencies(sets: tuple[str, ...]) -> tuple[Counter[str], int]:
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    for name in sets:
        with gzip.open(SHARED / name / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                text = f"{row.get('title') or ''}\n{row['text'] or ''}"[:READ]
                if text not in seen:
                    seen.add(text)
                    counts.update({word for word in words(text) if len(word) <= 12})
    return counts, len(seen)


def _idf(word: str, frequency: dict[str, Counter[str]], pieces: dict[str, int]) -> float:
    """−ln of the share of pieces that have the word, in the mixture of genres."""
    share = sum(weight * frequency[genre][word] / pieces[genre] for genre, (weight, _) in GENRES.items())
    return -math.log(share)


def _line(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Least squares: shift and slope from jieba's figures to ours."""
    count = len(pairs)
    x, y = sum(p for p, _ in pairs) / count, sum(q for _, q in pairs) / count
    slope = sum((p - x) * (q - y) for p, q in pairs) / sum((p - x) ** 2 for p, _ in pairs)
    return y - slope * x, slope


def _write(kept: list[str], theirs: dict[str, float], idf: dict[str, float], pieces: dict[str, int]) -> None:
    tags = dict(_tags())
    worth = [WORTH.get(tags.get(word, "x"), 0.0) if TELLING.search(word) and len(word) > 1 else 0.0 for word in kept]
    lines = (
        HEAD.format(count=len(kept), **pieces).strip(),
        " ".join(kept),
        _characters([theirs.get(word, UNKNOWN) for word in kept]),
        _characters([idf[word] * share for word, share in zip(kept, worth, strict=True)]),
    )
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    sys.stdout.write(f"{TARGET}: {len(kept):,} words, {TARGET.stat().st_size:,} bytes\n{lines[0]}\n")


def _characters(figures: list[float]) -> str:
    return "".join(chr(0x100 + max(0, round(figure * STEPS))) for figure in figures)


def _jieba(name: str) -> Iterator[tuple[str, float]]:
    for line in (_jieba_folder() / name).read_text(encoding="utf-8").splitlines():
        word, figure, *_ = line.split(" ")
        yield word, float(figure)


def _tags() -> Iterator[tuple[str, str]]:
    for line in (_jieba_folder() / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.split(" ")
        yield word.lower(), tag


def _jieba_folder() -> Path:
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("jieba is not installed")
    return Path(spec.submodule_search_locations[0])


if __name__ == "__main__":
    main()
