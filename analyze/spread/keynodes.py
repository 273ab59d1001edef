"""关键节点: items from which many others have it, and items after which the story grew faster.

Where edges are known the tree says who passed it on. Times alone only say *when* it became faster: of the items so
marked few are the true hubs (measured in bench/spread.py), and their ``why`` says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analyze.dossier import Dossier
from analyze.spread.turns import Turn, find_turns, rate_around
from caifeng.models import Item, KeyNode

MOST = 5
_LEAST = 10  # items of a story in which anything can be told
_REACH = 5  # items that have it from a key node, at least
_SHARE = 0.02  # of what came after it, at least
_SPAN = 3_600.0  # seconds before and after a hub


def find_key_nodes(dossier: Dossier, reach: Mapping[str, int]) -> tuple[KeyNode, ...]:
    """At most five, by time: those with the greatest reach; where none reaches five, the sharpest rises.

    The first item of a story is none: it has no before.
    What was told of items that have left the window stays, with the reach that is known now where it is greater.
    """
    told = _told(dossier, reach)
    items = dossier.every
    if len(items) < _LEAST:
        return told
    times = [item.published_at.timestamp() for item in items]
    found = [*told, *_hubs(items, times, reach)]
    found.sort(key=lambda node: (-node.reach, node.at, node.item_id))
    if len(found) == len(told):
        found += [_risen(items, turn, reach) for turn in find_turns(times, MOST) if turn.place]
    return tuple(sorted(found[:MOST], key=lambda node: (node.at, node.item_id)))


def _told(dossier: Dossier, reach: Mapping[str, int]) -> tuple[KeyNode, ...]:
    told = {node.item_id: node for story in dossier.prior for node in story.spread.key_nodes}
    return tuple(
        replace(node, reach=max(node.reach, reach.get(id_, 0))) for id_, node in told.items() if id_ in dossier.retained
    )


def _hubs(items: Sequence[Item], times: Sequence[float], reach: Mapping[str, int]) -> list[KeyNode]:
    """Items from which at least five others, and two in a hundred of what followed, have it."""
    places = [
        place
        for place, item in enumerate(items)
        if place and reach.get(item.id, 0) >= max(_REACH, _SHARE * (len(items) - place - 1))
    ]
    places.sort(key=lambda place: (-reach[items[place].id], place))
    return [_hub(items, times, place, reach[items[place].id]) for place in places[:MOST]]


def _hub(items: Sequence[Item], times: Sequence[float], place: int, reach: int) -> KeyNode:
    item = items[place]
    before, after = rate_around(times, times[place], _SPAN)
    followed = len(items) - place - 1
    why = f"其后 {followed} 条中有 {reach} 条（{reach / max(1, followed):.0%}）直接或间接由它而来"
    return KeyNode(item_id=item.id, at=item.published_at, before=before, after=after, reach=reach, why=why)


def _risen(items: Sequence[Item], turn: Turn, reach: Mapping[str, int]) -> KeyNode:
    item, hours = items[turn.place], turn.seconds / 3_600
    span = f"{hours:.0f} 小时" if hours >= 1 else f"{turn.seconds / 60:.0f} 分钟"
    why = f"此前 {span} {turn.before} 条，此后 {span} {turn.after} 条（z={turn.z:.1f}）；只说明时间，未必由它引起"
    return KeyNode(
        item_id=item.id,
        at=item.published_at,
        before=turn.before / hours,
        after=turn.after / hours,
        reach=reach.get(item.id, 0),
        why=why,
    )
