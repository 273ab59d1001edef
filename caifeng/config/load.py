"""caifeng.yml → Desk, with every mistake at once: file, line, path, and how to mend it."""

import difflib
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from caifeng.config.alerts import chat_rules
from caifeng.config.calendar import read_calendar
from caifeng.config.clocks import clock_rules
from caifeng.config.crossings import crossings
from caifeng.config.rota import read_rota
from caifeng.config.schema import DeskFile, FetchEntry, MailEntry, SourceEntry, TopicEntry
from caifeng.errors import ConfigError, Problem
from caifeng.models import (
    Audience,
    Desk,
    FetchRules,
    MailRules,
    Peer,
    Person,
    PublishRules,
    SensitiveClass,
    Source,
    SourceKind,
    Topic,
)
from caifeng.strictyaml import Document, parse


@dataclass(frozen=True, slots=True)
class Configuration:
    """A checked Desk and the document it came from, so that later checks can name lines too."""

    desk: Desk
    document: Document


def load(path: Path) -> Configuration:
    """Read and check a configuration file. Raises ConfigError with all problems."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        mend = "请在含有 caifeng.yml 的目录中运行，或用 --desk 指定"
        raise ConfigError((Problem(str(path), 0, "", "找不到这个文件", mend),)) from error
    except UnicodeDecodeError as error:
        raise ConfigError((Problem(str(path), 0, "", "文件不是 UTF-8 编码", "请另存为 UTF-8"),)) from error
    return read(text, path.name, path.resolve().parent)


def read(text: str, file: str, folder: Path | None = None) -> Configuration:
    """Check configuration text. Raises ConfigError with all problems.

    ``folder`` is where the calendar files that it names are read; None: they are not. What is wrong with them stands
    in the desk's ``calendar_problems``: no edition is held up by it.
    """
    document = parse(text, file)
    if not isinstance(document.data, dict):
        raise ConfigError((Problem(file, 1, "", "最外层须是 键: 值", "请从 desk: 名称 写起"),))
    try:
        entry = DeskFile.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise ConfigError(tuple(_problem(document, detail) for detail in details)) from error
    problems = tuple(crossings(document, entry))
    if problems:
        raise ConfigError(problems)
    return Configuration(_desk(entry, folder), document)


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    """A pydantic error in one Chinese sentence at its line."""
    path = tuple(detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(DeskFile, path[:-1])
        near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
        mend = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(known)}"
        return document.problem(path, f"未知的键 {path[-1]!r}", mend)
    if kind == "missing":
        return document.problem(path[:-1], f"缺少 {path[-1]}", f"请补上 {path[-1]}: …")
    if kind == "enum":
        mend = f"只能是 {context.get('expected', '')}".replace("'", "").replace(" or ", "、").replace(", ", "、")
        return document.problem(path, f"{detail['input']!r} 不在可选之列", mend)
    said = _MESSAGES[kind].format(**context) if kind in _MESSAGES else detail["msg"]
    return document.problem(path, said, "")


_MESSAGES = {
    "int_parsing": "须是整数",
    "float_parsing": "须是数字",
    "string_type": "须是文字，不能为空",
    "list_type": "须是列表：每项以 - 开头，或写成 [甲, 乙]",
    "dict_type": "须是 键: 值 的对照",
    "model_type": "须是 键: 值 的对照",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "greater_than": "须大于 {gt}",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "too_short": "至少要有一项",
    "literal_error": "只能是 {expected}",
    "string_pattern_mismatch": "格式不符，应符合 {pattern}",
}


def _known_keys(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """Keys that are allowed at a path of the file."""
    current: Any = model
    for part in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            names = {field.alias or name: field for name, field in current.model_fields.items()}
            current = names[part].annotation if part in names else None
        else:
            current = next(reversed(typing.get_args(current)), None)
            if typing.get_origin(current) is typing.Annotated:
                current = typing.get_args(current)[0]
        options = [option for option in typing.get_args(current) if option is not type(None)]
        if len(options) == 1 and typing.get_origin(current) not in (list, dict):
            current = options[0]
    if not (isinstance(current, type) and issubclass(current, BaseModel)):
        return []
    return [field.alias or name for name, field in current.model_fields.items()]


def _desk(entry: DeskFile, folder: Path | None) -> Desk:
    publish = entry.publish
    topics = tuple(_topic(topic) for topic in entry.topics) + _watched_peers(entry)
    calendar = read_calendar(entry.calendar, [topic.name for topic in topics], folder, ZoneInfo(entry.timezone))
    rota = read_rota(entry.rota, list(entry.people), folder, ZoneInfo(entry.timezone))
    return Desk(
        name=entry.desk,
        zone=ZoneInfo(entry.timezone),
        cutoff_hour=int(entry.cutoff.split(":")[0]),
        names=tuple((name, tuple(known.also)) for name, known in entry.names.items()),
        name_kinds=tuple((name, known.kind) for name, known in entry.names.items() if known.kind),
        sources=tuple(_source(source) for source in entry.sources),
        topics=topics,
        calendar=calendar.occasions,
        calendar_problems=calendar.problems,
        peers=tuple(
            Peer(name=name, names=tuple(peer.names), topics=tuple(peer.topics)) for name, peer in entry.peers.items()
        ),
        people=tuple(
            Person(
                name=name,
                mail=person.mail or "",
                roles=tuple(person.roles),
                topics=tuple(person.topics),
                min_level=person.level,
                chats=tuple(dict.fromkeys(person.chat)),
                escalate_after=person.escalate_after,
                backup=person.backup,
            )
            for name, person in entry.people.items()
        ),
        clocks=clock_rules(entry.clocks),
        working=entry.working.rules(),
        alerts=entry.alerts.rules(),
        chats=chat_rules(entry.chats),
        rota=rota.duties,
        rota_problems=rota.problems,
        gate_words=tuple(entry.gate_words),
        sensitive=tuple(
            SensitiveClass(name=name, weight=known.weight, words=tuple(dict.fromkeys(known.words)))
            for name, known in entry.sensitive.items()
        ),
        grading=entry.grading.rules(),
        open_from=entry.incidents.open_from,
        fetch=_fetch(entry.fetch),
        mail=_mail(entry.mail),
        publish=PublishRules(
            base_url=publish.base_url.rstrip("/"),
            classification=publish.classification,
            prepared_by=publish.prepared_by or entry.desk,
            branch=publish.branch,
        ),
        drill=entry.drill,
        drills=Audience(people=tuple(entry.drills.people.items()), chats=tuple(entry.drills.chats.items())),
    )


def _topic(entry: TopicEntry) -> Topic:
    return Topic(
        name=entry.name,
        watch=entry.watch,
        tags=tuple(entry.tags),
        terms=tuple(entry.terms),
        exclude=tuple(entry.exclude),
        exclude_reasons=tuple((word, why) for word, why in entry.exclude.items() if why),
        channels=tuple(entry.channels),
        regions=tuple(entry.regions),
        owner=entry.owner,
        gate=entry.gate,
        peer=entry.peer,
    )


def _watched_peers(entry: DeskFile) -> tuple[Topic, ...]:
    """A topic for every peer that has none of its own: whatever names it."""
    watched = {topic.peer for topic in entry.topics}
    return tuple(
        Topic(name=f"同行 {name}", watch=f'"{name}"', peer=name) for name in entry.peers if name not in watched
    )


def _source(entry: SourceEntry) -> Source:
    kind = next(kind for kind in SourceKind if getattr(entry, kind.value))
    unreachable = kind is SourceKind.UNREACHABLE
    return Source(
        name=entry.name,
        kind=kind,
        address="" if unreachable else getattr(entry, kind.value),
        channel=entry.channel,
        tier=entry.tier,
        region=entry.region,
        tags=tuple(entry.tags),
        is_official=entry.kind == "notice",
        list_selector=entry.list or "",
        items_path=entry.items or "",
        columns=tuple(entry.columns.items()),
        why_unreachable=entry.unreachable or "",
        limit=entry.limit,
        every=entry.every,
    )


def _fetch(entry: FetchEntry) -> FetchRules:
    return FetchRules(
        agent=entry.agent,
        timeout=entry.timeout.total_seconds(),
        budget=entry.budget.total_seconds(),
        max_bytes=int(entry.max_mb * 1_000_000),
        pause=entry.pause.total_seconds(),
        attempts=entry.attempts,
        concurrency=entry.hosts_at_once,
        allow_hosts=tuple(entry.allow_hosts),
        floor=entry.floor,
    )


def _mail(entry: MailEntry | None) -> MailRules:
    if entry is None:
        return MailRules()
    return MailRules(
        host=entry.host,
        port=entry.port,
        security=entry.security,
        user=entry.user or "",
        password=entry.password or "",
        sender=entry.sender,
        ledger_key=entry.ledger_key,
        unsubscribe=entry.unsubscribe,
    )
