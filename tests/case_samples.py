"""A handled incident, written by hand: stories, items and a log that tests of review, report and library share."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from caifeng.models import (
    Channel,
    Clock,
    Counterpart,
    Desk,
    Engagement,
    Incident,
    IncidentState,
    Item,
    Level,
    LogEntry,
    LoopRecord,
    Means,
    Override,
    Rectification,
    Review,
    RootCause,
    Satisfaction,
    Side,
    Story,
    StoryType,
    ToneLabel,
)
from caifeng.models.desk import PublishRules
from tests.sample_stories import ZONE
from tests.samples import LEAK, at, leak_story

DESK = Desk(name="澜川电器", zone=ZONE, publish=PublishRules(classification="内部资料", prepared_by="总经理办公室"))
REPLY = at(16, "12:00")
NOW = at(20, "09:00")


def item(number: int, published: datetime, title: str = "净水机漏水", source: str = "澜川论坛") -> Item:
    """A piece of the world; its id follows from the number."""
    return Item(
        id=f"i-{number:012x}",
        revision=1,
        content_hash=f"{number:064x}",
        source=source,
        channel=Channel.FORUM,
        tier=4,
        region="",
        is_official=False,
        url=f"https://forum.example.cn/t/{number}",
        title=title,
        text=title,
        author="",
        credited="",
        published_at=published,
        is_time_estimated=False,
        seen_at=published + timedelta(minutes=5),
        engagement=Engagement(),
    )


def wave(before: int, after: int, hours: int = 6, turn: datetime = REPLY) -> tuple[Item, ...]:
    """So many items evenly over so many hours before the turn, and after it."""
    span = timedelta(hours=hours)
    early = [item(n, turn - span + n * span / before) for n in range(before)]
    return (*early, *(item(1000 + n, turn + n * span / after) for n in range(after)))


def story_of(items: tuple[Item, ...], **changes: object) -> Story:
    """The sample story, made of these items."""
    ids = tuple(one.id for one in items)
    return replace(leak_story(), item_ids=ids, reprints=(), **changes)  # type: ignore[arg-type]


def tones_of(items: tuple[Item, ...], negative: int) -> dict[str, ToneLabel]:
    """The first so many are negative, the others neutral."""
    return {one.id: ToneLabel.NEGATIVE if n < negative else ToneLabel.NEUTRAL for n, one in enumerate(items)}


def incident(id_: str = "INC-2026-0007", **changes: object) -> Incident:
    """A leak that was found on the 16th at 09:00, answered at 12:00, closed on the 18th and reviewed."""
    opened = at(16, "09:00")
    return replace(
        Incident(
            id=id_,
            title="净水机漏水投诉",
            story_ids=(LEAK,),
            type=StoryType.TRUE,
            machine_level=Level.YELLOW,
            override=Override(level=Level.ORANGE, by="值班长", why="涉及未成年人"),
            owner="售后部",
            state=IncidentState.ARCHIVED,
            opened_at=opened,
            clocks=(
                clock("到责任人", 15, opened, at(16, "09:10")),
                clock("首次回应", 30, opened, REPLY),
            ),
            log=(
                LogEntry(at=opened, by="采风", did="发现", note="首次达到黄级", evidence=("i-000000000001",)),
                LogEntry(at=at(16, "09:10"), by="值班员", did="接收"),
                LogEntry(at=at(16, "11:00"), by="质量部", did="核实定性", note="密封圈松脱"),
                LogEntry(at=REPLY, by="公关部", did="首次回应", note="致歉并公布热线", side=Side.ONLINE,
                         means=Means.APOLOGY, to=Counterpart.CONSUMERS),
                LogEntry(at=at(17, "10:00"), by="售后部", did="处置", note="上门更换", side=Side.OFFLINE,
                         means=Means.REPAIR, to=Counterpart.VICTIMS),
                LogEntry(at=at(18, "10:00"), by="售后部", did="闭环"),
                LogEntry(at=at(19, "10:00"), by="质量部", did="复盘"),
                LogEntry(at=at(19, "11:00"), by="值班长", did="入库"),
            ),
            tags=("漏水",),
            loop=(LoopRecord(who="业主甲", has_contact=True, problem="地板泡坏", plan="换机并赔偿",
                             satisfaction=Satisfaction.SATISFIED, is_closed=True),),
            review=Review(
                causes=(RootCause(department="生产部", what="密封圈批次不合格"),),
                well=("半小时内取得联系",),
                improve=("首次回应过慢",),
                rectify=(Rectification(what="更换供应商", owner="采购部", due=date(2026, 11, 18)),
                         Rectification(what="补充话术", owner="公关部", due=date(2026, 11, 30),
                                       done=date(2026, 11, 19))),
            ),
        ),
        **changes,  # type: ignore[arg-type]
    )  # fmt: skip


def clock(name: str, minutes: int, started: datetime, stopped: datetime | None) -> Clock:
    """A limit of so many minutes."""
    return Clock(name=name, limit=timedelta(minutes=minutes), norm="S1 ⑻", started_at=started, stopped_at=stopped)
