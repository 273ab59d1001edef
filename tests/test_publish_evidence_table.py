"""The table of evidence has every item, and words only where the page has none of them."""

import csv
import io
from dataclasses import replace

from publish.briefing.proof import MOST
from publish.pages.evidence_table import evidence_table
from tests.samples import sample_briefing

EXCERPT = "摘录（依据页没有列的条目）"


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def test_every_item_has_its_address_and_full_hash() -> None:
    briefing = sample_briefing()
    found = rows(evidence_table(briefing))
    assert [row["SHA-256"] for row in found] == [item.content_hash for item in briefing.evidence]
    assert [row["编号"] for row in found] == [item.id for item in briefing.evidence]


def test_an_excerpt_stands_only_where_the_page_leaves_the_item_out() -> None:
    briefing = sample_briefing()
    one = briefing.evidence[0]
    many = tuple(replace(one, id=f"i-{n:012x}", excerpt="净水机漏水。") for n in range(MOST + 3))
    found = rows(evidence_table(replace(briefing, evidence=many)))
    assert len(found) == MOST + 3
    assert [row[EXCERPT] for row in found].count("净水机漏水。") == 3
