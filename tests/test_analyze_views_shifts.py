"""Shifts: what is new against yesterday and re-opens the judgement."""

from dataclasses import replace

import pytest

from analyze.dossier import Dossier
from analyze.views.account import account_of
from analyze.views.official import confirmations, refutations, stance_of
from analyze.views.shifts import find_shifts
from caifeng.models import Account, Item, Shift, ShiftKind, Statement, StoryType, ToneLabel
from tests.analyze_stories import dossier, item, notice, press, reading
from tests.sample_stories import leak_story

RUMOUR = item("a", "净水机致癌", "网传净水机致癌，太可怕了。", 40)


def kinds(found: Dossier) -> list[ShiftKind]:
    return [shift.kind for shift in find_shifts(found)]


def test_a_refutation_that_joins_is_recognised() -> None:
    (shift,) = find_shifts(dossier(RUMOUR, notice("o", "网传净水机致癌系谣言", hours=3)))
    assert (shift.kind, shift.item_ids) == (ShiftKind.REFUTED, ("o",))
    assert shift.text == "网传净水机致癌系谣言"


def test_a_notice_that_joins_is_recognised() -> None:
    assert kinds(dossier(RUMOUR, notice("o", "关于净水机质量问题立案调查的通报", hours=3))) == [ShiftKind.NOTICE]


def test_a_story_that_began_with_the_notice_has_not_turned() -> None:
    assert kinds(dossier(notice("o", "关于净水机的通报", hours=50), replace(RUMOUR, id="z"))) == []


def test_a_medium_that_reports_a_refutation_counts_as_one() -> None:
    assert kinds(dossier(RUMOUR, press("m", "官方回应：净水机致癌系谣言", hours=2))) == [ShiftKind.REFUTED]


def test_what_a_medium_takes_back_is_recognised() -> None:
    assert kinds(dossier(RUMOUR, press("m", "更正：净水机报道数据有误", hours=2))) == [ShiftKind.RETRACTED]


def test_a_notice_that_says_the_contrary_of_the_last_is_a_reversal() -> None:
    items = (RUMOUR, notice("o", "净水机漏水不属实", hours=30), notice("p", "净水机漏水属实，已立案", hours=2))
    found = find_shifts(dossier(*items))
    assert [(shift.kind, shift.item_ids) for shift in found if shift.kind is ShiftKind.REVERSAL] == [
        (ShiftKind.REVERSAL, ("p",))
    ]


def flipped(before: ToneLabel, after: ToneLabel, each: int) -> Dossier:
    old = [item(f"o{n:02d}", "", f"净水机第{n}帖", 40 - n / 10) for n in range(each)]
    new = [item(f"n{n:02d}", "", f"净水机新{n}帖", 10 - n / 10) for n in range(each)]
    found = dossier(*old, *new)
    tones = {one.id: reading(one, before) for one in old} | {one.id: reading(one, after) for one in new}
    return replace(found, readings=tones)


def test_the_publics_tone_that_flips_is_a_reversal() -> None:
    assert ShiftKind.REVERSAL in kinds(flipped(ToneLabel.NEGATIVE, ToneLabel.POSITIVE, 12))


def test_too_few_tones_or_the_same_tone_flip_nothing() -> None:
    assert kinds(flipped(ToneLabel.NEGATIVE, ToneLabel.POSITIVE, 4)) == []
    assert kinds(flipped(ToneLabel.NEGATIVE, ToneLabel.NEGATIVE, 12)) == []


def angled(words: tuple[str, ...], sources: int = 4) -> Dossier:
    old = [item(f"o{n}", "净水机漏水", "净水机漏水", 40 - n) for n in range(4)]
    new = [item(f"n{n}", "净水机密封圈偷工减料", "", 8 - n, author=f"网友{n % sources}") for n in range(4)]
    found = dossier(*old, *new)
    told = {one.id: replace(reading(one), keywords=words) for one in new}
    return replace(found, readings=dict(found.readings) | told)


def test_words_that_many_say_for_the_first_time_are_a_new_angle() -> None:
    (shift,) = find_shifts(angled(("净水机", "密封圈", "偷工减料")))
    assert (shift.kind, shift.text) == (ShiftKind.NEW_ANGLE, "净水机密封圈偷工减料")
    assert shift.item_ids == ("n0", "n1", "n2", "n3")


def test_one_account_that_repeats_itself_makes_no_angle() -> None:
    assert kinds(angled(("净水机", "密封圈", "偷工减料"), sources=1)) == []
    assert kinds(angled(("净水机", "漏水"))) == []


def test_shifts_of_former_days_stay() -> None:
    told = Shift(kind=ShiftKind.NEW_ANGLE, at=RUMOUR.published_at, text="密封圈", item_ids=("a",))
    account = Account(summary=Statement(text="净水机"), shifts=(told,))
    prior = replace(leak_story(), item_ids=("a",), reprints=(), account=account)
    assert find_shifts(dossier(RUMOUR, item("b", "净水机", hours=1), prior=(prior,))) == (told,)


def test_one_item_has_not_turned() -> None:
    assert find_shifts(dossier(notice("o", "净水机谣言"))) == ()


@pytest.mark.parametrize(
    ("title", "stance"),
    [("净水机致癌系谣言", StoryType.FALSE), ("净水机召回", StoryType.TRUE), ("净水机市场", StoryType.UNVERIFIED)],
)
def test_official_words_confirm_or_deny(title: str, stance: StoryType) -> None:
    one: Item = notice("o", title)
    found = dossier(one)
    assert stance_of(one) is stance
    assert bool(refutations(found)) is (stance is StoryType.FALSE)
    assert bool(confirmations(found)) is (stance is StoryType.TRUE)


def test_the_account_carries_the_shifts() -> None:
    found = dossier(RUMOUR, notice("o", "网传净水机致癌系谣言", hours=3))
    assert account_of(found, "净水机致癌").shifts == find_shifts(found)
