"""The product as its user meets it: the demo's eight days by the real command, its pages in a browser, its mails."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Request

from analyze.grading.levels import recompute, total
from caifeng import pipeline
from caifeng.errors import HarvestError
from caifeng.models import ClockState, Desk, IncidentState, Level, SourceReport, SourceState, StoryType
from caifeng.workspace import Workspace
from tests.browsing import served_folder
from tests.smtp_server import Post, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(280),
    pytest.mark.filterwarnings("ignore:invalid escape sequence"),  # jieba's sources, compiled on first import
]
LAST = date(2026, 11, 20)


def caifeng(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    command = [sys.executable, "-m", "caifeng.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the demo has lived its eight days."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = caifeng("demo", "--folder", str(folder))
    assert len([line for line in done.stdout.splitlines() if line.startswith("看")]) == 3
    return folder


@pytest.fixture(scope="module")
def workspace(demo: Path) -> Workspace:
    return Workspace(demo / "caifeng.yml")


@pytest.fixture(scope="module")
def desk(workspace: Workspace) -> Desk:
    return pipeline.open_desk(workspace)


@pytest.fixture(scope="module")
def address(demo: Path) -> Iterator[str]:
    """The published site over loopback."""
    with served_folder(demo / "public") as served:
        yield served


# --- what the week came to ------------------------------------------------------------------------------------------


def test_the_week_gives_eight_briefings_with_a_conclusion_that_fits_one_screen(workspace: Workspace) -> None:
    briefings = workspace.lake.briefings()
    assert [briefing.date.day for briefing in briefings] == list(range(13, 21))
    assert [briefing.number for briefing in briefings] == list(range(1, 9))
    for briefing in briefings:
        assert 0 < len(briefing.conclusion) <= 200
        assert len(briefing.matters) <= 3
        assert briefing.blind_spots


def test_the_crisis_climbs_from_blue_to_orange_and_is_answered(workspace: Workspace, desk: Desk) -> None:
    levels = [briefing.level for briefing in workspace.lake.briefings()]
    assert levels[0] is Level.BLUE
    assert Level.YELLOW in levels
    assert max(levels, key=lambda level: level.rank) is Level.ORANGE
    incidents, problems = workspace.incidents(desk).load()
    assert not problems
    leak = next(incident for incident in incidents if "漏水" in incident.title)
    assert leak.type is StoryType.TRUE
    assert any(entry.did == "首次回应" for entry in leak.log)
    assert {clock.name for clock in leak.clocks} == {"到责任人", "首次回应", "进展反馈", "权威发布", "闭环"}
    late = [clock.name for clock in leak.clocks if clock.state(datetime(2026, 11, 20, tzinfo=UTC)) is ClockState.LATE]
    assert late == ["权威发布"]
    rumour = next(incident for incident in incidents if "锰" in incident.title)
    assert rumour.state is IncidentState.ARCHIVED
    assert rumour.review is not None
    assert not leak.is_open or any(not record.is_closed for record in leak.loop)


def test_the_crisis_is_one_story_across_channels_days_and_both_scripts(workspace: Workspace) -> None:
    items = {item.id: item for item in workspace.lake.items(datetime(2026, 11, 10, tzinfo=UTC))}
    story = max(workspace.lake.stories(), key=lambda one: len(one.all_ids))
    origins = [items[item_id].url.rsplit("/", 1)[-1][:2] for item_id in story.all_ids if item_id in items]
    assert origins.count("cr") / len(origins) >= 0.9
    assert "境外" in {step.channel for step in story.spread.steps}
    assert len(story.spread.steps) >= 6
    assert story.reprints


def test_every_grade_and_heat_of_the_week_can_be_computed_again_from_its_print(workspace: Workspace) -> None:
    stories = workspace.lake.stories()
    assert len(stories) > 40
    for story in stories:
        assert recompute(story.grade) is story.grade.level
        assert (total(story.grade.parts), total(story.heat.parts)) == (story.grade.score, story.heat.value)


def test_the_rumour_is_suggested_false_because_officials_refute_it(workspace: Workspace) -> None:
    rumour = next(story for story in workspace.lake.stories() if "锰" in story.title or "致癌" in story.title)
    assert rumour.hint.type in (StoryType.FALSE, StoryType.MALICIOUS)
    assert rumour.hint.item_ids


def test_every_statement_of_every_briefing_stands_on_items_that_are_shown(workspace: Workspace) -> None:
    for briefing in workspace.lake.briefings():
        shown = {item.id for item in briefing.evidence}
        for detail in briefing.details:
            summary = (detail.summary,) if detail.summary else ()
            ours = (*detail.judgements, *detail.unknowns, *detail.course, *detail.spread)
            for statement in (*summary, *detail.facts, *ours):
                assert set(statement.item_ids) <= shown
                assert statement.item_ids or "INC-" in statement.text
            for view in detail.views:
                assert view.item_ids
                assert {*view.item_ids, *(quote.item_id for quote in view.quotes)} <= shown
        assert all(row.item_id in shown for row in briefing.listed)
        assert all(len(item.excerpt) <= 200 for item in briefing.evidence)


def test_the_dead_source_and_the_never_covered_ones_are_named_once(workspace: Workspace) -> None:
    last = workspace.lake.briefings()[-1]
    states = {health.name: health.report.state for health in last.note.health}
    assert states["城东晚报"] is SourceState.FAILED
    assert states["业主微信群"] is SourceState.UNREACHABLE
    assert sum("城东晚报" in spot for spot in last.blind_spots) == 1


def test_mislabelled_gbk_is_read_as_chinese(workspace: Workspace) -> None:
    items = workspace.lake.items(datetime(2026, 11, 10, tzinfo=UTC))
    texts = [item.title + item.text for item in items if item.source == "老街坊网"]
    assert len(texts) > 10
    assert not any("�" in text or "Í" in text for text in texts)
    assert any("净水" in text for text in texts)


# --- doing it again -------------------------------------------------------------------------------------------------


def _quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


def test_a_repeated_publish_and_send_change_nothing(workspace: Workspace, desk: Desk, demo: Path) -> None:
    def tip() -> str:
        command = ["git", "-C", str(demo), "rev-parse", "gh-pages"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    before, mails = tip(), sorted(path.name for path in (demo / "outbox").rglob("*"))
    published = pipeline.publish(workspace, desk, _quiet)
    pipeline.send(workspace, desk, LAST, datetime(2026, 11, 20, 1, tzinfo=UTC), _quiet)
    assert published is not None
    assert not published.changed
    assert tip() == before
    assert sorted(path.name for path in (demo / "outbox").rglob("*")) == mails


def test_all_sources_dead_ends_non_zero_and_leaves_the_last_edition(workspace: Workspace, desk: Desk) -> None:
    """The demo's server is gone, so every address now refuses the connection."""
    front = (workspace.public / "index.html").read_bytes()
    online = Desk(**{name: getattr(desk, name) for name in desk.__slots__} | {"sources": desk.sources[:6]})
    with pytest.raises(HarvestError, match="6 个信源只有 0 个"):
        pipeline.daily(workspace, online, datetime(2026, 11, 21, 0, 10, tzinfo=UTC), None, _quiet)
    assert (workspace.public / "index.html").read_bytes() == front
    assert workspace.lake.briefings()[-1].date == LAST


