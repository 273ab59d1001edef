"""Charts state their finding, carry their table, and no colour."""

import dataclasses
import json
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from caifeng.models import VolumePoint
from publish.pages import charts
from publish.pages.charts import Chart
from publish.pictures.palette import palette
from tests.samples import HOSTILE, hostile_briefing, leak_story, sample_briefing, share


def drawn() -> list[Chart]:
    briefing = sample_briefing()
    told = [detail.story for detail in briefing.details]
    overview = briefing.overview
    made = (
        charts.volume(overview.series),
        charts.tones(overview.tones),
        charts.channels(overview.channels),
        charts.tiers(overview.tiers),
        charts.stories(told),
    )
    return [chart for chart in made if chart is not None]


def points(*counts: int | None) -> tuple[VolumePoint, ...]:
    return tuple(
        VolumePoint(
            day=date(2026, 11, 1) + timedelta(days=index), distinct=count or 0, reprints=0, negative=0, low=10, high=20,
            is_gap=count is None,
        )
        for index, count in enumerate(counts)
    )  # fmt: skip


def volume_of(*counts: int | None) -> Chart:
    chart = charts.volume(points(*counts))
    assert chart is not None
    return chart


def test_the_sample_draws_five_charts_with_tables() -> None:
    made = drawn()
    assert [chart.id for chart in made] == ["volume", "tones", "channels", "tiers", "stories"]
    assert all(chart.rows and all(len(row) == len(chart.header) for row in chart.rows) for chart in made)


def test_figures_are_small_and_carry_neither_template_nor_colour() -> None:
    for chart in drawn():
        assert len(chart.figure_json) < 4000
        assert "template" not in json.loads(chart.figure_json)["layout"]
        assert "#" not in chart.figure_json
        assert "rgb" not in chart.figure_json


def test_the_library_takes_every_figure_as_valid() -> None:
    for chart in drawn():
        figure = json.loads(chart.figure_json)
        assert len(go.Figure(figure).data) == len(figure["data"])  # raises for a property that Plotly does not know


def test_every_trace_names_a_role_that_the_style_sheet_knows() -> None:
    roles = {trace["meta"] for chart in drawn() for trace in json.loads(chart.figure_json)["data"]}
    assert roles - palette().keys() == set()


def test_the_volume_title_says_where_today_stands() -> None:
    assert volume_of(12, 15, 96).title == "声量 96 条，高于常见范围 10–20，为近 3 日最高"
    assert volume_of(12, 30, 15).title == "声量 15 条，在常见范围 10–20，居近 3 日第 2"
    assert volume_of(12, 30, 3).title == "声量 3 条，低于常见范围 10–20，居近 3 日第 3"


def test_a_day_without_collecting_is_a_gap_and_not_a_zero() -> None:
    chart = volume_of(12, None, 15)
    assert [12, None, 15] in [trace["y"] for trace in json.loads(chart.figure_json)["data"]]
    assert "未采到" in chart.rows[1]


def test_when_today_was_not_collected_the_title_says_unknown() -> None:
    assert "声量未知" in volume_of(12, 15, None).title


def test_days_keep_their_order_when_the_band_starts_late() -> None:
    figure = json.loads(drawn()[0].figure_json)
    starts = {trace["meta"]: trace["x0"] for trace in figure["data"] if "x0" in trace}
    assert starts["band"] == starts["edge"] > starts["ink"]
    assert figure["layout"]["xaxis"]["tickvals"] == sorted(figure["layout"]["xaxis"]["tickvals"])
    assert figure["layout"]["xaxis"]["tickvals"][-1] == "2026-11-17"


def test_values_are_written_on_bars() -> None:
    channels = charts.channels([share("论坛", 3, 12), share("微博", 9, 12)])
    assert channels is not None
    assert json.loads(channels.figure_json)["data"][0]["text"] == ["9（75%）", "3（25%）"]
    assert channels.title == "渠道：微博最多，9 条，占 75%"


def test_nothing_to_draw_is_no_chart() -> None:
    assert charts.volume(()) is None
    assert charts.tones(()) is None
    assert charts.channels([share("微博", 0, 1)]) is None
    assert charts.stories([]) is None
    assert charts.stories([dataclasses.replace(leak_story(), days=leak_story().days[:1])]) is None


@pytest.mark.parametrize("text", [HOSTILE, "<b onmouseover=alert(1)>x</b>", "%{customdata}", "$\\href{x}{y}$"])
def test_labels_of_hostile_stories_are_inert(text: str) -> None:
    briefing = hostile_briefing(text)
    chart = charts.stories([detail.story for detail in briefing.details])
    assert chart is not None
    labels = "".join(note["text"] for note in json.loads(chart.figure_json)["layout"]["annotations"])
    assert not any(mark in labels for mark in ("<", "%{", "$"))
