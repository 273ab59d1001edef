"""Sources behind one address: feeds and boards."""

from caifeng.models import Source, SourceKind
from collect.entry import Job, Task
from collect.fetch import NotModified
from collect.findings import Findings, Round

_TASKS = {SourceKind.FEED: Task.FEED, SourceKind.BOARD: Task.BOARD}


async def read_single(source: Source, around: Round) -> Findings:
    """Everything that the address holds; raises SourceError where it holds nothing."""
    answer = await around.gate.get(source.address)
    if isinstance(answer, NotModified):
        return Findings(is_unchanged=True, validators=(answer.validator,))
    job = Job(
        task=_TASKS[source.kind], address=answer.url, content_type=answer.content_type,
        items_path=source.items_path, columns=source.columns,
    )  # fmt: skip
    parsed = await around.parse(job, answer.body)
    is_feed = source.kind is SourceKind.FEED  # an unchanged board is a sighting all the same: always read
    moved = f"网址已永久迁至 {answer.moved_to}，请更新配置" if answer.moved_to else ""
    return Findings(
        entries=parsed.entries,
        troubles=parsed.troubles,
        validators=(answer.validator,) if answer.validator and is_feed else (),
        bytes=len(answer.body),
        notice="；".join(filter(None, (moved, parsed.notice))),
    )
