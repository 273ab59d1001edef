"""与已知事实不符 What a draft says otherwise than the case: numbers, batches, models, dates, places, denials.

Simple comparisons that a reader can follow: the same unit and deed with another number, the same kind of number
that no fact has, a word that the draft denies and every fact affirms. Each names the sentence it stands against.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from caifeng.models import FindingKind, KnownFact, KnownFacts, ReplyFinding
from respond.playbooks.draft import Draft
from respond.playbooks.polarity import denials
from respond.playbooks.quantities import Quantity, deeds_in, is_comparable, quantities

_MOST = 20
_FACTS = 400  # that are compared
_SHOWN = 40  # characters of a fact
_BATCH = re.compile(r"(?<!\d)(\d{3,8})(?:\s?这?批次?(?!\d)|批号)|批[次号](?:为|是|：|:)?\s?(?<!\d)(\d{3,8})(?!\d)")
_MODEL = re.compile(r"([\u4e00-\u9fff]{2})\s?([A-Za-z]{1,3}\d{1,4})(?![A-Za-z\d])")
_DATE = re.compile(r"(?<!\d)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
_AHEAD = re.compile(r"^[^，。；]{0,2}(?:前|之前|以前|起|开始|至|截止)|将|拟|预计|计划|争取|以前|截止")
# A county or district where a place is named: 在东浦区的, 东浦区、南溪区. Without a gazetteer nothing looser is safe.
_PLACE = re.compile(
    r"(?:(?<=[在于到从自市省、，。；：和及与])|(?<![\u4e00-\u9fff]))([\u4e00-\u9fff]{2}[区县])(?![\u4e00-\u9fff])"
    r"|(?:(?<=[在于到从自市省、，。；：和及与])|(?<![\u4e00-\u9fff]))([\u4e00-\u9fff]{2}[区县])(?=[的等和及与内某有发出])"
)
_NO_PLACE = re.compile(
    "[性太街示心开业验税禁误山林湾灾战特新景库牧小社地厂园校辖城片专郊学院病疫核域海空大治政范务作济车音央部跨]区|[自各两]治?县|每|该|本|各"
)


@dataclass(frozen=True)
class Known:
    """The case's facts with what can be compared in them."""

    case: KnownFacts
    simplify: Callable[[str], str]

    @cached_property
    def texts(self) -> tuple[tuple[KnownFact, str], ...]:
        """The newest facts with their Simplified text; firm ones first."""
        ranked = sorted(self.case.facts, key=lambda fact: (not fact.is_firm, _age(fact), fact.text))[:_FACTS]
        return tuple((fact, self.simplify(fact.text)) for fact in ranked)

    @cached_property
    def whole(self) -> str:
        return "\n".join([*(text for _, text in self.texts), *map(self.simplify, self.case.names)])

    @cached_property
    def counted(self) -> tuple[tuple[KnownFact, Quantity], ...]:
        return tuple((fact, found) for fact, text in self.texts for found in quantities(text))


def contradictions(draft: Draft, known: Known) -> Iterator[ReplyFinding]:
    """Every place where the draft says otherwise, once each, at most 20 of a rule."""
    told: set[int] = set()
    for rule in (denials, _numbers, _batches, _models, _dates, _places):
        for finding in islice(rule(draft, known), _MOST):
            here = range(finding.start, finding.end)
            if told.isdisjoint(here):
                told.update(here)
                yield finding


def contradiction(draft: Draft, span: tuple[int, int], fact: KnownFact | None, why: str, mend: str) -> ReplyFinding:
    """A finding with the fact that it stands against."""
    start, end, quote = draft.quote(*span)
    source = f"（{fact.source}：“{fact.text[:_SHOWN]}”）" if fact else ""
    return ReplyFinding(
        kind=FindingKind.CONTRADICTION, start=start, end=end, quote=quote, why=why + source, mend=mend,
        evidence=fact.evidence if fact else (),
    )  # fmt: skip


def _numbers(draft: Draft, known: Known) -> Iterator[ReplyFinding]:
    for said in quantities(draft.shadow):
        alike = [(fact, other) for fact, other in known.counted if is_comparable(said, other)]
        if not alike or any(said.agrees(other) for _, other in alike):
            continue
        fact, other = alike[0]
        sure = said.is_direct + other.is_direct
        if sure == 0 or (sure == 1 and _is_known(said, known)):
            continue  # what they count is a guess
        why = f"已知的是 {other.written}"
        mend = "核对后改正；如果是更新的数字，先记进案件的经过"
        yield contradiction(draft, (said.start, said.end), fact, why, mend)


