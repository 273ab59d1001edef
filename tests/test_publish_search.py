"""Records, words and bundles of the archive search, without a browser."""

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.errors import LakeError
from caifeng.models.card import card_of
from publish.search.bundle import build_index, place_of
from publish.search.record import SearchRecord, records_of, records_of_incident, records_of_report
from publish.search.sections import SearchSource, bundle_of, search_sections
from publish.search.words import _CJK, LONGEST, script_table, simplified, tokens
from publish.site.plan import Section
from tests.case_samples import incident
from tests.samples import sample_briefing

RECORD = SearchRecord(
    address="2026-11/2026-11-20/#S-20261119-04",
    kind="日报",
    date=date(2026, 11, 20),
    title="青禾乳业召回",
    text="数据泄露，S-20261119-04",
    level="黄",
    topics=("产品,质量: 甲",),
)


def test_pairs_of_neighbouring_characters_stand_for_words() -> None:
    assert tokens("数据泄露 S-20261119-04，水S5") == (
        "数据", "据泄", "泄露", "露", "S-20261119-04", "，", "水", "S5",
    )  # fmt: skip


def test_traditional_and_simplified_text_give_the_same_index() -> None:
    assert tokens(simplified("數據洩露")) == tokens(simplified("数据泄露"))
    assert simplified("ＨＵＡＷＥＩ，後面") == "HUAWEI，后面"


def test_the_table_for_queries_converts_single_characters_as_the_index_does() -> None:
    table = script_table()
    pairs = dict(zip(table[::2], table[1::2], strict=True))
    assert "".join(pairs.get(letter, letter) for letter in "數據洩露鵬翼") == "数据泄露鹏翼"
    assert len(table.encode()) < 24_000


@given(st.text(max_size=400))
def test_any_text_becomes_words_from_which_it_can_be_read_back(text: str) -> None:
    told = simplified(text)
    kept = [token[0] if re.fullmatch(f"[{_CJK}]{{2}}", token) else token for token in tokens(told)]
    assert "".join(kept) == "".join(told.split())


@pytest.mark.parametrize(
    "text", ["", "a" * 1_000_000, "\ud800\udfff", "👩‍👩‍👧" * 100, "\u202e倒着", "<b>&amp;___PAGEFIND_ANCHOR___h1:1:x"]
)
def test_hostile_text_gives_words_of_bounded_length(text: str) -> None:
    found = tokens(simplified(text))
    assert sum(map(len, found)) <= 2 * LONGEST
    assert all(len(token) <= 40 or not token.isalnum() for token in found)


def test_an_edition_gives_itself_and_each_story_that_it_tells_in_detail() -> None:
    told = sample_briefing()
    found = records_of(told)
    assert [record.address for record in found[: len(told.details) + 1]] == [
        f"{told.date:%Y-%m}/{told.date}/",
        *(f"{told.date:%Y-%m}/{told.date}/#{detail.story.id}" for detail in told.details),
    ]
    assert all(detail.story.id in record.text for detail, record in zip(told.details, found[1:], strict=False))
    assert found == records_of(told)


def test_a_case_is_found_by_its_number_and_by_its_log() -> None:
    one = incident()
    (record,) = records_of_incident(one, "Asia/Shanghai")
    assert record.kind == "案件"
    assert one.id in record.title
    assert all(simplified(entry.did) in record.text for entry in one.log)


def test_a_report_is_found_by_its_sentences_and_titles_but_not_by_its_hashes() -> None:
    told = sample_briefing()
    (record, *_) = records_of_report(card_of(told), told)
    assert simplified(told.details[0].facts[0].text) in record.text
    assert simplified(told.details[0].story.title) in record.text
    assert told.evidence[0].content_hash not in record.text


def test_equal_records_in_any_order_give_the_same_words_and_texts() -> None:
    other = replace(RECORD, address="incidents/INC-2026-0001/", title="另一条")
    made = [
        {file for file in build_index("2026-q4", records) if file.path.startswith(("fragment/", "index/"))}
        for records in ([RECORD, other], [other, RECORD])
    ]
    assert made[0] == made[1]


