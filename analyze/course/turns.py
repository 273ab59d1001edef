"""When a story entered its stages: walked through anew at every telling, older turns as they were told."""

from datetime import datetime, timedelta

from analyze.course.baseline import Pace, hour_end, hour_number
from analyze.course.lifecycle import RISEN, SILENT, State, walk
from analyze.course.volume import Volume
from analyze.dossier import Dossier, day_of
from caifeng.models import Item, Stage, Turn

_WITHIN = timedelta(days=5)  # turns before are taken as told: items older than the window no longer show them
_MEMORY = timedelta(days=7)  # of days before, whose highest is that of the wave
_MOST = 40


def is_slight(dossier: Dossier, pace: Pace) -> bool:
    """Whether the story has too few items for anything but to wait, and no gap is in question; most are so."""
    items = dossier.items
    is_seen = not pace.gaps or not items or pace.gaps[-1].end < items[0].published_at
    return len(items) < RISEN and not dossier.retained and is_seen


def slight_turns(dossier: Dossier) -> tuple[Turn, ...]:
    """The turns of a slight story: latent, and calm after two days of silence, for good. None without an item."""
    found: list[Turn] = []
    for place, item in enumerate(dossier.items):
        at = min(dossier.now, hour_end(hour_number(item.published_at)))
        if not found:
            newest = max((one for one in dossier.items if one.published_at <= at), key=_when, default=item)
            found.append(Turn(stage=Stage.LATENT, at=at, item_id=newest.id))
        silent_at = at + timedelta(hours=SILENT)
        following = dossier.items[place + 1].published_at if place + 1 < len(dossier.items) else None
        is_silent = silent_at <= dossier.now and (following is None or following > silent_at)
        if is_silent and found[-1].stage is not Stage.CALM:
            found.append(Turn(stage=Stage.CALM, at=silent_at, item_id=item.id))
    return tuple(found)


def _when(item: Item) -> tuple[datetime, str]:
    return item.published_at, item.id


def turns_of(dossier: Dossier, volume: Volume, pace: Pace) -> tuple[Turn, ...]:
    """The stages a story that is not slight entered, oldest first; the last is the present one.

    What happened at an hour follows from the items up to it: later ones change nothing.
    """
    if not dossier.retained:
        changes = walk(volume.numbers, range(volume.numbers[0], volume.last + 1), State(), pace.unknown)
        return tuple(_turn(hour, stage, volume, dossier) for hour, stage in changes)[-_MOST:]
    edge = dossier.now - _WITHIN
    told = tuple(turn for turn in dossier.prior[0].course.turns if turn.at <= edge)
    first = hour_number(edge)
    changes = walk(volume.numbers, range(first, volume.last + 1), _resumed(dossier, told, first), pace.unknown)
    found = [_turn(hour, stage, volume, dossier) for hour, stage in changes]
    if told and found[0].stage is told[-1].stage:
        del found[0]
    return (*told, *found)[-_MOST:]


def _turn(hour: int, stage: Stage, volume: Volume, dossier: Dossier) -> Turn:
    newest = volume.newest(hour)
    item_id = newest.id if newest else (dossier.prior[0].item_ids or ("",))[-1]
    return Turn(stage=stage, at=min(dossier.now, hour_end(hour)), item_id=item_id)


def _resumed(dossier: Dossier, told: tuple[Turn, ...], first: int) -> State:
    """Where the story stood before the hours that are walked through, from what was told then."""
    edge = day_of(hour_end(first), dossier.desk)
    days = [day.distinct for story in dossier.prior for day in story.days if edge - _MEMORY <= day.day < edge]
    peak = max(days, default=0)
    if told and told[-1].stage is Stage.CALM:
        return State(Stage.CALM, peak, peak if peak >= RISEN else 0, hour_number(told[-1].at))
    return State(told[-1].stage if told else Stage.LATENT, peak, level=peak)
