"""What stands around a tone word: negation, intensity, contrast, condition, quotation, question, mockery.

Rules after Taboada et al., "Lexicon-Based Methods for Sentiment Analysis" (2011), with windows in characters because
Chinese has no blanks; mockery after Reyes & Rosso (2012): a good word beside a marker of irony is turned or cut.
"""

import re
from dataclasses import dataclass, field

from analyze.tone.lexicon import Entry, Kind
from analyze.tone.scans import Carrier, Scan

_NEGATION_REACH = 6  # folded characters between a negation and the word it turns
_MITIGATION_REACH = 8  # also of a wish and of a sneer; no reach is longer
_BOOST_REACH = 4
_NEGATED_GOOD = -0.8  # 没有解决 is nearly as bad as 解决 is good
_NEGATED_BAD = -0.15  # 未造成伤亡 is hardly good news
_BEFORE_CONTRAST = 0.6
_AFTER_CONTRAST = 1.3
_LEAST_CERTAIN = 0.3  # what hearsay and conditions together leave of a weight
_ASKED = 0.6  # a question asserts less
_EXCLAIMED = 1.2
_TURNED = -0.6  # a good word that is mocked, or asked for rhetorically
_WINKED = 0.4  # a good word beside a wink; turned where bad words stand beside it
_QUOTED = 0.85  # what others said
_SCARE = 6  # characters a quotation may have to be a pair of scare quotes
_REPEATED = 0.4  # each further one of a row of the same emoticon
_FAR = -99
_BREAK = re.compile("[,:;]")  # no shifter reaches beyond it, but contrast, hearsay and condition
_INTENSIFY, _SOFTEN, _MITIGATE, _NEGATE = Kind.INTENSIFY, Kind.SOFTEN, Kind.MITIGATE, Kind.NEGATE  # quick to look up
_OPEN, _CLOSE, _QUOTE = Kind.OPEN, Kind.CLOSE, Kind.QUOTE
_UNCERTAIN = (Kind.HEARSAY, Kind.CONDITION)
_POINTED = (Kind.MOCK, Kind.WINK, Kind.RHETORIC)


