"""YAML that people write is read without YAML's surprises; what would surprise is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.errors import ConfigError, Problem
from caifeng.strictyaml import MAX_CHARACTERS, MAX_DEPTH, parse, show_path


def refused(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        parse(text, "c.yml")
    return caught.value.problems


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "yes",
        "on",
        "1.10",
        "12:30",
        "12:30:45",
        "0o17",
        "010",
        "1e3",
        "2026-11-20",
        "0x1F",
        ".5",
        "+1",
        "=",
        "1_0",
    ],
)
def test_a_scalar_stays_the_text_that_stands_there(written: str) -> None:
    assert parse(f"a: {written}\n", "c.yml").data == {"a": written}


@pytest.mark.parametrize("key", ["on", "yes", "12:30", "1.10", "~"])
def test_a_key_stays_text_too(key: str) -> None:
    assert parse(f"{key}: a\n", "c.yml").data == {key: "a"}


@pytest.mark.parametrize("written", ["", "~", "null", "NULL"])
def test_nothing_is_none_but_quoted_is_text(written: str) -> None:
    assert parse(f"a: {written}\nb: '{written}'\n", "c.yml").data == {"a": None, "b": written}


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert parse("# 只有注释\n", "c.yml").data == {}


def test_a_duplicate_key_is_refused_and_both_lines_are_named() -> None:
    (problem,) = refused("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")
    assert (problem.line, problem.path) == (5, "b.c")
    assert "第 3 行" in problem.message


def test_all_traps_are_named_at_once() -> None:
    problems = refused("a: &x 1\nb: !!python/object/apply:os.system [ls]\nc: *x\nd: !secret y\n")
    assert [problem.line for problem in problems] == [1, 2, 3, 4]


def test_an_alias_bomb_costs_nothing() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert all("锚点" in problem.message for problem in refused("\n".join(rows)))


def test_a_second_document_is_refused() -> None:
    (problem,) = refused("a: 1\n---\nb: 2\n")
    assert (problem.line, "一份" in problem.message) == (2, True)


def test_deep_nesting_is_refused_before_it_is_built() -> None:
    assert "嵌套" in refused("[" * 100_000)[0].message
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "c.yml").data is not None


def test_a_huge_file_is_refused_unread() -> None:
    assert str(MAX_CHARACTERS) in refused("#" * (MAX_CHARACTERS + 1))[0].message


def test_conflict_markers_are_called_by_their_name_at_their_line() -> None:
    (problem,) = refused("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n")
    assert problem.line == 2
    assert "合并冲突" in problem.message
    assert problem.mend


def test_a_key_that_is_no_word_is_refused() -> None:
    assert refused("? [a, b]\n: c\n")[0].line == 1


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\ud800", "\\x7f"])
def test_characters_that_nothing_downstream_can_hold_are_refused(escape: str) -> None:
    assert "字符" in refused(f'a: 1\nb: "{escape}"\n')[0].message
    assert refused(f'"{escape}": 1\n')[0].line == 1


@pytest.mark.parametrize("text", ['a: "\\UFFFFFFFF"', "%YAML 1." + "9" * 5000 + "\n---\na: 1", "\x00", "a: \ud800"])
def test_what_the_yaml_library_stumbles_over_is_a_problem_not_a_traceback(text: str) -> None:
    assert refused(text)


def test_a_problem_is_shown_at_the_line_of_its_nearest_known_parent() -> None:
    document = parse("a:\n  - b: 1\n", "c.yml")
    assert document.line(("a", 0, "b")) == 2
    assert document.line(("a", 0, "missing", 7)) == 2
    assert str(document.problem(("a", 0, "b"), "不对", "改")) == "c.yml:2 a[0].b：不对 → 改"
    assert show_path(()) == ""


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_as_a_whole(text: str) -> None:
    try:
        parse(text, "c.yml")
    except ConfigError as error:
        assert error.problems


@given(st.text(alphabet="ab:-[]{}&*!%?|>'\"\\#\n \t,~0UuxN", max_size=80))
def test_any_mixture_of_yaml_marks_is_read_or_refused(text: str) -> None:
    try:
        parse(text, "c.yml")
    except ConfigError as error:
        assert error.problems


words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(st.dictionaries(words, st.lists(words, max_size=4), max_size=5))
def test_quoted_text_comes_back_as_it_was(data: dict[str, list[str]]) -> None:
    def quote(word: str) -> str:
        return "'" + word.replace("'", "''") + "'"

    text = "".join(f"{quote(key)}: [{', '.join(map(quote, values))}]\n" for key, values in data.items())
    assert parse(text, "c.yml").data == data
