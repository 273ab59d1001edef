"""An act takes effect and leaves one line in the log, or is refused with everything that it lacks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.config.clocks import STANDARD
from caifeng.errors import UsageError
from caifeng.models import (
    Act,
    Deed,
    Desk,
    Incident,
    IncidentState,
    Level,
    LoopRecord,
    Means,
    Person,
    Rectification,
    Review,
    RootCause,
    Satisfaction,
    Side,
    StoryType,
)
from respond.incidents.acts import act, check_time, next_number, open_by_hand
from respond.incidents.cautions import cautions
from tests.nouns import nouns

DESK = Desk(
    name="澜川电器", zone=ZoneInfo("Asia/Shanghai"), clocks=STANDARD,
    people=(Person(name="售后部", mail="MAIL"), Person(name="法务部")),
)  # fmt: skip
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
REVIEW = Review(
    causes=(RootCause(department="质检部", what="漏检"),),
    well=("回应快",),
    rectify=(Rectification(what="加抽检", owner="质检部", due=date(2026, 12, 1)),),
)


def said(deed: str, minutes: int = 5, note: str = "", by: str = "值班员") -> Act:
    return Act(deed=deed, by=by, at=NOON + timedelta(minutes=minutes), note=note)


def opened() -> Incident:
    return open_by_hand(replace(said(Deed.FOUND, 0, "热线来电"), title="洗衣机漏水"), "INC-2026-0001", DESK)


def after(*acts: Act) -> Incident:
    incident = opened()
    for one in acts:
        incident = act(incident, one, DESK)
    return incident


HANDLED = (
    replace(said(Deed.TYPED, 10, "质检确认"), type=StoryType.TRUE),
    replace(said(Deed.ASSIGNED, 11), owner="售后部"),
    said(Deed.FIRST_REPLY, 20, "致歉，附受理电话"),
)


def test_an_act_adds_one_line_and_leaves_the_others() -> None:
    before = opened()
    incident = act(before, said(Deed.RECEIVED), DESK)
    assert incident.log[:-1] == before.log
    assert (incident.log[-1].did, incident.log[-1].by) == ("接收", "值班员")
    assert incident.state is IncidentState.VERIFYING


def test_a_grade_by_a_person_is_in_force_with_its_reason_and_in_the_log() -> None:
    incident = after(replace(said(Deed.GRADED, note="有人受伤"), level=Level.RED))
    assert incident.override is not None
    assert (incident.level, incident.override.why, incident.machine_level) == (Level.RED, "有人受伤", Level.BLUE)
    assert (incident.log[-1].note, incident.log[-1].level) == ("蓝 → 红；有人受伤", Level.RED)
    assert "新闻发布会" in [clock.name for clock in incident.clocks]


def test_the_whole_way_from_finding_to_the_library() -> None:
    incident = after(
        *HANDLED,
        replace(said(Deed.HANDLED, 30), means=Means.RECALL, side=Side.OFFLINE),
        replace(said(Deed.PROGRESS, 40, "已召回 300 台"), loop=LoopRecord(who="消费者甲", plan="退款")),
        replace(said(Deed.CLOSED, 50), loop=LoopRecord(who="消费者甲", plan="退款", is_closed=True)),
        replace(said(Deed.REVIEWED, 60), review=REVIEW),
        replace(said(Deed.ARCHIVED, 70), tags=("召回",)),
    )
    assert (incident.state, incident.is_open, incident.tags) == (IncidentState.ARCHIVED, False, ("召回",))
    assert [record.is_closed for record in incident.loop] == [True]
    assert all(clock.stopped_at for clock in incident.clocks if clock.name in ("首次回应", "闭环", "复盘"))


def test_what_an_act_lacks_is_said_at_once() -> None:
    with pytest.raises(UsageError) as refused:
        act(opened(), Act(deed=Deed.CLOSED, by="", at=NOON), DESK)
    for word in ("是谁", "定性", "责任人", "回应"):
        assert word in str(refused.value)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (said(Deed.TYPED), "定性"),
        (replace(said(Deed.GRADED), level=Level.RED), "理由"),
        (said(Deed.GRADED, note="因为"), "级别"),
        (said(Deed.ASSIGNED), "派给谁"),
        (said(Deed.FIRST_REPLY), "回应了什么"),
        (said(Deed.PAUSED), "理由"),
        (said(Deed.RESUMED), "没有暂停"),
        (said(Deed.REVIEWED), "先闭环"),
        (said(Deed.ARCHIVED), "先闭环"),
        (said(Deed.REOPENED), "理由"),
        (said(Deed.FALSE_ALARM), "为什么"),
        (said(Deed.LINKED), "并入"),
        (said(Deed.HANDLED), "手段"),
        (said("删帖"), "不删帖"),
        (said("联系水军"), "不造势"),
        (said("  "), "做了什么"),
        (said(Deed.FOUND), "只记一次"),
        (said(Deed.NOTE, note="长" * 5000), "4000"),
        (replace(said(Deed.LINKED), parent="INC-2026-0001"), "自己"),
        (replace(said(Deed.LINKED), parent="../x"), "INC-2026-0001"),
        (replace(said(Deed.LINKED), story_ids=("S-1; rm",)), "S-20261120-01"),
        (replace(said(Deed.NOTE, note="x"), limits=(("闭环", timedelta(0)),)), "3650"),
        (replace(said(Deed.NOTE, note="x"), at=datetime(2026, 1, 1)), "时区"),  # noqa: DTZ001 - what is tested
        (replace(said(Deed.NOTE, note="x"), title="改名"), "开案时"),
        (replace(said(Deed.NOTE, note="x"), loop=LoopRecord(who="甲", is_closed=True)), "方案"),
        (replace(said(Deed.NOTE, note="x"), review=Review(well=("",))), "空着"),
    ],
)
def test_an_act_that_lacks_something_is_refused_with_the_reason(one: Act, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        act(opened(), one, DESK)


def test_a_closed_case_closes_no_second_time_and_takes_notes_still() -> None:
    closed = after(*HANDLED, said(Deed.CLOSED, 30))
    with pytest.raises(UsageError, match="已经闭环"):
        act(closed, said(Deed.CLOSED, 40), DESK)
    assert act(closed, said(Deed.REPLIED, 50, "回访"), DESK).state is IncidentState.CLOSED
    with pytest.raises(UsageError, match="没有写复盘"):
        act(closed, said(Deed.REVIEWED, 60), DESK)


def test_a_reversal_sends_it_back_and_the_clocks_run_anew() -> None:
    again = after(*HANDLED, said(Deed.CLOSED, 30), said(Deed.REOPENED, 600, "检测结果反转"))
    assert (again.state, again.is_open) == (IncidentState.VERIFYING, True)
    first = next(clock for clock in again.clocks if clock.name == "首次回应")
    assert (first.started_at, first.stopped_at) == (NOON + timedelta(minutes=600), None)


def test_time_stands_still_once_and_runs_again_after_reopening() -> None:
    paused = after(said(Deed.PAUSED, 5, "等检测"))
    with pytest.raises(UsageError, match="已经在暂停"):
        act(paused, said(Deed.PAUSED, 6, "再等"), DESK)
    assert not act(paused, said(Deed.RESUMED, 8), DESK).clocks[0].paused
    with pytest.raises(UsageError, match="没有暂停"):
        act(act(paused, said(Deed.REOPENED, 9, "反转"), DESK), said(Deed.RESUMED, 10), DESK)


def test_a_limit_set_for_a_case_holds_even_before_its_clock_runs() -> None:
    incident = after(
        replace(said(Deed.NOTE, note="情况简单"), limits=(("复盘", timedelta(days=2)),)),
        *HANDLED,
        said(Deed.CLOSED, 30),
    )
    review = next(clock for clock in incident.clocks if clock.name == "复盘")
    assert (review.limit, review.norm) == (timedelta(days=2), "本案另定（值班员）")


def test_what_people_found_first_is_on_record_as_missed() -> None:
    one = replace(said(Deed.MISSED, 0, "客服先接到"), title="充电器冒烟", level=Level.ORANGE)
    incident = open_by_hand(one, "INC-2026-0009", DESK)
    assert [line.did for line in incident.log] == ["发现", "漏报"]
    assert (incident.level, incident.machine_level) == (Level.ORANGE, Level.BLUE)


def test_a_case_opened_by_hand_needs_title_reason_and_a_number() -> None:
    with pytest.raises(UsageError) as refused:
        open_by_hand(said(Deed.RECEIVED, 0), "INC-7", DESK)
    for word in ("标题", "说明", "INC-年份", "发现或漏报"):
        assert word in str(refused.value)
    assert next_number((3, 12), 2026) == "INC-2026-0013"
    with pytest.raises(UsageError, match="9999"):
        next_number((9999,), 2026)


def test_only_what_lies_ahead_is_refused_as_wrong_time() -> None:
    check_time(NOON + timedelta(minutes=4), NOON)
    check_time(NOON - timedelta(days=30), NOON)
    with pytest.raises(UsageError, match="还没有到"):
        check_time(NOON + timedelta(minutes=6), NOON)
    late = act(opened(), said(Deed.NOTE, -300, "昨天客服已接到"), DESK)
    assert late.log[-1].at == NOON - timedelta(minutes=300)


def test_a_record_of_the_same_person_is_replaced() -> None:
    first = LoopRecord(who="消费者甲", satisfaction=Satisfaction.UNSATISFIED)
    second = replace(first, satisfaction=Satisfaction.SATISFIED, plan="换新", is_closed=True)
    incident = after(*(replace(said(Deed.NOTE, note="回访"), loop=one) for one in (first, second)))
    assert incident.loop == (second,)


def test_a_check_tells_of_owners_without_address_times_ahead_and_lost_parents() -> None:
    lost = replace(opened(), owner="法务部", parent="INC-2026-0099")
    found = " ".join(map(str, cautions((lost,), DESK, NOON - timedelta(hours=1))))
    for word in ("法务部 没有可以送达的地址", "还没有到", "INC-2026-0099 不存在"):
        assert word in found
    assert cautions((replace(opened(), owner="售后部"),), DESK, NOON) == ()
    circle = [replace(opened(), id=f"INC-2026-000{n}", owner="售后部", parent=f"INC-2026-000{3 - n}") for n in (1, 2)]
    assert len(cautions(circle, DESK, NOON)) == 2


@settings(max_examples=150, deadline=None)
@given(nouns(Act, deed=st.sampled_from(Deed) | st.text(max_size=5), note=st.text(max_size=30)), nouns(Incident))
def test_whatever_is_done_takes_effect_or_is_refused(one: Act, incident: Incident) -> None:
    try:
        done = act(incident, one, DESK)
    except UsageError as refused:
        assert "\n- " in str(refused)
        return
    assert done.log[:-1] == incident.log
    assert done.level is (one.level or incident.level)
