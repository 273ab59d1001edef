"""Floods of copies and of one mouth are told for what they are, and raise nothing alone."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analyze.read import Reader
from analyze.stories.tell import Evidence, tell
from caifeng.lake import Lake
from caifeng.models import Channel, Item, Level, Reading, Story
from tests.analyze_stories import DESK, NOW, dossier, item, press
from tests.grading import graded, line

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
POST = (
    "澜川电器的净水机装了两个月，昨晚漏水，地板全鼓起来，客服让我再等等。师傅说是接口松了，可是没有人愿意赔偿地板，"
    "我已经打了三次电话，都说会有人联系，到现在也没有一个回音，希望厂家给个说法。"
)
NOTICE = "厂家在公告中说明，凡是在保修期内的用户，都可以到门店登记，由师傅上门更换接口与密封圈，所需费用由公司承担。"
LETTERS = "春夏秋冬风花雪月天地人和甲乙丙丁梅兰竹菊"
PLACES = [a + b for a in "东西南北中上下前后" for b in "城关河湾桥街里塘坊"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(DESK)


def changed(text: str, count: int, title: str = "净水机漏水泡坏地板") -> tuple[Item, ...]:
    """Copies of one post by ever other accounts, one character changed in each, and the post itself first."""
    chance = random.Random(count)  # noqa: S311
    texts = [text]
    for _ in range(count - 1):
        place = chance.randrange(len(text))
        texts.append(text[:place] + chance.choice(LETTERS) + text[place + 1 :])
    return tuple(
        item(f"k{n:05d}", title, one, hours=20 - 19 * n / count, author=f"户主{n}", source=f"论坛{n % 7}")
        for n, one in enumerate(texts)
    )


def told(reader: Reader, items: Sequence[Item]) -> tuple[Story, ...]:
    read: dict[str, Reading] = {one.item_id: one for one in reader.read_all(items) if one.topics}
    return tell(Evidence(items=tuple(one for one in items if one.id in read), readings=read), DESK, NOW)


def complaints(count: int, **more: object) -> tuple[Item, ...]:
    """Posts about one defect in different words, by whom ``more`` says."""
    chance = random.Random(7)  # noqa: S311
    return tuple(
        item(
            f"f{n:05d}", f"{chance.choice(PLACES)}净水机漏水气人之{n}",
            f"{chance.choice(PLACES)}{n}号净水机漏水，{chance.choice(PLACES)}客服拒赔。", hours=n % 20, **more,
        )
        for n in range(count)
    )  # fmt: skip


def test_five_thousand_copies_with_one_character_changed_are_one_story_of_copies(
    reader: Reader, tmp_path: Path
) -> None:
    items = changed(POST, 5000)
    (story,) = told(reader, items)
    assert len(story.item_ids) <= 8
    assert len(story.all_ids) == len(set(story.all_ids)) == 5000
    assert {reprint.of for reprint in story.reprints} <= set(story.item_ids)
    assert Counter(reprint.of for reprint in story.reprints)["k00000"] > 4000
    assert story.grade.level.rank <= Level.YELLOW.rank
    assert story.spread.copying
    draft = Lake(tmp_path).draft("20261117T000000Z-00-0")
    draft.stories([story])
    draft.commit()
    assert Lake(tmp_path).stories() == (story,)


@pytest.mark.parametrize("text", [POST[:18], POST[:30], POST[:60], POST + NOTICE, POST + NOTICE * 3], ids=len)
def test_copies_of_a_post_of_any_length_are_copies(reader: Reader, text: str) -> None:
    items = changed(text, 300, title="")
    (story,) = told(reader, items)
    assert len(story.item_ids) <= 8
    shuffled = list(items)
    random.Random(1).shuffle(shuffled)  # noqa: S311
    assert told(reader, shuffled) == (story,)


def test_three_posts_that_differ_in_a_word_are_three_statements_still(reader: Reader) -> None:
    posts = [item(f"p{n}", "", f"{who}家的净水机昨晚漏水，地板泡坏，售后还没有上门。", hours=9 - n, author=who)
             for n, who in enumerate(("老王", "小李", "赵姐"))]  # fmt: skip
    assert sum(len(story.item_ids) for story in told(reader, posts)) == 3


@pytest.mark.parametrize("tier", [1, 2, 3, 4])
def test_a_flood_of_one_medium_does_not_raise_the_level_alone(tier: int) -> None:
    flood = tuple(press(f"p{n}", f"净水机漏水调查之{n}", hours=n % 40, tier=tier) for n in range(3000))
    grade = graded(dossier(*flood))
    assert grade.level is Level.BLUE
    assert not grade.gates


@pytest.mark.parametrize("author", ["水军", "澜川打假人 "])
def test_a_flood_of_one_account_on_many_platforms_does_not_raise_the_level_alone(author: str) -> None:
    channels = [Channel.FORUM, Channel.WEIBO, Channel.VIDEO, Channel.QA, Channel.REVIEW]
    flood = [
        replace(one, author=author, source=f"平台{n % 50}", channel=channels[n % 5])
        for n, one in enumerate(complaints(5000))
    ]
    grade = graded(dossier(*flood))
    assert grade.level is Level.BLUE
    assert author.strip() in grade.ceiling_why
    assert "限计后" in line(grade.parts, "舆论强度", "声量").raw


def test_names_that_anybody_has_are_many_people() -> None:
    posts = [replace(one, author="匿名用户", source=f"平台{n % 20}") for n, one in enumerate(complaints(60))]
    assert graded(dossier(*posts)).level.rank >= Level.YELLOW.rank


def test_a_told_flood_of_one_account_is_no_alarm(reader: Reader) -> None:
    flood = [replace(one, author="水军", source=f"平台{n % 9}") for n, one in enumerate(complaints(200))]
    assert {story.grade.level for story in told(reader, flood)} == {Level.BLUE}
