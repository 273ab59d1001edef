"""The score sheet of a drill: pure, whatever the order and the hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import (
    Alert,
    AlertKind,
    Channel,
    Deed,
    Engagement,
    Incident,
    IncidentState,
    Item,
    Level,
    LogEntry,
    Means,
    Override,
    StoryType,
)
from caifeng.models.drill import DrillItem, DrillScore, Expected, Scenario
from respond.drills import Played, changes, score, sheets

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def item(id_: str, minute: int, trap: str = "") -> tuple[DrillItem, Item]:
    asked = DrillItem(after=minute * MINUTE, id=id_, source="论坛", title=id_, text="", trap=trap)
    seen = Item(
        id=f"i-{id_}", revision=1, content_hash="0", source="论坛", channel=Channel.FORUM, tier=4, region="",
        is_official=False, url=f"https://yanlian.invalid/{id_}", title=id_, text="", author="", credited="",
        published_at=START + minute * MINUTE, is_time_estimated=False, seen_at=START + minute * MINUTE,
        engagement=Engagement(),
    )  # fmt: skip
    return asked, seen


def alert(id_: str, minute: int, *items: str, kind: AlertKind = AlertKind.RISE) -> Alert:
    return Alert(
        id=id_, story_id="S-1", story_title="题", level=Level.YELLOW, previous=None, reason="理由",
        item_ids=tuple(f"i-{one}" for one in items), owner="", raised_at=START + minute * MINUTE, kind=kind,
    )  # fmt: skip


def entry(minute: int, did: str, means: Means | None = None, note: str = "") -> LogEntry:
    return LogEntry(at=START + minute * MINUTE, by="值班员", did=did, means=means, note=note, evidence=("i-a",))


def incident(*log: LogEntry, id_: str = "INC-2026-0001", minute: int = 10) -> Incident:
    return Incident(
        id=id_, title="题", story_ids=("S-1",), type=StoryType.TRUE, machine_level=Level.YELLOW, override=None,
        owner="", state=IncidentState.FOUND, opened_at=START + minute * MINUTE, clocks=(), log=log,
    )  # fmt: skip


def played(**given_: object) -> Played:
    facts: dict[str, object] = {
        "id": "2026-11-21-演练", "began_at": START, "ended_at": START + 60 * MINUTE,
        "items": (item("a", 5), item("b", 7), item("trap", 3, "无关")),
    }  # fmt: skip
    return Played(**(facts | given_))  # type: ignore[arg-type]


def asked(**expected: object) -> Scenario:
    return Scenario(
        name="脚本", length=60 * MINUTE, sources=(), items=(), expected=Expected(**expected)  # type: ignore[arg-type]
    )  # fmt: skip


def times(found: DrillScore) -> Sequence[timedelta | None]:
    return [measure.took for measure in found.measures]


def test_noticing_counts_from_the_first_item_that_is_no_trap_to_the_first_alert_about_it() -> None:
    alerts = (alert("A-2", 12, "b"), alert("A-1", 4, "trap"), alert("A-3", 9, "a", kind=AlertKind.REMINDER))
    assert times(score(asked(), played(alerts=alerts)))[0] == 7 * MINUTE


def test_owner_and_reply_count_from_the_opening_of_the_file() -> None:
    case = incident(entry(10, Deed.FOUND), entry(18, Deed.RECEIVED), entry(14, Deed.ASSIGNED), entry(33, Deed.REPLIED))
    found = score(asked(owner=5 * MINUTE, reply=20 * MINUTE), played(incidents=(case,)))
    assert times(found)[1:] == [4 * MINUTE, 23 * MINUTE]
    assert [measure.is_met for measure in found.measures] == [None, True, False]


def test_what_never_happened_took_no_time_and_is_not_met() -> None:
    found = score(asked(notice=MINUTE, owner=MINUTE, reply=MINUTE, level=Level.RED, type=StoryType.TRUE), played())
    assert times(found) == [None, None, None]
    assert (found.met, found.asked) == (0, 5)


def test_an_act_logged_before_the_file_was_opened_counts_as_at_once() -> None:
    case = incident(entry(2, Deed.RECEIVED), minute=10)
    assert times(score(asked(), played(incidents=(case,))))[1] == timedelta()


def test_a_step_is_done_by_its_deed_its_means_or_a_line_that_names_it() -> None:
    case = incident(
        entry(11, Deed.RECEIVED), entry(12, Deed.HANDLED, Means.RECALL), entry(13, Deed.STEP, note="成立专班")
    )
    found = score(asked(steps=("接收", "召回", "成立专班", "权威发布")), played(incidents=(case,)))
    assert found.missed == ("权威发布",)
    assert [check.is_met for check in found.checks] == [False]


def test_steps_of_the_playbook_that_were_due_are_missed_as_well() -> None:
    assert score(asked(), played(skipped=("通报上级",))).missed == ("通报上级",)


def test_the_level_in_force_is_compared_a_persons_where_one_decided() -> None:
    case = replace(incident(), override=Override(level=Level.RED, by="总经理", why="伤人"))
    assert score(asked(level=Level.RED), played(incidents=(case,))).checks[0].is_met


def test_a_trap_that_an_alert_takes_for_proof_is_named() -> None:
    assert score(asked(), played(alerts=(alert("A-1", 9, "a", "trap"),))).sprung == ("trap",)


@given(st.permutations(range(3)), st.permutations(range(3)), st.permutations(range(2)))
def test_the_order_in_which_things_are_given_is_nothing(items: list[int], alerts: list[int], cases: list[int]) -> None:
    pieces = (item("a", 5), item("b", 7), item("trap", 3, "无关"))
    raised = (alert("A-1", 9, "a"), alert("A-2", 9, "b"), alert("A-3", 30, "trap"))
    files = (incident(entry(15, Deed.RECEIVED)), incident(entry(11, Deed.RECEIVED), id_="INC-2026-0002"))
    shuffled = played(
        items=[pieces[at] for at in items], alerts=[raised[at] for at in alerts], incidents=[files[at] for at in cases]
    )
    straight = played(items=pieces, alerts=raised, incidents=files)
    assert score(asked(notice=MINUTE), shuffled) == score(asked(notice=MINUTE), straight)


def test_a_drill_stands_beside_the_one_before_it_of_the_same_scenario() -> None:
    first = score(asked(), played(alerts=(alert("A-1", 15, "a"),)))
    second = replace(
        score(asked(), played(id="2026-11-22-演练", alerts=(alert("A-1", 9, "a"),))),
        ended_at=START + timedelta(days=1),
    )
    other = replace(first, id="2026-11-21-别的", drill="别的", ended_at=START + timedelta(hours=12))
    found = changes(second, [other, second, first])
    assert next((one.now, one.before, one.before_id) for one in found) == (4 * MINUTE, 10 * MINUTE, "2026-11-21-演练")
    assert changes(first, [second, first, other]) == ()
    assert [sheet.score.id for sheet in sheets([first, second, other])] == [second.id, other.id, first.id]
