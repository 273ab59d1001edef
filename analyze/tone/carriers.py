"""Find the tone words of a text and weigh them in their surroundings."""

from analyze.text.passage import Passage
from analyze.tone.lexicon import Kind, Lexicon
from analyze.tone.scans import Carrier, Scan
from analyze.tone.surroundings import Surroundings

__all__ = ["Carrier", "Scan", "scan"]

_WORD, _NEGATE, _SENTENCE = Kind.WORD, Kind.NEGATE, Kind.SENTENCE  # quick to look up
_NOWHERE = -1


def scan(passage: Passage, lexicon: Lexicon) -> Scan:
    """Weigh every tone word of a passage.

    A term counts only where a word begins or ends with it (no 天天 in 今天|天气), one of a single character or
    of Latin letters only where it is a word by itself (no 差 in 差异); a negation also right before a tone word (不 in
    不卫生).
    """
    folded = passage.folded
    state = Surroundings(folded)
    found = lexicon.find(folded)
    if not found:
        return state.finish()
    entries, edges = lexicon.by_number, passage.edges
    negated_at = _NOWHERE  # end of a negation inside a longer word
    is_touched = False  # whether the sentence holds anything that punctuation would end
    for number, start, end in found:
        entry = entries[number]
        kind = entry.kind
        if kind is _SENTENCE:
            if is_touched:
                state.end_sentence(folded[start])
                is_touched = False
            state.begins = end
        elif (edges[start] and edges[end]) if entry.is_whole else (edges[start] or edges[end] or entry.is_mark):
            if kind is not _WORD:
                state.shift(entry, start, end)
                is_touched = True
            elif entry.value:
                if negated_at == start:
                    state.negate(start, start)
                state.carry(entry, start, end)
                is_touched = True
        else:
            negated_at = end if kind is _NEGATE else _NOWHERE
            continue
        negated_at = _NOWHERE
    return state.finish()
