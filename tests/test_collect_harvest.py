"""A whole harvest over real loopback servers: every source accounted for, whatever happens to it."""

import time
from datetime import timedelta

from caifeng.models import (
    FailureKind,
    Source,
    SourceKind,
    SourceState,
    Validator,
)
from tests.harvesting import NOW, as_known, feed, harvest, source, titles
from tests.servers import Raw, Reply, Request, Route, Site, cut_body, drip, html, redirect, silence


def test_a_feeds_items_carry_both_times_and_what_the_desk_says_of_the_source() -> None:
    with Site({"/rss": lambda _: feed(("/1", "漏水", "正文"))}) as site:
        found = harvest(source(site, "/rss", tier=3, region="澜川市", is_official=True))
    (item,) = found.items
    assert (item.source, item.tier, item.region, item.is_official) == ("澜川日报", 3, "澜川市", True)
    assert (item.title, item.text, item.url) == ("漏水", "正文", site.url("/1"))
    assert (item.seen_at, item.published_at) == (NOW, NOW - timedelta(hours=1))
    assert (item.revision, item.is_time_estimated) == (1, False)
    (report,) = found.reports
    assert (report.state, report.items, report.new, report.delay_seconds) == (SourceState.OK, 1, 1, 3600.0)
    assert report.bytes > 100
    assert found.started_at == NOW <= found.finished_at


def test_known_items_are_counted_and_changed_ones_come_as_a_revision() -> None:
    texts = {"one": "正文"}
    with Site({"/rss": lambda _: feed(("/1", "一", texts["one"]), ("/2", "二", "别的"))}) as site:
        first = harvest(source(site, "/rss"))
        same = harvest(source(site, "/rss"), known=as_known(first))
        texts["one"] = "正文已经改过"
        changed = harvest(source(site, "/rss"), known=as_known(first))
    assert (same.items, same.reports[0].items, same.reports[0].new) == ((), 2, 0)
    (item,) = changed.items
    assert (item.revision, item.text, changed.reports[0].new) == (2, "正文已经改过", 1)


def test_identifiers_that_change_and_links_that_are_tracked_make_no_new_item() -> None:
    with Site(
        {"/rss": lambda r: feed((f"/1?utm_source={len(r.headers)}&amp;spm={time.monotonic()}", "一", "正文"))}
    ) as site:
        first = harvest(source(site, "/rss"))
        second = harvest(source(site, "/rss"), known=as_known(first))
    assert (len(first.items), len(second.items)) == (1, 0)


def test_a_failing_source_stops_no_other_and_each_is_named_once() -> None:
    routes: dict[str, Route] = {
        "/good": lambda _: feed(("/1", "一", "正文")),
        "/500": lambda _: Reply(status=500),
        "/html": lambda _: html("<!DOCTYPE html><p>请登录</p>"),
        "/empty": lambda _: feed(),
        "/silence": silence(),
        "/drip": drip(0.05),
        "/cut": cut_body(100, b"x"),
        "/forbidden": redirect("http://127.0.0.1:9/"),
    }
    kinds = {
        "/500": FailureKind.HTTP, "/html": FailureKind.NOT_FEED, "/empty": FailureKind.EMPTY,
        "/silence": FailureKind.TIMEOUT, "/drip": FailureKind.TIMEOUT, "/cut": FailureKind.NETWORK,
        "/forbidden": FailureKind.REFUSED, "/nowhere": FailureKind.HTTP,
    }  # fmt: skip
    with Site(routes) as site:
        sources = [source(site, path, name=path) for path in (*kinds, "/good")]
        found = harvest(*sources, rules={"timeout": 0.5})
    assert titles(found) == ["一"]
    assert [report.source for report in found.reports] == [*kinds, "/good"]
    assert {failure.source: failure.kind for failure in found.failures} == kinds
    assert len(found.failures) == len(kinds)
    assert all(report.state is SourceState.FAILED and report.message for report in found.reports[:-1])


def test_a_source_that_cannot_be_read_is_reported_and_never_asked() -> None:
    with Site({}) as site:
        unreachable = Source(
            name="视频", kind=SourceKind.UNREACHABLE, address=site.url("/"), why_unreachable="需要登录"
        )
        found = harvest(unreachable)
    assert (found.reports[0].state, found.reports[0].message) == (SourceState.UNREACHABLE, "需要登录")
    assert not site.requests
    assert not found.failures


