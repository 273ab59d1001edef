"""caifeng.yml becomes a Desk or a list of everything that is wrong with it, each with line, path and remedy."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from caifeng import config
from caifeng.errors import ConfigError, Problem
from caifeng.models import Channel, Desk, Level, SourceKind

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "lanchuan" / "caifeng.yml"
LEAST = """\
desk: 澜川电器
sources:
  - {name: 澜川日报, feed: "https://example.org/rss.xml"}
topics:
  - {name: 产品质量, watch: 净水机 AND 漏水}
"""


def desk(text: str) -> Desk:
    return config.read(text, "caifeng.yml").desk


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        config.read(text, "caifeng.yml")
    return caught.value.problems


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def test_five_lines_make_a_desk_with_sane_defaults() -> None:
    made = desk(LEAST)
    assert (made.name, made.zone.key, made.cutoff_hour) == ("澜川电器", "Asia/Shanghai", 8)
    assert (made.sources[0].kind, made.sources[0].tier) == (SourceKind.FEED, 4)
    assert made.fetch.floor == 0.5
    assert made.open_from is Level.YELLOW
    assert made.mail.host == ""
    assert made.publish.prepared_by == "澜川电器"
    assert {rule.name: rule.limit for rule in made.clocks}["首次回应"] == timedelta(minutes=30)


def test_the_example_is_read_whole() -> None:
    made = config.load(EXAMPLE).desk
    assert {source.kind for source in made.sources} == set(SourceKind)
    assert all(topic.owner in {person.name for person in made.people} for topic in made.topics if not topic.peer)
    assert {occasion.file for occasion in made.calendar} == {"", "calendar/2026.ics"}
    assert made.calendar_problems == ()


def test_every_mistake_is_named_at_once_with_its_line() -> None:
    text = """\
desk: 测试
timezone: 北京
sources:
  - {name: 甲, feed: rss.xml, chanel: 新闻}
  - {name: 乙, page: "https://example.org/"}
topics:
  - {name: 丙, watch: 词, gate: 紫, owner: 丁}
