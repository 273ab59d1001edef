"""Whatever stands on record and in stories, a decision comes out, and the same one twice."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caifeng.models import Alert, Incident, Level, Silence, SourceReport, Story
from respond import Look, Past, respond
from tests.nouns import nouns
from tests.watched_desk import CALM_DESK, DESK, START, graded

HOSTILE = ["", "漏", "a" * 1_000_000, "😀" * 50, "\ud800 <script>", "\u202e漏水\u200b\x00\n# 标题", "={cmd}"]
IDS = st.sampled_from(["S-20261119-01", "S-20261119-02", "S-20261119-03", ""])
FILES = st.sampled_from(["INC-2026-0001", "INC-2026-0002", ""])
TIMES = st.datetimes(timezones=st.just(START.tzinfo))


def distinct(values: list[Any]) -> tuple[Any, ...]:
    return tuple({value.id: value for value in values}.values())


STORIES = st.lists(nouns(Story, id=IDS.filter(bool), split_from=IDS), max_size=3).map(distinct)
ALERTS = st.lists(nouns(Alert, story_id=IDS, incident_id=FILES), max_size=4).map(distinct)
INCIDENTS = st.lists(
    nouns(Incident, id=FILES.filter(bool), parent=FILES, story_ids=st.lists(IDS, max_size=2).map(tuple)), max_size=2
).map(distinct)
SILENCES = st.lists(nouns(Silence), max_size=2).map(tuple)
LOOKS = st.lists(st.builds(Look, TIMES, st.lists(nouns(SourceReport), max_size=2).map(tuple)), max_size=8).map(tuple)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(STORIES, st.builds(Past, ALERTS, INCIDENTS, st.just((1, 2)), SILENCES, st.just({}), LOOKS), st.data())
def test_whatever_is_on_record_a_decision_comes_out(
    stories: tuple[Story, ...], past: Past, data: st.DataObject
) -> None:
    now = data.draw(nouns(Silence)).until
    answer = respond(stories, past, DESK, now)
    turned = replace(past, alerts=past.alerts[::-1], incidents=past.incidents[::-1], looks=past.looks[::-1])
    assert respond(stories[::-1], turned, DESK, now) == answer
    assert len({alert.id for alert in answer.alerts}) == len(answer.alerts)
    for alert in answer.alerts:
        assert len(alert.reason) <= 120
        assert alert.told or alert.unsent_because


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_carried_and_never_break_a_line(text: str) -> None:
    signal = replace(graded(Level.RED).signals[0], text=text)
    one = graded(Level.RED, title=text, owner=text, topics=(text,), signals=(signal,) * 9)
    answer = respond([one], Past((), (), ()), CALM_DESK, START)
    (alert,) = answer.alerts
    assert len(alert.reason) <= 120
    assert "\n" not in alert.reason
    assert respond([one], Past(answer.alerts, answer.incidents, (1,)), CALM_DESK, START).alerts == ()
