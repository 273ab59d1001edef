"""What is to come in the next days, what came of it last time, and which stories touch it now."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Briefing, Occasion, Upcoming
from caifeng.models.calendar import days_of
from caifeng.models.card import card_of
from publish.briefing.calendar import LISTED, upcoming
from publish.briefing.compose import compose
from tests.briefing_days import DESK, TODAY, a_day, a_story, edition, items, reading
from tests.sample_stories import ZONE

NEW_YORK = ZoneInfo("America/New_York")


def near(*occasions: Occasion, history: tuple[Briefing, ...] = (), **more: object) -> tuple[Upcoming, ...]:
    desk, editions = replace(DESK, calendar=occasions), sorted(map(card_of, history), key=lambda card: card.date)
    return upcoming(a_day({}, (), desk, editions=tuple(editions), **more))[0]


def on(day: int, **more: object) -> Occasion:
    return Occasion(what="听证会", on=date(2026, 11, day), **more)  # type: ignore[arg-type]


def test_today_and_the_next_three_days_are_told_by_date() -> None:
    told = near(on(21), on(20), on(17, at=time(9)), on(16), on(18))
    assert [(one.day.day, one.days_left, one.at) for one in told] == [(17, 0, "09:00"), (18, 1, ""), (20, 3, "")]


def test_an_occasion_may_ask_for_more_notice_but_not_for_less() -> None:
    told = near(on(27, lead=timedelta(days=10)), on(28, lead=timedelta(days=10)), on(20, lead=timedelta(days=1)))
    assert [one.day.day for one in told] == [20, 27]


def test_of_a_repeated_occasion_only_the_next_turn_is_told() -> None:
    told = near(on(2, rule="FREQ=DAILY"))
    assert [one.day for one in told] == [TODAY]


def test_an_occasion_of_several_days_stays_until_its_last() -> None:
    assert [(one.day.day, one.last_day.day, one.days_left) for one in near(on(15, days=3))] == [(15, 17, -2)]
    assert near(on(15, days=2)) == ()


def test_stories_that_share_a_topic_are_named_beside_it_and_keep_yesterdays_occasion() -> None:
    (a,) = items("a")
    story = a_story((a,), "质量")
    occasions = on(16, topics=("质量",)), on(16, topics=("形象",)), on(18, topics=("形象",))
    desk = replace(DESK, calendar=occasions)
    told, total = upcoming(a_day({"a": reading(a, "质量")}, (a,), desk, stories=(story,)))
    assert [(one.day.day, one.days_left, one.stories) for one in told] == [
        (16, -1, ((story.id, story.title),)),
        (18, 1, ()),
    ]
    assert total == 2


def test_what_came_of_the_last_one_is_taken_from_the_briefings_of_the_days_after() -> None:
    weekly = on(3, rule="FREQ=WEEKLY", topics=("质量",))
    history = (
        edition(9, ("质量", 2, 0), ("形象", 50, 0)),
        edition(8, ("质量", 4, 0)),
        edition(6, ("质量", 8, 1)),
        edition(5, ("质量", 20, 9)),
        edition(2, ("质量", 99, 0)),
    )
    (told,) = near(weekly, history=history)
    assert told.last is not None
    assert (told.last.day, told.last.distinct, told.last.days) == (date(2026, 11, 10), 28, 2)
    assert (told.last.usual, told.last.briefing_date) == (3.0, date(2026, 11, 12))
    assert told.last.story_title == "“质量的事”"


def test_entries_of_one_name_are_one_series() -> None:
    told = near(on(18, topics=("质量",)), on(9, topics=("质量",)), history=(edition(9), edition(7, ("质量", 3, 0))))
    assert [(one.day.day, one.last.distinct if one.last else None) for one in told] == [(18, 3)]


def test_without_an_archive_nothing_is_claimed_of_the_last_one() -> None:
    assert [one.last for one in near(on(3, rule="FREQ=WEEKLY"))] == [None]


def test_a_long_list_is_cut_and_counted() -> None:
    desk = replace(DESK, calendar=tuple(on(18, why=str(n)) for n in range(LISTED + 5)))
    briefing = compose(a_day({}, (), desk))
    assert (len(briefing.calendar), briefing.calendar_total) == (LISTED, LISTED + 5)


@pytest.mark.parametrize(
    ("month", "hour", "days"),
    [(7, "08:00", [11]), (12, "09:00", [5, 12])],  # 20:00 in New York, in summer and in winter
)
def test_a_change_of_clocks_moves_the_hour_and_not_the_day(month: int, hour: str, days: list[int]) -> None:
    weekly = Occasion(what="例会", on=date(2026, 1, 2), at=time(20), zone=NEW_YORK, rule="FREQ=WEEKLY")
    found = days_of(weekly, ZONE, date(2026, month, 5), date(2026, month, 12))
    assert [day.day for day in found] == days
    assert {day.isoweekday() for day in found} == {6}
    day = found[0]
    told = upcoming(a_day({}, (), replace(DESK, calendar=(weekly,)), date=day))[0]
    assert [(one.day, one.at) for one in told] == [(day, hour)]


def test_a_day_without_a_time_is_the_same_day_everywhere() -> None:
    occasion = Occasion(what="纪念日", on=TODAY, zone=NEW_YORK)
    assert days_of(occasion, ZoneInfo("Pacific/Kiritimati"), TODAY, TODAY) == (TODAY,)


@given(
    st.sampled_from(["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY", "FREQ=YEARLY", ""]),
    st.dates(date(2000, 1, 1), date(2027, 1, 1)),
    st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    st.integers(0, 60),
)
def test_days_lie_inside_what_was_asked_and_a_longer_question_finds_them_too(
    rule: str, start: date, first: date, span: int
) -> None:
    occasion = Occasion(what="例会", on=start, rule=rule, at=time(23), zone=NEW_YORK)
    last = first + timedelta(days=span)
    found = days_of(occasion, ZONE, first, last)
    assert all(first <= day <= last for day in found)
    assert list(found) == sorted(set(found))
    longer = days_of(occasion, ZONE, first - timedelta(days=30), last + timedelta(days=30))
    assert set(found) == {day for day in longer if first <= day <= last}
