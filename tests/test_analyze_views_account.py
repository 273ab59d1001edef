"""The account of a story: a summary, key facts, five aspects and demands, all as items write them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.dossier import Dossier
from analyze.read import Reader
from analyze.views.account import account_of
from caifeng.models import Account, AspectKind, Item, NameKind
from tests.analyze_stories import DESK, NOW, dossier, item, notice, press

TITLE = "澜川电器召回3200台净水机"
LEAD = "澜川电器18日宣布，召回批号为2509的净水机，共3200台。"


def story() -> tuple[Item, ...]:
    return (
        item("a", "净水机漏水怎么办", "半夜净水机漏水，地板全泡了。要求退货并赔偿地板损失！", 40),
        item("b", "", "我家净水机也漏水，客服让再观察。希望厂家尽快给个说法。", 39),
        press("c", "多户居民反映净水机夜间漏水", "本报讯 多户居民反映，家中净水机夜间漏水，致2人受伤。", 30),
        press("d", TITLE, f"本报讯（记者 宋以宁）{LEAD}用户可退可换。", 6, tier=2),
        press("e", "净水机召回，可退可换", f"新华社澜川1月27日电 {LEAD}", 5, source="岚江在线"),
        notice("f", "关于净水机召回的通报", "11月16日22时许，净水机漏水致3人受伤，均已送医。召回正在进行。", 4),
    )


def read(*items: Item, **more: object) -> Dossier:
    """The dossier of items as really read."""
    desk = replace(DESK, name_kinds=(("澜川电器", NameKind.ORGANISATION), ("净水机", NameKind.PRODUCT)))
    readings = {reading.item_id: reading for reading in Reader(desk).read_all(items)}
    return replace(dossier(*items, **more), readings=readings, desk=desk)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def account() -> Account:
    return account_of(read(*story()), TITLE)


def test_the_summary_is_what_most_items_say_and_names_all_of_them(account: Account) -> None:
    assert account.summary.text == LEAD
    assert set(account.summary.item_ids) == {"d", "e"}


def test_facts_are_new_beside_the_summary_and_beside_one_another(account: Account) -> None:
    texts = [fact.text for fact in account.facts]
    assert LEAD not in texts
    assert len(set(texts)) == len(texts) <= 5
    assert any("受伤" in text for text in texts)


def test_every_piece_is_written_in_an_item_that_it_names(account: Account) -> None:
    written = {one.id: f"{one.title}\n{one.text}" for one in story()}
    for fact in (account.summary, *account.facts):
        assert fact.text in written[fact.item_ids[0]]
    for aspect in account.aspects:
        assert aspect.item_ids
    for demand in account.demands:
        assert demand.quote.text in written[demand.quote.item_id]


def test_aspects_say_when_who_and_what_harm(account: Account) -> None:
    found = {aspect.kind: aspect.text for aspect in account.aspects}
    assert found[AspectKind.WHEN] == "11月16日22时许"
    assert found[AspectKind.WHO] == "澜川电器"
    assert found[AspectKind.WHAT]


def test_the_newest_official_number_of_victims_counts(account: Account) -> None:
    harm = next(aspect for aspect in account.aspects if aspect.kind is AspectKind.HARM)
    assert (harm.text, harm.item_ids) == ("致3人受伤", ("f",)) or "3人受伤" in harm.text


def test_demands_are_counted_over_the_public_items_that_ask(account: Account) -> None:
    assert {demand.total for demand in account.demands} == {2}
    assert {"退款退货", "赔偿", "说明答复"} <= {demand.name for demand in account.demands}


def test_what_is_denied_is_no_harm() -> None:
    calm = notice("a", "净水机起火", "所幸未造成3人受伤。")
    assert all(a.kind is not AspectKind.HARM for a in account_of(read(calm), "净水机起火").aspects)


def test_a_future_or_distant_day_is_not_when_it_happened() -> None:
    story = press("a", "净水机新规", "新规自12月1日起施行，2019年3月5日曾公开征求意见。")
    assert all(a.kind is not AspectKind.WHEN for a in account_of(read(story), "净水机新规").aspects)


def test_one_item_has_a_summary_and_aspects_only() -> None:
    one = press("a", "净水机夜间漏水", "本报讯 昨晚，多户居民家中净水机漏水，地板起鼓。客服称正常。")
    account = account_of(read(one), one.title)
    assert account.summary.text == "昨晚，多户居民家中净水机漏水，地板起鼓。"
    assert (account.facts, account.views, account.shifts, account.demands) == ((), (), (), ())
    assert account.aspects[0].text == "昨晚"


def test_where_no_sentence_sums_up_the_title_does() -> None:
    board = (item("a", "净水机漏水"), item("b", "净水机漏水上热搜"))
    assert account_of(dossier(*board), "净水机漏水").summary.text == "净水机漏水"


def test_lines_of_a_form_and_appeals_are_neither_summary_nor_fact() -> None:
    form = "产品：净水机。\n问题描述：净水机半夜漏水泡坏客厅地板。\n诉求：退货。"
    items = (
        item("a", "净水机漏水泡坏地板", form, 9),
        item("b", "净水机漏水", "净水机漏水，大家赶紧停用，家里有净水机的都看看！", 8),
        item("c", "净水机又漏水", "净水机半夜漏水，物业上门关了总阀。", 7),
    )
    found = account_of(read(*items), "净水机漏水泡坏地板")
    said = " ".join([found.summary.text, *(fact.text for fact in found.facts)])
    assert not any(word in said for word in ("产品", "诉求", "问题描述", "大家"))


def test_a_sentence_that_hangs_on_the_one_before_does_not_sum_up() -> None:
    hanging = "针对网传净水机漏水一事，该局开展专项抽查，12批次净水机全部合格。"
    whole = "市监局抽查在售净水机12批次，全部合格，网传净水机漏水一事不实。"
    items = (press("a", "净水机抽查全部合格", hanging, 9), press("b", "抽查净水机合格", whole, 8, source="岚江在线"))
    assert account_of(read(*items), "净水机抽查全部合格").summary.text == whole


def test_personal_numbers_are_masked() -> None:
    post = item("a", "净水机漏水", "净水机漏水三天没人上门，联系我13812345678，必须给说法。")
    account = account_of(
        read(post, item("b", "净水机漏水", "净水机漏水三天没人上门，联系我13812345678。")), "净水机漏水"
    )
    assert "13812345678" not in str(account)


def test_the_order_of_items_is_no_matter() -> None:
    items = story()
    assert account_of(read(*items), TITLE) == account_of(read(*items[::-1]), TITLE)


def test_a_flood_is_read_by_a_fixed_choice() -> None:
    posts = [item(f"p{n:05d}", "", f"净水机又漏水了，第{n}次投诉，要求退款！", 20) for n in range(5_000)]
    account = account_of(dossier(*posts), "净水机漏水")
    assert account == account_of(dossier(*posts), "净水机漏水")
    assert all(view.total <= 300 for view in account.views)
    assert all(len(fact.item_ids) <= 20 for fact in account.facts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200)), min_size=1, max_size=6))
def test_no_text_breaks_the_account(texts: list[tuple[str, str]]) -> None:
    items = [item(f"i{n}", title, text, n) for n, (title, text) in enumerate(texts)]
    account = account_of(dossier(*items), items[0].title or items[0].text[:40])
    ids = {one.id for one in items}
    assert set(account.summary.item_ids) <= ids
    assert all(set(fact.item_ids) <= ids for fact in account.facts)


@pytest.mark.parametrize(
    "text", ["", "啊", "\ud800\udfff" * 20, "😀" * 500, "\u202e净水机漏水\u202c", "漏" * 1_000_000, "2日" * 9_999]
)
def test_hostile_items_make_an_account(text: str) -> None:
    items = (item("a", text[:200], text), item("b", "净水机漏水", text), notice("c", text[:100], text))
    assert account_of(dossier(*items), "净水机漏水").summary.item_ids
    assert account_of(dossier(items[0]), "净水机漏水").summary.item_ids


def test_times_are_read_in_the_zone_of_the_desk() -> None:
    late = replace(press("a", "净水机漏水", "17日凌晨，净水机漏水致地板起鼓。"), published_at=NOW - timedelta(hours=7))
    assert account_of(read(late), "净水机漏水").aspects[0].text == "17日凌晨"
