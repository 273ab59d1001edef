"""本期数字: the ledger of an edition as a table, one line a figure, on as many pages as it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from caifeng.models import Briefing
from publish.ledger import Figure, Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSection:
    """Figures under one heading.

    name: "总体态势", "事件 S-20261120-01"
    title: the story's title, "" of others
    figures: in their order
    """

    name: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersContext:
    """numbers.md.j2

    briefing: whose numbers these are
    sections: what this page shows
    anchors: the short anchor of each figure's line, by its id
    ways: page of each item on the evidence pages ("" the first, "2/" …)
    page: number of this page; pages: how many there are
    up: way to the first page's folder, "" on the first
    count: figures of all pages
    """

    briefing: Briefing
    sections: tuple[FigureSection, ...]
    anchors: Mapping[str, str]
    ways: Mapping[str, str]
    page: int
    pages: int
    up: str
    count: int


def numbers_contexts(briefing: Briefing, ledger: Ledger, ways: Mapping[str, str]) -> tuple[NumbersContext, ...]:
    """One context a page, as the ledger is cut."""
    titles = {f"事件 {matter.story_id}": matter.title for matter in briefing.matters}
    titles |= {f"事件 {detail.story.id}": detail.story.title for detail in briefing.details}
    return tuple(
        NumbersContext(
            briefing=briefing,
            sections=tuple(
                FigureSection(name=name, title=titles.get(name, ""), figures=tuple(figures))
                for name, figures in groupby(page, key=lambda figure: figure.section)
            ),
            anchors={figure.id: ledger.anchor(figure.id) for figure in page},
            ways=ways,
            page=number,
            pages=len(ledger.pages),
            up="" if number == 1 else "../",
            count=len(ledger.figures),
        )
        for number, page in enumerate(ledger.pages, 1)
    )
