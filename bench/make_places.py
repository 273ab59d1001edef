"""Make analyze/data/places.txt: the provinces, cities and counties of China, each with the short forms it goes by.

    python bench/make_places.py

Reads CAIFENG_SHARED (../shared by default): gazetteer_cn, and jieba's dictionary for telling names from common words.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
TARGET = Path(__file__).parents[1] / "analyze" / "data" / "places.txt"
HEAD = """\
# Provinces, cities and counties of China (2023 codes).
# Source: modood/Administrative-divisions-of-China, dist/, commit 57a0aa9cef47169a2eb74cf057b0245052a34e8c.
# Licence of the source: WTFPL 2 (see NOTICE). Made by bench/make_places.py, which added the short forms.
# code, full name, other forms. A form counts by itself; with ~ only where the item names a place above it too, or the
# same by another form; with + only directly behind a place above it.
"""
PROVINCES = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西 广西自治区", "西藏自治区": "西藏",
             "宁夏回族自治区": "宁夏 宁夏自治区", "新疆维吾尔自治区": "新疆 新疆自治区"}  # fmt: skip
# New areas that are no divisions of their own, with the division they lie in or are run by.
NEW_AREAS = {"610100": "西咸新区", "510100": "天府新区", "370211": "西海岸新区", "500000": "两江新区",
             "440400": "横琴新区 横琴粤澳深度合作区", "520100": "贵安新区", "430100": "湘江新区", "530100": "滇中新区",
             "330900": "舟山群岛新区", "210213": "金普新区", "360100": "赣江新区"}  # fmt: skip
XIONGAN = ("133100", "雄安新区", "雄安")  # the code is that of the statistics office
OUTSIDE = (
    XIONGAN,
    ("710000", "台湾省", "台湾 台湾地区 台北 台北市 新北市 桃园市 台中 台中市 台南 台南市 高雄 高雄市 基隆 "
     "基隆市 新竹市 新竹县 嘉义市 嘉义县 苗栗 苗栗县 彰化 彰化县 南投县 云林县 屏东 屏东县 宜兰 宜兰县 花莲 花莲县 "
     "台东 台东县 澎湖 澎湖县"),
    ("810000", "香港特别行政区", "香港 香港特区 湾仔区 油尖旺区 深水埗区 九龙城区 黄大仙区 观塘区 葵青区 荃湾区 屯门区 "
     "元朗区 沙田区 西贡区 离岛区"),
    ("820000", "澳门特别行政区", "澳门 澳门特区"),
)  # fmt: skip
# Short forms of cities that are also a common word, a name, a river, another land.
DOUBTFUL_CITIES = frozenset(
    """朝阳 大同 安康 白银 日照 德州 开封 北海 来宾 海东 吴忠 中卫 白山 兴安 山南 阿里 和田 文山 红河 怒江 海南 海北
    海西 黄南 巴中 四平 三明 吉林""".split()  # noqa: SIM905
)
# Short forms of counties that name nothing else in the news.
SURE_COUNTIES = frozenset(
    """义乌 昆山 江阴 张家港 常熟 太仓 慈溪 余姚 晋江 诸暨 瑞安 乐清 海宁 桐乡 温岭 即墨 寿光 都江堰 敦煌 延吉 珲春
    满洲里 二连浩特 霍尔果斯 涿州 任丘 霸州 定州 辛集 仁怀 凯里 瑞丽 香格里拉 景洪 潜江 仙桃 神农架 利川 宜都 枝江
    句容 宜兴 溧阳 邳州 新沂 靖江 泰兴 如皋 海门 启东 仪征 高邮 库尔勒 石河子 五家渠 阿拉尔 图木舒克 伊宁 奎屯
    格尔木 德令哈 醴陵 浏阳 耒阳 韶山 井冈山 瑞金 婺源 平遥 阳朔 淳安 桐庐 嘉善 海盐 汶川 九寨沟 西昌 峨眉山 阆中
    江油 浦东 海淀 石景山 昌平 房山 怀柔 密云 延庆 门头沟 徐汇 闵行 崇明 青浦 奉贤 宝坻 番禺 萧山 余杭 江津 涪陵
    綦江 合川 潼南 武隆 酉阳 渝北 沙坪坝 九龙坡 广汉 什邡 绵竹 泸定 康定 稻城 色达 漠河 荣成 莱州 莱西 诸城 滕州
    邹城 曲阜 胶州 新泰 巩义 登封 禹州 汝州 新郑 荥阳 偃师 滑县 兰考 鄢陵 沭阳 泗洪 盱眙 涟水 邗江 大丰 如东 沁源
    翼城 洪洞 稷山 襄汾 黄骅 正定 遵化 迁安 滦州 丰宁 怀来 涞源 蒙自 砚山 镇雄 会泽 宣威 腾冲 兴义 盘州 福清 长乐
    石狮市 晋安 霍邱 霍山 砀山 寿县 涡阳 凤阳 桐城 巢湖 肥东 肥西 博白 陆川 桂平 北流 东兴市 儋州 琼海 万宁市 文昌市
    澄迈 陵水 三沙 嵊泗 嵊州 岱山 韩城 神木 靖边 富平 旬阳 石泉 扶风 岐山 阿克塞 民勤 积石山 临洮 瓜州 额济纳
    霍林郭勒 扎兰屯 根河 阿尔山""".split()  # noqa: SIM905
)
# Full forms that read like a plain word: everywhere there is an old town, and 和县 stands in 市和县.
DOUBTFUL_FULL = frozenset(
    """城区 郊区 矿区 东区 西区 南区 北区 和县 新县 成县 理县 高县 南县 古县 云县 临县 青县 应县 道县 宁县 景县 富县
    文县 康县 礼县 环县 代县 吉县 兴县 岚县 义县 单县 新城区 老城区 新市区 市中区 城中区 城东区 城西区 城北区 城关区
    站前区 江城区 港口区 河口区 友好区 山城区 古城区 东港区 下城区 工农区 前进区 向阳区 红旗区 东山区 西市区 路北区
    路南区""".split()  # noqa: SIM905
)
# Short forms of counties that the dictionary tags as names, but that mean something else more often.
DOUBTFUL_COUNTIES = frozenset(
    """龙江
    方正 友谊 太平 永康 博爱 泰山 平原 中原 建安 红旗 元宝 新安 东湖 太湖 天桥 龙凤 大东 东海 牡丹 山城 天宁 延寿
    木兰 海港 红山 惠民 新建 滨海 滨江 滨湖 青山 兴国 宁国 安平 永安 东方 万安 乐安 江山 卫东 建华 安宁 平安 长安
    西岗 庐山 静安 新华 古城 南海 河西 金山 紫金 和平 河东 河北 海南 西安 新兴 南山 石林 千山 天山 白云 昭苏 温泉
    东山 松山 玉山 罗山 梁山 常山 中山 新城 延长 路桥 港口 太康 安康 永吉 和顺 高平 广信 长乐 德化 大田 将乐 平湖
    东风 玉泉 白塔 龙城 明山 恒山 尖山 西市 新北 虎丘 玄武 秦淮 钱塘 上城 太子河 卧龙 青龙 玉龙 龙潭 龙泉 华安 保德
    武强 武安 无极 新乐 兴和 多伦 库伦 康平 庄河 白沙 凤泉 德安 永丰 福山 建德 明光 青阳 长丰 林西 金湖 金安 岭东
    临江 大安 乐平 新河 东明 信都 汉阳 清丰 南乐 沙河 永清 深泽 鹤山 江海 云龙 龙山 西山 兴义区""".split()  # noqa: SIM905
)
NAME_TAGS = ("ns", "nr", "nrt", "nz")
NATIONS = (
    "蒙古族|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|"
    "水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|塔吉克|怒族|鄂温克族|裕固族|保安族|"
    "独龙族|普米族|各族|蒙古"
)  # fmt: skip
AUTONOMOUS = re.compile(rf"(?:{NATIONS})+自治([州县旗])$")
ZONE = re.compile("开发区|园区|管理区|示范区|实验区|聚集区|食品区|名胜区|管委会|委员会|群岛")
RANK = re.compile("(?:特别行政区|自治[区县旗]|地区|新区|林区|特区|矿区|[省市县区旗盟])$")


class Division(NamedTuple):
    """One row of the gazetteer, its code filled up to six digits."""

    code: str
    name: str


def main() -> None:
    shorts = Counter(_short(division.name) for division in _divisions())
    tags = dict(_tags())
    lines = [
        " ".join((code, name, *_forms(Division(code, name), shorts, tags), NEW_AREAS.get(code, "")))
        for code, name in _divisions()
    ]
    lines += [f"{code} {name} {forms}" for code, name, forms in OUTSIDE]
    TARGET.write_text(HEAD + "".join(f"{line.rstrip()}\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {len(lines)} places, {TARGET.stat().st_size:,} bytes\n")


def _divisions() -> Iterator[Division]:
    for name in ("provinces", "cities", "areas"):
        for row in json.loads((SHARED / "gazetteer_cn" / f"{name}.json").read_text(encoding="utf-8")):
            code = row["code"].ljust(6, "0")
            is_repeated = name == "areas" and row["name"] in ("东莞市", "中山市", "儋州市", "嘉峪关市")
            if not is_repeated and not re.search("^市辖区$|^县$|直辖县级", row["name"]):
                yield Division(code, row["name"])


def _short(name: str) -> str:
    """The name without its rank; empty where nothing that could be said by itself is left."""
    if ZONE.search(name):
        return ""
    short = AUTONOMOUS.sub("", name) if AUTONOMOUS.search(name) else RANK.sub("", name)
    return short if len(short) > 1 and short != name else ""


def _forms(division: Division, shorts: Counter[str], tags: dict[str, str]) -> Iterator[str]:
    """The forms a place goes by besides its full name; a mark first where it does not count by itself."""
    code, name = division
    if name in DOUBTFUL_FULL:
        yield f"+{name}"
    elif len(name) == 2:
        yield f"~{name}"
    if code.endswith("0000"):
        yield PROVINCES.get(name, RANK.sub("", name))
        return
    short = _short(name)
    if (autonomous := AUTONOMOUS.search(name)) and autonomous[1] == "州":
        yield f"{short}州"
    if short and code.endswith("00"):
        yield f"~{short}" if short in DOUBTFUL_CITIES else short
    elif short:
        yield _county(short, shorts, tags)


def _county(short: str, shorts: Counter[str], tags: dict[str, str]) -> str:
    if short in SURE_COUNTIES and shorts[short] == 1:
        return short
    is_name = tags.get(short, "ns") in NAME_TAGS and short not in DOUBTFUL_COUNTIES
    return f"~{short}" if is_name and shorts[short] == 1 else f"+{short}"


def _tags() -> Iterator[tuple[str, str]]:
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("jieba is not installed")
    for line in (Path(spec.submodule_search_locations[0]) / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.split(" ")
        yield word, tag


if __name__ == "__main__":
    main()
