"""The course of one story: where it stands, how it turned, what comes next."""

from analyze.course.baseline import Pace
from analyze.course.burst import bursts_of
from analyze.course.forecast import forecast_of
from analyze.course.turns import is_slight, slight_turns, turns_of
from analyze.course.volume import Volume, volume_of
from analyze.dossier import Dossier
from caifeng.models import Course, Stage

_HOURS = 72


def course_of(dossier: Dossier, pace: Pace) -> Course:
    """演变 as of ``dossier.now``, which is that of the pace; of a slight story the stage and its turns only."""
    if is_slight(dossier, pace):
        turns = slight_turns(dossier)
        return Course(stage=turns[-1].stage if turns else Stage.CALM, turns=turns)
    volume = volume_of(dossier)
    turns = turns_of(dossier, volume, pace)
    hours = _hours(volume)
    return Course(
        stage=turns[-1].stage,
        turns=turns,
        bursts=bursts_of(dossier, volume, pace) if any(hours[-24:]) else (),
        hours=hours,
        gaps=tuple(gap for gap in pace.gaps if gap.end > dossier.every[0].published_at),
        forecast=forecast_of(dossier, pace),
    )


def _hours(volume: Volume) -> tuple[int, ...]:
    return tuple(volume.counts.get(hour, 0) for hour in range(volume.last - _HOURS + 1, volume.last + 1))
