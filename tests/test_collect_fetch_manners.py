"""The gate among other people's servers: what a status says, how long a rest lasts, what robots.txt forbids."""

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from caifeng.models import FailureKind
from collect.entry import SourceError
from collect.fetch import Gate
from collect.known import Known
from tests.fetching import NOW, body_of, rules, trouble
from tests.servers import (
    Reply,
    Site,
    redirect,
    silence,
)


@pytest.mark.parametrize(
    ("status", "word"), [(404, "不存在"), (410, "移除"), (403, "拒绝"), (401, "登录"), (500, "出错"), (418, "418")]
)
def test_a_status_is_told_in_words(status: int, word: str) -> None:
    with Site({"/a": lambda _: Reply(status=status)}) as site:
        found = trouble(site.url("/a"), rules(site))
    assert (found.kind, word in found.message) == (FailureKind.HTTP, True)


def test_a_busy_server_is_asked_again_after_the_time_it_names() -> None:
    answers = iter([Reply(status=503, headers={"Retry-After": "1"}), Reply(b"now")])
    with Site({"/a": lambda _: next(answers)}) as site:
        assert body_of(site.url("/a"), rules(site, timeout=3.0)) == b"now"
        first, second = (request.at for request in site.requests if request.path == "/a")
    assert 0.95 <= second - first <= 2


@pytest.mark.parametrize(
    "header",
    ["3600", "4000000", format_datetime(datetime.now(UTC) + timedelta(days=40))],
    ids=["an hour", "weeks", "a date"],  # a moment in a name would differ between the workers
)
def test_a_server_that_wants_a_long_rest_gets_it(header: str) -> None:
    with Site({"/a": lambda _: Reply(status=429, headers={"Retry-After": header})}) as site:
        began = time.monotonic()
        found = trouble(site.url("/a"), rules(site, timeout=3.0))
        assert time.monotonic() - began < 1
    assert found.kind is FailureKind.BACKOFF
    assert len(site.paths()) == 1
    assert float(found.detail.split()[-2]) <= 86_400


def test_a_host_that_wants_a_rest_is_not_asked_for_another_page() -> None:
    with Site(
        {"/a": lambda _: Reply(status=429, headers={"Retry-After": "3600"}), "/b": lambda _: Reply(b"x")}
    ) as site:

        async def both() -> list[FailureKind]:
            kinds = []
            async with Gate(rules(site), Known(), NOW) as gate:
                for path in ("/a", "/b"):
                    with pytest.raises(SourceError) as caught:
                        await gate.get(site.url(path))
                    kinds.append(caught.value.trouble.kind)
            return kinds

        assert asyncio.run(both()) == [FailureKind.BACKOFF] * 2
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("header", ["xyz", "-5", "Thu, 01 Jan 2015 00:00:00 GMT", "", "1.5"])
def test_a_retry_after_that_is_past_or_no_time_is_ignored(header: str) -> None:
    with Site({"/a": lambda _: Reply(status=503, headers={"Retry-After": header})}) as site:
        assert trouble(site.url("/a"), rules(site, timeout=3.0)).kind is FailureKind.HTTP
    assert len(site.paths()) == 2


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_between() -> None:
    busy = threading.Semaphore(1)
    overlaps = []

    def route(_: object) -> Reply:
        overlaps.append(not busy.acquire(blocking=False))
        time.sleep(0.05)
        busy.release()
        return Reply(b"x")

    with Site({f"/{n}": route for n in range(4)}) as site:

        async def all_at_once() -> None:
            async with Gate(rules(site, pause=0.2), Known(), NOW) as gate:
                await asyncio.gather(*(gate.get(site.url(f"/{n}")) for n in range(4)))

        asyncio.run(all_at_once())
        times = [request.at for request in site.requests]
    assert not any(overlaps)
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("robots", "kind"),
    [
        (Reply(b"User-agent: *\nDisallow: /"), FailureKind.ROBOTS),
        (Reply(b"\xef\xbb\xbfUser-agent: Caifeng\nDisallow: /a"), FailureKind.ROBOTS),
        (Reply("# 禁止\nUser-agent: *\nDisallow: /a".encode("gbk")), FailureKind.ROBOTS),
        (Reply(b"User-agent: *\nDisallow: /a\n" + b"#" * 1_000_000), FailureKind.ROBOTS),
        (Reply(status=503), FailureKind.ROBOTS),
        (Reply(status=429), FailureKind.ROBOTS),
        (Reply(b"User-agent: Other\nDisallow: /"), None),
        (Reply(b"User-agent: *\nDisallow: /a\n\nUser-agent: Caifeng\nAllow: /"), None),
        (Reply(status=404), None),
        (Reply(status=403), None),
        (Reply(b"\x00\xff nonsense"), None),
    ],
)
def test_robots_txt_is_obeyed(robots: Reply, kind: FailureKind | None) -> None:
    with Site({"/robots.txt": lambda _: robots, "/a": lambda _: Reply(b"x")}) as site:
        if kind is None:
            assert body_of(site.url("/a"), rules(site)) == b"x"
        else:
            assert trouble(site.url("/a"), rules(site)).kind is kind
            assert not site.paths()


def test_robots_txt_that_never_comes_forbids() -> None:
    with Site({"/robots.txt": silence(), "/a": lambda _: Reply(b"x")}) as site:
        assert trouble(site.url("/a"), rules(site)).kind is FailureKind.TIMEOUT
        assert not site.paths()


def test_robots_txt_is_followed_through_a_redirect_and_asked_for_once() -> None:
    routes = {
        "/robots.txt": redirect("/other.txt"),
        "/other.txt": lambda _: Reply(b"User-agent: *\nDisallow: /b"),
        "/a": lambda _: Reply(b"x"),
    }
    with Site(routes) as site:

        async def three() -> None:
            async with Gate(rules(site), Known(), NOW) as gate:
                await gate.get(site.url("/a"))
                await gate.get(site.url("/a"))
                with pytest.raises(SourceError):
                    await gate.get(site.url("/b"))

        asyncio.run(three())
    assert [request.path for request in site.requests] == ["/robots.txt", "/other.txt", "/a", "/a"]


def test_a_crawl_delay_is_kept() -> None:
    robots = Reply(b"User-agent: *\nCrawl-delay: 0.4\nDisallow:")
    with Site({"/robots.txt": lambda _: robots, "/a": lambda _: Reply(b"x")}) as site:

        async def twice() -> None:
            async with Gate(rules(site), Known(), NOW) as gate:
                await gate.get(site.url("/a"))
                await gate.get(site.url("/a"))

        asyncio.run(twice())
        first, second = (request.at for request in site.requests if request.path == "/a")
    assert second - first >= 0.4
