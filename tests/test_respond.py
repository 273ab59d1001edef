"""Alerts are raised once for each rise, incidents opened once for each story; the same input decides the same."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import Alert, AlertKind, ClockRule, ClockState, Desk, Incident, Level, Story, StoryType
from respond import Past, Response, respond
from tests.samples import sample_briefing

NOW = datetime(2026, 11, 20, 0, 13, tzinfo=UTC)
DESK = Desk(
    name="澜川电器",
    zone=ZoneInfo("Asia/Shanghai"),
    clocks=(
        ClockRule(name="到责任人", limit=timedelta(minutes=15), norm="采风建议值"),
        ClockRule(name="首次回应", limit=timedelta(minutes=30), norm="任务文件 S1 ⑻：回复须在 30 分钟之内"),
        ClockRule(name="进展反馈", limit=timedelta(hours=2), norm="本编辑台规定"),
    ),
)
NOTHING = Past((), (), ())
SAMPLE = sample_briefing().details[0].story


def story(level: Level, number: int = 1) -> Story:
    return replace(SAMPLE, id=f"S-20261119-{number:02d}", grade=replace(SAMPLE.grade, level=level))


def after(past: Past, answer: Response) -> Past:
    """What is on record once an answer is written down."""
    incidents = {incident.id: incident for incident in (*past.incidents, *answer.incidents)}
    taken = tuple(int(name[-4:]) for name in incidents)
    return Past((*past.alerts, *answer.alerts), tuple(incidents.values()), taken)


def opened(level: Level = Level.YELLOW) -> tuple[Alert, Incident]:
    answer = respond([story(level)], NOTHING, DESK, NOW)
    return answer.alerts[0], answer.incidents[0]


def test_blue_stays_quiet() -> None:
    assert respond([story(Level.BLUE)], NOTHING, DESK, NOW) == Response((), ())


def test_the_first_rise_raises_an_alert_with_reason_and_proof() -> None:
    alert, _ = opened()
    assert (alert.level, alert.previous, alert.raised_at) == (Level.YELLOW, None, NOW)
    assert "首次达到黄级" in alert.reason
    assert story(Level.YELLOW).grade.reason in alert.reason
    assert 1 <= len(alert.item_ids) <= 3
    named = {item_id for signal in SAMPLE.signals for item_id in signal.item_ids}
    named |= {item_id for gate in SAMPLE.grade.gates for item_id in gate.item_ids}
    assert set(alert.item_ids) <= named | set(SAMPLE.all_ids) | {SAMPLE.spread.first_item_id}


def test_an_incident_opens_with_clocks_that_run_from_the_alert() -> None:
    alert, incident = opened()
    assert (incident.id, incident.type) == ("INC-2026-0001", StoryType.UNVERIFIED)
    assert incident.story_ids == (alert.story_id,)
    assert [clock.due_at - NOW for clock in incident.clocks] == [rule.limit for rule in DESK.clocks]
    assert incident.log[0].evidence == alert.item_ids
    assert incident.clocks[0].state(NOW + timedelta(minutes=16)) is ClockState.OVERDUE


def test_a_clock_names_whose_rule_it_is() -> None:
    norms = {clock.name: clock.norm for clock in opened()[1].clocks}
    assert "30 分钟" in norms["首次回应"]
    assert norms["进展反馈"] == "本编辑台规定"


def test_a_level_once_alerted_is_not_alerted_again_and_a_fall_is_recorded_in_silence() -> None:
    past = after(NOTHING, respond([story(Level.ORANGE)], NOTHING, DESK, NOW))
    assert respond([story(Level.ORANGE)], past, DESK, NOW + timedelta(minutes=5)) == Response((), ())
    for level in (Level.YELLOW, Level.BLUE):
        answer = respond([story(level)], past, DESK, NOW + timedelta(minutes=5))
        (fall,) = answer.alerts
        assert (fall.kind, fall.level, fall.previous, fall.told) == (AlertKind.FELL, level, Level.ORANGE, ())
        assert "只作记录" in fall.unsent_because
        assert answer.incidents == ()


def test_a_further_rise_is_alerted_and_extends_the_same_incident() -> None:
    past = after(NOTHING, respond([story(Level.YELLOW)], NOTHING, DESK, NOW))
    answer = respond([story(Level.RED)], past, DESK, NOW + timedelta(minutes=5))
    assert answer.alerts[0].previous is Level.YELLOW
    assert "黄 → 红" in answer.alerts[0].reason
    (incident,) = answer.incidents
    assert (incident.id, incident.machine_level) == (past.incidents[0].id, Level.RED)
    assert incident.log[:-1] == past.incidents[0].log
    assert incident.log[-1].did == "升级"


def test_what_comes_apart_from_an_alerted_story_is_not_alerted_again_and_a_merged_one_keeps_its_file() -> None:
    alert, incident = opened()
    past = Past((alert,), (incident,), (1,))
    piece = replace(story(Level.YELLOW, 9), split_from=alert.story_id)
    kept = respond([piece], past, DESK, NOW)
    assert kept.incidents == ()
    assert [(one.incident_id, one.told) for one in kept.alerts] == [(incident.id, ())]
    assert kept.alerts[0].unsent_because == f"属于未闭环案件 {incident.id}"
    older = replace(story(Level.ORANGE, 0), merged=(alert.story_id,))
    (risen,), (extended,) = respond([older], past, DESK, NOW).alerts, respond([older], past, DESK, NOW).incidents
    assert risen.previous is Level.YELLOW
    assert extended.id == incident.id


def test_a_run_killed_between_incident_file_and_commit_writes_the_line_once() -> None:
    _, incident = opened()
    killed = Past((), (incident,), (1,))  # the file was written, the alert was not committed
    answer = respond([story(Level.YELLOW)], killed, DESK, NOW)
    assert len(answer.alerts) == 1
    assert answer.incidents == ()


def test_a_second_story_in_an_incident_never_lowers_its_level() -> None:
    alert, incident = opened(Level.ORANGE)
    merged = replace(incident, story_ids=(*incident.story_ids, "S-20261119-02"))
    second = replace(story(Level.YELLOW, 2), grade=replace(story(Level.YELLOW).grade, score=33.0))
    answer = respond([second], Past((alert,), (merged,), (1,)), DESK, NOW)
    assert answer.incidents[0].machine_level is Level.ORANGE
    assert len(answer.incidents[0].log) == 2


def test_a_persons_words_are_kept_when_the_machine_adds_its_own() -> None:
    _, incident = opened()
    theirs = replace(incident, type=StoryType.FALSE, owner="法务部")
    answer = respond([story(Level.RED)], Past((), (theirs,), (1,)), DESK, NOW)
    assert (answer.incidents[0].type, answer.incidents[0].owner) == (StoryType.FALSE, "法务部")


@pytest.mark.parametrize(("open_from", "count"), [(Level.YELLOW, 3), (Level.ORANGE, 2), (Level.RED, 1)])
def test_incidents_open_from_the_desks_level_on(open_from: Level, count: int) -> None:
    stories = [story(level, number) for number, level in enumerate(Level)]
    answer = respond(stories, NOTHING, replace(DESK, open_from=open_from), NOW)
    assert len(answer.alerts) == 3
    assert len(answer.incidents) == count


def test_numbers_continue_after_the_highest_taken_and_follow_the_desks_year() -> None:
    stories = [story(Level.RED, 1), story(Level.YELLOW, 2)]
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # 00:30 on New Year's Day in Shanghai
    answer = respond(stories, Past((), (), (3, 7)), DESK, new_year)
    assert [incident.id for incident in answer.incidents] == ["INC-2027-0008", "INC-2027-0009"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(Level), min_size=1, max_size=4), min_size=1, max_size=5), st.randoms())
def test_whatever_happens_each_story_alerts_once_per_level_and_has_one_incident(
    rounds: list[list[Level]], order: random.Random
) -> None:
    past = NOTHING
    for levels in rounds:
        stories = [story(level, number) for number, level in enumerate(levels)]
        answer = respond(stories, past, DESK, NOW)
        order.shuffle(stories)
        assert respond(stories, past, DESK, NOW) == answer
        past = after(past, answer)
        assert respond(stories, past, DESK, NOW) == Response((), ())
    raised = [(alert.story_id, alert.level) for alert in past.alerts]
    assert len(raised) == len(set(raised))
    held = [story_id for incident in past.incidents for story_id in incident.story_ids]
    assert len(held) == len(set(held))
    assert all(alert.item_ids for alert in past.alerts)
