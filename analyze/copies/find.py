"""Find reprints: which items say what an earlier item said, word for word or nearly.

Equal letters come first. Other candidates come from an index of 8-character runs (analyze/copies/shingles.py), so no
pair is left to the chance of a hash band. A candidate is a copy when the Jaccard similarity of character 3-grams is
at least 0.6 (0.85 below 30 letters); or 70 % of the 8-character runs of the shorter text, of at least 60 letters and
three tenths of the other, stand in the longer one (paragraphs added or dropped); or 30 % of one of 40 letters do and
one headline holds the other (a flash and its full text). Below 30 letters, what lies more than three days apart is no
copy.
Texts that differ in a number, a place, a stance, a name or a negation are two statements however alike they look
(analyze/copies/near_miss.py); a headline told anew in other words is no copy but the same story. A letter or two
changed at ever other places of one text is no other statement but a disguise: from the fourth place on they are copies.
What people said of a pair stands above all of it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from analyze.copies.attribution import credits_source
from analyze.copies.near_miss import Contrast, contrast, slip
from analyze.copies.shingles import INDEXED, Overlap, sharing
from analyze.copies.verdicts import Verdicts, weigh_labels
from analyze.copies.wording import Wording, letters_of
from caifeng.models import CopyKind, Item, Label, Reprint

JACCARD = 0.6
SHORT_JACCARD = 0.85
SHORT = 30  # letters
FORMULA = timedelta(days=3)  # after which a text that short is no copy but the same few words again
CONTAINMENT = 0.7
EXCERPT = 60  # letters; a shorter text inside another one may be a formula
LENGTH_RATIO = 0.3  # a piece inside a round-up three times its length is a quotation, not a reprint
RETOLD = 0.3  # containment that suffices under one and the same headline: a flash and its full text
FLASH = 40  # letters that the flash must have
HEADLINE = 10  # letters a headline must have to prove that
_LEAST = 0.15  # Jaccard similarity; below it, 70 % of a text three tenths as long cannot be contained
_SHARED = 0.2  # of the shorter text, as the index has it, from which a pair is looked at
_DISGUISE = 3  # places; where so many and one more differ by a letter, somebody changes letters
_COMPARED = 3000  # letters of each text that are compared


def find_copies(
    items: Sequence[Item], wordings: Mapping[str, Wording], labels: Sequence[Label] = ()
) -> tuple[Reprint, ...]:
    """Reprints among the items, each naming the earliest *published* item with its text; the order given is no matter.

    ``of`` is never itself a reprint. What ``similarity`` (0–1) measures depends on ``kind``:

    - 相同 (EXACT): 1, the letters are equal after folding;
    - 近似 (NEAR): Jaccard similarity of character 3-grams to ``of``;
    - 摘编 (EXCERPT): share of the shorter text's 8-character runs that stand in the longer one;
    - 转载 (REPRINT): one of the last two, whichever made it a copy; the later item credits the earlier one's source;
    - 人工 (HUMAN): Jaccard similarity of 3-grams, whatever it is; ``by`` joined the two.

    ``labels``: the newest 重复 or 不重复 about a pair wins; items held apart by people never have one ``of``.
    """
    ordered = sorted(items, key=lambda item: (item.published_at, item.id))
    said = [wordings[item.id] for item in ordered]
    verdicts = weigh_labels(labels, {item.id: place for place, item in enumerate(ordered)} if labels else {})
    search = _Search(ordered, said, verdicts)
    search.run()
    return tuple(search.found[place] for place in sorted(search.found))


class _Search:
    """Goes through the items by time and gives each one that is a copy its lead."""

    def __init__(self, items: Sequence[Item], wordings: Sequence[Wording], verdicts: Verdicts) -> None:
        self.found: dict[int, Reprint] = {}
        self._items = items
        self._wordings = wordings
        self._verdicts = verdicts
        self._letters = [wording.letters[:_COMPARED] for wording in wordings]
        self._overlap = Overlap(self._letters)
        self._lead = list(range(len(items)))
        self._slips: dict[int, set[int]] = defaultdict(set)  # text → places where others differ by a letter or two
        self._members: dict[int, set[int]] = defaultdict(set)  # lead → its group; kept only where people spoke
        for place, root in verdicts.group.items():
            self._members[root].add(place)

    def run(self) -> None:
        equal = self._equal()
        places = [place for place, first in enumerate(equal) if first == place]
        near: dict[int, list[int]] = defaultdict(list)
        for later, earlier in sharing([self._letters[place] for place in places], _SHARED):
            near[places[later]].append(places[earlier])
        for place, first in enumerate(equal):
            root = self._verdicts.group.get(place, place)
            if root != place:
                self._join(place, self._lead[root], CopyKind.HUMAN, self._overlap.jaccard(root, place))
            elif first != place:
                self._join_first(place, [first, *near[first]])
            else:
                self._join_first(place, near[place])

    def _equal(self) -> list[int]:
        """For each item the earliest one with its letters."""
        first_of: dict[str, int] = {}
        return [first_of.setdefault(wording.letters, place) for place, wording in enumerate(self._wordings)]

    def _join_first(self, place: int, candidates: Sequence[int]) -> None:
        """Join the first candidate's group that takes the item: it is held against the lead, not the neighbour."""
        tried = set[int]()
        for candidate in candidates:
            lead = self._lead[candidate]
            # People's words may have put a text under a lead that it does not resemble.
            model = candidate if candidate in self._verdicts.group else lead
            if model in tried or model == place or self._is_apart(place, lead):
                continue
            if candidate != model and self._contradicts(candidate, place, model):
                tried.add(model)  # one of the group says the contrary
                continue
            tried.add(model)
            judged = self._copied(model, place)
            if judged is not None:
                self._join(place, lead, *judged)
                return

    def _copied(self, earlier: int, later: int) -> tuple[CopyKind, float] | None:
        """The kind and the similarity of the later to the earlier one; None: it is no copy."""
        one, other = self._wordings[earlier], self._wordings[later]
        if self._is_formula(earlier, later):
            return None
        is_equal = one.letters == other.letters
        judged = (CopyKind.EXACT, 1.0) if is_equal else self._alike(earlier, later) or self._disguised(earlier, later)
        if judged is None:
            return None
        found = contrast(one, other)
        if found is Contrast.FACT or (found is Contrast.WORD and not self._disguised(earlier, later)):
            return None
        kind, similarity = judged
        if not is_equal and credits_source(self._items[later], other, self._items[earlier].source):
            kind = CopyKind.REPRINT
        return kind, similarity

    def _is_formula(self, earlier: int, later: int) -> bool:
        """Whether the two are short and days apart: a headline such as 终止重大资产重组 is written anew each time."""
        gap = self._items[later].published_at - self._items[earlier].published_at
        return gap > FORMULA and min(len(self._letters[earlier]), len(self._letters[later])) < SHORT

    def _disguised(self, earlier: int, later: int) -> tuple[CopyKind, float] | None:
        """The later as one of many that change a letter of the earlier, each at another place; None where it is not."""
        place = slip(self._letters[earlier], self._letters[later])
        if place is None or len(self._letters[later]) < INDEXED:
            return None
        self._slips[earlier].add(place)
        if not self._is_disguise(earlier):
            return None
        return CopyKind.NEAR, self._overlap.jaccard(earlier, later)

    def _is_disguise(self, model: int) -> bool:
        return len(self._slips[model]) > _DISGUISE if model in self._slips else False

    def _contradicts(self, earlier: int, later: int, model: int) -> bool:
        """Whether the two are alike and yet two statements; single words are none in a text that many disguise."""
        one, other = self._wordings[earlier], self._wordings[later]
        if one.letters == other.letters or not self._alike(earlier, later):
            return False
        found = contrast(one, other)
        return found is Contrast.FACT or (found is Contrast.WORD and not self._is_disguise(model))

    def _alike(self, earlier: int, later: int) -> tuple[CopyKind, float] | None:
        similarity = self._overlap.jaccard(earlier, later)
        short, long = sorted((len(self._letters[earlier]), len(self._letters[later])))
        if similarity >= (SHORT_JACCARD if short < SHORT else JACCARD):
            return CopyKind.NEAR, similarity
        can_be_excerpt = short >= max(EXCERPT, LENGTH_RATIO * long) and similarity >= _LEAST
        is_retold = short >= FLASH and _have_one_headline(self._wordings[earlier], self._wordings[later])
        inside = self._overlap.containment(earlier, later) if can_be_excerpt or is_retold else 0.0
        if (can_be_excerpt and inside >= CONTAINMENT) or (is_retold and inside >= RETOLD):
            return CopyKind.EXCERPT, inside
        return None

    def _is_apart(self, place: int, lead: int) -> bool:
        """Whether people hold the item, or one they joined it with, apart from the lead's group."""
        apart = self._verdicts.apart
        if not apart:
            return False
        group = self._members[lead] | {lead}
        return any(apart.get(member, frozenset()) & group for member in self._members[place] | {place})

    def _join(self, place: int, lead: int, kind: CopyKind, similarity: float) -> None:
        by = self._verdicts.by.get(place, "") if kind is CopyKind.HUMAN else ""
        self._lead[place] = lead
        self._members[lead] |= self._members.pop(place, set()) | {place}
        self.found[place] = Reprint(
            item_id=self._items[place].id,
            of=self._items[lead].id,
            similarity=round(similarity, 3),
            kind=kind,
            by=by,
        )


def _have_one_headline(one: Wording, other: Wording) -> bool:
    short, long = sorted((letters_of(one.title), letters_of(other.title)), key=len)
    return len(short) >= HEADLINE and short in long
