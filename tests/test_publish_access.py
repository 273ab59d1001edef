"""Who may read: open hosts are refused to internal sites, strangers' answers are judged, keys are checked."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.access import ask
from caifeng.errors import PublishError
from caifeng.models import Access, Guard
from caifeng.models.desk import PublishRules
from publish.access.hosts import Answer, explained, hints, is_open_host, judged, refusal
from publish.access.seal import new_key, read_key, seal, unseal

HOME = "https://yuqing.lanchuan.example"
OURS = '<html><head><meta name="caifeng-root" content="./"></head></html>'


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("https://lanchuan.github.io/yuqing", True),
        ("https://LANCHUAN.GITHUB.IO./", True),
        ("https://a.b.netlify.app", True),
        ("http://bucket.s3-website-us-east-1.amazonaws.com", True),
        ("https://github.io.lanchuan.example", False),
        ("https://notgithub.io", False),
        (HOME, False),
        ("", False),
    ],
)
def test_hosts_that_everyone_can_read_are_known_by_their_domain(address: str, is_open: bool) -> None:
    assert is_open_host(address) is is_open


def test_an_internal_site_is_refused_on_an_open_host_unless_its_pages_are_private() -> None:
    rules = PublishRules(base_url="https://lanchuan.github.io/yuqing")
    assert "谁都能看" in refusal(rules)
    assert refusal(PublishRules(base_url=rules.base_url, guard=Guard.PROXY))
    assert not refusal(PublishRules(base_url=rules.base_url, guard=Guard.PRIVATE_PAGES))
    assert not refusal(PublishRules(base_url=rules.base_url, access=Access.PUBLIC))
    assert not refusal(PublishRules(base_url=HOME))


def test_a_sealed_site_needs_a_key_and_a_branch_that_no_host_publishes() -> None:
    assert "gh-pages" in refusal(PublishRules(access=Access.SEALED, seal_key="SEAL_KEY"))
    assert "钥匙" in refusal(PublishRules(access=Access.SEALED, branch="caifeng-site"))
    assert not refusal(PublishRules(access=Access.SEALED, branch="caifeng-site", seal_key="SEAL_KEY"))


def test_every_way_says_what_it_does_not_protect_from() -> None:
    assert "谁都能读" in explained(PublishRules(access=Access.PUBLIC))[0]
    assert "没有加密" in explained(PublishRules(guard=Guard.PROXY))[1]
    assert "名字" in explained(PublishRules(access=Access.SEALED))[1]
    assert any("密级" in said for said in hints(PublishRules(access=Access.PUBLIC)))


@pytest.mark.parametrize(
    ("status", "page", "wrong"),
    [
        (200, OURS, True),
        (401, OURS, False),
        (200, "<html>请登录</html>", False),
        (302, "", False),
    ],
)
def test_a_stranger_who_can_read_an_internal_site_is_noticed(status: int, page: str, wrong: bool) -> None:
    rules = PublishRules(base_url=HOME, guard=Guard.PROXY)
    headers = {"location": f"{HOME}/login"} if status == 302 else {}

    def host(request: httpx.Request) -> httpx.Response:
        assert request.method == "GET"
        if request.url.path == "/login":
            return httpx.Response(200, text="<html>请登录</html>")
        return httpx.Response(status, text=page, headers=headers)

    assert bool(judged(rules, ask(rules, httpx.MockTransport(host)))) is wrong


def test_a_host_that_cannot_be_asked_says_nothing() -> None:
    def host(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    rules = PublishRules(base_url=HOME)
    answer = ask(rules, httpx.MockTransport(host))
    assert answer.status == 0
    assert not judged(rules, answer)


def test_a_sealed_site_that_answers_in_the_clear_is_noticed() -> None:
    rules = PublishRules(base_url=HOME, access=Access.SEALED)
    assert judged(rules, Answer(status=200, is_ours=True, is_sealed=False))
    assert not judged(rules, Answer(status=200, is_ours=True, is_sealed=True))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_with_its_key_and_at_its_path_only(data: bytes, path: str) -> None:
    key, other = read_key(new_key()), read_key(new_key())
    sealed = seal(key, path, data)
    assert unseal(key, path, sealed) == data
    for wrong in ((other, path, sealed), (key, path + "x", sealed), (key, path, sealed[:-1]), (key, path, b"")):
        with pytest.raises(PublishError, match="解不开"):
            unseal(*wrong)


@pytest.mark.parametrize("text", ["", "short", "用中文写的钥匙", "A" * 42, "A" * 44, "A" * 42 + "!"])
def test_what_is_no_key_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(PublishError, match="钥匙"):
        read_key(text)
