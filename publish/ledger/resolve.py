"""What a number on a page is: a figure, part of others' words, a time, an identifier, fixed wording."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from publish.ledger.figure import Figure, Ledger, placed, quoted_spans
from publish.ledger.page import NUMBER, Block
from publish.ledger.words import Kind, Words, bare, occurrences


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """One number: what it is, the text around it, the figure behind it ("" none), and why it could not be resolved."""

    number: str
    kind: Kind
    around: str
    figure: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A frozen text that a page prints: its scope in the ledger and the items that it names."""

    text: str
    scope: str = ""
    item_ids: tuple[str, ...] = ()


_Span = tuple[int, int, Kind, str, str]  # start, end, kind, figure, why
_TIMES = re.compile(
    r"\d{4} 年 \d+ 月(?: \d+ 日)?|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|(?<!\d)\d\d-\d\d(?: \d\d:\d\d)?(?![\d-])"
    r"|(?<!\d)\d\d:\d\d(?!\d)"
    r"|\d{4}-\d\d(?!\d)|\d+ 月 \d+ 日"
)
_IDENTIFIERS = re.compile(
    r"S-\d{8}-\d+|INC-\d{4}-\d+|i-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{12}(?:[0-9a-f]{52})?(?![0-9a-z])"
)
_CLAUSE_END = re.compile("[。；！？]|（")
_CLAUSE = re.compile(r"[^：，。；！？［］（）“”《》、\s]+")
_LEAST = 7  # characters of a clause that others can be said to have written
_CONTEXT = 24  # characters shown on either side of a number


def beyond(found: Iterable[Block], told: Collection[str]) -> Iterator[Resolved]:
    """Numbers of a translated page that the page it translates (``told``: its numbers) does not state."""
    for block in found:
        for match in NUMBER.finditer(block.text):
            if f"{float(match[0]):g}" not in told:
                around = block.text[max(match.start() - _CONTEXT, 0) : match.end() + _CONTEXT]
                yield Resolved(number=match[0], kind=Kind.UNRESOLVED, around=around, why="原页上没有这个数")


