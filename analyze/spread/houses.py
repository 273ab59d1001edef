"""机构 Which names mean one publisher: 新华社, 新华网 and 新华每日电讯 do, 北京日报 and 北京晚报 do not.

Stems alone would join 中国日报, 中国网 and 中国新闻网, so names are equal or stand together in the list of houses; only
what says nothing of the publisher (客户端, 官方微博, 公众号) is taken off.
"""

import re
from functools import lru_cache

from analyze.text.fold import fold

_LONGEST = 40  # characters of a name; a longer one is a sentence
_WORDLESS = re.compile("(?:官方)?(?:新闻客户端|客户端|微信公众号|公众号|官微|官博|微博|微信|官网|网站|视频号|app)$")
# National and widely reprinted houses, each with the names that its pieces are credited to.
_HOUSES = (
    "新华社 新华网 新华每日电讯 新华视点 新华社新媒体 新华全媒+ 新华国际 新华财经 新华通讯社",
    "人民日报 人民网 人民日报社 人民日报海外版 海外网",
    "央视 央视网 央视新闻 央视财经 央视新闻网 中央电视台 中央广播电视总台 总台央视 总台 cctv 新闻联播",
    "央广 央广网 中央人民广播电台 中国之声",
    "中新社 中新网 中国新闻社 中国新闻网",
    "光明日报 光明网",
    "经济日报 中国经济网",
    "中国青年报 中青报 中青在线",
    "法治日报 法制日报 法治网 法制网",
    "环球时报 环球网",
    "澎湃 澎湃新闻 澎湃新闻网",
    "新京报 新京报网 我们视频",
    "界面 界面新闻",
    "财新 财新网 财新传媒 财新周刊",
    "第一财经 一财 一财网 第一财经日报",
    "每日经济新闻 每经 每经网",
    "21世纪经济报道 21财经 21经济网",
    "证券时报 证券时报网",
    "中国证券报 中证网",
    "上海证券报 上证报 中国证券网",
    "封面 封面新闻",
    "红星 红星新闻",
    "极目 极目新闻",
    "联合早报 联合早报网 早报网",
    "bbc bbc中文 bbc中文网 英国广播公司",
    "德国之声 德国之声中文网 dw",
    "纽约时报 纽约时报中文 纽约时报中文网",
    "华尔街日报 华尔街日报中文网",
    "路透 路透社 reuters",
    "法新社 afp",
    "美联社 ap",
    "共同社 共同网",
    "36氪 36kr",
    "it之家 ithome",
)
_BY_NAME = {name: names.split()[0] for names in _HOUSES for name in names.split()}


@lru_cache(maxsize=8192)
def house_of(name: str) -> str:
    """The house that a name means, folded; the name itself where no house is known, "" where it is none."""
    if not 1 < len(name) <= _LONGEST:
        return ""
    folded = fold(name).text.strip(" @《》“”\"'：:")
    shorn = _WORDLESS.sub("", folded).strip()
    plain = shorn if len(shorn) > 1 else folded
    return _BY_NAME.get(folded) or _BY_NAME.get(plain, plain)
