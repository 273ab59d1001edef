"""The fictional sources, served on loopback as they stood at a moment of the recorded week."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree as ET

from caifeng.demo.world import Piece, World

KEPT = timedelta(days=30)  # how far back a feed reaches
DEAD_FROM = "2026-11-17"  # 城东晚报 answers with an error from this day on
_RSS = {
    "lcrb": "澜川日报", "lcfb": "澜川发布", "bbs": "澜川论坛", "jdzs": "家电之声",
    "gyrb": "港屿日報", "cdwb": "城东晚报", "ljf": "老街坊网", "nysb": "南屿時報",
}  # fmt: skip
_PAGES = {"ljzx": "岚江在线", "scjg": "澜川市市场监管局通报"}
_JSON = {"hys": "环宇社", "kuailan": "快览客户端"}
_SLUGS = {name: slug for slug, name in (_RSS | _PAGES | _JSON | {"ljrb": "岚江日报"}).items()}


class DemoSources:
    """The server; set ``now`` (aware) to move the world."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now

    def respond(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body of a path; 404 for what the world does not have."""
        slug, _, rest = path.strip("/").partition("/")
        if slug == "robots.txt":
            return 200, "text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n"
        if slug == "cdwb" and f"{self.now:%Y-%m-%d}" >= DEAD_FROM:
            return 500, "text/html; charset=utf-8", b"<h1>Internal Server Error</h1>"
        if slug in _RSS:
            return self._rss(slug)
        if slug == "ljrb":
            return 200, "application/atom+xml; charset=utf-8", self._atom("岚江日报")
        if slug in _JSON:
            return 200, "application/feed+json; charset=utf-8", self._json_feed(_JSON[slug])
        if slug == "weilan":
            return 200, "application/json; charset=utf-8", self._board()
        if slug in _PAGES:
            return self._page(_PAGES[slug], rest)
        return 404, "text/plain; charset=utf-8", b"not found"

    def _recent(self, name: str) -> list[Piece]:
        return [piece for piece in self.world.published(name, self.now) if piece.at > self.now - KEPT]

    def _rss(self, slug: str) -> tuple[int, str, bytes]:
        root = ET.Element("rss", version="2.0")
        channel = ET.SubElement(root, "channel")
        for tag, text in (("title", _RSS[slug]), ("link", link(slug, "")), ("description", _RSS[slug])):
            ET.SubElement(channel, tag).text = text
        for piece in self._recent(_RSS[slug]):
            item = ET.SubElement(channel, "item")
            for tag, text in (
                ("title", piece.title),
                ("link", link(slug, piece.id)),
                ("guid", link(slug, piece.id)),
                ("pubDate", format_datetime(piece.at)),
                ("author", piece.author),
                ("description", _body(piece)),
            ):
                ET.SubElement(item, tag).text = text
        if slug == "ljf":  # an old community site: GBK bytes that call themselves UTF-8
            text = ET.tostring(root, encoding="unicode")
            return 200, "text/xml; charset=utf-8", f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode("gb18030")
        return 200, "application/rss+xml; charset=utf-8", ET.tostring(root, "utf-8", xml_declaration=True)

    def _atom(self, name: str) -> bytes:
        space = "{http://www.w3.org/2005/Atom}"
        root = ET.Element(f"{space}feed")
        ET.SubElement(root, f"{space}title").text = name
        for piece in self._recent(name):
            entry = ET.SubElement(root, f"{space}entry")
            ET.SubElement(entry, f"{space}title").text = piece.title
            ET.SubElement(entry, f"{space}id").text = link(_SLUGS[name], piece.id)
            ET.SubElement(entry, f"{space}link", href=link(_SLUGS[name], piece.id))
            ET.SubElement(entry, f"{space}published").text = piece.at.isoformat()
            ET.SubElement(entry, f"{space}updated").text = piece.at.isoformat()
            ET.SubElement(entry, f"{space}content", type="html").text = _body(piece)
        return bytes(ET.tostring(root, "utf-8", xml_declaration=True))

    def _json_feed(self, name: str) -> bytes:
        items = [
            {
                "id": link(_SLUGS[name], piece.id),
                "url": link(_SLUGS[name], piece.id),
                "title": piece.title,
                "content_html": _body(piece),
                "date_published": piece.at.isoformat(),
                "authors": [{"name": piece.author}] if piece.author else [],
            }
            for piece in self._recent(name)
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": name, "items": items}
        return json.dumps(feed, ensure_ascii=False).encode()

    def _board(self) -> bytes:
        rows = [
            {"word": entry.title, "link": link("weilan", entry.id), "hot": heat, "rank": rank}
            for entry, rank, heat in self.world.board_at(self.now)
        ]
        return json.dumps({"ok": 1, "data": {"list": rows}}, ensure_ascii=False).encode()

    def _page(self, name: str, rest: str) -> tuple[int, str, bytes]:
        slug = _SLUGS[name]
        if rest in ("", "tzgg"):
            rows = "".join(
                f'<li><a href="/{slug}/{piece.id}.html">{escape(piece.title)}</a> <i>{piece.at:%Y-%m-%d}</i></li>'
                for piece in self._recent(name)
            )
            return 200, "text/html; charset=utf-8", _html(name, f'<ul class="news">{rows}</ul>')
        piece = next((one for one in self.world.published(name, self.now) if rest == f"{one.id}.html"), None)
        if piece is None:
            return 404, "text/html; charset=utf-8", _html("没有这一页", "")
        source = f" 来源：{escape(piece.credit)}" if piece.credit else ""
        article = (
            f"<article><h1>{escape(piece.title)}</h1>"
            f'<p class="info"><time datetime="{piece.at.isoformat()}">{piece.at:%Y-%m-%d %H:%M}</time>{source}</p>'
            f"{_paragraphs(piece.text)}</article>"
        )
        return 200, "text/html; charset=utf-8", _html(piece.title, article, piece.at.isoformat())


def link(slug: str, id: str) -> str:  # noqa: A002
    """The address a fictional piece claims for itself; .example can never be reached (RFC 2606)."""
    return f"https://{slug}.example/{id}"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _body(piece: Piece) -> str:
    return _paragraphs(piece.text) + (f"<p>来源：{escape(piece.credit)}</p>" if piece.credit else "")


def _html(title: str, body: str, published: str = "") -> bytes:
    meta = f'<meta property="article:published_time" content="{published}">' if published else ""
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>{meta}</head>'
        f"<body><header><nav><a href='/'>首页</a></nav></header>{body}<footer>示例站点</footer></body></html>"
    ).encode()


@contextmanager
def serve(respond: Callable[[str], tuple[int, str, bytes]], port: int) -> Iterator[int]:
    """Serve ``respond`` on 127.0.0.1 while the block runs; gives the port (another one when ``port`` is taken)."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: apart, each answer waits 40 ms for a delayed ACK

        def do_GET(self) -> None:
            status, kind, body = respond(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name http.server asks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet: the demo tells its own story."""

    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
