"""预警消息: a notice as the text of a chat or as a mail."""

from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caifeng.errors import UsageError
from caifeng.models import Notice, Person
from caifeng.resources import resource
from publish.chat.escape_chat import Room, chat, chat_link, cut
from publish.mail.address import checked_address, recipient_hash
from publish.mail.deliver import Envelope
from publish.mail.escape_mail import header
from publish.mail.letter import POLICY, inliner, mailbox, templates
from publish.mail.notice_view import NoticeView
from publish.mail.subscribers import Postbox

_CHAT_LINE = 240  # characters of one value in a chat
_CHAT_KEY = b"chat"  # a chat's name is no secret; the hash only has the ledger's form


def chat_envelope(notice: Notice, view: NoticeView, room: Room) -> Envelope[str]:
    """The notice for its chat, cut to what the service takes."""
    text = chat_text(view, room)
    return Envelope(
        date=notice.made_at.date(),
        revision=0,
        recipient_hash=chat_hash(notice.channel),
        address=notice.channel,
        message=text,
        message_id=notice.id,
        notice=notice.id,
    )


def chat_hash(channel: str) -> str:
    """A chat's mark in the ledger."""
    return recipient_hash(channel, _CHAT_KEY)


def chat_text(view: NoticeView, room: Room) -> str:
    """Plain text for a chat: no mention, markup or link of a source stands in it, and it fits ``room``."""
    text = _chat_templates().get_template("alert_chat.txt.j2").render(notice=view).strip()
    where = chat_link(view.all_url) or view.all_words
    return cut(text, room, f"……全部见 {where}\n编号 {view.id}")


def mail_envelope(notice: Notice, view: NoticeView, person: Person, address: str, postbox: Postbox) -> Envelope[Any]:
    """The notice for one address of a person; an address that is none becomes an Envelope without a message."""
    message = notice_mail(notice, view, person, address, postbox) if checked_address(address) else None
    return Envelope(
        date=notice.made_at.date(),
        revision=0,
        recipient_hash=recipient_hash(address, postbox.key),
        address=checked_address(address) or "",
        message=message,
        message_id=str(message["Message-ID"]) if message else "",
        notice=notice.id,
    )


def notice_mail(notice: Notice, view: NoticeView, person: Person, address: str, postbox: Postbox) -> EmailMessage:
    """The mail: text and HTML of equal content. The Message-ID depends on notice and recipient alone.

    Raises UsageError where sender or recipient is no address; the text names neither.
    """
    name, written = parseaddr(postbox.sender)
    sender, recipient = checked_address(written), checked_address(address)
    if sender is None or recipient is None:
        raise UsageError("发件人或收件人地址无效：请检查邮箱变量。")
    mark = recipient_hash(address, postbox.key)
    message = EmailMessage(policy=POLICY)
    message["From"] = mailbox(name or "采风", sender)
    message["To"] = mailbox(person.name, recipient)
    message["Date"] = notice.made_at
    message["Message-ID"] = f"<{notice.id}.{mark}@{sender.rpartition('@')[2]}>"
    message["Subject"] = header(view.subject)
    message.set_content(templates().get_template("alert_mail.txt.j2").render(notice=view), cte="base64")
    page = templates().get_template("alert_mail.html.j2").render(notice=view)
    message.add_alternative(inliner().inline(page), subtype="html", cte="base64")
    message.set_boundary(f"=_{mark}")  # a repeated mail repeats every byte
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "zh-CN"
    message["X-Caifeng-Notice"] = f"{notice.made_at.date()}.{notice.id}"
    return message


class _Shown(str):
    """Text that has been made harmless for a chat."""

    __slots__ = ()


@cache
def _chat_templates() -> Environment:
    """Whatever a template prints is escaped for chats; only links have their own way."""
    environment = Environment(  # noqa: S701  plain text: ``finalize`` escapes for its sink
        loader=FileSystemLoader(resource("templates")),
        undefined=StrictUndefined,
        finalize=_escaped,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["chat"] = lambda text, limit: _Shown(chat(text, limit))
    environment.filters["chat_link"] = lambda url: _Shown(chat_link(url))
    return environment


def _escaped(value: Any) -> str:
    return value if isinstance(value, _Shown) else chat(str(value), _CHAT_LINE)
