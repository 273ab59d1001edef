"""新角度 Find what recent items of a story speak of for the first time: many, or one of an authority."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from analyze.dossier import Dossier
from analyze.views.material import chosen, evenly
from analyze.views.quoting import quoted
from analyze.views.sentences import clause_cut, sentences_of
from caifeng.models import Item, Shift, ShiftKind

_BEFORE = 3  # earlier items, below which everything would be new
_TOGETHER = 3  # recent items that make an angle
_SHARE = 0.05  # … and of all recent ones
_HARDLY = 0.02  # share of the earlier items that may have said a new word
_MOST = 3
_READ = 3_000  # items of each side
_TOP = 8  # keywords of an item
_MOSTLY = 0.6  # of them new: then one authority or central medium makes an angle alone
_CENTRAL = 1  # tier
_TEXT = 100  # characters
_NAMED = 50


def new_angles(dossier: Dossier, before: Sequence[Item], recent: Sequence[Item]) -> Iterator[Shift]:
    """Up to three angles among the recent items: keywords that hardly any earlier item has, and who has them."""
    if len(before) < _BEFORE:
        return
    before, recent = evenly(before, _READ), chosen(recent, _READ)
    known = Counter(word for item in before for word in _keywords(dossier, item))
    fresh = {item.id: [w for w in _keywords(dossier, item) if known[w] <= _HARDLY * len(before)] for item in recent}
    taken: set[str] = set()
    found = 0
    for word, items in _common(recent, fresh):
        if found == _MOST:
            return
        others = [item for item in items if item.id not in taken]
        if 2 * len(others) > len(items) and len(others) >= _TOGETHER:
            found += 1
            taken.update(item.id for item in items)
            yield _shift(others, word, fresh)
    for item in recent:
        words = _keywords(dossier, item)[:_TOP]
        is_weighty = item.is_official or item.tier <= _CENTRAL
        if found < _MOST and is_weighty and item.id not in taken and len(words) >= _TOP // 2:
            unheard = [word for word in words if not known[word]]
            if len(unheard) >= _MOSTLY * len(words):
                found += 1
                known.update(words)
                yield _shift([item], unheard[0], fresh)


def _keywords(dossier: Dossier, item: Item) -> tuple[str, ...]:
    reading = dossier.readings.get(item.id)
    return reading.keywords if reading else ()


def _common(recent: Sequence[Item], fresh: dict[str, list[str]]) -> list[tuple[str, list[Item]]]:
    """New words that enough recent items of different makers share, the most common first."""
    having: dict[str, list[Item]] = defaultdict(list)
    for item in recent:
        for word in fresh[item.id]:
            having[word].append(item)
    least = max(_TOGETHER, _SHARE * len(recent))
    found = [
        (word, items)
        for word, items in having.items()
        if len(items) >= least and len({(item.source, item.author) for item in items}) >= min(_TOGETHER, len(items))
    ]
    return sorted(found, key=lambda one: (-len(one[1]), one[0]))


def _shift(items: Sequence[Item], word: str, fresh: dict[str, list[str]]) -> Shift:
    """The title or sentence that says most of what is new, of the best source; the time is that of the first item."""
    common = Counter(w for item in items for w in fresh[item.id])
    wanted = {w for w, count in common.items() if 2 * count > len(items)} | {word}
    ranked = sorted(items, key=lambda item: (not item.is_official, item.tier, item.published_at, item.id))[:20]
    texts = [(item, text) for item in ranked for text in _texts(item)]
    bearer, text = max(texts, key=lambda one: sum(w in one[1] for w in wanted), default=(ranked[0], ranked[0].title))
    ids = dict.fromkeys((bearer.id, *(item.id for item in items)))
    text = clause_cut(text, _TEXT) or text[:_TEXT]
    return Shift(kind=ShiftKind.NEW_ANGLE, at=items[0].published_at, text=quoted(text), item_ids=tuple(ids)[:_NAMED])


def _texts(item: Item) -> list[str]:
    return [text for text in (item.title, *(sentence.text for sentence in sentences_of(item, 4))) if text]
