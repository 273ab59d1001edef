"""A workspace whose lake holds alerts, a desk with people and chats, and the environment that says where they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from caifeng.models import (
    Alert,
    AlertKind,
    AlertRules,
    ChatRules,
    Delivery,
    Desk,
    Level,
    MailRules,
    Person,
    Proof,
    Recipient,
)
from caifeng.models.desk import PublishRules
from caifeng.workspace import Workspace

NOW = datetime(2026, 11, 20, 0, 45, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
SMTP = MailRules(
    host="SMTP_HOST", port=25, security="none", sender="MAIL_FROM", ledger_key="LEDGER_KEY"
)  # port is set by ``desk``


def desk(people: int = 2, chats: Sequence[str] = ("值班群",), port: int = 0) -> Desk:
    """So many people by mail, all of them in every chat; without ``port`` mails go to the outbox."""
    return Desk(
        name="澜川电器",
        zone=ZONE,
        people=tuple(Person(name=name, mail=f"MAIL_{n}", chats=tuple(chats)) for n, name in enumerate(names(people))),
        chats=tuple(ChatRules(name=chat, address=f"CHAT_{n}", per_minute=600) for n, chat in enumerate(chats)),
        alerts=AlertRules(),
        mail=replace(SMTP, port=port) if port else MailRules(),
        publish=PublishRules(base_url="https://brief.example.org/caifeng/"),
    )


def names(people: int) -> list[str]:
    return [f"值班员{n}" for n in range(people)]


def environment(found: Desk, chats: Sequence[str]) -> dict[str, str]:
    """Variables for everybody, and the addresses of the chats in their order."""
    said = {"SMTP_HOST": "127.0.0.1", "MAIL_FROM": "采风 <brief@example.org>", "LEDGER_KEY": "k" * 32}
    said |= {person.mail: f"r{n}@example.org" for n, person in enumerate(found.people)}
    return said | {f"CHAT_{n}": address for n, address in enumerate(chats)}


def told(found: Desk, *, mail: bool = True) -> tuple[Recipient, ...]:
    """Everybody by every way."""
    ways = [*(["mail"] if mail else []), *(chat.name for chat in found.chats)]
    return tuple(Recipient(person=person.name, channel=way) for person in found.people for way in ways)


def alert(number: int, recipients: Sequence[Recipient], at: datetime = NOW, title: str = "净水机漏水投诉") -> Alert:
    """An alert about a story of its own."""
    return Alert(
        id=f"A-20261120-{number:05d}-2",
        story_id=f"S-20261120-{number:05d}",
        story_title=title,
        level=Level.ORANGE,
        previous=None,
        reason=f"首次达到橙级：热度 71，6 小时内 {number + 12} 条，负面 83%",
        item_ids=("i-1",),
        owner="值班员0",
        raised_at=at,
        kind=AlertKind.RISE,
        incident_id=f"INC-2026-{number:04d}",
        first_step="先致电用户，30 分钟内给出首次回应",
        topics=("产品质量",),
        proof=(proof(title),),
        told=tuple(recipients),
    )


def proof(title: str, url: str = "https://news.example.cn/a?id=1") -> Proof:
    return Proof(
        item_id="i-1", title=title, source="澜川日报", url=url, published_at=NOW - timedelta(hours=1), seen_at=NOW
    )


def workspace(folder: Path) -> Workspace:
    return Workspace(folder / "caifeng.yml")


def raise_alerts(found: Workspace, alerts: Sequence[Alert], at: datetime = NOW) -> None:
    """Put alerts into the lake, as a look does."""
    draft = found.lake.draft(found.run(at))
    draft.alerts(alerts)
    draft.commit()


def quiet(_stage: str, _report: object) -> None:
    """A progress that shows nothing."""


def states(done: Sequence[Delivery]) -> list[tuple[str, str]]:
    return [(one.channel, one.state.value) for one in done]
