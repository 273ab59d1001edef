"""caifeng incident …: every verb on real files, from opening to the library; refusals give every reason at once."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer

from caifeng.commands.incident import app as incident_app
from caifeng.errors import ConfigError, UsageError
from tests.incident_desk import BY, desk_folder, did, opened, refused, typed

REVIEW = """\
causes: [{department: 生产部, what: 密封圈批次不合格}]
well: [半小时内联系到首位业主]
rectify: [{what: 更换密封圈供应商, owner: 采购部, due: 2026-12-15}]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return desk_folder(tmp_path / "desk")


def test_a_whole_life_from_opening_to_the_library(desk: Path) -> None:
    id_ = opened(desk)
    states = [
        did(desk, *words)["state"]
        for words in (
            ("ack", id_),
            ("type", id_, "属实", "--why", "质检确认密封圈开裂"),
            ("grade", id_, "橙", "--why", "涉及人身安全"),
            ("assign", id_, "售后部", "--limit", "闭环=3d"),
            ("reply", id_, "--means", "致歉", "--to", "公众", "--note", "官方账号说明"),
            ("progress", id_, "--note", "11 户已联系 8 户"),
            ("act", id_, "--side", "线下", "--means", "召回", "--to", "消费者", "--note", "召回 3200 台"),
            ("step", id_, "--note", "成立应对小组"),
            ("loop", id_, "--who", "用户甲", "--contact", "--plan", "换新机", "--satisfaction", "满意", "--closed",
             "--note", "已换机"),
            ("pause", id_, "--why", "等待检测结果"),
            ("resume", id_),
            ("close", id_),
        )
    ]  # fmt: skip
    assert states == ["核实定性", "核实定性", "评级", "派责", "回应", "回应", *["处置"] * 5, "闭环"]
    (desk / "review.yml").write_text(REVIEW, encoding="utf-8")
    assert did(desk, "review", id_, "--from", str(desk / "review.yml"))["state"] == "复盘"
    archived = did(desk, "archive", id_, "--tag", "密封圈", "--tag", "召回")
    assert (archived["state"], archived["tags"], archived["open"]) == ("入库", ["密封圈", "召回"], False)
    assert {line["by"] for line in archived["log"]} == {BY}
    assert [clock["limit_seconds"] for clock in archived["clocks"] if clock["name"] == "闭环"] == [3 * 86400]
    assert did(desk, "note", id_, "--note", "媒体来电")["state"] == "入库"
    assert did(desk, "correct", id_, "--note", "8 户应为 7 户")["state"] == "入库"
    assert did(desk, "reopen", id_, "--why", "出现新的受伤投诉")["state"] == "核实定性"


