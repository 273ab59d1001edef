"""传播: where a story was observed first, who has it from whom, which channels and tiers it reached in which order."""

from collections.abc import Sequence

from analyze.dossier import Dossier, is_head_media
from analyze.spread.copying import find_copying
from analyze.spread.edges import find_edges
from analyze.spread.keynodes import find_key_nodes
from analyze.spread.tiers import count_tiers
from analyze.spread.tree import reach_of
from caifeng.models import Edge, Item, KeyNode, Spread
from caifeng.models.spread import ChannelStep, TierCount

EDGES = 400  # kept of one story


def trace(dossier: Dossier) -> Spread:
    """The spread by time of publication; what was told of items that have left the window stays told.

    Of more than 400 edges those at the first item and at key nodes are kept before others, earlier ones before later
    ones; ``edges_total`` counts all.
    """
    if len(dossier.every) == 1 and not dossier.prior and not dossier.reprints:
        return _alone(dossier.every[0])
    steps = _steps(dossier)
    first = steps[0]
    edges = find_edges(dossier)
    nodes = find_key_nodes(dossier, reach_of(edges))
    heads = [story.spread.head_media_item_id for story in dossier.prior]
    heads = [id_ for id_ in heads if id_ in dossier.retained]
    return Spread(
        first_item_id=first.item_id,
        first_at=first.at,
        steps=steps,
        head_media_item_id=heads[0] if heads else next((item.id for item in dossier.every if is_head_media(item)), ""),
        edges=_cut(edges, first.item_id, nodes),
        edges_total=len(edges),
        key_nodes=nodes,
        tiers=count_tiers(dossier),
        copying=find_copying(dossier, edges),
    )


def _alone(item: Item) -> Spread:
    """The spread of a story of one item, as most are."""
    return Spread(
        first_item_id=item.id,
        first_at=item.published_at,
        steps=(ChannelStep(channel=item.channel, at=item.published_at, item_id=item.id),),
        head_media_item_id=item.id if is_head_media(item) else "",
        tiers=(TierCount(tier=item.tier, distinct=1, reprints=0),),
    )


def _steps(dossier: Dossier) -> tuple[ChannelStep, ...]:
    """The first item observed in each channel, by time."""
    told = [step for story in dossier.prior for step in story.spread.steps if step.item_id in dossier.retained]
    firsts = {item.channel: item for item in reversed(dossier.every)}
    fresh = [ChannelStep(channel=item.channel, at=item.published_at, item_id=item.id) for item in firsts.values()]
    steps: dict[str, ChannelStep] = {}
    for step in sorted(told + fresh, key=lambda step: (step.at, step.item_id)):
        steps.setdefault(step.channel, step)
    return tuple(steps.values())


def _cut(edges: Sequence[Edge], first: str, nodes: Sequence[KeyNode]) -> tuple[Edge, ...]:
    """At most 400 edges in the order given."""
    if len(edges) <= EDGES:
        return tuple(edges)
    telling = {first, *(node.item_id for node in nodes)}
    ranked = sorted(range(len(edges)), key=lambda place: _rank(edges[place], place, telling))
    return tuple(edges[place] for place in sorted(ranked[:EDGES]))


def _rank(edge: Edge, place: int, telling: set[str]) -> tuple[bool, bool, int]:
    """What a key node has from others first, then what others have from a key node."""
    return edge.item_id not in telling, edge.of not in telling, place
