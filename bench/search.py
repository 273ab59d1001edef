"""Search over three years of records made from real texts: hits, bytes, time, and what making the bundles costs.

``python bench/search.py`` needs CAIFENG_SHARED (texts) and a Chromium; texts stay in a temporary folder. Judged
queries: the records that hold the words are relevant; recall@5 is the share of at most five of them that come first.
"""

import gzip
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory

import rjieba
from opencc import OpenCC

from caifeng.resources import resource
from publish.search.record import SearchRecord
from publish.search.sections import SearchSource, bundle_of, search_sections
from publish.search.words import simplified
from tests.browsing import chromium
from tests.counting import counted_folder
from tests.shared_data import shared

_NEWEST = date(2026, 11, 20)
_RECORDS, _LETTERS = 3000, 400
_PAGE = '<!doctype html><meta charset="utf-8"><title>x</title>'
_ASK = """async ([query, order]) => {
  window.worker ??= new Worker("javascripts/search-worker.js", { type: "module" });
  const begun = performance.now();
  const answer = await new Promise((resolve) => {
    window.worker.onmessage = ({ data }) => resolve(data);
    window.worker.postMessage({ id: 1, query, filters: {}, order, from: 0, count: 20 });
  });
  return { ms: performance.now() - begun, error: answer.error ?? "", total: answer.total ?? 0,
    found: (answer.hits ?? []).map((hit) => hit.address) };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A query and the records (addresses) that are right."""

    kind: str
    query: str
    right: tuple[str, ...]


def main() -> None:
    """Print one JSON object."""
    records = _records()
    with TemporaryDirectory(prefix="caifeng-bench-search-") as scratch:
        folder = Path(scratch)
        cost = _build(records, folder)
        (folder / "index.html").write_text(_PAGE, encoding="utf-8")
        _copy_scripts(folder)
        asked = _ask(folder, _judged(records))
        sys.stdout.write(json.dumps(cost | asked, ensure_ascii=False, indent=1) + "\n")


def _records() -> list[SearchRecord]:
    """Records of ``_LETTERS`` characters over three years, each with a number of its own."""
    known = list(_known(shared("streams/stream_rss_news_cn")))
    titles = [simplified(title) for title, _ in known if title]
    text = "".join(simplified(text) for _, text in known)
    found = []
    for number in range(_RECORDS):
        day = _NEWEST - timedelta(days=number * 1095 // _RECORDS)
        story = f"S-{day:%Y%m%d}-{number % 90 + 10}"
        body = text[number * _LETTERS : (number + 1) * _LETTERS]
        found.append(
            SearchRecord(
                address=f"{day:%Y-%m}/{day}/#{story}",
                kind="日报",
                date=day,
                title=titles[number % len(titles)],
                text=f"{story} {body}",
                level="红橙黄蓝"[number % 4],
                topics=("产品质量", "企业形象")[number % 2 : number % 2 + 1],
            )
        )
    return found


def _known(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and text of every item."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                item = json.loads(line)
                yield item.get("title") or "", item.get("text") or ""


def _build(records: Sequence[SearchRecord], folder: Path) -> dict[str, object]:
    """Make all bundles, then a day more, and say what each cost."""
    sources = [_source(record) for record in records]
    begun = time.perf_counter()
    _write(folder, sources, {})
    whole = time.perf_counter() - begun
    added = _later(records[0], _NEWEST + timedelta(days=1))
    before = getrusage(RUSAGE_CHILDREN).ru_maxrss
    begun = time.perf_counter()
    _write(folder, [*sources, _source(added)], _held(folder))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "records": len(records),
        "from nothing, s": round(whole, 1),
        "largest process, MB": before // 1024,
        "a day added, s": round(time.perf_counter() - begun, 2),
        "on disk, MB": round(size / 1e6, 1),
        "files": sum(path.is_file() for path in folder.rglob("*")),
    }


def _later(record: SearchRecord, day: date) -> SearchRecord:
    """The record as if of another day."""
    return SearchRecord(address=f"{day:%Y-%m}/{day}/", kind=record.kind, date=day, title="新的一天", text=record.text)


def _source(record: SearchRecord) -> SearchSource:
    return SearchSource(address=record.address, date=record.date, made_from="1", make=partial(_one, record))


def _one(record: SearchRecord) -> tuple[SearchRecord, ...]:
    return (record,)


def _write(folder: Path, sources: Sequence[SearchSource], held: Mapping[str, bytes]) -> None:
    """Make the bundles that a publish would make: without ``held`` all, else that of the newest day."""
    newest = max(source.date for source in sources)
    touched = {f"pagefind/{bundle_of(newest, newest)}/", "pagefind/list/"}
    for section in search_sections(sources, lambda place: {k: v for k, v in held.items() if k.startswith(place)}):
        if held and section.path not in touched:
            continue
        for file in section.make().files:
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)


