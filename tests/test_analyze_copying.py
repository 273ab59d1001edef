"""协同复制, and what stays of a spread when items leave the window."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analyze.dossier import Dossier
from analyze.spread.trace import trace
from analyze.stories.tell import Evidence, tell
from caifeng.models import Channel, Item, Spread
from tests.analyze_stories import DESK, NOW, dossier, item, press, readings

TEXT = "转发给家人！电热水壶煮水会释放锰毒，长期喝致癌，家里有老人孩子的赶紧看看壶底的钢号！"


def posts(count: int, minutes: float = 5, text: str = TEXT, **more: object) -> list[Item]:
    return [
        item(
            f"p{n:02d}",
            "",
            text,
            20 - n * minutes / 60,
            source="微岚采样",
            channel=Channel.WEIBO,
            author=f"号{n}",
            **more,
        )
        for n in range(count)
    ]


def copied(items: list[Item]) -> Dossier:
    return dossier(*items, copies={one.id: items[0].id for one in items[1:]})


def test_one_text_by_several_accounts_within_half_an_hour_is_flagged_with_its_evidence() -> None:
    (found,) = trace(copied(posts(5))).copying
    assert (found.accounts, found.seconds) == (5, 1_200)
    assert found.item_ids == ("p00", "p01", "p02", "p03", "p04")
    assert TEXT.startswith(found.text)
    assert "5 个账号在 20 分钟内" in found.why
    assert "人工" in found.why


@pytest.mark.parametrize(
    "items",
    [
        posts(2),
        posts(5, minutes=20),
        posts(5, text="武汉加油！"),
        posts(5, credited="新华社"),
        posts(5, text=TEXT + "（央视新闻）"),
        posts(5, text="//@甲:" + TEXT),
        posts(5, tier=3),
        [replace(one, author="一人") for one in posts(5)],
        [replace(one, repost_of="p00") for one in posts(5)],
        [press("a", "", TEXT, hours=30), *posts(5)],
    ],
)
def test_few_slow_short_credited_or_professional_copies_are_no_concert(items: list[Item]) -> None:
    assert trace(copied(items)).copying == ()


def test_only_the_closest_half_hour_of_a_long_run_of_copies_are_told() -> None:
    early = [
        replace(one, id=f"e{n}", author=f"早{n}", published_at=NOW - timedelta(days=n + 2))
        for n, one in enumerate(posts(3))
    ]
    (found,) = trace(copied([*reversed(early), *posts(6)])).copying
    assert found.accounts == 6


def test_what_was_told_of_items_that_left_the_window_stays() -> None:
    first = posts(8)
    hub = [replace(one, repost_of="p01") if n > 1 else one for n, one in enumerate(first)]
    told = tell(Evidence(items=tuple(hub), readings=readings(hub)), DESK, NOW)
    before = max(told, key=lambda story: len(story.all_ids))
    late = posts(1, text=TEXT + "再转")[0]
    late = replace(late, id="late", published_at=NOW - timedelta(hours=1), author="迟")
    after: Spread = trace(replace(dossier(late, prior=(before,))))
    assert after.first_item_id == before.spread.first_item_id
    assert set(before.spread.edges) <= set(after.edges)
    assert sum(row.distinct + row.reprints for row in after.tiers) == len(before.all_ids) + 1
