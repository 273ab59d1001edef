"""Built pages may run the theme's scripts and nothing else, and load nothing from anywhere else.

A static host sets no headers, so the Content Security Policy stands in each page. A hash is given only to an inline
script that is written in the theme: a script from anywhere else stops the publishing instead of being allowed by us.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from caifeng.errors import PublishError

# 'unsafe-inline' styles: Plotly writes <style> elements, and Material style attributes. Images as data: are Material's.
_POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
_HEAD = re.compile(r"<head(?:\s[^>]*)?>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)
_FORMER = re.compile(r"(?:^|/)r[0-9]+/")  # of a revision that was replaced: searches find the one that counts
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})  # never run
_HANDLER = re.compile(r"[\s/\"']on[a-z]+\s*=", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
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


def harden(folder: Path, theme: tuple[Path, ...], also: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Write the policy into every HTML file below ``folder`` and give the hashes of inline scripts that it allows.

    ``theme`` are the folders whose templates' inline scripts are trusted, ``also`` hashes that pages which were built
    before have. Raises PublishError for a page with any other inline script, an event handler attribute or a
    ``javascript:`` address.
    """
    trusted = _theme_scripts(theme)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    hashes = set(also)
    for path, html in pages.items():
        hashes |= _script_hashes(html, trusted, path.relative_to(folder).as_posix())
    # Every page gets every hash: with instant navigation a page runs the next one's scripts under its own policy.
    policy = _POLICY.format(hashes="".join(f" '{value}'" for value in sorted(hashes)))
    for path, html in pages.items():
        is_former = _FORMER.search(path.relative_to(folder).as_posix()) is not None
        path.write_text(_with_policy(html, policy, path.name, is_former), encoding="utf-8", newline="")
    return tuple(sorted(hashes))


def outside_requests(folder: Path) -> tuple[str, ...]:
    """What the pages and style sheets below ``folder`` would load from other hosts, as "file: address"."""
    found = [
        f"{path.relative_to(folder).as_posix()}: {address}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".css", ".svg"}
        for address in _outside(path)
    ]
    return tuple(found)


def _script_hashes(html: str, trusted: tuple[re.Pattern[str], ...], name: str) -> set[str]:
    tree = LexborHTMLParser(html)
    if handler := _foreign_attribute(tree, html):
        raise PublishError(f"页面 {name} 里有会执行脚本的属性 {handler}，未发布；请检查产生它的模板或来源文字的转义。")
    hashes = set()
    for node in tree.css("script:not([src])"):
        text = node.text()
        if (node.attributes.get("type") or "").strip().lower() in _DATA_TYPES:
            continue
        if not any(pattern.fullmatch(text) for pattern in trusted):
            raise PublishError(f"页面 {name} 里有不属于主题的内联脚本，未发布：{text.strip()[:60]!r}")
        hashes.add(f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}")
    return hashes


def _foreign_attribute(tree: LexborHTMLParser, html: str) -> str:
    """Name and value of the first attribute that would run code, or ""."""
    if _HANDLER.search(html):  # names of attributes cannot be written as entities, so this search misses none
        for node in tree.css("*"):
            if names := sorted(name for name in node.attributes if name.startswith("on")):
                return f"{names[0]}={(node.attributes[names[0]] or '')[:40]!r}"
    for node in tree.css("[href], [src], [action], [formaction], [data], [srcdoc], [xlink\\:href]"):
        for name, value in node.attributes.items():
            if name == "srcdoc" or _SCRIPT_ADDRESS.match(_NEGLECTED.sub("", value or "")):
                return f"{name}={(value or '')[:40]!r}"
    return ""


def _theme_scripts(theme: tuple[Path, ...]) -> tuple[re.Pattern[str], ...]:
    """Inline scripts as the templates have them; an expression may have become an address or a name, no code."""
    scripts = {
        script
        for folder in theme
        for path in folder.rglob("*.html")
        for script in _INLINE.findall(path.read_text(encoding="utf-8"))
    }
    return tuple(
        re.compile(r"[\w./:%-]*".join(re.escape(part) for part in _PLACEHOLDER.split(script)))
        for script in sorted(scripts)
    )


def _with_policy(html: str, policy: str, name: str, is_former: bool) -> str:
    head = _HEAD.search(html)
    if head is None:
        raise PublishError(f"页面 {name} 没有 <head>，无法写入安全策略，未发布。")
    added = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="referrer" content="no-referrer">'
    )
    if is_former:
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
