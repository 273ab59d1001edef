"""Shares as bars: the tones of a day in one, channels and tiers one each."""

from collections.abc import Sequence
from dataclasses import replace

from caifeng.models import Share, ToneLabel
from publish import escape
from publish.briefing.phrases import short
from publish.pages.charts.chart import MAX_ROWS, Chart, drawing, row_axis
from publish.pages.charts.figure import Figure

_TONE_ROLES: dict[str, str] = {
    ToneLabel.NEGATIVE: "neg",
    ToneLabel.NEUTRAL: "neu",
    ToneLabel.POSITIVE: "pos",
    ToneLabel.UNCERTAIN: "unk",
}
_ROOM_FOR_TEXT = 0.14  # share of the stacked bar below which a label would not fit on a phone


def tones(shares: Sequence[Share]) -> Chart | None:
    """One stacked bar: negative, neutral, positive, uncertain. None without items."""
    total = sum(share.count for share in shares)
    if not total:
        return None
    figure = Figure(
        layout={"barmode": "stack", "xaxis": {"visible": False, "range": [0, total]}, "yaxis": {"visible": False}}
    )
    for share in shares:
        label = escape.chart(share.label)
        figure.add_bar(
            x=[share.count],
            y=[""],
            orientation="h",
            meta=_TONE_ROLES.get(share.label, "neu"),
            text=[f"{label} {share.count}" if share.count >= _ROOM_FOR_TEXT * total else ""],
            hoverinfo="skip",
        )
    most = max(shares, key=lambda share: share.count)
    title = f"{most.label}最多：{most.count} 条，占 {most.share:.0%}（95% 区间 {most.low:.0%}–{most.high:.0%}）"
    drawn = drawing("tones", title, "strip", figure, _share_table("倾向", shares))
    counts = "、".join(f"{share.label} {share.count}" for share in shares)
    return replace(drawn, note=f"从左到右：{counts}（条）。")


def channels(shares: Sequence[Share]) -> Chart | None:
    """Items by channel, most first. None without items."""
    return _half(bars("channels", "渠道", sorted(shares, key=lambda share: (-share.count, share.label))))


def tiers(shares: Sequence[Share]) -> Chart | None:
    """Items by tier of the source, in the order given. None without items."""
    return _half(bars("tiers", "信源层级", shares))


def _half(chart: Chart | None) -> Chart | None:
    return replace(chart, is_half=True) if chart else None


def bars(id_: str, what: str, shares: Sequence[Share]) -> Chart | None:
    """A bar a share, in the order given, with count and share beside it. None where all are empty."""
    shares = [share for share in shares if share.count][:MAX_ROWS]
    if not shares:
        return None
    figure = Figure(layout={"xaxis": {"visible": False}, "yaxis": row_axis([share.label for share in shares])})
    figure.add_bar(
        x=[share.count for share in shares], y=list(range(len(shares))), orientation="h", meta="bar",
        text=[f"{share.count}（{share.share:.0%}）" for share in shares], textposition="outside", cliponaxis=False,
    )  # fmt: skip
    most = max(shares, key=lambda share: share.count)
    title = f"{what}：{short(most.label)}最多，{most.count} 条，占 {most.share:.0%}"
    return drawing(id_, title, "bars", figure, _share_table(what, shares), len(shares))


def _share_table(what: str, shares: Sequence[Share]) -> tuple[tuple[str, ...], ...]:
    return (
        (what, "条数", "占比", "95% 区间"),
        *((s.label, str(s.count), f"{s.share:.0%}", f"{s.low:.0%}–{s.high:.0%}") for s in shares),
    )