def test_equal_records_leave_the_public_bundle_as_it_is() -> None:
    branch, day = Branch(), date(2026, 11, 19)
    branch.publish(branch.source(day))
    before = dict(branch.files)
    branch.publish(branch.source(day))
    assert branch.files == before


def test_a_bundle_holds_what_a_browser_needs_and_nothing_of_pagefinds_own_pages() -> None:
    found = {file.path: file.content for file in build_index("2026-q4", [RECORD])}
    assert "pagefind.js" in found
    assert not [path for path in found if "ui" in path]
    (fragment,) = (content for path, content in found.items() if path.endswith(".pf_fragment"))
    told = json.loads(gzip.decompress(fragment).removeprefix(b"pagefind_dcd"))
    assert place_of(told["url"]) == RECORD.address
    assert told["filters"]["topic"] == ["产品,质量: 甲"]
    assert told["meta"]["date"] == "2026-11-20"


@pytest.mark.parametrize(
    ("day", "bundle"),
    [((2024, 5, 1), "2024"), ((2026, 1, 1), "2026-q1"), ((2026, 11, 20), "2026-q4"), ((2027, 2, 1), "2027-q1")],
)
def test_years_that_are_over_are_one_bundle_and_the_newest_is_cut_in_quarters(
    day: tuple[int, int, int], bundle: str
) -> None:
    assert bundle_of(date(*day), date(2026, 11, 20)) == bundle


class Branch:
    """What is public, and what was asked for anew."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.made: list[str] = []

    def below(self, place: str) -> Mapping[str, bytes]:
        return {path: content for path, content in self.files.items() if path.startswith(place)}

    def source(self, day: date, made_from: str = "1") -> SearchSource:
        address = f"{day:%Y-%m}/{day}/"

        def make() -> tuple[SearchRecord, ...]:
            self.made.append(address)
            if made_from == "damaged":
                raise LakeError("读不出来")
            return (replace(RECORD, address=address, date=day, title=f"{day} {made_from}"),)

        return SearchSource(address=address, date=day, made_from=made_from, make=make)

    def publish(self, *sources: SearchSource) -> tuple[Section, ...]:
        sections = search_sections(sources, self.below)
        for section in sections:
            self.files |= {file.path: file.content for file in section.make().files}
        return sections


def test_a_day_more_reads_no_older_edition() -> None:
    branch, days = Branch(), [date(2025, 3, 1), date(2026, 10, 1), date(2026, 11, 19)]
    first = branch.publish(*map(branch.source, days))
    branch.made.clear()
    then = branch.publish(*map(branch.source, [*days, date(2026, 11, 20)]))
    assert branch.made == ["2026-11/2026-11-20/"]
    changed = [now.path for before, now in zip(first, then, strict=True) if before.made_from != now.made_from]
    assert changed == ["pagefind/2026-q4/"]


def test_a_corrected_edition_is_found_by_what_it_says_now() -> None:
    branch, day = Branch(), date(2026, 11, 19)
    branch.publish(branch.source(day, "旧"))
    branch.publish(branch.source(day, "新"))
    assert b"2026-11-19 \xe6\x96\xb0" in branch.files["pagefind/2026-q4/records.jsonl"]
    assert b"2026-11-19 \xe6\x97\xa7" not in branch.files["pagefind/2026-q4/records.jsonl"]


def test_a_damaged_edition_stays_findable_as_it_was() -> None:
    branch, day = Branch(), date(2026, 11, 19)
    branch.publish(branch.source(day))
    before = dict(branch.files)
    branch.publish(branch.source(day, "damaged"))
    assert branch.files == before


def test_records_of_another_shape_are_made_anew() -> None:
    branch, day = Branch(), date(2026, 11, 19)
    branch.publish(branch.source(day))
    branch.files["pagefind/2026-q4/records.jsonl"] = b'{"x": 1}\n'
    branch.publish(branch.source(day))
    assert branch.made == ["2026-11/2026-11-19/"] * 2


def test_no_record_at_all_gives_a_list_without_bundles() -> None:
    (section,) = search_sections([], lambda _: {})
    assert json.loads(section.make().files[0].content) == {"bundles": []}
