"""A site's material in the middle of handling: open, overdue, paused and closed incidents, alerts of every fate."""

import dataclasses
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from caifeng.errors import Problem
from caifeng.models import (
    Alert,
    AlertKind,
    AlertRules,
    Channel,
    Clock,
    Counterpart,
    Delivery,
    DeliveryState,
    Desk,
    Duty,
    Engagement,
    GateClass,
    Incident,
    IncidentState,
    Item,
    Level,
    LogEntry,
    LoopRecord,
    Means,
    Notice,
    Person,
    Proof,
    Recipient,
    Rectification,
    Review,
    RootCause,
    Route,
    Satisfaction,
    Side,
    Silence,
    SourceReport,
    SourceState,
    StoryType,
    ToneLabel,
    Topic,
    TrackedRectification,
)
from caifeng.models.card import card_of
from publish.site.material import CaseFile, Health, SiteMaterial
from tests.samples import DAY, FILE, LEAK, at, item_id, leak_story, sample_briefing, sample_handling

NOW = at(17, "08:36")
FIRE, RUMOUR = "INC-2026-0008", "INC-2026-0005"
_ZONE = ZoneInfo("Asia/Shanghai")


def sample_material() -> SiteMaterial:
    """The morning of ``sample_briefing``: one case overdue, one fresh and red, one closed."""
    cases = (leak_case(), CaseFile(incident=fire()), CaseFile(incident=rumour(), path=f"incidents/{RUMOUR}.yml"))
    task = Rectification(what="密封圈入厂加做老化试验", owner="生产部", due=date(2026, 11, 10))
    return SiteMaterial(
        desk=sample_desk(),
        now=NOW,
        newest=(newest := sample_briefing()),
        cards=(card_of(newest),),
        briefing={newest.date: newest}.get,
        cases=cases,
        stories=(leak_story(),),
        items={one.id: one for one in map(_item, range(1, 9))},
        tones={item_id(n): ToneLabel.NEGATIVE for n in (1, 2, 3)},
        alerts=sample_alerts(),
        notices=_notices(),
        deliveries=_deliveries(),
        silences=(
            Silence(about="同行屏山", until=NOW + timedelta(hours=20), why="对方促销", by="品牌部"),
            Silence(about="售后与价格", until=NOW - timedelta(hours=1), why="已过期", by="品牌部"),
        ),
        rectify=(TrackedRectification(incident_id=RUMOUR, title="传闻", what=task, is_overdue=True, days=-7),),
        health=Health(
            looked_at=NOW - timedelta(minutes=3),
            reports=(_report("澜川论坛", SourceState.OK), _report("城东晚报", SourceState.FAILED)),
        ),
    )


def sample_desk() -> Desk:
    return Desk(
        name="澜川电器",
        zone=_ZONE,
        topics=(Topic(name="产品质量", watch="漏水", owner="售后部"),),
        people=(Person(name="售后部", mail="MAIL_AFTERSALES"), Person(name="总经理办", roles=("executive",))),
        alerts=AlertRules(
            supervisor="总经理办",
            direct=("总经理办",),
            routes=(Route(levels=(Level.RED,), gates=(GateClass.HARM,), to=("总经理办",)),),
        ),
        rota=(
            Duty(person="黎航", start=NOW - timedelta(hours=1), end=NOW + timedelta(hours=11)),
            Duty(person="柳知遥", start=NOW + timedelta(hours=11), end=NOW + timedelta(hours=23)),
        ),
    )


