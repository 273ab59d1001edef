"""What an edition's record holds beside figures: others' words, times, identifiers, names, and the fixed wording."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from caifeng.models import Item

_LOOSE = re.compile(r"[\s“”‘’\"'「」『』《》…]+")
_HAN = re.compile(r"(\d{4}) 年 (\d+) 月(?: (\d+) 日)?")


class Kind(StrEnum):
    """How a number was resolved."""

    FIGURE = "台账之数"
    QUOTED = "引文与标题"
    RECORD = "随条目封存"
    TIME = "时刻与日期"
    IDENTIFIER = "编号与名称"
    WORDING = "固定文字"
    UNRESOLVED = "未能核实"


@dataclass(frozen=True, kw_only=True)
class Words:
    """Everything that a number which is no figure may be part of.

    items: as the lake holds them, by id; told: further texts of the record (titles of files, log lines, notes)
    times: every moment of the record as sentences write it; page_times: those that pages print beside sentences
    identifiers: ids and hashes
    own: names from the configuration; wording: fixed phrases of templates and methods that hold a number
    derived: phrases that follow from frozen figures: comparisons with the day before
    rows: what the evidence page prints of an item beside its words, by item id: (text, kind)
    """

    items: Mapping[str, Item]
    told: tuple[str, ...]
    times: frozenset[str]
    page_times: frozenset[str]
    identifiers: frozenset[str]
    own: tuple[str, ...]
    wording: tuple[str, ...]
    derived: tuple[str, ...]
    rows: Mapping[str, tuple[tuple[str, Kind], ...]]

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {id_: loose(f"{item.title} {item.text}") for id_, item in self.items.items()}

    @cached_property
    def _all(self) -> str:
        return "\0".join([*self._texts.values(), *map(loose, self.told)])

    def occurs(self, text: str, item_ids: Iterable[str]) -> bool:
        """Whether the text stands in one of these items, white space and quotation marks aside."""
        wanted = loose(text)
        return bool(wanted) and any(wanted in self._texts[id_] for id_ in item_ids if id_ in self._texts)

    def occurs_anywhere(self, text: str) -> bool:
        """Whether the text stands in any item of the evidence, or in what else the record tells."""
        wanted = loose(text)
        return bool(wanted) and wanted in self._all

    def is_time(self, text: str, *, on_page: bool = False) -> bool:
        """Whether a moment or day of the record is written so; ``on_page``: outside every frozen sentence."""
        known = self.page_times if on_page else self.times
        match = _HAN.fullmatch(text)
        return ("-".join(f"{int(part):02d}" for part in match.groups() if part) if match else text) in known

    def is_identifier(self, text: str) -> bool:
        """Whether the record knows this id, hash or version."""
        return text in self.identifiers

    def names(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names of the configuration, and versions, stand."""
        yield from occurrences(text, self.own)

    def constants(self, text: str) -> Iterator[tuple[int, int]]:
        """Where fixed wording that holds a number stands."""
        yield from occurrences(text, self.wording)


def loose(text: str) -> str:
    """A text as quotations are compared: without white space, quotation marks and the mark of a cut."""
    return _LOOSE.sub("", text)


def bare(form: str) -> str:
    """The number of a form without the words around it."""
    return form.partition("{")[2].rpartition("}")[0]


def occurrences(text: str, phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where these phrases stand in a text, start and end."""
    for phrase in phrases:
        at = text.find(phrase)
        while at >= 0:
            yield at, at + len(phrase)
            at = text.find(phrase, at + len(phrase))
