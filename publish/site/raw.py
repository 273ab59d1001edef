"""HTML of our templates goes past Markdown, which would read it for a tenth of a second a page only to repeat it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from caifeng.errors import PublishError
from publish.site.partial import output

_PAGE = re.compile(r"(\s*---\n.*?\n---\n\s*)(<div class=\"cf-.*>)\s*", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)\b[^<>]*?(/?)>|<!--.*?-->", re.DOTALL)
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "col", "source"})
_LEAST = 200  # characters that are worth the trouble


def set_apart(docs: Path) -> Mapping[str, Sequence[str]]:
    """Put a stand-in for every stretch of whole HTML elements into the sources; gives the stretches by page."""
    bodies = {}
    for path in sorted(docs.rglob("*.md")):
        found = _PAGE.fullmatch(path.read_text(encoding="utf-8"))
        stretches = list(_stretches(found[2])) if found and "markdown=" not in found[2] else []
        if found is None or not stretches:
            continue
        bodies[path.relative_to(docs).as_posix()] = [found[2][start:end] for start, end in stretches]
        text, at = found[1], 0
        for number, (start, end) in enumerate(stretches):
            text += found[2][at:start] + _standin(number, found[2][start:end])
            at = end
        path.write_text(f"{text}{found[2][at:]}\n", encoding="utf-8", newline="")
    return bodies


def put_back(site: Path, bodies: Mapping[str, Sequence[str]]) -> None:
    """Put the stretches into the built pages. Raises PublishError for a page that has no place for one."""
    for page, stretches in bodies.items():
        path = site / output(page)
        html = path.read_text(encoding="utf-8")
        for number, stretch in enumerate(stretches):
            before, standin, after = html.partition(_standin(number, stretch))
            if not standin:
                raise PublishError(f"页面 {page} 里没有放第 {number + 1} 段正文的地方，未发布。")
            html = f"{before}{stretch}{after}"
        path.write_text(html, encoding="utf-8", newline="")


def _standin(number: int, stretch: str) -> str:
    """A block that Markdown repeats; a heading where the stretch has one, so that the theme adds none."""
    name = "h1" if "<h1" in stretch else "div"
    return f"<{name}>caifeng-body-{number}-</{name}>"


def _stretches(body: str) -> Iterator[tuple[int, int]]:
    """Where elements follow one another at the top, with nothing but white space between them; none if one is open."""
    depth = start = end = 0
    found = []
    for tag in _TAG.finditer(body):
        if depth == 0 and body[end : tag.start()].strip():
            found.append((start, end))
            start = tag.start()
        end = tag.end()
        if tag[2] and not tag[3] and tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
    found.append((start, end))
    if depth == 0:
        yield from ((first, last) for first, last in found if last - first >= _LEAST)
