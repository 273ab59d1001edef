"""时限: how long people have, and whose rule that is."""

from datetime import datetime, timedelta

from caifeng.models import Clock, Desk

# The norms behind the default limits; a desk's own limit is marked as its own.
_NORMS = {
    ("到责任人", timedelta(minutes=15)): "采风建议值",
    ("首次回应", timedelta(minutes=30)): "任务文件 S1 ⑻：回复须在 30 分钟之内",
    ("进展反馈", timedelta(hours=4)): "采风建议值",
}


def start_clocks(desk: Desk, at: datetime) -> tuple[Clock, ...]:
    """The desk's clocks, all started at ``at`` (aware)."""
    return tuple(
        Clock(name=name, limit=limit, norm=_NORMS.get((name, limit), "本编辑台规定"), started_at=at, stopped_at=None)
        for name, limit in desk.clocks
    )
