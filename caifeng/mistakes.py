"""Say in Chinese what is wrong with a command line; the library that parses it speaks English."""

import re

import typer

# The library's class of every mistake on a command line; Typer exports only this child of it.
Mistake: type[Exception] = typer.BadParameter.__mro__[1]

_TOLD = (
    (r"No such command '(.+?)'", "没有“{0}”这个命令"),
    (r"No such option:? '?(-[^\s'.]+)", "没有 {0} 这个选项"),
    (r"Missing (?:argument|option|parameter):? '?(.+?)'?\.?$", "缺少 {0}"),
    (r"Invalid value for (.+?): (?:Value error, )?(.+?) is not one of (.+?)\.?$", "{0} 写成了 {1}，只能是 {2}"),
    (r"Invalid value for (.+?): (.+?)\.?$", "{0} 的值不对（{1}）"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", "多出来的内容：{0}"),
    (r"Option '?(.+?)'? requires an argument", "{0} 后面缺一个值"),
)


def mistake_told(error: Exception) -> str:
    """One Chinese clause about a mistake on the command line."""
    message = str(getattr(error, "format_message", error.__str__)())
    for pattern, told in _TOLD:
        if found := re.search(pattern, message):
            return told.format(*found.groups())
    return f"命令写得不对：{message}"