def leak_case() -> CaseFile:
    """``sample_handling``'s incident with everything that a file can hold."""
    known = sample_handling().incident
    log = (
        *known.log,
        LogEntry(at=at(17, "07:00"), by="品牌部", did="首次回应", note="致歉并公布受理电话", side=Side.ONLINE,
                 means=Means.APOLOGY, to=Counterpart.CONSUMERS),
        LogEntry(at=at(17, "07:30"), by="售后部", did="处置", note="上门取样", side=Side.OFFLINE, means=Means.VISIT),
        LogEntry(at=at(17, "08:00"), by="售后部", did="更正", note="业主是 4 名，不是 3 名"),
    )  # fmt: skip
    paused = Clock(
        name="权威发布", limit=timedelta(hours=5), norm="国办发〔2016〕80号", started_at=NOW, stopped_at=None,
        paused="等质检",
    )  # fmt: skip
    incident = dataclasses.replace(
        known,
        clocks=(*known.clocks, paused),
        log=log,
        tags=("漏水",),
        loop=(
            LoopRecord(who="女童家属", has_contact=True, problem="滑倒", plan="承担医疗费", is_closed=True,
                       satisfaction=Satisfaction.MOSTLY),
            LoopRecord(who="首批业主", problem="地板泡坏"),
        ),
        review=Review(
            causes=(RootCause(department="生产部", what="密封圈未做老化试验"),),
            well=("当天回访",),
            improve=("首次回应太晚",),
            rectify=(Rectification(what="加做老化试验", owner="生产部", due=date(2026, 12, 1)),),
        ),
    )  # fmt: skip
    wrong = Problem(file=f"incidents/{FILE}.yml", line=14, path="state", message="不认识的状态", mend="写成 处置")
    return CaseFile(incident=incident, path=f"incidents/{FILE}.yml", problems=(wrong,))


def fire() -> Incident:
    """Red, forty minutes old, taken by nobody; part of the leak case."""
    opened = NOW - timedelta(minutes=40)
    clocks = (
        Clock(name="到责任人", limit=timedelta(minutes=15), norm="建议值", started_at=opened, stopped_at=None),
        Clock(name="进展反馈", limit=timedelta(hours=4), norm="建议值", started_at=opened, stopped_at=None),
    )
    return Incident(
        id=FIRE, title="空气炸锅起火视频", story_ids=(), type=StoryType.UNVERIFIED, machine_level=Level.RED,
        override=None, owner="", state=IncidentState.FOUND, opened_at=opened, clocks=clocks, parent=FILE,
        log=(LogEntry(at=opened, by="采风", did="发现", note="首次达到红级"),),
    )  # fmt: skip


def rumour() -> Incident:
    """Closed after two days, both limits kept."""
    opened = at(10, "09:00")
    return Incident(
        id=RUMOUR, title="水壶致癌传闻", story_ids=(), type=StoryType.FALSE, machine_level=Level.YELLOW, override=None,
        owner="法务部", state=IncidentState.ARCHIVED, opened_at=opened,
        clocks=(Clock(name="到责任人", limit=timedelta(minutes=15), norm="建议值", started_at=opened,
                      stopped_at=opened + timedelta(minutes=9)),),
        log=(LogEntry(at=opened, by="采风", did="发现"), LogEntry(at=at(12, "09:00"), by="法务部", did="闭环")),
    )  # fmt: skip


def alert(number: int, level: Level, kind: AlertKind, ago: timedelta, **more: Any) -> Alert:
    """An alert about the leak story, ``ago`` before now."""
    proof = Proof(item_id=item_id(1), title="半夜漏水", source="澜川论坛", url="https://bbs.example.cn/1",
                  published_at=NOW - ago, seen_at=NOW - ago)  # fmt: skip
    known: dict[str, Any] = {
        "story_id": LEAK, "story_title": "净水机半夜漏水", "previous": None, "reason": "近24小时 12 条，负面占 75%",
        "item_ids": (item_id(1),), "owner": "售后部", "topics": ("产品质量",), "proof": (proof,),
    }  # fmt: skip
    return Alert(id=f"A-{number}", level=level, kind=kind, raised_at=NOW - ago, **(known | more))


