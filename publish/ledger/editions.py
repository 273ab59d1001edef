"""Figures of the edition as a whole: what was collected, in which tone and where, topics, comparison, outlook."""

from collections import Counter
from collections.abc import Iterator

from caifeng.models import Briefing, ComparisonRow, EvidenceItem, Share, ToneLabel, TopicRow
from publish.briefing.phrases import change, percent
from publish.ledger.figure import Figure, key, noted, share_written

_OVERVIEW, _SERIES, _TOPICS, _SIDES = "总体态势", "近 28 日声量", "议题", "对比"
_SHARE = "该类条数 ÷ 去重条数；区间为 95% Wilson 区间"
_KINDS = (("channel", "渠道", "channels"), ("tier", "信源层级", "tiers"), ("region", "地域", "regions"),
          ("kind", "体裁", "kinds"))  # fmt: skip


def edition_figures(briefing: Briefing) -> Iterator[Figure]:
    """Numbers of the head and of the sections that speak of the whole window."""
    yield Figure(
        id="edition.number", section=_OVERVIEW, name="期号", value=briefing.number, written=f"{briefing.number}",
        forms=(f"第 {{{briefing.number}}} 期",), formula="从本台第一期起逐期加一", record="期号随简报封存",
    )  # fmt: skip
    yield from _counts(briefing)
    yield from _tones(briefing)
    for part, name, field in _KINDS:
        shares: tuple[Share, ...] = getattr(briefing.overview, field)
        yield from (_share(part, name, share) for share in shares)
    yield from _series(briefing)
    yield from _listed(briefing)
    yield from _evidence(briefing)
    for row in briefing.topics:
        yield from _topic(row)
    yield from _comparison(briefing)
    yield from _outlook(briefing)


def in_window(briefing: Briefing) -> tuple[EvidenceItem, ...]:
    """Evidence that was published inside the window and belongs to a story: what the desk's topics asked for."""
    start, end = briefing.window_start, briefing.window_end
    return tuple(item for item in briefing.evidence if item.story_id and start < item.published_at <= end)


def _counts(briefing: Briefing) -> Iterator[Figure]:
    overview, rows = briefing.overview, in_window(briefing)
    first = tuple(item.id for item in rows if not item.reprint_of)
    n, copies, scanned = overview.distinct, overview.reprints, overview.scanned
    yield Figure(
        id="overview.distinct", section=_OVERVIEW, name="去重条数", value=n, written=f"{n}",
        forms=(f"相关 {{{n}}} 条", f"相关信息 {{{n}}} 条"), item_ids=first,
        formula="监测时段内发布、与本台议题相关的条目，转载不计",
    )  # fmt: skip
    yield Figure(
        id="overview.reprints", section=_OVERVIEW, name="转载", value=copies, written=f"{copies}",
        forms=(f"另有转载 {{{copies}}} 条",), item_ids=tuple(item.id for item in rows if item.reprint_of),
        formula="同一时段内与更早条目相同、近似、摘编或署名转载的条目",
    )  # fmt: skip
    yield Figure(
        id="overview.scanned", section=_OVERVIEW, name="采集总量", value=scanned, written=f"{scanned}",
        forms=(f"共采集 {{{scanned}}} 条",), formula="监测时段内发布、本期封存前采到的全部条目，不论是否相关",
        record="数据湖的条目表",
    )  # fmt: skip
    before = overview.previous_distinct
    yield Figure(
        id="overview.previous", section=_OVERVIEW, name="前一窗口去重条数", value=-1 if before is None else before,
        written="—" if before is None else f"{before}", formula="前一日简报所载的去重条数，事后不改",
        record="前一日简报" if before is not None else "没有前一日简报",
    )  # fmt: skip
    yield from change_figure("overview.change", _OVERVIEW, n, before)
    count = len(overview.channels)
    yield Figure(
        id="overview.channels", section=_OVERVIEW, name="涉及渠道数", value=count, written=f"{count}",
        forms=(f"涉 {{{count}}} 类渠道",), formula="去重条目所在渠道的种数", item_ids=first,
    )  # fmt: skip


def change_figure(id_: str, section: str, now: int, before: int | None, said: str = "") -> Iterator[Figure]:
    """How a count moved against the day before, where that is said with a number; ``said``: the words of the page."""
    words = said or change(now, before)
    forms = noted(words)
    if forms:
        written = forms[0][forms[0].index("{") + 1 : forms[0].index("}")]
        stated = float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
        how = "本期条数 ÷ 前一日条数" if "倍" in words else "（本期 − 前一日）÷ 前一日"
        formula = f"{how}：{now} 对 {before}" if before is not None else "与前一日条数相比"
        yield Figure(id=id_, section=section, name="较前一日", value=stated, written=words, forms=forms,
                     formula=formula, record="前一日的条数" if id_.startswith("overview") else "")  # fmt: skip


def _tones(briefing: Briefing) -> Iterator[Figure]:
    rows = [item for item in in_window(briefing) if not item.reprint_of]
    for share in briefing.overview.tones:
        forms = [f"{share.label} {{{percent(share)}}}", f"{share.label} {{{share.count}}} 条"]
        if share.label == ToneLabel.UNCERTAIN:
            forms.append(f"另有 {{{share.count}}} 条机器不能确定")
        yield Figure(
            id=key("tone", share.label), section=_OVERVIEW, name=f"倾向：{share.label}", value=share.count,
            written=share_written(share), forms=tuple(forms), formula=_SHARE,
            item_ids=tuple(item.id for item in rows if item.tone == share.label),
        )  # fmt: skip


