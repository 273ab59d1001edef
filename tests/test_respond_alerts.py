"""Rises and falls: every first arrival is on record, flapping is told once, and what is over is told once."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import AlertKind, IncidentState, Level, Recipient, Stage, Turn
from respond import Past, Response, respond
from tests.watched_desk import CALM_DESK, DAY, DESK, HOUR, MINUTE, OWNER, START, Watched, an_item, graded

B, Y, O, R = Level  # noqa: E741 - blue, yellow, orange, red


def test_a_story_that_falls_and_rises_twenty_times_is_told_once_and_once_that_it_is_over() -> None:
    desk = Watched(CALM_DESK)
    desk.levels([O, B] * 20, 10 * MINUTE)
    desk.levels([B] * 30, HOUR, START + 7 * HOUR)
    assert [alert.level for alert in desk.sent(AlertKind.RISE)] == [O]
    (over,) = desk.sent(AlertKind.RESOLVED)
    assert over.told == desk.sent(AlertKind.RISE)[0].told == (Recipient(person=OWNER, channel="mail"),)
    assert len(desk.of(AlertKind.RISE)) == len(desk.of(AlertKind.FELL)) == 20
    assert all("冷却中" in alert.unsent_because for alert in desk.of(AlertKind.RISE)[1:])
    assert len(desk.incident.log) == 1


def test_flapping_slower_than_the_cooldown_is_told_once_until_it_is_over() -> None:
    desk = Watched(CALM_DESK)
    desk.levels([O, B] * 20, 7 * HOUR)
    assert len(desk.sent(AlertKind.RISE)) == 1


def test_a_rise_above_everything_told_before_passes_at_any_time() -> None:
    desk = Watched(CALM_DESK)
    desk.levels([Y, B, Y, O, Y, R], MINUTE)
    assert [alert.level for alert in desk.sent(AlertKind.RISE)] == [Y, O, R]
    assert [alert.previous for alert in desk.sent(AlertKind.RISE)] == [None, Y, Y]


def test_after_a_resolve_and_the_cooldown_a_new_rise_is_told_under_a_new_id() -> None:
    desk = Watched(CALM_DESK)
    desk.levels([O, *[B] * 26, O], HOUR)
    first, again = desk.sent(AlertKind.RISE)
    assert first.id != again.id
    assert "再次达到橙级" in again.reason
    assert (first.previous, again.previous) == (None, O)
    assert len(desk.sent(AlertKind.RESOLVED)) == 1
    assert [entry.did for entry in desk.incident.log] == ["发现", "升级"]


def test_a_story_that_stood_lower_for_long_is_told_when_it_comes_back_without_a_resolve() -> None:
    desk = Watched(CALM_DESK)
    desk.levels([O, *[Y] * 26, O], HOUR)
    assert [alert.level for alert in desk.sent(AlertKind.RISE)] == [O, O]
    assert not desk.of(AlertKind.RESOLVED)


def test_a_story_that_left_the_window_is_resolved_and_old_records_are_let_rest() -> None:
    desk = Watched(CALM_DESK)
    desk.look([graded(O)], START)
    desk.look([], START + 2 * DAY)
    desk.look([], START + 3 * DAY)
    assert len(desk.sent(AlertKind.RESOLVED)) == 1
    old = Watched(CALM_DESK)
    old.look([graded(O)], START)
    assert old.look([], START + 90 * DAY) == Response((), ())


def test_a_story_that_enters_the_calm_stage_is_resolved_a_day_later_and_told_when_it_comes_back() -> None:
    desk = Watched(CALM_DESK)
    desk.look([graded(O)], START)
    turn = Turn(stage=Stage.CALM, at=START + HOUR, item_id="i-1")
    calm = graded(O, course=replace(graded(O).course, stage=Stage.CALM, turns=(turn,)))
    desk.look([calm], START + 2 * HOUR)
    desk.look([calm], START + 27 * HOUR)
    assert len(desk.sent(AlertKind.RESOLVED)) == 1
    again = Turn(stage=Stage.AGAIN, at=START + 28 * HOUR, item_id="i-2")
    back = replace(calm, course=replace(calm.course, stage=Stage.AGAIN, turns=(turn, again)))
    desk.look([back], START + 28 * HOUR)
    assert len(desk.sent(AlertKind.RISE)) == 2


def test_a_story_found_when_it_is_already_calm_is_still_told() -> None:
    turn = Turn(stage=Stage.CALM, at=START - HOUR, item_id="i-1")
    calm = graded(O, course=replace(graded(O).course, stage=Stage.CALM, turns=(turn,)))
    assert len(respond([calm], Past((), (), ()), CALM_DESK, START).alerts) == 1


def test_closing_the_file_is_told_once_and_a_later_rise_takes_it_up_again() -> None:
    desk = Watched(CALM_DESK)
    desk.look([graded(O)], START)
    desk.log("误报", START + HOUR, state=IncidentState.CLOSED)
    desk.levels([O, O, O], HOUR, START + 2 * HOUR)
    (over,) = desk.sent(AlertKind.RESOLVED)
    assert "案件已闭环（INC-2026-0001）" in over.reason
    desk.look([graded(R)], START + 6 * HOUR)
    assert desk.incident.state is IncidentState.VERIFYING
    assert [entry.did for entry in desk.incident.log] == ["发现", "误报", "升级", "重启"]


def test_a_rise_held_back_after_a_resolve_is_told_when_the_cooldown_is_over() -> None:
    desk = Watched(CALM_DESK)
    desk.look([graded(O)], START)
    desk.log("误报", START + HOUR, state=IncidentState.CLOSED)
    desk.levels([O, B, O, O], HOUR, START + HOUR)
    assert len(desk.sent(AlertKind.RISE)) == 1
    desk.look([graded(O)], START + 7 * HOUR)
    desk.look([graded(O)], START + 8 * HOUR)
    assert len(desk.sent(AlertKind.RISE)) == 2
    assert desk.incident.is_open


def test_nothing_that_was_never_sent_is_resolved() -> None:
    desk = Watched(CALM_DESK)
    desk.silence("全部", START + DAY)
    desk.levels([O, *[B] * 30], HOUR)
    assert not desk.of(AlertKind.RESOLVED)


def test_a_look_back_in_time_changes_nothing_and_one_days_later_floods_nobody() -> None:
    desk = Watched(CALM_DESK)
    desk.levels([Y, O], HOUR)
    assert not desk.look([graded(Y)], START - 400 * DAY).alerts
    assert not desk.look([graded(O)], START - 400 * DAY).alerts
    assert len(desk.look([graded(R)], START - 400 * DAY).alerts) == 1
    assert len(desk.look([graded(R)], START + 4000 * DAY).alerts) <= 1
    assert not desk.look([graded(R)], START + 4001 * DAY).alerts
    assert not desk.look([graded(R)], START).alerts


def test_old_news_is_recorded_and_nobody_is_told() -> None:
    shown = respond([graded(O)], Past((), (), ()), CALM_DESK, START).alerts[0].item_ids
    items = {id_: an_item(id_, START - 3 * DAY, START) for id_ in shown}
    (alert,) = respond([graded(O)], Past((), (), (), items=items), CALM_DESK, START).alerts
    assert "旧闻" in alert.unsent_because
    assert not alert.told
    fresh = items | {shown[0]: an_item(shown[0], START - HOUR, START)}
    (sent,) = respond([graded(O)], Past((), (), (), items=fresh), CALM_DESK, START).alerts
    assert not sent.unsent_because
    assert [proof.item_id for proof in sent.proof] == list(shown)


def test_an_alert_says_in_one_short_line_what_happened_and_what_to_do_first() -> None:
    many = graded(R, title="漏水" * 400, signals=graded(R).signals * 5, owner="")
    (alert,) = respond([many], Past((), (), ()), DESK, START).alerts
    assert len(alert.reason) <= 120
    assert "\n" not in alert.reason
    assert alert.first_step
    assert alert.topics == many.topics


LEVELS = st.lists(st.tuples(st.sampled_from(Level), st.integers(1, 2000)), min_size=1, max_size=25)


@settings(max_examples=60, deadline=None)
@given(LEVELS, st.randoms())
def test_whatever_a_story_does_nothing_is_lost_or_told_twice(
    course: list[tuple[Level, int]], order: random.Random
) -> None:
    desk, at, reached = Watched(CALM_DESK), START, set[Level]()
    for level, minutes in course:
        at += timedelta(minutes=minutes)
        desk.look([graded(level)], at)
        shuffled = list(desk.past.alerts)
        order.shuffle(shuffled)
        assert respond([graded(level)], replace(desk.past, alerts=tuple(shuffled)), CALM_DESK, at) == Response((), ())
        is_higher = level is not B and level.rank > max((one.rank for one in reached), default=0)
        reached |= {level} if is_higher else set()
    assert reached <= {alert.level for alert in desk.of(AlertKind.RISE)}
    assert len({alert.id for alert in desk.past.alerts}) == len(desk.past.alerts)
    for level in (Y, O, R):
        times = [alert.raised_at for alert in desk.sent(AlertKind.RISE) if alert.level is level]
        assert all(later - earlier >= CALM_DESK.alerts.cooldown for earlier, later in pairwise(times))
    assert len(desk.sent(AlertKind.RESOLVED)) <= len(desk.sent(AlertKind.RISE))


@settings(max_examples=40, deadline=None)
@given(LEVELS, st.sampled_from(["全部", "S-20261119-01", "产品质量"]))
def test_a_silence_loses_no_record(course: list[tuple[Level, int]], about: str) -> None:
    loud, quiet, at = Watched(CALM_DESK), Watched(CALM_DESK), START
    quiet.silence(about, START + 4000 * DAY)
    for level, minutes in course:
        at += timedelta(minutes=minutes)
        for desk in (loud, quiet):
            desk.look([graded(level, topics=("产品质量",))], at)
    assert {one.id for one in loud.sent(AlertKind.RISE)} <= {one.id for one in quiet.of(AlertKind.RISE)}
    told = [alert.level for alert in quiet.sent(AlertKind.RISE)]
    assert set(told) <= ({R} if about != "S-20261119-01" else set())


def test_ten_thousand_stories_are_decided_at_once_whatever_their_order() -> None:
    stories = [graded(Level(list(Level)[number % 4]), number) for number in range(10_000)]
    answer = respond(stories, Past((), (), ()), DESK, START)
    assert len({alert.id for alert in answer.alerts}) == 7500
    assert respond(stories[::-1], Past((), (), ()), DESK, START) == answer
    ranks = [alert.level.rank for alert in answer.alerts]
    assert ranks == sorted(ranks, reverse=True)
