"""Who gets mail, and by which messenger: addresses come from environment variables alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, cast

from caifeng.errors import UsageError
from caifeng.models import Briefing, Desk, Person
from publish.mail.address import split_addresses
from publish.mail.deliver import Mail
from publish.mail.digest import DigestRequest, digest_mail
from publish.mail.mail import Messenger, OutboxMessenger, SmtpMessenger, SmtpServer

# Without SMTP nothing leaves this folder: addresses that exist nowhere stand in, and the hash needs no secret.
_OUTBOX_SENDER = "采风 <brief@caifeng.invalid>"
_OUTBOX_KEY = b"outbox"


@dataclass(frozen=True, slots=True)
class Postbox:
    """Where mails come from: the sender as printed, and the key of the recipients' hashes."""

    sender: str  # "采风 <brief@example.org>"
    key: bytes = field(repr=False)


def postbox(desk: Desk, environment: Mapping[str, str]) -> Postbox:
    """Sender and key of a desk. Raises UsageError when the desk asks for SMTP and a variable is missing."""
    rules = desk.mail
    if not rules.host:
        return Postbox(_OUTBOX_SENDER, _OUTBOX_KEY)
    return Postbox(_value(environment, rules.sender), _value(environment, rules.ledger_key).encode())


def addresses(desk: Desk, environment: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Each person's addresses, by name, as written; a stand-in where mails go to the outbox.

    None of who has no variable, or an unset one. In a drill only variables of the drill list are read.
    """
    found: dict[str, tuple[str, ...]] = {}
    for number, person in enumerate(desk.people, 1):
        standin = "" if desk.mail.host else f"reader{number}@caifeng.invalid"
        if person.mail and _is_allowed(person, desk):
            found[person.name] = split_addresses(environment.get(person.mail, standin))
    return found


def _is_allowed(person: Person, desk: Desk) -> bool:
    return not desk.drill or person.mail in dict(desk.drills.people).values()


def messenger(desk: Desk, outbox: Path, environment: Mapping[str, str]) -> Messenger[EmailMessage]:
    """SMTP where the desk has settings for it and the environment holds them, else the outbox folder.

    Raises UsageError when the desk asks for SMTP and a variable is missing.
    """
    rules = desk.mail
    if not rules.host:
        return OutboxMessenger(outbox)
    server = SmtpServer(
        host=_value(environment, rules.host),
        port=rules.port,
        sender=_value(environment, rules.sender),
        security=cast(Literal["tls", "starttls", "none"], rules.security),
        user=_value(environment, rules.user) if rules.user else "",
        password=_value(environment, rules.password) if rules.password else "",
    )
    return SmtpMessenger(server)


def digests(briefing: Briefing, desk: Desk, environment: Mapping[str, str]) -> Iterator[Mail]:
    """One mail for every address of every person, made one at a time.

    A person whose variable is unset gets none over SMTP, and a stand-in in the outbox.
    """
    source, written = postbox(desk, environment), addresses(desk, environment)
    for person in desk.people:
        for address in written.get(person.name, ()):
            yield digest_mail(
                DigestRequest(
                    briefing=briefing,
                    person=person,
                    address=address,
                    sender=source.sender,
                    base_url=desk.publish.base_url,
                    unsubscribe=desk.mail.unsubscribe,
                    key=source.key,
                )
            )


def _value(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise UsageError(f"发信需要环境变量 {name}，现在是空的；请在密钥设置里补上，或去掉 caifeng.yml 的 mail 一节")
    return value
