"""Which feeds the site has: editions, cases, corrections, and one a topic."""

from collections.abc import Sequence
from datetime import datetime

from caifeng.models import BriefingCard, BriefingKind, Desk, Incident
from publish.pages.corrections_page import revisions_of
from publish.pages.topics_page import slugs
from publish.site.feed import Entry, Feed, feed_files
from publish.site.plan import SiteFile

MOST = 30  # entries of a feed


def feeds(
    desk: Desk, cards: Sequence[BriefingCard], incidents: Sequence[Incident], now: datetime
) -> tuple[SiteFile, ...]:
    """Every feed in both formats; ``cards`` of all kinds in any order, ``now`` (aware) for feeds that are empty yet."""
    newest = sorted(cards, key=lambda card: (card.published_at, card.key), reverse=True)
    told = (
        ("feed", "briefings", "舆情简报", tuple(map(_edition, newest[:MOST]))),
        ("feeds/incidents", "incidents", "案件", _cases(incidents)),
        ("feeds/corrections", "corrections", "更正", _corrections(newest)),
        *((f"feeds/topics/{slug}", f"topics/{name}", name, _topic(name, newest)) for name, slug in slugs(desk).items()),
    )
    return tuple(
        file
        for path, id_, title, entries in told
        for file in feed_files(
            Feed(
                path=path,
                name=id_,
                title=f"{desk.name} {title}",
                desk=desk.name,
                author=desk.publish.prepared_by,
                rights=desk.publish.classification,
                base_url=desk.publish.base_url,
                entries=entries,
                empty_at=now,
            )
        )
    )


def _edition(card: BriefingCard) -> Entry:
    is_daily = card.kind is BriefingKind.DAILY
    corrected = f"（更正第 {card.revision - 1} 次）" if card.revision > 1 else ""
    return Entry(
        name="briefing" if is_daily else f"{card.kind}/{card.key}",
        since=card.date,
        title=f"{f'{card.date} 第 {card.number} 期' if is_daily else card.title} [{card.level}]{corrected}",
        way=card.address,
        published=card.published_at,
        updated=max([card.published_at, *(one.at for one in card.corrections)]),
        summary=card.conclusion,
        tag=card.level.value,
        tag_title=card.level.full,
    )


def _cases(incidents: Sequence[Incident]) -> tuple[Entry, ...]:
    entries = [
        Entry(
            name=f"incident/{incident.id}",
            since=incident.opened_at.date(),
            title=f"{incident.id} {incident.title} [{incident.level}] {incident.state}",
            way=f"incidents/{incident.id.upper()}/",
            published=incident.opened_at,
            updated=max((line.at for line in incident.log), default=incident.opened_at),
            summary=f"{incident.type}；责任人 {incident.owner or '未派'}；{incident.state}",
            tag=incident.state.value,
            tag_title=incident.state.value,
        )
        for incident in incidents
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.name), reverse=True)[:MOST])


def _corrections(cards: Sequence[BriefingCard]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            name=f"correction/{one.address}r{one.revision}",
            since=one.changes[0].date,
            title=f"{one.title} 第 {one.revision} 版",
            way=one.address,
            published=one.at,
            updated=one.at,
            summary="；".join(f"{change.what}由 {change.old} 改为 {change.new}" for change in one.changes)
            + f"。{one.reason}（{one.by}）",
        )
        for one in revisions_of(cards)[:MOST]
    )


def _topic(name: str, cards: Sequence[BriefingCard]) -> tuple[Entry, ...]:
    entries = []
    for card in cards:
        count = next((one for one in card.topics if one.name == name and one.distinct), None)
        if count is None or card.kind is not BriefingKind.DAILY:
            continue
        told = "；".join(f"[{story.level}] {story.title}" for story in card.stories if name in story.topics)
        entries.append(
            Entry(
                name=f"topic/{name}",
                since=card.date,
                title=f"{card.date:%Y-%m-%d} {name} {count.distinct} 条，负面 {count.negative} 条",
                way=card.address,
                published=card.published_at,
                updated=max([card.published_at, *(one.at for one in card.corrections)]),
                summary=told or "没有单列的事件",
            )
        )
    return tuple(entries[:MOST])
