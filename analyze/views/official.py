"""What official words do to a claim: confirm it, deny it, or take something back."""

import re

from analyze.dossier import MEDIA, Dossier
from analyze.text.fold import fold
from caifeng.models import Item, StoryType

_LEAD = 160  # folded characters of an official text that state its point
_CONFIRMED = re.compile("召回|立案|属实|致歉|道歉|查实|责令|约谈|停止销售|停售|下架|承担责任|处罚|不合格")
_REFUTED = re.compile(
    "辟谣|谣言|不属实|不实(?:信息|传言|内容|言论|消息|说法)|为不实|系不实|没有(?:事实|科学)依据|无(?:事实|科学)依据|"
    "未(?:检出|发现)[^，。；]{0,12}(?:异常|问题|不合格|超标)?|(?:全部|均|都|批次[^，。；]{0,6})(?:为)?合格|符合[^，。；]{0,16}标准"
)
# After a condition in its sentence, or a doubt, demand or plan in its clause, a word of confirmation states nothing.
_IF = re.compile("如果|如有|如经|如属|如系|若(?![羌尔])|倘|假如|一旦|一经|万一|凡是")
_UNSAID = re.compile(
    "是否|是不是|呼吁|诉求|将(?:依法|依规|严肃|严格|坚决)|"
    "(?:消费者|业主|居民|村民|网友|网民|群众|市民|家长|用户|车主|投诉人|举报人|当事人)[^，。；]{0,12}(?:要求|希望|请求|质疑)|"
    "(?:不|勿|莫)[^，。；]{0,6}(?:信|传|散布|转发)|(?:未|不予|无需|无须|没有|不会)[^，。；]{0,3}$"
)
_SENTENCE, _CLAUSE = re.compile("[。；！？;!?\\n]"), re.compile("[，,]")
_DEMANDED = re.compile("要求|呼吁|应当?|请|吗|？|\\?|为何|何时|是否|拒绝|拒不")
_REPORTED = re.compile("召回|立案|致歉|道歉|责令|停售|查实")
_HINTED = re.compile("[召立致道责責停查査]")  # without one of these nothing is reported; cheaper than folding


def stance_of(item: Item) -> StoryType:
    """FALSE where the item's title or lead denies, TRUE where it confirms, else UNVERIFIED; the title counts first.

    Says nothing of who speaks: only official items settle anything.
    """
    return next(filter(_is_settled, map(stance_in, (item.title, item.text[: 2 * _LEAD]))), StoryType.UNVERIFIED)


def stance_in(text: str) -> StoryType:
    """FALSE where the first 160 characters of a text deny, TRUE where they confirm, else UNVERIFIED."""
    shadow = fold(text[: 2 * _LEAD]).text[:_LEAD]
    if _states(_REFUTED, shadow):
        return StoryType.FALSE
    return StoryType.TRUE if _states(_CONFIRMED, shadow) else StoryType.UNVERIFIED


def _states(pattern: re.Pattern[str], words: str) -> bool:
    """Whether one of the words stands there as a statement, not under a condition, in doubt or as a demand."""
    for match in pattern.finditer(words):
        sentence = _SENTENCE.split(words[: match.start()])[-1]
        is_said = not (_IF.search(sentence) or _UNSAID.search(_CLAUSE.split(sentence)[-1]))
        if is_said and words[match.start() - 1 : match.start()] != "如":
            return True
    return False


def refutations(dossier: Dossier) -> tuple[Item, ...]:
    """Official items that refute and confirm nothing, by time."""
    return tuple([item for item in dossier.every if item.is_official and stance_of(item) is StoryType.FALSE])


def confirmations(dossier: Dossier) -> tuple[Item, ...]:
    """Official items that confirm, and media headlines that report a recall, a case or an apology, by time."""
    return tuple([item for item in dossier.every if _confirms(item)])


def _confirms(item: Item) -> bool:
    if item.is_official:
        return stance_of(item) is StoryType.TRUE
    if item.tier > 3 or item.channel not in MEDIA or not _HINTED.search(item.title):
        return False
    title = fold(item.title).text
    return bool(_REPORTED.search(title)) and not _DEMANDED.search(title)


def _is_settled(stance: StoryType) -> bool:
    return stance is not StoryType.UNVERIFIED
