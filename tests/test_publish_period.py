"""Weekly and monthly reports: what is counted, what is said, what is owed."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import BriefingKind, Level, ToneLabel
from caifeng.models.card import card_of
from caifeng.models.period import Period, period_card, span_named, span_of
from publish.period.compose import compose_period
from publish.period.head import CONCLUSION
from publish.period.owed import owed_periods
from tests.period_days import DESK, NOW, WEEK, edition, full_week, piece, week_of
from tests.sample_stories import LEAK

MONDAY, SUNDAY = date(2026, 11, 9), date(2026, 11, 15)
OWN = WEEK.editions(8)


def words(period: Period) -> str:
    """All that a report says."""
    lines = [line.text for part in period.parts for line in part.lines]
    cells = [
        f"{cell.text} {cell.note}"
        for part in period.parts
        for table in part.tables
        for row in table.rows
        for cell in row
    ]
    notes = [note for part in period.parts for note in part.notes]
    first = [line.text for line in (*period.decided, *period.unseen)]
    return "\n".join([period.conclusion, *first, *lines, *cells, *notes])


def test_a_week_is_told_by_the_editions_of_tuesday_to_monday() -> None:
    assert (WEEK.first, WEEK.last, WEEK.key) == (MONDAY, SUNDAY, "2026-W46")
    assert (OWN[0], OWN[-1]) == (date(2026, 11, 10), date(2026, 11, 16))


def test_where_the_day_ends_in_the_evening_its_own_edition_tells_of_it() -> None:
    assert WEEK.editions(18)[0] == MONDAY
    assert WEEK.editions(18)[-1] == SUNDAY


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from([BriefingKind.WEEKLY, BriefingKind.MONTHLY]))
def test_every_day_lies_in_one_span_that_its_key_names_again(day: date, kind: BriefingKind) -> None:
    span = span_of(kind, day)
    assert span.first <= day <= span.last
    assert span_named(span.key) == span
    assert span.before.after == span
    assert len(span.editions(8)) == (span.last - span.first).days + 1


@pytest.mark.parametrize(
    "text", ["", "2026-W60", "2026-13", "W", "２０２６-W01x", "2026-11-20", "\ud800", "a" * 100_000]
)
def test_what_names_no_week_or_month_is_none(text: str) -> None:
    assert span_named(text) is None


def test_an_item_that_two_editions_show_is_counted_once() -> None:
    first, second = OWN[0], OWN[1]
    seen = piece(first, 1)
    moved = replace(seen, published_at=piece(second, 1).published_at)
    period = compose_period(week_of(edition(first, [seen, piece(first, 2)]), edition(second, [moved])))
    assert period.distinct == 2
    assert period.stories[0].distinct == 2


def test_reprints_and_items_of_no_story_of_ours_are_not_volume() -> None:
    day = OWN[0]
    pieces = [piece(day, 1), piece(day, 2, reprint_of="i-x"), piece(day, 3, story="")]
    period = compose_period(week_of(edition(day, pieces)))
    assert period.distinct == 1
    assert "另有转载 1 条" in words(period)


def test_a_story_that_became_part_of_another_is_told_as_that_one() -> None:
    old = edition(OWN[0], [piece(OWN[0], 1, "S-20261109-01")], stories=["S-20261109-01"])
    new = edition(OWN[1], [piece(OWN[1], 1)])
    detail = new.details[0]
    merged = replace(detail, story=replace(detail.story, merged=("S-20261109-01",)))
    period = compose_period(week_of(old, replace(new, details=(merged,))))
    assert [(one.id, one.distinct) for one in period.stories] == [(LEAK, 2)]


def test_the_level_is_the_gravest_of_its_days_and_each_level_is_counted() -> None:
    levels = (Level.BLUE, Level.ORANGE, Level.YELLOW, Level.ORANGE)
    days = [edition(day, [piece(day, 1)], level) for day, level in zip(OWN, levels, strict=False)]
    period = compose_period(week_of(*days))
    assert period.level is Level.ORANGE
    assert period.level_days == ((Level.ORANGE, 2), (Level.YELLOW, 1), (Level.BLUE, 1))
    assert "橙级 2 天、黄级 1 天、蓝级 1 天" in period.conclusion


def test_the_way_of_a_story_through_the_levels_is_said() -> None:
    levels = (Level.YELLOW, Level.ORANGE, Level.YELLOW)
    days = [edition(day, [piece(day, 1)], level) for day, level in zip(OWN, levels, strict=False)]
    said = words(compose_period(week_of(*days)))
    assert "11-11 升至橙级" in said
    assert "11-12 降至黄级" in said


def test_days_that_are_missing_are_named_and_are_no_calm() -> None:
    days = full_week()
    period = compose_period(week_of(*days[:2], *days[3:]))
    assert period.missing == (OWN[2],)
    assert "没有出刊：11-12" in words(period)
    assert [point.is_gap for point in period.series] == [False, False, True, False, False, False, False]


def test_days_before_the_desk_began_are_not_missing() -> None:
    assert compose_period(week_of(*full_week()[3:])).missing == ()


def test_days_that_are_still_to_come_are_not_missing() -> None:
    days = full_week()[:4]
    period = compose_period(week_of(*days, now=days[-1].window_end.astimezone(UTC)))
    assert period.missing == ()
    assert "提前编写：11-14、11-15、11-16 尚未到出刊之时" in words(period)


def test_a_day_that_cannot_be_read_is_named() -> None:
    days = full_week()
    cards = tuple(map(card_of, days))
    period = compose_period(week_of(*days[1:], cards=cards))
    assert period.damaged == (OWN[0],)
    assert "存档读不出来：11-10" in words(period)


def test_a_week_of_which_nothing_can_be_read_still_has_a_report() -> None:
    cards = tuple(map(card_of, full_week()))
    period = compose_period(week_of(cards=cards))
    assert (period.level, period.distinct, len(period.damaged)) == (Level.BLUE, 0, 7)
    assert "读不出来" in period.conclusion


def test_volume_is_compared_only_with_as_many_editions() -> None:
    before = [edition(day, [piece(day, n) for n in range(2)]) for day in WEEK.before.editions(8)]
    whole = compose_period(week_of(*full_week(), former=before))
    assert "较上周升 50%（上周 14 条）" in whole.conclusion
    part = compose_period(week_of(*full_week(), former=before[:3]))
    assert "每期平均 3.0 条（上周 2.0 条，只有 3 期）" in part.conclusion


def test_a_month_without_last_years_archive_says_so() -> None:
    span = span_of(BriefingKind.MONTHLY, MONDAY)
    period = compose_period(week_of(*full_week(), span=span))
    assert "同比：去年同月没有存档" in words(period)
    assert [part.id for part in period.parts].count("case") == 1


def test_a_month_is_compared_with_the_same_month_of_last_year() -> None:
    span = span_of(BriefingKind.MONTHLY, MONDAY)
    former = [
        edition(day, [piece(day, n) for n in range(2)]) for day in span_of(span.kind, date(2025, 11, 1)).editions(8)
    ]
    period = compose_period(week_of(*full_week(span, 1), span=span, former=former))
    assert "同比：较去年同月降 50%（去年同月 60 条）" in words(period)


def test_every_counted_sentence_of_the_overview_leads_to_its_editions() -> None:
    part = compose_period(week_of(*full_week())).parts[0]
    counted = [line for line in part.lines if any(character.isdigit() for character in line.text)]
    assert counted
    assert all(line.refs for line in counted)


@given(st.text(max_size=60), st.sampled_from(list(Level)), st.integers(0, 4))
def test_the_one_sentence_fits_whatever_the_titles_are(title: str, level: Level, pieces: int) -> None:
    days = [edition(day, [piece(day, n) for n in range(pieces)], level) for day in OWN[:2]]
    detail = days[-1].details[0]
    days[-1] = replace(days[-1], details=(replace(detail, story=replace(detail.story, title=title * 50)),))
    assert len(compose_period(week_of(*days)).conclusion) <= CONCLUSION


def test_the_order_in_which_things_are_given_says_nothing() -> None:
    days = full_week()
    one = compose_period(week_of(*days))
    turned = tuple(replace(day, evidence=day.evidence[::-1]) for day in days)
    other = compose_period(week_of(*turned, cards=tuple(map(card_of, days))[::-1]))
    assert one == other


def test_five_thousand_stories_are_ranked_and_cut() -> None:
    day = OWN[0]
    ids = [f"S-20261110-{number:04d}" for number in range(5000)]
    pieces = [piece(day, number, id_) for number, id_ in enumerate(ids[:1000])]
    period = compose_period(week_of(edition(day, pieces, stories=ids)))
    assert len(period.stories) == 10
    assert "另有 4990 件事件" in words(period)


def test_a_report_is_owed_once_its_last_edition_is_out() -> None:
    cards = tuple(map(card_of, full_week()))
    assert [span.key for span in owed_periods(cards, (), DESK, NOW)] == ["2026-W46"]
    assert owed_periods(cards[:-1], (), DESK, NOW) == ()
    late = NOW + timedelta(hours=13)
    assert [span.key for span in owed_periods(cards[:-1], (), DESK, late)] == ["2026-W46"]


def test_what_is_made_is_owed_no_more() -> None:
    days = full_week()
    made = compose_period(week_of(*days))
    assert owed_periods(tuple(map(card_of, days)), (made,), DESK, NOW) == ()


def test_eight_weeks_and_three_months_are_made_up_and_nothing_without_an_edition() -> None:
    cards = [card_of(edition(NOW.date() - timedelta(days=back), [])) for back in range(200)]
    keys = [span.key for span in owed_periods(cards, (), DESK, NOW)]
    assert [key for key in keys if "W" not in key] == ["2026-08", "2026-09", "2026-10"]
    assert [key for key in keys if "W" in key][::7] == ["2026-W39", "2026-W46"]
    assert len([key for key in keys if "W" in key]) == 8
    assert owed_periods((), (), DESK, NOW) == ()


def test_the_setting_says_which_reports_are_made() -> None:
    cards = tuple(map(card_of, full_week()))
    none = replace(DESK, publish=replace(DESK.publish, periods=()))
    assert owed_periods(cards, (), none, NOW) == ()


def test_one_made_long_after_is_marked() -> None:
    assert compose_period(week_of(*full_week(), now=NOW + timedelta(days=3))).is_late
    assert not compose_period(week_of(*full_week())).is_late


def test_its_card_stands_in_the_month_of_its_last_day() -> None:
    card = period_card(compose_period(week_of(*full_week())))
    assert (card.address, card.date, card.kind) == ("2026-11/2026-W46/", SUNDAY, BriefingKind.WEEKLY)
    month = compose_period(week_of(*full_week(), span=span_of(BriefingKind.MONTHLY, MONDAY)))
    assert period_card(month).address == "2026-11/monthly-2026-11/"


def test_the_negative_share_carries_its_n_and_interval() -> None:
    day = OWN[0]
    pieces = [piece(day, 1), piece(day, 2, tone=ToneLabel.POSITIVE)]
    assert "负面 1/2（50%，区间 9–91%）" in words(compose_period(week_of(edition(day, pieces))))


def test_times_are_aware() -> None:
    period = compose_period(week_of(*full_week()))
    assert period.published_at == NOW
    assert all(at.tzinfo for at in (period.window_start, period.window_end))
