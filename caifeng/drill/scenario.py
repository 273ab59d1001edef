"""A drill's scenario from its file, with every mistake at once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from caifeng.drill.entry import LONGEST, ItemShape, ScenarioShape, Sourced, SourceShape, Timed
from caifeng.errors import ConfigError, Problem
from caifeng.models import Audience, Desk, Engagement, Source, SourceKind
from caifeng.models.drill import DrillAct, DrillBoard, DrillItem, Expected, Inject, Scenario
from caifeng.shapes import nearest, read_shape, read_text
from caifeng.strictyaml import Document

AFTER = timedelta(hours=1)  # how long a drill goes on after the last thing that is written for it


def load_scenario(path: Path, desk: Desk) -> Scenario:
    """Read and check a scenario against the desk it is played for. Raises ConfigError with every problem."""
    text = read_text(path, "请写脚本文件的路径，如 drills/烫伤.yml，或已有案件的编号，如 INC-2026-0007")
    return read_scenario(text, path.name, desk)


def read_scenario(text: str, file: str, desk: Desk) -> Scenario:
    """Check a scenario's text. Raises ConfigError with every problem."""
    entry, document = read_shape(text, file, ScenarioShape, "drill:")
    problems = tuple(_crossings(document, entry, desk))
    if problems:
        raise ConfigError(problems)
    return _scenario(entry, desk)


def _crossings(document: Document, entry: ScenarioShape, desk: Desk) -> Iterator[Problem]:
    """Every name that leads nowhere, every double, and what comes after the end."""
    yield from _unknown_sources(document, entry, desk)
    yield from _wrong_items(document, entry)
    chats = [chat.name for chat in desk.chats]
    people = [person.name for person in desk.people]
    for section, named, known in (("people", entry.to and entry.to.people, people),
                                  ("chats", entry.to and entry.to.chats, chats)):  # fmt: skip
        for name in named or ():
            if name not in known:
                message = f"编辑台的 {section} 里没有 {name}"
                yield document.problem(("to", section, name), message, nearest(name, known))
    length = entry.length or _last(entry)
    if length > LONGEST:
        yield document.problem(("length",), f"演练最长 {LONGEST.days} 天", "请缩短，或分成几次演练")
    for section in ("items", "boards", "injects", "people"):
        for number, one in enumerate(getattr(entry, section)):
            if entry.length is not None and one.at > entry.length:
                yield document.problem((section, number, "at"), "在演练结束之后", "请改早，或把 length 写长")


def _unknown_sources(document: Document, entry: ScenarioShape, desk: Desk) -> Iterator[Problem]:
    own = [source.name for source in entry.sources]
    known = [*own, *(source.name for source in desk.sources)]
    for number, name in enumerate(own):
        if known.count(name) > 1:
            yield document.problem(("sources", number, "name"), f"信源 {name} 重复", "编辑台已有的信源不必再写，直接用")
    for section in ("items", "boards"):
        for number, one in enumerate(getattr(entry, section)):
            if one.source not in known:
                message = f"没有信源 {one.source}"
                yield document.problem((section, number, "source"), message, nearest(one.source, known))
    boards = {board.source for board in entry.boards}
    for number, item in enumerate(entry.items):
        if item.source in boards:
            message = f"{item.source} 已用作榜单，不能再发文章"
            yield document.problem(("items", number, "source"), message, "请换一个信源")


def _wrong_items(document: Document, entry: ScenarioShape) -> Iterator[Problem]:
    whole = {item.id for item in entry.items if item.id and item.copy_of is None}
    seen: set[str] = set()
    for number, item in enumerate(entry.items):
        way = ("items", number)
        if item.id and item.id in seen:
            yield document.problem((*way, "id"), f"编号 {item.id} 重复", "每条一个编号，或不写")
        seen.add(item.id or "")
        if item.copy_of is None and not (item.title.strip() or item.text.strip()):
            yield document.problem(way, "标题和正文都是空的", "请写 title 或 text，或用 copy_of 照抄另一条")
        if item.copy_of is not None and item.copy_of not in whole:
            mend = nearest(item.copy_of, sorted(map(str, whole)))
            yield document.problem((*way, "copy_of"), f"没有可照抄的 {item.copy_of}", mend)
        if item.copy_of is not None and item.text.strip():
            yield document.problem((*way, "text"), "写了 copy_of 就不再写 text", "要加的话写在 lead 里")


def _last(entry: ScenarioShape) -> timedelta:
    timed: tuple[Timed, ...] = (*entry.items, *entry.boards, *entry.injects, *entry.people)
    return max(one.at for one in timed) + AFTER


def _scenario(entry: ScenarioShape, desk: Desk) -> Scenario:
    whole = {item.id: item for item in entry.items if item.id and item.copy_of is None}
    items = [_item(number, item, whole.get(item.copy_of or "", item)) for number, item in enumerate(entry.items, 1)]
    asked = entry.expected
    return Scenario(
        name=entry.drill,
        about=entry.about.strip(),
        length=entry.length or _last(entry),
        sources=_sources(entry, desk),
        items=tuple(sorted(items, key=lambda item: (item.after, item.id))),
        boards=tuple(
            DrillBoard(after=one.at, source=one.source, rows=tuple((row.title, row.heat) for row in one.rows))
            for one in sorted(entry.boards, key=lambda one: (one.at, one.source))
        ),
        injects=tuple(Inject(after=one.at, to=one.to, say=one.say) for one in entry.injects),
        acts=tuple(
            DrillAct(
                after=one.at, deed=one.did, by=one.by, note=one.note, about=tuple(one.about),
                type=one.type, level=one.level, owner=one.owner,
            )
            for one in sorted(entry.people, key=lambda one: one.at)
        ),
        audience=Audience(people=tuple(entry.to.people.items()), chats=tuple(entry.to.chats.items()))
        if entry.to
        else None,
        expected=Expected(
            notice=asked.notice, owner=asked.owner, reply=asked.reply, level=asked.level, type=asked.type,
            steps=tuple(asked.steps), is_closed=asked.closed,
        ),
    )  # fmt: skip


def _item(number: int, item: ItemShape, original: ItemShape) -> DrillItem:
    return DrillItem(
        after=item.at,
        id=f"{number:04d}",
        source=item.source,
        title=(item.title or original.title).strip(),
        text="\n".join(part for part in (item.lead.strip(), original.text.strip()) if part),
        author=item.author,
        credit=item.credit,
        engagement=Engagement(reads=item.reads, comments=item.comments, reposts=item.reposts, likes=item.likes),
        trap=item.trap.strip(),
    )


def _sources(entry: ScenarioShape, desk: Desk) -> tuple[Source, ...]:
    """The sources that are played: the desk's by name, and the scenario's own."""
    sourced: tuple[Sourced, ...] = (*entry.items, *entry.boards)
    played = {one.source for one in sourced}
    own = [_source(source) for source in entry.sources]
    return tuple(source for source in (*desk.sources, *own) if source.name in played)


def _source(source: SourceShape) -> Source:
    return Source(
        name=source.name,
        kind=SourceKind.FILE,
        channel=source.channel,
        tier=source.tier,
        region=source.region,
        is_official=source.kind == "notice",
    )
