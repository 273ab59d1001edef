"""Tell how a statement frames the matter: late, evasive, hidden, dangerous, supported … (Entman 1993, framing).

The frames are those that recur in what the public says of incidents; a word list finds them, so that every view can be
traced to words. They bring together what is said in other words: 早干嘛去了 and 拖到今天才说.
"""

import re
from enum import StrEnum


class Frame(StrEnum):
    """What a statement makes of the matter."""

    DENIED = "不实"
    HIDDEN = "隐瞒"
    LATE = "迟缓"
    EVASIVE = "推诿"
    CALM = "劝慰"
    FEARED = "担忧"
    ACCOUNTABLE = "追责"
    REDRESS = "赔退"
    ANGERED = "不满"
    DOUBTED = "质疑"
    SUPPORTED = "支持"
    WISHED = "祝愿"
    ADVISED = "建议"
    PLAIN = "其他"


_WORDS = (  # the first that is found counts: the particular before the general
    (Frame.DENIED, "辟谣|谣言|造谣|不属实|不实|假消息|假新闻|未发现|没有发现|否认|不信谣"),
    (Frame.HIDDEN, "隐瞒|瞒报|瞒着|不公开|捂(?:盖|着)|删帖|封口|遮掩|真相|不透明|藏着|压下来|睁眼说瞎话|掩盖"),
    (
        Frame.LATE,
        "慢了|慢半拍|拖(?:到|了|延|着|沓)|迟迟|迟到|才(?:说|公布|通报|回应|回复|承认|想起|道歉|召回|停售|重视)|早干[嘛什]|不早(?!了)|早说|早不|"
        "现在才|[天日时]才|没动静|没人(?:管|理|来)|不上门|没有?下文|没回音|一直没(?:人|回|给|处|动静|解|来|有人)|至今(?:没|未|无)|石沉大海",
    ),
    (
        Frame.EVASIVE,
        "正常现象|踢皮球|推[诿脱卸]|推来推去|甩锅|敷衍|糊弄|忽悠|打太极|不受理|不承认|不认账|客服(?:说|让|只|又|一直)|互相推|"
        "说法不一|官话|套话|不解决|店大欺客|爱理不理",
    ),
    (
        Frame.CALM,
        "理性|别(?:再)?(?:传|信|慌|急|自己吓)|不要(?:再)?(?:恐慌|信|传|造|慌)|不必(?:恐慌|担心|过)|不用(?:恐慌|担心|怕)|"
        "相信(?:官方|国家|政府|科学|党)|等(?:官方|通报|结果|调查)|让子弹飞|冷静",
    ),
    (
        Frame.FEARED,
        "担心|担忧|害怕|好怕|真怕|怕(?:了|死|怕|的|得|是)|恐慌|慌|可怕|吓|不敢|焦虑|忧虑|后怕|危险|隐患|人心惶惶|安全吗",
    ),
    (
        Frame.ACCOUNTABLE,
        "严惩|追责|问责|处罚|重罚|罚(?:款|死)|坐牢|判刑|谁(?:来)?负责|不负责|负起责|查处|彻查|严查|吊销|下台|罢免|渎职|法办",
    ),
    (Frame.REDRESS, "退款|退货|退钱|退票|赔偿|赔钱|赔付|换货|退一赔|索赔|召回"),
    (
        Frame.ANGERED,
        "愤怒|气愤|气死|气人|生气|恶心|无耻|可恶|缺德|黑心|没良心|太?过分|差劲|垃圾|坑人|坑爹|被坑|骗|失望|寒心|不作为|活该|无语|"
        "批评|谴责|抗议|离谱|欺负|发国难财|该死|[傻煞]|蠢|滚|丢人|可耻|避雷|后悔|无良|不能忍|受够|服了|呵呵|恨|他妈|tm",
    ),
    (
        Frame.DOUBTED,
        "为什么|为何|为啥|凭[什啥]|怎么(?!办|样|做|写|走|去|洗|戴|说)|难道|到底|究竟|质疑|真的吗|真的假的|谁信|不信|是不是(?:真|该|有|在|故意)|疑问|存疑|何时|"
        "有没有(?!人)|说好的|不对劲|合理吗|搞笑",
    ),
    (
        Frame.SUPPORTED,
        "(?<!提供)(?<!技术)(?<!不)支持(?!率|系统)|点赞|好样|赞同|赞赏|满意|骄傲|[很太真]赞|了不起|良心|暖心|感动|靠谱|放心|"
        "看好|做得(?:很|真|太)?好|干得(?:漂亮|好)|有担当|英雄",
    ),
    (
        Frame.WISHED,
        "加油|平安|祈福|保佑|早日|挺住|致敬|感谢|谢谢|辛苦|祝愿|祝福|愿(?:大家|所有|一切|逝者|中国|人|平安|早)|一切都?会好|希望大家",
    ),
    (
        Frame.ADVISED,
        "建议|希望|应该|应当|呼吁|倡议|提醒|务必|必须|有必要|请大家|请各|大家(?:一定|都要)|别再|千万|亟待|亟须|能不能|可不可以",
    ),
)
_FRAMES = tuple((frame, re.compile(words)) for frame, words in _WORDS)
_CRITICAL = frozenset(
    {Frame.HIDDEN, Frame.LATE, Frame.EVASIVE, Frame.FEARED, Frame.ACCOUNTABLE, Frame.ANGERED, Frame.DOUBTED}
)
_FRIENDLY = frozenset({Frame.SUPPORTED, Frame.WISHED, Frame.CALM, Frame.DENIED})


def frame_of(text: str) -> Frame:
    """The frame that the words of a statement show; PLAIN where they show none."""
    return next((frame for frame, words in _FRAMES if words.search(text)), Frame.PLAIN)


def are_apart(one: Frame, other: Frame) -> bool:
    """Whether two frames are of different sides, as 支持 and 质疑 are: no likeness of words makes them one view."""
    return (one in _CRITICAL and other in _FRIENDLY) or (one in _FRIENDLY and other in _CRITICAL)
