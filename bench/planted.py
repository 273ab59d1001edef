"""Plant copies and near misses among real texts: what a search for duplicates must join, and what it must not."""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from opencc import OpenCC

from analyze.copies.shingles import runs
from bench.near_misses import Miss, near_misses
from caifeng.models import Channel, Engagement, Item

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
SHORTEST, LONGEST = 300, 900  # characters of a text
COPIED = 0.3  # share of the items that are copies
CHANGED = 0.02  # share of the characters that are changed in one kind of copy
MIXED = 60  # characters of a sentence that may be mixed into made texts: too short to make two of them one
_START = datetime(2026, 1, 1, tzinfo=UTC)
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
_KEPT = frozenset("〇零一二三四五六七八九十百千万亿两不没未无非否")  # a copy that changes these says something else
_SOURCES = ("新华网", "人民日报", "澎湃新闻", "财新", "光明日报", "界面新闻", "中国新闻网", "央视新闻", "36氪", "虎嗅")
_POSTS = (
    "events/event_covid_hashtag_silver", "sentiment/emotion_smp2020_usual", "sentiment/emotion_smp2020_virus",
    "sentiment/senti_weibo2018", "sentiment/senti_hotel_htl_all", "sentiment/senti_shopping_10cats",
)  # fmt: skip
_EDITS = (
    "相同",
    "删句",
    "加来源",
    "改字",
    "改标题",
    "繁体",
    "摘编",
    "删句 加来源",
    "改字 改标题",
    "繁体 删句",
    "加来源 改字",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """Items with the truth: copy → original, what was done to each copy, and pairs that must not be joined."""

    items: tuple[Item, ...]
    original: dict[str, str]
    edits: dict[str, str]
    misses: tuple[Miss, ...]
    miss_ids: tuple[tuple[str, str], ...]


def plant(count: int, seed: int = 1, misses: int = 200) -> Planted:
    """So many items of 300 to 900 characters, 30 % of them edited copies, and the near-miss pairs beside them.

    Originals share under 10 % of their runs with one another, so that what is joined wrongly is wrong. Real news is
    used first, then real posts joined; when both are used up, sentences of different texts are mixed.
    """
    chance = random.Random(seed)  # noqa: S311
    pairs = near_misses(_news_rows(), misses, chance)
    texts = _originals(
        round(count * (1 - COPIED)), {text for pair in pairs for _, text in (pair.one, pair.other)}, chance
    )
    originals = [_item(f"o{n:06d}", *text, n, chance) for n, text in enumerate(texts)]
    copies, truth, edits = [], {}, {}
    for n in range(count - len(originals)):
        of, how = originals[chance.randrange(len(originals))], _EDITS[n % len(_EDITS)]
        copy = _edited(of, how, chance)
        copies.append(replace(copy, id=f"c{n:06d}", published_at=of.published_at + timedelta(minutes=1 + n % 600)))
        truth[copies[-1].id], edits[copies[-1].id] = of.id, how
    missed = [
        tuple(
            _item(f"m{n:04d}{side}", *text, n, chance) for side, text in zip("ab", (pair.one, pair.other), strict=True)
        )
        for n, pair in enumerate(pairs)
    ]
    items = [*originals, *copies, *(item for pair in missed for item in pair)]
    chance.shuffle(items)
    return Planted(tuple(items), truth, edits, tuple(pairs), tuple((a.id, b.id) for a, b in missed))


def _edited(item: Item, how: str, chance: random.Random) -> Item:
    source = chance.choice([source for source in _SOURCES if source != item.source])
    item = replace(item, source=source)
    for edit in how.split():
        item = _EDITORS[edit](item, chance)
    return item


def _shortened(item: Item, chance: random.Random) -> Item:
    sentences = _SENTENCE.findall(item.text)
    if len(sentences) < 3:
        return item
    gone = chance.randrange(len(sentences))
    if len(sentences[gone]) > 0.35 * len(item.text):
        return item
    return replace(item, text="".join(sentences[:gone] + sentences[gone + 1 :]))


def _credited(item: Item, chance: random.Random) -> Item:
    line = chance.choice(["来源：{}\n", "（转自{}）", "据{}报道，", "\n稿件来源：{}  责任编辑：李木"])
    line = line.format(_origin(item, chance))
    return replace(item, text=item.text + line if line.startswith("\n") else line + item.text)


def _origin(item: Item, chance: random.Random) -> str:
    return item.author or chance.choice(_SOURCES)  # the original's source is kept in ``author``


def _mistyped(item: Item, chance: random.Random) -> Item:
    letters = list(item.text)
    han = [n for n, letter in enumerate(letters) if "\u4e00" <= letter <= "\u9fff" and letter not in _KEPT]
    for place in chance.sample(han, round(CHANGED * len(han))):
        other = letters[chance.choice(han)]
        letters[place] = chance.choice([other, "", letters[place] + other])
    return replace(item, text="".join(letters))


def _retitled(item: Item, chance: random.Random) -> Item:
    first = re.split(r"[，。,：:！？\n]", item.text.strip())[0][:30]
    title = chance.choice(
        [f"{item.source}｜{item.title}", f"快讯：{item.title}", first, item.title[: len(item.title) // 2 + 4], ""]
    )
    return replace(item, title=title)


def _traditional(item: Item, _chance: random.Random) -> Item:
    return replace(item, title=_converter().convert(item.title), text=_converter().convert(item.text))


def _excerpt(item: Item, chance: random.Random) -> Item:
    sentences, kept = _SENTENCE.findall(item.text), ""
    target = chance.uniform(0.45, 0.8) * len(item.text)
    for sentence in sentences:
        if len(kept) >= target:
            break
        kept += sentence
    return replace(item, text=kept)


_EDITORS = {
    "相同": lambda item, _chance: item, "删句": _shortened, "加来源": _credited, "改字": _mistyped,
    "改标题": _retitled, "繁体": _traditional, "摘编": _excerpt,
}  # fmt: skip


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _originals(count: int, used: AbstractSet[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Title and text, no two sharing a tenth of their runs (nor with a used one), as long as the real texts last."""
    seen, sentences, made = {run for text in used for run in _sketch(text)}, list[str](), 0
    for title, text in _texts(chance):
        kept = _sketch(text)
        if sum(map(seen.__contains__, kept)) >= 0.1 * max(len(kept), 1):
            continue
        seen.update(kept)
        sentences.extend(part for part in _SENTENCE.findall(text) if 8 < len(part) <= MIXED)
        yield title, text
        made += 1
        if made == count:
            return
    while made < count:
        text = ""
        while len(text) < SHORTEST + chance.randrange(LONGEST - SHORTEST):
            text += chance.choice(sentences)
        yield text[:20], text[:LONGEST]
        made += 1


def _sketch(text: str) -> list[int]:
    hashes = runs(text, 8)
    return [int(run) for run in hashes[hashes % 16 == 0]]


def _texts(chance: random.Random) -> Iterator[tuple[str, str]]:
    for row in _news_rows():
        yield from _cuts(row.get("title") or "", row["text"], chance)
    posts = " \n".join(row["text"].strip() + "。" for path in _POSTS for row in _rows(f"{path}/dev.jsonl.gz"))
    yield from _cuts("", posts, chance)


def _cuts(title: str, text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The text in stretches of whole sentences, 300 to 900 characters each."""
    held, target = "", chance.randint(SHORTEST, LONGEST)
    for sentence in _SENTENCE.findall(text):
        held += sentence
        if len(held) >= target:
            yield title or held[:20], held[:LONGEST]
            held, target, title = "", chance.randint(SHORTEST, LONGEST), ""


@lru_cache(maxsize=1)
def _news_rows() -> tuple[dict[str, Any], ...]:
    return tuple(_rows("streams/stream_rss_news_cn/dev.jsonl.gz"))


def _rows(path: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _item(id_: str, title: str, text: str, place: int, chance: random.Random) -> Item:
    at, source = _START + timedelta(minutes=place), chance.choice(_SOURCES)
    return Item(
        id=id_, revision=1, content_hash="", source=source, channel=Channel.NEWS, tier=3, region="", is_official=False,
        url="", title=title, text=text, author=source, credited="", published_at=at, is_time_estimated=False,
        seen_at=at, engagement=Engagement(),
    )  # fmt: skip
