"""Personal data, and what was taken down, through the whole pipeline: nothing of it leaves, and the lake keeps it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from caifeng import pipeline
from caifeng.commands.report import report
from caifeng.models.takedown import Ground, Takedown
from caifeng.notify import notify
from caifeng.takedowns import takedown_file
from caifeng.workspace import Workspace
from tests.harvesting import NOW
from tests.hostile import quiet, reply, served, workspace
from tests.private_desk import CANARIES, leaks, private_feed

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources
SEEN = NOW - timedelta(minutes=40)
DAY = NOW.date()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A day whose every item gives something away: collected, told, published and sent."""
    with pytest.MonkeyPatch.context() as patch, served({"信源": {"/": reply(private_feed(SEEN))}}) as sites:
        patch.setenv("MAIL_DUTY", "duty@example.org")
        made = workspace(tmp_path_factory.mktemp("private") / "desk", sites)
        desk = pipeline.open_desk(made)
        pipeline.collect(made, desk, SEEN, quiet)
        pipeline.analyze(made, desk, NOW, made.run(NOW), quiet)
        pipeline.brief(made, desk, DAY, NOW, quiet)
        pipeline.publish(made, desk, quiet)
        pipeline.send(made, desk, DAY, NOW, quiet)
        notify(made, desk, NOW, quiet)
        for incident in made.lake.caselog():
            report(incident, docx=made.outbox / f"{incident}.docx", desk=made.desk_file)
        yield made


def test_nothing_personal_is_in_any_byte_that_leaves(lived: Workspace) -> None:
    kinds = {path.suffix for path in (*lived.public.rglob("*"), *lived.outbox.rglob("*"))}
    assert {".html", ".xml", ".json", ".csv", ".eml", ".docx"} <= kinds
    assert leaks([lived.public, lived.outbox], [*CANARIES.values(), "13812345674"]) == []


def test_the_lake_keeps_what_was_written(lived: Workspace) -> None:
    items = lived.lake.items(SEEN - timedelta(days=1))
    assert {item.title for item in items} >= {f"澜川净水机漏水烫伤住户，{said}" for said in list(CANARIES)[:3]}
    assert len(items) == len(CANARIES)


def test_what_is_taken_down_leaves_old_editions_and_is_not_in_new_ones(lived: Workspace) -> None:
    """Last: it changes the site."""
    desk = pipeline.open_desk(lived)
    briefing = lived.lake.briefing(DAY)
    assert briefing is not None
    item = next(one for one in briefing.evidence if "京A" in one.title)
    rare = "车牌澜A字不算"
    assert leaks([lived.public], [rare])
    takedown = Takedown(id="T-2026-0001", by="值班长", at=NOW, ground=Ground.PERSONAL, item_id=item.id)
    takedown_file(lived, desk).add(takedown)
    pipeline.publish(lived, desk, quiet)
    assert leaks([lived.public], [rare, item.url]) == []
    shown = (lived.public / f"{DAY:%Y-%m}/{DAY}/evidence/index.html").read_text(encoding="utf-8")
    assert "应要求撤下，见撤下记录" in shown
    record = (lived.public / "takedowns/index.html").read_text(encoding="utf-8")
    assert "个人信息" in record
    assert "值班长" in record
    assert str(DAY) in record
    sealed = next((lived.root / "lake/briefings").glob("*.json")).read_text(encoding="utf-8")
    assert rare in sealed
    again = pipeline.analyze(lived, desk, NOW, lived.run(NOW), quiet)
    assert all(item.id not in story.all_ids for story in again.stories)
