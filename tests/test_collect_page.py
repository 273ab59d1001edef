"""List pages and their articles, over real loopback servers."""

import tarfile
import time
from datetime import UTC, datetime

import pytest

from caifeng.models import (
    FailureKind,
    Item,
    Source,
    SourceKind,
    SourceState,
)
from tests.harvesting import as_known, harvest, source, titles
from tests.servers import Reply, Route, Site, html, silence
from tests.shared_data import shared


def article(title: str, text: str, extra: str = "") -> Reply:
    paragraphs = "".join(f"<p>{text}，这是第{n}段，说的是净水机漏水以后公司和市民怎么做。</p>" for n in range(6))
    return html(
        f"<html><head><title>{title}_澜川在线</title>{extra}</head><body><h1>{title}</h1>"
        f"<div>2026-11-20 07:45 来源：岚江日报</div><article>{paragraphs}</article></body></html>"
    )


LIST = html(
    '<html><body><ul class="news"><li><a href="/n/1.html">净水机漏水调查</a></li>'
    '<li><a href="n/2.html#top">市监局立案</a></li>'
    '<li><a href="http://elsewhere.example/3">外站</a></li><li><a href="javascript:void(0)">空</a></li>'
    '<li><a href="/n/1.html?utm_source=x">重复</a></li></ul><a href="/about">关于</a></body></html>'
)
PAGES: dict[str, Route] = {
    "/list": lambda _: Reply(LIST.body, headers={"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'}),
    "/n/1.html": lambda _: article("净水机漏水调查", "澜川讯"),
    "/n/2.html": lambda _: article("市监局立案", "通报"),
}


def page(site: Site, selector: str = "ul.news a", limit: int = 200) -> Source:
    return source(site, "/list", kind=SourceKind.PAGE, list_selector=selector, limit=limit)


def test_a_list_page_leads_to_articles_of_its_own_site() -> None:
    with Site(PAGES) as site:
        found = harvest(page(site))
    assert titles(found) == ["净水机漏水调查", "市监局立案"]
    item = found.items[0]
    assert item.text.startswith("澜川讯，这是第0段")
    assert (item.credited, item.published_at) == ("岚江日报", datetime(2026, 11, 19, 23, 45, tzinfo=UTC))
    assert site.paths() == ["/list", "/n/1.html", "/n/2.html"]


def test_new_articles_come_before_known_ones() -> None:
    with Site(PAGES) as site:
        first = harvest(page(site, limit=1))
        assert titles(first) == ["净水机漏水调查"]
        second = harvest(page(site, limit=1), known=as_known(first))
    assert titles(second) == ["市监局立案"]


def test_an_article_that_fails_is_told_and_owed() -> None:
    with Site({**PAGES, "/n/1.html": lambda _: Reply(status=404)}) as site:
        found = harvest(page(site))
    assert titles(found) == ["市监局立案"]
    assert [failure.kind for failure in found.failures] == [FailureKind.HTTP]
    assert found.reports[0].state is SourceState.PARTIAL
    assert site.url("/list") not in {validator.address for validator in found.validators}


@pytest.mark.parametrize(("selector", "kind"), [("ul.gone a", FailureKind.EMPTY), ("a[[", FailureKind.FORMAT)])
def test_a_selector_that_finds_nothing_is_told(selector: str, kind: FailureKind) -> None:
    with Site(PAGES) as site:
        found = harvest(page(site, selector))
    assert [failure.kind for failure in found.failures] == [kind]
    assert selector in found.failures[0].message


def test_a_list_of_dead_pages_is_given_up_soon() -> None:
    links = html("".join(f'<a href="/dead/{n}">第{n}条新闻</a>' for n in range(30)))
    with Site({"/list": lambda _: links, **{f"/dead/{n}": silence() for n in range(30)}}) as site:
        began = time.monotonic()
        found = harvest(page(site, "a"), rules={"timeout": 0.3})
        assert time.monotonic() - began < 5
    assert len(found.failures) <= 5
    assert "3 处" in found.reports[0].message


@pytest.mark.shared
def test_real_chinese_pages_give_their_text() -> None:
    routes: dict[str, Route] = {}
    with tarfile.open(shared("pages_zh/dev_pages.tar.gz")) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if content is not None:
                routes[f"/{member.name}"] = always(content.read())
    links = "".join(f'<a href="{path}">第{number}篇文章</a>' for number, path in enumerate(routes))
    with Site({**routes, "/list": lambda _: html(links)}) as site:
        found = harvest(page(site, "a"), rules={"timeout": 10.0, "budget": 100.0})
    assert len(routes) == 41
    assert sum(len(item.text) >= 100 for item in found.items) >= 40
    assert sum(_is_dated(item) for item in found.items) >= 33
    assert not any("\ufffd" in item.title for item in found.items)


def always(body: bytes) -> Route:
    return lambda _request: Reply(body, headers={"Content-Type": "text/html"})


def _is_dated(item: Item) -> bool:
    return not item.is_time_estimated