def test_closing_says_everything_that_is_lacking_at_once(desk: Path) -> None:
    id_ = opened(desk)
    did(desk, "loop", id_, "--who", "用户甲", "--problem", "地板泡坏", "--note", "已联系")
    before = (desk / "incidents" / f"{id_}.yml").read_bytes()
    said = refused(desk, "close", id_)
    assert all(reason in said for reason in ("还没有定性", "还没有责任人", "还没有回应过", "“用户甲”的闭环记录"))
    assert (desk / "incidents" / f"{id_}.yml").read_bytes() == before
    note = "未核实：联系不上；未回应：来电即挂断；用户甲：失联"
    did(desk, "assign", id_, "售后部")
    assert did(desk, "close", id_, "--note", note)["state"] == "闭环"
    assert "根因" in refused(desk, "archive", id_)
    assert "经验或不足" in refused(desk, "archive", id_)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("grade", "红"), "人工评级要写明理由"),
        (("reply",), "没有写回应了什么"),
        (("reply", "--kind", "通稿", "--note", "x"), "--kind 只能是 首次回应"),
        (("progress",), "没有写进展"),
        (("act",), "没有写采取了什么手段"),
        (("act", "--means", "删帖"), "采风不删帖"),
        (("act", "--means", "发通稿"), "只能是 发布说明"),
        (("step",), "没有写是预案的哪一步"),
        (("loop", "--who", "用户甲", "--closed", "--note", "x"), "没有写处理方案"),
        (("log", "闭环"), "有自己的命令"),
        (("log", "删帖"), "采风不删帖"),
        (("pause",), "暂停计时要写明理由"),
        (("resume",), "并没有暂停"),
        (("review",), "还没有闭环"),
        (("archive",), "还没有闭环"),
        (("reopen",), "重启要写明理由"),
        (("false-alarm",), "误报要写明为什么不是"),
        (("note",), "备注是空的"),
        (("correct",), "没有写更正哪一行"),
        (("link",), "link 须写 --story 或 --parent"),
        (("link", "--story", "x"), "S-20261120-01"),
        (("link", "--story", "S-20261119-99"), "没有事件 S-20261119-99"),
        (("link", "--parent", "INC-2026-0099"), "没有上级案件 INC-2026-0099"),
        (("link", "--parent", "INC-2026-0001"), "案件不能属于自己"),
        (("assign", "售后部", "--limit", "闭环"), "名称=时长"),
        (("assign", "售后部", "--limit", "闭坏=3d"), "没有叫“闭坏”的时限"),
        (("ack", "--at", "2126-01-01 08:00"), "还没有到"),
        (("ack", "--at", "昨天"), "无法辨认"),
        (("ack", "--at", "9999-12-31T23:00:00Z"), "无法辨认"),
        (("ack", "--at", "0001-01-01T00:00:00Z"), "无法辨认"),
    ],
)
def test_what_may_not_stand_in_the_log_is_refused_with_its_reason(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    desk = desk_folder(tmp_path)
    year = datetime.now(UTC).astimezone().year
    id_ = opened(desk)
    before = (desk / "incidents" / f"{id_}.yml").read_bytes()
    verb, *rest = (word.replace("INC-2026-0001", f"INC-{year}-0001") for word in words)
    assert why in refused(desk, verb, id_, *rest)
    assert (desk / "incidents" / f"{id_}.yml").read_bytes() == before


def test_opening_needs_a_title_and_a_note_and_a_missed_one_is_counted(desk: Path) -> None:
    assert "没有写说明" in refused(desk, "open", "--title", "漏水")
    missed = did(desk, "open", "--title", "漏水", "--note", "记者来电", "--missed", "--owner", "售后部")
    assert [line["did"] for line in missed["log"]] == ["发现", "漏报"]
    child = did(desk, "open", "--title", "另一处", "--note", "来电", "--parent", missed["id"])
    assert child["parent"] == missed["id"]
    assert "不能互为上级" in refused(desk, "link", missed["id"], "--parent", child["id"])
    assert did(desk, "false-alarm", child["id"], "--why", "同名的另一家公司")["state"] == "闭环"


def test_who_acts_is_said_or_set_or_known_to_git(desk: Path) -> None:
    id_ = opened(desk)
    subprocess.run(["git", "init", "--quiet", desk], check=True)
    subprocess.run(["git", "-C", desk, "config", "user.name", "柳知遥"], check=True)
    assert typed(desk, "note", id_, "--note", "一", "--by", " 顾砚秋 ", CAIFENG_BY="值班员").exit_code == 0
    assert typed(desk, "note", id_, "--note", "二", CAIFENG_BY="值班员").exit_code == 0
    assert typed(desk, "note", id_, "--note", "三", CAIFENG_BY="").exit_code == 0
    log = json.loads(typed(desk, "show", id_, "--json").stdout)["log"]
    assert [line["by"] for line in log[-3:]] == ["顾砚秋", "值班员", "柳知遥"]


@pytest.mark.parametrize("search", ["", "/nowhere"])
def test_nobody_acts_without_a_name_with_git_or_without(desk: Path, search: str) -> None:
    nobody = {"CAIFENG_BY": "", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    path = {"PATH": search} if search else {}
    result = typed(desk, "open", "--title", "漏水", "--note", "来电", **nobody, **path)
    assert isinstance(result.exception, UsageError)
    assert "不知道是谁做的" in str(result.exception)


def test_past_times_are_taken_in_the_desks_zone(desk: Path) -> None:
    id_ = opened(desk)
    done = did(desk, "reply", id_, "--note", "电话致歉", "--at", "2026-01-05 09:30")
    assert done["log"][-1]["at"] == "2026-01-05T01:30:00+00:00"


def test_json_has_the_same_keys_for_every_verb(desk: Path) -> None:
    id_ = opened(desk)
    keys = ["id", "title", "level", "machine_level", "type", "state", "open", "owner", "override", "stories",
            "parent", "tags", "opened_at", "clocks", "log", "loop", "review", "problems"]  # fmt: skip
    assert list(did(desk, "ack", id_.lower())) == keys
    assert list(json.loads(typed(desk, "show", id_, "--json").stdout)) == keys
    (listed,) = json.loads(typed(desk, "list", "--json").stdout)
    assert list(listed) == keys
    assert list(listed["log"][0]) == ["at", "by", "did", "note", "side", "means", "to", "evidence"]
    assert list(listed["clocks"][0]) == ["name", "state", "due_at", "started_at", "stopped_at", "limit_seconds", "norm"]


def test_the_list_shows_what_is_late_first_and_closed_ones_last(desk: Path) -> None:
    first, second, third = opened(desk, "甲"), opened(desk, "乙"), opened(desk, "丙")
    did(desk, "false-alarm", first, "--why", "不是我们")
    did(desk, "grade", third, "橙", "--why", "有人受伤")
    assert [one["id"] for one in json.loads(typed(desk, "list", "--json").stdout)] == [third, second, first]
    assert [one["id"] for one in json.loads(typed(desk, "list", "--open", "--json").stdout)] == [third, second]
    table = typed(desk, "list", "--open").stdout
    assert third in table
    assert first not in table


def test_showing_gives_clocks_records_and_log_and_no_markup_is_read(desk: Path) -> None:
    id_ = opened(desk, "漏水[red]\x1b[31m")
    did(desk, "loop", id_, "--who", "用户甲", "--plan", "换新机", "--note", "已联系")
    shown = typed(desk, "show", id_).stdout
    did(desk, "grade", id_, "橙", "--why", "有人受伤")
    assert "人工评级 橙（售后部 黎航：有人受伤），机器评 蓝" in typed(desk, "show", id_).stdout
    assert all(part in shown for part in ("到责任人：计时中", "闭环 用户甲：换新机", "发现 门店来电"))
    assert "\x1b" not in shown
    assert "没有案件 INC-1999-0001" in refused_show(desk)


def refused_show(desk: Path) -> str:
    return str(typed(desk, "show", "inc-1999-0001").exception)


def test_lines_taken_out_by_hand_come_back_and_an_unreadable_file_is_not_written(desk: Path) -> None:
    id_ = opened(desk)
    did(desk, "note", id_, "--note", "要紧的一行")
    path = desk / "incidents" / f"{id_}.yml"
    whole = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line for line in whole.split("\n") if "要紧" not in line), encoding="utf-8")
    assert "log 少了" in refused(desk, "ack", id_)
    assert typed(desk, "restore", id_).stdout.strip() == f"{id_}：找回 1 行。"
    assert "要紧的一行" in path.read_text(encoding="utf-8")
    assert typed(desk, "restore", id_).stdout.strip() == f"{id_}：经过没有缺行。"
    path.unlink()
    assert json.loads(typed(desk, "restore", id_, "--json").stdout) == {"incident": id_, "restored": 2}
    path.write_text("title: [", encoding="utf-8")
    assert "先改好再记" in refused(desk, "ack", id_)
    assert path.read_text(encoding="utf-8") == "title: ["


