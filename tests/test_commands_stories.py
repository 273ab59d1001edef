"""caifeng stories, story, heat, spread: what was told can be read at a terminal, added up, and read by programs."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from caifeng.commands.story_show import clip, sparkline
from caifeng.errors import UsageError
from caifeng.models import (
    Channel,
    Confidence,
    Contribution,
    Copying,
    Course,
    Edge,
    EdgeKind,
    Forecast,
    KeyNode,
    Level,
    Likelihood,
    Reprint,
    Stage,
    Story,
    Turn,
)
from tests.nouns import nouns
from tests.sample_stories import KETTLE, LEAK, item_id, kettle_story, leak_story
from tests.story_workspace import NOW, Bench, bench, item

HOSTILE = "漏水\x1b[31m[red]红[/red]\u202e:bomb: [link=https://evil.example]"
COMMANDS = ("story", "heat", "spread")


@pytest.fixture
def desk(tmp_path: Path) -> Bench:
    """Two stories told, with the items of the first but one."""
    made = bench(tmp_path)
    items = (item(item_id(1), HOSTILE), item(item_id(2), "转到微博", 5, Channel.WEIBO), item(item_id(8), "抄来的", 9))
    made.tell("20261117T020000Z-00-0", [kettle_story(), replace(leak_story(), title=HOSTILE, told_at=NOW)], items)
    return made


def test_stories_are_listed_with_the_gravest_first(desk: Bench) -> None:
    first, second = (line.split() for line in desk.shown("stories").splitlines()[1:])
    assert (first[0], first[1:3], first[3:5]) == (LEAK, ["橙", "重大"], ["72", "上升"])
    assert (second[0], second[1:5]) == (KETTLE, ["蓝", "一般", "31", "回落"])
    assert "█" in first[5]


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        (("--level", "黄"), [LEAK]),
        (("--stage", "回落"), [KETTLE]),
        (("--topic", "产品质量"), [LEAK, KETTLE]),
        (("--topic", "促销"), []),
    ],
)
def test_stories_can_be_chosen(desk: Bench, words: tuple[str, ...], listed: list[str]) -> None:
    assert [row["id"] for row in desk.json("stories", *words)["stories"]] == listed


def test_calm_stories_and_all_beyond_thirty_are_left_out_and_counted(tmp_path: Path) -> None:
    made = bench(tmp_path)
    calm = replace(kettle_story(), heat=replace(kettle_story().heat, value=0.0))
    made.tell("r1", [replace(calm, id=f"S-20261101-{n:02d}") for n in range(5)]
              + [replace(kettle_story(), id=f"S-20261102-{n:02d}") for n in range(40)])  # fmt: skip
    assert "另有 15 个没有列出，加 --all 全部列出。" in desk_lines(made, "stories")
    assert len(made.json("stories", "--all")["stories"]) == 45


def desk_lines(made: Bench, *words: str) -> list[str]:
    return made.shown(*words).splitlines()


def test_the_json_of_a_listed_story_is_stable(desk: Bench) -> None:
    told = desk.json("stories")
    assert set(told) == {"day", "told", "matching", "stories"}
    assert set(told["stories"][0]) == {
        "id", "title", "level", "decided_level", "score", "heat", "stage", "type_hint", "type", "incident", "topics",
        "owner", "is_good", "distinct", "reprints", "days", "first_at", "last_at", "merged", "split_from",
    }  # fmt: skip
    assert told["stories"][0]["days"][-6:] == [4, 8, 12, 18, 35, 0]


def test_a_persons_level_and_type_stand_beside_the_machines(desk: Bench) -> None:
    desk.open_incident(LEAK, human="human: 红, by: 值班长, why: 涉及儿童")
    assert "橙 重大，人工 红 特别重大" in desk.shown("stories")
    shown = desk.shown("story", LEAK)
    assert "依据提示：未核实。没有官方通报" in shown
    assert "人工定性：属实（INC-2026-0007）" in shown
    assert "人工评级：红 · Ⅰ 特别重大（值班长：涉及儿童；INC-2026-0007）" in desk.shown(
        "heat", LEAK, "--explain", "--grade"
    )
    assert desk.json("heat", LEAK)["override"] == {"level": "红", "by": "值班长", "why": "涉及儿童"}


@pytest.mark.parametrize("words", [("stories",), *((name, LEAK) for name in COMMANDS)])
def test_nothing_from_a_source_reaches_the_terminal_as_a_command(desk: Bench, words: tuple[str, ...]) -> None:
    shown = desk.shown(*words)
    assert "\x1b" not in shown and "\u202e" not in shown
    assert "red" in shown and ":bomb:" in shown


@pytest.mark.parametrize("words", [("stories",), *((name, LEAK) for name in COMMANDS)])
def test_without_a_lake_one_sentence_says_what_to_do(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = bench(tmp_path).run(*words)
    assert isinstance(done.exception, UsageError)
    assert "请先运行 caifeng daily" in str(done.exception)


def test_a_story_is_shown_whole(desk: Bench) -> None:
    shown = desk.shown("story", LEAK)
    for said in ("概要：净水机半夜漏水", "阶段：上升", "可能不是首发", "论坛（11-12 22:07） → 微博", "总分 64",
                 "信号 增速：声量为前日 1.9 倍", "另有 2 条已不在库中"):  # fmt: skip
        assert said in shown
    copied = next(line for line in shown.splitlines() if "抄来的" in line)
    assert f"{item_id(3)}（近似）" in copied
    told = desk.json("story", LEAK)
    assert told["story"]["grade"]["score"] == 64.4
    assert [(row["id"], row["title"] is None, row["reprint_of"]) for row in told["items"]][2:] == [
        (item_id(3), True, None), (item_id(4), True, None), (item_id(8), False, item_id(3)),
    ]  # fmt: skip


def test_likelihood_and_confidence_are_never_in_one_line(tmp_path: Path) -> None:
    forecast = Forecast(
        made_at=NOW, until=NOW + timedelta(days=1), last=9, low=2, high=12, claim="新增多于 9 条", probability=0.31,
        likelihood=Likelihood.UNLIKELY, confidence=Confidence.LOW, basis="过去 24 小时 9 条",
    )  # fmt: skip
    turns = (Turn(stage=Stage.LATENT, at=NOW, item_id="i-1"), Turn(stage=Stage.HIGH, at=NOW, item_id="i-2"))
    made = bench(tmp_path)
    made.tell("r1", [replace(leak_story(), course=Course(stage=Stage.HIGH, turns=turns, forecast=forecast))])
    lines = desk_lines(made, "story", LEAK)
    (likely,) = (line for line in lines if line.startswith("可能性："))
    assert "不太可能（20%–45%，算得 31%）" in likely and "把握" not in likely
    assert any(line.startswith("把握：低") for line in lines)
    assert any("潜伏（11-17 10:00） → 高位（11-17 10:00）" in line for line in lines)


def test_an_id_that_became_part_of_another_leads_there(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.tell("r1", [replace(leak_story(), merged=(KETTLE,))])
    shown = made.shown("story", KETTLE)
    assert shown.startswith(f"{KETTLE} 已并入 {LEAK}，以下是 {LEAK}。")
    assert made.json("story", KETTLE)["story"]["id"] == LEAK


def test_a_story_that_is_told_no_more_is_found_in_earlier_runs(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.tell("20261116T020000Z-00-0", [replace(leak_story(), told_at=NOW)])
    made.tell("20261117T020000Z-00-0", [kettle_story()])
    assert "已不再计算；以下是 11-17 10:00 时的情形" in made.shown("story", LEAK)
    assert made.json("story", LEAK)["is_current"] is False


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("S-20261112-07", f"最接近的是 {LEAK}"),
        ("x", "用 caifeng stories 可以看到"),
        ("\udcff[red]", "没有编号是"),
        (" ", "没有写事件编号"),
    ],
)
def test_an_unknown_story_is_one_clear_sentence(desk: Bench, wanted: str, sentence: str) -> None:
    for command in COMMANDS:
        assert sentence in desk.refused(command, wanted)


def test_an_id_may_be_written_short(desk: Bench) -> None:
    assert desk.json("heat", LEAK.removeprefix("S-").lower())["id"] == LEAK


def test_heat_is_one_line_unless_explained(desk: Bench) -> None:
    assert desk_lines(desk, "heat", LEAK)[1:] == ["热度 72.5 = 声量 40.0 + 互动 32.5（heat/1）"]


def test_every_line_of_heat_and_grade_adds_up_before_the_readers_eyes(desk: Bench) -> None:
    shown = desk.shown("heat", LEAK, "--explain", "--grade")
    assert "合计：声量 40.0 + 互动 32.5 = 72.5" in shown
    assert "合计：传播 18.6 + 强度 17.4 + 态度 15.4 + 演变 13.0 = 64.4" in shown
    assert "不低于橙" in shown and "由以上重新算得：橙 · Ⅱ 重大，一致" in shown
    told = desk.json("heat", LEAK)
    assert told["recomputed"] == {"heat": 72.5, "score": 64.4, "level": "橙"}


def test_lines_that_are_sums_show_what_they_are_the_sum_of(tmp_path: Path) -> None:
    below = (
        Contribution(name="位次", raw="第 3 位", value=96.0, weight=0.7, points=67.2),
        Contribution(name="时长", raw="12 小时", value=100.0, weight=0.3, points=30.0),
    )
    board = Contribution(name="热榜", raw="", value=97.2, weight=0.1, points=9.7, parts=below)
    grade = replace(leak_story().grade, before=Level.RED, ceiling=Level.ORANGE, ceiling_why="一家在说", hysteresis=5.0,
                    cutoffs=((Level.YELLOW, 38.0), (Level.ORANGE, 64.0), (Level.RED, 90.0)))  # fmt: skip
    made = bench(tmp_path)
    made.tell("r1", [replace(leak_story(), heat=replace(leak_story().heat, value=9.9, parts=(board,)), grade=grade)])
    shown = made.shown("heat", LEAK, "--explain", "--grade")
    assert "位次" in shown and "67.2" in shown
    assert "热榜 9.7 = 9.7，与所列的 9.9 不符，以相加为准" in shown
    for said in (
        "黄 38 分起 · 橙 64 分起 · 红 90 分起",
        "低于其分界线 5 分以上",
        "上一次：红",
        "不高于橙，因为一家在说",
    ):
        assert said in shown


def tangled(edges: tuple[Edge, ...], **parts: object) -> Story:
    """The sample story with these edges, of one item for each of them."""
    ids = tuple(dict.fromkeys(id_ for edge in edges for id_ in (edge.of, edge.item_id)))
    spread = replace(leak_story().spread, edges=edges, edges_total=len(edges), **parts)  # type: ignore[arg-type]
    return replace(leak_story(), item_ids=ids, reprints=(), spread=spread)


def edge(later: int, earlier: int) -> Edge:
    return Edge(item_id=item_id(later), of=item_id(earlier), kind=EdgeKind.CREDIT, why="写明来源“日报”")


def test_the_tree_shows_who_has_it_from_whom_and_counts_what_it_leaves_out(tmp_path: Path) -> None:
    edges = (*(edge(n, 1) for n in range(2, 32)), *(edge(n, n - 1) for n in range(40, 60)))
    node = KeyNode(item_id=item_id(31), at=NOW, before=1.0, after=9.0, reach=6, why="其后多由它而来")
    made = bench(tmp_path)
    made.tell("r1", [tangled(edges, key_nodes=(node,))], [item(item_id(1), "起点"), item(item_id(31), "大号")])
    shown = made.shown("spread", LEAK)
    assert "日报《起点》" in shown and "由它而来 30 条" in shown and "（署名来源：写明来源“日报”）" in shown
    tree = shown.partition("来路")[2]
    assert tree.index("大号") < tree.index(item_id(2))
    assert "……另有 22 条直接或间接由它而来" in shown
    assert "……另有 16 条直接或间接由它而来" in shown
    assert "共 52 条，其中 2 条看不出从谁那里来。" in shown


def test_edges_in_a_circle_end(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.tell("r1", [tangled((edge(1, 2), edge(2, 1), edge(3, 1)))])
    assert "关键节点" in made.shown("spread", LEAK)


def test_concerted_copies_are_shown_with_accounts_and_seconds(tmp_path: Path) -> None:
    copying = Copying(accounts=6, seconds=840.0, text="紧急扩散", item_ids=(item_id(5),), why="6 个账号文字相同")
    made = bench(tmp_path)
    made.tell("r1", [tangled((), copying=(copying,))])
    shown = made.shown("spread", LEAK)
    assert f"6 个账号在 840 秒内发布“紧急扩散”〔{item_id(5)}〕" in shown
    assert made.json("spread", LEAK)["spread"]["copying"][0]["accounts"] == 6


@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(nouns(Story, id=st.just(LEAK)))
def test_any_story_is_shown(tmp_path_factory: pytest.TempPathFactory, told: Story) -> None:
    made = bench(tmp_path_factory.mktemp("desk"))
    made.tell("r1", [told])
    for words in (("stories", "--all"), ("story", LEAK), ("heat", LEAK, "--explain", "--grade"), ("spread", LEAK)):
        assert "\x1b" not in made.shown(*words)


@pytest.mark.timeout(60)
def test_a_story_of_a_hundred_thousand_items_is_shown_soon(tmp_path: Path) -> None:
    ids = tuple(item_id(n) for n in range(100_000))
    copies = tuple(Reprint(item_id=id_, of=ids[0], similarity=0.9) for id_ in ids[40_000:])
    made = bench(tmp_path)
    made.tell("r1", [replace(leak_story(), item_ids=ids[:40_000], reprints=copies)])
    begun = time.process_time()
    assert "另有 100000 条已不在库中" in made.shown("story", LEAK)
    assert len(json.loads(made.shown("story", LEAK, "--json"))["items"]) == 100_000
    assert time.process_time() - begun < 12


@pytest.mark.parametrize(("counts", "bars"), [((), ""), ((0, 0), "▁▁"), ((0, 1, 700), "▁▂█"), ((3,), "█")])
def test_none_is_the_lowest_bar_and_one_is_above_it(counts: tuple[int, ...], bars: str) -> None:
    assert sparkline(counts) == bars


def test_a_megabyte_is_cut_at_once() -> None:
    assert len(clip("字" * 1_000_000)) == 61
    assert clip(" \n") == ""
