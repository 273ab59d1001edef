"""Credits: the origin, the quoted and the reporters of a piece."""

import dataclasses
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.facts.credits import credits_of
from caifeng.models import CreditKind
from tests.analyze_desk import item


def names(text: str, kind: CreditKind) -> list[str]:
    return [credit.name for credit in credits_of(item(text)) if credit.kind is kind]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("净水机漏水。（来源：澜川日报）", "澜川日报"),
        ("▌本文来源：澜川新闻微信公众号（ID：x）", "澜川新闻"),
        ("稿件来源: 澜川晚报\n正文", "澜川晚报"), ("转载自澜川网，有删改", "澜川网"),
        ("正文。\n轉自：瀾川時報", "瀾川時報"),
        ("文章來源：瀾川電視台\n", "瀾川電視台"),
    ],
)  # fmt: skip
def test_the_origin_is_found(text: str, origin: str) -> None:
    assert names(text, CreditKind.ORIGIN) == [origin]


@pytest.mark.parametrize(
    "text", ["图片来源：澜川图库", "主要收入来源：租金", "病情好转自昨天起", "来源：网络", "资金来源不明", "来源：未知"]
)
def test_pictures_and_other_sources_are_no_origin(text: str) -> None:
    assert names(text, CreditKind.ORIGIN) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("据澜川日报报道，漏水已修好。", "澜川日报"),
        ("据澜川市应急管理局11月19日通报，火已扑灭。", "澜川市应急管理局"),
        ("據瀾川時報報導，", "瀾川時報"),
        ("据《澜川周刊》网站报道，", "《澜川周刊》"),
        ("记者从澜川市监局获悉，", "澜川市监局"),
        ("记者20日从澜川电器了解到，", "澜川电器"), ("据 Lanchuan News 报道，", "Lanchuan News"),
        ("据澜川通讯社此前消息，", "澜川通讯社"), ("据新华社澜川1月2日电 昨晚", "新华社"),
    ],
)  # fmt: skip
def test_the_quoted_is_found(text: str, quoted: str) -> None:
    assert names(text, CreditKind.QUOTED) == [quoted]


@pytest.mark.parametrize(
    "text",
    [
        "据介绍，产品已停售。",
        "据了解，",
        "根据规定报道",
        "数据公布后",
        "据知情人士透露，",
        "据外媒报道，",
        "证据消息",
        "据多名网友介绍，",
    ],
)
def test_nobody_in_particular_is_not_quoted(text: str) -> None:
    assert names(text, CreditKind.QUOTED) == []


@pytest.mark.parametrize(
    ("text", "reporters"),
    [
        ("本报讯（记者 张三立 李四维）昨天", ["张三立", "李四维"]), ("（本报记者王小明）", ["王小明"]),
        ("记者：王小明、陈大文\n", ["王小明", "陈大文"]), ("（通讯员赵一 记者钱二）", ["赵一", "钱二"]),
        ("文/周小舟\n", ["周小舟"]),
        ("瀾川網記者 陳大文報導", ["陳大文"]),
    ],
)  # fmt: skip
def test_reporters_are_found(text: str, reporters: list[str]) -> None:
    assert names(text, CreditKind.REPORTER) == reporters


@pytest.mark.parametrize(
    "text",
    ["记者从现场了解到", "记者问：何时复工？", "记者 张三 摄", "新华社记者看到，", "记者招待会", "答记者问。", "文/图"],
)
def test_what_reporters_do_names_nobody(text: str) -> None:
    assert names(text, CreditKind.REPORTER) == []


def test_the_origin_that_was_collected_comes_first() -> None:
    piece = dataclasses.replace(item("据澜川日报报道，漏水。"), credited="澜川网")
    first = credits_of(piece)[0]
    assert (first.kind, first.name, first.hit.written) == (CreditKind.ORIGIN, "澜川网", "")


def test_only_the_two_ends_are_read() -> None:
    text = f"{'无' * 3_000}据澜川日报报道，{'无' * 3_000}（记者王小明）"
    assert [credit.name for credit in credits_of(item(text))] == ["王小明"]


@given(st.text(alphabet=st.sampled_from("来源：据记者从获悉转自报道，（）张三 \n文/via日1\ud800\u202e"), max_size=80))
def test_hits_lie_in_the_original(text: str) -> None:
    for credit in credits_of(item(text)):
        assert text[credit.hit.start : credit.hit.end] == credit.hit.written == credit.name
        assert 0 < len(credit.name) <= 20


def test_ten_thousand_cues_are_read_in_time() -> None:
    start = time.process_time()
    for text in ("据" * 100_000, "记者张三、" * 10_000, "来源：" * 10_000, "从" * 50_000 + "获悉", "记者 " * 9_999):
        assert len(credits_of(item(text))) <= 20
    assert time.process_time() - start < 2
