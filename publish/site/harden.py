"""Built pages may run the theme's script files and nothing else, and load nothing from anywhere else.

A static host sets no headers, so the Content Security Policy stands in each page. The theme writes no inline script;
one that stands in a page all the same came from elsewhere, and stops the publishing.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from caifeng.errors import PublishError

# 'unsafe-inline' styles: Plotly writes <style> elements, and Material style attributes. Images as data: are Material's.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
_HEAD = re.compile(r"<head(?:\s[^>]*)?>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)
_FORMER = re.compile(r"(?:^|/)r[0-9]+/")  # of a revision that was replaced: searches find the one that counts
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})  # never run
_HANDLER = re.compile(r"[\s/\"']on[a-z]+\s*=", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
_LEADING = frozenset({"href", "src", "action", "formaction", "data", "xlink:href"})  # a title may say the word
_NEGLECTED = re.compile(r"[\x00-\x20]")  # browsers read javascript: through these
_LOADING = {
    "src": "script[src], img[src], iframe[src], frame[src], embed[src], source[src], video[src], audio[src], "
    "track[src], input[src]",
    "srcset": "img[srcset], source[srcset]",
    "href": "link[href]:not([rel=canonical]):not([rel=alternate]):not([rel=prev]):not([rel=next]), base[href], "
    "script[href], image[href], use[href]",
    "data": "object[data]",
    "poster": "video[poster]",
    "action": "form[action]",
}
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}", re.IGNORECASE)
_OUTSIDE_CSS = re.compile(r"(?:url\(\s*|@import\s+)[\"']?((?:[a-z][a-z0-9+.-]*:)?//[^\"')\s]+)", re.IGNORECASE)


def harden(folder: Path) -> None:
    """Write the policy into every HTML file below ``folder``.

    Raises PublishError for a page with an inline script, an event handler attribute or a ``javascript:`` address.
    """
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        html = path.read_text(encoding="utf-8")
        _refuse_code(html, name)
        path.write_text(_with_policy(html, name), encoding="utf-8", newline="")


def outside_requests(folder: Path) -> tuple[str, ...]:
    """What the pages and style sheets below ``folder`` would load from other hosts, as "file: address"."""
    found = [
        f"{path.relative_to(folder).as_posix()}: {address}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".css", ".svg"}
        for address in _outside(path)
    ]
    return tuple(found)


def _refuse_code(html: str, name: str) -> None:
    tree = LexborHTMLParser(html)
    if handler := _foreign_attribute(tree, html):
        raise PublishError(f"页面 {name} 里有会执行脚本的属性 {handler}，未发布；请检查产生它的模板或来源文字的转义。")
    for node in tree.css("script:not([src])"):
        if (node.attributes.get("type") or "").strip().lower() not in _DATA_TYPES:
            text = node.text().strip()[:60]
            raise PublishError(f"页面 {name} 里有内联脚本，未发布：{text!r}；脚本应放在主题的文件里。")


def _foreign_attribute(tree: LexborHTMLParser, html: str) -> str:
    """Name and value of the first attribute that would run code, or ""."""
    if _HANDLER.search(html):  # names of attributes cannot be written as entities, so this search misses none
        for node in tree.css("*"):
            if names := sorted(name for name in node.attributes if name.startswith("on")):
                return f"{names[0]}={(node.attributes[names[0]] or '')[:40]!r}"
    for node in tree.css("[href], [src], [action], [formaction], [data], [srcdoc], [xlink\\:href]"):
        for name, value in node.attributes.items():
            if name == "srcdoc" or (name in _LEADING and _SCRIPT_ADDRESS.match(_NEGLECTED.sub("", value or ""))):
                return f"{name}={(value or '')[:40]!r}"
    return ""


def _with_policy(html: str, name: str) -> str:
    head = _HEAD.search(html)
    if head is None:
        raise PublishError(f"页面 {name} 没有 <head>，无法写入安全策略，未发布。")
    added = (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="referrer" content="no-referrer">'
    )
    if _FORMER.search(name):
        added += '<meta name="robots" content="noindex">'
    return html[: head.end()] + added + html[head.end() :]


def _outside(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        yield from _OUTSIDE_CSS.findall(text)
        return
    tree = LexborHTMLParser(text)
    for attribute, selector in _LOADING.items():
        for node in tree.css(selector):
            yield from _addresses(node, attribute)
    for node in tree.css("style, [style]"):
        yield from _OUTSIDE_CSS.findall(node.text() if node.tag == "style" else node.attributes["style"] or "")


def _addresses(node: LexborNode, attribute: str) -> Iterator[str]:
    value = node.attributes[attribute] or ""
    for address in value.split(",") if attribute == "srcset" else (value,):
        if _OUTSIDE.match(address):
            yield address.strip()
