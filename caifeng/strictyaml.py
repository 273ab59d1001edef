"""YAML as people write it, without its traps: every scalar stays the text that stands there, with its line.

Refused, each with its line: duplicate keys, aliases and anchors (bombs), tags (``!!python/…``), several documents,
control characters and halves of characters, more than a million characters, nesting deeper than 40. ``NO``, ``1.10``
and ``12:30`` stay strings; who needs a number converts it where the type is known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from caifeng.errors import ConfigError, Problem

Value = str | None | list["Value"] | dict[str, "Value"]

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 40
_NULLS = ("", "~", "null", "Null", "NULL")
UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # they come by escapes: "\0", "\ud800"
_CONFLICT = re.compile("^(?:<{7}|>{7})(?: |$)", re.MULTILINE)  # as Git marks it
# PyYAML lets these through from escapes such as "\UFFFFFFFF" and from "%YAML 1.999…".
_FAULTS = (yaml.YAMLError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: ``data`` made of dict, list, str and None, and the line of every path."""

    file: str
    data: Value
    lines: dict[tuple[str | int, ...], int]

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of a path, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: tuple[str | int, ...], message: str, mend: str = "") -> Problem:
        """A Problem at that path."""
        return Problem(self.file, self.line(path), show_path(path), message, mend)


def show_path(path: tuple[str | int, ...]) -> str:
    """("topics", 0, "watch") as topics[0].watch."""
    shown = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return shown.removeprefix(".")


def parse(text: str, file: str) -> Document:
    """Read YAML text strictly. Raises ConfigError holding every trap found (or the first syntax error)."""
    if len(text) > MAX_CHARACTERS:
        raise ConfigError((Problem(file, 0, "", f"文件超过 {MAX_CHARACTERS} 个字符", "请拆分或删减"),))
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        mend = "请选定一边，删去 <<<<<<<、======= 和 >>>>>>> 这几行"
        raise ConfigError((Problem(file, line, "", "有未解决的 Git 合并冲突", mend),))
    problems = list(_traps(text, file))
    if problems:
        raise ConfigError(tuple(problems))
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except _FAULTS as error:
        raise ConfigError((_syntax(error, file),)) from error
    builder = _Builder(file)
    data = builder.build(root, ()) if root is not None else {}
    if builder.problems:
        raise ConfigError(tuple(builder.problems))
    return Document(file, data, builder.lines)


def _traps(text: str, file: str) -> Iterator[Problem]:
    """Anchors, aliases and explicit tags, found on the event stream before anything is expanded."""
    depth = documents = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = _line(event)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                yield Problem(file, line, "", f"嵌套超过 {MAX_DEPTH} 层", "请改成更平的写法")
                return
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                yield Problem(file, line, "", "不接受 YAML 锚点和别名（& 与 *）", "请把内容直接写出来，或给文字加引号")
            elif tag := getattr(event, "tag", None):
                yield Problem(file, line, "", f"不接受 YAML 标签 {tag}", "请删去以 ! 开头的标签")
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    yield Problem(file, line, "", "一个文件只能有一份 YAML 文档", "请删去多余的 ---")
    except _FAULTS as error:
        yield _syntax(error, file)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _syntax(error: Exception, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Problem(file, line, "", f"YAML 语法错误：{said}", "检查这一行及上一行的缩进、冒号后的空格和引号")


class _Builder:
    """Node graph → plain data, remembering lines and refusing duplicate keys."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, path: tuple[str | int, ...]) -> Value:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            self._refuse_unusable(str(node.value), node, path)
            return None if node.style is None and node.value in _NULLS else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: tuple[str | int, ...]) -> Value:
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(self.file, line, show_path(path), "键必须是一个词", "请改成 键: 值"))
                continue
            key = str(key_node.value)
            self._refuse_unusable(key, key_node, path)
            if key in result:
                first = self.lines[(*path, key)]
                message = f"键 {key!r} 重复，第 {first} 行已经写过"
                self.problems.append(Problem(self.file, line, show_path((*path, key)), message, "请合并或删去一处"))
                continue
            self.lines[(*path, key)] = line
            result[key] = self.build(value_node, (*path, key))
        return result

    def _refuse_unusable(self, text: str, node: yaml.Node, path: tuple[str | int, ...]) -> None:
        if UNUSABLE.search(text):
            message, mend = "含有控制字符或不完整的字符", "请删去 \\0、\\ud800 这类转义"
            self.problems.append(Problem(self.file, node.start_mark.line + 1, show_path(path), message, mend))
