"""须核实 Posts that pass on alarm or hearsay and name no source: the words that show it.

It says how a post is written, not whether it is true. Two sorts of words were kept, those that mark rumours in both of
the sets it was chosen on (``rumor_ced_weibo``, ``rumor_ltcr``); calls to spread, exclamation marks, questions and
absolute claims mark them in one only and were left out, as was a fitted model. Measured: analyze/data/measured.json.
"""

import re

from analyze.text.fold import Folded
from analyze.topics.terms import Shadow, Spot
from caifeng.models import Channel, Credit, Hit

SOCIAL = frozenset({Channel.WEIBO, Channel.FORUM, Channel.VIDEO, Channel.QA, Channel.WECHAT, Channel.OTHER})
"""Channels where anybody may write."""

_MOST = 6
_READ = 2_000  # folded characters of the text
_ALARM = re.compile("紧急|警惕|注意了|小心|千万|危险|震惊|惊爆|曝光|曝出|内幕|爆料|可怕|恐怖|突发|刚刚|快讯")
_HEARD = re.compile(
    "据说|听说|网传|有网友|朋友(?:说|告诉)|传言|求证|是真的吗|真的假的|真的吗|求辟谣|不知真假|据称|疑似|据悉|据传"
)
_SOURCE = re.compile("记者|新华|央视|人民网|日报|晚报|中新|发布会|通报|警方|来源|http|@[^ @]{1,12}(?:新闻|网|报)")
_REFUTED = re.compile("辟谣|谣言|不实|不属实")
_ASKS_TO_REFUTE = "求辟谣"


def hearsay_in(shadow: Shadow, credits_: tuple[Credit, ...]) -> tuple[Hit, ...]:
    """Words of alarm (惊警) and hearsay (传闻), at most six, title first; none where a source is named or it refutes.

    Only posts of channels where anybody may write are looked at, and of their text the first 2,000 characters.
    """
    if credits_ or shadow.item.channel not in SOCIAL:
        return ()
    fields = (("title", shadow.title), ("text", shadow.text))
    spots = [found for field, folded in fields for found in _words(field, folded)]
    if not spots or any(_is_vouched(folded.text) for _, folded in fields):
        return ()
    return tuple(shadow.hit(term, spot) for spot, term in spots[:_MOST])


def _words(field: str, folded: Folded) -> list[tuple[Spot, str]]:
    sorts = (("惊警", _ALARM), ("传闻", _HEARD))
    return sorted(
        (Spot(field, False, *match.span()), term)  # noqa: FBT003
        for term, pattern in sorts
        for match in pattern.finditer(folded.text, 0, _READ)
    )


def _is_vouched(text: str) -> bool:
    """Whether it names where it has it from, or says that something is untrue."""
    if _SOURCE.search(text, 0, _READ):
        return True
    return any(
        not text.startswith(_ASKS_TO_REFUTE, max(0, match.start() - 1)) for match in _REFUTED.finditer(text, 0, _READ)
    )
