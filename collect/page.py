"""A list page and the articles it leads to."""

from dataclasses import dataclass, field, replace

from caifeng.models import FailureKind, Source, Validator
from collect.entry import Entry, Job, SourceError, Task, Trouble
from collect.fetch import Fetched, NotModified
from collect.findings import Findings, Round
from collect.identity import item_id

RECHECKED = 10  # known articles, from the top of the list, that are looked at again for changes
PATIENCE = 3  # failures in a row after which the rest of the list waits for the next harvest
_UNPROMISING = frozenset({FailureKind.TIMEOUT, FailureKind.NETWORK, FailureKind.BACKOFF, FailureKind.HTTP})


@dataclass(slots=True)
class _Progress:
    entries: list[Entry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    validators: list[Validator] = field(default_factory=list)
    bytes: int = 0
    in_a_row: int = 0


async def read_page(source: Source, around: Round) -> Findings:
    """Articles of the list, not yet known ones first; raises SourceError where the list itself cannot be read."""
    listing = await around.gate.get(source.address)
    if isinstance(listing, NotModified):
        return Findings(is_unchanged=True, validators=(listing.validator,))
    links = await _links(source, around, listing)
    known = [link for link in links if _is_known(link, source, around)]
    new = [link for link in links if link not in known][: source.limit]
    again = known[: max(0, min(RECHECKED, source.limit - len(new)))]
    progress = _Progress(bytes=len(listing.body))
    await _read_articles([*new, *again], around, progress)
    if not progress.troubles and listing.validator:  # else an unchanged list would hide what is still owed
        progress.validators.append(listing.validator)
    return Findings(
        entries=tuple(progress.entries),
        troubles=tuple(progress.troubles),
        validators=tuple(progress.validators),
        bytes=progress.bytes,
        listed=len(known),
        notice=f"网址已永久迁至 {listing.moved_to}，请更新配置" if listing.moved_to else "",
    )


async def _links(source: Source, around: Round, listing: Fetched) -> list[Entry]:
    job = Job(
        task=Task.LINKS, address=listing.url, content_type=listing.content_type, list_selector=source.list_selector
    )
    return list((await around.parse(job, listing.body)).entries)


def _is_known(link: Entry, source: Source, around: Round) -> bool:
    return item_id(link.url, source.name, link.title, "") in around.known.items


async def _read_articles(links: list[Entry], around: Round, progress: _Progress) -> None:
    for link in links:
        if progress.in_a_row >= PATIENCE:
            break
        try:
            await _read_article(link, around, progress)
            progress.in_a_row = 0
        except SourceError as error:
            progress.troubles.append(error.trouble)
            progress.in_a_row += error.trouble.kind in _UNPROMISING or "killed" in error.trouble.detail


async def _read_article(link: Entry, around: Round, progress: _Progress) -> None:
    answer = await around.gate.get(link.url)
    if isinstance(answer, NotModified):
        progress.validators.append(answer.validator)
        return
    progress.bytes += len(answer.body)
    job = Job(task=Task.ARTICLE, address=link.url, content_type=answer.content_type)
    article = (await around.parse(job, answer.body)).entries[0]
    progress.entries.append(replace(article, title=_headline(article.title, link.title)))
    if answer.validator:
        progress.validators.append(answer.validator)


def _headline(title: str, listed: str) -> str:
    """The page's title, or the list's where the page only adds its own name to it (“标题-某某网”)."""
    added = title.removeprefix(listed).lstrip()
    is_same_with_name = len(listed) >= 6 and title.startswith(listed) and added[:1] in tuple("-_|—–·")
    return listed if not title or is_same_with_name else title
