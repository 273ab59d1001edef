"""Which pieces of different sources share passages or a headline: they report one statement, meeting or notice.

Pieces of one source share formulas (36氪获悉, 中国地震台网正式测定), and a digest shares passages with everything.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from analyze.clusters.headings import HEADLINE, heading, is_digest
from analyze.copies.shingles import sharing

_SHARED = 0.3  # of the shorter piece's runs of eight letters
_SHORTEST = 60  # letters
_READ = 4000  # letters


def quotations(letters: Sequence[str], titles: Sequence[str], sources: Sequence[str]) -> sparse.csr_array:
    """1, both ways, for pairs of rows that share a passage or a headline.

    ``letters`` of the pieces by time, their folded titles, and the names of their sources.
    """
    heads = ["" if is_digest(title) else heading(title) for title in titles]
    rows = [row for row, text in enumerate(letters) if heads[row] and len(text) >= _SHORTEST]
    met = sharing([letters[row][:_READ] for row in rows], _SHARED)
    pairs = {(rows[one], rows[other]) for one, other in met} | set(_namesakes(heads))
    across = [(one, other) for one, other in sorted(pairs) if sources[one] != sources[other]]
    found = np.array([*across, *((other, one) for one, other in across)], np.int64).reshape(-1, 2)
    return sparse.csr_array((np.ones(len(found)), (found[:, 0], found[:, 1])), shape=(len(letters), len(letters)))


def _namesakes(heads: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that bear one headline: each with the first and with the latest before it."""
    first, latest = dict[str, int](), dict[str, int]()
    for row, head in enumerate(heads):
        if len(head) >= HEADLINE:
            if head in first:
                yield row, first[head]
                yield row, latest[head]
            first.setdefault(head, row)
            latest[head] = row
