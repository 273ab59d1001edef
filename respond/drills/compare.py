"""A drill beside those before it."""

from collections.abc import Sequence

from caifeng.models.drill import DrillChange, DrillScore, DrillSheet


def sheets(scores: Sequence[DrillScore]) -> tuple[DrillSheet, ...]:
    """Every score beside the one before it, the newest first; the order in which they are given is nothing to it."""
    newest = sorted(scores, key=lambda one: (one.ended_at, one.id), reverse=True)
    return tuple(DrillSheet(score=one, changes=changes(one, newest)) for one in newest)


def former(score: DrillScore, all_scores: Sequence[DrillScore]) -> DrillScore | None:
    """The drill of the same scenario that went before this one, or None."""
    earlier = [
        one for one in all_scores if one.drill == score.drill and (one.ended_at, one.id) < (score.ended_at, score.id)
    ]
    return max(earlier, key=lambda one: (one.ended_at, one.id), default=None)


def changes(score: DrillScore, all_scores: Sequence[DrillScore]) -> tuple[DrillChange, ...]:
    """Every time that was measured beside that of the former drill of its scenario; empty where it is the first."""
    before = former(score, all_scores)
    if before is None:
        return ()
    times = {measure.name: measure.took for measure in before.measures}
    return tuple(
        DrillChange(name=measure.name, now=measure.took, before=times[measure.name], before_id=before.id)
        for measure in score.measures
        if measure.name in times
    )
