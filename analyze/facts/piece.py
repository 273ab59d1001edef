"""体裁 What kind of piece an item is: news, notice, comment, complaint, question, marketing copy, spam.

A score per kind: what the channel mostly carries, the cue words that were found (cues.py) and the signs of the layout
(layout.py); the probability is the softmax of the scores, sharpened.
"""

import math
from collections.abc import Iterable, Sequence
from operator import itemgetter

from analyze.facts.complaint import complaint_of
from analyze.facts.cues import Spot, shipped_cues
from analyze.facts.layout import WAITED, Sign, signs_of
from analyze.text.passage import Passage
from caifeng.models import Channel, Hit, Item, Mention, Piece, PieceKind

PIECE_VERSION = "piece-2"

_REASONS = 5
_weight = itemgetter(0)
_SHARPNESS = 1.5  # fitted on the tuning half of bench/piece.py: expected calibration error 0.04
_GROUNDS = frozenset({"问题", "推诿", "诉求", "表格", WAITED})
_DEALINGS = frozenset({"商家", "购买", "诉求", "表格"})  # somebody sold something, or is asked for something

# News, notice, comment, complaint, question, marketing, spam (nats), by what a channel mostly carries.
_KINDS = (
    PieceKind.NEWS, PieceKind.NOTICE, PieceKind.COMMENT, PieceKind.COMPLAINT, PieceKind.QUESTION, PieceKind.MARKETING,
    PieceKind.SPAM,
)  # fmt: skip
_NEWSROOM = (3.0, 0.0, 0.2, -2.0, -0.8, -0.5, -1.5)
_POSTS = (0.6, -0.8, 2.2, -0.6, -0.4, -0.4, -0.6)
_PRIORS = {
    Channel.NEWS: _NEWSROOM,
    Channel.PRESS: _NEWSROOM,
    Channel.OVERSEAS: _NEWSROOM,
    Channel.APP: (2.6, 0.0, 0.4, -1.8, -0.6, -0.2, -1.0),
    Channel.GOVERNMENT: (1.4, 1.6, -0.5, -0.8, -0.8, -0.8, -1.5),
    Channel.WECHAT: (1.2, 0.0, 1.6, -2.6, -0.8, 0.4, -0.6),
    Channel.QA: (-0.5, -1.5, 0.8, -0.6, 3.2, -0.2, -0.6),
    Channel.REVIEW: (-1.0, -1.5, 1.6, 0.6, -1.4, -0.8, -0.6),
    Channel.FORUM: (0.0, -0.8, 2.2, -0.3, 0.1, -0.4, -0.4),
    Channel.OTHER: (1.0, 0.0, 1.2, -0.6, -0.4, 0.0, -0.4),
}


def read_piece(title: Passage, text: Passage, item: Item, mentions: Sequence[Mention]) -> Piece:
    """The kind of a piece, its probability (0–1), at most five places that show it, and a complaint's facts.

    Without any reason the kind is what the item's channel mostly carries. Telephone numbers and the like are masked in
    what the reasons show.
    """
    spots = shipped_cues().find(title, text)
    signs = signs_of(title, text, item, mentions)
    scores = _scores(item.channel, spots, signs)
    kind = max(scores, key=scores.__getitem__)
    return Piece(
        kind=kind,
        probability=_share(scores, kind),
        reasons=_reasons(kind, spots, signs, (title, text)),
        complaint=complaint_of(title, text, spots, mentions) if kind is PieceKind.COMPLAINT else None,
    )


def _scores(channel: Channel, spots: Sequence[Spot], signs: Sequence[Sign]) -> dict[PieceKind, float]:
    scores = dict(zip(_KINDS, _PRIORS.get(channel, _POSTS), strict=True))
    names = set()
    for spot in spots:
        kind = spot.facet.kind
        scores[kind] += spot.weight
        if kind is PieceKind.COMPLAINT:
            names.add(spot.facet.name)
    for sign in signs:
        scores[sign.kind] += sign.weight
        if sign.hit is not None and sign.hit.term == WAITED:
            names.add(WAITED)
    if names.isdisjoint(_GROUNDS):
        scores[PieceKind.COMPLAINT] -= 2.0  # no fault, no runaround, no demand: nothing to answer
    if names.isdisjoint(_DEALINGS) and channel is not Channel.REVIEW:
        scores[PieceKind.COMPLAINT] -= 1.2
    return scores


def _share(scores: dict[PieceKind, float], kind: PieceKind) -> float:
    top = scores[kind]
    return 1 / sum(math.exp(_SHARPNESS * (score - top)) for score in scores.values())


def _reasons(
    kind: PieceKind, spots: Iterable[Spot], signs: Iterable[Sign], passages: tuple[Passage, Passage]
) -> tuple[Hit, ...]:
    """The places that speak for a kind, heaviest first."""
    shown: list[tuple[float, Hit | Spot]] = [
        (sign.weight, sign.hit) for sign in signs if sign.kind is kind and sign.weight > 0 and sign.hit
    ]
    shown += [(spot.weight, spot) for spot in spots if spot.weight > 0 and spot.facet.kind is kind]
    shown.sort(key=_weight, reverse=True)
    return tuple([
        place if isinstance(place, Hit) else _hit(place, passages[place.field == "text"])
        for _, place in shown[:_REASONS]
    ])  # fmt: skip


def _hit(spot: Spot, passage: Passage) -> Hit:
    start, end = passage.shadow.original_span(spot.start, spot.end)
    return Hit(term=spot.term, field=spot.field, start=start, end=end, written=passage.written[start:end])
