"""转折 What is new against yesterday: notices, refutations, corrections, reversals."""

import re
from collections.abc import Iterable, Iterator, Sequence

from analyze.dossier import DAY, MEDIA, Dossier
from analyze.scales import interactions
from analyze.views.angles import new_angles
from analyze.views.official import stance_in, stance_of
from analyze.views.parties import party_of
from analyze.views.quoting import quoted
from analyze.views.retracted import retractions
from analyze.views.sentences import clause_cut, clean_sentences
from caifeng.models import Item, Party, Shift, ShiftKind, StoryType, ToneLabel
from caifeng.models.interval import wilson

_TEXT = 100  # characters
_NAMED = 50  # items named under one shift
_MOST = 4  # of one kind, the newest
_ALL = 12
_JUDGED = 8  # items with a tone on each side, below which a flip is not looked for
_TURNED = re.compile("反转|自导自演|系摆拍|是摆拍|摆拍的?视频|系编造|承认编造|承认造谣|系虚构|剧情反转")
_AUTHORITY = re.compile(
    "警方|官方|公安|通报|回应|卫健|疾控|监管|[省市区县]局|部门|政府|法院|检察|校方|院方|公司|辟谣平台"
)
_REPEATED = (ShiftKind.NEW_ANGLE, ShiftKind.REVERSAL)  # seen only on their day


def find_shifts(dossier: Dossier) -> tuple[Shift, ...]:
    """The last shifts, by time, at most twelve; () for a story of one item.

    Notices, refutations and corrections count whenever they joined after others had spoken. Reversals and new angles
    compare the last 24 hours with what was before; those told on former days stay.
    """
    if len(dossier.every) < 2:
        return ()
    found = [*_joined(dossier), *_retracted(dossier), *_turned(dossier)]
    recent = dossier.since(dossier.items, DAY)
    before = dossier.items[: len(dossier.items) - len(recent)]
    if recent and before:
        found += [*_contradicted(dossier), *_flip(dossier, before, recent)]
        turned = {shift.item_ids[0] for shift in found}  # a notice is told as a notice, not as an angle too
        found += [one for one in new_angles(dossier, before, recent) if one.item_ids[0] not in turned]
    known = {(shift.kind, shift.item_ids[:1]) for shift in found}
    found += [shift for shift in _kept(dossier) if (shift.kind, shift.item_ids[:1]) not in known]
    return tuple(sorted(found, key=lambda shift: (shift.at, shift.kind, shift.item_ids))[-_ALL:])


def _kept(dossier: Dossier) -> Iterator[Shift]:
    """Shifts told before whose day is over, or whose items have left the window."""
    for story in dossier.prior:
        for shift in story.account.shifts:
            is_over = shift.kind in _REPEATED and dossier.now - shift.at >= DAY
            if is_over or not dossier.retained.isdisjoint(shift.item_ids):
                yield shift


def _joined(dossier: Dossier) -> Iterator[Shift]:
    """Official items that came after others had spoken; a copy of an official item adds nothing."""
    opened = next((item for item in dossier.every if not item.is_official), None)
    if opened is None:
        return
    official = {item.id for item in dossier.every if item.is_official}
    if official:
        repeated = {reprint.item_id for reprint in dossier.reprints if reprint.of in official}
        later = [i for i in dossier.every if i.id in official - repeated and i.published_at >= opened.published_at]
        refuting = [item for item in later if stance_of(item) is StoryType.FALSE]
        yield from (_shift(ShiftKind.REFUTED, item) for item in refuting[-_MOST:])
        yield from (_shift(ShiftKind.NOTICE, item) for item in [i for i in later if i not in refuting][-_MOST:])
    reported = [item for item in dossier.items if item is not opened and _reports_refutation(item)]
    yield from (_shift(ShiftKind.REFUTED, item) for item in reported[:1])


def _reports_refutation(item: Item) -> bool:
    """Whether a medium's headline says that an authority or the party concerned denies."""
    if item.is_official or item.tier > 3 or item.channel not in MEDIA or not _AUTHORITY.search(item.title):
        return False
    return stance_in(item.title) is StoryType.FALSE


def _retracted(dossier: Dossier) -> Iterator[Shift]:
    """Media and accounts that take back what they brought."""
    yield from (_shift(ShiftKind.RETRACTED, item) for item in retractions(dossier)[-_MOST:])


def _turned(dossier: Dossier) -> Iterator[Shift]:
    """The first headline of a medium or an authority that says that it was otherwise."""
    turned = (i for i in dossier.items[1:] if party_of(i) is not Party.PUBLIC and _TURNED.search(i.title))
    yield from (_shift(ShiftKind.REVERSAL, item) for item in list(turned)[:1])


def _contradicted(dossier: Dossier) -> Iterator[Shift]:
    """An official item of the last day that says the contrary of the last official item before it."""
    last = StoryType.UNVERIFIED
    for item in dossier.every:
        stance = stance_of(item) if item.is_official else StoryType.UNVERIFIED
        if stance is StoryType.UNVERIFIED:
            continue
        if last not in (StoryType.UNVERIFIED, stance) and dossier.now - item.published_at < DAY:
            yield _shift(ShiftKind.REVERSAL, item)
        last = stance


def _flip(dossier: Dossier, before: Sequence[Item], recent: Sequence[Item]) -> Iterator[Shift]:
    """The public's tone turned: its majority is another one, and the 95 % intervals do not meet."""
    old, new = _judged(dossier, before), _judged(dossier, recent)
    if min(len(old), len(new)) < _JUDGED:
        return
    was, is_now = (dossier.negative(tuple(side)) for side in (old, new))
    (low, high), (now_low, now_high) = wilson(len(was), len(old)), wilson(len(is_now), len(new))
    has_fallen, has_risen = low > 0.5 > now_high, high < 0.5 < now_low
    if has_fallen or has_risen:
        bearing = [i for i in new if (dossier.tone(i) is ToneLabel.NEGATIVE) == has_risen]
        bearing.sort(key=lambda item: (-interactions(item.engagement), item.published_at, item.id))
        yield _shift(ShiftKind.REVERSAL, *bearing)


def _judged(dossier: Dossier, items: Iterable[Item]) -> tuple[Item, ...]:
    return dossier.judged(tuple(item for item in items if party_of(item) is Party.PUBLIC))


def _shift(kind: ShiftKind, *items: Item) -> Shift:
    ids = tuple(item.id for item in items)[:_NAMED]
    return Shift(kind=kind, at=items[0].published_at, text=quoted(_words(items[0])), item_ids=ids)


def _words(item: Item) -> str:
    """Its title, or its first sentence, cut to what fits."""
    text = item.title.strip() or next(clean_sentences(item.text[:400], 1), item.text.strip())
    return clause_cut(text, _TEXT) or text[:_TEXT]
