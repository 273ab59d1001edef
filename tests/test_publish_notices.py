"""Alert messages: what they say, and that no hostile text gets out of its place in a chat or a mail."""

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from caifeng.models import Alert, AlertKind, Desk, Level, Notice
from publish.chat.escape_chat import Room, chat, chat_link, cut, json_bytes, utf16_units
from publish.mail.address import recipient_hash
from publish.mail.notice_mails import NoticeMails
from publish.mail.notice_view import LISTED, NoticeView, notice_view
from publish.mail.notices import chat_text, notice_mail
from publish.mail.subscribers import Postbox
from tests.notifying import NOW, alert, desk, proof, told

DESK = desk(3)
POSTBOX = Postbox("采风 <brief@example.org>", b"key")
WECOM = Room(2048)
HOSTILE = '@所有人 @all <at user_id="all">全体</at> <!channel> [x](javascript:alert(1)) http://evil.test'
HOSTILE += "\r\nBcc: x\u202e\ud800"
HOSTILE += "<script>alert(1)</script>{{ notice.id }}{% raw %}\x00\x1b[31m"


def notice(alerts: Sequence[Alert]) -> Notice:
    return Notice(
        id="N-0123456789abcdef", channel="值班群", persons=("值班员0",), level=alerts[0].level,
        alert_ids=tuple(one.id for one in alerts), made_at=NOW,
    )  # fmt: skip


def view(*alerts: Alert, of: Desk = DESK) -> NoticeView:
    return notice_view(notice(alerts), alerts, of)


def one(**changes: object) -> Alert:
    return replace(alert(7, told(DESK)), **changes)  # type: ignore[arg-type]


def mail_of(*alerts: Alert, of: Desk = DESK) -> tuple[str, str, str]:
    """Subject, text and HTML as they arrive."""
    made = notice_mail(notice(alerts), view(*alerts, of=of), of.people[0], "a@example.org", POSTBOX)
    arrived = message_from_bytes(bytes(made), policy=SMTP)
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain is not None
    assert html is not None
    return str(arrived["Subject"]), plain.get_content(), html.get_content()


def test_a_single_alert_says_what_why_who_what_first_and_where() -> None:
    text = chat_text(view(one()), WECOM)
    for said in (
        "【橙】预警：净水机漏水投诉", "热度 71", "先做：先致电用户", "告知：值班员0、值班员1、值班员2",
        "接手：caifeng incident ack INC-2026-0007", "https://brief.example.org/caifeng/incidents/INC-2026-0007/",
        "澜川日报 11-20 07:45", "https://news.example.cn/a?id=1", "编号 N-0123456789abcdef",
    ):  # fmt: skip
        assert said in text
    subject, plain, html = mail_of(one())
    assert subject == "[橙] 预警：净水机漏水投诉 首次达到橙级"
    assert "接手：caifeng incident ack INC-2026-0007" in plain
    assert "<img" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"previous": Level.YELLOW}, "[橙] 预警：净水机漏水投诉 由黄级升至橙级"),
        ({"previous": Level.ORANGE}, "[橙] 预警：净水机漏水投诉 再次达到橙级"),
        ({"kind": AlertKind.REPEAT}, "[橙] 重申：净水机漏水投诉 仍为橙级，无人接收"),
        ({"kind": AlertKind.RESOLVED}, "[橙] 解除：净水机漏水投诉 已解除"),
        ({"kind": AlertKind.REMINDER, "clock": "首次回应"}, "[橙] 临近时限：净水机漏水投诉 “首次回应”时限将到"),
        ({"kind": AlertKind.OVERDUE, "clock": "首次回应"}, "[橙] 超过时限：净水机漏水投诉 “首次回应”已超时"),
        ({"kind": AlertKind.ESCALATED, "owner": "总经理办"}, "[橙] 上报：净水机漏水投诉 无人接收，转报总经理办"),
        ({"kind": AlertKind.SILENT, "story_title": "微博热搜"}, "[橙] 信源静默：微博热搜 久无新内容"),
    ],
)
def test_each_kind_reads_right(changes: dict[str, object], subject: str) -> None:
    assert mail_of(one(**changes))[0] == subject


def test_only_what_calls_for_a_deed_tells_how_to_take_it() -> None:
    assert "接手" in chat_text(view(one(kind=AlertKind.ESCALATED)), WECOM)
    assert "接手" in chat_text(view(one(kind=AlertKind.OVERDUE, clock="到责任人")), WECOM)
    assert "接手" not in chat_text(view(one(kind=AlertKind.OVERDUE, clock="首次回应")), WECOM)
    assert "接手" not in chat_text(view(one(kind=AlertKind.RESOLVED)), WECOM)
    assert "接手" not in chat_text(view(one(incident_id="")), WECOM)


def test_a_drill_says_so_in_subject_and_first_line_everywhere() -> None:
    drill = replace(DESK, drill="烫伤演练")
    subject, plain, html = mail_of(one(), of=drill)
    assert subject.startswith("【演练】[橙]")
    assert plain.startswith("【演练】烫伤演练：以下不是真实事件")
    assert "【演练】烫伤演练" in html
    assert chat_text(view(one(), of=drill), WECOM).startswith("【演练】烫伤演练")


