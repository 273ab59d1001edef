"""Chat robots: the error that stands in the body of an HTTP 200 is read, over real servers on loopback."""

import logging
import time
from zoneinfo import ZoneInfo

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import ChatRules, DeliveryState, Desk
from publish.briefing.reasons import reason
from publish.chat.chat import ChatMessenger, NoChat, chat_messenger
from publish.chat.chat_plugin import Plugin
from publish.chat.chat_reply import Reply, judged
from publish.mail.rate import TokenBucket
from tests.chat_server import (
    PLEASED,
    Answer,
    ChatServer,
    chatting,
    drip,
    hang,
    hang_up,
    said,
    session_to,
)
from tests.smtp_server import free_port

ADDRESSES = {
    "wecom": "wecombot://SECRETKEY-1",
    "dingtalk": "dingtalk://SECRETKEY1",
    "feishu": "feishu://SECRETKEY1",
    "lark": "lark://SECRETKEY-1",
    "telegram": "tgram://123456789:SECRETKEYaaaaaaaaaaaaaaaaaaaaaaaaaaa/12345/",
}
BODY = {"wecom": "wecom", "dingtalk": "dingtalk", "feishu": "feishu", "lark": "feishu", "telegram": "telegram"}
ZONE = ZoneInfo("Asia/Shanghai")
DESK = Desk(name="澜川电器", zone=ZONE)


def bucket(per_minute: int = 60, used: int = 0) -> TokenBucket:
    return TokenBucket(per_minute, time.monotonic, time.sleep, used=used)


def robot(service: str, port: int, timeout: float = 2.0) -> ChatMessenger:
    session = session_to(**{service: port}) if service in ADDRESSES else requests.Session()
    address = ADDRESSES.get(service, f"json://127.0.0.1:{port}/SECRETKEY")
    return ChatMessenger("值班群", Plugin(address, session, timeout), bucket())


@pytest.mark.parametrize("service", ADDRESSES)
def test_each_service_gets_the_text_once_and_its_yes_is_a_yes(service: str) -> None:
    with chatting(ChatServer(then=said(PLEASED[BODY[service]]))) as chat:
        outcome = robot(service, chat.port).send("【橙】预警：净水机漏水投诉", "")
    assert outcome.state is DeliveryState.SENT
    assert chat.received == ["【橙】预警：净水机漏水投诉"]


@pytest.mark.parametrize(
    ("service", "body", "state"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, DeliveryState.REFUSED),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, DeliveryState.OWED),
        ("wecom", {"errcode": -1, "errmsg": "system busy"}, DeliveryState.OWED),
        ("dingtalk", {"errcode": 310000, "errmsg": "keywords not in content"}, DeliveryState.REFUSED),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, DeliveryState.OWED),
        ("feishu", {"code": 19024, "msg": "Key Words Not Found", "data": {}}, DeliveryState.REFUSED),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, DeliveryState.OWED),
        ("feishu", {"code": 9499, "msg": "too many request"}, DeliveryState.OWED),
        ("feishu", {"code": 9499, "msg": "Bad Request"}, DeliveryState.REFUSED),
        ("lark", {"StatusCode": 19001, "StatusMessage": "x"}, DeliveryState.REFUSED),
        ("telegram", {"ok": False, "error_code": 403, "description": "bot was kicked"}, DeliveryState.REFUSED),
        ("gateway", {"errcode": 93000}, DeliveryState.REFUSED),
        ("gateway", {"errcode": "45009"}, DeliveryState.OWED),
        ("gateway", {"code": 200, "msg": "ok"}, DeliveryState.SENT),
        ("gateway", {"success": False}, DeliveryState.REFUSED),
    ],
)
def test_an_error_code_under_http_200_is_no_success(
    service: str, body: dict[str, object], state: DeliveryState
) -> None:
    with chatting(ChatServer(then=said(body))) as chat:
        outcome = robot(service, chat.port).send("文", "")
    assert outcome.state is state
    assert len(chat.received) == 1
    assert str(body.get("errmsg", "nothing said")) not in outcome.detail


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"errmsg":"ok"}', b"\xff" * 300_000, b"[" * 90_000])
def test_a_reply_that_states_no_code_is_uncertain_from_a_service_that_always_does(body: bytes) -> None:
    with chatting(ChatServer(then=Answer(body=body))) as chat:
        assert robot("wecom", chat.port).send("文", "").state is DeliveryState.UNCERTAIN
        assert robot("gateway", chat.port).send("文", "").state is DeliveryState.SENT


