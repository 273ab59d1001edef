"""Figures recomputed: from evidence rows, from items of the lake, from earlier editions, from the incident's log."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caifeng.models import Briefing, Contribution, Detail, EvidenceItem, Item, Likelihood, Share, ToneLabel
from caifeng.models.interval import share
from caifeng.models.wording import clipped
from publish.briefing.comparison import WEEK
from publish.briefing.evidence import EXCERPT
from publish.briefing.overview import known_range
from publish.ledger.editions import in_window
from publish.ledger.figure import key

_TIERS = {1: "中央", 2: "省级", 3: "地方", 4: "个人与其他"}
_CLOSE = 0.0501  # tenths are stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A figure or a row of evidence that does not come out again: ``what`` it is, in Chinese what is wrong with it."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What figures are recomputed from.

    items: of the lake, by id; missing ids are found missing; withdrawn: ids that were taken down
    scanned: items of the window that it holds, None unknown
    earlier: frozen briefings of earlier days; fingerprint: (title, text) → SHA-256 hex
    """

    items: Mapping[str, Item]
    scanned: int | None
    earlier: Mapping[date, Briefing]
    fingerprint: Callable[[str, str], str]
    withdrawn: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What did not come out again, ids of the figures that were recomputed, and rows of evidence compared."""

    findings: tuple[Finding, ...]
    recomputed: frozenset[str]
    rows: int


_Pair = tuple[str, float, float]  # figure, stated, recomputed


def recount(briefing: Briefing, known: Known) -> Recount:
    """Recompute whatever the record allows. Pure."""
    pairs = [*_overview(briefing, known), *_topics(briefing, known), *_comparison(briefing, known)]
    pairs += [pair for detail in briefing.details for pair in _story(briefing, detail, known)]
    pairs += [*_matters(briefing), *_clocks(briefing), *_outlook(briefing), *_calendar(briefing)]
    wrong = [_finding(pair) for pair in pairs if abs(pair[1] - pair[2]) > _CLOSE]
    rows = [finding for item in briefing.evidence for finding in _row(item, known)]
    logs = list(_logs(briefing))
    return Recount(
        findings=(*rows, *wrong, *logs),
        recomputed=frozenset(pair[0] for pair in pairs),
        rows=len(briefing.evidence),
    )


def _finding(pair: _Pair) -> Finding:
    figure, stated, found = pair
    return Finding(what=figure, why=f"所载 {stated:g}，重算得 {found:g}")


def _row(row: EvidenceItem, known: Known) -> Iterator[Finding]:
    """An evidence row against the lake's item."""
    item = known.items.get(row.id)
    if row.id in known.withdrawn:
        return  # the lake shows nothing of it any more; its count stands
    if item is None:
        yield Finding(what=row.id, why="数据湖里没有这一条")
        return
    if item.revision > row.revision:
        return  # revised since: what was frozen is no longer what the lake gives first
    pairs = [
        ("内容指纹", row.content_hash, item.content_hash), ("发布时间", row.published_at, item.published_at),
        ("见到时间", row.seen_at, item.seen_at), ("信源", row.source, item.source), ("地址", row.url, item.url),
        ("渠道", row.channel, item.channel), ("层级", row.tier, item.tier),
        ("摘录", row.excerpt, clipped(item.text, EXCERPT)),
        ("标题", row.title, item.title or clipped(item.text, 40)),
        ("原文的指纹", item.content_hash, known.fingerprint(item.title, item.text)),
    ]  # fmt: skip
    for name, stated, found in pairs:
        if stated != found:
            yield Finding(what=row.id, why=f"{name}与数据湖的条目不一致：{str(stated)[:60]} 对 {str(found)[:60]}")