def test_a_storm_is_counted_names_the_gravest_and_leads_to_all() -> None:
    alerts = [replace(alert(n, told(DESK)), level=[Level.RED, Level.YELLOW][n % 2]) for n in range(10_000)]
    text = chat_text(view(*alerts), WECOM)
    assert "10000 条预警：红 5000、黄 5000" in text
    assert "议题：产品质量 10000" in text
    assert text.count("全部见 https://brief.example.org/caifeng/alerts/2026-11-20/") == 2
    subject, plain, html = mail_of(*alerts)
    assert subject == "[红] 预警 10000 条：净水机漏水投诉 等"
    assert f"另有 {10_000 - LISTED} 条未列出" in plain
    assert len(html.encode()) < 60_000


def test_without_a_site_the_message_says_where_to_look_instead() -> None:
    bare = replace(DESK, publish=replace(DESK.publish, base_url=""))
    assert "https://brief" not in chat_text(view(one(), of=bare), WECOM)
    assert "全部预警：caifeng alerts" in mail_of(one(), of=bare)[1]


@pytest.mark.parametrize("text", [HOSTILE, "", "a", "\U0001f525" * 3000, "x" * 1_000_000, "\u202e" * 50_000])
def test_hostile_texts_stay_text(text: str) -> None:
    began = time.perf_counter()
    bad = one(story_title=text, reason=text, first_step=text, topics=(text,), owner=text, clock=text,
              proof=(proof(text), proof(text, text), proof(text, "https://a.test/" + text)))  # fmt: skip
    shown = chat_text(view(bad, bad, bad, bad), WECOM) + chat_text(view(bad), WECOM)
    assert not re.search(r"@|<|>|\]\(|http://evil|\x1b|\x00|\u202e|[\ud800-\udfff]", shown)
    subject, plain, html = mail_of(bad)
    assert len(subject.splitlines()) == 1
    assert not LexborHTMLParser(html).css("script, img, iframe, form")
    assert all(str(node.attributes["href"]).startswith("https://") for node in LexborHTMLParser(html).css("a"))
    assert "Bcc:" not in [line[:4] for line in plain.splitlines()]
    assert time.perf_counter() - began < 2


@given(st.text(), st.integers(1, 200))
def test_no_text_makes_a_mention_a_link_or_a_second_line_in_a_chat(text: str, limit: int) -> None:
    line = chat(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert not set(line) & set("@<>[]`*~|")
    assert "://" not in line
    assert all(unicodedata.category(char) not in ("Cc", "Cs") for char in line)


@given(st.text(alphabet="ab\n。字👨\u200d👩🇨🇳e\u0301\ufe0f🏽", max_size=300), st.integers(0, 400),
       st.sampled_from([lambda text: len(text.encode()), json_bytes, utf16_units]))  # fmt: skip
def test_a_cut_text_fits_and_tears_no_character(text: str, size: int, count: object) -> None:
    room = Room(size, count)  # type: ignore[arg-type]
    rest = "……全部见 https://x.test/"
    kept = cut(text, room, rest)
    assert room.count(kept) <= max(size, 0) or room.count(text) <= size
    if kept != text:
        shown = kept.removesuffix("\n" + rest)
        assert text.startswith(shown)
        after = text[len(shown) : len(shown) + 1]
        assert not shown or not after or unicodedata.category(after)[0] != "M" or len(shown) < 33


@pytest.mark.parametrize("room", [WECOM, Room(19_500, json_bytes), Room(4096, utf16_units), Room(100)])
def test_a_long_list_fits_every_service(room: Room) -> None:
    alerts = [one(id=f"A-{n}", story_title="很长的标题🔥" * 9, reason="数字" * 90) for n in range(30)]
    text = chat_text(view(*alerts), room)
    assert room.count(text) <= room.size


def test_an_address_that_would_name_people_or_fill_the_message_is_changed_or_left_out() -> None:
    assert chat_link("https://a.test/@everyone") == "https://a.test/%40everyone"
    assert chat_link("https://a.test/" + "x" * 400) == ""
    assert chat_link("javascript:alert(1)") == ""


def test_a_repeated_mail_repeats_every_byte() -> None:
    first, second = (
        bytes(notice_mail(notice([one()]), view(one()), DESK.people[0], "a@example.org", POSTBOX)) for _ in range(2)
    )
    assert first == second


def test_what_is_tried_again_goes_to_the_addresses_that_were_written_down() -> None:
    then, now = "then@example.org", "now@example.org"
    mails = NoticeMails(DESK.people, {"值班员0": (now,)}, POSTBOX)
    written = [recipient_hash(then, POSTBOX.key), recipient_hash(now, POSTBOX.key)]
    made = list(mails.envelopes(notice([one()]), view(one()), written))
    assert [(entry.address, entry.message is None) for entry in made] == [("", True), (now, False)]
    assert made[0].why_none == "the address is set no more"


def test_the_alerts_page_of_the_newest_alert_is_linked() -> None:
    later = one(raised_at=NOW + timedelta(days=1))
    assert view(one(), later).all_url.endswith("/alerts/2026-11-21/")