@pytest.mark.parametrize(
    ("status", "state", "is_down"),
    [(500, DeliveryState.OWED, True), (502, DeliveryState.OWED, True), (503, DeliveryState.OWED, True),
     (504, DeliveryState.UNCERTAIN, True), (429, DeliveryState.OWED, True), (403, DeliveryState.REFUSED, False),
     (404, DeliveryState.REFUSED, False)],
)  # fmt: skip
def test_the_status_decides_where_it_says_something(status: int, state: DeliveryState, is_down: bool) -> None:
    with chatting(ChatServer(then=said({}, status, Retry_After="120"))) as chat:
        outcome = robot("gateway", chat.port).send("文", "")
    assert (outcome.state, outcome.is_channel_down) == (state, is_down)


def test_a_redirect_is_not_followed() -> None:
    with chatting(ChatServer()) as elsewhere:
        moved = said({}, 307, Location=f"http://127.0.0.1:{elsewhere.port}/")
        with chatting(ChatServer(then=moved)) as chat:
            outcome = robot("gateway", chat.port).send("文", "")
        assert outcome.state is DeliveryState.REFUSED
        assert not elsewhere.received


def test_nobody_listening_leaves_the_text_owed() -> None:
    outcome = robot("gateway", free_port()).send("文", "")
    assert (outcome.state, outcome.is_channel_down) == (DeliveryState.OWED, True)


@pytest.mark.parametrize("play", [hang, drip, hang_up])
@pytest.mark.parametrize("service", ["gateway", "wecom"])
def test_no_reply_in_time_is_uncertain_and_the_wall_clock_holds(service: str, play: object) -> None:
    with chatting(ChatServer(then=Answer(play=play))) as chat:  # type: ignore[arg-type]
        began = time.monotonic()
        outcome = robot(service, chat.port, timeout=0.5).send("文", "")
        assert time.monotonic() - began < 2
    assert (outcome.state, outcome.is_channel_down) == (DeliveryState.UNCERTAIN, True)


def test_no_key_stands_in_logs_outcomes_or_errors(caplog: pytest.LogCaptureFixture) -> None:
    shown = ""
    with caplog.at_level(logging.DEBUG):
        for service in (*ADDRESSES, "gateway"):
            with chatting(ChatServer(said({"code": 19001, "errcode": 93000, "ok": False}), Answer(status=500))) as chat:
                messenger = robot(service, chat.port)
                shown += repr([messenger.send("文", ""), messenger.send("文", "")])
            shown += repr(robot(service, free_port()).send("文", ""))
        nothing = chat_messenger(
            ChatRules(name="群", address="CHAT"), DESK, {"CHAT": "wecombot://SECRETKEY!!"}, bucket(), requests.Session()
        )
        shown += repr(nothing)
    assert isinstance(nothing, NoChat)
    assert "SECRETKEY" not in caplog.text + shown


