"""Small files at the site's root."""

import json
from dataclasses import replace
from datetime import date

from caifeng.models import BriefingKind
from caifeng.models.card import card_of
from publish.site.root_files import days_file, robots_file
from tests.samples import sample_briefing


def test_days_are_those_of_daily_editions_in_order() -> None:
    card = card_of(sample_briefing())
    cards = [
        replace(card, date=date(2026, 12, 1)),
        card,
        replace(card, kind=BriefingKind.WEEKLY, date=date(2026, 11, 22)),
    ]
    file = days_file(cards)
    assert file.path == "days.json"
    assert json.loads(file.content) == {"days": ["2026-11-17", "2026-12-01"]}


def test_search_engines_are_kept_out_unless_the_desk_lets_them_in() -> None:
    assert robots_file("https://a.example", is_indexed=False).content == b"User-agent: *\nDisallow: /\n"
    opened = robots_file("https://a.example/x/", is_indexed=True).content.decode()
    assert opened.splitlines()[1:] == ["Allow: /", "Sitemap: https://a.example/x/sitemap-index.xml"]
