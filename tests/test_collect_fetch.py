"""The gate: what it lets out, what it lets in, and that it always ends."""

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest

from caifeng.models import FailureKind, Validator
from collect.fetch import Fetched, Gate, NotModified
from collect.known import Known
from tests.fetching import NOW, body_of, fetch, rules, trouble
from tests.servers import (
    Raw,
    Reply,
    Site,
    cut_body,
    drip,
    endless_chunks,
    gzip_bomb,
    huge_headers,
    redirect,
    silence,
)


def test_a_body_comes_whole_and_only_get_is_sent_with_our_name() -> None:
    with Site({"/a": lambda _: Reply("正文".encode())}) as site:
        assert body_of(site.url("/a"), rules(site, agent="Caifeng/9 (test)")) == "正文".encode()
    assert {request.method for request in site.requests} == {"GET"}
    assert {request.headers["user-agent"] for request in site.requests} == {"Caifeng/9 (test)"}
    assert "cookie" not in site.requests[-1].headers


def test_cookies_are_never_kept() -> None:
    with Site({"/a": lambda _: Reply(b"x", headers={"Set-Cookie": "a=1; Path=/"})}) as site:

        async def twice() -> None:
            async with Gate(rules(site), Known(), NOW) as gate:
                await gate.get(site.url("/a"))
                await gate.get(site.url("/a"))

        asyncio.run(twice())
    assert not any("cookie" in request.headers for request in site.requests)


def test_a_redirect_to_a_forbidden_address_is_refused_before_a_byte_is_sent() -> None:
    with Site({}) as forbidden, Site({"/a": redirect(forbidden.url("/secret"))}) as site:
        found = trouble(site.url("/a"), rules(site))
    assert found.kind is FailureKind.REFUSED
    assert not forbidden.requests


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "http://u@127.0.0.1/", "", "http://a:99999/", "gopher://x/"]
)
def test_a_redirect_to_anything_but_a_plain_address_is_refused(target: str) -> None:
    with Site({"/a": redirect(target)}) as site:
        assert trouble(site.url("/a"), rules(site)).kind is FailureKind.REFUSED


def test_redirects_are_followed_five_times_and_no_more() -> None:
    routes = {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(6)}
    with Site({**routes, "/6": lambda _: Reply(b"end")}) as site:
        assert body_of(site.url("/1"), rules(site)) == b"end"
        assert trouble(site.url("/0"), rules(site)).kind is FailureKind.HTTP


def test_a_redirect_loop_ends() -> None:
    with Site({"/a": redirect("/b"), "/b": redirect("/a")}) as site:
        assert trouble(site.url("/a"), rules(site)).kind is FailureKind.HTTP
    assert len(site.paths()) == 6


def test_a_permanent_move_is_told_and_a_temporary_one_is_not() -> None:
    with Site({"/old": redirect("/new", 301), "/tmp": redirect("/new", 302), "/new": lambda _: Reply(b"x")}) as site:
        moved, lent = fetch(site.url("/old"), rules(site)), fetch(site.url("/tmp"), rules(site))
        assert isinstance(moved, Fetched)
        assert isinstance(lent, Fetched)
        assert (moved.moved_to, lent.moved_to) == (site.url("/new"), "")


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    with Site({}) as proxy, Site({"/": lambda _: Reply(b"direct")}) as site:
        monkeypatch.setenv("HTTP_PROXY", proxy.url("/"))
        monkeypatch.setenv("ALL_PROXY", proxy.url("/"))
        monkeypatch.setenv("NO_PROXY", "")
        assert body_of(site.url("/"), rules(site)) == b"direct"
    assert not proxy.requests


@pytest.mark.parametrize("route", [drip(0.05), silence()], ids=["a byte at a time", "silence"])
def test_an_address_ends_at_its_wall_clock_whatever_the_server_does(route: object) -> None:
    with Site({"/slow": route}) as site:  # type: ignore[dict-item]
        began = time.monotonic()
        found = trouble(site.url("/slow"), rules(site, timeout=0.5))
        assert time.monotonic() - began < 1.5
    assert found.kind is FailureKind.TIMEOUT


def test_headers_that_drip_end_at_the_wall_clock() -> None:
    def play(connection: socket.socket, closing: threading.Event) -> None:
        while not closing.wait(0.05):
            connection.sendall(b"H")

    with Site({"/slow": lambda _: Raw(play)}) as site:
        began = time.monotonic()
        assert trouble(site.url("/slow"), rules(site)).kind in {FailureKind.TIMEOUT, FailureKind.NETWORK}
        assert time.monotonic() - began < 2


