"""caifeng verify: a published edition holds, and one changed digit, field or item is found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caifeng.errors import PublishError, UsageError
from caifeng.models import Channel, Item
from caifeng.verifying import EditionCheck, editions, known_of, verify
from collect.identity import content_hash
from publish.ledger import ledger_of
from publish.ledger.recount import recount
from publish.pages.render import render_briefing
from publish.site.figures import lift_figures
from tests.lived_workspace import Lived, lived
from tests.number_pages import SITE, body
from tests.story_workspace import item

MORNING = datetime(2026, 11, 18, 0, 30, tzinfo=UTC)
CHANNELS = (Channel.FORUM, Channel.NEWS, Channel.WEIBO)


@dataclass(frozen=True)
class Shown:
    """A workspace with two editions and their pages in a folder."""

    desk: Lived
    public: Path

    def check(self) -> EditionCheck:
        return verify(self.desk.workspace, self.desk.desk, MORNING.date(), self.public, lambda _: None)

    def anchor(self, figure: str) -> str:
        briefing = self.desk.workspace.lake.briefing(MORNING.date())
        assert briefing
        return ledger_of(briefing).anchor(figure)

    @property
    def day(self) -> Path:
        return self.public / "2026-11" / f"{MORNING.date()}"


def piece(at: int) -> Item:
    words = ("漏水泡坏地板，要求退货", "漏水三天没人管，投诉 12315", "漏水，女童踩水摔倒缝了 4 针")[at % 3]
    title, text = f"净水机{words[:4]}第{at}户", f"我家净水机{words}，这是第 {at} 户，客服说等 {at + 2} 天。"
    told = item(f"i-{at:012x}", title, 45 * at, CHANNELS[at % 3])
    return replace(told, text=text, content_hash=content_hash(title, text), url=f"https://forum.example/{at}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    made = lived(tmp_path_factory.mktemp("verify") / "desk")
    items = [piece(at) for at in range(14)]
    made.look(items[-1].published_at + timedelta(minutes=5), items)
    for now in (MORNING - timedelta(days=1), MORNING):
        made.told(now)
        made.brief(now)
    return made


@pytest.fixture
def shown(desk: Lived, tmp_path: Path) -> Iterator[Shown]:
    briefing = desk.workspace.lake.briefing(MORNING.date())
    yesterday = desk.workspace.lake.briefing(MORNING.date() - timedelta(days=1))
    assert briefing and yesterday
    for page in render_briefing(briefing, SITE, yesterday=yesterday):
        head = page.text.split("---\n", 2)[1]
        place = tmp_path / "2026-11" / page.path.removesuffix(".md").removesuffix("/index") / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        title = head.partition('"')[2].partition('"')[0]
        place.write_text(f"<title>{title}</title><body>{body(page)}</body>", encoding="utf-8")
    lift_figures(tmp_path)
    yield Shown(desk, tmp_path)


def test_every_number_of_a_published_edition_is_resolved(shown: Shown) -> None:
    check = shown.check()
    assert [(one.page, one.what.number, one.what.around) for one in check.unresolved] == []
    assert check.findings == ()
    assert check.recomputed > 100
    assert check.pages >= 3


def test_one_digit_changed_in_a_linked_number_is_found(shown: Shown) -> None:
    page = shown.day / "index.html"
    text = page.read_text(encoding="utf-8")
    link = re.search(rf'(#{shown.anchor("overview.distinct")}">)(\d+)', text)
    assert link
    page.write_text(text.replace(link[0], f"{link[1]}{int(link[2]) + 1}", 1), encoding="utf-8")
    assert "overview.distinct" in [one.what.figure for one in shown.check().unresolved]


def test_one_digit_changed_in_the_data_of_a_chart_is_found(shown: Shown) -> None:
    file = shown.day / "charts" / "tones.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("14", "15", 1), encoding="utf-8")
    assert {one.page for one in shown.check().unresolved} == {f"2026-11/{MORNING.date()}/charts/tones.json"}
    file.write_text("{", encoding="utf-8")
    with pytest.raises(PublishError, match=r"tones\.json"):
        shown.check()


def test_one_digit_changed_in_a_quotation_is_found(shown: Shown) -> None:
    page = next(path for path in shown.day.rglob("evidence/**/index.html") if "12315" in path.read_text("utf-8"))
    page.write_text(page.read_text(encoding="utf-8").replace("12315", "12345", 1), encoding="utf-8")
    assert "12345" in [one.what.number for one in shown.check().unresolved]


def test_nearly_every_single_digit_that_is_changed_is_found(shown: Shown) -> None:
    page = shown.day / "index.html"
    text = page.read_text(encoding="utf-8")
    visible = [match.start(1) for match in re.finditer(r">[^<]*?(\d)[^<]*<", text)]
    chosen = visible[:: max(len(visible) // 12, 1)]
    missed = []
    for at in chosen:
        page.write_text(f"{text[:at]}{(int(text[at]) + 3) % 10}{text[at + 1 :]}", encoding="utf-8")
        missed += [] if shown.check().unresolved else [text[at - 30 : at + 20]]
    assert len(missed) <= len(chosen) // 10, missed


def test_one_field_changed_in_the_frozen_record_is_found(desk: Lived) -> None:
    briefing = desk.workspace.lake.briefing(MORNING.date())
    assert briefing
    known = known_of(desk.workspace, briefing)
    assert recount(briefing, known).findings == ()
    more = replace(briefing.overview, distinct=briefing.overview.distinct + 1)
    assert {one.what for one in recount(replace(briefing, overview=more), known).findings} >= {"overview.distinct"}
    heat = replace(briefing.details[0].story.heat, value=briefing.details[0].story.heat.value + 1)
    story = replace(briefing.details[0].story, heat=heat)
    told = replace(briefing, details=(replace(briefing.details[0], story=story), *briefing.details[1:]))
    assert [one.what for one in recount(told, known).findings] == [f"story.{story.id}.heat"]


def test_one_item_changed_in_the_lake_is_found(desk: Lived) -> None:
    briefing = desk.workspace.lake.briefing(MORNING.date())
    assert briefing
    known = known_of(desk.workspace, briefing)
    first = briefing.evidence[0].id
    changed = replace(known.items[first], text=known.items[first].text.replace("净", "静"))
    found = recount(briefing, replace(known, items={**known.items, first: changed})).findings
    assert {one.what for one in found} == {first}
    gone = {id_: item for id_, item in known.items.items() if id_ != first}
    assert next(one.why for one in recount(briefing, replace(known, items=gone)).findings) == "数据湖里没有这一条"


def test_an_edition_that_is_not_there_is_named(desk: Lived, tmp_path: Path) -> None:
    assert editions(desk.workspace, "") == (MORNING.date(),)
    assert len(editions(desk.workspace, "2026-11")) == 2
    with pytest.raises(UsageError, match="没有 2025-01-01"):
        editions(desk.workspace, "2025-01-01")
    with pytest.raises(UsageError, match="无法辨认"):
        editions(desk.workspace, "昨天")
    with pytest.raises(PublishError, match="还没有发布"):
        verify(desk.workspace, desk.desk, MORNING.date(), tmp_path, lambda _: None)
