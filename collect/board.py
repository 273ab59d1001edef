"""A board (hot list) → its entries in rank order. The list is found by JMESPath, and so is each field."""

import jmespath

from caifeng.models import Engagement, FailureKind
from collect.clean import clean_line, html_to_line, html_to_text
from collect.counts import count_of, heat_of
from collect.decode import decode
from collect.entry import Entry, Job, Parsed, SourceError
from collect.identity import canonical_url
from collect.jsontext import read_json

FIELDS = (
    "title", "url", "text", "author", "published", "repost_of", "rank", "heat", "reads", "comments", "reposts", "likes",
)  # fmt: skip


def parse_board(job: Job, body: bytes) -> Parsed:
    """Entries with rank (their position unless a column states it) and heat.

    Raises SourceError: DECODE, FORMAT (no JSON, or a path that leads to no list), EMPTY.
    """
    decoded = decode(body, job.content_type)
    if decoded is None:
        raise SourceError(FailureKind.DECODE, job.address, "no plausible charset", "榜单的编码无法辨认，未采用")
    rows = _search(job, job.items_path or "@", read_json(job.address, decoded.text))
    if not isinstance(rows, list):
        message = f"榜单里“{job.items_path}”处没有列表，接口可能已改变"
        raise SourceError(FailureKind.FORMAT, job.address, f"{type(rows).__name__} instead of a list", message)
    entries = tuple(_entry(job, row, position) for position, row in enumerate(rows, 1))
    titled = tuple(entry for entry in entries if entry.title)
    if not titled:
        raise SourceError(FailureKind.EMPTY, job.address, f"{len(rows)} rows, none titled", "榜单里没有任何条目")
    left_out = len(entries) - len(titled)
    return Parsed(entries=titled, notice=f"榜单有 {left_out} 行没有标题" if left_out else "")


def _entry(job: Job, row: object, position: int) -> Entry:
    paths = {field: field for field in FIELDS} | dict(job.columns)

    def value(field: str) -> object:
        found: object = _search(job, paths[field], row) if isinstance(row, dict) else None
        return found if isinstance(found, str | int | float) and not isinstance(found, bool) else None

    def written(field: str) -> str:
        found = value(field)
        return "" if found is None else str(found)

    return Entry(
        title=clean_line(row) if isinstance(row, str) else html_to_line(written("title")),
        url=canonical_url(written("url"), job.address) if written("url") else "",
        text=html_to_text(written("text")),
        author=clean_line(written("author"), 60),
        published=clean_line(written("published"), 100),
        repost_of=canonical_url(written("repost_of"), job.address) if written("repost_of") else "",
        rank=count_of(value("rank")) or position,
        board_heat=heat_of(value("heat")),
        engagement=Engagement(
            reads=count_of(value("reads")), comments=count_of(value("comments")),
            reposts=count_of(value("reposts")), likes=count_of(value("likes")),
        ),
    )  # fmt: skip


def _search(job: Job, path: str, value: object) -> object:
    try:
        found: object = jmespath.search(path, value)
    except jmespath.exceptions.JMESPathError as error:
        message = f"榜单路径“{path}”不是有效的 JMESPath"
        raise SourceError(FailureKind.FORMAT, job.address, str(error)[:200], message) from error
    return found
