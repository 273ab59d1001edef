"""预警时效: how fast the alert lane was in a window, from publication to alert, and how often it looked; in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from caifeng.models import Alert, AlertKind
from caifeng.models.note import LaneRecord
from caifeng.models.quantiles import median_of, p95_of
from publish.briefing.phrases import duration

_SHORT, _LONG = timedelta(minutes=10), timedelta(minutes=60)
_FEW = 20  # below it a 95th percentile is the longest


def lane_record(alerts: Iterable[Alert], looks: Iterable[datetime]) -> LaneRecord:
    """The figures of these alerts and looks (aware); of alerts those that a rise of a story raised.

    Each is measured at the last-seen of the items that prove it: before that it could not be raised.
    """
    seen, raised, whole = [], [], []
    for alert in alerts:
        if alert.kind is AlertKind.RISE and alert.proof:
            last = max(alert.proof, key=lambda proof: (proof.seen_at, proof.published_at))
            seen.append(_span(last.published_at, last.seen_at))
            raised.append(_span(last.seen_at, alert.raised_at))
            whole.append(_span(last.published_at, alert.raised_at))
    moments = sorted(set(looks))
    gaps = [after - before for before, after in pairwise(moments)]
    return LaneRecord(
        alerts=len(whole),
        seen_median=median_of(seen),
        seen_p95=p95_of(seen),
        raised_median=median_of(raised),
        raised_p95=p95_of(raised),
        within_10=sum(span <= _SHORT for span in whole),
        within_60=sum(span <= _LONG for span in whole),
        looks=len(moments),
        longest_gap=max(gaps, default=None),
    )


def lane_lines(record: LaneRecord) -> tuple[str, ...]:
    """The record in one or two Chinese sentences: of the alerts, and of the looks where there were any."""
    return (_of_alerts(record), *_of_looks(record))


def _of_alerts(record: LaneRecord) -> str:
    if record.seen_median is None or record.raised_median is None:
        return "预警时效：没有新预警，无可计的时长。"
    most = "最长" if record.alerts < _FEW else "95% 不超过"
    seen = f"依据从发布到采到中位 {duration(record.seen_median)}、{most} {duration(record.seen_p95 or timedelta())}"
    raised = f"采到到预警中位 {_brief(record.raised_median)}、{most} {_brief(record.raised_p95 or timedelta())}"
    share = f"从发布算起 10 分内预警 {record.within_10}/{record.alerts}，60 分内 {record.within_60}/{record.alerts}"
    return f"预警时效（n={record.alerts}，按每条最后采到的依据）：{seen}；{raised}；{share}。"


def _of_looks(record: LaneRecord) -> tuple[str, ...]:
    if not record.looks:
        return ()
    gap = f"，相邻两次最长相隔 {duration(record.longest_gap)}" if record.longest_gap is not None else ""
    return (f"有记录的采集 {record.looks} 次{gap}；没有新内容的采集每小时记一次。",)


def _brief(span: timedelta) -> str:
    return f"{span.total_seconds():.0f} 秒" if span < timedelta(minutes=2) else duration(span)


def _span(start: datetime, end: datetime) -> timedelta:
    """Never negative: a source's clock may be ahead."""
    return max(end - start, timedelta())
