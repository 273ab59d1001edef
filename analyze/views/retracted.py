"""撤稿更正: media and accounts that take back what they brought."""

import re

from analyze.dossier import MEDIA, Dossier
from analyze.text.fold import fold
from caifeng.models import Item

_LEAD = 160  # folded characters that state a text's point
_PIECE = "(?:报道|报导|消息|稿件|文章|推文|微博|视频|内容|信息)"
_WRONG = "(?:有误|不实|失实|错误|不准确|不属实)"
_RETRACTED = re.compile(
    rf"撤稿|撤回[^，。；]{{0,8}}{_PIECE}|(?:此前|之前|早前|先前|昨日|前期|我们|本报|本刊|本台|本网|我社)[^，。；]{{0,16}}{_PIECE}[^，。；]{{0,8}}{_WRONG}|"
    rf"报道失实|更正(?:启事|说明|声明|与致歉|并致歉|及致歉)|致歉并更正|^更正:|勘误|"
    rf"(?:发布|转发|转载|刊发)了?(?:不实|失实|错误|未经核实的?){_PIECE}[^。]{{0,30}}(?:致歉|道歉|抱歉)"
)
# Without one of these there is no retraction; looked for before anything dearer.
_HINTED = re.compile("[撤勘误誤]|更正|失[实實]|不[实實]|[致道抱]歉|不准确|不準確|错误|錯誤")
_HASHTAG = re.compile("#[^#]{1,60}#")  # tells of somebody else's correction
_OTHERS = re.compile("要求|呼吁|敦促|应当?|是否|吗|\\?|谁|拒绝|未|如果|若")


def retracts(item: Item) -> bool:
    """Whether the title or the lead takes back what the publisher or account brought before."""
    for written in (item.title, item.text):
        if not _HINTED.search(written, 0, 2 * _LEAD):
            continue
        words = _HASHTAG.sub("", fold(written[: 2 * _LEAD]).text[:_LEAD])
        match = _RETRACTED.search(words)
        if match and not _OTHERS.search(words[max(0, match.start() - 12) : match.end()]):
            return True
    return False


def retractions(dossier: Dossier) -> tuple[Item, ...]:
    """Items by time in which a medium, or an account that had spoken in the story before, takes something back.

    The first item of a story takes nothing back.
    """
    since = 0 if dossier.prior else 1
    found = [item for item in dossier.every[since:] if not item.is_official and retracts(item)]
    if not found:
        return ()
    spoke: dict[tuple[str, str], Item] = {}
    for item in dossier.every:
        spoke.setdefault((item.source, item.author), item)
    return tuple(item for item in found if _is_medium(item) or spoke[item.source, item.author] is not item)


def _is_medium(item: Item) -> bool:
    return item.tier <= 3 and item.channel in MEDIA
