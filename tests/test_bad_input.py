"""Hostile sources and titles through the whole pipeline, to the pages in a browser and the mail in the outbox."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from functools import partial

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from caifeng import pipeline
from caifeng.models import Briefing, Item, SourceReport, SourceState
from caifeng.workspace import Workspace
from collect.workers import Workers
from tests.browsing import served_folder
from tests.harvesting import NOW
from tests.hostile import NEWS, TITLES, faulty, good_feed, hostile_feed, quiet, reply, rss, served, workspace
from tests.servers import Reply, Site

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:invalid escape sequence")]  # jieba's sources
SEEN = NOW - timedelta(minutes=40)  # before the cutoff, so that estimated times fall into the day's window
DAY = "2026-11/2026-11-20/"
ABSURD = ("Fri, 31 Dec 9999 23:59:59 +0000", "Thu, 01 Jan 1970 00:00:00 +0000")
STATES = {
    "网页充数": SourceState.FAILED, "空白": SourceState.FAILED, "半个字": SourceState.OK, "国标错标": SourceState.OK,
    "压缩炸弹": SourceState.FAILED, "没完没了": SourceState.FAILED, "一字一滴": SourceState.FAILED,
    "卡死正文": SourceState.PARTIAL, "跳进内网": SourceState.FAILED, "服务器错": SourceState.FAILED,
    "套两层压缩": SourceState.FAILED,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One run among hostile sources, and what came of it."""

    workspace: Workspace
    briefing: Briefing
    reports: tuple[SourceReport, ...]
    seconds: float
    asked_forbidden: tuple[str, ...]

    def items(self, source: str) -> list[Item]:
        return [item for item in self.workspace.lake.items(NOW - timedelta(days=2)) if item.source == source]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """Eleven faulty sources, two good ones and one with absurd dates: collected, read, published, sent."""
    with pytest.MonkeyPatch.context() as patch, Site({"/secret": lambda _: Reply(b"no")}) as forbidden:
        patch.setenv("MAIL_DUTY", "duty@example.org")
        patch.setattr("collect.harvest.Workers", partial(Workers, seconds=4.0))  # 15 s is long for a test
        dated = rss((f"澜川消息之{at}", f"澜川第{at}则消息。", date) for at, date in enumerate(ABSURD))
        routes = {name: dict(pages) for name, pages in faulty(SEEN, forbidden).items()}
        routes |= {"好信源": {"/": good_feed(SEEN)}, "敌意标题": {"/": hostile_feed(SEEN)}, "年份": {"/": reply(dated)}}
        with served(routes) as sites:
            yield lived(workspace(tmp_path_factory.mktemp("bad") / "desk", sites, pages=["卡死正文"]), forbidden)


def lived(made: Workspace, forbidden: Site) -> Outcome:
    desk = pipeline.open_desk(made)
    harvest = pipeline.collect(made, desk, SEEN, quiet)
    pipeline.require_floor(desk, harvest)
    pipeline.analyze(made, desk, NOW, made.run(NOW), quiet)
    briefing = pipeline.brief(made, desk, NOW.date(), NOW, quiet)
    pipeline.publish(made, desk, quiet)
    pipeline.send(made, desk, NOW.date(), NOW, quiet)
    took = (harvest.finished_at - harvest.started_at).total_seconds()
    return Outcome(made, briefing, harvest.reports, took, tuple(forbidden.paths()))


# --- bad sources ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STATES)
def test_a_bad_source_is_one_line_of_the_data_note_in_chinese(outcome: Outcome, name: str) -> None:
    (health,) = [one for one in outcome.briefing.note.health if one.name == name]
    assert health.report.state is STATES[name]
    assert re.search("[一-鿿]", health.report.message)
    assert "\n" not in health.report.message
    assert sum(one.source == name for one in outcome.briefing.note.failures) == (STATES[name] is not SourceState.OK)


def test_the_slowest_source_sets_the_time_of_the_whole(outcome: Outcome) -> None:
    assert len(STATES) == 11
    assert outcome.seconds < 15


