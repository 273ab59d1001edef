"""Weigh sentences: how well each would sum up a story, and how much it tells as a fact."""

import re
from dataclasses import dataclass
from datetime import datetime

from ahocorasick_rs import AhoCorasick

from analyze.views.material import Material
from analyze.views.official import stance_in
from analyze.views.parties import party_of
from analyze.views.sentences import DANGLING, Sentence
from caifeng.models import Item, Party, StoryType

SUMMARY, FACT = 120, 160  # characters
_SHORT, _SHORTEST = 24, 14  # characters of a summary
_TOLD = 0.45  # of centrality and aptness, below which no sentence sums up the story
_SAID = 0.3  # of the title, below which a private post is hardly its summary
_TOUCHED = 0.1  # … below which it is about something else
_SELF = re.compile("[我俺咱](?![国省市局司校院委军党区县])|本[号报刊台网](?!告|名)")
_OTHER = re.compile("该(?P<what>局|院|校|厂|公司|企业|集团|部门|单位|男子|女子|车|店|案|机构|小区|医院|学校)")
_EXCITED = re.compile(
    "[!！]|[太真好][^，。]{1,6}[了啊呀吧]|觉得|说实话|呵呵|居然|竟然|大家|你|求(?:问|助|支招|告知)|赶紧|马上|该骂|姐妹"
)
_FIGURE = re.compile(
    r"[\d一二两三四五六七八九十百千万]+(?:\.\d+)?(?:[余多]?[万亿]?(?:人|名|例|起|家|户|台|批|个|元|%|％|倍|条|件|辆|次|吨|岁))"
)
_TELLING = AhoCorasick(  # words of official acts, and of harm
    """通报 公告 声明 回应 表示 强调 宣布 决定 介绍 指出 立案 调查 召回 致歉 责令 约谈 披露 证实 否认 死亡
    遇难 身亡 受伤 重伤 中毒 送医 失联 被困 感染 确诊 损失 坠毁 起火 爆炸 住院 伤者""".split()  # noqa: SIM905
)
_BACKGROUND = re.compile("(?:流传|热议|关注|热传|求证|热搜)。?$")  # tells only why the rest is told
_TODAY = re.compile("[今昨明][天日晨晚早夜年]|当日")  # holds on the day it was written only
_VIEWED = re.compile("(?:有?分析|评论|舆论|观察|业内|专家)[^，。]{0,8}(?:认为|称|指出)")
_DIGEST = re.compile("[；;].*[；;]|热点|早报|晚报|速览|一览|盘点")


@dataclass(frozen=True, slots=True)
class Worth:
    """What a sentence is worth as the summary and as a fact; 0 or less: none."""

    summary: float = 0.0
    fact: float = 0.0


@dataclass(frozen=True, slots=True)
class _Lent:
    """What a sentence gains or loses by its item."""

    standing: float  # official 0.2, media 0.05–0.2 by tier
    newness: float  # 0 the oldest item, 1 the newest
    digest: float  # the item tells several things: its sentences may be of another
    is_official: bool
    is_private: bool  # neither an authority nor a medium wrote it


_NONE = Worth()


def weigh(material: Material) -> dict[Sentence, Worth]:
    """The worth of every sentence of the material.

    Centrality and aptness first; professional, new and complete sentences that stand alone and give figures, official
    acts or harm are preferred.
    """
    first, last = material.items[0].published_at, material.items[-1].published_at
    lent = {item.id: _lent(item, first, last) for item in material.items}
    return {sentence: _worth(material, sentence, lent[sentence.item.id]) for sentence in material.sentences}


def _worth(material: Material, sentence: Sentence, lent: _Lent) -> Worth:
    text = sentence.text
    central, apt = material.centrality(sentence), material.aptness(sentence)
    if 1.2 * central + 0.6 * apt < _TOUCHED or sentence.is_question or not sentence.is_complete:
        return _NONE
    figure = bool(_FIGURE.search(text))
    dangling, own = _hangs(text), bool(_SELF.search(text))
    if lent.is_private and (own or _EXCITED.search(text)):
        return _NONE  # an opinion or an appeal, not what happened
    summary = 0.0
    if 2.0 * central + apt >= _TOLD and len(text) >= _SHORTEST:
        summary = 2.0 * central + apt + lent.standing + 0.25 * lent.newness + 0.05 * figure - lent.digest
        summary += 0.15 * (sentence.place == 0) - 0.35 * dangling - 0.4 * own
        summary += 0.35 * (lent.is_official and stance_in(text) is not StoryType.UNVERIFIED)
        summary -= 0.5 * bool(_BACKGROUND.search(text)) + 0.4 * bool(_TODAY.search(text))
        summary -= 0.35 * (lent.is_private and apt < _SAID)
        summary -= 0.35 if len(text) > SUMMARY else 0.15 if len(text) < _SHORT else 0.0
    fact = 0.0
    if len(text) <= FACT:
        fact = 1.2 * central + 0.6 * apt + lent.standing + 0.05 * lent.newness + 0.12 * figure - lent.digest
        fact += 0.14 * bool(_TELLING.find_matches_as_indexes(text)) - 0.3 * dangling - 0.4 * own
        fact -= 0.2 * bool(_VIEWED.match(text)) + 0.12 * lent.is_private  # a view is told among the views
    return Worth(summary, fact)


def _hangs(text: str) -> bool:
    """Whether the sentence refers to something said before it: it begins so, or names 该局 before any 局."""
    other = _OTHER.search(text)
    return bool(DANGLING.match(text)) or (other is not None and other["what"] not in text[: other.start()])


def _lent(item: Item, first: datetime, last: datetime) -> _Lent:
    party = party_of(item)
    media = 0.05 * (5 - item.tier) if party is Party.MEDIA else 0.0
    return _Lent(
        standing=0.2 if party is Party.OFFICIAL else media,
        newness=(item.published_at - first) / (last - first) if last > first else 0.0,
        digest=0.3 if _DIGEST.search(item.title) else 0.0,
        is_official=party is Party.OFFICIAL,
        is_private=party is Party.PUBLIC,
    )
