"""A believable briefing written by hand, and the same one with hostile text wherever a source could put any."""

import dataclasses
from datetime import date, timedelta
from enum import Enum
from typing import Any

from caifeng.models import (
    Briefing,
    Clock,
    ClockView,
    Correction,
    Decision,
    Detail,
    Handling,
    Incident,
    IncidentState,
    Level,
    LogEntry,
    Matter,
    Override,
    Quote,
    Statement,
    StoryType,
    TopicRow,
)
from caifeng.models.briefing import Outlook
from tests.sample_overview import sample_overview
from tests.sample_stories import (
    DAY,
    KETTLE,
    LEAK,
    RESCUE,
    ZONE,
    at,
    evidence,
    item_id,
    kettle_story,
    leak_story,
    listed,
    note,
    part,
    share,
)

__all__ = [
    "DAY", "FILE", "HOSTILE", "KETTLE", "LEAK", "RESCUE", "ZONE", "at",
    "hostile_briefing", "item_id", "kettle_story", "leak_story", "part", "sample_briefing", "sample_handling", "share",
]  # fmt: skip

FILE = "INC-2026-0007"
HOSTILE = (
    "<script>alert(1)</script>[x](javascript:alert(2)){: onclick=alert(3)} ![](http://t.test/p.gif) \"'`|*_#$%{y}"
    "\u202e\u200b\x00\n# 假标题\n--8<-- 'x' {{ config }} {% raw %} =cmd()"
)


def hostile_briefing(text: str = HOSTILE) -> Briefing:
    """``sample_briefing()`` with ``text`` in every free-text field, addresses included; ids and enums stay."""
    changed = _poison(sample_briefing(), text)
    assert isinstance(changed, Briefing)
    return changed


def sample_briefing() -> Briefing:
    """The morning of 11-17: a leak story turns orange, a rumour is refuted, a good story runs."""
    return Briefing(
        date=DAY,
        number=324,
        revision=1,
        desk="澜川电器",
        zone="Asia/Shanghai",
        window_start=at(16, "08:00"),
        window_end=at(17, "08:00"),
        published_at=at(17, "08:36"),
        is_late=False,
        classification="内部资料",
        prepared_by="总经理办公室",
        recipients=("总经理办", "售后部", "公关部"),
        level=Level.ORANGE,
        previous_level=Level.YELLOW,
        conclusion="一件升级为橙：净水机漏水投诉出现儿童受伤，首次进入省级媒体，声量近 28 日最高；"
        "水壶致癌传闻已获官方澄清。",
        decisions=(
            Decision(
                question="是否于今日 12:00 前发布情况说明，并暂停销售 2509 批次？",
                owner="售后部",
                due_at=at(17, "12:00"),
                incident_id=FILE,
            ),
        ),
        matters=_matters(),
        outlook=Outlook(
            text="未来 24 小时很可能有更多省级媒体跟进漏水一事",
            likelihood="很可能",
            low=80,
            high=95,
            confidence="中",
            basis="近三日每日新增渠道，省级媒体今晨首次报道，企业尚未公开回应",
        ),
        blind_spots=("未覆盖：短视频评论（需要登录）", "15 个信源中 1 个抓取失败：城东晚报"),
        overview=sample_overview(),
        details=_details(),
        listed=listed(),
        listed_total=31,
        topics=(
            TopicRow(
                name="产品质量",
                owner="售后部",
                distinct=49,
                previous=27,
                negative=share("负面", 38, 49),
                top_story_id=LEAK,
                top_story_title="净水机半夜漏水 多名业主称地板泡坏",
            ),
            TopicRow(
                name="企业形象",
                owner="公关部",
                distinct=14,
                previous=None,
                negative=share("负面", 1, 14),
                top_story_id=RESCUE,
                top_story_title="售后师傅跳江救起落水男孩",
            ),
        ),
        handling=(sample_handling(),),
        advice=(
            Statement(
                text="一要在 12:00 前由售后部发布情况说明，写明致歉、联系方式与已知事实。",
                item_ids=(item_id(1), item_id(3)),
            ),
            Statement(text="二要封存 2509 批次并上门检测，结果每 4 小时反馈一次。", item_ids=(item_id(3),)),
            Statement(text="三要持续关注水壶传闻的换标题转发，原文与澄清并列留存。", item_ids=(item_id(5), item_id(6))),
        ),
        note=note(),
        corrections=(
            Correction(
                date=date(2026, 11, 15),
                revision=2,
                at=at(16, "09:20"),
                by="值班长",
                reason="误收 9 条招聘信息",
                what="负面占比",
                old="64%",
                new="61%",
            ),
        ),
        evidence=evidence(),
    )


