"""What is quoted is masked, however cheaply it is looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.text.masking import masked
from analyze.views.quoting import quoted


@pytest.mark.parametrize(
    "written",
    ["联系13812345678", "138 1234 5678", "zhang@example.com", "zhang at example dot com", "加V信abc12345", "QQ群123456",
     "微信号zhang_san", "身份证510101199003071234", "A123456(7)", "0831-1234567", "vx:abcde12", "1\u200b3812345678"],
)  # fmt: skip
def test_personal_numbers_and_addresses_are_masked(written: str) -> None:
    assert quoted(written) == masked(written) != written


@given(st.text(alphabet="138 -@＠vVxXqQw微信薇atAT.dot(（)）A0\u200b号群为:", max_size=40))
def test_nothing_is_left_that_masking_would_find(written: str) -> None:
    assert quoted(written) == masked(written)


def test_plain_words_stay_as_written() -> None:
    assert quoted("11月16日22时许，净水机漏水致3人受伤。") == "11月16日22时许，净水机漏水致3人受伤。"
