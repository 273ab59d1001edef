"""The picture that a chat shows of a link: what may stand on it, and where none is made."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Access
from publish.pages.share_card import card_name, is_card, share_card
from publish.pictures.card import make_card
from tests.samples import hostile_briefing, sample_briefing


def texts(card: str) -> str:
    return "\n".join(note["text"] for note in json.loads(card)["layout"]["annotations"])


def test_a_public_card_says_level_and_conclusion() -> None:
    briefing = sample_briefing()
    told = texts(share_card(briefing, Access.PUBLIC))
    assert briefing.level.full in told
    assert briefing.conclusion in told.replace("\n", "")


@pytest.mark.parametrize("access", [Access.INTERNAL, Access.SEALED])
def test_a_card_of_what_not_all_may_read_says_nothing_of_the_matter(access: Access) -> None:
    briefing = sample_briefing()
    card = share_card(briefing, access)
    assert briefing.level.full not in card
    assert briefing.conclusion[:6] not in card
    assert briefing.classification in texts(card)
    public, other = (json.loads(share_card(briefing, one))["layout"]["shapes"] for one in (Access.PUBLIC, access))
    assert public != other, "the level's colour says the level"


def test_cards_are_named_by_who_may_read() -> None:
    assert len({card_name(access) for access in Access}) == len(Access)
    assert all(is_card(card_name(access)) for access in Access)
    assert not is_card("volume.svg")


@given(st.text(max_size=300))
def test_any_text_makes_a_card_without_markup(text: str) -> None:
    card = share_card(replace(hostile_briefing(text), conclusion=text), Access.PUBLIC)
    assert "<" not in texts(card)
    assert len(json.loads(card)["layout"]["annotations"]) <= 3 + 5


def test_no_line_begins_with_a_mark_that_may_not() -> None:
    briefing = replace(sample_briefing(), conclusion="一" * 25 + "，" + "二" * 24 + "。" + "三" * 200)
    lines = texts(share_card(briefing, Access.PUBLIC)).split("\n")[3:]
    assert not any(line[0] in "，。" for line in lines)
    assert lines[-1].endswith("…")


@pytest.mark.browser
def test_a_card_is_a_png_where_a_browser_can_draw_it() -> None:
    drawn = make_card(share_card(sample_briefing(), Access.PUBLIC))
    if not drawn:
        pytest.skip("no browser or no Chinese font to draw with")
    assert drawn.startswith(b"\x89PNG")
    assert (int.from_bytes(drawn[16:20]), int.from_bytes(drawn[20:24])) == (1200, 630)


@pytest.mark.browser
def test_without_a_chinese_font_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bin")
    (folder / "fc-list").write_text("#!/bin/sh\n")
    (folder / "fc-list").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    assert make_card(share_card(sample_briefing(), Access.PUBLIC)) == b""
