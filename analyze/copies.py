"""Find reprints: which items say what an earlier item said, word for word or nearly.

Candidates come from an index of 8-character shingles (each item meets the first and the latest item before it that
holds the same shingle), so no pair is left to the chance of a hash band. A candidate is a reprint when
the Jaccard similarity of character 3-grams is at least 0.6, or 70 % of the shorter text's 8-character shingles stand in
the longer one (paragraphs added or dropped), or 30 % do and the headline is the same (a flash and its full text);
below 30 letters the texts are equal or reach 0.85.
Texts that differ in a number, a place, a stance or a negation are two statements however alike they look
(:mod:`analyze.template`).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from analyze.shingles import containment, jaccard, shingles
from analyze.template import is_other_statement
from analyze.wording import Wording
from caifeng.models import Item, Reprint

JACCARD = 0.6
SHORT_JACCARD = 0.85
SHORT = 30  # letters
CONTAINMENT = 0.7
LENGTH_RATIO = 0.3  # a piece inside a round-up three times its length is a quotation, not a reprint
RETOLD = 0.3  # containment that suffices under one and the same headline: a flash and its full text
HEADLINE = 10  # characters a headline must have to prove that
_COMPARED = 3000  # letters of each text that are compared
_SAMPLED_FROM = 400  # letters; longer texts index every fourth shingle only


def find_copies(items: Sequence[Item], wordings: Mapping[str, Wording]) -> tuple[Reprint, ...]:
    """Reprints among the items, each naming the earliest *published* item with its text; the order given is no matter.

    ``similarity`` is the Jaccard similarity of character 3-grams (0–1) to that earliest item.
    """
    ordered = sorted(items, key=lambda item: (item.published_at, item.id))
    first_of: dict[str, int] = {}
    lead = [first_of.setdefault(wordings[item.id].letters, place) for place, item in enumerate(ordered)]
    unique = sorted(first_of.values())
    texts = _Texts([wordings[ordered[place].id] for place in unique])
    near = {unique[copy]: (unique[of], similarity) for copy, (of, similarity) in texts.leads().items()}
    reprints = []
    for place, item in enumerate(ordered):
        of, similarity = near.get(lead[place], (lead[place], 1.0))
        if of != place:
            reprints.append(Reprint(item_id=item.id, of=ordered[of].id, similarity=round(similarity, 3)))
    return tuple(reprints)


class _Texts:
    """Distinct texts in order of publication, with their shingles."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self.wordings = wordings
        letters = [wording.letters[:_COMPARED] for wording in wordings]
        self.threes = [shingles(text, 3) for text in letters]
        self.eights = [shingles(text, 8) for text in letters]
        self.lengths = [len(text) for text in letters]

    def leads(self) -> dict[int, tuple[int, float]]:
        """Each copy's lead and its similarity to it; an item whose neighbour is a copy is held against the lead."""
        found: dict[int, tuple[int, float]] = {}
        for later, earlier in self._candidates():
            if later in found:
                continue
            of = found[earlier][0] if earlier in found else earlier
            similarity = self._copied(of, later)
            if similarity is not None:
                found[later] = (of, similarity)
        return found

    def _candidates(self) -> list[tuple[int, int]]:
        """Pairs (later, earlier) that share shingles, by place of the later, then most shared first."""
        kept = [
            h if n <= _SAMPLED_FROM else h[h % np.uint64(4) == 0]
            for h, n in zip(self.eights, self.lengths, strict=True)
        ]
        owner = np.repeat(np.arange(len(kept)), [len(hashes) for hashes in kept])
        flat = np.concatenate(kept) if kept else np.empty(0, np.uint64)
        order = np.lexsort((owner, flat))
        flat, owner = flat[order], owner[order]
        fresh = np.r_[True, flat[1:] != flat[:-1]] if len(flat) else np.empty(0, bool)
        first = owner[np.maximum.accumulate(np.where(fresh, np.arange(len(flat)), 0))] if len(flat) else owner
        again = np.flatnonzero(~fresh)
        pairs = np.concatenate([owner[again] * len(kept) + first[again], owner[again] * len(kept) + owner[again - 1]])
        keys, shared = np.unique(pairs, return_counts=True)
        later, earlier = np.divmod(keys, max(len(kept), 1))
        sizes = np.array([max(len(hashes), 1) for hashes in kept], dtype=np.int64)
        enough = shared >= 0.1 * np.minimum(sizes[later], sizes[earlier]) if len(keys) else np.empty(0, bool)
        rank = np.lexsort((earlier, -shared, later))
        return [(int(later[i]), int(earlier[i])) for i in rank if enough[i]]

    def _copied(self, earlier: int, later: int) -> float | None:
        similarity = jaccard(self.threes[earlier], self.threes[later])
        if not self._alike(earlier, later, similarity) or is_other_statement(
            self.wordings[earlier], self.wordings[later]
        ):
            return None
        return similarity

    def _alike(self, earlier: int, later: int, similarity: float) -> bool:
        short, long = sorted((self.lengths[earlier], self.lengths[later]))
        if short < SHORT:
            return similarity >= SHORT_JACCARD
        if similarity >= JACCARD:
            return True
        inside = containment(self.eights[earlier], self.eights[later])
        if short >= LENGTH_RATIO * long and inside >= CONTAINMENT:
            return True
        title = self.wordings[later].title
        return inside >= RETOLD and len(title) >= HEADLINE and title == self.wordings[earlier].title
