"""A list page → addresses of its articles."""

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from caifeng.models import FailureKind
from collect.clean import clean_line
from collect.decode import decode
from collect.entry import Entry, Job, Parsed, SourceError
from collect.identity import canonical_url, is_same_site

MOST = 2_000  # links looked at


def parse_links(job: Job, body: bytes) -> Parsed:
    """Entries with address and link text only: same site, http(s), each once, in the order of the page.

    Raises SourceError: DECODE, FORMAT (the selector is no CSS), EMPTY (it selects nothing).
    """
    decoded = decode(body, job.content_type)
    if decoded is None:
        raise SourceError(FailureKind.DECODE, job.address, "no plausible charset", "列表页的编码无法辨认，未采用")
    page = LexborHTMLParser(decoded.text)
    try:
        nodes = page.css(job.list_selector)
    except SelectolaxError as error:
        message = f"列表选择器“{job.list_selector}”不是有效的 CSS 选择器"
        raise SourceError(FailureKind.FORMAT, job.address, str(error), message) from error
    base = page.css_first("base[href]")
    root = canonical_url((base.attributes.get("href") or "") if base else "", job.address) or job.address
    links: dict[str, Entry] = {}
    for node in nodes[:MOST]:
        entry = _link(node, root)
        links.setdefault(entry.url, entry)
    own = canonical_url(job.address)
    found = tuple(entry for url, entry in links.items() if url and url != own and is_same_site(url, own))
    if not found:
        message = f"列表页上“{job.list_selector}”没有选中任何本站链接，页面可能已改版"
        raise SourceError(FailureKind.EMPTY, job.address, f"{len(nodes)} nodes, no link", message)
    return Parsed(entries=found)


def _link(node: LexborNode, root: str) -> Entry:
    anchor = node if node.tag == "a" else node.css_first("a[href]")
    if anchor is None:
        return Entry()
    attributes = anchor.attributes
    title = attributes.get("title") or anchor.text()
    return Entry(url=canonical_url(attributes.get("href") or "", root), title=clean_line(title))