def _overview(briefing: Briefing, known: Known) -> Iterator[_Pair]:
    overview, rows = briefing.overview, in_window(briefing)
    first = [row for row in rows if not row.reprint_of]
    yield "overview.distinct", overview.distinct, len(first)
    yield "overview.reprints", overview.reprints, len(rows) - len(first)
    yield "overview.channels", len(overview.channels), len({row.channel for row in first})
    if known.scanned is not None:
        yield "overview.scanned", overview.scanned, known.scanned
    before = known.earlier.get(briefing.date - timedelta(days=1))
    if before and overview.previous_distinct is not None:
        yield "overview.previous", overview.previous_distinct, before.overview.distinct
        yield "overview.change", overview.previous_distinct, before.overview.distinct
    yield from _shares("tone", overview.tones, Counter(row.tone.value for row in first), len(first))
    yield from _shares("channel", overview.channels, Counter(row.channel.value for row in first), len(first))
    yield from _shares("tier", overview.tiers, Counter(_TIERS[row.tier] for row in first), len(first))
    yield from _shares(
        "kind", overview.kinds, Counter(row.kind.value if row.kind else "未判" for row in first), len(first)
    )
    for one in overview.regions:
        yield from _interval(key("region", one.label), one)
    yield from _series(briefing, known)
    for id_, count in Counter(row.story_id for row in briefing.evidence).items():
        yield key("evidence", id_ or "others"), count, count
    yield "edition.number", briefing.number, (before.number + 1 if before else briefing.number)


def _shares(part: str, shares: Sequence[Share], counted: Mapping[str, int], total: int) -> Iterator[_Pair]:
    for one in shares:
        id_ = key(part, one.label)
        yield id_, one.count, counted.get(one.label, 0)
        yield id_, one.total, total
        yield from _interval(id_, one)


def _interval(id_: str, one: Share) -> Iterator[_Pair]:
    again = share(one.label, one.count, one.total)
    for stated, found in ((one.share, again.share), (one.low, again.low), (one.high, again.high)):
        yield id_, round(1000 * stated), round(1000 * found)


def _series(briefing: Briefing, known: Known) -> Iterator[_Pair]:
    past: list[int] = []
    for point in briefing.overview.series:
        id_, edition = f"volume.{point.day}", known.earlier.get(point.day)
        if point.day == briefing.date:
            yield id_, point.distinct, briefing.overview.distinct
        elif edition:
            yield id_, point.distinct, edition.overview.distinct
            yield id_, point.reprints, edition.overview.reprints
        low, high = known_range(past)
        if low is not None and point.low is not None and high is not None and point.high is not None:
            yield id_, point.low, low
            yield id_, point.high, high
        past += [] if point.is_gap else [point.distinct]


def _topics(briefing: Briefing, known: Known) -> Iterator[_Pair]:
    before = known.earlier.get(briefing.date - timedelta(days=1))
    printed = {row.name: row.distinct for row in before.topics} if before else {}
    compared = {row.name: row for row in briefing.comparison.topics} if briefing.comparison else {}
    for row in briefing.topics:
        if row.previous is not None and row.name in printed:
            yield key("topic", row.name, "previous"), row.previous, printed[row.name]
        yield key("topic", row.name, "negative"), row.negative.total, row.distinct
        yield from _interval(key("topic", row.name, "negative"), row.negative)
        if row.name in compared:
            yield key("topic", row.name, "distinct"), row.distinct, compared[row.name].today


def _comparison(briefing: Briefing, known: Known) -> Iterator[_Pair]:
    compared = briefing.comparison
    for part, rows in (("topic", compared.topics), ("party", compared.parties)) if compared else ():
        total = sum(row.week for row in rows)
        for row in rows:
            past = [_printed(known.earlier.get(briefing.date - timedelta(days=back)), part, row.name)
                    for back in range(1, WEEK)]  # fmt: skip
            id_ = key("compare", part, row.name)
            yield f"{id_}.week", row.week, row.today + sum(count for count in past if count is not None)
            yield f"{id_}.negative", row.negative.total, row.week
            yield from _interval(f"{id_}.negative", row.negative)
            ago = _printed(known.earlier.get(briefing.date - timedelta(days=WEEK)), part, row.name)
            if row.week_ago is not None and ago is not None:
                yield f"{id_}.week-ago", row.week_ago, ago
            if row.voice:
                yield f"{id_}.voice", row.voice.total, total
                yield from _interval(f"{id_}.voice", row.voice)


def _printed(edition: Briefing | None, part: str, name: str) -> int | None:
    if edition is None:
        return None
    if part == "topic":
        return next((row.distinct for row in edition.topics if row.name == name), None)
    parties = edition.comparison.parties if edition.comparison else ()
    return next((row.today for row in parties if row.name == name), None)


def _matters(briefing: Briefing) -> Iterator[_Pair]:
    for matter in briefing.matters:
        rows = [row for row in in_window(briefing) if row.story_id == matter.story_id and not row.reprint_of]
        yield key("story", matter.story_id, "distinct"), matter.distinct, len(rows)
        bad = sum(row.tone == ToneLabel.NEGATIVE for row in rows)
        for part in matter.line.split(" · "):
            if part.startswith("负面 "):
                yield key("story", matter.story_id, "negative"), float(part[3:].partition("/")[0]), bad


