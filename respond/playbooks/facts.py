"""已知事实 What is known of a case, gathered from its log, its stories and their items, for a draft to be held against.

Our own log and official notices are firm. What people tell counts where the matter is not refuted; of a refuted one
only firm facts count, lest a rumour be held against its own refutation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from caifeng.models import (
    REPLIES,
    AspectKind,
    Channel,
    Deed,
    Desk,
    Incident,
    Item,
    KnownFact,
    KnownFacts,
    Playbook,
    ReplyKind,
    Statement,
    Story,
    StoryType,
)

_MACHINE = (Deed.FOUND, Deed.RAISED, Deed.REMINDED, Deed.ESCALATED, Deed.LINKED)
_SENTENCE = re.compile(r"[^。！？!?；;\n]{4,160}")
_COUNTED = re.compile(r"[\d一二两三四五六七八九十百千]")
_READ = 3_000  # characters of an item
_MEDIA_TIER = 3
_TOLD = (AspectKind.WHERE, AspectKind.WHO, AspectKind.WHAT, AspectKind.HARM)


def known_facts(
    incident: Incident, stories: Sequence[Story], items: Iterable[Item], desk: Desk, playbook: Playbook
) -> KnownFacts:
    """What a draft for this incident is held against; ``items`` are those of its stories that are still kept.

    The first reply is meant until the log has one, then a statement.
    """
    is_refuted = incident.type in (StoryType.FALSE, StoryType.MALICIOUS)
    facts = [*_of_log(incident, desk.zone), *_of_items(items, desk.zone), *_of_stories(stories)]
    texts = "\n".join([incident.title, *(story.title for story in stories), *(fact.text for fact in facts)])
    has_replied = any(entry.did in REPLIES for entry in incident.log)
    return KnownFacts(
        type=incident.type,
        kind=ReplyKind.STATEMENT if has_replied else ReplyKind.FIRST,
        incident_id=incident.id,
        required=playbook.reply,
        facts=tuple(fact for fact in facts if fact.is_firm or not is_refuted),
        names=tuple(_names(desk, texts)),
        contacts=playbook.contacts,
    )


def _of_log(incident: Incident, zone: ZoneInfo) -> Iterator[KnownFact]:
    """What people noted; what the machine counted is no fact about the matter."""
    for place, entry in enumerate(incident.log):
        if entry.did in _MACHINE or not entry.note:
            continue
        at = entry.at.astimezone(zone)
        yield KnownFact(
            text=entry.note,
            evidence=(f"log:{place}", *entry.evidence),
            source=f"{entry.did} {at:%m-%d %H:%M}",
            at=at,
            is_firm=True,
        )


def _of_items(items: Iterable[Item], zone: ZoneInfo) -> Iterator[KnownFact]:
    """Sentences of official notices; sentences with a number of media and of complaints."""
    for item in sorted(items, key=lambda item: (item.published_at, item.id)):
        if not item.is_official and item.tier > _MEDIA_TIER and item.channel is not Channel.REVIEW:
            continue
        for found in _SENTENCE.findall(f"{item.title}\n{item.text[:_READ]}"):
            if item.is_official or _COUNTED.search(found):
                yield KnownFact(
                    text=found.strip(),
                    evidence=(item.id,),
                    source=item.source,
                    at=item.published_at.astimezone(zone),
                    is_firm=item.is_official,
                )


def _of_stories(stories: Iterable[Story]) -> Iterator[KnownFact]:
    """Summary, key facts and aspects as the stories' accounts have them."""
    for story in stories:
        account = story.account
        aspects = (Statement(text=one.text, item_ids=one.item_ids) for one in account.aspects if one.kind in _TOLD)
        for said in (account.summary, *account.facts, *aspects):
            if said.text:
                yield KnownFact(text=said.text, evidence=said.item_ids, source="事件概要")


def _names(desk: Desk, texts: str) -> Iterator[str]:
    """The desk's names, with all their aliases, of which one stands in the case's texts."""
    for name, aliases in desk.names:
        if any(one in texts for one in (name, *aliases)):
            yield from (name, *aliases)