fetch: {timeout: 30, attempts: 9}
"""
    found = [(problem.line, problem.path) for problem in problems(text)]
    assert found == [
        (2, "timezone"),
        (4, "sources[0].feed"),
        (4, "sources[0].chanel"),
        (5, "sources[1]"),
        (7, "topics[0].gate"),
        (8, "fetch.timeout"),
        (8, "fetch.attempts"),
    ]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (LEAST + "topic: []\n", "topics"),
        (LEAST.replace("watch:", "wacth:"), "watch"),
        (LEAST + "fetch: {timeouts: 3s}\n", "timeout"),
        (LEAST + "people: {甲: {role: x}}\n", "roles"),
        (LEAST + "mail: {hosts: env:A, from: env:B, ledger_key: env:C}\n", "host"),
        (LEAST + "publish: {base_ulr: x}\n", "base_url"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(text: str, near: str) -> None:
    unknown = next(problem for problem in problems(text) if "未知的键" in problem.message)
    assert unknown.mend == f"是不是 {near}？"


def test_an_unknown_key_like_none_gets_the_list_of_keys() -> None:
    assert "open_from" in only(LEAST + "incidents: {zzz: 1}\n").mend


def test_missing_parts_are_named() -> None:
    assert [problem.message for problem in problems("")] == ["缺少 desk", "缺少 sources", "缺少 topics"]
    assert only("desk: a\nsources: []\ntopics: [{name: 甲, watch: 词}]\n").message == "至少要有一项"


def test_the_outermost_must_be_a_mapping() -> None:
    assert "键: 值" in only("- a\n- b\n").message


def test_words_that_yaml_would_change_stay_words() -> None:
    made = desk(LEAST.replace("净水机 AND 漏水", "NO") + "names: {1.10: [on, 12:30]}\n")
    assert made.topics[0].watch == "NO"
    assert made.names == (("1.10", ("on", "12:30")),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("30s", 30.0), ("15m", 900.0), ("4h", 14400.0), ("1d", 86400.0), ('" 2 m "', 120.0)],
)
def test_durations_have_a_unit(written: str, meant: float) -> None:
    assert desk(LEAST + f"fetch: {{timeout: {written}}}\n").fetch.timeout == meant


@pytest.mark.parametrize("written", ["30", "1.5h", "-3m", "{x}", "'{'", "soon", "99999999d"])
def test_other_durations_are_refused_with_an_example(written: str) -> None:
    assert "30s" in only(LEAST + f"fetch: {{timeout: '{written.strip(chr(39))}'}}\n").message


@pytest.mark.parametrize("zone", ["Asia", "../etc/passwd", "a" * 300, "Mars/Base", "''"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    assert "时区" in only(LEAST + f"timezone: {zone}\n").message


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "//example.org/",
        "javascript:alert(1)",
        "http://u:p@example.org/",
        "http://a b/",
        "http:\\\\x",
    ],
)
def test_an_address_is_absolute_http_without_credentials(address: str) -> None:
    assert "网址" in only(LEAST.replace("https://example.org/rss.xml", address.replace("\\", "\\\\"))).message


@pytest.mark.parametrize("glob", ["/etc/passwd", "../x.csv", "a/../../x", "~/x", "a\\\\b"])
def test_files_stay_below_the_desks_folder(glob: str) -> None:
    text = LEAST.replace('feed: "https://example.org/rss.xml"', f'file: "{glob}"')
    assert "相对路径" in only(text).message


def test_a_source_is_of_one_kind_only() -> None:
    text = LEAST.replace("name: 澜川日报", "name: 澜川日报, file: a.csv")
    assert "feed、file" in only(text).message


@pytest.mark.parametrize("field", ["host", "user", "password", "from", "ledger_key"])
def test_secrets_and_addresses_are_named_never_written(field: str) -> None:
    settings = {"host": "env:H", "user": "env:U", "password": "env:P", "from": "env:F", "ledger_key": "env:K"}
    settings[field] = "smtp.example.org"
    written = ", ".join(f"{key}: {value}" for key, value in settings.items())
    assert "环境变量" in only(LEAST + f"mail: {{{written}}}\n").message
    assert "环境变量" in only(LEAST + "people: {甲: {mail: boss@example.org}}\n").message


def test_names_that_lead_nowhere_are_refused_with_the_nearest() -> None:
    text = LEAST.replace("watch: ", "owner: 售后, watch: ") + "people: {售后部: {topics: [产品质星]}}\n"
    assert [problem.mend for problem in problems(text)] == ["是不是 售后部？", "是不是 产品质量？"]


def test_a_name_is_used_once() -> None:
    doubled = LEAST.replace("topics:", '  - {name: 澜川日报, feed: "https://example.org/2"}\ntopics:')
    assert (only(doubled).line, only(doubled).path) == (4, "sources[1].name")


def test_one_word_may_stand_for_a_list_of_one() -> None:
    assert desk(LEAST + "gate_words: 受伤\n").gate_words == ("受伤",)


@pytest.mark.parametrize("hour", ["8:30", "24:00", "8", "８:00x"])
def test_the_cutoff_is_a_full_hour(hour: str) -> None:
    assert "整点" in only(LEAST + f"cutoff: '{hour}'\n").message


def test_channels_are_chinese_words_of_a_closed_list() -> None:
    assert desk(LEAST.replace("name: 澜川日报", "name: 甲, channel: 论坛")).sources[0].channel is Channel.FORUM
    assert "新闻、报刊、政务" in only(LEAST.replace("name: 澜川日报", "name: 甲, channel: 报纸")).mend


def test_a_file_that_is_absent_or_of_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="找不到"):
        config.load(tmp_path / "caifeng.yml")
    (tmp_path / "caifeng.yml").write_bytes("desk: 澜川".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(tmp_path / "caifeng.yml")


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "caifeng.yml").write_text(LEAST, encoding="utf-8-sig")
    assert config.load(tmp_path / "caifeng.yml").desk.name == "澜川电器"


def as_editors_read(text: str) -> Any:
    """As an editor's YAML 1.2 server reads it."""
    read = YAML(typ="safe", pure=True).load(text)
    return json.loads(json.dumps(read, ensure_ascii=False, default=str))  # a date is text there


def test_the_json_schema_is_one_and_accepts_the_example() -> None:
    schema = json.loads(config.json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(as_editors_read(EXAMPLE.read_text(encoding="utf-8")), schema)
    jsonschema.validate(as_editors_read(LEAST), schema)


@pytest.mark.parametrize("extra", ["topic: []\n", "fetch: {floor: 2}\n", "publish: {branch: ../x}\n", "cutoff: 8\n"])
def test_the_json_schema_refuses_what_we_refuse(extra: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_editors_read(LEAST + extra), json.loads(config.json_schema()))
    assert problems(LEAST + extra)


keys = st.sampled_from(
    ["desk", "sources", "topics", "people", "fetch", "mail", "names", "clocks", "keep", "cutoff", "x"]
)
leaves = st.sampled_from(["", "a", "1", "{", "{x}", "env:A", "https://a.b/c", "蓝", "1e999", "nan", "\\0"]) | st.text(
    max_size=6
)
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | leaves, inner, max_size=4)
)


@given(st.dictionaries(keys, trees, max_size=6))
def test_any_tree_is_a_desk_or_a_list_of_problems(tree: dict[str, Any]) -> None:
    try:
        desk(json.dumps(tree))  # JSON is YAML
    except ConfigError as error:
        assert all(str(problem) for problem in error.problems)