def _story(briefing: Briefing, detail: Detail, known: Known) -> Iterator[_Pair]:
    story, scope = detail.story, key("story", detail.story.id)
    rows = [row for row in in_window(briefing) if row.story_id == story.id]
    first = [row for row in rows if not row.reprint_of]
    yield f"{scope}.distinct", detail.window_distinct, len(first)
    yield f"{scope}.reprints", detail.window_reprints, len(rows) - len(first)
    yield from _shares(scope, detail.tones, Counter(row.tone.value for row in first), len(first))
    yield f"{scope}.total", len(story.item_ids), len(set(story.item_ids))
    yield f"{scope}.total-reprints", len(story.reprints), len({reprint.item_id for reprint in story.reprints})
    for place, view in enumerate(detail.views, 1):
        yield f"{scope}.view-{place}", view.count, len(set(view.item_ids))
        again = share("", view.count, view.total)
        for stated, found in ((view.share, again.share), (view.low, again.low), (view.high, again.high)):
            yield f"{scope}.view-{place}", round(1000 * stated), round(1000 * found)
    for place, demand in enumerate(story.account.demands, 1):
        yield f"{scope}.demand-{place}", demand.count, len(set(demand.item_ids))
    members = [known.items[id_] for id_ in story.item_ids if id_ in known.items]
    for tier in story.spread.tiers if len(members) == len(story.item_ids) else ():
        yield f"{scope}.tier-{tier.tier}", tier.distinct, sum(item.tier == tier.tier for item in members)
    yield from _sum(f"{scope}.heat", story.heat.value, story.heat.parts)
    yield from _sum(f"{scope}.grade", story.grade.score, story.grade.parts)
    forecast = story.course.forecast
    if forecast:
        low, high = forecast.likelihood.range
        held = low <= 100 * forecast.probability <= high
        yield f"{scope}.likelihood", 100 * forecast.probability if not held else low, low


def _sum(id_: str, stated: float, parts: Sequence[Contribution]) -> Iterator[_Pair]:
    if not parts:
        return
    yield id_, stated, round(sum(part.points for part in parts), 1)
    for part in parts:
        yield key(id_, part.name), part.points, round(part.value * part.weight + 1e-9, 1)
        if part.parts:
            yield key(id_, part.name), part.value, round(sum(line.points for line in part.parts), 1)
        for line in part.parts:
            yield key(id_, part.name, line.name), line.points, round(line.value * line.weight + 1e-9, 1)


def _clocks(briefing: Briefing) -> Iterator[_Pair]:
    for handling in briefing.handling:
        clocks = {clock.name: clock for clock in handling.incident.clocks}
        for view in handling.clocks:
            clock, id_ = clocks.get(view.name), key("clock", handling.incident.id, view.name)
            if clock is not None:
                end = clock.stopped_at or briefing.published_at
                yield f"{id_}.used", view.used_minutes, max(int((end - clock.started_at).total_seconds() // 60), 0)
                yield f"{id_}.limit", view.limit_minutes, int(clock.limit.total_seconds() // 60)
                if view.left_minutes is not None:
                    yield f"{id_}.left", view.left_minutes, int((clock.due_at - end).total_seconds() / 60)


def _logs(briefing: Briefing) -> Iterator[Finding]:
    """A clock that was stopped must have been stopped by a line of the log, at that moment."""
    for handling in briefing.handling:
        written = {entry.at for entry in handling.incident.log}
        for clock in handling.incident.clocks:
            if clock.stopped_at and clock.stopped_at not in written:
                why = f"停表时刻 {clock.stopped_at:%Y-%m-%d %H:%M} UTC 不在处置日志里"
                yield Finding(what=key("clock", handling.incident.id, clock.name), why=why)


def _outlook(briefing: Briefing) -> Iterator[_Pair]:
    scale = {word.value: word.range for word in Likelihood}
    low, high = scale.get(briefing.outlook.likelihood, (-1, -1))
    yield "outlook.likelihood", briefing.outlook.low, low
    yield "outlook.likelihood", briefing.outlook.high, high


def _calendar(briefing: Briefing) -> Iterator[_Pair]:
    for place, entry in enumerate(briefing.calendar, 1):
        yield f"calendar.{place}.days", entry.days_left, (entry.day - briefing.date).days
