"""A month's handling is counted once, censored steps apart, and the same whatever the order of the record."""

import itertools
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import (
    Alert,
    AlertKind,
    ClockRule,
    Delivery,
    DeliveryState,
    Desk,
    HandlingFigures,
    HandlingRecord,
    Incident,
    IncidentState,
    Level,
    LogEntry,
    Notice,
    Proof,
    Recipient,
)
from caifeng.models.handling import ClockShare, StepTime
from respond.handling import handling, handling_of_days, months
from tests.case_samples import DESK, NOW, clock, incident
from tests.nouns import nouns
from tests.samples import at

NOVEMBER, OCTOBER, DECEMBER = date(2026, 11, 1), date(2026, 10, 1), date(2026, 12, 1)
RAISED = at(16, "09:00")
LATER = datetime(2027, 1, 10, tzinfo=UTC)


def month(*incidents: Incident, of: date = NOVEMBER, now: datetime = LATER, **record: object) -> HandlingFigures:
    found = HandlingRecord(incidents=incidents, **record)  # type: ignore[arg-type]
    return handling(found, of, DESK, now)


def step(figures: HandlingFigures, name: str) -> StepTime:
    return next(one for one in figures.steps if one.name == name)


def limit(figures: HandlingFigures, name: str) -> ClockShare:
    return next(one for one in figures.clocks if one.name == name)


def lines(*said: tuple[datetime, str]) -> tuple[LogEntry, ...]:
    return tuple(LogEntry(at=when, by="甲", did=did) for when, did in said)


