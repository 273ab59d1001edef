"""The personal digest: one person's share, two parts of equal content, nothing foreign in headers or page."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from caifeng.errors import UsageError
from caifeng.models import Briefing, Person
from publish.mail.digest import compose_digest, digest_mail
from publish.mail.digest_view import digest_view
from publish.mail.escape_mail import header
from publish.mail.personal import select
from tests.digests import BOSS, IMAGE, LOGISTICS, SITE, parts, request, visible
from tests.samples import HOSTILE, hostile_briefing, sample_briefing

MOST_BYTES = 60_000  # of the HTML part as encoded
CLIPPED_BYTES = 100_000  # above this some mail clients cut a mail off


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def busy_briefing(stories: int = 30, text: str = "净水机半夜漏水多名业主称地板泡坏客服拒赔") -> Briefing:
    """Everything there can be of everything, each text as long as texts get."""
    sample = sample_briefing()
    long = text * 20
    file = sample.handling[0]
    many = range(stories)
    return replace(
        sample,
        conclusion=long,
        decisions=tuple(replace(sample.decisions[0], question=long) for _ in range(3)),
        matters=tuple(replace(matter, title=long, line=long, spark=(12345,) * 14) for matter in sample.matters),
        blind_spots=(long,) * stories,
        topics=tuple(replace(sample.topics[0], name=f"{n}{long}", top_story_title=long) for n in many),
        handling=tuple(replace(file, incident=replace(file.incident, id=f"INC-2026-{n:04}", title=long)) for n in many),
        corrections=tuple(replace(sample.corrections[0], what=long, old=long, new=long, reason=long) for _ in many),
        details=sample.details * (stories // 2),
    )


def test_the_subject_tells_level_news_and_what_is_asked() -> None:
    message = compose_digest(request(sample_briefing()))
    assert message["Subject"] == "[橙] 11-17 舆情日报：净水机漏水投诉升级为橙，需您决定1项"


def test_the_headers_say_from_whom_to_whom_which_list_and_how_to_leave() -> None:
    message = message_from_bytes(compose_digest(request(sample_briefing())).as_bytes(), policy=SMTP)
    assert message["From"] == "采风 <brief@example.org>"
    assert [address.addr_spec for address in message["To"].addresses] == ["boss@example.org"]
    assert message["Date"].datetime == sample_briefing().published_at
    assert message["Date"].datetime.utcoffset() == timedelta(hours=8)
    assert message["List-Id"] == "<daily.caifeng.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:leave@example.org?subject=leave>"
    assert message["List-Unsubscribe-Post"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["Content-Language"] == "zh-CN"
    assert not message.defects


def test_one_click_is_promised_only_where_https_can_keep_it_and_a_long_address_stays_whole() -> None:
    long = "https://leave.example.org/" + "x" * 300
    message = compose_digest(request(sample_briefing(), unsubscribe=long))
    assert f"List-Unsubscribe: <{long}>\r\n".encode() in message.as_bytes()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for refused in ("http://leave.example.org/", "javascript:alert(1)", "mailto:nobody", "", "https://a.org/>,<x"):
        assert compose_digest(request(sample_briefing(), unsubscribe=refused))["List-Unsubscribe"] is None


def test_the_message_id_depends_on_edition_revision_and_recipient_alone() -> None:
    sample = sample_briefing()
    first, again = (compose_digest(request(sample)) for _ in range(2))
    assert first.as_bytes() == again.as_bytes()
    others = [request(replace(sample, revision=2)), request(sample, address="other@example.org"),
              request(replace(sample, date=sample.date + timedelta(days=1)))]  # fmt: skip
    ids = {str(compose_digest(other)["Message-ID"]) for other in others} | {str(first["Message-ID"])}
    assert len(ids) == 4
    assert "boss" not in str(first["Message-ID"])
    assert digest_mail(request(sample)).recipient_hash in str(first["Message-ID"])


def test_both_parts_are_base64_and_small_whatever_the_day_brings() -> None:
    message = compose_digest(request(busy_briefing()))
    for part in message.iter_parts():
        assert part["Content-Transfer-Encoding"] == "base64"
        assert len(part.as_bytes()) <= MOST_BYTES
    worst = compose_digest(request(busy_briefing(text="&" * 20)))  # each becomes five bytes in HTML
    assert len(worst.as_bytes()) <= CLIPPED_BYTES
    text, _ = parts(message)
    assert "另有 22 个议题、25 件在办案件、26 条更正、25 处盲区" in text


@pytest.mark.parametrize("person", [BOSS, IMAGE, LOGISTICS])
@pytest.mark.parametrize("build", [sample_briefing, hostile_briefing, busy_briefing])
def test_text_and_page_say_the_same(build: object, person: Person) -> None:
    assert callable(build)
    briefing = build()
    text, page = parts(compose_digest(request(briefing, person)))
    view = digest_view(briefing, person, select(briefing, person), SITE, "mailto:leave@example.org")
    seen, read = squeezed(visible(page)), squeezed(text)
    for line in shown_lines(view):
        assert squeezed(line) in seen, line
        assert squeezed(line) in read, line
    links = " ".join(node.attributes["href"] or "" for node in LexborHTMLParser(page).css("a"))
    ordinals = {str(n + 1) for n in range(len(view.matters))}
    assert numbers(visible(page)) - numbers(text) == set()
    assert numbers(text) - numbers(visible(page) + links) <= ordinals


def shown_lines(value: object) -> list[str]:
    """Every text of the view that is meant to be read."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [line for entry in value for line in shown_lines(entry)]
    if is_dataclass(value):
        hidden = {"preheader", "css", "url", "shown", "asks", "spark_title"}
        return [line for f in fields(value) if f.name not in hidden for line in shown_lines(getattr(value, f.name))]
    return []


