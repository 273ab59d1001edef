"""Views: what media, authorities and the public say, by how many, never two sides in one."""

import pytest

from analyze.views.frames import Frame, are_apart, frame_of
from analyze.views.parties import party_of
from analyze.views.views import find_views
from caifeng.models import Channel, Item, Party
from caifeng.models.interval import wilson
from tests.analyze_stories import dossier, item, notice, press


def posts(*texts: str) -> list[Item]:
    return [item(f"p{n:02d}", "", text, 30 - n / 10, author=f"网友{n}") for n, text in enumerate(texts)]


LATE = ("早干嘛去了，现在才通报！", "拖到今天才承认净水机漏水。", "迟迟不回应，一直没人管。", "为什么拖了五天才说？")
KIND = ("支持召回，处理得很好。", "召回及时，给厂家点赞。", "支持厂家召回净水机。")


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("早干嘛去了", Frame.LATE),
        ("别信谣言", Frame.DENIED),
        ("客服一直踢皮球", Frame.EVASIVE),
        ("支持召回", Frame.REDRESS),
        ("太害怕了", Frame.FEARED),
        ("大家理性一点", Frame.CALM),
        ("今天天气晴", Frame.PLAIN),
    ],
)
def test_words_show_the_frame(text: str, frame: Frame) -> None:
    assert frame_of(text) is frame


def test_what_is_said_in_other_words_is_one_view() -> None:
    (view,) = find_views(dossier(*posts(*LATE)))
    assert (view.party, view.count, view.total) == (Party.PUBLIC, 4, 4)
    assert view.text in LATE


def test_a_shared_mood_is_no_view() -> None:
    texts = ("凭啥不给退？", "谁信水压高这种话？", "怎么关总阀？", "难道要我自己换密封圈？", "为什么偏偏半夜漏？")
    assert find_views(dossier(*posts(*texts))) == ()


def test_every_quote_shares_the_claim_of_its_view() -> None:
    texts = ("客服说漏水是正常现象。", "还说什么正常现象，客服糊弄人。", "客服一直推诿，物业也不管电梯。", *LATE)
    for view in find_views(dossier(*posts(*texts))):
        frames = {frame_of(quote.text) for quote in view.quotes}
        assert len(frames) == 1 or any("客服" in quote.text for quote in view.quotes)


def test_two_sides_are_never_one_view() -> None:
    views = find_views(dossier(*posts(*LATE, "点赞净水机厂家。", "净水机厂家了不起。")))
    sides = [{frame_of(quote.text) for quote in view.quotes} for view in views]
    assert not any(are_apart(one, other) for frames in sides for one in frames for other in frames)
    assert len(views) == 2


def test_a_share_carries_its_number_and_interval() -> None:
    views = find_views(dossier(*posts(*LATE, "净水机漏水。", "路过净水机店。")))
    view = views[0]
    assert (view.count, view.total) == (4, 6)
    assert (view.share, (view.low, view.high)) == (4 / 6, wilson(4, 6))


def test_quotes_are_of_different_people() -> None:
    same = [item(f"p{n}", "", text, 9, author="一人") for n, text in enumerate(LATE)]
    (view,) = find_views(dossier(*same))
    assert len(view.quotes) == 1
    assert len(find_views(dossier(*posts(*LATE)))[0].quotes) == 3


def test_each_party_speaks_for_itself() -> None:
    items = (
        *posts(*LATE),
        press("m", "净水机召回", "专家认为，厂家应当尽早公布净水机批次。"),
        notice("o", "关于净水机的通报", "我局要求企业立即召回净水机。"),
    )
    assert [view.party for view in find_views(dossier(*items))] == [Party.MEDIA, Party.OFFICIAL, Party.PUBLIC]


def test_a_lone_voice_among_many_is_no_view() -> None:
    texts = [f"净水机第{n}天，照常接水。" for n in range(9)]
    assert find_views(dossier(*posts(*texts, "太气人了，净水机必须下架！"))) == ()


def test_who_speaks_depends_on_the_source() -> None:
    assert party_of(notice("a")) is Party.OFFICIAL
    assert party_of(press("a", "净水机")) is Party.MEDIA
    assert party_of(press("a", "净水机", tier=4)) is Party.PUBLIC
    assert party_of(item("a", channel=Channel.WEIBO, tier=1)) is Party.MEDIA
    assert party_of(item("a", channel=Channel.WEIBO, tier=3)) is Party.PUBLIC


def test_views_do_not_depend_on_order() -> None:
    items = posts(*LATE, *KIND)
    assert find_views(dossier(*items)) == find_views(dossier(*items[::-1]))
