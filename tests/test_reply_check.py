"""The reply check: what drafts lack is told at its place; good drafts are left alone; any text gives a result."""

import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import FindingKind, KnownFacts, ReplyCheck, ReplyFinding, ReplyKind, ReplyPart, StoryType
from caifeng.models.reply import FoundPart
from respond.playbooks.reply import check_reply
from tests.nouns import nouns
from tests.replies import KETTLE, LEAK, UNVERIFIED, ReplyCase, matched, reply_cases

CASES = reply_cases()
HOSTILE = {
    "empty": "",
    "one character": "歉",
    "a megabyte of one letter": "啊" * 1_000_000,
    "a megabyte of digits": "9" * 1_000_000,
    "emoji only": "😀👩‍👩‍👧" * 500,
    "unpaired surrogates": "\ud800漏水\udfff" * 300,
    "right to left": "\u202e致歉\u202c" * 300,
    "ten thousand promises": "尽快公布，" * 10_000,
    "ten thousand numbers": "召回3200台，" * 10_000,
    "ten thousand slots": "【待填：甲】" * 10_000,
    "ten thousand boasts": "绝对" * 10_000,
    "open brackets": "【" * 200_000,
    "control characters": "致\x00歉\x1b[31m" * 100,
    "marks only": "，。；！？" * 10_000,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_draft_is_told_what_a_reader_expects(case: ReplyCase) -> None:
    findings = check_reply(case.text, case.known).findings
    _, wrong, missed = matched(case, findings)
    assert (wrong, missed) == (Counter(), Counter()), [(one.kind, one.part, one.quote) for one in findings]


def test_there_are_drafts_enough_good_and_bad() -> None:
    assert len(CASES) >= 30
    assert sum(not case.expected for case in CASES) >= 8
    assert {one.kind for case in CASES for one in case.expected} == set(FindingKind)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_finding_points_to_its_words(case: ReplyCase) -> None:
    found = check_reply(case.text, case.known)
    for one in [*found.findings, *map(_as_finding, found.parts)]:
        assert 0 <= one.start <= one.end <= len(case.text)
        assert one.quote in case.text[one.start : one.end] or one.quote == case.text[one.start : one.start + 20]
        assert one.quote


def test_what_stands_against_a_fact_names_it() -> None:
    for case in CASES:
        for one in check_reply(case.text, case.known).findings:
            if one.kind is FindingKind.CONTRADICTION and "定性" not in one.why:
                assert one.evidence, one


def test_a_refutation_needs_no_apology() -> None:
    text = "市监局通报12批次全部合格。"
    assert ReplyPart.APOLOGY not in check_reply(text, KETTLE).missing
    assert ReplyPart.APOLOGY in check_reply(text, LEAK).missing


def test_the_playbook_may_ask_for_less() -> None:
    asked = replace(LEAK, required=(ReplyPart.APOLOGY,))
    assert check_reply("清涧L5漏水，抱歉。", asked).missing == ()


def test_to_be_asked_for_an_apology_is_none() -> None:
    assert ReplyPart.APOLOGY in check_reply("用户要求我们道歉。", LEAK).missing


def test_both_scripts_are_read_alike() -> None:
    plain = check_reply("公司高度重视，尽快公布结果，绝对安全，清涧L5召回2300台。", LEAK)
    other = check_reply("公司高度重視，盡快公布結果，絕對安全，清澗L5召回2300台。", LEAK)
    assert [(one.kind, one.start, one.end) for one in plain.findings] == [
        (one.kind, one.start, one.end) for one in other.findings
    ]


@pytest.mark.parametrize(("kind", "limit"), [(ReplyKind.FIRST, 200), (ReplyKind.STATEMENT, 500)])
def test_length_is_counted_without_white_space(kind: ReplyKind, limit: int) -> None:
    known = replace(UNVERIFIED, kind=kind)
    fits, over = (check_reply(" 字\n" * count, known) for count in (limit, limit + 1))
    assert fits.length == limit
    assert FindingKind.TOO_LONG not in _kinds(fits)
    assert FindingKind.TOO_LONG in _kinds(over)


def test_a_number_that_the_desk_gives_is_not_private() -> None:
    text = "请拨打13900139000。"
    assert FindingKind.PRIVATE in _kinds(check_reply(text, LEAK))
    assert FindingKind.PRIVATE not in _kinds(check_reply(text, replace(LEAK, contacts=("139 0013 9000",))))


def test_a_promise_with_a_time_and_a_request_are_no_empty_promises() -> None:
    for text in ("今天18时前尽快公布结果。", "请尽快联系我们更换。", "两个工作日内及时联系您。"):
        assert FindingKind.PROMISE not in _kinds(check_reply(text, LEAK)), text


def test_what_is_firmly_known_may_be_said_in_full() -> None:
    assert FindingKind.ABSOLUTE not in _kinds(check_reply("12批次全部合格。", KETTLE))
    assert FindingKind.ABSOLUTE in _kinds(check_reply("所有产品全部安全。", KETTLE))


def test_malice_is_named_only_where_it_is_decided() -> None:
    text = "这是有人恶意造谣。"
    assert FindingKind.BLAME in _kinds(check_reply(text, KETTLE))
    assert FindingKind.BLAME not in _kinds(check_reply(text, replace(KETTLE, type=StoryType.MALICIOUS)))


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_gives_a_result_soon(name: str) -> None:
    text = HOSTILE[name]
    for known in (LEAK, KETTLE, KnownFacts()):
        begun = time.perf_counter()
        found = check_reply(text, known)
        assert time.perf_counter() - begun < 3
        assert len(found.findings) < 200
        assert all(0 <= one.start <= one.end <= len(text) for one in found.findings)


@given(st.text(st.sampled_from("致歉召回12台户，。批次L5不没有受伤【待填】尽快公布\n 3月日😀\ud800"), max_size=120))
def test_drafts_made_of_the_words_that_count_give_a_result(text: str) -> None:
    found = check_reply(text, LEAK)
    assert found == check_reply(text, LEAK)
    assert 0 <= found.boilerplate <= 1
    assert all(0 <= one.start <= one.end <= len(text) for one in [*found.findings, *map(_as_finding, found.parts)])


@given(st.text(max_size=60), nouns(KnownFacts))
def test_any_facts_give_a_result(text: str, known: KnownFacts) -> None:
    assert check_reply(text, known).limit == known.kind.limit


@given(st.permutations(LEAK.facts))
def test_the_order_of_facts_plays_no_part(facts: list[object]) -> None:
    text = "11月14日召回2300台，2508批次，退款302户，没有人员受伤。"
    assert check_reply(text, replace(LEAK, facts=tuple(facts))) == check_reply(text, LEAK)  # type: ignore[arg-type]


def _as_finding(one: FoundPart) -> ReplyFinding:
    return ReplyFinding(
        kind=FindingKind.MISSING, start=one.start, end=one.end, quote=one.quote, why="", mend="", part=one.part
    )  # fmt: skip


def _kinds(found: ReplyCheck) -> set[FindingKind]:
    return {one.kind for one in found.findings}