def test_a_review_file_is_refused_with_every_line_and_mend(desk: Path) -> None:
    id_ = opened(desk)
    did(desk, "false-alarm", id_, "--why", "不是我们")
    path = desk / "review.yml"
    path.write_text(
        "causes:\n  - {what: 密封圈}\nrectify:\n  - {what: 换, owner: 采购部, due: 12月}\nwel: [x]\n", encoding="utf-8"
    )
    result = typed(desk, "review", id_, "--from", str(path), "--by", BY)
    assert isinstance(result.exception, ConfigError)
    assert [(problem.line, problem.path) for problem in result.exception.problems] == [
        (2, "causes[0]"), (4, "rectify[0].due"), (5, "wel")]  # fmt: skip
    assert "是不是 well？" in str(result.exception)
    for text in ("", "review:\n", "a: &x [*x]", "causes: 一句话"):
        path.write_text(text, encoding="utf-8")
        assert "review.yml" in refused(desk, "review", id_, "--from", str(path))
    path.write_text("review:\n  improve: [复核同名公司]\n", encoding="utf-8")
    assert did(desk, "review", id_, "--from", str(path))["state"] == "复盘"


def test_acts_are_on_record_in_order_however_late_they_are_written(desk: Path) -> None:
    id_ = opened(desk)
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
    done = did(desk, "ack", id_, "--at", hour_ago)
    assert done["state"] == "核实定性"
    assert next(clock for clock in done["clocks"] if clock["name"] == "到责任人")["state"] == "按时完成"


def test_every_verb_has_help_and_an_example_here_and_in_the_documents() -> None:
    page = (Path(__file__).parents[1] / "docs" / "incidents.md").read_text(encoding="utf-8")
    verbs = typer.main.get_command(incident_app).commands  # type: ignore[attr-defined]
    assert all(verb.help and verb.epilog.startswith("例：") for verb in verbs.values())
    assert sorted(name for name in verbs if f"caifeng incident {name} " not in page) == []
