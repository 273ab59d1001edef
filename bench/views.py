"""What accounts of real stories hold, and what they cost; ``--show N`` prints accounts to be read and judged by hand.

    python bench/views.py [--show N] [--json]

Reads CAIFENG_SHARED (../shared by default): four days of news, and posts grouped by hashtag for the views. The texts
stay outside the repository; what is printed without ``--show`` are figures.
"""

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.clusters.cluster import cluster
from analyze.dossier import Dossier, count_daily
from analyze.read import Reader
from analyze.stories.headline import choose_title
from analyze.views.account import account_of
from analyze.views.sentences import clean_sentences
from bench.stories import DESK, SHARED, _item, _rows
from caifeng.models import Account, Channel, Item, Reading, Reprint

_CHANNELS = {"微博热搜": (Channel.WEIBO, 4), "知乎热榜": (Channel.QA, 4), "新华网": (Channel.NEWS, 1)}
_CHANNELS |= {"人民日报": (Channel.PRESS, 1), "财新": (Channel.NEWS, 2), "联合早报": (Channel.OVERSEAS, 3)}
_TOLD = 3  # items from which a story is looked at
_POSTS = 30  # posts of a hashtag from which its views are looked at
_SIZES = ((1, 1), (2, 2), (3, 9), (10, 99))


@dataclass(frozen=True, slots=True)
class Told:
    """A story's dossier, its title and its account, and the seconds of CPU that the account took."""

    dossier: Dossier
    title: str
    account: Account
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--show", type=int, default=0, help="print so many accounts of each set, texts and all")
    asked = parser.parse_args()
    news, posts = list(_news()), list(_hashtags())
    figures = [
        *_held("stream_rss_news_cn", news),
        *_costs(news),
        _viewed("event_covid_hashtag_silver", posts),
        *_large(),
    ]
    lines = [json.dumps(figures, ensure_ascii=False)] if asked.json else [str(figure) for figure in figures]
    large = [told for told in news if len(told.dossier.every) >= _TOLD]
    lines += [line for told in [*large[: asked.show], *posts[: asked.show]] for line in _shown(told)]
    sys.stdout.write("\n".join(lines) + "\n")


def _news() -> Iterator[Told]:
    rows = _rows(SHARED / "streams" / "stream_rss_news_cn" / "dev.jsonl.gz")
    items = [_placed(_item(row, row["id"])) for row in rows]
    readings = _readings(items)
    by_id = {item.id: item for item in items}
    for found in cluster(items, readings, DESK):
        copies = [by_id[reprint.item_id] for reprint in found.reprints]
        dossier = _dossier(found.items, copies, found.reprints, readings)
        yield _told(dossier, choose_title(found.items, found.central))


def _hashtags() -> Iterator[Told]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for place, row in enumerate(_rows(SHARED / "events" / "event_covid_hashtag_silver" / "dev.jsonl.gz")):
        post = _item(row, f"i-{place:06d}")
        groups[row["event_id"]].append(replace(post, channel=Channel.WEIBO, tier=4, author=str(row.get("user"))))
    large = [group for group in groups.values() if len(group) >= _POSTS][:60]
    readings = _readings([item for group in large for item in group])
    for group in large:
        yield _told(_dossier(group, (), (), readings), choose_title(group, [item.id for item in group]))


def _placed(item: Item) -> Item:
    channel, tier = _CHANNELS.get(item.source, (Channel.APP, 3))
    return replace(item, channel=channel, tier=tier)


def _readings(items: Sequence[Item]) -> dict[str, Reading]:
    return {reading.item_id: reading for reading in Reader(DESK).read_all(items)}


def _dossier(
    items: Sequence[Item], copies: Sequence[Item], reprints: Sequence[Reprint], readings: Mapping[str, Reading]
) -> Dossier:
    distinct = tuple(sorted(items, key=lambda item: (item.published_at, item.id)))
    every = tuple(sorted((*items, *copies), key=lambda item: (item.published_at, item.id)))
    now = every[-1].published_at + timedelta(hours=1)
    return Dossier(
        items=distinct, copies=tuple(copies), every=every, reprints=tuple(reprints), readings=readings, sightings=(),
        prior=(), retained=frozenset(), desk=DESK, daily=count_daily(distinct, now), baseline=20.0, now=now,
    )  # fmt: skip


def _told(dossier: Dossier, title: str) -> Told:
    start = time.process_time()
    account = account_of(dossier, title)
    return Told(dossier, title, account, time.process_time() - start)


def _held(name: str, told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    large = [one for one in told if len(one.dossier.every) >= _TOLD]
    texts = [one for one in large if any(list(clean_sentences(item.text[:900], 1)) for item in one.dossier.items)]
    sentences = [one for one in texts if one.account.summary.text != one.title]
    kinds = Counter(aspect.kind.value for one in large for aspect in one.account.aspects)
    yield {"set": name, "stories of 3 and more": len(large), "with texts": len(texts)}
    yield {
        "summary is a sentence": f"{len(sentences)}/{len(texts)}",
        "facts a story": round(sum(len(one.account.facts) for one in large) / len(large), 1),
        "aspects": dict(kinds),
    }


def _costs(told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    for least, most in _SIZES:
        found = [one.seconds for one in told if least <= len(one.dossier.every) <= most]
        yield {"items": f"{least}–{most}", "stories": len(found), "µs each": round(1e6 * sum(found) / len(found))}


def _large() -> Iterator[dict[str, Any]]:
    """Seconds of CPU for stories of 1,000 to 100,000 posts."""
    rows = list(_rows(SHARED / "events" / "event_covid_hashtag_silver" / "dev.jsonl.gz"))
    for count in (1_000, 10_000, 100_000):
        posts = [replace(_item(rows[n % len(rows)], f"i-{n:06d}"), channel=Channel.WEIBO, tier=4) for n in range(count)]
        yield {"posts": count, "seconds": round(_told(_dossier(posts, (), (), {}), "疫情").seconds, 2)}


def _viewed(name: str, told: Sequence[Told]) -> dict[str, Any]:
    views = [view for one in told for view in one.account.views]
    return {"set": name, "events": len(told), "views": len(views), "share each": _mean([view.share for view in views])}


def _mean(shares: Sequence[float]) -> float:
    return round(sum(shares) / len(shares), 3) if shares else 0.0


def _shown(told: Told) -> Iterator[str]:
    account = told.account
    yield f"== {told.title} ({len(told.dossier.items)} + {len(told.dossier.copies)})"
    yield f"  摘要 {account.summary.text} ({len(account.summary.item_ids)})"
    yield from (f"  要点 {fact.text} ({len(fact.item_ids)})" for fact in account.facts)
    yield from (f"  {aspect.kind} {aspect.text} ({len(aspect.item_ids)})" for aspect in account.aspects)
    yield from (f"  诉求 {one.name} {one.count}/{one.total} {one.quote.text}" for one in account.demands)
    yield from (f"  {view.party} {view.count}/{view.total} {view.text}" for view in account.views)
    yield from (f"  {shift.kind} {shift.text}" for shift in account.shifts)


if __name__ == "__main__":
    main()
