"""Times as sites write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect.dates import AHEAD, OLDEST, parse_time, publication_time

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 09:00 in China


@pytest.mark.parametrize(
    ("written", "china"),
    [
        ("Fri, 20 Nov 2026 08:30:00 +0800", "2026-11-20 08:30:00"),
        ("Fri, 20 Nov 2026 00:30:00 GMT", "2026-11-20 08:30:00"),
        ("20 Nov 2026 08:30 CST", "2026-11-20 08:30:00"),
        ("Fri, 20 Nov 2026 08:30:00", "2026-11-20 08:30:00"),
        ("周五, 20 十一月 2026 08:00:00 +0800", "2026-11-20 08:00:00"),
        ("Fri Nov 20 08:30:00 +0800 2026", "2026-11-20 08:30:00"),
        ("2026-11-20T08:30:00+08:00", "2026-11-20 08:30:00"),
        ("2026-11-20T00:30:00Z", "2026-11-20 08:30:00"),
        ("2026-11-20T00:30:60Z", "2026-11-20 08:30:59"),
        ("2026-11-20 08:30", "2026-11-20 08:30:00"),
        ("2026-11-20", "2026-11-20 00:00:00"),
        ("2026-11-19 24:00", "2026-11-20 00:00:00"),
        ("2026/11/20 8:05", "2026-11-20 08:05:00"),
        ("2026.11.20", "2026-11-20 00:00:00"),
        ("20261120083000", "2026-11-20 08:30:00"),
        ("202611200830", "2026-11-20 08:30:00"),
        ("20261120", "2026-11-20 00:00:00"),
        ("2026年11月20日 08:30", "2026-11-20 08:30:00"),
        ("2026年11月20日08时30分", "2026-11-20 08:30:00"),
        ("2026年11月19日 星期四 下午3:05", "2026-11-19 15:05:00"),
        ("二〇二六年十一月二十日", "2026-11-20 00:00:00"),
        ("二零二六年十月三日", "2026-10-03 00:00:00"),
        ("发布时间：2026-11-20 08:30:15 来源：澜川日报", "2026-11-20 08:30:15"),
        ("11月20日 08:30", "2026-11-20 08:30:00"),
        ("11-19 23:59", "2026-11-19 23:59:00"),
        ("12月31日 08:00", "2025-12-31 08:00:00"),
        ("5分钟前", "2026-11-20 08:55:00"),
        ("5 分鐘前", "2026-11-20 08:55:00"),
        ("半小时前", "2026-11-20 08:30:00"),
        ("三小时前", "2026-11-20 06:00:00"),
        ("30秒前", "2026-11-20 08:59:30"),
        ("2天前", "2026-11-18 09:00:00"),
        ("刚刚", "2026-11-20 09:00:00"),
        ("昨天 23:59", "2026-11-19 23:59:00"),
        ("今天08:15", "2026-11-20 08:15:00"),
        ("前天", "2026-11-18 00:00:00"),
        ("昨日 晚上8:30", "2026-11-19 20:30:00"),
        ("1795134600", "2026-11-20 08:30:00"),
        ("1795134600000", "2026-11-20 08:30:00"),
    ],
)
def test_a_time_is_understood_in_the_desks_zone(written: str, china: str) -> None:
    stamp = publication_time(written, NOW, CHINA)
    assert f"{stamp.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" == china
    assert not stamp.is_estimated
    assert stamp.at.tzinfo is UTC


@pytest.mark.parametrize(
    "written",
    ["", "garbage", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT",
     "Sun, 29 Feb 2026 00:00:00 GMT", "-1", "0", "99999999999999999999", "2026-13-45", "2026-11-20T10:00:00Z",
     "32月99日", "999999999分钟前", "2026年11月20日 99:99"],
)  # fmt: skip
def test_a_missing_or_absurd_time_is_the_moment_of_seeing_and_said_to_be_estimated(written: str) -> None:
    stamp = publication_time(written, NOW, CHINA)
    assert (stamp.at, stamp.is_estimated) == (NOW, True)


def test_an_american_desks_cst_is_chicagos() -> None:
    found = parse_time("20 Nov 2026 08:30 CST", NOW, ZoneInfo("America/Chicago"))
    assert found == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@given(st.text() | st.text(alphabet="0123456789年月日时分秒前昨今天:-/. TZ+GMT十二上下午", max_size=40))
def test_no_text_makes_it_raise_and_the_time_is_always_sane(written: str) -> None:
    stamp = publication_time(written, NOW, CHINA)
    assert NOW - OLDEST <= stamp.at <= NOW + AHEAD


@given(st.datetimes(min_value=datetime(2017, 1, 1), max_value=datetime(2026, 11, 19)))  # noqa: DTZ001
def test_iso_times_come_back_exactly(moment: datetime) -> None:
    aware = moment.replace(tzinfo=CHINA, microsecond=0)
    assert parse_time(aware.isoformat(), NOW, CHINA) == aware
    assert parse_time(f"{aware:%Y年%m月%d日 %H:%M:%S}", NOW, CHINA) == aware
    assert abs((parse_time(str(int(aware.timestamp())), NOW, CHINA) or NOW) - aware) < timedelta(seconds=1)
