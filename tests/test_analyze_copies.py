"""Which items are reprints, and which only look like it."""

import gzip
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from analyze.copies.find import find_copies
from analyze.copies.wording import word_items
from caifeng.models import Channel, CopyKind, Item, Reprint
from tests.analyze_stories import item, press
from tests.shared_data import shared

REPORT = (
    "本报讯 昨天下午，家住柳荫新村的多位居民向本报反映，今年入秋以后楼道里的照明灯时亮时灭，老人上下楼十分不便。"
    "记者走访看到，三单元从一楼到六楼共有九盏灯不亮，墙面上的开关盒已经松动，电线裸露在外。"
    "社区工作人员表示，维修经费已经列入下月计划，施工队预计下周进场，届时将统一更换灯具和线路。"
    "物业公司负责人说，此前接到过两次报修，由于配件缺货一直没有处理，对居民致以歉意。"
    "本报将继续关注维修进展，读者如有线索可以留言。"
)  # fmt: skip


def copies(*items: Item) -> tuple[Reprint, ...]:
    return find_copies(items, word_items(items))


def pairs(*items: Item) -> set[tuple[str, str]]:
    return {(reprint.item_id, reprint.of) for reprint in copies(*items)}


def test_an_equal_text_is_a_reprint_of_the_earliest_published_item() -> None:
    found = copies(press("b", "楼道灯坏了", REPORT, hours=1), press("a", "柳荫新村楼道灯坏了", REPORT, hours=5))
    assert found == (Reprint(item_id="b", of="a", similarity=1.0, kind=CopyKind.EXACT),)


def test_a_copy_of_a_copy_names_the_first_text() -> None:
    late, later = REPORT.replace("本报讯 ", "快览讯 "), REPORT.replace("本报讯 ", "转自快览 ").replace("本报", "该报")
    assert pairs(press("a", "灯", REPORT, 9), press("b", "灯", late, 5), press("c", "灯", later, 1)) == {
        ("b", "a"),
        ("c", "a"),
    }


def test_an_added_lead_and_dropped_sentences_do_not_hide_a_reprint() -> None:
    sentences = REPORT.split("。")
    shortened = "来源：澜川日报。" + "。".join(sentences[:3])
    assert pairs(press("a", "楼道灯坏了", REPORT, 9), press("b", "灯九盏不亮", shortened, 1)) == {("b", "a")}


def test_both_scripts_are_one_text() -> None:
    traditional = (
        "瀾川電器昨日宣布召回三千二百台濾水機，原因是密封圈老化，用戶可以到門店登記退換，公司對此致歉並承諾賠償損失。"
    )
    simplified = (
        "澜川电器昨日宣布召回三千二百台滤水机，原因是密封圈老化，用户可以到门店登记退换，公司对此致歉并承诺赔偿损失。"
    )
    assert pairs(item("a", "召回", simplified, 5), item("b", "召回", traditional, 1)) == {("b", "a")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{}市召开秋季消防安全工作推进会议并部署下一阶段任务", ("屏州", "岚江")),
        ("某{}发布关于加强冬季供暖管网巡查维护工作的通知全文", ("市", "县")),
        ("某家电企业就近期网上流传的产品质量问题公开{}并说明情况", ("致歉", "否认")),
        ("市监局公布第{}批不合格小家电产品名单请消费者注意查看", ("12", "15")),
        ("卫健部门称今早公布的检测结果显示饮用水样本{}超标", ("", "没有")),
    ],
)
def test_notices_of_one_template_stay_two(one: str, other: tuple[str, str]) -> None:
    first, second = (one.format(word) for word in other)
    assert pairs(press("a", first, hours=3), press("b", second, hours=1)) == set()


def test_a_piece_inside_a_long_round_up_is_not_its_reprint() -> None:
    brief = "屏州港昨日新开一条远洋货运航线，首航货轮装载一千二百只集装箱，预计十六天后抵达目的地港口。"
    assert (
        pairs(press("a", "屏州港新航线", brief, 5), press("b", "一周要闻", REPORT + brief + REPORT[::-1], 1)) == set()
    )


def test_the_footer_of_one_source_is_no_common_text() -> None:
    footer = "版权所有未经书面授权禁止使用本网站所刊登的各种新闻信息均为本社版权所有举报邮箱请见首页底部" * 3
    bodies = ["公交改线", "图书馆延时开放", "菜价回落", "地铁试跑", "学校食堂", "冬泳比赛", "道路养护", "旧楼加梯"]
    items = [
        press(str(n), word, f"{word}的消息今天公布了第{n}号细则。{footer}", hours=n) for n, word in enumerate(bodies)
    ]
    assert pairs(*items) == set()


def test_short_posts_are_copies_only_when_nearly_equal() -> None:
    assert pairs(item("a", "", "今天楼下又停水了真烦人", 5), item("b", "", "今天楼下又停水了真烦人", 1)) == {("b", "a")}
    assert pairs(item("a", "", "今天楼下又停水了真烦人", 5), item("b", "", "今天楼下又停电了太烦人", 1)) == set()


def test_no_items_have_no_copies() -> None:
    assert copies() == ()


@pytest.mark.shared
def test_real_reprints_across_sources_are_joined_and_page_furniture_joins_nothing() -> None:
    folder = shared("streams/stream_rss_news_cn")
    items = {row["id"]: _news(row) for row in _rows(folder / "dev.jsonl.gz")}
    lead = {reprint.item_id: reprint.of for reprint in copies(*items.values())}
    pairs = [row for row in _rows(folder / "body_overlap_candidates.jsonl.gz") if {row["a"], row["b"]} <= items.keys()]
    across = [row for row in pairs if row["source_a"] != row["source_b"] and float(row["jaccard"]) >= 0.6]
    pages = [row for row in pairs if row["source_a"] == row["source_b"] == "人民日报"]
    joined = [row for row in pairs if lead.get(row["a"], row["a"]) == lead.get(row["b"], row["b"])]
    assert len([row for row in across if row in joined]) >= 0.9 * len(across) > 0
    assert len([row for row in pages if row in joined]) <= 0.05 * len(pages)


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _news(row: dict[str, str]) -> Item:
    at = datetime.fromisoformat(row["date"])
    plain = item(row["id"], row["title"], row["text"])
    return replace(plain, source=row["source"], channel=Channel.NEWS, published_at=at, seen_at=at)
