"""What the tests of stories share: items, readings and a desk in few words. The day is 2026-11-17, 08:00 in China."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analyze.dossier import Dossier, count_daily, floors_of
from caifeng.models import (
    Channel,
    Desk,
    Engagement,
    Hit,
    Item,
    Level,
    Reading,
    Reprint,
    Sighting,
    Story,
    Tone,
    ToneLabel,
    Topic,
    TopicMatch,
)

NOW = datetime(2026, 11, 17, 0, 0, tzinfo=UTC)
NAMES = (("澜川电器", ("瀾川電器",)), ("净水机", ("滤水机", "濾水機")), ("电热水壶", ("電熱水壺",)))
PROBLEMS = ("漏水", "致癌", "保价", "优惠")
GATES = ("受伤", "缝针")
DESK = Desk(
    name="澜川电器",
    zone=ZoneInfo("Asia/Shanghai"),
    names=NAMES,
    topics=(
        Topic(name="产品质量", watch="净水机 漏水", owner="售后部", gate=Level.YELLOW),
        Topic(name="形象", watch="澜川电器"),
    ),
    gate_words=GATES,
)
_BAD = ("漏水", "致癌", "拒赔", "气人", "受伤", "缝针", "骗")
_GOOD = ("点赞", "救人", "表彰")


def item(id_: str, title: str = "", text: str = "", hours: float = 1, **more: object) -> Item:
    """An item published ``hours`` before NOW in a citizens' forum, unless ``more`` says otherwise."""
    at = NOW - timedelta(hours=hours)
    plain = Item(
        id=id_, revision=1, content_hash=id_, source="澜川论坛", channel=Channel.FORUM, tier=4, region="",
        is_official=False, url="", title=title, text=text, author="", credited="", published_at=at,
        is_time_estimated=False, seen_at=at + timedelta(minutes=10), engagement=Engagement(),
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def press(id_: str, title: str, text: str = "", hours: float = 1, tier: int = 3, source: str = "澜川日报") -> Item:
    """An article of a newspaper."""
    return item(id_, title, text, hours, source=source, channel=Channel.PRESS, tier=tier)


def notice(id_: str, title: str = "", text: str = "", hours: float = 1) -> Item:
    """A notice of the authority."""
    return item(id_, title, text, hours, source="市监局通报", channel=Channel.GOVERNMENT, tier=3, is_official=True)


def reading(of: Item, tone: ToneLabel | None = None) -> Reading:
    """A reading by looking for words: names, problem words, gate words, and a tone unless one is given."""
    said = of.title + of.text
    names = tuple(name for name, aliases in NAMES if any(word in said for word in (name, *aliases)))
    hits = _found(of, PROBLEMS)
    bad, good = any(word in said for word in _BAD), any(word in said for word in _GOOD)
    label = ToneLabel.POSITIVE if good else ToneLabel.NEGATIVE if bad else ToneLabel.NEUTRAL
    gates = _found(of, GATES)
    return Reading(
        item_id=of.id,
        revision=1,
        topics=(TopicMatch(topic="产品质量" if hits else "形象", hits=hits),),
        tone=Tone(label=tone or label, probability=0.9, words=()),
        keywords=("净水机", "漏水"),
        names=names,
        gates=gates,
    )


def _found(of: Item, words: tuple[str, ...]) -> tuple[Hit, ...]:
    return tuple(
        Hit(term=word, field=field, start=where.index(word), end=where.index(word) + len(word), written=word)
        for field, where in (("title", of.title), ("text", of.text))
        for word in words
        if word in where
    )


def readings(items: Iterable[Item]) -> dict[str, Reading]:
    return {one.id: reading(one) for one in items}


def dossier(
    *items: Item,
    copies: dict[str, str] | None = None,
    prior: tuple[Story, ...] = (),
    sightings: tuple[Sighting, ...] = (),
    baseline: float = 20.0,
) -> Dossier:
    """A dossier of these items; ``copies`` maps a copy's id to that of its lead."""
    copies = copies or {}
    ordered = tuple(sorted(items, key=lambda one: (one.published_at, one.id)))
    distinct = tuple(one for one in ordered if one.id not in copies)
    return Dossier(
        items=distinct,
        copies=tuple(one for one in ordered if one.id in copies),
        every=ordered,
        reprints=tuple(Reprint(item_id=o.id, of=copies[o.id], similarity=1.0) for o in ordered if o.id in copies),
        readings=readings(items),
        sightings=sightings,
        prior=prior,
        retained=frozenset(id_ for story in prior for id_ in story.all_ids) - {one.id for one in items},
        desk=DESK,
        daily=count_daily(distinct, NOW),
        baseline=baseline,
        now=NOW,
        floors=floors_of(DESK),
    )
