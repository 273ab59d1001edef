"""Extraction: the text, title, date and author that the collector takes out of saved pages, against what is known.

The pages are read as in every harvest: in child processes that are killed when they do not come back.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from analyze.text.fold import fold
from caifeng import __version__
from caifeng.evaluation.files import Rows
from caifeng.evaluation.pages import Page, open_pages
from caifeng.evaluation.results import Count, Evaluation, figures
from caifeng.evaluation.scores import Score, counted, mean
from collect.dates import parse_time
from collect.entry import Entry, Job, SourceError, Task
from collect.workers import Workers

ENOUGH = 100  # characters
GRAM = 4
_ZONE = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 11, 20, tzinfo=UTC)  # only for dates such as 昨天, of which no known date is one
_NO_ENTRY = Entry()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How an extracted text stands to the right one, each 0–1."""

    precision: float
    recall: float
    f1: float


def evaluate_extract(index: Rows, advance: Callable[[int], None] = lambda _: None) -> Evaluation:
    """Read every page of an index. Raises UsageError where the pages are not there."""
    pages = open_pages(index)
    start = time.perf_counter()
    entries = asyncio.run(_read(pages, advance))
    spent = time.perf_counter() - start
    failed = sum(entry is _NO_ENTRY for entry in entries)
    return Evaluation(
        task="extract",
        dataset=index.dataset,
        part="all",
        version=f"caifeng {__version__}",
        n=len(pages),
        figures=figures(_scores(pages, entries)),
        counts=(Count(name="failed", value=failed), Count(name="seconds", value=round(spent, 2))),
        left_out=len(index.rows) - len(pages),
        broken=len(index.broken),
    )


def overlap(found: str, right: str) -> Overlap:
    """Precision, recall and F1 over the multisets of 4-character runs of letters.

    As in the article-extraction-benchmark of Scrapinghub (2019), whose unit is four words; one letter is one word here.
    """
    ours, theirs = _runs(found), _runs(right)
    both, of, as_ = (ours & theirs).total(), ours.total(), theirs.total()
    if not both:
        return Overlap(0.0, 0.0, 0.0)
    return Overlap(both / of, both / as_, 2 * both / (of + as_))


async def _read(pages: Sequence[Page], advance: Callable[[int], None]) -> list[Entry]:
    entries: list[Entry] = []
    async with Workers(1) as workers:
        for page in pages:
            try:
                parsed = await workers.run(Job(task=Task.ARTICLE, address=page.address), page.body)
                entries.append(parsed.entries[0])
            except SourceError:
                entries.append(_NO_ENTRY)
            advance(len(entries))
    return entries


def _scores(pages: Sequence[Page], entries: Sequence[Entry]) -> list[tuple[str, Score | None]]:
    both = list(zip(pages, entries, strict=True))
    texts = [overlap(entry.text, page.text) for page, entry in both if page.text]
    titles = [_same_title(entry.title, page.title) for page, entry in both if page.title]
    dates = [_day(entry.published) == _day(page.date) for page, entry in both if _day(page.date)]
    authors = [_letters(page.author) in _letters(entry.author) for page, entry in both if _letters(page.author)]
    passages = [_letters(one) in _letters(entry.text) for page, entry in both for one in page.must]
    passages += [_letters(one) not in _letters(entry.text) for page, entry in both for one in page.must_not]
    return [
        ("text_f1", mean([one.f1 for one in texts])),
        ("text_precision", mean([one.precision for one in texts])),
        ("text_recall", mean([one.recall for one in texts])),
        ("passages", counted(sum(passages), len(passages))),
        ("enough_text", counted(sum(len(entry.text) >= ENOUGH for entry in entries), len(entries))),
        ("title", counted(sum(titles), len(titles))),
        ("date", counted(sum(dates), len(dates))),
        ("author", counted(sum(authors), len(authors))),
    ]


def _runs(text: str) -> Counter[str]:
    letters = _letters(text)
    return Counter(letters[at : at + GRAM] for at in range(max(1, len(letters) - GRAM + 1))) if letters else Counter()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text).text))


def _same_title(found: str, right: str) -> bool:
    """Equal letters, or one of them goes on (with the site's name)."""
    one, other = sorted((_letters(found), _letters(right)), key=len)
    return bool(one) and other.startswith(one) and 2 * len(one) > len(other)


def _day(written: str) -> str:
    at = parse_time(written, _NOW, _ZONE) if written else None
    return f"{at.astimezone(_ZONE):%Y-%m-%d}" if at else ""
