"""Where a case stands, and what it needs before it may be closed and archived: what lacks is said at once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import (
    Deed,
    Incident,
    IncidentState,
    Level,
    LogEntry,
    LoopRecord,
    Rectification,
    Review,
    RootCause,
    StoryType,
)
from respond.incidents.states import LEADS, faults, is_false_alarm, missing_to_archive, missing_to_close, state_after

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ORDER = list(IncidentState)
NOTE = "未核实：双方各执一词；未回应：当事人要求不公开；消费者甲：联系不上"
GOOD = Review(
    causes=(RootCause(department="质检部", what="漏检"),),
    well=("回应快",),
    rectify=(Rectification(what="加抽检", owner="质检部", due=date(2026, 12, 1)),),
)


def case(*deeds: str, state: IncidentState = IncidentState.HANDLING, note: str = "") -> Incident:
    log = tuple(LogEntry(at=NOON + timedelta(hours=n), by="甲", did=deed, note=note) for n, deed in enumerate(deeds))
    return Incident(
        id="INC-2026-0001", title="漏水", story_ids=(), type=StoryType.TRUE, machine_level=Level.YELLOW, override=None,
        owner="售后部", state=state, opened_at=NOON, clocks=(), log=log,
    )  # fmt: skip


def test_every_state_but_the_first_is_reached_by_a_deed() -> None:
    assert set(LEADS.values()) == set(IncidentState) - {IncidentState.FOUND}


@given(st.sampled_from(IncidentState), st.sampled_from(Deed) | st.text(max_size=5))
def test_nothing_but_reopening_goes_back(state: IncidentState, deed: str) -> None:
    after = state_after(state, deed)
    if deed == Deed.REOPENED:
        assert after is IncidentState.VERIFYING
    else:
        assert ORDER.index(after) >= ORDER.index(state)


@given(st.lists(st.sampled_from([deed for deed in Deed if deed is not Deed.REOPENED])), st.randoms())
def test_where_a_case_stands_does_not_depend_on_the_order_of_deeds(deeds: list[Deed], random: Random) -> None:
    def end(of: list[Deed]) -> IncidentState:
        state = IncidentState.FOUND
        for deed in of:
            state = state_after(state, deed)
        return state

    shuffled = list(deeds)
    random.shuffle(shuffled)
    assert end(deeds) is end(shuffled)


def test_people_may_reply_before_the_investigation_ends() -> None:
    assert state_after(IncidentState.FOUND, Deed.FIRST_REPLY) is IncidentState.REPLIED
    assert state_after(IncidentState.REPLIED, Deed.TYPED) is IncidentState.REPLIED


def test_a_case_with_everything_may_close() -> None:
    assert missing_to_close(case("发现", "首次回应"), "") == ()


def test_what_closing_lacks_is_said_at_once() -> None:
    loop = (LoopRecord(who="消费者甲"), LoopRecord(who="消费者乙", is_closed=True))
    bare = replace(case("发现"), type=StoryType.UNVERIFIED, owner="", loop=loop)
    lacking = missing_to_close(bare, "")
    for word in ("定性", "责任人", "回应", "消费者甲"):
        assert any(word in one for one in lacking)
    assert len(lacking) == 4
    assert missing_to_close(replace(bare, owner="售后部"), NOTE) == ()


@pytest.mark.parametrize("note", ["未核实", "未核实：", "未核实。 ", "不知道"])
def test_a_reason_that_says_nothing_is_none(note: str) -> None:
    assert missing_to_close(replace(case("发现", "回应"), type=StoryType.UNVERIFIED), note)


def test_archiving_needs_a_cause_down_to_the_department_a_lesson_and_owners() -> None:
    closed = case("发现", "回应", "闭环", state=IncidentState.REVIEWED)
    assert missing_to_archive(replace(closed, review=GOOD)) == ()
    assert len(missing_to_archive(closed)) == 2
    nameless = replace(GOOD, rectify=(replace(GOOD.rectify[0], owner=""),))
    assert "加抽检" in missing_to_archive(replace(closed, review=nameless))[0]
    assert "先闭环" in missing_to_archive(replace(case("发现"), review=GOOD))[0]


def test_a_false_alarm_ends_without_review_until_it_is_reopened() -> None:
    ended = case("发现", "误报", state=IncidentState.CLOSED, note="同名产品")
    assert is_false_alarm(ended)
    assert (missing_to_archive(ended), faults(ended)) == ((), ())
    again = case("发现", "误报", "重启")
    assert not is_false_alarm(again)
    assert faults(again) == ()


@pytest.mark.parametrize("state", [IncidentState.CLOSED, IncidentState.REVIEWED, IncidentState.ARCHIVED])
def test_a_file_cannot_just_state_that_it_is_closed(state: IncidentState) -> None:
    assert "闭环这一行" in faults(case("发现", "首次回应", state=state))[0]
    assert "闭环这一行" in faults(case("发现", "首次回应", "闭环", "重启", state=state))[0]


def test_a_file_cannot_be_open_again_without_saying_why() -> None:
    assert "重启" in faults(case("发现", "回应", "闭环", state=IncidentState.HANDLING))[0]


def test_the_reasons_in_the_closing_line_count_for_a_file_too() -> None:
    silent = replace(case("发现", "闭环", state=IncidentState.CLOSED), type=StoryType.UNVERIFIED)
    assert len(faults(silent)) == 2
    assert faults(replace(silent, log=case("发现", "闭环", note=NOTE).log)) == ()
    assert "review" in faults(case("发现", "回应", "闭环", state=IncidentState.REVIEWED))[0]
