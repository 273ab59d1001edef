"""传播: who has it from whom, how far it reached, which channels and tiers it crossed."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.spread.edges import find_edges
from analyze.spread.houses import house_of
from analyze.spread.trace import EDGES, trace
from analyze.spread.tree import reach_of
from caifeng.models import Channel, CopyKind, Credit, CreditKind, Edge, EdgeKind, Hit, Item, Reprint
from caifeng.models.spread import TierCount
from tests.analyze_stories import dossier, item, notice, press

URL = "https://news.example.cn/2026/11/1.html"


def post(id_: str, text: str = "", hours: float = 1, author: str = "", **more: object) -> Item:
    return item(id_, "", text, hours, source="微岚采样", channel=Channel.WEIBO, author=author or f"号{id_}", **more)


def only(*items: Item, copies: dict[str, str] | None = None) -> Edge:
    (edge,) = trace(dossier(*items, copies=copies)).edges
    return edge


@pytest.mark.parametrize("stated", [URL, "http://www.news.example.cn/2026/11/1.html/", "first", "1137700221"])
def test_a_stated_repost_is_found_by_address_id_or_number(stated: str) -> None:
    first = post("first", "漏水了", 5, url="https://weibo.example.cn/u/1137700221" if stated.isdigit() else URL)
    edge = only(first, post("b", "转", repost_of=stated))
    assert (edge.of, edge.kind) == ("first", EdgeKind.REPOST)
    assert stated in edge.why


def test_the_nearest_account_of_a_chain_is_the_parent() -> None:
    first, second = post("a", "漏水了", 5, author="甲"), post("b", "//@甲: 漏水了", 4, author="乙")
    edges = trace(dossier(first, second, post("c", "太气人 //@乙:看 //@甲:漏水了"))).edges
    assert [(edge.item_id, edge.of) for edge in edges] == [("b", "a"), ("c", "b")]
    assert edges[1].why == "正文写有“//@乙”"


def test_an_address_in_the_text_is_a_link_and_its_tracking_does_not_matter() -> None:
    first = press("a", "净水机漏水", hours=5)
    edge = only(replace(first, url=URL), post("b", f"看看这个（{URL}?utm_source=wb）。"))
    assert (edge.of, edge.kind) == ("a", EdgeKind.LINK)


@pytest.mark.parametrize(
    ("credited", "source", "is_one"),
    [
        ("新华社", "新华网", True), ("新华每日电讯", "新华社", True), ("人民日报客户端", "人民网", True),
        ("中新网", "中国新闻网", True), ("岚江日报官方微博", "岚江日报", True), ("总台央视", "央视新闻", True),
        ("中国日报", "中国新闻网", False), ("北京日报", "北京晚报", False), ("中国网", "中国日报", False),
        ("南方日报", "南方都市报", False), ("经济日报", "经济观察报", False), ("", "", False),
    ],
)  # fmt: skip
def test_a_house_is_known_by_its_names_and_by_no_stem(credited: str, source: str, is_one: bool) -> None:
    assert (house_of(credited) == house_of(source) != "") is is_one


def test_a_credited_origin_that_published_before_is_the_parent() -> None:
    first = press("a", "净水机漏水", hours=5, source="新华网")
    later = press("b", "净水机漏水", hours=1, source="快览客户端")
    edge = only(first, replace(later, credited="新华社"))
    assert (edge.of, edge.kind, edge.why) == ("a", EdgeKind.CREDIT, "写明来源“新华社”")


def test_a_quoted_source_counts_and_what_it_published_later_does_not() -> None:
    quoted = press("b", "净水机漏水", hours=3, source="快览客户端")
    said = Credit(kind=CreditKind.QUOTED, name="岚江日报", hit=Hit(term="据", field="text", start=0, end=0, written=""))
    for hours, expected in ((5.0, ["a"]), (1.0, [])):
        found = dossier(press("a", "净水机漏水", hours=hours, source="岚江日报"), quoted)
        readings = {**found.readings, "b": replace(found.readings["b"], credits=(said,))}
        assert [edge.of for edge in find_edges(replace(found, readings=readings))] == expected


def test_a_copy_and_an_excerpt_say_how_much_is_the_same() -> None:
    found = dossier(press("a", "净水机漏水", hours=5), press("b", "", hours=2), press("c", ""))
    reprints = (
        Reprint(item_id="b", of="a", similarity=0.93, kind=CopyKind.NEAR),
        Reprint(item_id="c", of="a", similarity=0.71, kind=CopyKind.EXCERPT),
    )
    edges = find_edges(replace(found, reprints=reprints))
    assert [(edge.kind, edge.why) for edge in edges] == [
        (EdgeKind.COPY, "文字相似 93%"),
        (EdgeKind.EXCERPT, "较短的一篇有 71% 见于另一篇"),
    ]


def test_the_strongest_sign_makes_the_one_parent() -> None:
    first, other = press("a", "漏水", hours=9, source="新华网"), replace(press("b", "漏水", hours=8), url=URL)
    last = replace(press("c", "漏水", f"见 {URL}", source="快览"), credited="新华社")
    edges = trace(dossier(first, other, last, copies={"c": "a"})).edges
    assert [(edge.of, edge.kind) for edge in edges] == [("b", EdgeKind.LINK)]


def test_reach_counts_all_that_have_it_from_an_item_and_a_circle_ends() -> None:
    def edge(item_id: str, of: str) -> Edge:
        return Edge(item_id=item_id, of=of, kind=EdgeKind.REPOST, why="")

    assert dict(reach_of([edge("b", "a"), edge("c", "b"), edge("d", "b"), edge("e", "a")])) == {"b": 2, "a": 4}
    assert reach_of([edge("x", "y"), edge("y", "x")]).get("x", 0) <= 1


def test_the_item_from_which_many_have_it_is_a_key_node() -> None:
    posts = [post(f"p{n:02d}", "转", 10 - n / 10, repost_of="hub" if n > 5 else "first") for n in range(30)]
    hub = post("hub", "漏水！", 9.45, repost_of="first")
    (node,) = trace(dossier(post("first", "漏水", 11), hub, *posts)).key_nodes
    assert (node.item_id, node.reach) == ("hub", 24)
    assert "24 条" in node.why


def test_without_edges_the_item_before_a_sharp_rise_is_named_with_care() -> None:
    slow = [post(f"a{n}", f"漏水{n}", 40 - n * 4) for n in range(8)]
    fast = [post(f"b{n:02d}", f"漏水了{n}", 11.9 - n / 60) for n in range(40)]
    node = trace(dossier(*slow, *fast)).key_nodes[0]
    assert node.item_id in {"a7", "b00"}
    assert node.after > 3 * node.before
    assert "未必由它引起" in node.why


def test_steady_arrivals_have_no_key_node() -> None:
    assert trace(dossier(*(post(f"a{n:03d}", f"漏水{n}", 100 - n) for n in range(90)))).key_nodes == ()


def test_tiers_channels_and_the_first_head_medium_are_counted() -> None:
    items = (item("a", "漏水", hours=9), post("b", "漏水", 7), press("c", "漏水", hours=5, tier=2), notice("d", "通报"))
    found = trace(dossier(*items, post("e", "漏水", 1), copies={"e": "b"}))
    assert [step.channel for step in found.steps] == [Channel.FORUM, Channel.WEIBO, Channel.PRESS, Channel.GOVERNMENT]
    assert found.head_media_item_id == "c"
    assert found.tiers == (
        TierCount(tier=2, distinct=1, reprints=0),
        TierCount(tier=3, distinct=1, reprints=0),
        TierCount(tier=4, distinct=2, reprints=1),
    )


def test_of_many_edges_those_at_the_first_item_and_at_key_nodes_are_kept_and_all_are_counted() -> None:
    hub = post("hub", "漏水", 50, repost_of="first")
    posts = [
        post(f"p{n:04d}", "转", 40 - n / 100, repost_of="hub" if n >= 600 else f"q{n % 300}") for n in range(1_200)
    ]
    lone = [post(f"q{n}", f"{n}", 45) for n in range(300)]
    found = trace(dossier(post("first", "漏水", 60), hub, *lone, *posts))
    assert found.edges_total == 1_201
    assert len(found.edges) == EDGES
    assert found.edges[0].item_id == "hub"
    assert sum(edge.of == "hub" for edge in found.edges) == EDGES - 1


_POSTS = st.lists(
    st.tuples(
        st.sampled_from(["", "//@号0:漏水", "//@号3:", URL, "据新华社报道", "\ud800", "\u202e@", "//@:http://"]),
        st.integers(0, 6), st.sampled_from(["", "新华社", "微岚采样"]), st.integers(0, 9),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(_POSTS, st.randoms())
def test_edges_form_a_forest_and_the_order_given_is_no_matter(
    drawn: list[tuple[str, int, str, int]], random: object
) -> None:
    items = [
        post(f"i{n}", text, hours, f"号{n % 4}", credited=credited, repost_of=f"i{of}", url=f"{URL}?n={n}")
        for n, (text, hours, credited, of) in enumerate(drawn)
    ]
    copies = {f"i{n}": "i0" for n in range(1, len(items), 3)}
    found = trace(dossier(*items, copies=copies))
    place = {one.id: (one.published_at, one.id) for one in items}
    assert len({edge.item_id for edge in found.edges}) == len(found.edges) == found.edges_total
    assert all(place[edge.of] < place[edge.item_id] for edge in found.edges)
    random.shuffle(items)  # type: ignore[attr-defined]
    assert trace(dossier(*items, copies=copies)) == found


_LONG = 200_000


@pytest.mark.parametrize(
    "text", ["", "x", "x" * _LONG, "//@a:" * 40_000, "http://" * 30_000, "😀" * _LONG, "\ud800" * _LONG]
)
def test_hostile_text_gives_a_result_at_once(text: str) -> None:
    items = [post(f"i{n}", text, 20 - n, repost_of=text[:500], credited=text[:60], url=URL) for n in range(12)]
    found = trace(dossier(*items, press("m", text[:500], text), copies={f"i{n}": "i0" for n in range(1, 12)}))
    assert found.first_item_id == "i0"


def test_a_story_of_many_items_is_traced_in_linear_time() -> None:
    items = [post(f"i{n:05d}", f"漏水 //@号{n % 70}:看", 100 - n / 100, f"号{n % 900}") for n in range(8_000)]
    started = time.process_time()
    found = trace(dossier(*items))
    assert time.process_time() - started < 3
    assert len(found.edges) == EDGES
    assert found.edges_total > 7_000


def test_lay_accounts_that_pass_one_text_around_with_a_word_changed_copy_in_concert() -> None:
    text = "紧急扩散！电热水壶煮水释放锰毒，澜川电器隐瞒多年！高锰钢内胆高温析出，有老人孩子的{}，转给身边的人！"
    words = ("马上停用", "赶紧扔掉", "立刻别用", "千万别碰")
    posts = [post(f"p{n}", text.format(word), hours=5 - n / 10) for n, word in enumerate(words)]
    (copying,) = trace(dossier(*posts)).copying
    assert (copying.accounts, copying.item_ids) == (4, ("p0", "p1", "p2", "p3"))
    apart = [post(f"q{n}", text.format(word), hours=60 - 9 * n) for n, word in enumerate(words)]
    assert trace(dossier(*apart)).copying == ()
