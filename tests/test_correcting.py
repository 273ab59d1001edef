"""更正: a new revision says what changed, why and by whom; the former one stays, and nothing changes unseen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.correcting import MOST, Order, correct, keep
from caifeng.errors import UsageError
from caifeng.models import Briefing, Desk
from caifeng.models.card import card_of
from caifeng.stated import changes, set_value
from caifeng.workspace import Workspace
from publish.pages.corrections_page import render_corrections, revisions_of
from tests.handling_site import sample_desk
from tests.samples import HOSTILE, sample_briefing

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
FIRST = replace(sample_briefing(), corrections=())
DAY = FIRST.date


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    found = Workspace(tmp_path / "caifeng.yml")
    (tmp_path / "caifeng.yml").write_text("desk: 澜川电器\n", encoding="utf-8")
    keep(found, FIRST, datetime(2026, 11, 17, tzinfo=UTC))
    yield found


def order(*values: tuple[str, str], why: str = "一条转载误计为原发", by: str = "黎航", day: date = DAY) -> Order:
    return Order(day=day, why=why, by=by, at=AT, values=values)


def corrected(workspace: Workspace, *values: tuple[str, str]) -> Briefing:
    desk: Desk = sample_desk()
    return correct(workspace, desk, order(*values))


def test_a_value_is_set_and_the_correction_says_what_it_was(workspace: Workspace) -> None:
    former = FIRST
    made = corrected(workspace, ("overview.distinct", str(former.overview.distinct + 1)))
    assert (made.revision, made.overview.distinct) == (former.revision + 1, former.overview.distinct + 1)
    (said,) = made.corrections[len(former.corrections) :]
    assert (said.what, said.path) == ("总体态势 · 声量", "overview.distinct")
    assert (said.old, said.new) == (str(former.overview.distinct), str(former.overview.distinct + 1))
    assert (said.by, said.reason, said.at, said.told) == ("黎航", "一条转载误计为原发", AT, 0)


def test_both_revisions_stay_and_a_second_correction_keeps_the_first(workspace: Workspace) -> None:
    keep(workspace, corrected(workspace, ("overview.distinct", "99")), AT)
    again = corrected(workspace, ("conclusion", "更正后的结论"))
    keep(workspace, again, AT)
    assert [one.revision for one in again.corrections[-2:]] == [2, 3]
    assert workspace.lake.briefing(DAY, 1) == FIRST
    assert workspace.lake.briefing(DAY) == again
    assert workspace.lake.cards()[0].corrections == again.corrections


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("overview.distinct", "很多", "不是同一类"),
        ("overview.distinct", "[1]", "不是同一类"),
        ("overview.nothing", "1", "不存在"),
        ("matters[99].line", "x", "没有这么多项"),
        ("overview", "1", "底下还有"),
        ("level", "黑", "不能是这个值"),
        ("revision", "9", "不能直接改"),
        ("published_at", "2020-01-01", "不能直接改"),
        ("evidence[0].title", "x", "不能直接改"),
        ("matters[0].story_id", "x", "不能直接改"),
        ("a b", "1", "不是一个位置"),
        ("__class__", "1", "不存在"),
    ],
)
def test_what_is_no_stated_value_is_refused_with_the_reason(
    workspace: Workspace, path: str, value: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        corrected(workspace, (path, value))


def test_without_reason_person_change_or_briefing_there_is_no_correction(workspace: Workspace) -> None:
    value = ("overview.distinct", "99")
    for wrong in (order(value, why=" "), order(value, by=""), order(value, day=date(2020, 1, 1))):
        with pytest.raises(UsageError):
            correct(workspace, sample_desk(), wrong)
    with pytest.raises(UsageError, match="没有一处会变"):
        corrected(workspace, ("overview.distinct", str(FIRST.overview.distinct)))
    with pytest.raises(UsageError, match="写了两次"):
        corrected(workspace, value, value)


def test_rows_are_matched_by_what_names_them_not_by_their_place() -> None:
    old = {"topics": [{"name": "产品质量", "distinct": 3}, {"name": "售后", "distinct": 1}]}
    new = {
        "topics": [
            {"name": "售后", "distinct": 1},
            {"name": "产品质量", "distinct": 4},
            {"name": "价格", "distinct": 2},
        ]
    }
    found = [(one.what, one.old, one.new) for one in changes(old, new)]
    assert found == [("议题 · “产品质量” · 声量", "3", "4"), ("议题 · “价格”", "（没有）", "“价格”")]


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_path_and_value_give_a_result_or_a_reason(path: str, value: str) -> None:
    edition = {"overview": {"distinct": 3, "sentences": [{"text": "x"}]}, "level": "蓝"}
    try:
        set_value(edition, path, value)
    except UsageError as error:
        assert str(error)


def test_the_page_lists_every_correction_newest_first_and_escapes_it(workspace: Workspace) -> None:
    keep(workspace, corrected(workspace, ("conclusion", HOSTILE)), AT)
    cards = workspace.lake.cards()
    (revised,) = [one for one in revisions_of(cards) if one.at == AT]
    assert revised.former == f"2026-11/{DAY}/r1/"
    text = render_corrections(cards, "Asia/Shanghai").text
    assert (
        "第 2 版" in text
        and "黎航" in text
        and f"../2026-11/{DAY}/r1/" in text.replace("&#47;", "/").replace("&#45;", "-").replace("&#46;", ".")
    )
    assert "<script" not in text


def test_without_corrections_the_page_says_so() -> None:
    text = render_corrections([card_of(FIRST)], "Asia/Shanghai").text
    assert "没有更正" in text and "1 期" in text
    assert "还没有出刊" in render_corrections([], "Asia/Shanghai").text
    assert MOST > 0