def test_good_sources_lose_nothing_beside_bad_ones(outcome: Outcome) -> None:
    assert {item.title for item in outcome.items("好信源")} == set(NEWS)
    assert len(outcome.items("敌意标题")) == len(TITLES)
    shown = {item.title for item in outcome.briefing.evidence}
    assert set(NEWS) <= shown


def test_what_a_bad_source_holds_of_good_is_kept(outcome: Outcome) -> None:
    assert len(outcome.items("卡死正文")) == 2, "the articles before and after the one that hangs"
    assert {item.title for item in outcome.items("国标错标")} == {f"澜川{word}通报" for word in "甲乙丙"}
    assert {item.title for item in outcome.items("半个字")} >= {"澜川甲通报", "澜川乙通报"}


def test_a_redirect_into_the_house_is_never_followed(outcome: Outcome) -> None:
    assert outcome.asked_forbidden == ()


def test_items_of_the_years_9999_and_1970_are_marked_as_estimated(outcome: Outcome) -> None:
    items = outcome.items("年份")
    assert len(items) == 2
    assert all(item.is_time_estimated and item.published_at == SEEN for item in items)
    assert {item.id for item in items} <= {item.id for item in outcome.briefing.evidence if item.is_time_estimated}
    assert all(point.day.year == 2026 for point in outcome.briefing.overview.series)


# --- bad titles -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(outcome: Outcome) -> Iterator[str]:
    """The published site over loopback."""
    with served_folder(outcome.workspace.public) as served:
        yield served


@dataclass(frozen=True)
class Visit:
    """A page as a phone showed it, and everything that went wrong or left this machine while it was open."""

    wrong: list[str]
    width: int
    active: int
    text: str
    source: str


@pytest.fixture(scope="module")
def visits(outcome: Outcome, browser: Browser, address: str) -> dict[str, Visit]:
    """Every page on which a stranger's title can stand."""
    cases = [f"/incidents/{path.stem}/" for path in sorted((outcome.workspace.root / "incidents").glob("*.yml"))]
    paths = ("/", f"/{DAY}", f"/{DAY}evidence/", "/2026-11/", "/incidents/", *cases)
    page, wrong = browser.new_page(viewport={"width": 390, "height": 844}), []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(request.url)

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
    found = {path: visited(page, wrong, address + path) for path in paths}
    page.close()
    return found


def visited(page: Page, wrong: list[str], address: str) -> Visit:
    wrong.clear()
    page.goto(address, wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    page.wait_for_timeout(50)
    active = page.locator("[onclick], main iframe, main script[src], a[href^='javascript:' i]").count()
    width = page.evaluate("document.documentElement.scrollWidth")
    text = " ".join(page.locator("main").inner_text().split())
    return Visit(list(wrong), width, active, text, page.content())


def test_pages_among_hostile_titles_run_nothing_ask_nobody_and_fit_a_phone(visits: dict[str, Visit]) -> None:
    for path, visit in visits.items():
        assert visit.wrong == [], path
        assert visit.active == 0, path
        assert visit.width <= 390, path
        assert not re.search("root:x:0|[\u202a-\u202e\x00]", visit.source), path


def test_every_hostile_title_is_read_as_text(visits: dict[str, Visit]) -> None:
    evidence = visits[f"/{DAY}evidence/"].text
    cases = [visit for path, visit in visits.items() if "INC-" in path]
    assert len(cases) >= len(TITLES)
    for visible in TITLES.values():
        assert visible in evidence, visible
        assert any(visible[:20] in visit.text for visit in cases), visible
    assert not any("股价49" in visit.text for visit in visits.values())


def test_the_mail_has_one_subject_line_and_nothing_active(outcome: Outcome) -> None:
    (path,) = outcome.workspace.outbox.rglob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    (subject,) = mail.get_all("Subject", [])
    assert not re.search(r"[\r\n\x00\u202a-\u202e]", subject)
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html").get_content()
    assert not re.search(r"<(script|img|form|iframe)|\son\w+=\"|href=\"?javascript", html, re.IGNORECASE)
    assert len(html.encode()) < 60_000


def test_no_cell_of_the_table_is_a_formula(outcome: Outcome) -> None:
    text = (outcome.workspace.public / DAY / "evidence.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(outcome.briefing.evidence) + 1
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    assert any("cmd|" in cell for row in rows for cell in row)
