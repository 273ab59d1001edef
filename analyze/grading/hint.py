"""定性提示: what official words suggest about 属实, 不符 or 恶意谣言; people decide.

Without such words it stays 未核实.
Only authorities and the organisation itself (official items), and headlines of media that report their act, count;
what citizens demand (要求召回) does not. The latest statement wins.
"""

import re
from collections import Counter
from collections.abc import Iterable

from analyze.dossier import MEDIA, Dossier
from analyze.text.fold import fold
from caifeng.models import Item, StoryType, TypeHint

_LEAD = 160  # folded characters of an official text that state its point
_COPIES = 3  # reprints in as many places that look concerted
_CONFIRMED = re.compile("召回|立案|属实|致歉|道歉|查实|责令|约谈|停止销售|停售|下架|承担责任|处罚|不合格")
_REFUTED = re.compile(
    "辟谣|谣言|不属实|不实(?:信息|传言|内容|言论|消息|说法)|为不实|系不实|没有(?:事实|科学)依据|无(?:事实|科学)依据|"
    "未(?:检出|发现)[^，。；]{0,12}(?:异常|问题|不合格|超标)?|(?:全部|均|都|批次[^，。；]{0,6})(?:为)?合格|符合[^，。；]{0,16}标准"
)
_DEMANDED = re.compile("要求|呼吁|应当?|请|吗|？|\\?|为何|何时|是否|拒绝|拒不")
_REPORTED = re.compile("召回|立案|致歉|道歉|责令|停售|查实")


def refutations(dossier: Dossier) -> tuple[Item, ...]:
    """Official items that refute and confirm nothing, by time."""
    return tuple(item for item in dossier.every if item.is_official and _stance(item) is StoryType.FALSE)


def confirmations(dossier: Dossier) -> tuple[Item, ...]:
    """Official items that confirm, and media headlines that report a recall, a case or an apology, by time."""
    return tuple(item for item in dossier.every if _confirms(item))


def suggest_type(dossier: Dossier) -> TypeHint:
    """The suggestion, one Chinese sentence why, and the items it stands on."""
    refuted, confirmed = refutations(dossier), confirmations(dossier)
    if confirmed and (not refuted or confirmed[-1].published_at >= refuted[-1].published_at):
        why = f"{confirmed[0].source}等 {len(confirmed)} 条载有立案、召回、致歉或查实，提示属实，须人工核定。"
        return TypeHint(type=StoryType.TRUE, why=why, item_ids=_ids(confirmed))
    if not refuted:
        kept = next((story.hint for story in dossier.prior if _stands(story.hint, dossier)), None)
        return kept or TypeHint(type=StoryType.UNVERIFIED, why="尚未见到官方通报或当事方说明。", item_ids=())
    concerted = _concerted(dossier, refuted[0])
    if len(concerted) >= _COPIES:
        why = (
            f"{refuted[0].source}已辟谣，且此前有 {len(concerted)} 条近乎相同的文本在不同账号接连发布，"
            "提示可能为恶意谣言，动机须人工查证。"
        )
        return TypeHint(type=StoryType.MALICIOUS, why=why, item_ids=_ids((*refuted, *concerted)))
    why = f"{refuted[0].source}等 {len(refuted)} 条官方信息称不实或未发现问题，提示与事实不符，须人工核定。"
    return TypeHint(type=StoryType.FALSE, why=why, item_ids=_ids(refuted))


def _stands(hint: TypeHint, dossier: Dossier) -> bool:
    """A hint told before stays when what it stood on has merely left the window."""
    return hint.type is not StoryType.UNVERIFIED and any(id_ in dossier.retained for id_ in hint.item_ids)


def _stance(item: Item) -> StoryType:
    title, lead = fold(item.title).text, fold(item.text[: 2 * _LEAD]).text[:_LEAD]
    for words in (title, lead):
        if _REFUTED.search(words):
            return StoryType.FALSE
        if _CONFIRMED.search(words):
            return StoryType.TRUE
    return StoryType.UNVERIFIED


def _confirms(item: Item) -> bool:
    if item.is_official:
        return _stance(item) is StoryType.TRUE
    if item.tier > 3 or item.channel not in MEDIA:
        return False
    title = fold(item.title).text
    return bool(_REPORTED.search(title)) and not _DEMANDED.search(title)


def _concerted(dossier: Dossier, refutation: Item) -> tuple[Item, ...]:
    """Near-copies by different unprofessional accounts before the refutation, of the text copied most."""
    before = {i.id: i for i in dossier.copies if i.tier >= 4 and i.published_at < refutation.published_at}
    leads = Counter(reprint.of for reprint in dossier.reprints if reprint.item_id in before)
    if not leads:
        return ()
    most = min(leads, key=lambda of: (-leads[of], of))
    copies = (before[r.item_id] for r in dossier.reprints if r.of == most and r.item_id in before)
    by_account = {(item.source, item.author): item for item in copies}
    return tuple(by_account.values())


def _ids(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(item.id for item in items)[:20]
