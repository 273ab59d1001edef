"""Who is told: owner, duty, the first route that fits, the direct line; never nobody without saying so."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import (
    Alert,
    AlertKind,
    AlertRules,
    ChatRules,
    Desk,
    Duty,
    Gate,
    GateClass,
    Level,
    Person,
    QuietHours,
    Recipient,
    Route,
    Story,
)
from respond.alerts.routing import NOBODY, Switchboard, line_of
from tests.sample_stories import LEAK, leak_story

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
HARM = Gate(reason="伤亡：“住院”", floor=Level.ORANGE, item_ids=(), kind=GateClass.HARM)
PEOPLE = (
    Person(name="总经理办", mail="MAIL_BOSS"),
    Person(name="售后部", mail="MAIL_AFTERSALES", chats=("值班群",), backup="品牌部"),
    Person(name="品牌部", chats=("值班群", "管理群")),
    Person(name="黎航", mail="MAIL_LI", chats=("值班群",)),
    Person(name="无址"),
)
DUTY = Duty(person="黎航", start=NOW - timedelta(hours=1), end=NOW + timedelta(hours=1))
DESK = Desk(
    name="澜川电器",
    zone=ZoneInfo("Asia/Shanghai"),
    people=PEOPLE,
    chats=(ChatRules(name="值班群", address="A"), ChatRules(name="管理群", address="B", level=Level.RED)),
)
STORY = leak_story()


def rules(*routes: Route, **said: object) -> Desk:
    return replace(DESK, alerts=AlertRules(routes=routes, **said))  # type: ignore[arg-type]


def alert(level: Level = Level.ORANGE, kind: AlertKind = AlertKind.RISE, **said: object) -> Alert:
    given = Alert(
        id="A-1", story_id=LEAK, story_title="漏水", level=level, previous=None, reason="", item_ids=(), owner="售后部",
        raised_at=NOW, kind=kind, topics=("产品质量",),
    )  # fmt: skip
    return replace(given, **said)  # type: ignore[arg-type]


def addressed(one: Alert, story: Story | None, desk: Desk, now: datetime, before: Alert | None = None) -> Alert:
    return Switchboard(desk, now).addressed(one, story, before)


def ways(recipients: Iterable[Recipient]) -> list[str]:
    return [f"{one.person} {one.channel}" for one in recipients]


def told(one: Alert, desk: Desk, story: Story | None = STORY) -> list[str]:
    return ways(addressed(one, story, desk, NOW).told)


def people(one: Alert, desk: Desk, story: Story | None = STORY) -> set[str]:
    return {way.person for way in addressed(one, story, desk, NOW).told}


def test_the_owner_is_told_by_every_way_it_has() -> None:
    assert told(alert(), DESK) == ["售后部 mail", "售后部 值班群"]
    assert told(alert(owner=""), DESK, replace(STORY, owner="黎航")) == ["黎航 mail", "黎航 值班群"]


def test_a_chat_hears_nothing_below_its_level() -> None:
    assert told(alert(Level.BLUE), DESK) == ["售后部 mail"]
    assert told(alert(Level.ORANGE, owner="品牌部"), DESK) == ["品牌部 值班群"]
    assert told(alert(Level.RED, owner="品牌部"), DESK) == ["品牌部 值班群", "品牌部 管理群"]


def test_whoever_is_on_duty_is_told_and_in_a_gap_the_supervisor() -> None:
    desk = replace(rules(supervisor="总经理办"), rota=(DUTY,))
    assert people(alert(), desk) == {"售后部", "黎航"}
    assert {way.person for way in addressed(alert(), STORY, desk, NOW + timedelta(hours=2)).told} == {
        "售后部", "总经理办",
    }  # fmt: skip
    assert people(alert(), rules(supervisor="总经理办")) == {"售后部"}


@pytest.mark.parametrize(
    ("route", "fits"),
    [
        (Route(to=("总经理办",)), True),
        (Route(levels=(Level.ORANGE, Level.RED), to=("总经理办",)), True),
        (Route(levels=(Level.RED,), to=("总经理办",)), False),
        (Route(topics=("产品质量", "别的"), to=("总经理办",)), True),
        (Route(topics=("别的",), to=("总经理办",)), False),
        (Route(gates=(GateClass.HARM,), to=("总经理办",)), True),
        (Route(gates=(GateClass.MINORS,), to=("总经理办",)), False),
        (Route(levels=(Level.ORANGE,), topics=("产品质量",), gates=(GateClass.MINORS,), to=("总经理办",)), False),
    ],
)
def test_a_route_fits_by_level_topic_and_gate(route: Route, fits: bool) -> None:
    story = replace(STORY, grade=replace(STORY.grade, gates=(HARM,)))
    assert ("总经理办" in people(alert(), rules(route), story)) == fits


def test_the_first_route_that_fits_decides_alone() -> None:
    desk = rules(Route(topics=("别的",), to=("黎航",)), Route(to=("品牌部",)), Route(to=("总经理办",)))
    assert people(alert(), desk) == {"售后部", "品牌部"}


def test_a_route_names_whoever_is_on_duty_and_its_channels_restrict() -> None:
    route = Route(to=("值班", "总经理办"), channels=("值班群",))
    desk = replace(rules(route), rota=(DUTY,))
    assert told(alert(owner=""), desk, None) == ["总经理办 mail", "黎航 mail", "黎航 值班群"]
    alone = rules(replace(route, to=("黎航", "总经理办")))
    assert told(alert(owner=""), alone, None) == ["总经理办 mail", "黎航 值班群"]  # who lacks the chat gets mail


def test_red_goes_to_the_direct_line_at_once() -> None:
    night = QuietHours(start=0, end=23 * 60)
    desk = rules(direct=("总经理办",), quiet=night)
    assert people(alert(), desk) == {"售后部"}
    red = addressed(alert(Level.RED), STORY, desk, NOW)
    assert "总经理办" in {way.person for way in red.told}
    assert red.send_from is None
    assert addressed(alert(), STORY, desk, NOW).send_from == datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize("kind", [AlertKind.ESCALATED, AlertKind.OVERDUE])
def test_what_goes_upwards_reaches_the_next_person_and_the_supervisor(kind: AlertKind) -> None:
    desk = replace(rules(Route(to=("品牌部",)), supervisor="总经理办"), rota=(DUTY,))
    assert people(alert(kind=kind), desk) == {"售后部", "总经理办"}


def test_a_reminder_is_for_the_owner_alone() -> None:
    desk = replace(rules(Route(to=("品牌部",)), supervisor="总经理办"), rota=(DUTY,))
    assert people(alert(kind=AlertKind.REMINDER), desk) == {"售后部"}
    assert "黎航" in people(alert(kind=AlertKind.REMINDER, owner=""), desk, None)


def test_a_silent_source_is_told_to_who_is_on_duty() -> None:
    one = alert(kind=AlertKind.SILENT, owner="", story_id="", topics=())
    desk = replace(rules(Route(to=("品牌部",)), supervisor="总经理办"), rota=(DUTY,))
    assert people(one, desk, None) == {"黎航"}
    assert people(one, rules(supervisor="总经理办"), None) == {"总经理办"}


def test_who_heard_of_the_rise_hears_that_it_is_over() -> None:
    before = alert(told=(Recipient(person="黎航", channel="mail"), Recipient(person="走了", channel="mail")))
    over = addressed(alert(Level.BLUE, AlertKind.RESOLVED), STORY, DESK, NOW, before)
    assert ways(over.told) == ["黎航 mail"]


def test_where_nobody_can_be_reached_the_supervisor_is_told_and_else_it_is_said() -> None:
    assert people(alert(owner="无址"), rules(supervisor="总经理办"), None) == {"总经理办"}
    unsent = addressed(alert(owner="无址"), None, rules(supervisor="无址"), NOW)
    assert (unsent.told, unsent.unsent_because) == ((), NOBODY)
    assert addressed(alert(owner=""), None, Desk(name="甲", zone=DESK.zone), NOW).unsent_because == NOBODY


def test_what_is_unsent_for_a_reason_stays_so() -> None:
    one = alert(Level.RED, unsent_because="静默", told=(Recipient(person="黎航", channel="mail"),))
    assert addressed(one, STORY, DESK, NOW) == replace(one, told=())


@given(
    st.sampled_from(Level), st.sampled_from(AlertKind), st.sampled_from(["", "不在", *(one.name for one in PEOPLE)]),
    st.permutations(PEOPLE), st.booleans(),
)  # fmt: skip
def test_an_alert_is_told_or_says_why_not_whatever_the_order(
    level: Level, kind: AlertKind, owner: str, order: list[Person], has_duty: bool
) -> None:
    desk = replace(rules(Route(to=("品牌部", "值班")), supervisor="无址"), rota=(DUTY,) if has_duty else ())
    made = Switchboard(desk, NOW).addressed(alert(level, kind, owner=owner), None)
    assert bool(made.told) != bool(made.unsent_because)
    assert list(made.told) == sorted(set(made.told), key=lambda way: (way.person, way.channel))
    assert Switchboard(replace(desk, people=tuple(order)), NOW).addressed(alert(level, kind, owner=owner), None) == made


def test_the_line_goes_over_backups_to_the_supervisor_and_never_round() -> None:
    def desk(*backups: tuple[str, str], supervisor: str = "总") -> Desk:
        known = tuple(Person(name=name, backup=backup) for name, backup in backups)
        return replace(DESK, people=known, alerts=AlertRules(supervisor=supervisor))

    ring = desk(("甲", "乙"), ("乙", "丙"), ("丙", "甲"), ("总", ""))
    assert line_of("甲", ring) == ("乙", "丙", "总")
    assert line_of("", ring) == ("总",)
    assert line_of("甲", desk(("甲", "乙"), ("乙", "总"), ("总", ""))) == ("乙", "总")
    assert line_of("甲", desk(("甲", "走了"), supervisor="")) == ()