def test_the_command_line_says_why_and_how_to_mend(demo: Path, tmp_path: Path) -> None:
    assert "配置无误" in caifeng("check", "--desk", str(demo / "caifeng.yml")).stdout
    bad = tmp_path / "caifeng.yml"
    bad.write_text("desk: 甲\nsource: []\ntopics:\n  - {name: 乙, watch: (漏水 OR}\n", encoding="utf-8")
    refused = caifeng("check", "--desk", str(bad), check=False)
    assert refused.returncode == 2
    assert "caifeng.yml:2" in refused.stderr
    assert "是不是 sources？" in refused.stderr
    assert caifeng("brief", "--desk", str(demo / "caifeng.yml"), "--date", "昨天", check=False).returncode == 2
    assert json.loads(caifeng("schema").stdout)["title"] == "caifeng.yml"
    again = caifeng("brief", "--desk", str(demo / "caifeng.yml"), "--date", "2026-11-18", "--json")
    assert json.loads(again.stdout)["number"] == 6


# --- what readers see -----------------------------------------------------------------------------------------------

PAGES = ("/", "/2026-11/2026-11-18/", "/2026-11/2026-11-18/evidence/", "/duty/",
         "/incidents/INC-2026-0001/")  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_pages_open_without_errors_outside_requests_or_barriers(
    address: str, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    outside: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            outside.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", on_request)
    page.on("dialog", lambda dialog: errors.append(f"dialog {dialog.message}"))
    for path in PAGES:
        page.goto(address + path, wait_until="load")
        found = Axe().run(page).response["violations"]
        serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], f"{path} {scheme} {width}: {serious}"
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} scrolls sideways at {width}"
    assert errors == []
    assert outside == []
    context.close()


