"""Reading never fails: whatever a source sends becomes a Reading, quickly, and the same one everywhere."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.read import Reader
from caifeng.models import Channel, Hit, Item, Reading, SensitiveClass, Topic
from tests.analyze_desk import desk, item

MEGA = 1_000_000
ROOT = Path(__file__).parents[1]
RULES = (
    Topic(name="质量", watch="净水机 AND (漏水 NEAR/20 赔偿 OR 起火) NOT 招聘", terms=("漏水",), tags=("家电",)),
    Topic(name="人身", watch="敏感:人身安全 OR 标题:烫伤 OR Lanchuan"),
)
BAD = {
    "nothing": "",
    "one letter": "a",
    "one Han character": "水",
    "one half of a pair": "\ud83d",
    "1 MB of one letter": "a" * MEGA,
    "1 MB of one Han character": "水" * MEGA,
    "1 MB of one rare Traditional character": "鱻" * MEGA,
    "1 MB of a matching phrase": "净水机漏水" * (MEGA // 5),
    "1 MB of a Traditional phrase": "淨水機漏水，" * (MEGA // 6),
    "1 MB of digits": "1" * MEGA,
    "1 MB of punctuation": "，" * MEGA,
    "1 MB of blanks": " " * MEGA,
    "1 MB of lines": "\n" * MEGA,
    "1 MB of brackets": "【" * MEGA,
    "1 MB of numbers of people": "三百" * (MEGA // 2),
    "1 MB of credits": "记者" * (MEGA // 2),
    "1 MB of quotations": "据“”说" * (MEGA // 5),
    "1 MB of one place": "岚江市" * (MEGA // 3),
    "1 MB of negations": "不没" * (MEGA // 2),
    "1 MB of combining marks": "a" + "\u0301" * MEGA,
    "1 MB of zero width": "净" + "\u200b" * MEGA + "水机",
    "1 MB of the right-to-left override": "\u202e净水机" * (MEGA // 4),
    "emoji only": "😀🔥👨‍👩‍👧" * 1_000,
    "mixed scripts": "净水机 водаماءน้ำ물 みず leak" * 1_000,
    "unpaired surrogates": "净\ud800水\udfff机漏水\udc00" * 1_000,
    "right-to-left controls": "\u202e\u2066净水机\u2069漏水\u202c\u200f" * 1_000,
    "10,000 matches": "净水机漏水，" * 10_000,
    "10,000 words of a tone": "不满投诉" * 10_000,
    "NUL and controls": "净水机\x00\x07\x1b[31m漏水\x7f" * 1_000,
}


@cache
def reader() -> Reader:
    classes = (SensitiveClass(name="人身安全", weight=3.0, words=("烫伤", "受伤")),)
    return Reader(replace(desk(*RULES, gate_words=("死亡",)), sensitive=classes))


def hits_in(found: Any) -> list[Hit]:
    """Every hit anywhere in a reading."""
    if isinstance(found, Hit):
        return [found]
    if isinstance(found, tuple):
        return [hit for one in found for hit in hits_in(one)]
    if hasattr(found, "__dataclass_fields__"):
        return [hit for name in found.__dataclass_fields__ for hit in hits_in(getattr(found, name))]
    return []


def check(one: Item, reading: Reading) -> None:
    """What holds of any reading: shares are shares, and hits stand in the original as they are written."""
    assert 0 <= reading.tone.probability <= 1
    assert reading.piece
    for hit in hits_in(reading):
        whole = one.title if hit.field == "title" else one.text
        assert 0 <= hit.start <= hit.end <= len(whole)
        if "*" not in hit.written:  # telephone numbers are masked
            assert whole[hit.start : hit.end] == hit.written


@pytest.mark.timeout(5)
@pytest.mark.parametrize("name", BAD)
def test_bad_text_becomes_a_reading(name: str) -> None:
    one = item(BAD[name], BAD[name][:10_000], Channel.WEIBO)
    check(one, reader().read(one))


@pytest.mark.timeout(5)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_title_becomes_a_reading_of_news(name: str) -> None:
    one = item("净水机漏水", BAD[name][:50_000])
    check(one, reader().read(one))


@given(st.text(st.characters(exclude_categories=())), st.text(), st.sampled_from(Channel))
@settings(max_examples=200, deadline=None)
def test_any_text_becomes_a_reading(text: str, title: str, channel: Channel) -> None:
    one = item(text, title, channel)
    check(one, reader().read(one))


PIECES = (
    "净水机", "淨水機", "漏水", "赔偿", "不", "没有", "烫伤", "记者", "据", "网传", "13800138000", "三百人", "受伤",
    "\u202e", "\u202c", "\u200b", "\ud800", "\n", "，", "。", "？", "！", "“", "”", "【", "】", " ", "广东省", "订单号",
    "Lanchuan", "赔我", "要求退款", "但是", "😀", "①", "㍻", "ﷺ", "微信：abc12345",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(PIECES), st.sampled_from(Channel))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_telling_words_becomes_a_reading(text: str, title: str, channel: Channel) -> None:
    one = item(text, title, channel)
    check(one, reader().read(one))


def several() -> list[Item]:
    texts = (
        "净水机漏水，要求赔偿",
        "网传热水壶起火，小心",
        "澜川电器通报召回",
        "",
        "招聘净水机售后",
        *(bad[:200] for bad in BAD.values()),
    )
    return [
        replace(item(text, text[:6], channel), id=f"i-{at}-{channel}")
        for at, text in enumerate(texts)
        for channel in (Channel.NEWS, Channel.WEIBO, Channel.REVIEW)
    ]


def test_reading_many_is_reading_each_alone() -> None:
    items = several()
    assert reader().read_all(items) == tuple(reader().read(one) for one in items)
    assert reader().read_all(items[::-1]) == reader().read_all(items)[::-1]


ELSEWHERE = "from tests.test_analyze_read import tell; print(tell())"


def tell() -> str:
    """The readings as text, pairs of surrogates written out."""
    return json.dumps([asdict(one) for one in reader().read_all(several())], sort_keys=True)


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_another_process_reads_the_same(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", ELSEWHERE]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == tell()
