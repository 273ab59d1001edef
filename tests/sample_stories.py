"""The stories, items and sources behind the sample briefing."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from caifeng.models import (
    Account,
    Accuracy,
    Channel,
    Contribution,
    Course,
    DataNote,
    DayCount,
    EvidenceItem,
    Failure,
    FailureKind,
    Gate,
    Grade,
    Heat,
    Level,
    ListRow,
    Reprint,
    Share,
    Signal,
    SourceHealth,
    SourceReport,
    SourceState,
    Spread,
    Stage,
    Statement,
    Story,
    StoryType,
    ToneLabel,
    TypeHint,
)
from caifeng.models.spread import ChannelStep

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 17)
LEAK, KETTLE, RESCUE = "S-20261112-01", "S-20261114-02", "S-20261116-03"


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026, given in China time, as aware UTC."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=ZONE).astimezone(UTC)


def item_id(number: int) -> str:
    return f"i-{0x9F2C00000000 + number * 7919:012x}"


def share(label: str, count: int, total: int) -> Share:
    """A share with a plausible (not computed) interval."""
    part = count / total
    spread = min(0.09, part, 1 - part)
    return Share(label=label, count=count, total=total, share=part, low=part - spread, high=part + spread)


def part(name: str, raw: str, value: float, weight: float, *numbers: int) -> Contribution:
    ids = tuple(item_id(n) for n in numbers)
    return Contribution(name=name, raw=raw, value=value, weight=weight, points=value * weight, item_ids=ids)


def leak_story() -> Story:
    """Orange by a gate (a child was hurt), yellow by score."""
    days = (1, 4, 8, 12, 18, 35)
    return Story(
        id=LEAK,
        title="净水机半夜漏水 多名业主称地板泡坏",
        item_ids=tuple(item_id(n) for n in (1, 2, 3, 4)),
        reprints=(Reprint(item_id=item_id(8), of=item_id(3), similarity=0.94),),
        topics=("产品质量",),
        owner="售后部",
        keywords=("漏水", "2509 批次", "客服"),
        first_at=at(12, "22:07"),
        last_at=at(17, "07:48"),
        days=tuple(
            DayCount(day=DAY - timedelta(days=5 - n), distinct=count, reprints=count // 2, negative=count * 3 // 4)
            for n, count in enumerate(days)
        ),
        heat=Heat(
            value=72.5,
            parts=(part("声量", "35 条", 80, 0.5, 1, 2, 3, 4), part("互动", "8,630 次", 65, 0.5, 1)),
            version="heat/1",
        ),
        course=Course(stage=Stage.RISING),
        account=Account(summary=Statement(text="净水机半夜漏水，多名业主称地板泡坏。", item_ids=(item_id(1),))),
        spread=Spread(
            first_item_id=item_id(1),
            first_at=at(12, "22:07"),
            steps=(
                ChannelStep(channel=Channel.FORUM, at=at(12, "22:07"), item_id=item_id(1)),
                ChannelStep(channel=Channel.WEIBO, at=at(16, "12:20"), item_id=item_id(2)),
                ChannelStep(channel=Channel.PRESS, at=at(17, "06:10"), item_id=item_id(3)),
            ),
            head_media_item_id=item_id(3),
        ),
        signals=(Signal(name="增速", value=1.9, text="声量为前日 1.9 倍", item_ids=(item_id(2),)),),
        grade=Grade(
            level=Level.ORANGE,
            score=64.4,
            parts=(
                part("传播", "6 类渠道，省级 1 家", 62, 0.3, 3),
                part("强度", "35 条，1.9 倍", 58, 0.3, 1, 2),
                part("态度", "负面 27/35", 77, 0.2, 1),
                part("演变", "连升 5 日", 65, 0.2, 2),
            ),
            gates=(Gate(reason="出现“女童”“缝针”，不低于橙", floor=Level.ORANGE, item_ids=(item_id(3),)),),
            version="grade/1",
        ),
        hint=TypeHint(type=StoryType.UNVERIFIED, why="没有官方通报，也没有企业回应", item_ids=()),
    )


def kettle_story() -> Story:
    """A rumour, refuted by the authority."""
    return dataclasses.replace(
        leak_story(),
        id=KETTLE,
        title="电热水壶煮水致癌传闻",
        item_ids=(item_id(5), item_id(6)),
        reprints=(),
        owner="公关部",
        keywords=("致癌", "锰", "抽检"),
        first_at=at(14, "20:15"),
        days=tuple(
            DayCount(day=DAY - timedelta(days=3 - n), distinct=count, reprints=count, negative=count // 2)
            for n, count in enumerate((9, 21, 21, 9))
        ),
        course=Course(stage=Stage.FALLING),
        heat=Heat(value=31.0, parts=(part("声量", "9 条", 31, 1.0, 5),), version="heat/1"),
        spread=Spread(
            first_item_id=item_id(5),
            first_at=at(14, "20:15"),
            steps=(ChannelStep(channel=Channel.WECHAT, at=at(14, "20:15"), item_id=item_id(5)),),
            head_media_item_id="",
        ),
        grade=Grade(
            level=Level.BLUE, score=22.0, parts=(part("传播", "2 类渠道", 22, 1.0, 5),), gates=(), version="grade/1"
        ),
        hint=TypeHint(type=StoryType.FALSE, why="市场监管局通报与传闻相反", item_ids=(item_id(6),)),
    )


_ITEMS: tuple[tuple[int, str, str, Channel, int, str, str, ToneLabel, str, str], ...] = (
    (1, "净水机半夜漏水，地板全泡了", "澜川论坛", Channel.FORUM, 4, "12 22:07", "12 22:19", ToneLabel.NEGATIVE, LEAK,
     "清涧L5用了两个月，半夜起来一脚水，客服说是正常现象。"),
    (2, "#净水机半夜漏水# 你家也漏吗", "微岚采样", Channel.WEIBO, 4, "16 12:20", "16 12:31", ToneLabel.NEGATIVE, LEAK,
     "楼上漏到楼下，物业都来了[怒] 有人整理了11户名单。"),
    (3, "净水机漏水 一女童滑倒缝针", "岚江日报", Channel.PRESS, 2, "17 06:10", "17 06:22", ToneLabel.NEGATIVE, LEAK,
     "多名业主反映，机器接口处密封圈松脱，一名四岁女童滑倒后缝了三针。"),
    (4, "濾水機漏水惹投訴 澜川電器未回應", "港屿日報", Channel.OVERSEAS, 3, "17 07:48", "17 07:55", ToneLabel.NEUTRAL,
     LEAK, "多名用戶投訴同一型號濾水機漏水，本報查詢至截稿未獲回覆。"),
    (5, "电热水壶煮水释放锰毒？一定要看", "家电之声", Channel.WECHAT, 4, "14 20:15", "14 20:40", ToneLabel.NEGATIVE,
     KETTLE, "电热水壶煮水释放锰毒，家里有老人的赶紧看看壶底钢号。"),
    (6, "关于电热水壶产品质量监督抽查情况的通报", "澜川市市场监管局通报", Channel.GOVERNMENT, 3, "16 17:00", "16 17:06",
     ToneLabel.NEUTRAL, KETTLE, "共抽检12批次，锰析出量均符合国家标准。"),
    (7, "售后师傅跳江救起落水男孩", "澜川日报", Channel.PRESS, 3, "16 07:20", "16 07:31", ToneLabel.POSITIVE, RESCUE,
     "澜川电器售后人员沈渡途经东浦桥，跳入澜江救起一名男孩。"),
    (8, "多名业主反映净水机漏水", "快览客户端", Channel.APP, 3, "17 06:48", "17 06:50", ToneLabel.NEGATIVE, LEAK,
     "来源：岚江日报。多名业主反映，机器接口处密封圈松脱。"),
)  # fmt: skip


def evidence() -> tuple[EvidenceItem, ...]:
    return tuple(
        EvidenceItem(
            id=item_id(number),
            revision=2 if number == 3 else 1,
            title=title,
            source=source,
            channel=channel,
            tier=tier,
            url="" if channel is Channel.WEIBO else f"https://news{number}.example.cn/2026/11/{number}.html",
            credited="岚江日报" if number == 8 else "",
            published_at=at(int(published[:2]), published[3:]),
            is_time_estimated=number == 5,
            seen_at=at(int(seen[:2]), seen[3:]),
            content_hash=f"{number:x}d41f0c9a7b3" * 5 + "beef",
            excerpt=excerpt,
            tone=tone,
            tone_probability=0.87,
            tone_words=("漏水", "投诉") if tone is ToneLabel.NEGATIVE else (),
            hits=("净水机", "漏水") if story == LEAK else ("水壶",),
            story_id=story,
            reprint_of=item_id(3) if number == 8 else "",
        )
        for number, title, source, channel, tier, published, seen, tone, story, excerpt in _ITEMS
    )


def listed() -> tuple[ListRow, ...]:
    return tuple(
        ListRow(
            item_id=entry.id,
            at=entry.published_at,
            title=entry.title,
            source=entry.source,
            channel=entry.channel,
            tier=entry.tier,
            tone=entry.tone,
            topic="产品质量",
            url=entry.url,
            story_id=entry.story_id,
        )
        for entry in evidence()
        if entry.tone is ToneLabel.NEGATIVE
    )


def note() -> DataNote:
    rows = (
        ("岚江日报", Channel.PRESS, 2, SourceState.OK, 6, 420.0, ""),
        ("澜川论坛", Channel.FORUM, 4, SourceState.OK, 22, 690.0, ""),
        ("老街坊网", Channel.FORUM, 4, SourceState.PARTIAL, 5, 1500.0, "3 篇正文提取失败，只收到标题。"),
        ("澜川发布", Channel.GOVERNMENT, 3, SourceState.UNCHANGED, 0, None, ""),
        ("城东晚报", Channel.NEWS, 3, SourceState.FAILED, 0, None, "对方服务器出错（HTTP 502），已重试 2 次。"),
        ("短视频评论", Channel.VIDEO, 4, SourceState.UNREACHABLE, 0, None, "需要登录，依规不采。"),
    )
    return DataNote(
        configured=17,
        tried=16,
        answered=15,
        health=tuple(
            SourceHealth(
                name=name,
                channel=channel,
                tier=tier,
                report=SourceReport(
                    source=name, state=state, items=items, new=items, bytes=items * 2048, seconds=1.2,
                    delay_seconds=delay, message=message,
                ),
            )
            for name, channel, tier, state, items, delay, message in rows
        ),
        failures=(
            Failure(
                source="城东晚报",
                kind=FailureKind.HTTP,
                address="https://wanbao.example.cn/rss.xml",
                detail="HTTP 502 after 2 attempts",
                message="对方服务器出错（HTTP 502），已重试 2 次。",
            ),
        ),
        delay_median_seconds=690.0,
        delay_p90_seconds=1520.0,
        runs=24,
        accuracies=(
            Accuracy(what="倾向判断", dataset="本台留出集", n=420, share=0.84, low=0.80, high=0.87, version="tone/1"),
            Accuracy(what="议题命中", dataset="本台留出集", n=420, share=0.95, low=0.93, high=0.97, version="topic/1"),
        ),
        versions=(("caifeng", "0.1.0"), ("heat", "heat/1"), ("grade", "grade/1")),
    )  # fmt: skip