def test_hosts_are_read_side_by_side() -> None:
    def slow(_: Request) -> Reply:
        time.sleep(0.5)
        return feed(("/1", "一", "正文"))

    sites = [Site({"/rss": slow}) for _ in range(5)]
    for site in sites:
        site.__enter__()
    began = time.monotonic()
    found = harvest(*(source(site, "/rss", name=f"源{n}") for n, site in enumerate(sites)))
    took = time.monotonic() - began
    for site in sites:
        site.__exit__()
    assert len(found.items) == 5
    assert took < 5 * 0.5 + 2.5, "one after the other would take the sum"
    starts = [next(request.at for request in site.requests if request.path == "/rss") for site in sites]
    assert max(starts) - min(starts) < 0.5


def test_the_harvest_ends_at_its_budget() -> None:
    with Site({f"/{n}": silence() for n in range(6)}) as site:
        began = time.monotonic()
        found = harvest(*(source(site, f"/{n}", name=str(n)) for n in range(6)), rules={"budget": 1.0})
        assert time.monotonic() - began < 3
    assert {failure.kind for failure in found.failures} == {FailureKind.TIMEOUT}
    assert len(found.reports) == 6


def test_an_unchanged_feed_is_said_to_be_unchanged() -> None:
    def route(request: Request) -> Reply:
        answer = feed(("/1", "一", "正文"))
        return Reply(status=304) if "if-none-match" in request.headers else Reply(answer.body, headers={"ETag": '"1"'})

    with Site({"/rss": route}) as site:
        first = harvest(source(site, "/rss"))
        states = [
            harvest(source(site, "/rss"), known=as_known(first), now=NOW + timedelta(days=day)).reports[0].state
            for day in range(2)
        ]
    assert first.validators == (Validator(address=site.url("/rss"), etag='"1"', last_modified="", read_at=NOW),)
    assert SourceState.UNCHANGED in states


def test_the_newest_are_kept_and_the_rest_is_made_up_next_time() -> None:
    items = [(f"/{n}", f"第{n}条", "正文") for n in range(5)]
    body = feed(*items).body
    with Site({"/rss": lambda _: Reply(body, headers={"ETag": '"1"'})}) as site:
        first = harvest(source(site, "/rss", limit=3))
        second = harvest(source(site, "/rss", limit=3), known=as_known(first))
    assert titles(first) == ["第0条", "第1条", "第2条"]
    assert not first.validators, "an unchanged answer next time would hide what was left out"
    assert "2 条" in first.reports[0].message
    assert titles(second) == ["第3条", "第4条"]


def test_a_piece_that_two_sources_hold_belongs_to_the_first() -> None:
    with Site({"/a": lambda _: feed(("/1", "一", "甲")), "/b": lambda _: feed(("/1", "一", "乙"))}) as site:
        found = harvest(source(site, "/b", name="乙"), source(site, "/a", name="甲"))
    assert [(item.source, item.text) for item in found.items] == [("乙", "乙")]


def test_a_feed_that_moved_for_good_says_where() -> None:
    with Site({"/old": redirect("/new", 301), "/new": lambda _: feed(("/1", "一", "正文"))}) as site:
        found = harvest(source(site, "/old"))
    assert found.reports[0].state is SourceState.OK
    assert site.url("/new") in found.reports[0].message


def test_strings_of_the_source_are_clean_whatever_they_hold() -> None:
    title = "漏水&#27;[31m&#0;&#x202E;\x0b" + "很" * 900
    with Site({"/rss": lambda _: feed(("/1", title, "&lt;script&gt;alert(1)&lt;/script&gt;正文"))}) as site:
        (item,) = harvest(source(site, "/rss")).items
    assert len(item.title) <= 500
    assert not any(ord(char) < 32 for char in item.title)
    assert "正文" in item.text


def test_a_server_that_resets_the_connection_is_a_network_failure() -> None:
    with Site({"/rss": lambda _: Raw(lambda connection, _closing: connection.close())}) as site:
        found = harvest(source(site, "/rss"))
    assert [failure.kind for failure in found.failures] == [FailureKind.NETWORK]