def test_every_number_of_the_briefing_that_an_executive_needs_is_in_the_text_part() -> None:
    text, _ = parts(compose_digest(request(sample_briefing())))
    for said in ("声量 35", "77%±9", "很可能（80–95%）", "把握程度：中", "剩 3 小时 24 分", "38/49", "n=420",
                 "已超时 9 小时 25 分", "机器评 黄，值班长 林知远 改评 橙", "应答 15", "64% 改为 61%",
                 "近 7 日每日条数 1 1 4 8 12 18 35"):  # fmt: skip
        assert said in text, said


def test_the_order_is_head_conclusion_decision_matters_outlook_blind_spots_then_the_rest() -> None:
    for part in map(squeezed, parts(compose_digest(request(sample_briefing())))):
        body = part[part.rindex("采风日报") :]
        marks = ["第324期", "一件升级为橙", "需您决定（1）", "电热水壶煮水致癌传闻", "预计", "看不到的", "各议题",
                 "在办与时限", "数据说明", "11-15日报第2版", "您收到此信", "退订"]  # fmt: skip
        places = [body.index(mark) for mark in marks]
        assert places == sorted(places)


@pytest.mark.parametrize("text", [HOSTILE, "<img src=http://t.test/p.gif>", "<style>@import 'http://t.test'</style>"])
def test_hostile_text_adds_no_element_and_no_way_out_of_the_page(text: str) -> None:
    _, page = parts(compose_digest(request(hostile_briefing(text))))
    _, clean = parts(compose_digest(request(sample_briefing())))
    allowed = {node.tag for node in LexborHTMLParser(clean).css("*")}
    tree = LexborHTMLParser(page)
    assert {node.tag for node in tree.css("*")} <= allowed
    assert not tree.css("script, img, link, iframe, form, input, object, svg, base, meta[http-equiv]")
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on") or name in ("src", "background")]
        assert "url(" not in (node.attributes.get("style") or "")
    assert {node.attributes["href"] for node in tree.css("a")} == {
        node.attributes["href"] for node in LexborHTMLParser(clean).css("a")
    }
    assert "@import" not in "".join(node.text() for node in tree.css("style"))


def test_the_page_asks_nothing_of_the_network_and_keeps_dark_mode() -> None:
    _, page = parts(compose_digest(request(sample_briefing())))
    assert "prefers-color-scheme:dark" in page
    assert not re.search(r"src=|url\(|@import|@font-face|<script|<img|<form|<link", page)
    assert all(str(node.attributes["href"]).startswith(SITE) for node in LexborHTMLParser(page).css("a"))
    assert page.count("brief.lanchuan.example</span>") == len(LexborHTMLParser(page).css("a"))


def test_a_level_is_a_word_too() -> None:
    text, page = parts(compose_digest(request(sample_briefing())))
    for part in (text, visible(page)):
        assert "橙 · Ⅱ 重大" in part
        assert "自黄升级" in part


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_no_text_of_a_source_can_start_another_header(text: str) -> None:
    poison = f"{text}\r\nBcc: victim@example.org\n\n<b>=?utf-8?q?x=0D=0ABcc:=20a@b.org?="
    person = Person(name=poison, roles=("executive",))
    raw = compose_digest(request(hostile_briefing(poison), person)).as_bytes()
    message = message_from_bytes(raw, policy=SMTP)
    assert set(message.keys()) == set(compose_digest(request(sample_briefing())).keys())
    assert [address.addr_spec for address in message["To"].addresses] == ["boss@example.org"]
    assert "\n" not in str(message["Subject"])


@given(st.text(max_size=200))
def test_a_header_text_is_one_short_printable_line(text: str) -> None:
    shown = header(text, 50)
    assert len(shown) <= 50
    assert "=?" not in shown
    assert len(shown.splitlines()) <= 1
    assert shown == "" or shown.isprintable()
    shown.encode("utf-8")


@pytest.mark.parametrize("base_url", ["", "javascript:alert(1)", "//brief.example", "ftp://brief.example/"])
def test_without_a_web_address_the_mail_names_paths_and_links_nothing(base_url: str) -> None:
    text, page = parts(compose_digest(request(sample_briefing(), base_url=base_url)))
    assert not LexborHTMLParser(page).css("a")
    for part in (text, visible(page)):
        assert "2026-11/2026-11-17/" in part
        assert "incidents/INC-2026-0007/" in part


def test_an_address_that_is_none_becomes_a_mail_without_message_and_names_nobody() -> None:
    asked = request(sample_briefing(), address="no\r\nbody@@example.org")
    assert digest_mail(asked).message is None
    with pytest.raises(UsageError) as caught:
        compose_digest(asked)
    assert "body" not in str(caught.value)
    with pytest.raises(UsageError, match="发件人"):
        compose_digest(request(sample_briefing(), sender="nobody"))


def test_a_corrected_or_late_edition_says_so_in_the_subject() -> None:
    late = replace(sample_briefing(), revision=2, is_late=True)
    message = compose_digest(request(late))
    assert "舆情日报（更正）（迟发）" in str(message["Subject"])
    assert "第 2 版" in parts(message)[0]