def sample_handling() -> Handling:
    """An incident with one clock met, one overdue and one running."""
    clocks = (
        ("到责任人", 15, 9, at(16, "22:50"), "S1 ⑻"),
        ("首次回应", 30, 595, None, "S1 ⑻"),
        ("进展反馈", 720, 595, None, "S1 ⑻"),
    )
    opened = at(16, "22:41")
    return Handling(
        incident=Incident(
            id=FILE,
            title="净水机漏水投诉",
            story_ids=(LEAK,),
            type=StoryType.UNVERIFIED,
            machine_level=Level.YELLOW,
            override=Override(level=Level.ORANGE, by="值班长 林知远", why="涉及未成年人受伤"),
            owner="售后部",
            state=IncidentState.VERIFYING,
            opened_at=opened,
            clocks=tuple(
                Clock(name=name, limit=timedelta(minutes=limit), norm=norm, started_at=opened, stopped_at=stopped)
                for name, limit, _, stopped, norm in clocks
            ),
            log=(
                LogEntry(at=opened, by="caifeng", did="发现", note="首次跨入黄级", evidence=(item_id(1), item_id(2))),
                LogEntry(at=at(16, "22:50"), by="值班员", did="接收", note="已电话通知售后部"),
                LogEntry(at=at(16, "23:30"), by="售后部", did="核实定性", note="联系到 3 名业主，样机今晨取回"),
            ),
        ),
        clocks=tuple(
            ClockView(
                name=name,
                norm=norm,
                limit_minutes=limit,
                used_minutes=used,
                state=Clock(
                    name=name, limit=timedelta(minutes=limit), norm=norm, started_at=opened, stopped_at=stopped
                ).state(at(17, "08:36")),
                due_at=opened + timedelta(minutes=limit),
            )
            for name, limit, used, stopped, norm in clocks
        ),
    )


def _matters() -> tuple[Matter, ...]:
    return (
        Matter(
            story_id=LEAK,
            title="净水机半夜漏水 多名业主称地板泡坏",
            level=Level.ORANGE,
            previous_level=Level.YELLOW,
            trend="▲",
            distinct=35,
            line="声量 35，前日 1.9 倍，近 28 日第 1 · 负面 77%±9 · 未核实",
            type=StoryType.UNVERIFIED,
            spark=(0, 0, 0, 0, 0, 0, 0, 1, 1, 4, 8, 12, 18, 35),
            incident_id=FILE,
        ),
        Matter(
            story_id=KETTLE,
            title="电热水壶煮水致癌传闻",
            level=Level.BLUE,
            previous_level=Level.YELLOW,
            trend="▼",
            distinct=9,
            line="声量 9，较前日少 12 · 市监局抽检 12 批次均合格 · 不符",
            type=StoryType.FALSE,
            spark=(0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 9, 21, 21, 9),
            incident_id="",
        ),
        Matter(
            story_id=RESCUE,
            title="售后师傅沈渡跳江救起落水男孩",
            level=Level.BLUE,
            previous_level=None,
            trend="▲",
            distinct=14,
            line="声量 14，新增 · 正面 86%±9 · 值得传播",
            type=StoryType.TRUE,
            spark=(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14),
            incident_id="",
        ),
    )


def _details() -> tuple[Detail, ...]:
    return (
        Detail(
            story=leak_story(),
            type=StoryType.UNVERIFIED,
            incident_id=FILE,
            window_distinct=35,
            window_reprints=22,
            tones=(share("负面", 27, 35), share("中性", 6, 35), share("正面", 0, 35), share("不确定", 2, 35)),
            facts=(
                Statement(
                    text="11-12 22:07 首见于澜川论坛，至今 78 条，涉 6 类渠道。", item_ids=(item_id(1), item_id(2))
                ),
                Statement(text="一名四岁女童在湿地板上滑倒缝针（11-16 19:40）。", item_ids=(item_id(3),)),
            ),
            judgements=(
                Statement(text="诉求集中在退换、上门检测和地板赔偿。", item_ids=(item_id(1), item_id(2), item_id(3))),
                Statement(text="从个案投诉转为批次质疑，转折在 11-16 的热搜话题。", item_ids=(item_id(2),)),
            ),
            unknowns=(
                Statement(text="是否同一批次：首帖所称 2509 批次未经核实。", item_ids=(item_id(1),)),
                Statement(text="首见条目可能不是最早一条。"),
            ),
            quotes=(
                Quote(
                    item_id=item_id(1), source="澜川论坛", text="半夜起来一脚水，客服说是正常现象，你家正常现象泡地板？"
                ),
                Quote(item_id=item_id(3), source="岚江日报", text="多名业主反映，机器接口处密封圈松脱。"),
            ),
        ),
        Detail(
            story=kettle_story(),
            type=StoryType.FALSE,
            incident_id="",
            window_distinct=9,
            window_reprints=14,
            tones=(share("负面", 2, 9), share("中性", 6, 9), share("正面", 1, 9), share("不确定", 0, 9)),
            facts=(Statement(text="市市场监管局 11-16 17:00 通报：抽检 12 批次全部合格。", item_ids=(item_id(6),)),),
            judgements=(Statement(text="多份文字带同一错字，疑似成组复制。", item_ids=(item_id(5),)),),
            unknowns=(Statement(text="首发长文作者身份不明。", item_ids=(item_id(5),)),),
            quotes=(),
        ),
    )


_KEPT = frozenset(
    {"id", "item_id", "story_id", "incident_id", "top_story_id", "of", "reprint_of", "zone", "trend", "content_hash"}
    | {"first_item_id", "head_media_item_id", "item_ids", "story_ids"}
)


def _poison(value: Any, text: str) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.name not in _KEPT}
        if isinstance(value, LogEntry):
            changes.pop("evidence")
        return dataclasses.replace(value, **{name: _poison(old, text) for name, old in changes.items()})
    if isinstance(value, tuple):
        return tuple(_poison(entry, text) for entry in value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return text if value else value
    return value
