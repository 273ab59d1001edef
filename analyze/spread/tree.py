"""How far each item reached: the items that have it from this one, directly or through others."""

from collections import Counter
from collections.abc import Iterable, Mapping

from caifeng.models import Edge


def reach_of(edges: Iterable[Edge]) -> Mapping[str, int]:
    """Descendants of each item that has any, in a forest given as its edges; linear in their number.

    Items are taken off leaves first, so that an edge that would close a circle adds nothing and loops for ever neither.
    """
    parent = {edge.item_id: edge.of for edge in edges}
    children = Counter(parent.values())
    reach: Counter[str] = Counter()
    leaves = [id_ for id_ in parent if id_ not in children]
    while leaves:
        leaf = leaves.pop()
        above = parent.get(leaf)
        if above is None:
            continue
        reach[above] += reach[leaf] + 1
        children[above] -= 1
        if not children[above]:
            leaves.append(above)
    return reach
