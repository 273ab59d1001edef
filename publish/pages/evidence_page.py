"""依据: the items behind an edition, story by story, on as many pages as a phone can bear."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from caifeng.models import Briefing, EvidenceItem
from publish.briefing.proof import shown_items
from publish.ledger import Ledger
from publish.pages.contexts import StoryEvidence

MOST = 50_000  # bytes of items on one page, near enough
_FRAME = 1_250  # bytes of an item without its words


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceContext:
    """evidence.md.j2

    briefing: the briefing that stands on these items
    ledger: its numbers
    groups: the items of this page by story
    ways: page ("" the first, "2/" …) of each item and story that has an anchor
    page: number of this page; pages: how many there are
    up: way to the first page's folder, "" on the first
    """

    briefing: Briefing
    ledger: Ledger
    groups: tuple[StoryEvidence, ...]
    ways: Mapping[str, str]
    page: int
    pages: int
    up: str


def evidence_contexts(briefing: Briefing, ledger: Ledger) -> tuple[EvidenceContext, ...]:
    """One context a page; there is always a first page."""
    pages, ways = _pages(_groups(briefing)), anchors(briefing)
    return tuple(
        EvidenceContext(
            briefing=briefing,
            ledger=ledger,
            groups=groups,
            ways=ways,
            page=number,
            pages=len(pages),
            up="" if number == 1 else "../",
        )
        for number, groups in enumerate(pages, 1)
    )


def anchors(briefing: Briefing) -> Mapping[str, str]:
    """Ids of items and stories that the evidence pages show, each with its page: "" the first, "2/" the second."""
    ways: dict[str, str] = {}
    for number, groups in enumerate(_pages(_groups(briefing)), 1):
        for group in groups:
            way = page_way(number)
            ways.setdefault(group.story_id, way)
            ways.update((item.id, way) for item in group.items)
    return {id_: way for id_, way in ways.items() if id_}


def page_way(number: int) -> str:
    """The folder of a numbered page below the first: "" of the first."""
    return "" if number == 1 else f"{number}/"


def _pages(groups: Sequence[StoryEvidence]) -> tuple[tuple[StoryEvidence, ...], ...]:
    pages: list[list[StoryEvidence]] = [[]]
    room = MOST
    for part in (part for group in groups for part in _split(group)):
        weight = sum(map(_weight, part.items))
        if pages[-1] and weight > room:
            pages.append([])
            room = MOST
        pages[-1].append(part)
        room -= weight
    return tuple(tuple(page) for page in pages)


def _split(group: StoryEvidence) -> Iterator[StoryEvidence]:
    """A group in parts that fit a page; each says how many it leaves to the others."""
    total = len(group.items) + group.left_out
    part: list[EvidenceItem] = []
    room = MOST
    for item in group.items:
        if part and _weight(item) > room:
            yield _part(group, part, total)
            part, room = [], MOST
        part.append(item)
        room -= _weight(item)
    yield _part(group, part, total)


def _part(group: StoryEvidence, items: list[EvidenceItem], total: int) -> StoryEvidence:
    return StoryEvidence(
        story_id=group.story_id, title=group.title, items=tuple(items), left_out=group.left_out, total=total,
        is_first=items[0] is group.items[0],
    )  # fmt: skip


def _weight(item: EvidenceItem) -> int:
    words = (
        item.title,
        item.source,
        item.excerpt,
        item.url,
        *item.hits,
        *item.kind_words,
        *item.tone_words,
        *item.harm,
    )
    return _FRAME + sum(3 * len(word) for word in words) + 2 * len(item.url)


def _groups(briefing: Briefing) -> tuple[StoryEvidence, ...]:
    titles = {matter.story_id: matter.title for matter in briefing.matters}
    titles |= {detail.story.id: detail.story.title for detail in briefing.details}
    grouped: dict[str, list[EvidenceItem]] = {}
    shown, total = shown_items(briefing), dict[str, int]()
    for item in briefing.evidence:
        total[item.story_id] = total.get(item.story_id, 0) + 1
        if item.id in shown:
            grouped.setdefault(item.story_id, []).append(item)
    order = [*(id_ for id_ in titles if id_ in grouped), *(id_ for id_ in grouped if id_ and id_ not in titles)]
    order += [""] if "" in grouped else []
    return tuple(
        StoryEvidence(
            story_id=id_,
            title=titles.get(id_, ""),
            items=tuple(sorted(grouped[id_], key=lambda item: (item.published_at, item.id))),
            left_out=total[id_] - len(grouped[id_]),
            total=total[id_],
        )
        for id_ in order
    )
