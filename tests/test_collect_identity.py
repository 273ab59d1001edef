"""One piece, one identity; one text, one hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect.identity import canonical_url, content_hash, is_same_site, item_id

BASE = "https://news.example/list/index.html"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://News.Example:80/A?b=2&a=1#top", "http://news.example/A?a=1&b=2"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/x", "https://news.example:8443/x"),
        ("https://news.example/x?utm_source=rss&utm_medium=a&id=7&spm=1.2&from=timeline&share_token=9",
         "https://news.example/x?id=7"),
        ("https://news.example/新闻/1", "https://news.example/%E6%96%B0%E9%97%BB/1"),
        ("https://news.example/a b", "https://news.example/a%20b"),
        ("https://news.example/x?q=%D5%D0", "https://news.example/x?q=%D5%D0"),
        ("  https://news.example/x\n", "https://news.example/x"),
        ("/x/1.html", "https://news.example/x/1.html"),
        ("../2.html", "https://news.example/2.html"),
        ("//other.example/x", "https://other.example/x"),
        ("https://[2001:DB8::1]:8080/", "https://[2001:db8::1]:8080/"),
    ],
)  # fmt: skip
def test_the_many_spellings_of_an_address_are_one(written: str, canonical: str) -> None:
    assert canonical_url(written, BASE) == canonical


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", " \x01javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "mailto:a@b.example",
     "http://user@host.example/", "http://u:p@host.example/", "http:\\\\host.example", "http://a\\@b.example/", "http://",
     "https://host.example/" + "a" * 9_000, "http://[::1", "http://a.example:99999/", "http://a<b>.example/"],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_no_address(written: str) -> None:
    assert canonical_url(written, BASE) == ""


@given(st.text() | st.text(alphabet="htps:/?&=#%a1新 .@[]\\").map(lambda rest: "http://host.example/" + rest))
def test_the_canonical_form_is_stable_and_never_raises(written: str) -> None:
    once = canonical_url(written, BASE)
    assert canonical_url(once) == once
    assert once == "" or (once.isprintable() and once.startswith(("http://", "https://")))


@given(st.dictionaries(st.sampled_from("abcdef"), st.text(alphabet="xyz", max_size=3)))
def test_order_of_parameters_and_tracking_make_no_other_address(parameters: dict[str, str]) -> None:
    pairs = [f"{name}={value}" for name, value in parameters.items()]
    forward = canonical_url("https://news.example/x?" + "&".join(pairs))
    backward = canonical_url("https://news.example/x?" + "&".join([*reversed(pairs), "utm_campaign=a"]))
    assert forward == backward


def test_without_an_address_a_piece_is_its_source_and_title_or_its_text() -> None:
    assert item_id("", "论坛", "漏水", "一") == item_id("", "论坛", "漏水", "二")
    assert item_id("", "论坛", "漏水", "") != item_id("", "晚报", "漏水", "")
    assert item_id("", "微博", "", "一") != item_id("", "微博", "", "二")
    assert item_id("https://a.example/", "论坛", "漏水", "") == item_id("https://a.example/", "晚报", "别的", "")
    assert len(item_id("https://a.example/", "", "", "")) == 14


def test_white_space_makes_no_other_text_and_a_moved_word_does() -> None:
    assert content_hash("标题", "第一段\n\n第二段") == content_hash(" 标题 ", "第一段  第二段")
    assert content_hash("标题", "正文") != content_hash("标题正文", "")


def test_sites_are_the_same_below_one_host() -> None:
    assert is_same_site("https://www.city.example/a", "http://city.example/")
    assert is_same_site("https://news.city.example/a", "http://www.city.example/")
    assert not is_same_site("https://evilcity.example/a", "http://city.example/")
    assert not is_same_site("https://other.example/a", "http://city.example/")
