"""Many alerts become few messages: none is lost, none is told twice to the same person, whatever the order."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Alert, AlertKind, AlertRules, Desk, Level, Notice, Recipient
from respond.alerts.fold import plan_notices

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
PEOPLE, CHANNELS = ("黎航", "沈渡", "苏晓"), ("mail", "值班群", "管理群")
WAYS = [Recipient(person=person, channel=channel) for person in PEOPLE for channel in CHANNELS]
MAIL = Recipient(person="黎航", channel="mail")


def desk(messages: int = 5) -> Desk:
    return Desk(name="甲", zone=ZoneInfo("Asia/Shanghai"), alerts=AlertRules(messages=messages))


def alert(
    number: int,
    level: Level = Level.ORANGE,
    kind: AlertKind = AlertKind.RISE,
    told: tuple[Recipient, ...] = (MAIL,),
    topics: tuple[str, ...] = (),
) -> Alert:
    return Alert(
        id=f"A-{number:05}-{level.rank}-{kind.name}", story_id=f"S-{number}", story_title="漏水", level=level,
        previous=None, reason="", item_ids=(), owner="", raised_at=NOW - timedelta(minutes=number), kind=kind,
        told=told, topics=topics,
    )  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> list[Alert]:
    made = st.builds(
        lambda level, kind, told, topics, waits, incident, story: replace(
            alert(story, level, kind, tuple(sorted(told, key=str)), tuple(topics)),
            send_from=None if waits is None else NOW + timedelta(hours=waits),
            incident_id=incident,
        ),
        st.sampled_from(Level),
        st.sampled_from(AlertKind),
        st.sets(st.sampled_from(WAYS)),
        st.sets(st.sampled_from(["质量", "价格", "形象"])),
        st.sampled_from([None, -1, 0, 1]),
        st.sampled_from(["", "", "INC-2026-0001", "INC-2026-0002"]),
        st.integers(0, 8),
    )
    found = draw(st.lists(made, max_size=24))
    return [replace(one, id=f"A-{place}") for place, one in enumerate(found)]


def owed(alerts: list[Alert], settled: set[tuple[str, Recipient]]) -> set[tuple[str, Recipient]]:
    due = [one for one in alerts if one.send_from is None or one.send_from <= NOW]
    return {(one.id, way) for one in due for way in one.told} - settled


def planned(alerts: list[Alert], settled: Collection[tuple[str, Recipient]] = (), most: int = 5) -> tuple[Notice, ...]:
    return plan_notices(alerts, settled, desk(most), NOW)


@given(records(), st.integers(1, 6), st.data())
def test_everything_owed_stands_in_exactly_one_message_of_each(
    alerts: list[Alert], most: int, data: st.DataObject
) -> None:
    every = [(one.id, way) for one in alerts for way in one.told]
    settled = set(data.draw(st.lists(st.sampled_from(every)))) if every else set()
    notices = planned(alerts, settled, most)
    told = Counter(
        (id_, Recipient(person=person, channel=one.channel))
        for one in notices
        for id_ in one.alert_ids
        for person in one.persons
    )
    wanted = owed(alerts, settled)
    assert {pair: told[pair] for pair in wanted} == dict.fromkeys(wanted, 1)
    for one in notices:
        assert all(
            any((id_, Recipient(person=person, channel=one.channel)) in wanted for person in one.persons)
            for id_ in one.alert_ids
        )
        assert all(
            any((id_, Recipient(person=person, channel=one.channel)) in wanted for id_ in one.alert_ids)
            for person in one.persons
        )


@given(records(), st.integers(1, 6))
def test_no_mailbox_or_chat_gets_more_than_its_share(alerts: list[Alert], most: int) -> None:
    notices = planned(alerts, most=most)
    boxes = Counter((one.channel, one.persons if one.channel == "mail" else ()) for one in notices)
    assert all(count <= most for count in boxes.values())
    assert all(len(one.persons) == 1 for one in notices if one.channel == "mail")
    assert len({one.id for one in notices}) == len(notices)


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(alerts: list[Alert], random: Random) -> None:
    shuffled = [replace(one, told=one.told[::-1]) for one in alerts]
    random.shuffle(shuffled)
    assert planned(shuffled) == planned(alerts)


@given(records())
def test_the_level_of_a_message_is_that_of_its_gravest(alerts: list[Alert]) -> None:
    by_id = {one.id: one for one in alerts}
    notices = planned(alerts)
    for one in notices:
        assert one.level.rank == max(by_id[id_].level.rank for id_ in one.alert_ids)
    ranks = [one.level.rank for one in notices]
    assert ranks == sorted(ranks, reverse=True)


def test_what_is_settled_for_all_gives_no_message() -> None:
    alerts = [alert(1), alert(2)]
    assert planned(alerts, {(one.id, MAIL) for one in alerts}) == ()
    assert planned([]) == ()


def test_few_matters_have_a_message_each() -> None:
    notices = planned([alert(1, Level.YELLOW), alert(2, Level.RED), alert(3)])
    assert [one.alert_ids for one in notices] == [
        ("A-00002-3-RISE",), ("A-00003-2-RISE",), ("A-00001-1-RISE",),
    ]  # fmt: skip


def test_alerts_of_one_incident_share_a_message() -> None:
    rise = replace(alert(1), incident_id="INC-2026-0001")
    late = replace(alert(9, kind=AlertKind.OVERDUE), incident_id="INC-2026-0001", story_id="S-1")
    earlier = replace(alert(2, Level.YELLOW), story_id="S-1")  # before the file was opened
    (one,) = planned([rise, earlier, late])
    assert one.alert_ids == (late.id, rise.id, earlier.id)


def test_what_was_over_before_it_was_sent_is_told_as_over() -> None:
    rise = alert(5, Level.RED)
    over = replace(alert(5, Level.BLUE, AlertKind.RESOLVED), raised_at=NOW)
    other = alert(6, Level.YELLOW)
    both = planned([rise, over, other])
    assert {one.alert_ids for one in both} == {(over.id, rise.id), (other.id,)}


def test_a_storm_becomes_few_messages_and_names_everything() -> None:
    topics = [f"议题{number}" for number in range(9)]
    storm = [alert(number, list(Level)[number % 4], topics=(topics[number % 9],)) for number in range(10_000)]
    notices = planned(storm)
    assert len(notices) == 5
    assert sorted(id_ for one in notices for id_ in one.alert_ids) == sorted(one.id for one in storm)
    alone = [one for one in notices if len(one.alert_ids) == 1]
    assert [one.level for one in alone] == [Level.RED, Level.RED]


def test_with_few_topics_each_topic_has_its_own_message() -> None:
    storm = [alert(number, topics=("质量" if number % 2 else "价格",)) for number in range(40)]
    assert sorted(len(one.alert_ids) for one in planned(storm)) == [1, 1, 19, 19]


def test_a_chat_gets_one_message_that_names_all_its_people() -> None:
    told = tuple(Recipient(person=person, channel="值班群") for person in PEOPLE)
    (one,) = planned([alert(1, told=told)])
    assert (one.channel, one.persons) == ("值班群", tuple(sorted(PEOPLE)))
    (rest,) = planned([alert(1, told=told)], {(alert(1).id, told[0])})
    assert rest.persons == tuple(sorted(PEOPLE[1:]))


def test_the_same_alerts_give_the_same_id_and_others_another() -> None:
    first, later = planned([alert(1)])[0], plan_notices([alert(1)], (), desk(), NOW + timedelta(hours=6))[0]
    assert first.id == later.id
    assert len(first.id) == 18
    assert first.id != planned([alert(2)])[0].id
    other = replace(alert(1), told=(replace(MAIL, person="沈渡"),))
    assert planned([other])[0].id != first.id


def test_ten_thousand_alerts_to_a_hundred_people_take_seconds() -> None:
    told = tuple(Recipient(person=f"人{number:03}", channel=way) for number in range(100) for way in CHANNELS)
    notices = planned([alert(number, told=told) for number in range(10_000)])
    assert Counter(one.channel for one in notices) == {"mail": 300, "值班群": 3, "管理群": 3}
