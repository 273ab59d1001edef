"""阶段: the rule by which a story passes from stage to stage, hour by hour.

An hour's stage follows from the items of the last 24 hours, of the 24 before those, and from the highest such day so
far, so nothing that comes later changes it. Each stage is left at another count than it is entered at: none flaps.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from analyze.course.baseline import HOURS_OF_DAY
from caifeng.models import Stage

RISEN = 3  # distinct items a day below which a story never rose
SILENT = 2 * HOURS_OF_DAY  # hours without an item after which a story is calm
# Shares of the highest day.
_CALM, _NO_LONGER_CALM = 0.2, 0.3
_HIGH, _NO_LONGER_HIGH = 0.7, 0.55
_BACK = 0.5
_RISE, _STEP = 1.2, 2  # times the day before, and at least so many more
_DECLINING = frozenset({Stage.FALLING, Stage.CALM})
_FORGOTTEN = 3 * HOURS_OF_DAY  # hours of calm after which a former height is no measure any more


@dataclass(frozen=True, slots=True)
class State:
    """Where a story stands after an hour."""

    stage: Stage = Stage.LATENT
    peak: int = 0  # items of the highest day of this wave
    former: int = 0  # of the wave that went calm; 0: none did
    calm: int = 0  # the hour since which it is calm, where it is
    level: int = 0  # items of the highest day when it came to be high, where it is


def walk(numbers: tuple[int, ...], hours: range, state: State, unseen: frozenset[int]) -> tuple[tuple[int, Stage], ...]:
    """The first of the hours and each later one at which the stage changed, with the stage.

    ``numbers`` are the hours of the distinct items, ascending, those before the first hour included; ``state`` is
    where the story stood before it. Within a day of an ``unseen`` hour a story does not fall or go calm: what was not
    looked at is unknown.
    """
    found: list[tuple[int, Stage]] = []
    counts = Counter(numbers)
    hour, today, before = hours[0], _items(numbers, hours[0]), _items(numbers, hours[0] - HOURS_OF_DAY)
    while hour in hours:
        state = _after(state, hour, (today, before), unseen)
        if not found or state.stage is not found[-1][1]:
            found.append((hour, state.stage))
        if state.stage is Stage.CALM and today == before == 0:
            hour = _next_item(numbers, hour, hours[-1])
        else:
            hour += 1
            before -= counts[hour - 2 * HOURS_OF_DAY]
        leaving = counts[hour - HOURS_OF_DAY]
        today += counts[hour] - leaving
        before += leaving
    return tuple(found)


def _next_item(numbers: tuple[int, ...], hour: int, last: int) -> int:
    """The hour of the next item, or the last: in between nothing changes."""
    place = bisect_right(numbers, hour)
    return numbers[place] if place < len(numbers) else max(last, hour + 1)


def _items(numbers: tuple[int, ...], end: int) -> int:
    return bisect_right(numbers, end) - bisect_right(numbers, end - HOURS_OF_DAY)


def _after(state: State, hour: int, days: tuple[int, int], unseen: frozenset[int]) -> State:
    """The state after an hour, given the items of the last 24 and of the 24 before those."""
    today, before = days
    if state.former and state.stage is Stage.CALM and hour - state.calm >= _FORGOTTEN:
        state = State(Stage.CALM, 0, min(state.former, RISEN), hour)
    if state.former and today >= max(RISEN, _BACK * state.former):
        return State(Stage.AGAIN, today)
    peak = max(state.peak, today)
    stage = _stage(state, peak, today, before)
    if stage in _DECLINING and stage is not state.stage and not unseen.isdisjoint(range(hour - HOURS_OF_DAY, hour + 1)):
        stage = state.stage
    if stage is not Stage.CALM:
        if stage is state.stage and peak == state.peak:
            return state
        level = state.level if state.stage is stage else peak
        return State(stage, peak, state.former, level=level if stage is Stage.HIGH else 0)
    former = peak if peak >= RISEN else state.former
    if state.stage is Stage.CALM and (peak, former) == (state.peak, state.former):
        return state
    return State(stage, peak, former, state.calm if state.stage is Stage.CALM else hour)


def _stage(state: State, peak: int, today: int, before: int) -> Stage:
    if today == 0 and before == 0:
        return Stage.CALM
    if state.stage is Stage.CALM and today < RISEN:
        return Stage.CALM  # an item now and then does not end the calm
    if peak < RISEN:
        return Stage.CALM if state.former else Stage.LATENT
    if today <= (_NO_LONGER_CALM if state.stage is Stage.CALM else _CALM) * peak:
        return Stage.CALM
    if state.stage is Stage.AGAIN and today >= _NO_LONGER_HIGH * peak:
        return Stage.AGAIN
    is_growing = today >= max(RISEN, before + _STEP) and today > _RISE * before
    if is_growing and (state.stage is not Stage.HIGH or today >= max(state.level + _STEP, _RISE * state.level)):
        return Stage.RISING
    return _without_rise(state.stage, peak, today, before)


def _without_rise(stage: Stage, peak: int, today: int, before: int) -> Stage:
    if stage is Stage.CALM or (stage is Stage.RISING and today >= before):
        return stage
    if stage is Stage.FALLING and today < before:
        return stage
    return Stage.FALLING if today < (_HIGH if stage in _DECLINING else _NO_LONGER_HIGH) * peak else Stage.HIGH
