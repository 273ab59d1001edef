"""Ranks on boards, ways of stories, time limits, provinces and years: what each says and what it never does."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import (
    BoardLook,
    BoardTrack,
    ClockState,
    Edge,
    EdgeKind,
    EvidenceItem,
    Handling,
    KeyNode,
    Story,
)
from publish.pages import charts
from publish.pages.charts import Chart
from tests.samples import DAY, HOSTILE, ZONE, at, hostile_briefing, leak_story, sample_briefing, sample_handling, share

_MORNING = at(17, "08:00")


def track(title: str, *ranks: int, start: datetime = _MORNING, board: str = "微岚热搜") -> BoardTrack:
    looks = tuple(BoardLook(at=start + timedelta(minutes=30 * step), rank=rank) for step, rank in enumerate(ranks))
    return BoardTrack(item_id=f"i-{title}", title=title, board=board, looks=looks)


def must(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def traces(chart: Chart) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(chart.figure_json)["data"]
    return found


# ---- boards


def test_a_board_chart_says_who_stood_highest_where_and_for_how_long() -> None:
    chart = must(charts.boards([track("净水机漏水", 9, 4, 2), track("澜川电器致歉", 12, 8)], ZONE))
    assert chart.title == "“净水机漏水”最高到微岚热搜第 2 位，前后见榜 1 小时；共 2 条上榜"
    assert "A “净水机漏水”，B “澜川电器致歉”" in chart.note
    assert [row[:4] for row in chart.rows] == [
        ("A", "净水机漏水", "微岚热搜", "2"),
        ("B", "澜川电器致歉", "微岚热搜", "8"),
    ]


def test_tracks_do_not_depend_on_the_order_in_which_they_are_given() -> None:
    given_ = [track("甲", 5, 4), track("乙", 5, 4), track("丙", 1)]
    assert charts.boards(given_, ZONE) == charts.boards(given_[::-1], ZONE)


def test_a_line_breaks_while_an_item_was_off_the_board() -> None:
    early, late = track("甲", 3, 3, 3), track("甲", 5, 5, start=at(17, "20:00"))
    chart = must(charts.boards([replace(early, looks=early.looks + late.looks)], ZONE))
    assert traces(chart)[0]["y"] == [3, 3, 3, None, 5, 5]


def test_one_look_at_a_board_is_drawn_too_and_none_is_no_chart() -> None:
    assert must(charts.boards([track("甲", 3)], ZONE)).title == "“甲”最高到微岚热搜第 3 位"
    assert charts.boards([], ZONE) is None
    assert charts.boards([track("甲")], ZONE) is None


def test_a_hundred_tracks_leave_a_small_figure() -> None:
    chart = must(charts.boards([track(f"第 {n} 条" * 20, *range(1, 50)) for n in range(100)], ZONE))
    assert len(chart.figure_json) < 14_000
    assert len(chart.rows) == 40


# ---- clocks


def test_what_ran_over_its_limit_stands_first_and_says_by_how_much() -> None:
    chart = must(charts.clocks([sample_handling()]))
    assert chart.title == "3 项时限有 1 项超过，净水机漏水投诉的“首次回应”超得最多（9 小时 25 分）"
    assert chart.rows[0] == ("首次回应", "INC-2026-0007", "30 分", "9 小时 55 分", "1983%", "已超时")
    assert [trace["meta"] for trace in traces(chart)] == ["late", "bar"]
    texts = [note["text"] for note in json.loads(chart.figure_json)["layout"]["annotations"]]
    assert texts == ["超 9 小时 25 分", "83%", "60%"]


def test_when_all_limits_are_kept_the_title_says_so() -> None:
    kept = tuple(replace(one, used_minutes=5, state=ClockState.MET) for one in sample_handling().clocks)
    assert must(charts.clocks([replace(sample_handling(), clocks=kept)])).title.startswith("3 项时限都没有超过")
    paused = tuple(replace(one, used_minutes=5, state=ClockState.PAUSED) for one in kept)
    assert "暂停" in must(charts.clocks([replace(sample_handling(), clocks=paused)])).figure_json


def test_no_incident_or_no_clock_is_no_chart() -> None:
    handling: Handling = replace(sample_handling(), clocks=())
    assert charts.clocks([]) is None
    assert charts.clocks([handling]) is None


# ---- spread


def spread_story() -> Story:
    story = leak_story()
    ids = story.item_ids
    edges = (Edge(item_id=ids[1], of=ids[0], kind=EdgeKind.COPY, why="文字几乎相同"),)
    node = KeyNode(item_id=ids[1], at=at(16, "12:20"), before=0.2, after=4.0, reach=9, why="此后增速 20 倍")
    return replace(story, spread=replace(story.spread, edges=edges, key_nodes=(node,)))


def spread_items() -> tuple[EvidenceItem, ...]:
    return sample_briefing().evidence


def test_the_way_of_a_story_names_its_channels_in_order_and_its_key_pieces() -> None:
    chart = must(charts.spread(spread_story(), spread_items(), ZONE))
    assert chart.title.startswith("“净水机半夜漏水 多名业主称地板泡坏”先后经论坛→微博→")
    parts = [row[-1] for row in chart.rows]
    assert "A 观测到的首条" in parts
    assert "B 此后增速 20 倍" in parts
    assert chart.rows_drawn == len({item.channel for item in spread_items() if item.id in spread_story().all_ids})


def test_a_way_does_not_depend_on_the_order_of_the_evidence() -> None:
    items = spread_items()
    assert charts.spread(spread_story(), items, ZONE) == charts.spread(spread_story(), items[::-1], ZONE)


def test_too_few_pieces_or_one_moment_are_no_way() -> None:
    assert charts.spread(spread_story(), spread_items()[:1], ZONE) is None
    same = tuple(replace(item, published_at=at(16, "12:00")) for item in spread_items())
    assert charts.spread(spread_story(), same, ZONE) is None


def test_thousands_of_pieces_leave_a_small_figure() -> None:
    story, base = leak_story(), spread_items()[0]
    ids = tuple(f"i-{number:012x}" for number in range(5000))
    start = at(12, "00:00")
    items = [replace(base, id=id_, published_at=start + timedelta(minutes=n)) for n, id_ in enumerate(ids)]
    edges = tuple(Edge(item_id=ids[n], of=ids[n // 3], kind=EdgeKind.COPY, why="") for n in range(1, 5000))
    big = replace(story, item_ids=ids, reprints=(), spread=replace(story.spread, edges=edges, first_item_id=ids[0]))
    chart = must(charts.spread(big, items, ZONE))
    assert len(chart.figure_json) < 8_000
    assert len(chart.rows) <= 12


# ---- story marks on the volume


def test_days_on_which_stories_began_are_lettered_and_named() -> None:
    series = sample_briefing().overview.series
    chart = must(charts.volume(series, [leak_story()]))
    marks = next(trace for trace in traces(chart) if trace["meta"] == "mark")
    assert marks["text"] == ["A"]
    assert marks["x"] == ["2026-11-12"]
    assert "A “净水机半夜漏水 多名业主称地板泡坏”" in chart.note
    assert [row[-1] for row in chart.rows if row[0] == "11-12"] == ["A"]


# ---- provinces


def test_provinces_have_a_tile_each_and_the_rest_stands_apart() -> None:
    grid = charts.provinces([share("江苏省", 6, 20), share("内蒙古自治区", 2, 20), share("澜川市", 8, 20),
                             share("未知", 4, 20)])  # fmt: skip
    assert grid is not None
    assert grid.title == "江苏最多，6 条；2 个省级地区共 8 条，另有 4 条地域未知"
    assert len(grid.tiles) == len(set(charts.PROVINCES)) == 34
    assert {tile.name: (tile.count, tile.level) for tile in grid.tiles if tile.count} == {
        "江苏": (6, 4),
        "内蒙古": (2, 2),
    }
    assert (grid.others, grid.unknown) == ((("澜川市", 8),), 4)


def test_without_a_province_there_is_no_grid() -> None:
    assert charts.provinces([share("澜川市", 8, 12), share("未知", 4, 12)]) is None
    assert charts.provinces([]) is None


# ---- a year


def test_a_year_has_a_square_a_day_and_tells_unseen_from_none() -> None:
    counts: dict[date, int | None] = {date(2026, 11, 3): 4, date(2026, 11, 5): 0, date(2026, 11, 6): 8}
    year = charts.year(counts, date(2026, 11, 8))
    assert year is not None
    assert year.title == "3 天中 2 天有条目，2026 年 11 月 6 日最多（8 条）"
    assert [(one.count, one.level) for one in year.squares] == [(4, 2), (None, 0), (0, 0), (8, 4), (None, 0), (None, 0)]
    assert year.lead == 1  # a Tuesday
    assert year.steps == ((1, "1–2"), (2, "3–4"), (3, "5–6"), (4, "7–8"))
    assert year.months == (("2026 年 11 月", 12),)


@given(st.dictionaries(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.none() | st.integers(0, 10**9)), st.dates())
def test_any_year_is_at_most_a_year_and_adds_up(counts: dict[date, int | None], last: date) -> None:
    year = charts.year(counts, last)
    if year is not None:
        assert len(year.squares) <= 366
        assert year.squares[-1].day == last
        assert sum(count for _, count in year.months) == sum(one.count or 0 for one in year.squares)
        assert all(0 <= one.level <= 4 for one in year.squares)


# ---- whatever is in them


@pytest.mark.parametrize(
    "text", ["", HOSTILE, "长" * 20_000, "\ud800😀\u202e", "<b onmouseover=alert(1)>x</b>", "$\\href{x}$"]
)
def test_labels_of_hostile_days_are_inert(text: str) -> None:
    day = hostile_briefing(text)
    tracks = [replace(track("甲", 3, 2), title=text, board=text)]
    day = replace(day, overview=replace(day.overview, boards=tuple(tracks)))
    for chart in charts.day_charts(day).drawn:
        assert len(chart.figure_json) < 12_000
        chart.figure_json.encode()
        assert "<b" not in chart.figure_json
        assert "<script" not in chart.figure_json
        assert "$\\\\href" not in chart.figure_json


def test_one_day_two_days_and_a_month_make_a_chart_or_none() -> None:
    series = sample_briefing().overview.series
    assert charts.volume(series[-1:]) is None
    assert must(charts.volume(series[-2:])).rows[0][0] == f"{DAY:%m-%d}"
    assert len(must(charts.volume(series)).rows) == 28