def _share(part: str, name: str, share: Share) -> Figure:
    return Figure(
        id=key(part, share.label), section=_OVERVIEW, name=f"{name}：{share.label}", value=share.count,
        written=f"{share.count}（{share.share:.0%}）", forms=(f"{share.label} {{{share.count}}} 条",), formula=_SHARE,
        record="随条目封存的判读",
    )  # fmt: skip


def _series(briefing: Briefing) -> Iterator[Figure]:
    for point in briefing.overview.series:
        usual = "" if point.low is None or point.high is None else f"，常见 {point.low:.0f}–{point.high:.0f}"
        yield Figure(
            id=f"volume.{point.day}", section=_SERIES, name=f"{point.day:%m-%d}", value=point.distinct,
            written="未采到" if point.is_gap
            else f"{point.distinct} 条，转载 {point.reprints}，负面 {point.negative}{usual}",
            formula="常见范围＝此前各日的中位数 ± 2×1.4826×绝对中位差，至少 ±1", record=f"{point.day} 的简报",
        )  # fmt: skip


def _listed(briefing: Briefing) -> Iterator[Figure]:
    total = briefing.listed_total
    yield Figure(
        id="listed.total", section=_OVERVIEW, name="敏感信息条数", value=total, written=f"{total}",
        formula="去重条目中判为负面、或含底线词敏感词的条目", item_ids=tuple(row.item_id for row in briefing.listed),
    )  # fmt: skip


def _evidence(briefing: Briefing) -> Iterator[Figure]:
    counted = Counter(item.story_id for item in briefing.evidence)
    for id_, count in counted.items():
        yield Figure(
            id=key("evidence", id_ or "others"), section="依据", name=f"依据：{id_ or '其他条目'}", value=count,
            written=f"{count} 条", formula="本期列为依据的条目，含更早而文中引用的",
        )  # fmt: skip


def _topic(row: TopicRow) -> Iterator[Figure]:
    name, negative = row.name, row.negative
    yield Figure(
        id=key("topic", name, "distinct"), section=_TOPICS, name=f"{name}：条数", value=row.distinct,
        written=f"{row.distinct}", formula="去重条目中归入该议题的条目；一条可归入几个议题", record="判读与人工标注",
    )  # fmt: skip
    if row.previous is not None:
        yield Figure(
            id=key("topic", name, "previous"), section=_TOPICS, name=f"{name}：前一窗口", value=row.previous,
            written=f"{row.previous}", formula="前一日简报所载的条数", record="前一日简报",
        )  # fmt: skip
    yield Figure(
        id=key("topic", name, "negative"), section=_TOPICS, name=f"{name}：负面", value=negative.count,
        written=share_written(negative), formula="该议题中负面条数 ÷ 该议题条数；95% Wilson 区间",
        record="判读与人工标注",
    )  # fmt: skip
    for burst in row.bursts[-1:]:
        usual = f"{burst.usual:.1f}".removesuffix(".0")
        yield Figure(
            id=key("topic", name, "burst"), section=_TOPICS, name=f"{name}：突增", value=burst.count,
            written=f"{burst.span} {burst.count} 条，通常 {usual}", record="逐时计数",
            formula=f"与一周中同样钟点的往日相比，稳健 z 值 {burst.z:.1f}",
        )  # fmt: skip


def _comparison(briefing: Briefing) -> Iterator[Figure]:
    compared = briefing.comparison
    for part, rows in (("topic", compared.topics), ("party", compared.parties)) if compared else ():
        for row in rows:
            yield from _compared(part, row)


def _compared(part: str, row: ComparisonRow) -> Iterator[Figure]:
    counts = [("today", "今日", f"{row.today}", row.today, "监测时段内的去重条数"),
              ("week", "近 7 日", f"{row.week}", row.week, f"本日与此前六日所载之和，计 {row.days} 天")]  # fmt: skip
    if row.week_ago is not None:
        counts.append(("week-ago", "上周同日", f"{row.week_ago}（{row.change}）", row.week_ago, "七日前简报所载的条数"))
    if row.negative.total:
        share = row.negative
        counts.append(("negative", "近 7 日负面", share_written(share), share.count, "负面条数 ÷ 近 7 日条数"))
    if row.voice and row.voice.total:
        counts.append(("voice", "声量占比", share_written(row.voice), row.voice.count, "近 7 日该方条数 ÷ 各方合计"))
    for field, name, written, value, formula in counts:
        yield Figure(
            id=key("compare", part, row.name, field), section=_SIDES, name=f"{row.name}：{name}", value=value,
            written=written, formula=formula, record="本期与此前各期简报",
            forms=(f"只有 {{{row.days}}} 天",) if field == "week" else (),
            item_ids=row.item_ids if field == "today" else (),
        )  # fmt: skip


def _outlook(briefing: Briefing) -> Iterator[Figure]:
    outlook = briefing.outlook
    span = f"{outlook.low}–{outlook.high}%"
    yield Figure(
        id="outlook.likelihood", section=_OVERVIEW, name=f"可能性：{outlook.likelihood}", value=outlook.low,
        written=span, forms=(f"{outlook.likelihood}，{{{span}}}",),
        formula="可能性用词按固定刻度（ICD 203）对应的百分比范围",
        record="方法：可能性刻度",
    )  # fmt: skip
