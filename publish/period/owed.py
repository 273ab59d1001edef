"""Which weekly and monthly reports are owed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from caifeng.models import BriefingCard, BriefingKind, Desk
from caifeng.models.period import Period, Span, span_of
from caifeng.models.window import day_of, window

BACK = {BriefingKind.WEEKLY: 8, BriefingKind.MONTHLY: 3}  # spans that are made up
PATIENCE = timedelta(hours=12)  # the last edition is waited for so long after its window


def owed_periods(
    cards: Sequence[BriefingCard], periods: Sequence[Period], desk: Desk, now: datetime
) -> tuple[Span, ...]:
    """Weeks and months without a report at ``now`` (aware) whose last daily edition is out, or overdue.

    ``cards`` are of the daily editions. Oldest first; nothing for a span without any edition.
    """
    known = {(one.kind, one.key) for one in periods}
    out = {card.date for card in cards if card.kind is BriefingKind.DAILY}
    found = []
    for span in _spans(desk, now):
        dates = span.editions(desk.cutoff_hour)
        end = window(dates[-1], desk.zone, desk.cutoff_hour)[1]
        is_done = dates[-1] in out or now - end > PATIENCE
        if is_done and not out.isdisjoint(dates) and (span.kind, span.key) not in known:
            found.append(span)
    return tuple(sorted(found))


def _spans(desk: Desk, now: datetime) -> Iterator[Span]:
    """The last weeks and months, the one that runs first."""
    for kind in desk.publish.periods:
        span = span_of(kind, day_of(now, desk.zone, desk.cutoff_hour))
        for _ in range(BACK[kind] + 1):
            yield span
            span = span.before
