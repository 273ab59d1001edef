"""Who gets the digest, and by which messenger: addresses come from environment variables alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, cast

from caifeng.errors import UsageError
from caifeng.models import Briefing, Desk
from publish.address import split_addresses
from publish.deliver import Mail
from publish.digest import DigestRequest, digest_mail
from publish.mail import Messenger, OutboxMessenger, SmtpMessenger, SmtpServer

# Without SMTP nothing leaves this folder: addresses that exist nowhere stand in, and the hash needs no secret.
_OUTBOX_SENDER = "采风 <brief@caifeng.invalid>"
_OUTBOX_KEY = b"outbox"


def messenger(desk: Desk, outbox: Path, environment: Mapping[str, str]) -> Messenger:
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
    rules = desk.mail
    sender = _value(environment, rules.sender) if rules.host else _OUTBOX_SENDER
    key = _value(environment, rules.ledger_key).encode() if rules.host else _OUTBOX_KEY
    for number, person in enumerate(desk.people, 1):
        if not person.mail:
            continue
        standin = "" if rules.host else f"reader{number}@caifeng.invalid"
        for address in split_addresses(environment.get(person.mail, standin)):
            yield digest_mail(
                DigestRequest(
                    briefing=briefing,
                    person=person,
                    address=address,
                    sender=sender,
                    base_url=desk.publish.base_url,
                    unsubscribe=rules.unsubscribe,
                    key=key,
                )
            )


def _value(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise UsageError(f"发信需要环境变量 {name}，现在是空的；请在密钥设置里补上，或去掉 caifeng.yml 的 mail 一节")
    return value
