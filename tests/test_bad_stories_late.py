"""Days made up late look at nothing that came after them, and break no id, no alert and no case file."""

from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from caifeng.models import Item, Label, Level, Relation, Story
from publish.briefing.head import decisions
from publish.site.material import CaseFile, SiteMaterial
from publish.site.publish import root_site
from respond import Past, respond
from tests.analyze_stories import DESK, NOW, item
from tests.briefing_days import a_day, edition
from tests.lived_workspace import Lived, lived
from tests.test_analyze_lives import FIRE, LEAKS, holding, told

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
DAY = timedelta(days=1)
MATTERS = ("净水机接口漏水泡坏地板", "净水机滤芯发黑有异味", "净水机直播间赠品迟迟不发", "净水机厂排放废水扰民")


def complaint(n: int, at: datetime) -> Item:
    matter = MATTERS[n % len(MATTERS)]
    return item(f"i-{n:012x}", f"{matter}", f"第{n}户说{matter}，孩子受伤。", published_at=at, seen_at=at,
                url=f"https://forum.example/{n}", author=f"户主{n}")  # fmt: skip


def hours(first: int, last: int) -> list[tuple[datetime, Item]]:
    """A look at every second hour with one complaint each."""
    return [(NOW + timedelta(hours=n), complaint(n, NOW + timedelta(hours=n))) for n in range(first, last, 2)]


def fed(made: Lived, found: list[tuple[datetime, Item]]) -> Lived:
    for at, one in found:
        made.look(at, [one])
    return made


@pytest.mark.parametrize("hour", [6, 13, 24])
def test_what_is_told_at_an_hour_is_the_same_whatever_came_later(tmp_path: Path, hour: int) -> None:
    at = NOW + timedelta(hours=hour)
    blind = fed(lived(tmp_path / "blind"), [one for one in hours(0, 40) if one[0] <= at])
    seeing = fed(lived(tmp_path / "seeing"), hours(0, 40))
    assert blind.told(at).stories == seeing.told(at).stories


def test_a_day_made_up_late_shows_nothing_of_what_came_after_it(tmp_path: Path) -> None:
    made = fed(lived(tmp_path / "desk"), hours(0, 60))
    known = {story.id: story for story in made.told(NOW + timedelta(hours=60)).stories}
    at = NOW + timedelta(hours=24)
    for story in made.told(at).stories:
        assert story.last_at <= at
        assert all(int(id_.removeprefix("i-"), 16) <= 24 for id_ in story.all_ids)
    again = {story.id: story for story in made.told(NOW + timedelta(hours=61)).stories}
    assert {id_: story.all_ids for id_, story in again.items()} == {id_: s.all_ids for id_, s in known.items()}


def test_stories_that_began_after_a_day_made_up_keep_their_ids_and_raise_no_second_alarm(tmp_path: Path) -> None:
    made = fed(lived(tmp_path / "desk"), hours(0, 60))
    now = NOW + timedelta(hours=60)
    late = replace(complaint(99, now), title="空气净水机起火烧坏橱柜", text="净水机起火，消防到场，两人受伤缝针。")
    made.look(now, [late, replace(late, id="i-" + "9" * 12, text="我家净水机也起火了，手烫伤缝针。", author="另一家")])
    first = made.told(now)
    fire = holding(first.stories, late.id)
    made.told(NOW + DAY)  # a day that was owed
    assert fire.id in {story.id for story in made.workspace.lake.stories()}
    later = made.told(now + timedelta(minutes=5))
    assert holding(later.stories, late.id).id == fire.id
    assert not later.alerts
    assert not later.opened
    ids = [story.id for story in later.stories]
    assert len(ids) == len(set(ids))


# --- a case file whose story became part of another -------------------------------------------------------------------


@pytest.fixture(scope="module")
def merged() -> tuple[Story, Story]:
    """The younger of two stories, and the one that both became."""
    apart = told([*LEAKS, *FIRE[:1]])
    younger = holding(apart, "f1")
    said = Label(by="值班员", at=NOW, item_id="f1", other_id="c1", relation=Relation.SAME_STORY)
    (one,) = told([*LEAKS, *FIRE[:1]], apart, labels=(said,))
    assert younger.id in one.merged
    return younger, one


def graded_red(story: Story) -> Story:
    return replace(story, grade=replace(story.grade, level=Level.RED))


def test_a_merged_story_extends_the_case_of_the_story_that_it_swallowed(merged: tuple[Story, Story]) -> None:
    younger, one = merged
    yellow = replace(younger, grade=replace(younger.grade, level=Level.YELLOW))
    opened = respond([yellow], Past((), (), ()), DESK, NOW)
    (case,) = opened.incidents
    assert case.story_ids == (younger.id,)
    then = respond([graded_red(one)], Past(opened.alerts, (case,), (1,)), DESK, NOW + DAY)
    (extended,) = then.incidents
    assert (extended.id, extended.machine_level, len(extended.log)) == (case.id, Level.RED, 2)
    assert not respond([graded_red(one)], Past((*opened.alerts, *then.alerts), (extended,), (1,)), DESK, NOW).alerts


def test_pages_and_decisions_find_the_story_under_the_id_that_the_case_names(merged: tuple[Story, Story]) -> None:
    younger, one = merged
    (case,) = respond([graded_red(younger)], Past((), (), ()), DESK, NOW).incidents
    shown = SiteMaterial(
        desk=DESK,
        now=NOW,
        newest=edition(0),
        cards=(),
        briefing=lambda _: None,
        cases=(CaseFile(incident=case),),
        stories=(one,),
    )
    (page,) = [page for page in root_site(shown).pages if case.id in page.path]
    assert one.title in unescape(page.text)
    day = a_day({}, (), DESK, stories=(one,), incidents=(case,))
    assert [asked.incident_id for asked in decisions(day)] == [case.id]