def test_nothing_is_asked_after_the_harvests_time_is_over() -> None:
    with Site({"/slow": silence()}) as site:
        began = time.monotonic()
        assert trouble(site.url("/slow"), rules(site, timeout=5.0, budget=0.4)).kind is FailureKind.TIMEOUT
        assert time.monotonic() - began < 1.5


def test_a_body_beyond_the_cap_is_refused_whether_its_length_is_stated_or_not() -> None:
    with Site({"/stated": lambda _: Reply(bytes(300_000)), "/endless": endless_chunks(bytes(4096))}) as site:
        assert trouble(site.url("/stated"), rules(site)).kind is FailureKind.TOO_LARGE
        assert trouble(site.url("/endless"), rules(site, timeout=5.0)).kind is FailureKind.TOO_LARGE


def test_a_gzip_bomb_stops_at_the_cap_and_takes_little_memory() -> None:
    with Site({"/bomb": gzip_bomb(200)}) as site:
        tracemalloc.start()
        found = trouble(site.url("/bomb"), rules(site, timeout=10.0, max_bytes=10_000_000))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert found.kind is FailureKind.TOO_LARGE
    assert peak < 64_000_000


def test_one_gzip_layer_is_read_and_a_second_one_is_refused() -> None:
    once = gzip.compress(b"text")
    routes = {
        "/once": lambda _: Reply(once, headers={"Content-Encoding": "gzip"}),
        "/twice": lambda _: Reply(gzip.compress(once), headers={"Content-Encoding": "gzip, gzip"}),
        "/strange": lambda _: Reply(once, headers={"Content-Encoding": "snappy"}),
        "/broken": lambda _: Reply(once[:-6], headers={"Content-Encoding": "gzip"}),
    }
    with Site(routes) as site:
        assert body_of(site.url("/once"), rules(site)) == b"text"
        for path in ("/twice", "/strange", "/broken"):
            assert trouble(site.url(path), rules(site)).kind is FailureKind.FORMAT


def test_a_body_shorter_than_stated_is_an_error_and_not_a_short_success() -> None:
    with Site({"/cut": cut_body(100, b"half")}) as site:
        assert trouble(site.url("/cut"), rules(site)).kind is FailureKind.NETWORK


def test_headers_beyond_reason_are_an_error() -> None:
    with Site({"/big": huge_headers(240_000)}) as site:
        assert trouble(site.url("/big"), rules(site)).kind is FailureKind.NETWORK


def test_a_validator_comes_back_and_makes_the_next_request_conditional() -> None:
    def route(request: object) -> Reply:
        headers = {"ETag": '"v1"', "Last-Modified": "Thu, 19 Nov 2026 00:00:00 GMT"}
        return Reply(status=304) if "if-none-match" in request.headers else Reply(b"x", headers=headers)  # type: ignore[attr-defined]

    with Site({"/feed": route}) as site:
        first = fetch(site.url("/feed"), rules(site))
        assert isinstance(first, Fetched)
        assert first.validator == Validator(
            address=site.url("/feed"), etag='"v1"', last_modified="Thu, 19 Nov 2026 00:00:00 GMT", read_at=NOW
        )
        saved = {site.url("/feed"): first.validator}
        days = [fetch(site.url("/feed"), rules(site), saved, NOW + timedelta(days=day)) for day in range(8)]
    assert [isinstance(day, NotModified) for day in days] == [True] * 7 + [False], "once a week it is read in full"


def test_a_stored_validator_cannot_smuggle_a_header() -> None:
    with Site({"/feed": lambda _: Reply(b"x")}) as site:
        bad = Validator(address=site.url("/feed"), etag='"a"\r\nX-Evil: 1', last_modified="x\ny", read_at=NOW)
        for day in range(2):
            fetch(site.url("/feed"), rules(site), {site.url("/feed"): bad}, NOW + timedelta(days=day))
    assert not any({"x-evil", "if-none-match", "if-modified-since"} & set(r.headers) for r in site.requests)


def test_a_last_modified_in_the_future_is_not_kept() -> None:
    with Site({"/feed": lambda _: Reply(b"x", headers={"Last-Modified": "Fri, 01 Jan 2100 00:00:00 GMT"})}) as site:
        answer = fetch(site.url("/feed"), rules(site))
    assert isinstance(answer, Fetched)
    assert answer.validator is None


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl program to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Site({"/": lambda _: Reply(b"x")}) as site:
        site._server.socket = context.wrap_socket(site._server.socket, server_side=True)
        found = trouble(f"https://{site.host}/", rules(site, timeout=3.0))
    assert (found.kind, "证书" in found.message) == (FailureKind.NETWORK, True)
    assert not site.requests