def _is_known(said: Quantity, known: Known) -> bool:
    """Whether some fact has this number of this unit, whatever it counts."""
    return any(said.unit == other.unit and said.agrees(other) for _, other in known.counted)


def _batches(draft: Draft, known: Known) -> Iterator[ReplyFinding]:
    batches = {number: fact for fact, text in reversed(known.texts) for number in _numbered(text)}
    for found in _BATCH.finditer(draft.shadow):
        number = found[1] or found[2]
        if batches and number not in batches:
            named, fact = next(reversed(batches.items()))
            yield contradiction(draft, found.span(), fact, f"已知的批次是 {named}", "核对批次后改正")


def _numbered(text: str) -> Iterator[str]:
    for found in _BATCH.finditer(text):
        yield found[1] or found[2]


def _models(draft: Draft, known: Known) -> Iterator[ReplyFinding]:
    codes = {found[2].upper() for found in _MODEL.finditer(known.whole)}
    series = {found[1]: found[0] for found in _MODEL.finditer(known.whole)}
    letters = {re.sub(r"\d", "", code): code for code in sorted(codes)}
    for found in _MODEL.finditer(draft.shadow):
        code = found[2].upper()
        if code in codes:
            if found[1] not in series and (near := _near(found[1], series)):
                fact = _fact_with(known, series[near])
                yield contradiction(draft, found.span(), fact, f"已知的型号是 {series[near]}", "核对产品名称后改正")
        elif meant := series.get(found[1]) or letters.get(re.sub(r"\d", "", code)):
            fact = _fact_with(known, meant)
            yield contradiction(draft, found.span(), fact, f"已知的型号是 {meant}", "核对型号后改正")


def _near(word: str, series: dict[str, str]) -> str:
    """A series name that differs in one of its two characters."""
    return next((one for one in sorted(series) if sum(a != b for a, b in zip(one, word, strict=True)) == 1), "")


def _fact_with(known: Known, words: str) -> KnownFact | None:
    return next((fact for fact, text in known.texts if words in text), None)


def _dates(draft: Draft, known: Known) -> Iterator[ReplyFinding]:
    """A deed that the draft dates otherwise than every fact of it does; plans and terms are not compared."""
    for clause in draft.clauses:
        deeds = deeds_in(clause.text)
        for found in _DATE.finditer(clause.text) if deeds else ():
            if _AHEAD.search(clause.text[found.end() :]) or _AHEAD.search(clause.text[: found.start()]):
                continue
            told = [(fact, day) for fact, text in known.texts if deeds & deeds_in(text) for day in _days(fact, text)]
            day = (int(found[2]), int(found[3]))
            if told and day not in {(other.month, other.day) for _, other in told}:
                fact, other = told[0]
                span = (clause.start + found.start(), clause.start + found.end())
                why = f"已知的日期是 {other.month} 月 {other.day} 日"
                yield contradiction(draft, span, fact, why, "核对日期后改正")


def _days(fact: KnownFact, text: str) -> Iterator[date]:
    """The days that a fact names; the day of a line of our own log, and of a notice, is one as well."""
    for found in _DATE.finditer(text):
        month, day = int(found[2]), int(found[3])
        if 1 <= month <= 12 and 1 <= day <= 28 + (month != 2) * 2 + (month in (1, 3, 5, 7, 8, 10, 12)):
            yield date(int(found[1] or (fact.at.year if fact.at else 2000)), month, day)
    if fact.at is not None and fact.is_firm:
        yield fact.at.date()


def _places(draft: Draft, known: Known) -> Iterator[ReplyFinding]:
    """A county or district that no fact names, where the facts name others."""
    places = [*known.case.places, *(place for place, _ in _placed(known.whole))]
    for name, span in _placed(draft.shadow):
        if name in known.whole or any(name in place for place in places):
            continue
        alike = list(dict.fromkeys(place for place in places if place.endswith(name[-1])))
        if alike:
            why = f"已知的地点是 {'、'.join(alike[:3])}"
            yield contradiction(draft, span, _fact_with(known, alike[0]), why, "核对地点后改正")


def _placed(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in _PLACE.finditer(text):
        name = found[1] or found[2]
        if not _NO_PLACE.search(name):
            yield name, found.span()


def _age(fact: KnownFact) -> float:
    """Newest first; undated facts last."""
    return -fact.at.timestamp() if fact.at else 0.0
