"""定性提示: what the evidence suggests about 属实, 不符 or 恶意谣言; people decide.

In this order: words of authorities and of the organisation itself, and media headlines that report their act, the
latest of which wins; a medium or account that takes back what it brought; what was told before; what replies say.
Without any of it it stays 未核实. What citizens demand (要求召回) and what is said under a condition do not count.
"""

from collections.abc import Iterable

from analyze.dossier import Dossier
from analyze.grading.replies import PRECISION, doubted
from analyze.views.official import confirmations, refutations
from analyze.views.retracted import retractions, retracts
from caifeng.models import Copying, Item, Spread, StoryType, TypeHint

__all__ = ["confirmations", "refutations", "suggest_type"]

_NAMED = 20  # items named under a hint at most


def suggest_type(dossier: Dossier, spread: Spread) -> TypeHint:
    """The suggestion, one Chinese sentence why, and the items it stands on; ``spread`` is that of the same dossier."""
    refuted = refutations(dossier)
    confirmed = tuple(item for item in confirmations(dossier) if item.is_official or not retracts(item))
    is_confirmed = confirmed and (not refuted or confirmed[-1].published_at >= refuted[-1].published_at)
    if is_confirmed and not (took_back := _took_back(dossier, confirmed)):
        return _true(dossier, confirmed, refuted)
    if refuted and not is_confirmed:
        return _false(dossier, refuted, confirmed, spread)
    return (
        _retracted(took_back if is_confirmed else retractions(dossier))
        or next((story.hint for story in dossier.prior if _stands(story.hint, dossier)), None)
        or _doubted(dossier)
        or TypeHint(type=StoryType.UNVERIFIED, why="尚未见到官方通报或当事方说明。", item_ids=())
    )


def _took_back(dossier: Dossier, confirmed: tuple[Item, ...]) -> tuple[Item, ...]:
    """Retractions after the last of confirmations of which none is official."""
    if any(item.is_official for item in confirmed):
        return ()
    return tuple(item for item in retractions(dossier) if item.published_at > confirmed[-1].published_at)


def _true(dossier: Dossier, confirmed: tuple[Item, ...], refuted: tuple[Item, ...]) -> TypeHint:
    why = f"{confirmed[0].source}等 {len(confirmed)} 条载有立案、召回、致歉或查实，提示属实，须人工核定"
    why += _turned(dossier, refuted, "否认", (StoryType.FALSE, StoryType.MALICIOUS)) + "。"
    return TypeHint(type=StoryType.TRUE, why=why, item_ids=_ids((*confirmed, *refuted)))


def _false(dossier: Dossier, refuted: tuple[Item, ...], confirmed: tuple[Item, ...], spread: Spread) -> TypeHint:
    turned = _turned(dossier, confirmed, "证实", (StoryType.TRUE,))
    concerted = next((one for one in spread.copying if _is_before(one, refuted[0], dossier)), None)
    if concerted:
        why = (
            f"{refuted[0].source}已辟谣，且此前有 {concerted.accounts} 个账号在短时间内发布近乎相同的文字，"
            f"提示可能为恶意谣言，动机须人工查证{turned}。"
        )
        ids = dict.fromkeys((*_ids(refuted), *concerted.item_ids))
        return TypeHint(type=StoryType.MALICIOUS, why=why, item_ids=tuple(ids)[:_NAMED])
    why = f"{refuted[0].source}等 {len(refuted)} 条官方信息称不实或未发现问题，提示与事实不符，须人工核定{turned}。"
    return TypeHint(type=StoryType.FALSE, why=why, item_ids=_ids((*refuted, *confirmed)))


def _turned(dossier: Dossier, other: tuple[Item, ...], word: str, types: tuple[StoryType, ...]) -> str:
    """That the other was said before, which re-opens the judgement; "" where it was not."""
    if other:
        return f"；此前 {other[-1].source} 曾{word}，说法前后相反，须重新判断"
    told = next((story.hint for story in dossier.prior if _stands(story.hint, dossier)), None)
    return f"；此前曾提示“{told.type}”，说法前后相反，须重新判断" if told and told.type in types else ""


def _is_before(copying: Copying, refutation: Item, dossier: Dossier) -> bool:
    """Whether the copying began before the refutation; what has left the window is older than what is in it."""
    at = {item.id: item.published_at for item in dossier.copies} | {
        item.id: item.published_at for item in dossier.items
    }
    first = copying.item_ids[0]
    return first in dossier.retained or (first in at and at[first] < refutation.published_at)


def _retracted(items: tuple[Item, ...]) -> TypeHint | None:
    if not items:
        return None
    why = f"{items[-1].source}等 {len(items)} 条撤回或更正了此前的说法，提示与事实不符，须人工核定。"
    return TypeHint(type=StoryType.FALSE, why=why, item_ids=_ids(items))


def _doubted(dossier: Dossier) -> TypeHint | None:
    doubt = doubted(dossier)
    if doubt is None:
        return None
    why = (
        f"{doubt.total} 条网民发言中有 {len(doubt.items)} 条称其为谣言或不实"
        f"（95% 区间 {doubt.low:.1%}—{doubt.high:.1%}），尚无官方说法，提示可能与事实不符，须人工核实。"
    )
    return TypeHint(type=StoryType.FALSE, why=why, item_ids=_ids(doubt.items), probability=PRECISION)


def _stands(hint: TypeHint, dossier: Dossier) -> bool:
    """A hint told before stays when what it stood on has merely left the window."""
    return hint.type is not StoryType.UNVERIFIED and any(id_ in dossier.retained for id_ in hint.item_ids)


def _ids(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(item.id for item in items)[:_NAMED]
