"""Stories, duplicates and extraction are measured on small sets whose truth is plain."""

import tarfile
from pathlib import Path

import pytest

from caifeng.errors import UsageError
from caifeng.evaluation.duplicates import evaluate_duplicates, is_pairs
from caifeng.evaluation.extract import evaluate_extract, overlap
from caifeng.evaluation.files import read_rows
from caifeng.evaluation.stories import evaluate_stories, without
from tests.evaluation_files import write_lines

LEAK = "澜川市一小区净水机半夜漏水，多名业主称地板被泡坏，物业表示已联系厂家上门处理，厂家承诺三日内给出方案"
RAIN = "气象台发布暴雨橙色预警，预计未来六小时沿江三县降雨量将达五十毫米以上，请居民尽量减少外出并远离河道"
NEWS: list[dict[str, object]] = [
    {"id": "a", "date": "2026-11-20", "title": "净水机半夜漏水泡坏地板", "text": LEAK, "label": "漏水"},
    {"id": "b", "date": "2026-11-20", "title": "净水机半夜漏水泡坏地板", "text": f"{LEAK}。", "label": "漏水"},
    {"id": "c", "date": "2026-11-20", "title": "沿江三县发布暴雨橙色预警", "text": RAIN, "label": "暴雨"},
]
PAGE = """<html><head><title>净水机半夜漏水</title><meta property="article:published_time" content="2026-11-19T08:00"/>
</head><body><nav>首页 新闻 关于我们</nav><article><h1>净水机半夜漏水</h1>{}</article><footer>版权所有</footer>
</body></html>"""


def test_stories_are_held_against_their_events_beside_the_single_pass(tmp_path: Path) -> None:
    found = evaluate_stories(read_rows(write_lines(tmp_path / "news.jsonl", NEWS)))
    score = found.figure("b_cubed_f1")
    assert score
    assert (score.share, score.baseline, found.n) == (1.0, 1.0, 3)
    assert {count.name for count in found.counts} == {"events", "stories", "cpu_seconds"}


def test_small_events_and_rows_without_date_can_be_left_out(tmp_path: Path) -> None:
    rows = read_rows(write_lines(tmp_path / "news.jsonl", [*NEWS, {"text": "无日期", "label": "漏水"}]))
    found = evaluate_stories(rows, least=2, has_baseline=False)
    assert (found.n, found.left_out, found.baseline) == (2, 2, "")


def test_a_name_that_gives_the_event_away_can_be_cut_out(tmp_path: Path) -> None:
    told = [{**row, "company": name} for row, name in zip(NEWS, ("净水机", "净水机", ""), strict=True)]
    told[0]["title"] = "净水机：半夜漏水泡坏地板"
    bare = without(read_rows(write_lines(tmp_path / "news.jsonl", told)), "company")
    assert bare.dataset == "news_without_company"
    assert [row.text("title") for row in bare.rows] == [
        "半夜漏水泡坏地板",
        "半夜漏水泡坏地板",
        "沿江三县发布暴雨橙色预警",
    ]
    assert not any("净水机" in row.text("text") for row in bare.rows)
    score = evaluate_stories(bare).figure("pairwise_f1")
    assert score
    assert score.share == 1.0


def test_rows_that_name_no_event_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="date"):
        evaluate_stories(read_rows(write_lines(tmp_path / "news.jsonl", [{"text": "甲", "label": "乙"}])))


def test_copies_are_held_against_groups(tmp_path: Path) -> None:
    found = evaluate_duplicates(read_rows(write_lines(tmp_path / "news.jsonl", NEWS)), None)
    assert {figure.name: figure.share for figure in found.figures} == {
        "pair_precision": 1.0,
        "pair_recall": 1.0,
        "pair_f1": 1.0,
    }


def test_copies_are_held_against_listed_pairs(tmp_path: Path) -> None:
    listed = [{"a": "a", "b": "b", "label": 1}, {"a": "a", "b": "c", "label": 0}, {"a": "a", "b": "gone", "label": 1}]
    pairs = read_rows(write_lines(tmp_path / "pairs.jsonl", listed))
    rows = read_rows(write_lines(tmp_path / "news.jsonl", NEWS))
    found = evaluate_duplicates(rows, pairs)
    kept = found.figure("kept_apart")
    assert is_pairs(pairs)
    assert not is_pairs(rows)
    assert kept
    assert (kept.share, kept.n, found.left_out) == (1.0, 1, 1)


def test_pairs_without_a_label_count_by_their_stated_similarity_across_sources(tmp_path: Path) -> None:
    alike = {"a": "a", "b": "b", "jaccard": 0.9, "source_a": "甲报", "source_b": "乙报"}
    same_source = {"a": "a", "b": "c", "jaccard": 0.9, "source_a": "甲报", "source_b": "甲报"}
    pairs = read_rows(write_lines(tmp_path / "pairs.jsonl", [alike, same_source, {"a": "a", "b": "c", "jaccard": 0.1}]))
    found = evaluate_duplicates(read_rows(write_lines(tmp_path / "news.jsonl", NEWS)), pairs)
    assert [(figure.name, figure.share, figure.n) for figure in found.figures] == [("pair_recall", 1.0, 1)]


def test_without_labels_what_was_found_is_told_by_kind(tmp_path: Path) -> None:
    rows = [{name: value for name, value in row.items() if name != "label"} for row in NEWS]
    found = evaluate_duplicates(read_rows(write_lines(tmp_path / "news.jsonl", rows)), None)
    assert found.figures == ()
    assert next(count.value for count in found.counts if count.name == "linked") == 1
    assert found.notes


def test_pages_are_read_from_the_archive_beside_the_index(tmp_path: Path) -> None:
    text = [f"第{n}段：{LEAK}。" for n in range(6)]
    page = tmp_path / "one.html"
    page.write_text(PAGE.format("".join(f"<p>{one}</p>" for one in text)), encoding="utf-8")
    with tarfile.open(tmp_path / "pages.tar.gz", "w:gz") as packed:
        packed.add(page, "dev/one.html")
    gold = {"content": "\n".join(text), "title": "净水机半夜漏水", "publish_time": "2026-11-19", "with": ["第3段"],
            "without": ["版权所有"]}  # fmt: skip
    index = [{"id": "1", "file": "dev/one.html", "gold": gold}, {"id": "2", "file": "../../etc/passwd", "gold": {}}]
    found = evaluate_extract(read_rows(write_lines(tmp_path / "dev_index.jsonl", index)))
    shares = {figure.name: figure.share for figure in found.figures}
    assert shares["text_f1"] > 0.95
    assert shares["title"] == shares["date"] == shares["passages"] == shares["enough_text"] == 1.0
    assert (found.n, found.left_out) == (1, 1)


def test_an_index_without_its_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="旁边没有"):
        evaluate_extract(read_rows(write_lines(tmp_path / "dev_index.jsonl", [{"file": "gone.html"}])))


def test_overlap_knows_order_and_ignores_punctuation() -> None:
    assert overlap("今天，天气很好。", "今天天气很好").f1 == 1.0
    assert overlap("好很气天天今", "今天天气很好").f1 == 0.0
    assert overlap("", "今天").f1 == overlap("😀", "").f1 == 0.0
