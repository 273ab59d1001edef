"""公开页: an index, a page a case, a feed. It is given public nouns only, so nothing internal can reach it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caifeng.models.public import FaceRules, PublicCase, PublicState, PublicWord
from caifeng.resources import resource
from publish import escape
from publish.site.feed import Entry, Feed, feed_files
from publish.site.plan import SiteFile

_NEWEST = 30  # words in the feed
_CORRECTION = "更正"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceContext:
    """What templates/face/*.html.j2 are given.

    rules: the face's own settings
    cases: every public case, those that go on first, then by their last word, newest first
    case: the one shown; None on the index
    words: its statements, the newest first
    root: way to the face's root
    """

    rules: FaceRules
    cases: tuple[PublicCase, ...]
    case: PublicCase | None
    words: tuple[PublicWord, ...]
    root: str


def face_files(rules: FaceRules, cases: Sequence[PublicCase], zone: str) -> tuple[SiteFile, ...]:
    """Every file of the face; the same cases in any order give the same bytes. ``zone`` is in which times are told.

    Where several cases have one name, the page of that name tells them all.
    """
    ordered = tuple(sorted(cases, key=_order))
    pages = [_page("index.html", "face/index.html.j2", _context(rules, ordered, None, ""), zone)]
    for name, same in groupby(sorted(ordered, key=lambda case: case.name), key=lambda case: case.name):
        case = _merged(tuple(same))
        pages.append(_page(f"{name}/index.html", "face/case.html.j2", _context(rules, ordered, case, "../"), zone))
    style = SiteFile(path="face.css", content=resource("templates/face/face.css").read_bytes())
    return (*pages, style, *feed_files(_feed(rules, ordered)))


def _context(rules: FaceRules, cases: tuple[PublicCase, ...], case: PublicCase | None, root: str) -> FaceContext:
    words = tuple(sorted(case.words, key=lambda word: word.at, reverse=True)) if case else ()
    return FaceContext(rules=rules, cases=cases, case=case, words=words, root=root)


def _merged(same: tuple[PublicCase, ...]) -> PublicCase:
    first = same[0]
    words = tuple(word for case in same for word in case.words)
    return PublicCase(
        name=first.name, title=first.title, since=first.since, state=first.state, summary=first.summary, words=words
    )


def _order(case: PublicCase) -> tuple[bool, float, str, str]:
    last = max((word.at.timestamp() for word in case.words), default=0.0)
    return case.state is PublicState.CLOSED, -last, case.name, case.title


def _page(path: str, template: str, context: FaceContext, zone: str) -> SiteFile:
    fields = {name: getattr(context, name) for name in FaceContext.__dataclass_fields__}
    return SiteFile(path=path, content=_environment(zone).get_template(template).render(fields).encode())


@lru_cache(maxsize=4)
def _environment(zone: str) -> Environment:
    found = Environment(
        loader=FileSystemLoader(resource("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=lambda value: escape.plain(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    local = ZoneInfo(zone)
    found.filters["iso"] = lambda at: f"{at.astimezone(local):%Y-%m-%d %H:%M}"
    found.filters["link"] = escape.link
    found.tests["correction"] = lambda word: word.what == _CORRECTION
    return found


def _feed(rules: FaceRules, cases: Sequence[PublicCase]) -> Feed:
    told = sorted(((word, case) for case in cases for word in case.words), key=_newest)
    return Feed(
        path="feed",
        name="public",
        title=rules.name,
        desk=rules.name,
        author=rules.name,
        rights="",
        base_url=rules.base_url,
        entries=tuple(_entry(word, case) for word, case in told[:_NEWEST]),
        empty_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
    )


def _newest(pair: tuple[PublicWord, PublicCase]) -> tuple[float, str, str]:
    word, case = pair
    return -word.at.timestamp(), case.name, word.text


def _entry(word: PublicWord, case: PublicCase) -> Entry:
    return Entry(
        name=f"{case.name}/{word.at:%Y%m%dT%H%M%S}",
        since=case.since,
        title=f"{word.what}：{case.title}",
        way=f"{case.name}/",
        published=word.at,
        updated=word.at,
        summary=word.text,
        tag=case.state.value,
        tag_title=case.state.value,
    )
