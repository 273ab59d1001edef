"""处置报告, second half: type, level, time limits, measures and what they brought, the loop, the lesson."""

from collections.abc import Iterator, Sequence
from datetime import date

from caifeng.models import REPLIES, Clock, Deed, LogEntry, LoopRecord, Review, Side, SimilarCase
from caifeng.models.document import Line, Part, Table
from publish.briefing.evidence import excerpt
from publish.briefing.phrases import duration, joined
from publish.report.report_draft import ReportMaterial, stamp

_TEXT = 300  # characters of one line
_DEEDS = 100  # rows of one side
_EFFECTS = 40  # lines
_FADES = (
    "说明：没有任何举措的随机时刻，前后 6 小时相比也有约四成、24 小时有约七成出现“显著”下降（以 1,811 个时刻实测），"
    "关注本会自行消退；所以另与此前走势相比，仍不证明因果。"
)


def deed_parts(material: ReportMaterial) -> Iterator[Part]:
    """定性与评级, 时限, 处置措施, 闭环记录, 复盘."""
    yield Part(heading="定性与评级", lines=tuple(_judged(material)))
    yield Part(heading="时限完成情况", table=clocks_table(material))
    yield Part(heading="处置措施")
    for side in Side:
        yield _measures(material, side)
    yield Part(heading="成效", depth=2, lines=tuple(_effects(material)))
    yield _loop(material.incident.loop)
    yield Part(heading="复盘", lines=() if material.incident.review else (Line(text="尚未复盘。"),))
    if material.incident.review:
        yield from _review(material.incident.review, material.now.astimezone(material.zone).date())
    yield Part(heading="相似案例", depth=2, lines=tuple(map(_similar, material.similar)) or (_none("相似的案例"),))


def _none(what: str) -> Line:
    return Line(text=f"没有{what}。")


def _judged(material: ReportMaterial) -> Iterator[Line]:
    incident = material.incident
    yield Line(text=f"定性（人）：{incident.type}。")
    for entry in incident.log:
        if entry.did in (Deed.TYPED, Deed.CORRECTED):
            yield _entry_line(entry, material)
    for story in material.stories:
        yield Line(
            text=f"定性提示（机器）：{story.hint.type}，{excerpt(story.hint.why, _TEXT)}", item_ids=story.hint.item_ids
        )
        ids = tuple(id_ for gate in story.grade.gates for id_ in gate.item_ids)
        yield Line(text=f"评级（机器）：{story.grade.level.full}，{excerpt(story.grade.reason, _TEXT)}", item_ids=ids)
    if incident.override:
        said = incident.override
        yield Line(text=f"评级（人）：{said.level.full}，{said.by}：{excerpt(said.why, _TEXT)}")
    else:
        yield Line(text=f"评级（人）：未改动，沿用机器评级{incident.machine_level.full}。")


def _entry_line(entry: LogEntry, material: ReportMaterial) -> Line:
    note = f"：{excerpt(entry.note, _TEXT)}" if entry.note else ""
    return Line(text=f"{stamp(entry.at, material.zone)} {entry.by}，{entry.did}{note}", item_ids=entry.evidence)


def clocks_table(material: ReportMaterial) -> Table:
    """Every time limit: its length, when it ran, and what came of it."""
    header = ("时限", "限", "起算", "到期", "完成", "用时", "结果", "依据")
    return Table(
        caption="时限完成情况", header=header, rows=tuple(_clock(one, material) for one in material.incident.clocks)
    )


def _clock(clock: Clock, material: ReportMaterial) -> tuple[str, ...]:
    stopped = clock.stopped_at
    return (
        clock.name,
        duration(clock.limit),
        stamp(clock.started_at, material.zone),
        stamp(clock.due_at, material.zone),
        stamp(stopped, material.zone) if stopped else "—",
        duration(stopped - clock.started_at) if stopped else "—",
        clock.state(material.now).value + (f"：{clock.paused}" if clock.paused and not stopped else ""),
        clock.norm or "—",
    )


