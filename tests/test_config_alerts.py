"""People, chats, routes, quiet hours and working time as people write them; a wrong name is told with the nearest."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from caifeng import config
from caifeng.config.readiness import readiness
from caifeng.errors import ConfigError
from caifeng.models import AlertRules, ChatRules, Desk, GateClass, Level, QuietHours, Route

LEAST = """\
desk: 澜川电器
sources: [{name: 日报, feed: "https://example.org/rss.xml"}]
topics: [{name: 产品质量, watch: 净水机, owner: 售后部}]
people:
  售后部: {mail: env:MAIL_A, chat: 值班群, backup: 品牌部, escalate_after: 30m}
  品牌部: {mail: env:MAIL_B, chat: [值班群, 管理群], backup: 总经理办}
  总经理办: {mail: env:MAIL_C}
chats:
  值班群: env:CHAT_DUTY
  管理群: {address: env:CHAT_BOSS, level: 橙, per_minute: 10, limit: 4096}
"""


def desk(text: str = "") -> Desk:
    return config.read(LEAST + text, "caifeng.yml").desk


def messages(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        desk(text)
    return [f"{problem.path}：{problem.message} → {problem.mend}" for problem in caught.value.problems]


def test_people_have_chats_backups_and_patience() -> None:
    made = desk().person("售后部")
    assert made is not None
    assert (made.mail, made.chats, made.backup, made.escalate_after) == (
        "MAIL_A", ("值班群",), "品牌部", timedelta(minutes=30),
    )  # fmt: skip


def test_a_chat_may_be_an_address_alone() -> None:
    assert desk().chats == (
        ChatRules(name="值班群", address="CHAT_DUTY"),
        ChatRules(name="管理群", address="CHAT_BOSS", level=Level.ORANGE, per_minute=10, limit=4096),
    )


def test_without_a_word_the_rules_are_as_shipped() -> None:
    assert desk().alerts == AlertRules()


def test_rules_are_read_as_people_wrote_them() -> None:
    made = desk("""
alerts:
  routes:
    - {level: [橙, 红], topics: 产品质量, gates: [伤亡], to: [总经理办, 值班], channels: 值班群}
    - {to: 品牌部}
  quiet: {from: 22:00, to: 7:00, still: 橙}
  cooldown: 1h
  repeat: 0s
  supervisor: 总经理办
  direct: 总经理办
  messages: 3
  remind_at: 80%
