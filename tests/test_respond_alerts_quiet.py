"""What keeps quiet: what an open file has already, and what people silenced. All of it stays on record."""

from dataclasses import replace

import pytest

from caifeng.models import AlertKind, Level, Override
from respond import respond
from tests.watched_desk import CALM_DESK, DAY, HOUR, MINUTE, START, Watched, an_item, graded

B, Y, O, R = Level  # noqa: E741 - blue, yellow, orange, red
ID = "INC-2026-0001"


# --- what has the matter already --------------------------------------------------------------------------------------


def family() -> Watched:
    """Two files, the second a child of the first, which is orange."""
    desk = Watched(CALM_DESK)
    desk.look([graded(O, 1), graded(Y, 2)], START)
    first, second = sorted(desk.past.incidents, key=lambda one: one.id)
    desk.write(replace(second, parent=first.id))
    return desk


def test_a_child_of_an_open_file_keeps_quiet_unless_it_rises_above_it() -> None:
    desk = family()
    (quiet,) = desk.look([graded(O, 1), graded(O, 2)], START + HOUR).alerts
    assert quiet.unsent_because == f"属于未闭环案件 {ID}"
    assert quiet.incident_id == "INC-2026-0002"
    (loud,) = desk.look([graded(O, 1), graded(R, 2)], START + 2 * HOUR).alerts
    assert not loud.unsent_because


def test_a_persons_level_of_the_parent_decides() -> None:
    desk = family()
    parent = next(one for one in desk.past.incidents if one.id == ID)
    desk.write(replace(parent, override=Override(level=Y, by="黎航", why="只是两位业主")))
    (alert,) = desk.look([graded(O, 1), graded(O, 2)], START + HOUR).alerts
    assert not alert.unsent_because


def test_files_that_are_each_others_parent_do_not_hang() -> None:
    desk = family()
    parent = next(one for one in desk.past.incidents if one.id == ID)
    desk.write(replace(parent, parent="INC-2026-0002"))
    assert len(desk.look([graded(R, 1), graded(R, 2)], START + HOUR).alerts) == 2


def test_a_second_story_of_a_file_is_recorded_in_it_and_not_told() -> None:
    desk = Watched(CALM_DESK)
    desk.look([graded(O, 1)], START)
    desk.write(replace(desk.incident, story_ids=("S-20261119-01", "S-20261119-02")))
    (quiet,) = desk.look([graded(O, 1), graded(Y, 2)], START + HOUR).alerts
    assert quiet.unsent_because == f"属于未闭环案件 {ID}"
    assert [entry.did for entry in desk.incident.log] == ["发现", "升级"]
    (loud,) = desk.look([graded(O, 1), graded(R, 2)], START + 2 * HOUR).alerts
    assert not loud.unsent_because


def test_a_piece_that_rises_above_its_story_is_told_and_gets_its_own_file() -> None:
    desk = Watched(CALM_DESK)
    desk.look([graded(Y, 1)], START)
    piece = graded(R, 9, split_from="S-20261119-01")
    answer = desk.look([graded(Y, 1), piece], START + HOUR)
    assert [one.unsent_because for one in answer.alerts] == [""]
    assert [one.story_ids for one in answer.incidents] == [(piece.id,)]


def test_a_piece_of_a_story_without_a_file_is_told_with_it_until_that_is_over() -> None:
    desk = Watched(replace(CALM_DESK, open_from=R))
    desk.look([graded(O, 1)], START)
    (quiet,) = desk.look([graded(O, 1), graded(O, 9, split_from="S-20261119-01")], START + HOUR).alerts
    assert quiet.unsent_because == "由 S-20261119-01 分出，已随它告知到橙级"
    desk.look([], START + 2 * HOUR)
    desk.look([], START + 2 * DAY)
    (loud,) = desk.look([graded(O, 8, split_from="S-20261119-01")], START + 3 * DAY).alerts
    assert not loud.unsent_because


def test_two_stories_of_one_file_that_rise_in_one_look_both_stand_in_its_log() -> None:
    desk = Watched(CALM_DESK)
    desk.look([graded(Y, 1)], START)
    desk.write(replace(desk.incident, story_ids=("S-20261119-01", "S-20261119-02")))
    desk.look([graded(O, 1), graded(R, 2)], START + HOUR)
    assert len(desk.incident.log) == 3
    assert desk.incident.machine_level is R


# --- silences ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "orange", "red"),
    [
        ("全部", True, False),
        ("产品质量", True, False),
        ("S-20261119-01", True, True),
        ("S-20261101-09", True, True),
        ("S-20261119-77", False, False),
        ("物业服务", False, False),
    ],
)
def test_a_silence_holds_for_what_it_names_and_red_only_where_it_is_named_itself(
    about: str, orange: bool, red: bool
) -> None:
    desk = Watched(CALM_DESK)
    desk.silence(about, START + DAY)
    one = graded(O, topics=("产品质量",), merged=("S-20261101-09",))
    (first,) = desk.look([one], START).alerts
    assert bool(first.unsent_because) is orange
    if orange:
        assert all(word in first.unsent_because for word in ("静默中", "已知的促销讨论", "黎航", "11-21 08:13"))
    (second,) = desk.look([replace(one, grade=graded(R).grade)], START + HOUR).alerts
    assert bool(second.unsent_because) is red


def test_what_rose_during_a_silence_is_told_after_it_while_nobody_has_it_in_hand() -> None:
    desk = Watched()
    desk.silence("全部", START + 9 * HOUR)
    for hour in range(9):
        desk.look([graded(O)], START + hour * HOUR)
    assert all(alert.unsent_because for alert in desk.past.alerts)
    desk.look([graded(O)], START + 9 * HOUR)
    assert [alert.raised_at for alert in desk.sent(AlertKind.REPEAT)] == [START + 9 * HOUR]


def test_old_news_goes_up_the_line_when_fresh_news_makes_it_worse() -> None:
    desk = Watched()
    ids = respond([graded(O)], desk.past, desk.desk, START).alerts[0].item_ids
    desk.past = replace(desk.past, items={id_: an_item(id_, START - 3 * DAY, START) for id_ in ids})
    for minute in (0, 20, 90):
        desk.look([graded(O)], START + minute * MINUTE)
    assert all(alert.unsent_because for alert in desk.past.alerts)
    desk.past = replace(desk.past, items={id_: an_item(id_, START, START) for id_ in ids})
    for minute in (100, 115):
        desk.look([graded(R)], START + minute * MINUTE)
    assert len(desk.sent(AlertKind.RISE)) == len(desk.sent(AlertKind.ESCALATED)) == 1


def test_a_silenced_file_is_neither_repeated_nor_lost_and_speaks_when_the_silence_ends() -> None:
    desk = Watched()
    desk.look([graded(O)], START)
    desk.silence(ID, START + 5 * HOUR)
    during = [alert for hour in (1, 4) for alert in desk.look([graded(O)], START + hour * HOUR).alerts]
    assert all(alert.unsent_because for alert in during)
    assert {AlertKind.ESCALATED, AlertKind.OVERDUE} <= {alert.kind for alert in during}
    assert [entry.did for entry in desk.incident.log] == ["发现"]
    after = desk.look([graded(O)], START + 5 * HOUR + MINUTE).alerts
    assert AlertKind.REPEAT in {alert.kind for alert in after if not alert.unsent_because}
