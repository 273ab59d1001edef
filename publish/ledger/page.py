"""A published page as blocks of visible text, with what each stretch of it leads to."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "path", "-comment", "input"})
_INLINE = frozenset({"a", "b", "strong", "em", "i", "small", "span", "code", "time", "br", "del", "ins", "abbr", "sup",
                     "-text", "mark", "label", "wbr"})  # fmt: skip
_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "content")
_FIGURE = re.compile(r"(?:^|/)numbers/(?:\d+/)?#(.+)$")
_ITEM = re.compile(r"#(i-[0-9a-f]{12})$")
_ROWS = frozenset({"tr", "li", "article", "blockquote"})
_NAMES = frozenset({"description", "og:title", "og:description", "twitter:title"})
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a block: characters from ``start`` to ``end`` that lead to a figure of the ledger."""

    start: int
    end: int
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Text that a reader sees in one piece.

    text: white space folded; anchor: the nearest id around it, "" without; item: the item its row or article is about
    stretches: parts that are links to the ledger, each with the anchor it leads to
    place: "text", an attribute's name, or "chart" for a chart's data
    """

    text: str
    anchor: str
    item: str
    stretches: tuple[Stretch, ...] = ()
    place: str = "text"


def blocks(html: str) -> tuple[Block, ...]:
    """Every block of a page that holds a digit: body, title, description and labels."""
    tree = LexborHTMLParser(html)
    reader = _Reader()
    for node in tree.css("head > title, head > meta[content]"):
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        if node.tag == "title":
            reader.add(node.text(), "", "", "text")
        elif name in _NAMES:
            reader.add(node.attributes.get("content") or "", "", "", "content")
    if tree.body:
        reader.walk(tree.body, _Around())
        reader.flush()
    return tuple(reader.found)


def figure_block(name: str, figure_json: str) -> Block:
    """The data of the chart ``name`` ("volume") in a file beside a page. Raises ValueError for what is no JSON."""
    plain = json.dumps(json.loads(figure_json), ensure_ascii=False, separators=(",", ":"))
    return Block(text=" ".join(plain.split()), anchor=f"chart-{name}", item="", place="chart")


@dataclass(frozen=True, slots=True)
class _Around:
    anchor: str = ""
    item: str = ""
    figure: str = ""


@dataclass(slots=True)
class _Reader:
    found: list[Block] = field(default_factory=list)
    parts: list[tuple[str, _Around]] = field(default_factory=list)

    def walk(self, top: LexborNode, around: _Around) -> None:
        """Depth first with a stack of its own: hostile nesting must not end in a recursion error."""
        stack: list[tuple[LexborNode | None, _Around, bool]] = [(top, around, True)]
        while stack:
            node, around, is_open = stack.pop()
            if node is None:
                self.flush()
            elif node.tag == "-text":
                self.parts.append((node.text_content or "", around))
            elif (is_open and node.tag not in _UNSEEN) or node.tag == "svg":
                inner = self._enter(node, around)
                if node.tag == "svg":
                    continue
                is_block = node.tag not in _INLINE
                if is_block:
                    self.flush()
                    stack.append((None, around, False))
                stack.extend((child, inner, True) for child in reversed(list(_children(node))))

    def _enter(self, node: LexborNode, around: _Around) -> _Around:
        attributes = node.attributes
        anchor, href = attributes.get("id") or around.anchor, attributes.get("href") or ""
        item = around.item
        if node.tag in _ROWS:
            item = _item_of(node, attributes.get("id") or "") or item
        figure = _FIGURE.search(href) if node.tag == "a" else None
        for name in _ATTRIBUTES[:-1]:
            if said := attributes.get(name):
                self.add(said, anchor, item, name)
        return _Around(anchor, item, figure[1] if figure else around.figure)

    def add(self, text: str, anchor: str, item: str, place: str) -> None:
        """A block of its own, where it holds a digit."""
        folded = " ".join(text.split())
        if NUMBER.search(folded):
            self.found.append(Block(text=folded, anchor=anchor, item=item, place=place))

    def flush(self) -> None:
        """End the block that is being read."""
        if not self.parts:
            return
        text, stretches = "", list[Stretch]()
        for said, around in self.parts:
            folded = " ".join(said.split())
            begins, ends = said[:1].isspace(), said[-1:].isspace()
            if begins and text and not text.endswith(" "):
                text += " "
            start = len(text)
            text += folded
            if around.figure and folded:
                stretches.append(Stretch(start, len(text), around.figure))
            if ends and folded:
                text += " "
        around = self.parts[-1][1]
        first = self.parts[0][1]
        self.parts.clear()
        if NUMBER.search(text):
            anchor = first.anchor or around.anchor
            self.found.append(
                Block(text=text.rstrip(), anchor=anchor, item=first.item, stretches=tuple(stretches), place="text")
            )


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _item_of(node: LexborNode, id_: str) -> str:
    if id_.startswith("i-"):
        return id_
    for link in node.css("a[href]"):
        if found := _ITEM.search(link.attributes.get("href") or ""):
            return found[1]
    return ""
