"""Tell which of the desk's names are persons: news of one named person is mostly news of one affair."""

from caifeng.models import Desk

_LENGTHS = range(2, 5)  # characters of a Chinese person's name
# How most names of persons begin; a double surname (欧阳) not counted.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游"
    "辛靳诸司闻"
)


def persons(desk: Desk) -> frozenset[str]:
    """The desk's names that read like a private person's: tagged as one, and no word of the general dictionary.

    A firm or a star that the dictionary knows (华为 is tagged as a person too) is none: much different news names it.
    Where rjieba is not installed nobody is recognised.
    """
    try:
        import rjieba
    except ImportError:
        return frozenset()
    found = set()
    for name, _ in desk.names:
        if len(name) in _LENGTHS and name not in desk.name and not rjieba.has_word(name):
            tags = rjieba.tag(name)
            if len(tags) == 1 and tags[0][1] == "nr":
                found.add(name)
    return frozenset(found)
