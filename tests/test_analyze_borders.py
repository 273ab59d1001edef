"""Word borders: a term stays where it is meant, and goes where its characters only happen to stand together."""

import gzip
import json
import random

import pytest

from analyze.text.fold import fold
from analyze.text.words import Segmenter, words
from analyze.topics.terms import TermIndex, shadow_of
from tests.analyze_desk import item, shared

SEGMENTER = Segmenter(("净水机",))


def stands(term: str, text: str) -> bool:
    """Whether the term is found in the text with regard to word borders."""
    shadow = shadow_of(item(text))
    return TermIndex((term,), (), SEGMENTER).find(shadow, (), SEGMENTER.words(shadow.text.text)).has(term)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("国产", "推动中国产业升级"),
        ("置业", "公司的配置业务增长"),
        ("女儿", "关爱妇女儿童"),
        ("人质", "这不禁让人质疑"),
        ("议和", "各方的倡议和行动"),
        ("台风", "发布在本地平台\n风险提示请看下文"),
        ("高大", "指数再创十年新高 大金融板块走强"),
    ],
)
def test_characters_of_two_words_are_no_term(term: str, text: str) -> None:
    assert not stands(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("净水机", "家用净水机漏水"),
        ("漏水", "半夜漏水了"),
        ("投诉", "投诉率上升"),
        ("华为", "华为公司回应"),
        ("省政协", "湖北省政协原副主席"),
        ("市长", "高雄市长时任"),
        ("记者", "发言人答记者问"),
        ("锰毒壶", "网传锰毒壶"),
        ("台风", "今天台 风来了"),
        ("净水机", "我家净·水·机漏了"),
        ("新闻中心", "请到新闻 中心领取"),
        ("国产", "国产净水机"),
    ],
)
def test_a_term_that_is_meant_stays(term: str, text: str) -> None:
    assert stands(term, text)


def test_entries_of_a_list_do_not_join() -> None:
    assert not stands("新闻中心", "首页 新闻 中心 关于")


def test_without_the_cut_borders_are_not_looked_at() -> None:
    shadow = shadow_of(item("推动中国产业升级"))
    assert TermIndex(("国产",), (), SEGMENTER).find(shadow).has("国产")


@pytest.mark.parametrize("text", ["", "台", "台 " * 5_000, "台风" * 5_000, "台" * 100_000, "台\ud800风", "\u202e风台"])
def test_any_text_is_searched(text: str) -> None:
    shadow = shadow_of(item(text))
    TermIndex(("台风", "风台"), (), SEGMENTER).find(shadow, (), SEGMENTER.words(shadow.text.text))


def test_dodges_of_any_keyword_are_found() -> None:
    """At least 95 % of the made dodges, applied to 200 words of the news of two to four characters."""
    spellings = json.loads(shared("hostile", "made", "strings.json").read_text(encoding="utf-8"))["evasion"]
    separators = [text[1:-1] for text in spellings if len(text) > 2 and text[0] == "台" and text[-1] == "风"]
    keywords = _keywords(200)
    index = TermIndex(keywords, (), SEGMENTER)
    found = 0
    for keyword in keywords:
        for separator in separators:
            shadow = shadow_of(item(f"有人说{separator.join(keyword)}，大家看"))
            found += index.find(shadow, (), SEGMENTER.words(shadow.text.text)).has(keyword)
    assert found >= 0.95 * len(keywords) * len(separators)


def test_plain_news_has_hardly_a_hit_over_a_separator() -> None:
    """At most one hit in a thousand; letters set wide apart (版 权 所 有) are meant, not counted."""
    index = TermIndex(_keywords(3_000), (), SEGMENTER)
    hits = over = 0
    for row in _news()[:800]:
        shadow = shadow_of(item(row["text"][:1_500], row["title"]))
        finds = index.find(shadow, SEGMENTER.words(shadow.title.text), SEGMENTER.words(shadow.text.text))
        for term in finds.terms:
            written = [shadow.hit(term, spot) for spot in finds.of(term)]
            hits += len(written)
            over += sum(_is_over_separator(row["text"], hit.start, hit.end) for hit in written if hit.field == "text")
    assert hits > 5_000
    assert over <= 0.001 * hits


def _is_over_separator(text: str, start: int, end: int) -> bool:
    is_wide = text[start - 2 : start].strip() == text[start - 2 : start - 1] and text[end : end + 2].startswith(" ")
    return (
        not is_wide and fold(text[start:end]).text != text[start:end] and any(c in " .·\n|-" for c in text[start:end])
    )


def _keywords(count: int) -> list[str]:
    known = {word for row in _news()[:300] for word in words(row["text"][:600]) if 2 <= len(word) <= 4}
    han = sorted(word for word in known if all("\u4e00" <= character <= "\u9fff" for character in word))
    random.Random(3).shuffle(han)  # noqa: S311
    return han[:count]


def _news() -> list[dict[str, str]]:
    with gzip.open(shared("streams", "stream_rss_news_cn", "dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