@pytest.mark.parametrize(
    ("address", "service"),
    [
        ("https://oapi.dingtalk.com/robot/send?access_token=abc123", "dingtalk"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/abc-123", "feishu"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/abc-123", "lark"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-123", "wecom"),
    ],
)
def test_the_address_as_the_service_shows_it_is_understood(address: str, service: str) -> None:
    with chatting(ChatServer(then=said(PLEASED[BODY[service]]))) as chat:
        session = session_to(**{service: chat.port})
        messenger = chat_messenger(ChatRules(name="群", address="CHAT"), DESK, {"CHAT": address}, bucket(), session)
        assert messenger.send("文", "").state is DeliveryState.SENT
    assert len(chat.received) == 1


def test_a_chat_without_variable_or_outside_the_drill_list_is_refused_with_the_reason() -> None:
    rules = ChatRules(name="群", address="CHAT_DUTY")
    unset = chat_messenger(rules, DESK, {}, bucket(), requests.Session()).send("文", "")
    drill = Desk(name="澜川电器", zone=ZONE, drill="烫伤演练")
    barred = chat_messenger(rules, drill, {"CHAT_DUTY": "json://localhost/"}, bucket(), requests.Session())
    assert (unset.state, unset.detail) == (DeliveryState.REFUSED, "chat not set up: CHAT_DUTY is empty")
    assert isinstance(barred, NoChat)


def test_nothing_of_requests_is_changed_for_others() -> None:
    with chatting(ChatServer(said({"errcode": 93000}))) as chat:
        before = requests.post
        robot("gateway", chat.port).send("文", "")
        assert requests.post is before
        assert requests.post(f"http://127.0.0.1:{chat.port}/", json={}, timeout=2).status_code == 200


def test_the_bucket_waits_briefly_and_then_leaves_the_rest() -> None:
    now, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    tokens = TokenBucket(6, lambda: now[0], sleep, used=4)
    taken = [tokens.take() for _ in range(7)]
    assert taken == [True] * 5 + [False] * 2
    assert sum(slept) == pytest.approx(30.0)


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 40))
def test_no_bucket_gives_more_than_its_rate_in_any_minute(pauses: list[bool], per_minute: int) -> None:
    now, at = [0.0], list[float]()
    tokens = TokenBucket(per_minute, lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds))
    for is_pause in pauses:
        now[0] += 7.0 if is_pause else 0.0
        if tokens.take():
            at.append(now[0])
    assert all(sum(one <= other < one + 60 for other in at) <= 2 * per_minute for one in at)


@given(st.sampled_from(["wecombot", "dingtalk", "feishu", "lark", "tgram", "json", "slack"]), st.binary(max_size=200),
       st.integers(100, 599))  # fmt: skip
def test_any_reply_gets_a_judgement(service: str, body: bytes, status: int) -> None:
    outcome = judged(service, (Reply(status=status, body=body),), is_pleased=True)
    assert outcome.state is not DeliveryState.CLAIMED
    assert outcome.state is not DeliveryState.SENT or 200 <= status < 300


def test_a_message_of_which_a_part_went_is_uncertain() -> None:
    replies = (Reply(status=200, body=b'{"ok":true}'), Reply(status=403, body=b'{"ok":false}'))
    assert judged("tgram", replies, is_pleased=False).state is DeliveryState.UNCERTAIN
    assert judged("mailto", (), is_pleased=False).state is DeliveryState.UNCERTAIN


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("chat not set up: CHAT_DUTY is empty", "没有设置地址：环境变量 CHAT_DUTY 是空的"),
        ("HTTP 200, code 93000", "对方回 HTTP 200，错误码 93000"),
        ("550 5.1.1", "邮件服务器回 550 5.1.1"),
        ("channel down: ConnectionRefusedError", "连不上（ConnectionRefusedError）"),
        ("something new", "something new"),
    ],
)
def test_people_read_the_reason_in_their_own_words(detail: str, words: str) -> None:
    assert reason(detail) == words


@given(st.one_of(st.text(max_size=40), st.sampled_from(["wecombot", "dingtalk", "feishu", "json", "tgram", "mailto"])
                 .flatmap(lambda schema: st.text(max_size=30).map(lambda rest: f"{schema}://{rest}"))))  # fmt: skip
def test_any_text_in_the_variable_gives_a_messenger_that_says_what_is_wrong(address: str) -> None:
    made = chat_messenger(ChatRules(name="群", address="CHAT"), DESK, {"CHAT": address}, bucket(), requests.Session())
    assert isinstance(made, ChatMessenger) or made.send("文", "").state is DeliveryState.REFUSED
