"""Alerts about files: what nobody takes goes up the line, what is due is said in time, each of it once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import Alert, AlertKind, IncidentState, Level, Person
from respond import Past, Response, respond
from respond.incidents.clocks import with_clocks
from tests.watched_desk import (
    BOSS,
    CHIEF,
    DAY,
    DESK,
    HOUR,
    MINUTE,
    OWNER,
    START,
    Watched,
    graded,
)

Y, O, R = Level.YELLOW, Level.ORANGE, Level.RED  # noqa: E741


def opened(level: Level = O) -> Watched:
    desk = Watched()
    desk.look([graded(level)], START)
    return desk


def looks(desk: Watched, *minutes: int, level: Level = O) -> list[Alert]:
    """What is decided at looks so many minutes after the start."""
    return [alert for minute in minutes for alert in desk.look([graded(level)], START + minute * MINUTE).alerts]


# --- nobody takes it --------------------------------------------------------------------------------------------------


def test_what_nobody_takes_goes_up_the_line_once_each_without_a_loop() -> None:
    desk = opened()
    looks(desk, 10, 14, 15, 20, 60, 74, 75, 80, 600, 6000)
    raised = [(alert.owner, (alert.raised_at - START) / MINUTE) for alert in desk.of(AlertKind.ESCALATED)]
    assert raised == [(BOSS, 15), (CHIEF, 75)]
    told = [{one.person for one in alert.told} for alert in desk.sent(AlertKind.ESCALATED)]
    assert told == [{BOSS, CHIEF}, {CHIEF}]
    assert [entry.did for entry in desk.incident.log].count("上报") == 2


def test_a_look_that_comes_days_late_tells_everybody_in_line_once_and_repeats_once() -> None:
    desk = opened()
    late = looks(desk, 4 * 24 * 60)
    assert sorted(alert.owner for alert in late if alert.kind is AlertKind.ESCALATED) == sorted([BOSS, CHIEF])
    assert sum(alert.kind is AlertKind.REPEAT for alert in late) == 1
    assert not looks(desk, 4 * 24 * 60)


def test_an_untaken_alert_is_repeated_three_times_and_no_more() -> None:
    desk = opened()
    looks(desk, *range(0, 48 * 60, 60))
    hours = [(alert.raised_at - START) / HOUR for alert in desk.sent(AlertKind.REPEAT)]
    assert hours == [4, 8, 12]


@pytest.mark.parametrize("did", ["接收", "派责", "首次回应", "已电话联系业主"])
def test_whatever_a_person_does_about_it_ends_repeats_and_escalations(did: str) -> None:
    desk = opened()
    desk.log(did, START + 5 * MINUTE)
    kinds = {alert.kind for alert in looks(desk, 16, 300, 600)}
    assert not kinds & {AlertKind.REPEAT, AlertKind.ESCALATED}


def test_a_note_does_not_take_it_and_reopening_asks_anew() -> None:
    desk = opened()
    desk.log("备注", START + MINUTE)
    desk.log("接收", START + 2 * MINUTE)
    assert not [alert for alert in looks(desk, 16) if alert.kind is AlertKind.ESCALATED]
    desk.log("重启", START + HOUR)
    assert [alert.owner for alert in looks(desk, 76) if alert.kind is AlertKind.ESCALATED] == [BOSS]


def test_an_alert_that_waits_for_the_morning_is_not_escalated_before() -> None:
    desk = opened()
    (rise,) = desk.past.alerts
    desk.past = replace(desk.past, alerts=(replace(rise, send_from=START + 6 * HOUR),))
    assert not [alert for alert in looks(desk, 60, 300) if alert.kind is AlertKind.ESCALATED]
    assert [alert.owner for alert in looks(desk, 375) if alert.kind is AlertKind.ESCALATED] == [BOSS]


def test_a_case_without_an_owner_goes_to_the_supervisor() -> None:
    desk = Watched()
    desk.look([graded(O, owner="")], START)
    found = desk.look([graded(O, owner="")], START + 15 * MINUTE).alerts
    assert [alert.owner for alert in found if alert.kind is AlertKind.ESCALATED] == [CHIEF]


def test_what_was_told_as_over_is_not_repeated() -> None:
    desk = Watched(replace(DESK, alerts=replace(DESK.alerts, resolve_after=HOUR)))
    desk.look([graded(O)], START)
    looks(desk, *range(60, 1200, 60), level=Level.BLUE)
    assert len(desk.sent(AlertKind.RESOLVED)) == 1
    assert not desk.of(AlertKind.REPEAT)


def test_zero_switches_repeats_escalations_and_reminders_off() -> None:
    rules = replace(DESK.alerts, repeat=timedelta(), escalate_after=timedelta(), remind_at=0.0)
    desk = Watched(replace(DESK, alerts=rules, clocks=DESK.clocks[:1]))
    desk.look([graded(O)], START)
    assert {alert.kind for alert in looks(desk, 14, 16, 600)} == {AlertKind.OVERDUE}


# --- time limits ------------------------------------------------------------------------------------------------------


def test_a_limit_is_told_when_it_is_nearly_used_when_it_is_over_and_at_twice_its_length() -> None:
    desk = opened()
    desk.log("接收", START + MINUTE)
    looks(desk, *range(2, 90))
    limits = [alert for alert in desk.past.alerts if alert.clock == "首次回应"]
    assert [(alert.kind, (alert.raised_at - START) / MINUTE) for alert in limits] == [
        (AlertKind.REMINDER, 21),
        (AlertKind.OVERDUE, 31),
        (AlertKind.OVERDUE, 60),
    ]
    assert "时限 30 分钟" in limits[0].reason
    assert "任务文件 S1 ⑻" in limits[1].reason
    assert {one.person for one in limits[0].told} == {OWNER}
    assert {one.person for one in limits[1].told} == {OWNER, CHIEF}
    assert next(entry.note for entry in desk.incident.log if entry.did == "提醒") == limits[0].reason


def test_a_limit_first_seen_long_after_it_passed_is_told_once() -> None:
    desk = opened()
    late = [alert for alert in looks(desk, 600, 700) if alert.clock == "首次回应"]
    assert len(late) == 1
    assert "超过时限一倍" in late[0].reason


def test_what_is_done_or_paused_is_not_reminded_of() -> None:
    desk = opened()
    desk.log("首次回应", START + MINUTE)
    desk.log("接收", START + MINUTE)
    assert {alert.clock for alert in looks(desk, 25, 40, 90)} <= {"权威发布"}
    paused = opened()
    line = replace(paused.incident.log[0], at=START + MINUTE, by="黎航", did="暂停计时", note="等待检测报告")
    paused.write(replace(paused.incident, log=(*paused.incident.log, line)))
    assert not [alert for alert in looks(paused, 25, 40, 90) if alert.clock]


def test_a_rise_brings_the_limits_of_its_level_from_the_rise_on() -> None:
    desk = opened(Y)
    assert [clock.name for clock in desk.incident.clocks] == ["到责任人", "首次回应"]
    desk.look([graded(O)], START + 2 * HOUR)
    due = {clock.name: clock.due_at for clock in desk.incident.clocks}
    assert due["权威发布"] == START + 7 * HOUR
    assert due["首次回应"] == START + 30 * MINUTE


def test_a_closed_file_owes_only_what_closing_started() -> None:
    desk = opened()
    desk.log("闭环", START + 2 * MINUTE, state=IncidentState.CLOSED)
    assert not [alert for alert in looks(desk, 25, 40, 600) if alert.clock or alert.kind is AlertKind.ESCALATED]


# --- killed runs, order, people ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [0, 15, 31, 240])
def test_a_run_killed_after_its_files_were_saved_writes_each_line_once(minutes: int) -> None:
    desk, at = opened(), START + minutes * MINUTE
    if not minutes:
        desk.past = Past((), (), ())
    killed = respond([graded(R)], desk.past, DESK, at)
    saved = {one.id: one for one in (*desk.past.incidents, *killed.incidents)}
    files = tuple(with_clocks(one, DESK) for one in saved.values())
    again = respond([graded(R)], replace(desk.past, incidents=files, taken_numbers=(1,)), DESK, at + MINUTE)
    lost = {alert.id for alert in killed.alerts} - {alert.id for alert in again.alerts}
    assert not [id_ for id_ in lost if not id_.endswith("-soon")]  # what was nearly due may be overdue by now
    before = [entry.note for one in files for entry in one.log]
    added = [entry.note for one in again.incidents for entry in one.log if entry.note not in before]
    assert not [note for note in added if "→" in note or "首次" in note or "上报" in note]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Level), st.sampled_from(Level), st.integers(1, 600)), max_size=12))
def test_looking_twice_at_the_same_moment_adds_nothing(course: list[tuple[Level, Level, int]]) -> None:
    desk, at = Watched(), START
    for one, other, minutes in course:
        at += timedelta(minutes=minutes)
        stories = [graded(one, 1), graded(other, 2, split_from="S-20261119-01")]
        desk.look(stories, at)
        files = tuple(with_clocks(incident, DESK) for incident in desk.past.incidents)
        assert respond(stories[::-1], replace(desk.past, incidents=files[::-1]), DESK, at) == Response((), ())
    assert len({alert.id for alert in desk.past.alerts}) == len(desk.past.alerts)


@settings(max_examples=60, deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001 - bounds
def test_whatever_the_clock_says_nobody_is_flooded(at: datetime) -> None:
    desk = opened()
    answer = desk.look([graded(O)], at.replace(tzinfo=START.tzinfo))
    assert len(answer.alerts) <= 8
    assert desk.look([graded(O)], at.replace(tzinfo=START.tzinfo)) == Response((), ())


def test_a_long_line_of_deputies_who_name_each_other_ends() -> None:
    ring = tuple(Person(name=f"科室{n}", mail="M", backup=f"科室{(n + 1) % 50}") for n in range(50))
    desk = Watched(replace(DESK, people=(*ring, *DESK.people), clocks=()))
    desk.look([graded(O, owner="科室0")], START)
    desk.look([graded(O, owner="科室0")], START + 20 * DAY)
    assert len(desk.of(AlertKind.ESCALATED)) == 50