def _held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _copy_scripts(folder: Path) -> None:
    (folder / "javascripts").mkdir()
    for name in ("search-worker.js", "search.js"):
        content = (resource("site/theme") / "javascripts" / name).read_bytes()
        (folder / "javascripts" / name).write_bytes(content)


def _judged(records: Sequence[SearchRecord]) -> list[Judged]:
    """Thirty queries of five kinds, drawn with a fixed seed from records' own words; right is what holds them."""
    draw, back = random.Random(7), OpenCC("s2t")  # noqa: S311
    texts = {record.address: f"{record.title}。{record.text}" for record in records}
    found: list[Judged] = []
    for kind, count in (("rare", 8), ("number", 4), ("two words", 8), ("traditional", 5), ("phrase", 5)):
        while sum(one.kind == kind for one in found) < count:
            record = draw.choice(records)
            query = _query(kind, record, draw)
            words = simplified(query).split()
            right = tuple(address for address, text in texts.items() if words and all(word in text for word in words))
            if right and (kind != "rare" or len(right) <= 3):
                found.append(
                    Judged(kind=kind, query=back.convert(query) if kind == "traditional" else query, right=right)
                )
    return found


def _query(kind: str, record: SearchRecord, draw: random.Random) -> str:
    if kind == "number":
        return record.text.split(" ", 1)[0]
    cut = [word for word in rjieba.cut(record.text[20:]) if all("\u4e00" <= letter <= "\u9fff" for letter in word)]
    words = [word for word in cut if len(word) > 1] or ["监测", "对象"]
    if kind == "rare":
        return draw.choice([word for word in cut if len(word) > 2] or words)
    if kind == "two words":
        return f"{draw.choice(words)} {draw.choice(words)}"
    at = draw.randrange(len(words))
    joined = "".join(words[at : at + 2])
    return joined if joined in record.text else words[at]


def _ask(folder: Path, judged: Sequence[Judged]) -> dict[str, object]:
    recalls: dict[str, list[float]] = {}
    times, sizes, first = [], [], 0
    with counted_folder(folder) as (site, count), chromium() as browser:
        page = browser.new_page()
        page.goto(f"{site}/")
        opened = page.evaluate(_ASK, ["", "best"])
        first = count()
        for one in judged:
            before = count()
            answer = page.evaluate(_ASK, [one.query, "best"])
            times.append(answer["ms"])
            sizes.append(count() - before)
            hits = len(set(answer["found"][:5]) & set(one.right))
            recalls.setdefault(one.kind, []).append(hits / min(5, len(one.right)))
    everything = [value for values in recalls.values() for value in values]
    return {
        "opened, ms": round(opened["ms"]),
        "opened, bytes": first,
        "queries": len(judged),
        "recall@5": round(sum(everything) / len(everything), 3),
        "recall@5 by kind": {kind: round(sum(values) / len(values), 3) for kind, values in recalls.items()},
        "bytes a query, mean": round(sum(sizes) / len(sizes)),
        "bytes a query, most": max(sizes),
        "ms, median": round(sorted(times)[len(times) // 2]),
        "ms, p95": round(sorted(times)[int(len(times) * 0.95)]),
    }


if __name__ == "__main__":
    main()
