"""Find the sentences in which a party says what it thinks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyze.dossier import Dossier
from analyze.views.frames import Frame, frame_of
from analyze.views.official import stance_in
from analyze.views.sentences import DANGLING, clause_cut, clean_sentences
from caifeng.models import Item, Party, PieceKind, StoryType

_LONGEST = 100  # characters of a statement
_READ = 500  # characters of an item
_SENTENCES = 8  # of an item
_POST = 220  # characters of a post that says what its writer thinks; a longer one tells a story
_MOST = 3  # statements of one item
_VIEW = re.compile("认为|质疑|建议|呼吁|评论称|批评称|担忧|分析称|直言|坦言|警告|谴责|点赞|在我看来|应当")
_POSITION = re.compile("表示|强调|回应|通报|称|指出|要求|决定|将|已|说明|声明|介绍|提醒|呼吁")
_BACKGROUND = re.compile(
    "如下|(?:流传|热议|关注|求证|热传)[。，]?$|^近日，[^。]{0,40}(?:流传|关注)|点击|详见|[｜丨|]|；.*；"
)
_OPINION = re.compile(
    "[太真好很最][^，。]{1,6}[了啊呀吧]|觉得|我感觉|感觉[像很真好是]|我看|个人认为|说实话|呵呵|服了|居然|竟然|只能说"
)
_EMPTY = re.compile(r"^(?:转发微博|转|哈+|[\W\d]+|诉求[:：].*|订单[:：].*|产品[:：].*)$")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: the sentence, cut at a clause where it is long, and how it frames the matter."""

    item: Item
    text: str
    frame: Frame


def said_by(party: Party, items: Sequence[Item], dossier: Dossier) -> Iterator[Said]:
    """The statements of a party's items, at most three of each, in the order of the items."""
    for item in items:
        if not _is_selling(dossier, item):
            yield from _said(party, item)


def _is_selling(dossier: Dossier, item: Item) -> bool:
    reading = dossier.readings.get(item.id)
    return bool(reading and reading.piece and reading.piece.kind in (PieceKind.MARKETING, PieceKind.SPAM))


def _said(party: Party, item: Item) -> Iterator[Said]:
    """An authority's position; a medium's views and those it quotes; what the writer of a post thinks."""
    found = 0
    for text in clean_sentences(item.text[:_READ], _SENTENCES):
        frame = frame_of(text)
        cut = clause_cut(text, _LONGEST) if _is_view(party, item, text, frame) else ""
        if cut:
            found += 1
            yield Said(item, cut, frame)
        if found == _MOST:
            return


def _is_view(party: Party, item: Item, text: str, frame: Frame) -> bool:
    if _EMPTY.match(text) or text == item.title:
        return False
    if party is not Party.PUBLIC and _BACKGROUND.search(text):
        return False
    if party is Party.OFFICIAL:
        if text[-1] not in "。！!”":
            return False
        return bool(_POSITION.search(text)) or stance_in(text) is not StoryType.UNVERIFIED
    if party is Party.MEDIA:
        return bool(_VIEW.search(text)) and not DANGLING.match(text)
    if len(item.text) > _POST:
        return bool(_OPINION.search(text))
    return frame is not Frame.PLAIN or bool(_OPINION.search(text))
