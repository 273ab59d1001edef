"""The page of a weekly or monthly report: what it links, that it stays small, that foreign words stay words."""

import re
from dataclasses import replace
from datetime import date

import pytest

from caifeng.models import Briefing, BriefingKind, Level
from caifeng.models.period import Period, span_of
from publish.ledger import ledger_of
from publish.pages.contexts import SiteContext
from publish.pages.period_page import day_ways, render_period
from publish.period.compose import compose_period
from tests.period_days import WEEK, edition, full_week, piece, week_of
from tests.sample_stories import LEAK
from tests.samples import HOSTILE

SITE = SiteContext(base_url="https://opinion.example.cn")
OWN = WEEK.editions(8)
SMALL = 55_000


def page_of(period: Period, *days: Briefing) -> str:
    ways = {day.date: day_ways(day) for day in days}
    (found,) = render_period(period, ways, SITE)
    return found.text


def test_figures_lead_to_the_evidence_of_their_days() -> None:
    days = full_week()
    text = page_of(compose_period(week_of(*days)), *days)
    assert f'href="../../2026-11/2026-11-10/evidence/#{LEAK}"' in text
    way = ledger_of(next(day for day in days if day.date.day == 10)).way("overview.distinct")
    assert f'href="../../2026-11/2026-11-10/{way}"' in text


def test_of_a_day_whose_evidence_is_not_known_the_page_is_linked() -> None:
    text = page_of(compose_period(week_of(*full_week())))
    assert "/evidence/#" not in text
    assert 'href="../../2026-11/2026-11-10/"' in text


def test_it_stands_in_the_month_of_its_last_day() -> None:
    span = span_of(BriefingKind.WEEKLY, date(2026, 11, 30))  # until 12-06
    (found,) = render_period(compose_period(week_of(*full_week(span), span=span)), {}, SITE)
    assert found.path == "2026-W49/index.md"
    assert 'href="../../2026-12/2026-12-01/"' in found.text


def test_the_first_screen_says_level_sentence_matters_and_what_is_unseen() -> None:
    days = full_week()
    head = page_of(compose_period(week_of(*days)), *days).partition("## 一")[0]
    for said in ("采风周报", "2026 年第 46 周 · 第 1 期", "黄 · Ⅲ 较大", "黄级 7 天", "已定的", "看不到的"):
        assert said in head


def test_the_same_report_gives_the_same_page() -> None:
    days = full_week()
    period = compose_period(week_of(*days))
    assert page_of(period, *days) == page_of(period, *days)


@pytest.mark.parametrize("text", [HOSTILE, "\ud800", "‮倒‬", "{: onclick=x }", "a" * 20_000, ""])
def test_foreign_words_stay_words(text: str) -> None:
    days = []
    for day in OWN[:2]:
        made = edition(day, [piece(day, 1, source=text or "澜川论坛", title=text)], Level.ORANGE)
        detail = made.details[0]
        days.append(replace(made, details=(replace(detail, story=replace(detail.story, title=text)),)))
    written = page_of(compose_period(week_of(*days)), *days)
    assert "<script" not in written
    assert "](javascript" not in written
    assert not re.search(r"<[^>]*\son\w+=", written)


def test_a_full_month_is_small_enough() -> None:
    span = span_of(BriefingKind.MONTHLY, date(2026, 11, 1))
    days = []
    for day in span.editions(8):
        ids = [f"S-202611{number:02}-01" for number in range(1, 13)]
        pieces = [piece(day, number, id_, source=f"信源 {number}") for number, id_ in enumerate(ids)]
        days.append(edition(day, pieces, Level.YELLOW, ids))
    text = page_of(compose_period(week_of(*days, span=span)), *days)
    assert len(text.encode()) < SMALL
