"""A desk whose sources give away personal data, and a look through everything that ever leaves it."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from tests.hostile import written

# What is given away → what of it would be the leak. None of it belongs to anybody.
CANARIES = {
    "身份证11010519491231002X": "11010519491231002X",
    "身份证１３０１０２１９８８０３０７１２３０": "130102198803071230",
    "旧身份证130503670401001": "130503670401001",
    "手机13912345678": "13912345678",
    "手机１５８１２３４５６７９": "15812345679",
    "电话+86 137-1234-5670": "13712345670",
    "电话136\u200b12345671": "13612345671",
    "电话1 3 5 1 2 3 4 5 6 7 2": "13512345672",
    "电话幺三三一二三四五六七三": "幺三三一二三四五六七三",
    "卡号6222021234567890128": "6222021234567890128",
    "卡号4111 1111 1111 1111": "4111111111111111",
    "邮箱lan.chuan@example.com": "lan.chuan@example.com",
    "邮箱wang AT example DOT net": "wang AT example DOT net",
    "家住澜川市清涧路88号3栋2单元501室": "88号3栋2单元501室",
    "业主电话0571-86543210": "0571-86543210",
    "护照E98765432": "E98765432",
    "车牌澜A字不算，京A98K76算": "京A98K76",
    "香港身份证A123456(3)": "A123456(3)",
    "台湾身分证A123456789": "A123456789",
}
LINKS = ("/u?phone=13812345674", "/u?mail=lan.chuan%40example.com", "/card/6222021234567890128.html")


def private_feed(seen: datetime) -> str:
    """An item for every canary: in its title, its text, its author and, of some, in its address."""
    items = []
    for at, said in enumerate(CANARIES):
        link = LINKS[at] if at < len(LINKS) else f"/{seen:%Y%m%d}/{at}.html"
        title = f"澜川净水机漏水烫伤住户，{said}"
        text = f"住户说净水机半夜漏水烫伤老人，请联系{said}，要求退款。门店回应：{said}。"
        items.append(
            f"<item><title>{escape(title)}</title><link>{escape(link)}</link><description>{escape(text)}</description>"
            f"<author>{escape(said)}</author><pubDate>{written(seen - timedelta(minutes=at))}</pubDate></item>"
        )
    channel = f"<channel><title>t</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}</rss>'


def leaks(folders: list[Path], secrets: list[str]) -> list[str]:
    """Where one of the secrets stands, however it is encoded, packed or split: "file: secret"."""
    keys = {secret: _key(secret) for secret in secrets}
    found = []
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            texts = [_key(text) for text in _texts(path)]
            found += [f"{path.name}: {secret}" for secret, key in keys.items() if any(key in text for text in texts)]
    return found


def _key(text: str) -> str:
    """Without anything that may split it or that markup may add."""
    return re.sub(r"[\s\u200b\-._/]", "", text).lower()


def _texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    if path.suffix == ".eml":
        message = message_from_bytes(data, policy=policy.default)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        data = "\n".join((*map(str, message.values()), *parts)).encode("utf-8", "replace")
    text = data.decode("utf-8", "replace")
    yield text
    yield unescape(text)
    yield re.sub(r"<[^>]*>", "", unescape(text))
    yield unquote(text)
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