@dataclass(frozen=True, kw_only=True)
class Resolver:
    """Resolves numbers of one edition.

    ``charts``: texts of each chart by its anchor, drawn again from the frozen counts: whole ones, and cells, of which
    each may stand on a page as often as it was drawn.
    """

    ledger: Ledger
    words: Words
    sentences: tuple[Sentence, ...]
    charts: Mapping[str, "Drawn"]

    def page(self, found: Iterable[Block]) -> Iterator[Resolved]:
        """Each number of a page."""
        cells: dict[str, Counter[str]] = {}
        for block in found:
            drawn = self.charts.get(block.anchor)
            if drawn and block.place != "chart" and block.text not in drawn.whole:
                left = cells.setdefault(block.anchor, Counter(drawn.cells))
                left[block.text] -= 1
                yield from self.block(block, is_cell=left[block.text] >= 0)
            else:
                yield from self.block(block)

    @cached_property
    def _by_number(self) -> Mapping[str, tuple[Sentence, ...]]:
        found: dict[str, dict[Sentence, None]] = {}
        for sentence in sorted(set(self.sentences), key=lambda one: (-len(one.text), one.text, one.scope)):
            for match in NUMBER.finditer(sentence.text):
                found.setdefault(match[0], {})[sentence] = None
            found.setdefault(f"{len(sentence.item_ids)}", {})[sentence] = None  # 依据 6 stands behind it
        return {number: tuple(held) for number, held in found.items()}

    @cached_property
    def _told(self) -> dict[Sentence, tuple[_Span, ...]]:
        return {}

    def block(self, block: Block, *, is_cell: bool = False) -> Iterator[Resolved]:
        """Each number of a block of a page; ``is_cell``: it is a cell of a chart's table as drawn again."""
        text = block.text
        spans = [*self._linked(block), *self._frozen(block), *self._own(block), *self._item(block)]
        drawn = self.charts.get(block.anchor)
        if is_cell or (drawn and any(said == text for said in drawn.whole)):
            spans.append((0, len(text), Kind.FIGURE, "", ""))
        elif drawn is None:
            spans += self._general(text, "", on_page=True)
        else:
            spans += [(*span, Kind.FIGURE, "", "") for span in occurrences(text, drawn.parts)]
            spans += [(*span, Kind.WORDING, "", "") for span in self.words.constants(text)]
        for match in NUMBER.finditer(text):
            yield _judged(text, match, spans)

    def _linked(self, block: Block) -> Iterator[_Span]:
        for stretch in block.stretches:
            figure = self.ledger.by_anchor.get(stretch.figure)
            said = block.text[stretch.start : stretch.end]
            if figure is None:
                yield stretch.start, stretch.end, Kind.UNRESOLVED, stretch.figure, f"台账没有 {stretch.figure} 这一项"
            elif said in _written(figure):
                yield stretch.start, stretch.end, Kind.FIGURE, figure.id, ""
                yield from _cited(block.text, len(figure.item_ids), stretch.end)
            else:
                why = f"台账的 {figure.id} 是 {figure.written[:60]}"
                yield stretch.start, stretch.end, Kind.UNRESOLVED, figure.id, why

    def _frozen(self, block: Block) -> Iterator[_Span]:
        """Frozen sentences that the block prints whole, each resolved by itself."""
        tried: set[Sentence] = set()
        for number in {match[0] for match in NUMBER.finditer(block.text)}:
            for sentence in self._by_number.get(number, ()):
                if sentence not in tried and sentence.text in block.text:
                    tried.add(sentence)
                    yield from _moved(self._sentence(sentence), block.text, sentence.text)
                    yield from _cited(block.text, len(sentence.item_ids), block.text.index(sentence.text))

    def _sentence(self, sentence: Sentence) -> tuple[_Span, ...]:
        if sentence not in self._told:
            self._told[sentence] = tuple(self._spans(sentence))
        return self._told[sentence]

    def _spans(self, sentence: Sentence) -> Iterator[_Span]:
        text = sentence.text
        if self.words.occurs(text, sentence.item_ids):
            yield 0, len(text), Kind.QUOTED, "", ""
            return
        yield from self._general(text, sentence.scope)
        yield from self._clauses(sentence)

    def _clauses(self, sentence: Sentence) -> Iterator[_Span]:
        """Clauses that stand so in an item that the sentence names."""
        text, start = sentence.text, 0
        for end in [*(match.start() for match in _CLAUSE_END.finditer(text)), len(text)]:
            clause = text[start:end].strip("（）。；！？ ")
            for part, at in ((clause, text.find(clause, start)), _after_colon(text, start, end)):
                if len(part) >= 4 and NUMBER.search(part) and self.words.occurs(part, sentence.item_ids):
                    yield at, at + len(part), Kind.QUOTED, "", ""
            start = end + 1

    def _general(self, text: str, scope: str, *, on_page: bool = False) -> Iterator[_Span]:
        figures = [*self.ledger.scope(scope), *(self.ledger.scope("") if scope else ())]
        if not scope:
            named = dict.fromkeys(scope for title, scope in self.ledger.titles if title.strip("“”") in text)
            figures += [figure for one in named for figure in self.ledger.scope(one)]
        for start, end, figure in placed(text, figures):
            yield start, end, Kind.FIGURE, figure.id, ""
        for start, end in quoted_spans(text):
            if NUMBER.search(text, start, end) and self.words.occurs_anywhere(text[start + 1 : end - 1]):
                yield start, end, Kind.QUOTED, "", ""
        for match in _TIMES.finditer(text):
            if self.words.is_time(match[0], on_page=on_page):
                yield *match.span(), Kind.TIME, "", ""
        for match in _IDENTIFIERS.finditer(text):
            if self.words.is_identifier(match[0]):
                yield *match.span(), Kind.IDENTIFIER, "", ""
        if on_page:
            yield from self._clipped(text)
            yield from ((*span, Kind.FIGURE, "", "") for span in occurrences(text, self.words.derived))
        yield from ((start, end, Kind.IDENTIFIER, "", "") for start, end in self.words.names(text))
        yield from ((start, end, Kind.WORDING, "", "") for start, end in self.words.constants(text))

    def _clipped(self, text: str) -> Iterator[_Span]:
        """Shortened titles: a clause that stands so in an item."""
        for match in _CLAUSE.finditer(text):
            if len(match[0]) >= _LEAST and NUMBER.search(match[0]) and self.words.occurs_anywhere(match[0]):
                yield *match.span(), Kind.QUOTED, "", ""

    def _own(self, block: Block) -> Iterator[_Span]:
        """A line of the ledger: its own texts."""
        figure = self.ledger.by_id.get(block.anchor)
        if figure:
            count = f"依据 {len(figure.item_ids)} 条之一"
            for said in (figure.name, figure.written, figure.formula, figure.record, count):
                if said and said in block.text:
                    start = block.text.index(said)
                    yield start, start + len(said), Kind.FIGURE, figure.id, ""

    def _item(self, block: Block) -> Iterator[_Span]:
        for said, kind in self.words.rows.get(block.item, ()):
            at = block.text.find(said)
            while said and at >= 0:
                yield at, at + len(said), kind, "", ""
                at = block.text.find(said, at + len(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart as drawn again: its title and data, the cells of its table, and phrases of what stands beside it."""

    whole: frozenset[str]
    cells: tuple[str, ...]
    parts: tuple[str, ...] = ()


def _judged(text: str, match: re.Match[str], spans: Iterable[_Span]) -> Resolved:
    start, end = match.span()
    around = text[max(start - _CONTEXT, 0) : end + _CONTEXT]
    found = [span for span in spans if span[0] <= start and end <= span[1]]
    wrong = next((span for span in found if span[2] is Kind.UNRESOLVED), None)
    best = wrong or (found[0] if found else None)
    if best is None:
        why = "既不是台账之数，也不是引文、时刻、编号或固定文字"
        return Resolved(number=match[0], kind=Kind.UNRESOLVED, around=around, why=why)
    return Resolved(number=match[0], kind=best[2], around=around, figure=best[3], why=best[4])


def _cited(text: str, count: int, after: int) -> Iterator[_Span]:
    """依据 6: how many items a sentence names, behind it."""
    at = text.find(f"依据 {count}", after)
    if at >= 0 and count:
        yield at, at + len(f"依据 {count}"), Kind.FIGURE, "", ""


def _written(figure: Figure) -> frozenset[str]:
    return frozenset({figure.written, *(bare(form) for form in figure.forms)})


def _moved(spans: Iterable[_Span], text: str, part: str) -> Iterator[_Span]:
    at = text.find(part)
    while at >= 0:
        yield from ((start + at, end + at, kind, figure, why) for start, end, kind, figure, why in spans)
        at = text.find(part, at + len(part))


def _after_colon(text: str, start: int, end: int) -> tuple[str, int]:
    at = text.find("：", start, end)
    part = text[at + 1 : end].strip("“” ") if at >= 0 else ""
    return part, text.find(part, max(at, 0))