def sample_alerts() -> tuple[Alert, ...]:
    minute = timedelta(minutes=1)
    mail = (Recipient(person="售后部", channel="mail"), Recipient(person="总经理办", channel="mail"))
    chat = (Recipient(person="黎航", channel="值班群"), Recipient(person="售后部", channel="值班群"))
    return (
        alert(1, Level.RED, AlertKind.RISE, 39 * minute, incident_id=FIRE, story_id="", story_title="空气炸锅起火视频",
              told=mail + chat, first_step="15 分钟内电话通知售后部"),
        alert(2, Level.ORANGE, AlertKind.OVERDUE, 60 * minute, incident_id=FILE, clock="首次回应", told=mail[:1]),
        alert(3, Level.YELLOW, AlertKind.RISE, 90 * minute, unsent_because=f"属于未闭环案件 {FILE}"),
        alert(4, Level.YELLOW, AlertKind.RISE, 120 * minute, told=mail[:1], send_from=NOW + timedelta(hours=1)),
        alert(5, Level.YELLOW, AlertKind.SILENT, 200 * minute, story_id="", story_title="城东晚报", topics=(),
              reason="已 26 小时没有新条目", told=mail[:1]),
        alert(6, Level.YELLOW, AlertKind.RISE, timedelta(hours=30), incident_id=FILE),
    )  # fmt: skip


def _notices() -> tuple[Notice, ...]:
    held = (("mail", ("售后部",), "A-1"), ("mail", ("总经理办",), "A-1"), ("值班群", ("售后部", "黎航"), "A-1"),
            ("mail", ("售后部",), "A-2"), ("mail", ("售后部",), "A-5"))  # fmt: skip
    return tuple(
        Notice(id=f"N-{place}", channel=channel, persons=persons, alert_ids=(id_,), level=Level.RED, made_at=NOW)
        for place, (channel, persons, id_) in enumerate(held)
    )


def _deliveries() -> tuple[Delivery, ...]:
    ends = (
        DeliveryState.SENT,
        DeliveryState.UNCERTAIN,
        DeliveryState.CLAIMED,
        DeliveryState.REFUSED,
        DeliveryState.SENT,
    )
    steps = [(place, state) for place, end in enumerate(ends) for state in dict.fromkeys((DeliveryState.CLAIMED, end))]
    return tuple(
        Delivery(date=DAY, revision=0, channel="mail", recipient_hash="0" * 32, state=state, attempt=1, message_id="m",
                 at=NOW, notice=f"N-{place}")
        for place, state in steps
    )  # fmt: skip


def _item(number: int) -> Item:
    seen: datetime = NOW - timedelta(hours=3 * number)
    return Item(
        id=item_id(number), revision=1, content_hash="0" * 64, source="澜川论坛", channel=Channel.FORUM, tier=4,
        region="", is_official=False, url=f"https://bbs.example.cn/{number}", title=f"漏水帖 {number}", text="",
        author="", credited="", published_at=seen, is_time_estimated=False, seen_at=seen, engagement=Engagement(),
    )  # fmt: skip


def _report(source: str, state: SourceState) -> SourceReport:
    return SourceReport(source=source, state=state, items=3, new=1, bytes=9, seconds=0.1, delay_seconds=7200.0,
                        message="对方服务器出错（500）" if state is SourceState.FAILED else "")  # fmt: skip


_KEPT = frozenset(
    {"id", "story_id", "incident_id", "item_ids", "story_ids", "parent", "evidence", "alert_ids", "notice"}
)
_KEPT |= {"channel", "persons", "person", "date", "zone", "path", "recipient_hash", "content_hash", "message_id", "of"}
_KEPT |= {"item_id", "first_item_id", "head_media_item_id", "reprint_of", "top_story_id", "source", "did", "trend"}
_KEPT |= {"newest", "cards", "briefing"}


def hostile_material(text: str) -> SiteMaterial:
    """``sample_material()`` with ``text`` in every free-text field of incidents, alerts, items and silences."""
    changed = _poison(sample_material(), text)
    assert isinstance(changed, SiteMaterial)
    return dataclasses.replace(changed, desk=sample_desk())


def _poison(value: Any, text: str) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.name not in _KEPT}
        return dataclasses.replace(value, **{name: _poison(old, text) for name, old in fields.items()})
    if isinstance(value, tuple):
        return tuple(_poison(entry, text) for entry in value)
    if isinstance(value, dict):
        return {key: _poison(entry, text) for key, entry in value.items()}
    if isinstance(value, str) and not isinstance(value, Enum):
        return text if value else value
    return value
