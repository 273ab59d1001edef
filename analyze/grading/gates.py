"""底线: reasons that lift a level whatever the score is, where they stand for the desk's own matter.

A gate word counts where it is said to have happened (denials, drills and conditionals are out), in the title or within
60 characters of a term that made the topic, and where the matter is ours: one of the desk's own names stands in the
piece, or its topic has a gate of its own, or it names one of the desk's places; a piece about another country is ours
by name only. It opens the gate with two independent witnesses, or one title of an authority, of a national or
provincial medium, or on a hot list, which ranks what many people look for.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from analyze.dossier import Dossier, is_head_media
from analyze.grading.abroad import is_abroad
from analyze.grading.classes import Matter, class_finds
from analyze.grading.voices import witnesses
from analyze.scales import EVIDENCE
from caifeng.models import Gate, GateClass, Item, Level, PieceKind, Reading, ToneLabel

_SPAN = timedelta(hours=72)  # a gate opens for three days after the last item that stands behind it
_WITNESSES = 2
_NAMED = 4  # words in the reason
_WORDS_OF_DESK = None  # stands for the desk's own gate words beside the classes


@dataclass(slots=True)
class _Behind:
    """What stands behind one gate: items by time, their words, and whether one title of weight says it."""

    items: dict[Item, None] = field(default_factory=dict)
    words: Counter[str] = field(default_factory=Counter)
    has_headline: bool = False

    def add(self, item: Item, word: str, *, is_headline: bool) -> None:
        self.items[item] = None
        self.words[word] += 1
        self.has_headline |= is_headline


def open_gates(dossier: Dossier) -> tuple[Gate, ...]:
    """The gates that stand open: the desk's own words first, then the classes that it has not switched off."""
    ours = [(item, reading) for item, reading in _grave(dossier) if _is_ours(dossier, item, reading)]
    if not ours:
        return ()
    floors = dict(dossier.desk.grading.gates)
    behind: dict[GateClass | None, _Behind] = {kind: _Behind() for kind in (_WORDS_OF_DESK, *GateClass)}
    listed = {sighting.item_id for sighting in dossier.sightings}
    for item, reading in ours:
        _weigh(item, reading, behind, has_weight=_has_weight(item, listed))
    distinct = {item.id for item in dossier.items}
    own = _gate(behind[_WORDS_OF_DESK], "涉及", distinct, _floor(dossier, ours))
    gates = [own] if own else []
    for kind, floor in floors.items():
        if kind is GateClass.CENTRAL_MEDIA:
            gates += _central(dossier, ours, floor)
        elif gate := _gate(behind[kind], f"{kind}：", distinct, floor):
            gates.append(replace(gate, kind=kind))
    return tuple(gates)


def _grave(dossier: Dossier) -> Iterator[tuple[Item, Reading]]:
    """Items of the last days with gate words, harm or a bad tone; none where one plain item is all there is."""
    weighs = dossier.sightings or any(item.is_official or item.tier <= 2 for item in dossier.every)
    if len(dossier.items) < _WITNESSES and not weighs:
        return
    for item in dossier.since(dossier.every, _SPAN):
        reading = dossier.readings.get(item.id)
        if reading and (reading.gates or _is_bad(reading)):
            yield item, reading


def _is_bad(reading: Reading) -> bool:
    if reading.harm or reading.tone.label is ToneLabel.NEGATIVE:
        return True
    return reading.piece is not None and reading.piece.kind is PieceKind.COMPLAINT


def _is_ours(dossier: Dossier, item: Item, reading: Reading) -> bool:
    """Whether the piece is of the desk's own matter, and not merely of the desk's subject."""
    if reading.names:
        return True
    is_home = any(part in place.path for place in reading.places for part in dossier.regions)
    is_gated = any(match.topic in dossier.floors for match in reading.topics)
    return (is_home or is_gated) and not is_abroad(item, reading)


def _has_weight(item: Item, listed: Collection[str]) -> bool:
    """Whether one title of the item suffices."""
    return item.is_official or item.tier <= 2 or item.id in listed


def _weigh(item: Item, reading: Reading, behind: Mapping[GateClass | None, _Behind], *, has_weight: bool) -> None:
    matter = Matter(reading)
    for hit in reading.gates:
        if matter.has(hit):
            behind[_WORDS_OF_DESK].add(item, hit.term, is_headline=has_weight and hit.field == "title")
    if _is_bad(reading):
        for kind, word, is_title in class_finds(item, reading, matter):
            behind[kind].add(item, word, is_headline=has_weight and is_title)


def _gate(found: _Behind, begin: str, distinct: set[str], floor: Level) -> Gate | None:
    """The gate, where two independent witnesses or one title of weight stand behind it; reprints are none."""
    items = list(found.items)
    if witnesses(item for item in items if item.id in distinct) < _WITNESSES and not found.has_headline:
        return None
    ranked = sorted(found.words, key=lambda word: (-found.words[word], word))
    reason = f"{begin}“{'、'.join(ranked[:_NAMED])}”（近72小时 {len(items)} 条）"
    return Gate(reason=reason, floor=floor, item_ids=_ids(items))


def _floor(dossier: Dossier, ours: Iterable[tuple[Item, Reading]]) -> Level:
    """The highest gate among the topics of the items, 黄 where none is set."""
    names = {match.topic for _, reading in ours if reading.gates for match in reading.topics}
    floors = [dossier.floors[name] for name in names if name in dossier.floors]
    return max(floors, key=lambda level: level.rank, default=Level.YELLOW)


def _central(dossier: Dossier, ours: Iterable[tuple[Item, Reading]], floor: Level) -> list[Gate]:
    """National media report something bad, and somebody else took it up."""
    distinct = {item.id for item in dossier.items}
    bad = [item for item, reading in ours if reading.tone.label is ToneLabel.NEGATIVE]
    national = [item for item in bad if item.tier == 1 and is_head_media(item)]
    if not national or witnesses(item for item in bad if item.id in distinct) < _WITNESSES:
        return []
    reason = f"{GateClass.CENTRAL_MEDIA}负面报道 {len(national)} 条（{national[0].source}）"
    return [Gate(reason=reason, floor=floor, item_ids=_ids(national), kind=GateClass.CENTRAL_MEDIA)]


def _ids(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(item.id for item in items)[:EVIDENCE]
