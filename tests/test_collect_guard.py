"""The guard: which addresses may be connected to, in every spelling, on every hop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import FailureKind
from collect.entry import SourceError
from collect.fetch import Fetched
from collect.guard import Resolve, check_address, is_public
from tests.fetching import fetch, rules, trouble
from tests.servers import Reply, Site


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://0x7f000001:{port}/",
        "http://2130706433:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://localhost:{port}/",
        "http://localhost.:{port}/",
        "http://LOCALHOST:{port}/",
        "http://127.0.0.2:{port}/",
        "http://127.255.255.254:{port}/",
        "http://user@127.0.0.1:{port}/",
        "http://user:pass@127.0.0.1:{port}/",
        "http://a\\@127.0.0.1:{port}/",
        "http:\\\\127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\t/",
        "http://127.0.0.1\n:{port}/",
        "ftp://127.0.0.1:{port}/",
        "file:///etc/hostname",
        "//127.0.0.1:{port}/",
        "127.0.0.1:{port}/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http://:{port}/",
        "",
        "http://example.invalid:25/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
    ],
)
def test_no_spelling_of_a_private_address_reaches_the_listener(address: str) -> None:
    with Site({"/": lambda _: Reply(b"secret")}) as site:
        port = site.host.partition(":")[2]
        found = trouble(address.replace("{port}", port), rules())
    assert found.kind in {FailureKind.REFUSED, FailureKind.NETWORK}  # some spellings are no name to this resolver
    assert not site.requests


def test_full_width_dots_of_an_address_do_not_help() -> None:
    with Site({"/": lambda _: Reply(b"secret")}) as site:
        port = site.host.partition(":")[2]
        found = trouble(f"http://127。0。0。1:{port}/", rules())
    assert found.kind in {FailureKind.REFUSED, FailureKind.NETWORK}
    assert not site.requests


def answering(*answers: tuple[str, ...]) -> tuple[Resolve, list[str]]:
    """A resolver that gives one answer after the other, the last for ever, and what it was asked."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.1.2.3",
        "169.254.0.9",
        "0.0.0.0",
        "0.1.2.3",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::10.0.0.1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "100::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:c0a8:101::1",
        "2001:0:7f00:1::80ff:fffe",
        "2001:0:5db8:d70e::80ff:fffe",
        "2001::1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "name.example",
    ],
)
def test_an_address_outside_the_public_internet_is_known_as_such(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"]
)
def test_a_public_address_is_known_as_such(address: str) -> None:
    assert is_public(address)


@given(st.text() | st.ip_addresses().map(str))
def test_judging_an_address_never_raises_and_loopback_is_never_public(text: str) -> None:
    assert is_public(text) in {True, False}


@given(st.text() | st.text(alphabet="htps:/@\\[]%.1270a?#\t").map(lambda rest: "http://" + rest))
def test_checking_an_address_gives_an_address_or_a_refusal(text: str) -> None:
    try:
        url = check_address(text)
    except SourceError as error:
        assert error.trouble.kind is FailureKind.REFUSED
    else:
        assert url.scheme in {"http", "https"}
        assert url.host
        assert not url.userinfo


@pytest.mark.parametrize(
    "answers",
    [
        ("127.0.0.1",),
        ("93.184.215.14", "127.0.0.1"),
        ("127.0.0.1", "93.184.215.14"),
        ("93.184.215.14", "2002:7f00:1::"),
        ("not an address",),
        (),
    ],
)
def test_a_name_is_refused_when_any_of_its_addresses_is_not_public(answers: tuple[str, ...]) -> None:
    resolve, _ = answering(answers)  # refused before any connection: no packet leaves
    found = trouble("http://innocent.example/", rules(attempts=1), resolve)
    assert found.kind is FailureKind.REFUSED
    assert "allow_hosts" in found.message


def test_a_name_is_looked_up_once_a_connection_and_the_judged_address_is_connected_to() -> None:
    with Site({"/": lambda _: Reply(b"x")}) as site:
        port = site.host.partition(":")[2]
        resolve, asked = answering(("127.0.0.1",))
        allowed = rules(allow_hosts=(f"name.example:{port}",))
        answer = fetch(f"http://name.example:{port}/", allowed, resolve=resolve)
    assert isinstance(answer, Fetched)
    assert asked == ["name.example"] * len(site.requests)
    assert site.requests[-1].headers["host"] == f"name.example:{port}"


def test_an_allowed_host_is_the_exact_pair_of_host_and_port() -> None:
    with Site({"/": lambda _: Reply(b"x")}) as site, Site({"/": lambda _: Reply(b"y")}) as other:
        found = trouble(other.url("/"), rules(site))
    assert found.kind is FailureKind.REFUSED
    assert not other.requests
