"""协同复制: the same text by several unprofessional accounts within a short time, naming no source.

That accounts act alike within minutes is the usual sign of coordination (Pacheco et al. 2021; Giglietto et al. 2020);
fans, petitions and official campaigns act so too (bench/spread.py counts them), so it is a sign and no verdict.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analyze.copies.find import JACCARD
from analyze.copies.shingles import Overlap, sharing
from analyze.copies.wording import letters_of
from analyze.dossier import Dossier
from analyze.text.fold import fold
from caifeng.models import Copying, CopyKind, CreditKind, Edge, EdgeKind, Item

ACCOUNTS = 3
SPAN = 1_800.0  # seconds
_TIER = 4
_LETTERS = 30  # a shorter text is a slogan or a button's
_MOST, _ITEMS, _SHOWN = 5, 20, 60
_READ = 1_000  # letters of a text that are compared, and in which a source is looked for
_COMPARED = 3_000  # items
_SHARED = 0.3  # of the shorter text, from which two are compared
# A source that is named in passing, and what platforms write for their users: votes, check-ins, shares.
_SOURCED = re.compile(
    "^@[^\\s:：@]{1,30}\\s?[:：]|记者|記者|报道|報道|獲悉|获悉|来源|來源|转自|轉自|via|[（(@【][^（）()@\\s]{0,12}(?:新闻|新聞|日报|日報|晚报|晚報|早报|时报|"
    "网|社|电视台|央视|新华|发布|通报)|"
    "我参与了|發起的投票|发起的投票|打卡|签到|簽到|我承诺|我正在|我刚刚|分享自|分享图片|抽奖|抽獎|超话"
)
_ALIKE = frozenset({CopyKind.EXACT, CopyKind.NEAR})
_NAMED = frozenset({CreditKind.ORIGIN, CreditKind.QUOTED})
_STATED = frozenset({EdgeKind.REPOST, EdgeKind.LINK, EdgeKind.CREDIT})


def find_copying(dossier: Dossier, edges: Sequence[Edge]) -> tuple[Copying, ...]:
    """The texts that at least three accounts of tier 4 brought within half an hour, most accounts first, at most five.

    Reposts, and pieces that name or link a source, are no such copies. What was told of items that have left the window
    stays, unless the same is found again.
    """
    told = [
        one for story in dossier.prior for one in story.spread.copying if not dossier.retained.isdisjoint(one.item_ids)
    ]
    groups = _groups(dossier, edges) if sum(item.tier >= _TIER for item in dossier.every) >= ACCOUNTS else ()
    found = [one for group in groups if (one := _closest(group))]
    seen = {id_ for one in found for id_ in one.item_ids}
    found += [one for one in dict.fromkeys(told) if seen.isdisjoint(one.item_ids)]
    return tuple(sorted(found, key=lambda one: (-one.accounts, one.seconds, one.item_ids))[:_MOST])


def _groups(dossier: Dossier, edges: Sequence[Edge]) -> list[list[Item]]:
    """Items with one text, by time, but for texts that a professional source brought first or that name a source."""
    of = {reprint.item_id: reprint.of for reprint in dossier.reprints if reprint.kind in _ALIKE}
    of |= _reworded(dossier, of)
    leads = {of_ for of_, count in Counter(of.values()).items() if count + 1 >= ACCOUNTS}
    if not leads:
        return []
    said = {edge.item_id for edge in edges if edge.kind in _STATED}
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in dossier.every:
        lead = of.get(item.id, item.id)
        if lead in leads:
            groups[lead].append(item)
    return [
        [item for item in group if item.tier >= _TIER and item.id not in said and not _is_credited(dossier, item)]
        for group in groups.values()
        if group[0].tier >= _TIER and _is_long(group[0]) and not _SOURCED.search(group[0].text, 0, _READ)
    ]


def _reworded(dossier: Dossier, of: Mapping[str, str]) -> dict[str, str]:
    """Lay items whose text is nearly another's with a word changed: two statements, and yet one text passed around."""
    lay = [item for item in dossier.items if item.tier >= _TIER and _is_long(item)][:_COMPARED]
    letters = [letters_of(fold(item.text[:_READ] or item.title).text) for item in lay]
    overlap, leads = Overlap(letters), dict[str, str]()
    for later, earlier in sharing(letters, _SHARED):
        if lay[later].id not in leads and overlap.jaccard(earlier, later) >= JACCARD:
            lead = lay[earlier].id
            leads[lay[later].id] = leads.get(lead, lead)
    return leads | {id_: leads[lead] for id_, lead in of.items() if lead in leads}


def _is_credited(dossier: Dossier, item: Item) -> bool:
    """Whether the item says that it has it from elsewhere."""
    reading = dossier.readings.get(item.id)
    is_repost = item.repost_of or "//@" in item.text[:_READ]
    is_named = item.credited or (reading and any(credit.kind in _NAMED for credit in reading.credits))
    return bool(item.is_official or is_repost or is_named)


def _is_long(item: Item) -> bool:
    said = fold(item.text[: 4 * _LETTERS] or item.title[: 4 * _LETTERS]).text
    return sum(letter.isalnum() for letter in said) >= _LETTERS


def _closest(group: Sequence[Item]) -> Copying | None:
    """The half hour in which most accounts brought the text, if they are enough; linear in the items."""
    times = [item.published_at.timestamp() for item in group]
    accounts: Counter[tuple[str, str]] = Counter()
    best, span, low = 0, (0, 0), 0
    for high, item in enumerate(group):
        accounts[item.source, item.author] += 1
        while times[low] < times[high] - SPAN:
            gone = (group[low].source, group[low].author)
            accounts[gone] -= 1
            if not accounts[gone]:
                del accounts[gone]
            low += 1
        if len(accounts) > best:
            best, span = len(accounts), (low, high)
    return _told_of(group[span[0] : span[1] + 1], best) if best >= ACCOUNTS else None


def _told_of(items: Sequence[Item], accounts: int) -> Copying:
    seconds = (items[-1].published_at - items[0].published_at).total_seconds()
    text = " ".join((items[0].text or items[0].title)[: 2 * _SHOWN].split())[:_SHOWN]
    first = {(item.source, item.author): item.id for item in reversed(items)}
    kept = [item.id for item in items if first[item.source, item.author] == item.id][:_ITEMS]
    spent = f"{seconds / 60:.0f} 分钟" if seconds >= 60 else f"{seconds:.0f} 秒"
    why = (
        f"{accounts} 个账号在 {spent}内发布相同或近乎相同的文字，均未注明出处；"
        "也可能是照发新闻、粉丝、请愿或统一宣传，须人工查看"
    )
    return Copying(accounts=accounts, seconds=seconds, text=text, item_ids=tuple(kept), why=why)
