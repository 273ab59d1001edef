"""Places: provinces, cities and counties, ambiguity resolved by what else is named."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.facts.gazetteer import shipped_gazetteer
from analyze.facts.places import find_places
from analyze.text.words import Segmenter
from analyze.topics.terms import shadow_of
from caifeng.models import Place, PlaceLevel
from tests.analyze_desk import item

SEGMENTER = Segmenter()


def places(text: str, title: str = "", home: str = "") -> tuple[Place, ...]:
    shadow = shadow_of(item(text, title))
    words = (SEGMENTER.words(folded.text) for folded in (shadow.title, shadow.text))
    return find_places(shadow, home, *words)


def paths(text: str, title: str = "", home: str = "") -> list[str]:
    return [place.path for place in places(text, title, home)]


def test_a_chain_is_one_place_the_narrowest() -> None:
    [place] = places("昨晚，广东省深圳市南山区一处仓库起火。")
    assert (place.code, place.name, place.level) == ("440305", "南山区", PlaceLevel.COUNTY)
    assert [hit.written for hit in place.hits] == ["广东省深圳市南山区"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("浙江义乌的商户说", "浙江省金华市义乌市"),
        ("辽宁朝阳发生一起事故", "辽宁省朝阳市"),
        ("内蒙古自治区包头市", "内蒙古自治区包头市"),
        ("延边州延吉市的居民", "吉林省延边朝鲜族自治州延吉市"),
        ("西安市新城区的一家店", "陕西省西安市新城区"),
        ("記者在廣東深圳看到", "广东省深圳市"),
        ("海南藏族自治州", "青海省海南藏族自治州"),
        ("湖北仙桃一工厂", "湖北省仙桃市"),
        ("台北市大安区一处住宅", "台湾省"),
        ("深圳市场上的价格", "广东省深圳市"),
        ("上海浦东一处工地", "上海市浦东新区"),
        ("浦东新区的一所学校", "上海市浦东新区"),
        ("天津滨海新区的码头", "天津市滨海新区"),
        ("河北雄安新区的车站", "河北省雄安新区"),
        ("西咸新区一栋楼", "陕西省西安市"),
        ("青岛西海岸新区的海边", "山东省青岛市黄岛区"),
        ("北京朝阳一小区", "北京市朝阳区"),
        ("重庆市渝中区的街头", "重庆市渝中区"),
        ("兵团第八师石河子的农场", "新疆维吾尔自治区石河子市"),
        ("恩施的山路", "湖北省恩施土家族苗族自治州"),
        ("四川凉山发生山火", "四川省凉山彝族自治州"),
        ("大理州大理市的古城", "云南省大理白族自治州大理市"),
        ("广州白云站的旅客", "广东省广州市"),
        ("深圳上市公司的数量", "广东省深圳市"),
        ("深圳救援队赶到", "广东省深圳市"),
        ("上海发出红色信号", "上海市"),
    ],
)
def test_full_and_short_forms_are_found(text: str, path: str) -> None:
    assert paths(text) == [path]


@pytest.mark.parametrize(
    "text",
    [
        "他住在南京路", "上海交通大学的学生", "贵州茅台和上海电气的股价", "孙中山穿中山装",
        "广州日报的版面", "市和县的领导",
        "朝阳产业", "东方的和平与友谊", "和平区域的安全",
        "这家店在新城区", "明天津贴到账", "新增城区车道", "以上城区", "泸州老窖涨停",
        "白银价格上涨", "开封后请尽快食用",
        "星朵科技（北京）有限公司", "收购宁波星朵新材料有限公司的股权", "*ST西安涨停", "北京星朵（600000）公告",
        "以下简称深圳星朵", "宁波职业足球俱乐部", "河南星朵队", "辽宁号", "首增城区导航", "台湾海峡的风",
    ],
)  # fmt: skip
def test_roads_firms_papers_and_common_words_are_no_places(text: str) -> None:
    assert paths(text) == []


def test_a_county_of_a_common_name_is_unknown_by_itself() -> None:
    assert paths("鼓楼区一小区停水") == []


def test_the_place_named_nearest_before_decides() -> None:
    text = "福州市今天有雨。南京市也有雨，鼓楼区的小学停课。"
    assert "江苏省南京市鼓楼区" in paths(text)
    assert "福建省福州市鼓楼区" not in paths(text)


def test_a_place_named_later_decides_where_none_stands_before() -> None:
    assert "江苏省南京市鼓楼区" in paths("鼓楼区的小学停课，南京市教育部门已到场。")


def test_the_region_of_the_source_decides_where_the_item_does_not() -> None:
    assert paths("鼓楼区一小区停水", home="南京市") == ["江苏省南京市鼓楼区"]
    assert paths("鼓楼区一小区停水", home="江苏省南京市") == ["江苏省南京市鼓楼区"]
    assert paths("鼓楼区一小区停水", home="澜川市") == []


def test_a_doubtful_short_form_counts_beside_the_full_one() -> None:
    [place] = places("开封市发布通告。记者来到开封采访。")
    assert [hit.written for hit in place.hits] == ["开封市", "开封"]


def test_a_place_of_the_title_comes_first() -> None:
    assert paths("杭州市、杭州市、杭州市", "宁波一工厂起火")[0] == "浙江省宁波市"


def test_the_capital_in_a_dateline_is_where_the_agency_sits() -> None:
    assert paths("新华社北京1月26日电 浙江义乌的市场开门迎客。") == ["浙江省金华市义乌市"]


def test_every_short_form_and_code_is_well_formed() -> None:
    found = shipped_gazetteer().find("北京市 香港 澳门 台湾省", 9)
    assert [one.form.sure.code for one in found if one.form.sure] == ["110000", "810000", "820000", "710000"]


@given(
    st.text(alphabet=st.sampled_from("广东省深圳市南山区鼓楼朝阳 \n\u200b1aＡ縣\ud800"), max_size=60),
    st.text(max_size=8),
)
def test_hits_lie_in_the_original(text: str, home: str) -> None:
    for place in places(text, text[::-1], home):
        for hit in place.hits:
            original = text if hit.field == "text" else text[::-1]
            assert original[hit.start : hit.end] == hit.written


def test_a_list_of_ten_thousand_places_is_read_in_time() -> None:
    start = time.process_time()
    for text in ("鼓楼区、福州市、" * 10_000, "广" * 1_000_000):
        assert all(len(place.hits) <= 20 for place in places(text))
    assert time.process_time() - start < 10