""").alerts
    assert made.routes == (
        Route(
            levels=(Level.ORANGE, Level.RED), topics=("产品质量",), gates=(GateClass.HARM,), to=("总经理办", "值班"),
            channels=("值班群",),
        ),
        Route(to=("品牌部",)),
    )  # fmt: skip
    assert made.quiet == QuietHours(start=1320, end=420, still=Level.ORANGE)
    assert (made.cooldown, made.repeat, made.messages, made.remind_at) == (
        timedelta(hours=1), timedelta(0), 3, 0.8,
    )  # fmt: skip
    assert (made.supervisor, made.direct) == ("总经理办", ("总经理办",))


@pytest.mark.parametrize(("written", "share"), [("70%", 0.7), ("0.7", 0.7), ("0", 0), ("99.5%", 0.995)])
def test_a_share_is_written_in_per_cent_or_not(written: str, share: float) -> None:
    assert desk(f"alerts: {{remind_at: {written}}}").alerts.remind_at == share


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alerts: {route: []}", "alerts.route：未知的键 'route' → 是不是 routes？"),
        ("alerts: {routes: [{level: 紫, to: 品牌部}]}", "alerts.routes[0].level[0]：'紫' 不在可选之列 → 只能是 蓝、黄"),
        (
            "alerts: {routes: [{gates: 死亡, to: 品牌部}]}",
            "alerts.routes[0].gates[0]：'死亡' 不在可选之列 → 只能是 伤亡",
        ),
        ("alerts: {routes: [{level: 红}]}", "alerts.routes[0]：缺少 to"),
        ("alerts: {routes: [{to: 值斑}]}", "alerts.routes[0].to[0]：people 里没有 值斑 → 是不是 值班？"),
        (
            "alerts: {routes: [{to: 品牌部, topics: 产品}]}",
            "alerts.routes[0].topics[0]：没有议题 产品 → 是不是 产品质量？",
        ),
        (
            "alerts: {routes: [{to: 品牌部, channels: 值班裙}]}",
            "alerts.routes[0].channels[0]：chats 里没有 值班裙 → 是不是",
        ),
        ("alerts: {supervisor: 总经办}", "alerts.supervisor：people 里没有 总经办 → 是不是 总经理办？"),
        ("alerts: {direct: [总经理办, 总经办]}", "alerts.direct[1]：people 里没有 总经办"),
        ("alerts: {quiet: {from: 22:00, to: 22:00}}", "alerts.quiet：from 与 to 相同"),
        ("alerts: {quiet: {from: 25:00, to: 22:00}}", "alerts.quiet.from：'25:00' 不是时刻"),
        ("alerts: {quiet: {from: 22:00}}", "alerts.quiet：缺少 to"),
        ("alerts: {quiet: {from: 22:00, to: 07:00, still: 赤}}", "alerts.quiet.still：'赤' 不在可选之列"),
        ("alerts: {remind_at: 170%}", "alerts.remind_at：'170%' 不是时限的一部分"),
        ("alerts: {messages: 0}", "alerts.messages：不能小于 1"),
        ("alerts: {cooldown: 6}", "alerts.cooldown：时长 '6' 无法辨认"),
    ],
)
def test_a_wrong_rule_is_told_with_the_nearest_name(text: str, said: str) -> None:
    (message,) = messages(text)
    assert message.startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("chat: 值班群,", "chat: 值斑群,", "people.售后部.chat[0]：chats 里没有 值斑群 → 是不是 值班群？"),
        ("backup: 品牌部", "backup: 品牌", "people.售后部.backup：people 里没有 品牌 → 是不是 品牌部？"),
        (
            "mail: env:MAIL_C}",
            "backup: 售后部}",
            "people.售后部.backup：backup 绕成一圈：售后部 → 品牌部 → 总经理办 → 售后部",
        ),
        ("escalate_after: 30m", "escalate_after: 0s", "people.售后部.escalate_after：须大于"),
        ("env:CHAT_DUTY", "https://example.org/key", "chats.值班群.address：这里只能写环境变量名"),
        ("limit: 4096", "limit: 9", "chats.管理群.limit：不能小于 200"),
        ("  管理群:", "  mail:", "chats.mail：mail 专指邮件"),
        ("  总经理办:", "  值班:", "people.值班：值班 专指当班的人"),
    ],
)
def test_a_wrong_person_or_chat_is_told(old: str, new: str, said: str) -> None:
    assert LEAST.count(old) == 1
    with pytest.raises(ConfigError) as caught:
        config.read(LEAST.replace(old, new), "caifeng.yml")
    told = [f"{problem.path}：{problem.message} → {problem.mend}" for problem in caught.value.problems]
    assert any(one.startswith(said) for one in told)


def test_working_time_follows_the_holidays_of_a_country() -> None:
    working = desk("working: {holidays: CN}").working
    assert (working.days, working.start, working.end) == (frozenset(range(5)), 540, 1080)
    assert {date(2026, 10, 1), date(2026, 2, 17)} <= working.off
    assert date(2026, 2, 14) in working.on  # a Saturday that pays for a bridge day
    assert working.known_until is not None
    assert working.known_until >= 2026


def test_a_day_that_people_name_overrides_the_calendar() -> None:
    working = desk(
        "working: {holidays: CN, off: [2026-12-31, 2026-02-14], on: 2026-10-01, from: 8:30, to: 24:00}"
    ).working
    assert date(2026, 12, 31) in working.off
    assert date(2026, 2, 14) in working.off - working.on
    assert date(2026, 10, 1) in working.on - working.off
    assert (working.start, working.end) == (510, 1440)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("周一至周五", {0, 1, 2, 3, 4}),
        ("[周六, 星期天]", {5, 6}),
        ("周五至周一", {4, 5, 6, 0}),
        ("每天", set(range(7))),
    ],
)
def test_weekdays_are_written_as_people_say_them(written: str, days: set[int]) -> None:
    assert desk(f"working: {{days: {written}}}").working.days == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{holidays: XX}", "working.holidays：没有 'XX' 的节假日，应写成 CN"),
        ("{holidays: 中国}", "working.holidays：没有 '中国' 的节假日"),
        ("{from: 18:00, to: 9:00}", "working：上班时间的 to 须晚于 from"),
        ("{days: 周八}", "working.days：'周八' 不是星期几"),
        ("{days: []}", "working.days：须写星期几"),
        ("{off: 2026-02-30}", "working.off[0]：日期应写成"),
        ("{off: 2026-12-31, on: 2026-12-31}", "working：2026-12-31 既写在 off 又写在 on"),
    ],
)
def test_wrong_working_time_is_told(text: str, said: str) -> None:
    (message,) = messages(f"working: {text}")
    assert message.startswith(said)


def test_years_whose_moved_days_are_not_published_are_told() -> None:
    made = desk("working: {holidays: CN}")
    known = made.working.known_until or 0
    soon = datetime(known, 12, 15, tzinfo=UTC)
    (problem,) = readiness(made, soon)
    assert f"还没有 {known + 1} 年的调休" in str(problem)
    assert readiness(made, soon - timedelta(days=60)) == ()
    assert readiness(desk("working: {holidays: HK}"), soon) == ()


def test_people_whom_no_alert_can_reach_are_told() -> None:
    text = LEAST.replace("mail: env:MAIL_C", "roles: [executive]") + "alerts: {supervisor: 总经理办}"
    (problem,) = readiness(config.read(text, "caifeng.yml").desk, datetime(2026, 11, 20, tzinfo=UTC))
    assert str(problem).startswith("caifeng.yml people.总经理办：总经理办 没有邮箱，也不在任何群里")


def test_a_route_whose_channels_lead_to_nobody_is_told() -> None:
    text = "alerts: {routes: [{to: [总经理办, 品牌部, 值班], channels: 值班群}]}"
    (problem,) = readiness(desk(text), datetime(2026, 11, 20, tzinfo=UTC))
    assert (problem.path, "到得了 总经理办" in problem.message) == ("alerts.routes[0].channels", True)


def test_gaps_in_the_rota_are_told() -> None:
    text = "rota: [{who: 售后部, every: 每天, from: 08:00, to: 20:00}]\nalerts: {supervisor: 总经理办}"
    (problem,) = readiness(desk(text), datetime(2026, 11, 20, 4, tzinfo=UTC))
    assert "有 7 段时间没有人值班，最近的是 11-20 20:00 至 11-21 08:00" in problem.message
    assert "这时预警告诉 总经理办" in problem.mend
    assert readiness(desk(), datetime(2026, 11, 20, tzinfo=UTC)) == ()


def test_the_examples_of_the_document_work() -> None:
    page = (Path(__file__).parents[1] / "docs/configuration.md").read_text(encoding="utf-8")
    blocks = [
        re.findall(r"```yaml\n(.*?)```", page.split(f"\n## {section}：")[1], re.DOTALL)[0]
        for section in ("alerts", "chats", "rota", "working", "clocks")
    ]
    least = LEAST.split("people:")[0] + "people: {总经理办: {}, 法务部: {}, 黎航: {}, 柳知遥: {}, 顾砚秋: {}}\n"
    made = config.read(least.replace(", owner: 售后部", "") + "".join(blocks), "caifeng.yml").desk
    assert (len(made.alerts.routes), len(made.chats), len(made.rota), made.working.known_until is None) == (
        2,
        2,
        6,
        False,
    )
