"""Personal data is masked however it is written, and nothing else is."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import escape
from publish.chat.escape_chat import chat
from publish.mail.escape_mail import header, mail_line
from publish.privacy import DataKind, contacts_of, find, is_personal, keep_public, mask

MASKED = {
    "身份证 11010519491231002X。": "身份证 110***************。",
    "130503670401001": "130************",
    "手机13800138000": "手机138****8000",
    "张三13800138000": "张三138****8000",
    "１３８００１３８０００": "138****8000",
    "138\u200b0013\u200d8000": "138****8000",
    "1 3 8 0 0 1 3 8 0 0 0": "138****8000",
    "138.0013.8000": "138****8000",
    "幺三八零零幺三八零零零": "138****8000",
    "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣": "138****8000",
    "wx13800138000": "wx138****8000",
    "(+86)138-0013-8000": "+86 138****8000",
    "4111-1111-1111-1111": "4111********1111",
    "a@b.com.cn，c＠d.org": "邮箱已隐去，邮箱已隐去",
    "zhang (at) example.com": "邮箱已隐去",
    "家住中山路88号3栋2单元501室": "家住中山路**号*栋*单元***室",
    "三号楼二单元五〇一室": "*号楼*单元***室",
    "5号楼1202": "*号楼****",
    "家住清涧路八十八号": "家住清涧路***号",
    "幸福小区3-2-501": "幸福小区*-*-***",
    "投诉人王先生电话：0571-88886666": "投诉人王先生电话：0571-********",
    "护照号E12345678": "护照号E********",
    "一辆京A12345": "一辆京A*****",
    "来电1380013…": "来电138****…",
}
KEPT = (
    "举报电话：010-12345678", "热线12315，400-800-1234", "S-20261119-04 INC-2026-0007 i-138001380001 T-2026-0003",
    "20261120T003000Z-02-1f2e3d4c", "位于中山路88号的门店", "甲座12层", "2栋3201平方米", "14号11户，15号上晚报",
    "@张三 @李四.com", "Read more at example.com", "2026-11-20 08:00 至 2026-11-21 08:00 共 1380 条",
    "13800138000.55", "10000000000", "1-3 4 5 6 7 8 9 10 11 12", "运单号13800138000123", "12号线88号车厢",
    "6222021234567890123", "a" * 64, "国办发〔2026〕13号：48 小时内回应",
)  # fmt: skip


@pytest.mark.parametrize("written", MASKED)
def test_personal_data_is_masked_however_it_is_written(written: str) -> None:
    assert mask(written) == MASKED[written]


@pytest.mark.parametrize("written", KEPT)
def test_what_only_looks_like_it_stays_as_written(written: str) -> None:
    assert mask(written) == written


def test_every_positive_of_the_hostile_strings_is_masked_and_no_negative(shared: Path) -> None:
    made = json.loads((shared / "hostile/made/strings.json").read_text(encoding="utf-8"))
    assert [text for text in made["pii_positive_synthetic"] if not find(text)] == []
    assert [text for text in made["pii_negative"] if mask(text) != text] == []


def test_what_the_desk_gives_to_the_public_is_never_masked() -> None:
    public = contacts_of(["+86 138-0013-8000", "Help@Example.org", "0571-88886666"])
    text = "请拨１３８００１３８０００或写help@example.org；住户13900139000"
    assert mask(text, public) == "请拨１３８００１３８０００或写help@example.org；住户139****9000"


def test_contacts_of_a_desk_hold_for_every_sink_until_another_desk_is_opened() -> None:
    keep_public(contacts_of(["13800138000"]))
    assert escape.plain("13800138000") == "13800138000"
    keep_public(frozenset())
    assert escape.plain("13800138000") == "138****8000"


SINKS = (
    escape.plain, escape.markdown, escape.chart, escape.csv_cell, escape.file_name, header,
    lambda text: mail_line(text, 99), lambda text: chat(text, 99),
)  # fmt: skip


@pytest.mark.parametrize("sink", SINKS)
def test_no_sink_lets_a_number_through(sink: object) -> None:
    assert callable(sink)
    for said in ("电话13912345678", "电话１３９１２３４５６７８", "a@example.com"):
        shown = str(sink(said))
        assert "5678" not in shown or "1234" not in shown
        assert "example" not in shown


@pytest.mark.parametrize(
    "address", ["https://a.cn/u?phone=13812345674", "https://a.cn/u?m=x%40example.com", "https://a.cn/13812345674.html"]
)
def test_an_address_that_holds_personal_data_is_no_link_and_shows_its_host_alone(address: str) -> None:
    assert is_personal(address)
    assert escape.link(address) == ""
    assert mask(address) == "a.cn（链接含个人信息，已隐去）"


def test_the_number_of_a_piece_is_no_mobile() -> None:
    address = "https://www.example.com/question/13271830355"
    assert escape.link(address) == mask(address) == address


@pytest.mark.parametrize("piece", ["1", "@", "a@", "13 ", "号", "1栋", "a at ", "家住1路", "我 010-", "\u200b1", "一"])
def test_a_megabyte_of_anything_takes_no_more_than_seconds(piece: str) -> None:
    started = time.process_time()
    mask((piece * 1_000_000)[:250_000])
    assert time.process_time() - started < 4


@given(st.text(max_size=80) | st.text(alphabet="0138x@. -号栋室一三八\u200b\ud800", max_size=60))
def test_any_text_has_a_result_that_masking_again_leaves(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
    found = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


@given(st.integers(3, 9), st.integers(0, 10**9 - 1), st.sampled_from(["", " ", "-", "\u200b", "."]))
def test_every_mobile_number_is_found_in_every_form(second: int, rest: int, gap: str) -> None:
    number = f"1{second}{rest:09d}"
    shown = gap.join((number[:3], number[3:7], number[7:]))
    (one,) = find(f"电话{shown}谢谢")
    assert one.kind in (DataKind.MOBILE, DataKind.IDENTITY)
    assert one.plain == number
