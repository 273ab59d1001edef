"""The tree of who has it from whom, cut so that it fits a screen; what is not drawn is counted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from rich.tree import Tree

from analyze.spread.tree import reach_of
from caifeng.commands.story_material import Told
from caifeng.commands.story_show import clip
from caifeng.models import Edge
from caifeng.shell import plain

_DEEP = 4  # levels below a root
_WIDE = 8  # items that have it from one
_ROOTS = 12
_WHY = 60  # characters


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tree, and what is to be said of what it leaves out."""

    picture: Tree
    notes: tuple[str, ...]


def draw(told: Told) -> Drawn:
    """The roots that reached most with the first levels below, key nodes before others, the rest in numbers."""
    way = told.story.spread
    edges = {edge.item_id: edge for edge in way.edges}
    forest = _Forest(told, edges)
    roots = forest.first([id_ for id_ in forest.children if id_ not in edges])
    picture = Tree(Text(f"{clip(told.story.title)}（{told.story.id}）"), guide_style="dim")
    for root in roots[:_ROOTS]:
        forest.grow(picture, root, 0)
    return Drawn(picture, tuple(_notes(told, roots)))


def _notes(told: Told, roots: Sequence[str]) -> list[str]:
    way = told.story.spread
    notes = [f"另有 {len(roots) - _ROOTS} 个起点没有画出。"] if len(roots) > _ROOTS else []
    if way.edges_total > len(way.edges):
        notes.append(f"共 {way.edges_total} 条看得出来路，存下 {len(way.edges)} 条，起点与关键节点优先。")
    unknown = max(0, len(told.story.all_ids) - way.edges_total)
    notes.append(f"共 {len(told.story.all_ids)} 条，其中 {unknown} 条看不出从谁那里来。")
    return notes


class _Forest:
    """Edges as children of each item, with how far each reached."""

    def __init__(self, told: Told, edges: Mapping[str, Edge]) -> None:
        self._told, self._edges = told, edges
        self._keys = {node.item_id: node.reach for node in told.story.spread.key_nodes}
        self._reach = {**reach_of(edges.values()), **self._keys}  # edges may be cut, the key nodes' reach is not
        self.children: dict[str, list[str]] = defaultdict(list)
        for edge in edges.values():
            self.children[edge.of].append(edge.item_id)

    def first(self, ids: Sequence[str]) -> list[str]:
        """Key nodes, then those that reached most, then as they came."""
        return sorted(ids, key=lambda id_: (id_ not in self._keys, -self._reach.get(id_, 0)))

    def grow(self, above: Tree, id_: str, depth: int) -> None:
        """The item and what is drawn of what came from it."""
        branch = above.add(self._label(id_))
        children = self.first(self.children.get(id_, ()))
        shown = children[:_WIDE] if depth < _DEEP else []
        for child in shown:
            self.grow(branch, child, depth + 1)
        hidden = children[len(shown) :]
        if hidden:
            below = len(hidden) + sum(self._reach.get(child, 0) for child in hidden)
            branch.add(Text(f"……另有 {below} 条直接或间接由它而来", style="dim"))

    def _label(self, id_: str) -> Text:
        item, edge = self._told.items.get(id_), self._edges.get(id_)
        at = f"{self._told.at(item.published_at)} {item.channel} " if item else ""
        reach = self._reach.get(id_, 0)
        return Text.assemble(
            at,
            (self._told.name(id_), "bold" if id_ in self._keys else ""),
            (f" {plain(id_)}", "dim"),
            f"，由它而来 {reach} 条" if reach else "",
            ("，关键节点", "bold") if id_ in self._keys else "",
            f"（{edge.kind}：{clip(edge.why, _WHY)}）" if edge else "",
        )
