"""caifeng.yml → Desk, with every mistake at once: file, line, path, and how to mend it."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from caifeng.config.alerts import chat_rules
from caifeng.config.calendar import read_calendar
from caifeng.config.clocks import clock_rules
from caifeng.config.crossings import crossings
from caifeng.config.rota import read_rota
from caifeng.config.schema import DeskFile, FetchEntry, MailEntry, PersonEntry, PublishEntry, SourceEntry, TopicEntry
from caifeng.errors import ConfigError
from caifeng.models import (
    Audience,
    BriefingKind,
    Desk,
    FaceRules,
    FetchRules,
    MailRules,
    Peer,
    Person,
    SensitiveClass,
    Source,
    SourceKind,
    Topic,
)
from caifeng.models.desk import PublishRules, Retention
from caifeng.shapes import read_shape, read_text
from caifeng.strictyaml import Document


@dataclass(frozen=True, slots=True)
class Configuration:
    """A checked Desk and the document it came from, so that later checks can name lines too."""

    desk: Desk
    document: Document


def load(path: Path) -> Configuration:
    """Read and check a configuration file. Raises ConfigError with all problems."""
    text = read_text(path, "请在含有 caifeng.yml 的目录中运行，或用 --desk 指定")
    return read(text, path.name, path.resolve().parent)


def read(text: str, file: str, folder: Path | None = None) -> Configuration:
    """Check configuration text. Raises ConfigError with all problems.

    ``folder`` is where the calendar files that it names are read; None: they are not. What is wrong with them stands
    in the desk's ``calendar_problems``: no edition is held up by it.
    """
    entry, document = read_shape(text, file, DeskFile, "desk: 名称")
    problems = tuple(crossings(document, entry))
    if problems:
        raise ConfigError(problems)
    return Configuration(_desk(entry, folder), document)


def _desk(entry: DeskFile, folder: Path | None) -> Desk:
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
        people=tuple(_person(name, person) for name, person in entry.people.items()),
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
        publish=_publish(entry.publish, entry.desk),
        face=FaceRules(**entry.face.model_dump()) if entry.face else None,
        keep=Retention(
            text_days=entry.keep.text_days, items_days=entry.keep.items_days, is_automatic=entry.keep.automatic
        ),
        drill=entry.drill,
        drills=Audience(people=tuple(entry.drills.people.items()), chats=tuple(entry.drills.chats.items())),
    )


def _person(name: str, entry: PersonEntry) -> Person:
    return Person(
        name=name,
        mail=entry.mail or "",
        roles=tuple(entry.roles),
        topics=tuple(entry.topics),
        min_level=entry.level,
        chats=tuple(dict.fromkeys(entry.chat)),
        escalate_after=entry.escalate_after,
        backup=entry.backup,
    )


def _publish(entry: PublishEntry, desk: str) -> PublishRules:
    return PublishRules(
        base_url=entry.base_url.rstrip("/"),
        classification=entry.classification,
        prepared_by=entry.prepared_by or desk,
        branch=entry.branch,
        periods=tuple(map(BriefingKind, dict.fromkeys(entry.periods))),
        pictures=entry.pictures,
        access=entry.access,
        guard=entry.guard,
        seal_key=entry.seal_key or "",
        contacts=tuple(entry.contacts),
        indexed=entry.indexed,
        report_errors=entry.report_errors,
        languages=tuple(dict.fromkeys(entry.languages)),
        traditional=entry.traditional,
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
