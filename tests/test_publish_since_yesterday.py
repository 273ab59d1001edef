"""What an edition says otherwise than the one of the day before."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Briefing, Detail, Level, Matter
from publish.pages.since_yesterday import Turn, before, changes
from tests.samples import sample_briefing

TODAY = sample_briefing()
DAY = timedelta(days=1)


def yesterday(**other: object) -> Briefing:
    return replace(TODAY, date=TODAY.date - DAY, published_at=TODAY.published_at - DAY, **other)  # type: ignore[arg-type]


def test_equal_editions_have_no_changes() -> None:
    assert changes(TODAY, yesterday()) == ()


def test_a_story_that_was_not_told_yesterday_is_new_and_one_not_told_today_is_gone() -> None:
    first, *rest = TODAY.matters
    others = tuple(detail for detail in TODAY.details if detail.story.id != first.story_id)
    (new,) = changes(TODAY, yesterday(matters=tuple(rest), details=others))
    (gone,) = changes(replace(TODAY, matters=tuple(rest), details=others), yesterday())
    assert (new.turn, new.story_id, new.before) == (Turn.NEW, first.story_id, "")
    assert (gone.turn, gone.story_id, gone.now) == (Turn.GONE, first.story_id, "")


def test_levels_and_numbers_that_moved_are_told_with_both_values() -> None:
    first, *rest = TODAY.matters
    lower = replace(first, level=Level.BLUE, distinct=first.distinct + 7)
    overview = replace(TODAY.overview, distinct=TODAY.overview.distinct + 1)
    found = changes(TODAY, yesterday(matters=(lower, *rest), overview=overview, level=Level.RED))
    told = [(change.turn, change.before, change.now) for change in found]
    assert (Turn.LOWERED, Level.RED.full, TODAY.level.full) in told
    assert (Turn.RAISED, "蓝", f"{first.level}") in told
    assert (Turn.FEWER, f"{first.distinct + 7} 条", f"{first.distinct} 条") in told
    assert (Turn.FEWER, f"{overview.distinct} 条", f"{TODAY.overview.distinct} 条") in told


def test_a_story_that_became_part_of_another_counts_as_that_one() -> None:
    detail = next(one for one in TODAY.details if one.story.id == TODAY.matters[0].story_id)
    former = replace(detail, story=replace(detail.story, id="S-20261101-01", merged=()))
    grown = replace(detail, story=replace(detail.story, merged=("S-20261101-01",)))
    now = replace(TODAY, matters=(), details=(grown,))
    assert changes(now, yesterday(matters=(), details=(former,))) == ()


@given(st.permutations(TODAY.matters), st.permutations(TODAY.details))
def test_the_order_in_which_an_edition_holds_its_stories_does_not_matter(
    matters: list[Matter], details: list[Detail]
) -> None:
    shuffled = replace(TODAY, matters=tuple(matters), details=tuple(details))
    other = yesterday(matters=TODAY.matters[1:], details=())
    assert changes(shuffled, other) == changes(TODAY, other)


def test_it_is_compared_with_the_revision_that_stood_when_it_was_made() -> None:
    first, late = yesterday(), yesterday(revision=2)
    late = replace(late, published_at=TODAY.published_at + DAY)
    assert before(TODAY, [late, first]) == first
    assert before(TODAY, [late]) is None, "a day that was made up later had no edition then"
    assert before(TODAY, []) is None
