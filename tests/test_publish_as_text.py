"""The first screen as plain text for a chat."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.pages.as_text import MAX_TEXT, as_text
from tests.samples import hostile_briefing, sample_briefing

ADDRESS = "https://brief.example.org/2026-11/2026-11-17/"


def test_it_says_level_conclusion_decision_matters_outlook_and_where_the_whole_is() -> None:
    briefing = sample_briefing()
    text = "\n".join(as_text(briefing, ADDRESS))
    assert text.startswith(f"【{briefing.desk} 舆情日报】11-17 第 {briefing.number} 期")
    assert briefing.level.full in text
    assert briefing.conclusion in text
    assert "需您决定：" in text
    assert all(f"\n{count}. ［" in text for count in range(1, len(briefing.matters) + 1))
    assert briefing.outlook.likelihood in text
    assert text.endswith(f"全文：{ADDRESS}")


def test_without_an_address_none_is_printed() -> None:
    assert not any(line.startswith("全文") for line in as_text(sample_briefing(), ""))


def test_an_address_is_whole_or_not_there() -> None:
    assert not any("https:" in line for line in as_text(sample_briefing(), "https://a.example/" + "x" * 300))


@pytest.mark.parametrize("text", ["", "长" * 1_000_000, "\ud800\u202e<b>", "👩‍👩‍👧‍👦" * 2000, "\n\n\r\t"])
def test_any_text_gives_at_most_the_limit_without_controls(text: str) -> None:
    lines = as_text(hostile_briefing(text), ADDRESS)
    assert len("\n".join(lines)) <= MAX_TEXT
    assert not any(set(line) & set("\n\r\t\u202e\ud800") for line in lines)
    assert all(lines)


@given(st.text(max_size=400), st.text(max_size=100))
def test_conclusion_and_head_are_always_there(conclusion: str, desk: str) -> None:
    lines = as_text(replace(sample_briefing(), conclusion=conclusion or "平稳", desk=desk), ADDRESS)
    assert lines[0].startswith("【")
    assert len("\n".join(lines)) <= MAX_TEXT


def test_personal_data_is_masked() -> None:
    said = replace(sample_briefing(), conclusion="请致电 13800138000 核实。")
    assert "13800138000" not in "\n".join(as_text(said, ADDRESS))
