"""What people said of pairs of items, 重复 or 不重复, as groups that must hold and pairs that must not meet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caifeng.models import Label, Relation

_ON_COPIES = (Relation.DUPLICATE, Relation.NOT_DUPLICATE)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """``group``: place → the earliest place of the items that people joined it with (only for joined items).

    ``by``: place → who joined it; ``apart``: place → the places it must never share a lead with.
    """

    group: Mapping[int, int]
    by: Mapping[int, str]
    apart: Mapping[int, frozenset[int]]


def weigh_labels(labels: Sequence[Label], place_of: Mapping[str, int]) -> Verdicts:
    """Verdicts over the places of the items at hand; labels about other items are no matter.

    The newest label about a pair wins. Where joins, taken newest first, would bring together a pair that is held
    apart, the join is left out.
    """
    newest = _newest(labels, place_of)
    apart: dict[int, set[int]] = defaultdict(set)
    for pair, label in newest.items():
        if label.relation is Relation.NOT_DUPLICATE:
            one, other = pair
            apart[one].add(other)
            apart[other].add(one)
    members: dict[int, set[int]] = {}
    by: dict[int, str] = {}
    joins = [(label, pair) for pair, label in newest.items() if label.relation is Relation.DUPLICATE]
    for label, pair in sorted(joins, key=lambda join: (join[0].at, join[1]), reverse=True):
        mine, theirs = (members.get(place, {place}) for place in pair)
        if mine is theirs or any(apart.get(place, set()) & theirs for place in mine):
            continue
        together = mine | theirs
        members.update(dict.fromkeys(together, together))
        by.setdefault(max(pair), label.by)
        by.setdefault(min(pair), label.by)
    group = {place: min(together) for place, together in members.items()}
    return Verdicts(group, by, {place: frozenset(others) for place, others in apart.items()})


def _newest(labels: Sequence[Label], place_of: Mapping[str, int]) -> dict[tuple[int, int], Label]:
    """The last word about each pair (smaller place first); at one instant 不重复 wins."""
    newest: dict[tuple[int, int], Label] = {}
    for label in sorted(labels, key=lambda label: (label.at, label.relation is Relation.NOT_DUPLICATE, label.by)):
        one, other = place_of.get(label.item_id), place_of.get(label.other_id)
        if label.relation in _ON_COPIES and one is not None and other is not None and one != other:
            newest[min(one, other), max(one, other)] = label
    return newest