def alert(id_: str = "A-1", raised: datetime = RAISED, **changes: object) -> Alert:
    """Raised ten minutes after its last proof was seen, which was published five minutes earlier."""
    seen = raised - timedelta(minutes=10)
    proof = Proof(
        item_id=f"i-{id_}", title="", source="", url="", published_at=seen - timedelta(minutes=5), seen_at=seen
    )
    made = Alert(
        id=id_, story_id="S-1", story_title="", level=Level.ORANGE, previous=None, reason="", item_ids=(proof.item_id,),
        owner="", raised_at=raised, proof=(proof,), told=(Recipient(person="甲", channel="mail"),),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def delivery(notice: str, state: DeliveryState, when: datetime) -> Delivery:
    return Delivery(date=when.date(), revision=1, channel="mail", recipient_hash="0" * 32, state=state, attempt=1,
                    message_id="m", at=when, notice=notice)  # fmt: skip


def test_a_month_without_anything_has_figures_of_nothing() -> None:
    empty = month()
    assert not (empty.opened or empty.closed or empty.still_open or empty.clocks or empty.alerts)
    assert all(one.n == one.undone == 0 and one.median is None and one.p95 is None for one in empty.steps)
    assert empty.is_whole


def test_a_handled_incident_counts_in_every_figure() -> None:
    found = month(incident())
    assert found.opened == found.closed == ("INC-2026-0007",) and found.still_open == ()
    assert step(found, "到责任人").median == timedelta(minutes=10)
    assert step(found, "首次回应").median == timedelta(hours=3)
    assert step(found, "闭环").median == step(found, "闭环").p95 == timedelta(hours=49)
    assert step(found, "首次进展反馈").n == 0 and step(found, "首次进展反馈").skipped == 1
    assert limit(found, "到责任人").on_time.share == 1.0
    assert limit(found, "首次回应").late_ids == ("INC-2026-0007",)
    assert [(one.name, one.n) for one in found.causes] == [("生产部", 1)]
    assert [(one.name, one.n) for one in found.satisfaction] == [("满意", 1)]
    assert [(one.name, one.n) for one in found.rectify_due] == [("按期完成", 1), ("未完成", 1)]
    assert found.rectify_overdue == ("INC-2026-0007",)


def test_an_incident_over_a_months_end_closes_in_the_month_in_which_it_ends() -> None:
    start, end = datetime(2026, 10, 30, 2, tzinfo=UTC), datetime(2026, 11, 3, 2, tzinfo=UTC)
    case = incident(opened_at=start, log=lines((start, "发现"), (end, "闭环")), clocks=(), review=None)
    october, november, december = (month(case, of=one) for one in (OCTOBER, NOVEMBER, DECEMBER))
    assert october.opened == october.still_open == (case.id,) and october.closed == ()
    assert step(october, "闭环").n == 0 and step(october, "闭环").undone == 1
    assert step(october, "闭环").longest == datetime(2026, 10, 31, 16, tzinfo=UTC) - start
    assert november.closed == (case.id,) and november.opened == november.still_open == ()
    assert step(november, "闭环").median == timedelta(days=4)
    assert december.closed == december.opened == () and step(december, "闭环").undone == 0


def test_what_is_not_done_is_counted_apart_with_how_long_it_waits() -> None:
    case = incident(state=IncidentState.FOUND, log=lines((at(16, "09:00"), "发现")), clocks=(), review=None)
    found = month(case, now=NOW)
    assert not found.is_whole and found.until == NOW
    for name in ("到责任人", "首次回应", "闭环"):
        assert (step(found, name).n, step(found, name).undone) == (0, 1)
        assert step(found, name).longest == timedelta(days=4) and step(found, name).undone_ids == (case.id,)


def test_a_reopened_incident_is_handled_anew_from_the_reopening() -> None:
    log = lines((at(16, "09:00"), "发现"), (at(16, "10:00"), "首次回应"), (at(17, "09:00"), "闭环"),
                (at(18, "09:00"), "重启"), (at(18, "12:00"), "首次回应"))  # fmt: skip
    found = month(incident(log=log, clocks=(), state=IncidentState.HANDLING), now=NOW)
    assert found.reopened == found.closed == found.still_open == ("INC-2026-0007",)
    assert step(found, "首次回应").n == 2 and step(found, "首次回应").median == timedelta(hours=2)
    assert step(found, "闭环").n == 1 and step(found, "闭环").undone == 1
    assert step(found, "闭环").longest == timedelta(days=2)


def test_a_clock_counts_once_when_it_is_stopped_or_falls_due() -> None:
    case = incident(state=IncidentState.HANDLING, clocks=(
        clock("甲", 30, at(16, "09:00"), at(16, "09:20")),
        clock("乙", 30, at(16, "09:00"), at(19, "09:00")),
        clock("丙", 30, at(16, "09:00"), None),
        clock("丁", 60 * 24 * 30, at(16, "09:00"), None),
        replace(clock("戊", 30, at(16, "09:00"), None), paused="等检测报告"),
    ))  # fmt: skip
    found = month(case, now=NOW)
    assert [(one.name, one.on_time.count, one.on_time.total, one.running, one.paused) for one in found.clocks] == [
        ("甲", 1, 1, 0, 0), ("乙", 0, 1, 0, 0), ("丙", 0, 1, 0, 0), ("丁", 0, 0, 1, 0), ("戊", 0, 0, 0, 1),
    ]  # fmt: skip
    assert limit(month(case, of=DECEMBER), "丁").late_ids == (case.id,)
    assert limit(month(case, of=DECEMBER), "丙").on_time.total == 0


def test_the_limits_of_the_round_before_a_reopening_count_too() -> None:
    rule = ClockRule(name="首次回应", limit=timedelta(minutes=30), norm="S1 ⑻", stops=("首次回应",))
    log = lines((at(16, "09:00"), "发现"), (at(16, "10:00"), "首次回应"), (at(17, "09:00"), "闭环"),
                (at(18, "09:00"), "重启"), (at(18, "09:10"), "首次回应"))  # fmt: skip
    case = incident(
        log=log, state=IncidentState.HANDLING, clocks=(clock("首次回应", 30, at(18, "09:00"), at(18, "09:10")),)
    )
    found = handling(HandlingRecord(incidents=(case,)), NOVEMBER, replace(DESK, clocks=(rule,)), NOW)
    assert (limit(found, "首次回应").on_time.count, limit(found, "首次回应").on_time.total) == (1, 2)


def test_a_clock_that_was_not_due_when_its_incident_closed_is_not_counted() -> None:
    case = incident(clocks=(clock("进展反馈", 60 * 24 * 30, at(16, "09:00"), None),))
    assert limit(month(case, of=DECEMBER), "进展反馈").on_time.total == 0


def test_alerts_are_counted_by_kind_and_level_with_the_reasons_of_those_unsent() -> None:
    found = month(alerts=(
        alert("A-1"), alert("A-2", unsent_because="属于未闭环案件 INC-2026-0001"),
        alert("A-3", unsent_because="属于未闭环案件 INC-2026-0002"), alert("A-4", kind=AlertKind.ESCALATED),
        alert("A-5", raised=LATER),
    ))  # fmt: skip
    assert [(one.kind, one.level, one.n, one.told) for one in found.alerts] == [
        (AlertKind.RISE, Level.ORANGE, 3, 1), (AlertKind.ESCALATED, Level.ORANGE, 1, 1),
    ]  # fmt: skip
    assert [(one.name, one.n, one.ids) for one in found.unsent] == [("属于未闭环案件 INC-…", 2, ("A-2", "A-3"))]
    assert found.escalated == ("A-4",)


def test_the_way_from_publication_to_the_message_is_timed_step_by_step() -> None:
    sent = Notice(
        id="N-1", channel="mail", persons=("甲",), alert_ids=("A-1",), level=Level.ORANGE, made_at=at(16, "09:00")
    )
    owed = replace(sent, id="N-2", alert_ids=("A-2",))
    found = month(
        alerts=(alert("A-1"), alert("A-2"), alert("A-3", unsent_because="静默")),
        notices=(sent, owed),
        deliveries=(
            delivery("N-1", DeliveryState.CLAIMED, at(16, "09:01")),
            delivery("N-1", DeliveryState.SENT, at(16, "09:02")),
            delivery("N-2", DeliveryState.REFUSED, at(16, "09:02")),
        ),
        now=NOW,
    )
    assert step(found, "采到").median == timedelta(minutes=5)
    assert step(found, "发出预警").median == timedelta(minutes=10)
    arrived = step(found, "预警送达")
    assert (arrived.median, arrived.n, arrived.undone, arrived.undone_ids) == (timedelta(minutes=2), 1, 1, ("A-2",))
    assert [(one.name, one.n) for one in found.deliveries] == [("refused", 1), ("sent", 1)]


def test_false_alarms_and_misses_are_those_that_people_logged() -> None:
    false = incident("INC-2026-0001", log=lines((at(16, "09:00"), "发现"), (at(16, "10:00"), "误报")))
    missed = incident("INC-2026-0002", log=lines((at(16, "09:00"), "发现"), (at(16, "09:00"), "漏报")))
    found = month(false, missed)
    assert (found.false_alarms, found.missed) == (("INC-2026-0001",), ("INC-2026-0002",))


def test_a_month_is_one_of_the_desks_own_zone() -> None:
    midnight = datetime(2026, 10, 31, 16, tzinfo=UTC)  # 00:00 of 1 November in Shanghai
    case = incident(opened_at=midnight, log=lines((midnight, "发现")), clocks=(), review=None)
    assert month(case).opened and not month(case, of=OCTOBER).opened
    there = Desk(name="远方", zone=ZoneInfo("America/New_York"))
    assert handling(HandlingRecord(incidents=(case,)), OCTOBER, there, LATER).opened


def test_months_run_from_the_first_thing_on_record_to_this_one() -> None:
    record = HandlingRecord(incidents=(incident(opened_at=datetime(2026, 11, 5, tzinfo=UTC)),))
    assert months(record, DESK, LATER) == (date(2027, 1, 1), DECEMBER, NOVEMBER)
    assert months(HandlingRecord(), DESK, LATER) == (date(2027, 1, 1),)


@pytest.mark.parametrize("n", [1, 19, 20, 100])
def test_the_95th_percentile_is_a_time_that_was_measured(n: int) -> None:
    start = at(16, "09:00")
    many = []
    for minutes in range(1, n + 1):
        log = lines((start, "发现"), (start + timedelta(minutes=minutes), "接收"))
        many.append(incident(f"INC-2026-{minutes:04d}", clocks=(), opened_at=start, log=log))
    assert step(month(*many), "到责任人").p95 == timedelta(minutes=-(-95 * n // 100))


@settings(max_examples=50)
@given(
    st.lists(nouns(Incident), max_size=3), st.lists(nouns(Alert), max_size=3), st.dates(date(2020, 1, 1)), st.randoms()
)
def test_any_record_gives_the_same_figures_in_any_order(
    incidents: list[Incident], alerts: list[Alert], day: date, rng: random.Random
) -> None:
    cases = {one.id: one for one in incidents}
    known = {one.id: one for one in alerts}
    one = HandlingRecord(incidents=tuple(cases.values()), alerts=tuple(known.values()))
    shuffled, mixed = list(cases.values()), list(known.values())
    rng.shuffle(shuffled)
    rng.shuffle(mixed)
    other = HandlingRecord(incidents=tuple(shuffled), alerts=tuple(mixed))
    assert handling(one, day, DESK, NOW) == handling(other, day, DESK, NOW)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from(["接收", "首次回应", "闭环", "重启", "误报"]), st.integers(0, 200)), max_size=12)
)
def test_every_step_is_done_in_one_month_only(said: list[tuple[str, int]]) -> None:
    start = datetime(2026, 10, 1, tzinfo=UTC)
    log = ((start, "发现"), *((start + timedelta(days=days), did) for did, days in said))
    case = incident(opened_at=start, log=lines(*log), clocks=(), review=None)
    now = start + timedelta(days=400)
    every = [month(case, of=one, now=now) for one in months(HandlingRecord(incidents=(case,)), DESK, now)]
    rounds = 1 + sum(did == "重启" for did, _ in said)
    for name in ("到责任人", "首次回应", "闭环"):
        assert sum(step(one, name).n for one in every) + step(every[0], name).undone <= rounds


def test_what_the_weeks_of_a_month_count_is_what_the_month_counts() -> None:
    raised = tuple(alert(f"A-{day}", at(day, "09:00")) for day in (10, 15, 16, 29))
    record = HandlingRecord(incidents=(incident(),), alerts=raised)
    cuts = [date(2026, 11, 1), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23), DECEMBER]
    weeks = [handling_of_days(record, one, after, DESK, LATER) for one, after in itertools.pairwise(cuts)]
    whole = handling(record, NOVEMBER, DESK, LATER)
    assert [sum(count.n for count in week.alerts) for week in weeks] == [0, 2, 1, 1]
    assert sum(count.n for count in whole.alerts) == len(raised)
    assert [id_ for week in weeks for id_ in week.opened] == list(whole.opened)