@dataclass(slots=True)
class Surroundings:
    """What has been read, and what still reaches the next word."""

    folded: str
    carriers: list[Carrier] = field(default_factory=list)
    scared: list[Carrier] = field(default_factory=list)  # good words in scare quotes, of this sentence
    negated_at: int = _FAR
    negations: int = 0
    mitigated_at: int = _FAR
    mitigation: float = 1.0
    wished_at: int = _FAR
    wish: float = 1.0
    sneered_at: int = _FAR
    boosted_at: int = _FAR
    boost: float = 1.0
    sentence: float = 1.0  # contrast, hearsay and condition, until the sentence ends
    begins: int = 0  # where the sentence begins
    first: int = 0  # number of the sentence's first carrier
    previous: int = 0  # and of the sentence before
    contrasted: int = 0  # and of the first after the last contrast
    shifted_at: int = _FAR  # end of the last shifter of any kind
    quoted_from: int = _FAR
    quoted_first: int = 0
    mocks: int = 0  # in this sentence
    winks: int = 0
    asks: int = 0
    is_refuting: bool = False
    irony: int = 0
    rhetorical: int = 0
    hypothetical: int = 0
    turned: int = 0

    def carry(self, entry: Entry, start: int, end: int) -> None:
        """Add a tone word."""
        weight = self._beside(entry, start, end) if entry.is_mark else self._weigh(entry.value, start)
        self.carriers.append(Carrier(start, end, weight, entry.group))

    def negate(self, start: int, end: int) -> None:
        """A negation; a second one near it takes it back."""
        is_second = start - self.negated_at <= _NEGATION_REACH and self._reaches(self.negated_at, start)
        self.negations = self.negations + 1 if is_second else 1
        self.negated_at = self.shifted_at = end

    def shift(self, entry: Entry, start: int, end: int) -> None:
        """Take in a word that changes the weight of others."""
        kind, value = entry.kind, entry.value
        self.shifted_at = end
        if kind is _OPEN or kind is _CLOSE:
            self._quote(kind, start, end)
        elif kind is _INTENSIFY or kind is _SOFTEN:
            # 不太满意 softens what is negated; 太不满意 intensifies it: either way the factors multiply.
            self.boost = self.boost * value if start - self.boosted_at <= 1 else value
            self.boosted_at = end
        elif kind is _MITIGATE:
            self.mitigated_at, self.mitigation = end, value
        elif kind is _NEGATE:
            self.negate(start, end)
        elif kind in _UNCERTAIN:
            self.hypothetical += 1
            self.sentence = max(self.sentence * value, _LEAST_CERTAIN)
        elif kind in _POINTED:
            self._point(entry, start, end)
        else:
            self._reach(kind, value, end)

    def _reach(self, kind: Kind, value: float, end: int) -> None:
        if kind is Kind.CONTRAST:
            self._contrast()
        elif kind is Kind.WISH:
            self.wished_at, self.wish = end, value
        elif kind is Kind.SNEER:
            self.sneered_at = end
        elif kind is _QUOTE:
            self._quote(kind, end - 1, end)
        else:
            self.is_refuting = True

    def end_sentence(self, sign: str) -> None:
        """Settle the sentence: question, exclamation, mockery."""
        if len(self.carriers) > self.first:
            self._settle(sign)
            self.previous, self.first = self.first, len(self.carriers)
        self._forget()
        self.sneered_at = _FAR
        self.sentence = 1.0
        self.mocks = self.winks = self.asks = 0

    def finish(self) -> Scan:
        """What was read."""
        self.end_sentence("")
        return Scan(
            tuple(self.carriers), self.is_refuting, self.irony, self.folded.count("?"), self.rhetorical,
            self.folded.count("!"), self.hypothetical, self.turned,
        )  # fmt: skip

    def _weigh(self, value: float, start: int) -> float:
        weight = value * self.sentence
        if start - self.shifted_at > _MITIGATION_REACH:
            return weight
        if start - self.boosted_at <= _BOOST_REACH and self._reaches(self.boosted_at, start):
            weight *= self.boost
            self.boosted_at = _FAR
        if start - self.negated_at <= _NEGATION_REACH and self._reaches(self.negated_at, start):
            if self.negations % 2:
                self.turned += 1
                weight *= _NEGATED_BAD if value < 0 else _NEGATED_GOOD
        elif value < 0:
            if start - self.mitigated_at <= _MITIGATION_REACH and self._reaches(self.mitigated_at, start):
                weight *= self.mitigation
        elif start - self.sneered_at <= _MITIGATION_REACH and self._reaches(self.sneered_at, start):
            weight *= _TURNED
        elif start - self.wished_at <= _MITIGATION_REACH and self._reaches(self.wished_at, start):
            weight *= self.wish
        return weight

    def _reaches(self, at: int, start: int) -> bool:
        return not _BREAK.search(self.folded, at, start)

    def _beside(self, entry: Entry, start: int, end: int) -> float:
        """An emoticon: nothing negates it, and a row of the same one says little more than one."""
        last = self.carriers[-1] if self.carriers else None
        is_row = last is not None and last.end == start and last.end - last.start == end - start
        return entry.value * (_REPEATED if is_row and last is not None and last.group == entry.group else 1.0)

    def _forget(self) -> None:
        self.negated_at = self.mitigated_at = self.boosted_at = self.wished_at = _FAR

    def _contrast(self) -> None:
        for carrier in self.carriers[max(self.first, self.contrasted) :]:
            carrier.weight *= _BEFORE_CONTRAST
        self.sentence, self.contrasted = _AFTER_CONTRAST, len(self.carriers)
        self._forget()

    def _point(self, entry: Entry, start: int, end: int) -> None:
        """A marker of mockery or of a rhetorical question; most have a weight of their own."""
        if entry.kind is Kind.RHETORIC:
            self.rhetorical += 1
            self.asks += 1
        else:
            self.irony += 1
            self.mocks += entry.kind is Kind.MOCK
            self.winks += entry.kind is Kind.WINK
            if len(self.carriers) == self.first and start - self.begins <= 1:  # 服务真好！[doge]
                self._mock(self.carriers[self.previous : self.first])
                self.previous = self.first
        if entry.value:
            self.carriers.append(Carrier(start, end, self._beside(entry, start, end), entry.group))

    def _quote(self, kind: Kind, start: int, end: int) -> None:
        if kind is _OPEN or (kind is _QUOTE and self.quoted_from == _FAR):
            self.quoted_from, self.quoted_first = end, len(self.carriers)
        elif self.quoted_from != _FAR:
            if len(self.carriers) > self.quoted_first:
                inside = self.carriers[self.quoted_first :]
                if start - self.quoted_from <= _SCARE:
                    self.scared += (carrier for carrier in inside if carrier.weight > 0)
                else:
                    for carrier in inside:
                        carrier.weight *= _QUOTED
            self.quoted_from = _FAR

    def _settle(self, sign: str) -> None:
        spoken = self.carriers[self.first :]
        if self.mocks or self.winks:
            self._mock(spoken)
        elif self.scared and any(carrier.weight < 0 for carrier in spoken):
            _scale_good(self.scared, _TURNED)
        self.scared.clear()
        if self.asks:
            _scale_good(spoken, _TURNED)
        elif sign == "?":
            for carrier in spoken:
                carrier.weight *= _ASKED
        elif sign == "!":
            for carrier in spoken:
                carrier.weight *= _EXCLAIMED

    def _mock(self, spoken: list[Carrier]) -> None:
        is_mixed = self.mocks or any(carrier.weight < 0 for carrier in spoken)
        _scale_good(spoken, _TURNED if is_mixed else _WINKED)


def _scale_good(carriers: list[Carrier], factor: float) -> None:
    for carrier in carriers:
        if carrier.weight > 0:
            carrier.weight *= factor
