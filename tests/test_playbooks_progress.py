"""How far an incident has come in its playbook: what ticks a step, when it is due, what begins again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import (
    ClockState,
    Counterpart,
    Deed,
    Incident,
    IncidentState,
    Level,
    LogEntry,
    Means,
    Playbook,
    Step,
    StepState,
    StoryType,
)
from caifeng.playbooks import shipped
from respond.playbooks.choose import chosen, situation_of
from respond.playbooks.progress import progress
from tests.nouns import nouns

OPENED = datetime(2026, 11, 14, 12, tzinfo=UTC)
CALL = Step(name="联系用户", what="联系", owner="责任部门", within=timedelta(hours=1), to=Counterpart.CONSUMERS,
            means=(Means.ANSWER,))  # fmt: skip
SAY = Step(name="首次回应", what="回应", owner="新闻发言人", within=timedelta(minutes=30), did=(Deed.FIRST_REPLY,))
AGAIN = Step(
    name="再次回应", what="回应", owner="新闻发言人", within=timedelta(hours=5), did=(Deed.FIRST_REPLY, Deed.REPLIED)
)
MEND = Step(name="整改", what="整改", owner="总经理办", within=timedelta(days=7), starts=Deed.TYPED,
            means=(Means.RECTIFICATION,))  # fmt: skip
BOOK = Playbook(name="甲", steps=(SAY, CALL, AGAIN, MEND))


def line(minutes: int, did: str, note: str = "", **rest: object) -> LogEntry:
    return LogEntry(at=OPENED + timedelta(minutes=minutes), by="黎航", did=did, note=note, **rest)  # type: ignore[arg-type]


def incident(*log: LogEntry) -> Incident:
    return Incident(
        id="INC-2026-0007", title="漏水", story_ids=(), type=StoryType.TRUE, machine_level=Level.ORANGE, override=None,
        owner="售后部", state=IncidentState.HANDLING, opened_at=OPENED, clocks=(), log=(line(0, Deed.FOUND), *log),
    )  # fmt: skip


def _states(*log: LogEntry, after: int = 60) -> dict[str, StepState]:
    found = progress(BOOK, incident(*log), OPENED + timedelta(minutes=after))
    return {state.step.name: state for state in found}


def test_a_step_is_open_then_overdue() -> None:
    assert _states(after=30)["首次回应"].state is ClockState.RUNNING
    assert _states(after=31)["首次回应"].is_overdue


def test_a_line_of_its_deed_ticks_a_step_in_time_or_late() -> None:
    done = _states(line(20, Deed.FIRST_REPLY))["首次回应"]
    assert (done.state, done.by, done.line) == (ClockState.MET, "黎航", 1)
    assert _states(line(45, Deed.FIRST_REPLY))["首次回应"].state is ClockState.LATE


def test_a_line_that_names_the_step_ticks_it() -> None:
    assert _states(line(5, Deed.STEP, "联系用户：八户已通话"))["联系用户"].is_done
    assert not _states(line(5, Deed.NOTE, "联系用户"))["联系用户"].is_done


def test_a_line_of_its_means_ticks_a_step_but_not_for_somebody_else() -> None:
    told = {"means": Means.ANSWER}
    assert _states(line(5, Deed.HANDLED, **told))["联系用户"].is_done
    assert _states(line(5, Deed.HANDLED, to=Counterpart.CONSUMERS, **told))["联系用户"].is_done
    assert not _states(line(5, Deed.HANDLED, to=Counterpart.MEDIA, **told))["联系用户"].is_done


def test_one_line_ticks_one_step() -> None:
    once = _states(line(5, Deed.FIRST_REPLY))
    assert (once["首次回应"].is_done, once["再次回应"].is_done) == (True, False)
    twice = _states(line(5, Deed.FIRST_REPLY), line(6, Deed.FIRST_REPLY))
    assert twice["再次回应"].line == 2


def test_a_step_of_a_type_runs_from_the_decision_and_is_not_ticked_before() -> None:
    mended = {"means": Means.RECTIFICATION}
    states = _states(line(5, Deed.HANDLED, **mended), line(60, Deed.TYPED), after=120)
    assert states["整改"].due_at == OPENED + timedelta(minutes=60, days=7)
    assert not states["整改"].is_done
    assert _states(line(60, Deed.TYPED), line(70, Deed.HANDLED, **mended), after=120)["整改"].is_done


def test_reopening_begins_all_steps_again() -> None:
    states = _states(line(5, Deed.FIRST_REPLY), line(600, Deed.REOPENED), after=610)
    assert not states["首次回应"].is_done
    assert states["首次回应"].due_at == OPENED + timedelta(minutes=630)


def test_the_owner_of_the_case_stands_for_the_department_responsible() -> None:
    assert _states()["联系用户"].step.owner == "售后部"


@given(
    st.lists(nouns(LogEntry), max_size=5),
    nouns(Playbook),
    st.timedeltas(timedelta(days=-9_000), timedelta(days=9_000)).map(OPENED.__add__),
)
def test_any_log_and_any_clock_give_a_state_to_every_step(log: list[LogEntry], book: Playbook, now: datetime) -> None:
    states = progress(book, incident(*log), now)
    assert [state.step.name for state in states] == [step.name for step in book.steps]
    for state in states:
        assert state.is_done == (state.state in (ClockState.MET, ClockState.LATE))


def test_an_incident_of_a_shipped_playbook_comes_to_its_end() -> None:
    opened = incident(line(1, Deed.TYPED))
    book = chosen(shipped(), situation_of(opened, ()))
    steps = [line(10 + place, Deed.STEP, step.name) for place, step in enumerate(book.steps)]
    states = progress(book, incident(line(1, Deed.TYPED), *steps), OPENED + timedelta(days=9))
    assert all(state.is_done for state in states)


def test_a_step_of_a_bottom_line_runs_from_the_line_that_names_it() -> None:
    step = Step(name="救治", what="救治", owner="售后部", within=timedelta(minutes=15), starts="伤亡")
    book = Playbook(name="伤亡", steps=(step,))
    later = incident(
        line(60, "升级", "黄 → 橙：伤亡：“受伤”（2 条）"), line(70, "步骤", "救治"), line(300, "升级", "橙 → 红")
    )
    (state,) = progress(book, later, OPENED + timedelta(hours=9))
    assert state.due_at == OPENED + timedelta(minutes=75)
    assert state.is_done
    (unnamed,) = progress(book, incident(line(60, "升级", "黄 → 橙")), OPENED + timedelta(hours=9))
    assert unnamed.due_at == OPENED + timedelta(minutes=75)
    (at_once,) = progress(book, incident(), OPENED)
    assert at_once.due_at == OPENED + timedelta(minutes=15)