def test_charts_are_drawn_when_they_come_into_view(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/2026-11/2026-11-18/", wait_until="load")
    figures = page.locator("figure.cf-chart")
    assert figures.count() >= 3
    for at in range(figures.count()):
        figures.nth(at).scroll_into_view_if_needed()
        figures.nth(at).locator("svg.main-svg").first.wait_for(timeout=10_000)
        assert figures.nth(at).locator("details table").count() == 1
    page.close()


def test_the_first_phone_screen_holds_conclusion_decision_and_matters(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/2026-11/2026-11-18/", wait_until="load")
    visible = page.evaluate("document.elementFromPoint(195, 800) !== null")
    assert visible
    for selector in (".cf-say", ".cf-ask", ".cf-three li >> nth=0"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] < 844, selector
    page.close()


def test_the_hostile_title_is_shown_as_text(demo: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in (demo / "public" / "2026-11").rglob("index.html")]
    # The <script> itself ends where the feed is read.
    holding = [page for page in pages if "alert(2)" in unescape(page)]
    assert holding
    for page in holding:
        assert "alert(1)" not in page
        assert not re.search(r"<[^>]*(href=\"?javascript:|onclick=)", page)


def test_the_latest_alias_and_the_feed_lead_to_the_newest_briefing(address: str, browser: Browser, demo: Path) -> None:
    page = browser.new_page()
    page.goto(f"{address}/latest/2026-11-20/", wait_until="load")
    page.wait_for_url("**/2026-11/2026-11-20/")
    page.close()
    feed = (demo / "public" / "feed.xml").read_text(encoding="utf-8")
    assert feed.count("<entry>") == 8
    versions = json.loads((demo / "public" / "versions.json").read_text(encoding="utf-8"))
    assert [(one["version"], one["aliases"]) for one in versions] == [("2026-11", ["latest"])]


# --- what subscribers get -------------------------------------------------------------------------------------------


def test_without_smtp_each_person_has_one_mail_a_day_in_the_outbox(demo: Path, desk: Desk) -> None:
    people = [person for person in desk.people if person.mail]
    mails = sorted((demo / "outbox" / str(LAST)).glob("*.eml"))
    assert len(mails) == len(people)
    for path in mails:
        raw = path.read_bytes()
        mail = message_from_bytes(raw, policy=policy.default)
        html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
        assert html["Content-Transfer-Encoding"] == "base64"
        assert len(html.get_payload()) <= 60_000
        assert not re.search(r"<(script|img|form|iframe)", html.get_content(), re.IGNORECASE)
        assert mail.get_body(("plain",)) is not None


def test_digests_reach_a_real_smtp_server_once_and_personally(
    workspace: Workspace, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from caifeng.models import MailRules

    rules = MailRules(
        host="T_HOST",
        port=0,
        security="none",
        sender="T_FROM",
        ledger_key="T_KEY",
        unsubscribe="mailto:stop@example.org",
    )
    for name, value in {"T_HOST": "127.0.0.1", "T_FROM": "采风 <brief@example.org>", "T_KEY": "k" * 32}.items():
        monkeypatch.setenv(name, value)
    for person in desk.people:
        monkeypatch.setenv(person.mail, f"{person.mail.lower()}@example.org")
    post = Post()
    with serving(post):
        wired = replace(desk, mail=replace(rules, port=post.port))
        now = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
        pipeline.send(workspace, wired, LAST, now, _quiet)
        pipeline.send(workspace, wired, LAST, now, _quiet)
    assert sorted(recipient for recipient, _ in post.received) == sorted(
        f"{person.mail.lower()}@example.org" for person in desk.people if person.mail
    )
    for recipient, raw in post.received:
        mail = message_from_bytes(raw, policy=policy.default)
        assert mail["To"].addresses[0].addr_spec == recipient
        assert "stop@example.org" in mail["List-Unsubscribe"]
        assert mail["Subject"].startswith("[")


def test_no_address_of_a_subscriber_is_anywhere_in_state_or_site(demo: Path) -> None:
    places = [*(demo / "lake").rglob("*.jsonl"), *(demo / "public").rglob("*.html"), *(demo / "incidents").glob("*")]
    assert places
    assert not any(b"mail_boss@" in path.read_bytes().lower() for path in places if path.is_file())
    assert any(b'"channel":"mail"' in path.read_bytes() for path in places if path.is_file())
