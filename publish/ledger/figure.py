"""A line of the ledger, and the ledger itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from caifeng.models import Share
from publish import escape

_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
# What is no count: the span that is looked at, a time, an identifier.
_PERIOD = re.compile(
    r"(?:过去|最近|近|前后) ?\d+ ?(?:小时|日|天)|\d\d-\d\d(?: \d\d:\d\d)?(?!\d)|(?:INC|S)-\d[\d-]*|i-[0-9a-f]{12}"
)
PAGE = 46_000  # bytes of lines on one page of numbers, near enough
_LINE, _LINK = 90, 110  # bytes of a line without its words, and of a link to an item
_CLOSING = {"“": "”", "‘": "’", "《": "》", "「": "」"}
_OPENING = re.compile("[“‘《「]")
_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that an edition states.

    id: "overview.distinct", "story.S-20261120-01.heat"; an anchor of the page of numbers
    section: the heading it stands under; name: what it is, in Chinese
    value: the number; written: as the page prints it, "4/6（67%，95% 区间 30%–90%）"
    forms: how sentences write it, the number in braces between the words around it: "新增 {6} 条"
    formula: how it comes about, in one Chinese sentence
    item_ids: what it is counted from; record: where it comes from instead, "" where it is counted
    """

    id: str
    section: str
    name: str
    value: float
    written: str
    formula: str
    forms: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()
    record: str = ""


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """All figures of an edition in their order, and (title in quotation marks, scope) of the stories that it names."""

    figures: tuple[Figure, ...]
    titles: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """Every figure by its id."""
        return {figure.id: figure for figure in self.figures}

    @cached_property
    def _scopes(self) -> dict[str, tuple[Figure, ...]]:
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(_scope_of(figure.id), []).append(figure)
        return {scope: tuple(figures) for scope, figures in found.items()}

    def scope(self, name: str) -> tuple[Figure, ...]:
        """Figures of a story ("story.S-…") and the clocks; of "" those of no story."""
        clocks = self._scopes.get("clock", ()) if name else ()
        return self._scopes.get(name, ()) + clocks

    @cached_property
    def pages(self) -> tuple[tuple[Figure, ...], ...]:
        """The figures as the pages of numbers hold them: cut where a page is full; there is always a first."""
        pages: list[list[Figure]] = [[]]
        room = PAGE
        for figure in self.figures:
            weight = _LINE + 3 * (len(figure.id) + len(figure.name) + len(figure.written) + len(figure.formula))
            weight += 3 * len(figure.record) + _LINK * min(len(figure.item_ids), 3)
            if pages[-1] and weight > room:
                pages.append([])
                room = PAGE
            pages[-1].append(figure)
            room -= weight
        return tuple(tuple(page) for page in pages)

    @cached_property
    def _ways(self) -> dict[str, str]:
        return {
            figure.id: f"numbers/{number}/" if number > 1 else "numbers/"
            for number, page in enumerate(self.pages, 1)
            for figure in page
        }

    @cached_property
    def _anchors(self) -> dict[str, str]:
        return {figure.id: f"n{number}" for number, figure in enumerate(self.figures, 1)}

    @cached_property
    def by_anchor(self) -> dict[str, Figure]:
        """Every figure by what an address may end in: its short anchor, and its id."""
        return {**self.by_id, **{anchor: self.by_id[id_] for id_, anchor in self._anchors.items()}}

    def anchor(self, id_: str) -> str:
        """The short anchor of a figure's line, "n12": a page holds hundreds of links."""
        return self._anchors[id_]

    def way(self, id_: str) -> str:
        """Way from the day page to the line of the figure: "numbers/#n12", "numbers/2/#n140"."""
        return f"{self._ways[id_]}#{self._anchors[id_]}"

    @property
    def leading(self) -> str:
        """The scope of the first story that the edition tells: what the outlook speaks of; "" without any."""
        return next((_scope_of(figure.id) for figure in self.figures if figure.id.startswith("story.")), "")


def key(*parts: str) -> str:
    """An id of these parts: whatever no anchor should hold is folded away."""
    return ".".join(part if _WORD.fullmatch(part) else escape.file_name(part) for part in parts)


def share_written(share: Share) -> str:
    """4/6（67%，95% 区间 30%–90%）."""
    return f"{share.count}/{share.total}（{share.share:.0%}，95% 区间 {share.low:.0%}–{share.high:.0%}）"


def noted(text: str) -> tuple[str, ...]:
    """The text as forms, one for each count that stands in it outside quotation marks."""
    periods = [match.span() for match in _PERIOD.finditer(text)]
    return tuple(
        f"{text[:start]}{{{text[start:end]}}}{text[end:]}"
        for start, end in numbers(text)
        if not any(left <= start < right for left, right in periods)
    )


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of our own stand in a text: those of quotations and titles are others'."""
    theirs = quoted_spans(text)
    at = 0
    for match in _NUMBER.finditer(text):
        while at < len(theirs) and theirs[at][1] <= match.start():
            at += 1
        if at == len(theirs) or match.start() < theirs[at][0]:
            yield match.span()


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where quotations and titles stand, marks included; what is never closed is none."""
    spans: list[tuple[int, int]] = []
    unclosed: set[str] = set()
    at = 0
    for match in _OPENING.finditer(text):
        close = _CLOSING[match[0]]
        if match.start() < at or close in unclosed:
            continue
        end = text.find(close, match.end())
        if end < 0:
            unclosed.add(close)
        else:
            at = end + 1
            spans.append((match.start(), at))
    return tuple(spans)


def placed(text: str, figures: Iterable[Figure]) -> tuple[tuple[int, int, Figure], ...]:
    """Where the text states one of these figures: (start, end, figure) by place, the longest form first at each."""
    theirs = quoted_spans(text)
    found = sorted(
        ((start, end, len(form), order, figure) for order, figure in enumerate(figures) for form in figure.forms
         for start, end in _occurrences(text, form)),
        key=lambda one: (-one[2], one[0], one[3]),
    )  # fmt: skip
    taken: list[tuple[int, int, Figure]] = []
    for start, end, _, _, figure in found:
        is_free = all(end <= left or right <= start for left, right, _ in taken)
        if is_free and not any(left < end and start < right for left, right in theirs):
            taken.append((start, end, figure))
    return tuple(sorted(taken, key=lambda one: one[0]))


def _occurrences(text: str, form: str) -> Iterator[tuple[int, int]]:
    before, _, rest = form.partition("{")
    inner, _, after = rest.rpartition("}")
    whole = before + inner + after
    at = text.find(whole) if whole else -1
    while at >= 0:
        start, end = at + len(before), at + len(before) + len(inner)
        if not text[start - 1 : start].isdigit() and not text[end : end + 1].isdigit():
            yield start, end
        at = text.find(whole, at + max(len(whole), 1))


def _scope_of(id_: str) -> str:
    parts = id_.split(".")
    if parts[0] == "story" and len(parts) > 2:
        return f"{parts[0]}.{parts[1]}"
    return "clock" if parts[0] == "clock" else ""