def _measures(material: ReportMaterial, side: Side) -> Part:
    found = [entry for entry in material.incident.log if _is_measure(entry) and _side(entry) is side]
    rows = tuple(
        (stamp(entry.at, material.zone), str(entry.means or entry.did), str(entry.to or "—"),
         excerpt(entry.note, _TEXT) or "—", entry.by)
        for entry in found[:_DEEDS]
    )  # fmt: skip
    if not rows:
        return Part(heading=side.value, depth=2, lines=(_none(f"{side}措施的记录"),))
    header, ids = ("时间", "措施", "对象", "内容", "谁"), tuple(entry.evidence for entry in found[:_DEEDS])
    left = (Line(text=f"另有 {len(found) - _DEEDS} 项，见案件页。"),) if len(found) > _DEEDS else ()
    table = Table(caption=f"{side}措施", header=header, rows=rows, item_ids=ids)
    return Part(heading=side.value, depth=2, table=table, lines=left)


def _is_measure(entry: LogEntry) -> bool:
    return entry.means is not None or entry.did in (*REPLIES, Deed.HANDLED)


def _side(entry: LogEntry) -> Side:
    """Where it was done; what is said in public counts as online, other deeds as offline, unless people said so."""
    return entry.side or (Side.ONLINE if entry.did in REPLIES else Side.OFFLINE)


def _effects(material: ReportMaterial) -> Iterator[Line]:
    if not material.effects:
        yield _none("可以比较前后的公开举措")
        return
    for effect in material.effects[:_EFFECTS]:
        text = f"{stamp(effect.at, material.zone)} {effect.by}，{effect.text}。"
        yield Line(text=text, item_ids=effect.item_ids)
    yield Line(text=_FADES)


def _loop(records: Sequence[LoopRecord]) -> Part:
    if not records:
        return Part(heading="闭环记录", lines=(_none("闭环记录"),))
    contact = {True: "已取得", False: "未取得", None: "未询问"}
    rows = tuple(
        (one.who, contact[one.has_contact], excerpt(one.problem, _TEXT) or "—", excerpt(one.plan, _TEXT) or "—",
         one.satisfaction.value, "是" if one.is_closed else "否")
        for one in records
    )  # fmt: skip
    header = ("当事人", "联系方式", "问题", "处理方案", "满意程度", "是否闭环")
    return Part(heading="闭环记录", table=Table(caption="闭环记录", header=header, rows=rows))


def _review(review: Review, today: date) -> Iterator[Part]:
    causes = tuple(Line(text=f"{cause.department}：{excerpt(cause.what, _TEXT)}") for cause in review.causes)
    yield Part(heading="根因", depth=2, lines=causes or (_none("根因的记录"),))
    for heading, said in (("经验：值得推广", review.well), ("不足：需要改善", review.improve)):
        yield Part(
            heading=heading, depth=2, lines=tuple(Line(text=excerpt(one, _TEXT)) for one in said) or (_none("记录"),)
        )
    rows = tuple(
        (excerpt(one.what, _TEXT), one.owner, one.due.isoformat(), one.done.isoformat() if one.done else
         ("已逾期" if one.is_overdue(today) else "未完成"))
        for one in review.rectify
    )  # fmt: skip
    table = Table(caption="整改", header=("事项", "责任人", "期限", "完成"), rows=rows) if rows else None
    yield Part(heading="整改", depth=2, table=table, lines=() if rows else (_none("整改事项"),))


def _similar(one: SimilarCase) -> Line:
    case = one.case
    said = [f"{case.id} {excerpt(case.title, 60)}（相似度 {one.score:.2f}）", *one.reasons]
    said += [f"当时：{joined(list(case.measures))}"] if case.measures else []
    said += [f"用时 {duration(case.took)}"] if case.took else []
    said += [f"教训：{excerpt(lesson, 100)}" for lesson in case.improve[:1]]
    return Line(text="；".join(said) + "。")
