"""时限: how long people have, and whose rule that is."""

from datetime import datetime

from caifeng.models import Clock, Deed, Desk, Level


def start_clocks(desk: Desk, level: Level, at: datetime) -> tuple[Clock, ...]:
    """The desk's clocks that start with an incident of that level, all at ``at`` (aware)."""
    return tuple(
        Clock(name=rule.name, limit=rule.limit, norm=rule.norm, started_at=at, stopped_at=None)
        for rule in desk.clocks
        if rule.starts == Deed.FOUND and rule.from_level.rank <= level.rank <= rule.to_level.rank
    )
