"""Pictures of charts: small, of both schemes, without script or reference, and none where no browser can draw."""

import gzip
import logging
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, FloatRect, Page

from publish.pages.charts import Chart, day_charts
from publish.pictures import make_pictures, picture_files
from publish.pictures.palette import palette
from publish.pictures.svg import DrawingError, slim
from tests.browsing import CHROMIUM, served_folder
from tests.samples import HOSTILE, hostile_briefing, sample_briefing

ROLES = tuple(palette())
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
Pictures = tuple[tuple[Chart, ...], Mapping[str, bytes]]


def parsed(picture: bytes | str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314  our own


def slimmed(inside: str) -> str:
    return slim(SVG.format(inside).encode(), (100, 50), ROLES, palette()).decode()


def standing_for(role: str) -> str:
    return f"rgb(240, 225, {ROLES.index(role)})"


@pytest.fixture(scope="module")
def drawn() -> Pictures:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    charts = day_charts(sample_briefing()).drawn
    return charts, make_pictures(charts)


@pytest.mark.browser
def test_every_chart_gets_a_picture_and_one_for_a_phone(drawn: Pictures) -> None:
    charts, pictures = drawn
    wide = {chart.picture_name for chart in charts}
    assert pictures.keys() == wide | {chart.narrow_name for chart in charts if not chart.is_half}


@pytest.mark.browser
def test_pictures_are_small_and_hold_shapes_and_text_only(drawn: Pictures) -> None:
    for name, picture in drawn[1].items():
        assert len(picture) < 12_000, name
        assert len(gzip.compress(picture)) < 3_000, name
        tags = {element.tag.rpartition("}")[2] for element in parsed(picture).iter()}
        assert tags <= {"svg", "style", "g", "path", "text", "tspan", "rect", "circle"}, name
        assert not re.search(rb"href|url\(|@import|on[a-z]+=|xlink", picture), name
        assert b"240, 225" not in picture, name


@pytest.mark.browser
def test_the_same_charts_give_the_same_bytes(drawn: Pictures) -> None:
    one = [chart for chart in drawn[0] if chart.id in ("volume", "tones")]
    again = make_pictures(one[::-1])
    assert again == {name: drawn[1][name] for name in again}
    assert len(again) == 4


@pytest.mark.browser
def test_text_stays_text_in_the_picture(drawn: Pictures) -> None:
    root = parsed(drawn[1]["clocks.svg"])
    words = {"".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"首次回应", "进展反馈", "到责任人"} <= words


@pytest.fixture(scope="module")
def shown(drawn: Pictures, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that holds a picture, over loopback."""
    folder = tmp_path_factory.mktemp("shown")
    (folder / "volume.svg").write_bytes(drawn[1]["volume.svg"])
    (folder / "index.html").write_text(
        '<body style="margin:0"><img src="volume.svg" style="display:block"><div style="height:9px">'
    )
    with served_folder(folder) as served:
        yield served


@pytest.mark.browser
def test_a_picture_follows_the_scheme_that_the_page_was_switched_to(shown: str, browser: Browser) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(shown)
    paper = palette()["paper"]
    for scheme, colour in (("light", paper.light), ("dark", paper.dark)):
        page.evaluate("scheme => { document.body.style.colorScheme = scheme }", scheme)
        page.evaluate("colour => { document.querySelector('div').style.background = colour }", colour)
        page.wait_for_timeout(150)
        picture, ground = (page.screenshot(clip=corner_of(page, tag)) for tag in ("img", "div"))
        assert picture == ground, scheme
    page.close()


def corner_of(page: Page, tag: str) -> FloatRect:
    box = page.locator(tag).bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": 6, "height": 6}


@pytest.mark.browser
def test_hostile_labels_are_drawn_as_text() -> None:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    hostile = [chart for chart in day_charts(hostile_briefing(HOSTILE)).drawn if chart.id in ("stories", "channels")]
    pictures = make_pictures(hostile)
    assert len(pictures) == 3
    for picture in pictures.values():
        assert b"<script" not in picture
        assert "script" in "".join(parsed(picture).itertext())


@pytest.mark.parametrize("browser_path", ["/nowhere/chromium", "/bin/false"])
def test_without_a_browser_there_are_no_pictures_and_one_line_says_so(
    browser_path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("BROWSER_PATH", browser_path)
    with caplog.at_level(logging.WARNING, logger="publish"):
        assert make_pictures(day_charts(sample_briefing()).drawn) == {}
    assert [record.name for record in caplog.records if record.name.startswith("publish")] == ["publish.pictures.make"]


def test_no_charts_need_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    assert make_pictures(()) == {}


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject/>",
        "<image/>",
        '<a href="http://t.test/"><text>x</text></a>',
        '<g><use xlink:href="#x"/></g>',
        '<path d="M0,1" onclick="alert(1)"/>',
        '<text xlink:href="javascript:alert(1)">x</text>',
        '<path d="M0,1" style="fill: url(http://t.test/)"/>',
        '<path d="M0,1" style="fill: red}*{background:red"/>',
        "<style>*{fill:red}</style>",
    ],
)
def test_a_drawing_with_more_than_shapes_and_text_is_refused(inside: str) -> None:
    with pytest.raises(DrawingError):
        slimmed(inside)


@given(st.binary(max_size=200))
def test_what_is_no_drawing_is_refused_and_never_an_accident(data: bytes) -> None:
    with pytest.raises(DrawingError):
        slim(data, (1, 1), ROLES, palette())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_any_text_is_kept_as_it_is(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        kept = parsed(slimmed(f"<text>{escaped}</text>"))
    except DrawingError:  # characters that XML does not have
        return
    assert "".join(kept.find("{http://www.w3.org/2000/svg}text").itertext()) == text  # type: ignore[union-attr]


def test_colours_come_from_the_theme_in_both_schemes() -> None:
    picture = slimmed(f'<path d="M1,1" style="stroke: {standing_for("ink")}; stroke-width: 2px; opacity: 1;"/>')
    ink = palette()["ink"]
    assert f".c0{{stroke:{ink.light};stroke-width:2px}}" in picture
    assert f"prefers-color-scheme:dark){{.c0{{stroke:{ink.dark}}}}}" in picture


def test_numbers_are_rounded_and_empty_groups_left_out() -> None:
    assert slimmed('<g class="x"><g/><path d="M0,0"/><path d="M1.2345,-0.04L2,3.96"/></g>').endswith(
        '</style><path d="M1.2,0L2,4" /></svg>'
    )


def test_pictures_stand_beside_their_page() -> None:
    files = picture_files("2026-11-20/", {"b.svg": b"2", "a.svg": b"1"})
    assert [file.path for file in files] == ["2026-11-20/charts/a.svg", "2026-11-20/charts/b.svg"]
