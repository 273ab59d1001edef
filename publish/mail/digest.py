"""邮件简报: an edition shaped for one person, as one mail that is complete without pictures, scripts or the site."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from caifeng.errors import UsageError
from caifeng.models import Briefing, Level, Matter, Person
from publish.briefing.phrases import short
from publish.escape import link
from publish.mail.address import checked_address, recipient_hash
from publish.mail.deliver import Envelope, Mail
from publish.mail.digest_view import digest_view, is_asked
from publish.mail.escape_mail import header, setting
from publish.mail.letter import POLICY, inliner, mailbox, templates
from publish.mail.personal import Selection, select

_MOST_HEADLINE = 20  # characters of a title in the subject: a phone shows about 30 in all


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRequest:
    """One edition for one person at one address."""

    briefing: Briefing
    person: Person
    address: str = field(repr=False)
    sender: str  # "采风 <brief@example.org>"
    base_url: str  # absolute address of the site's root; "" prints paths instead of links
    unsubscribe: str  # mailto: or https: address; "" names whom to tell instead
    key: bytes = field(repr=False)  # keys the recipient's hash in Message-ID and ledger


def digest_mail(request: DigestRequest) -> Mail:
    """The digest ready for ``deliver``; an address that is none becomes a Mail without a message."""
    message = compose_digest(request) if checked_address(request.address) is not None else None
    return Envelope(
        date=request.briefing.date,
        revision=request.briefing.revision,
        recipient_hash=recipient_hash(request.address, request.key),
        address=checked_address(request.address) or "",
        message=message,
        message_id=str(message["Message-ID"]) if message else "",
    )


def compose_digest(request: DigestRequest) -> EmailMessage:
    """The personal mail: text and HTML of equal content, both base64 (quoted-printable makes Chinese 3 times as long).

    The Message-ID depends on edition, revision and recipient alone, so a repeated mail is recognised as the same.
    Raises UsageError when recipient or sender is not an address; the text names neither.
    """
    briefing, person = request.briefing, request.person
    chosen = select(briefing, person)
    view = digest_view(briefing, person, chosen, request.base_url, request.unsubscribe)
    message = EmailMessage(policy=POLICY)
    _address_it(message, request)
    message["Subject"] = subject(briefing, person, chosen)
    message.set_content(templates().get_template("mail.txt.j2").render(mail=view), cte="base64")
    page = templates().get_template("mail.html.j2").render(mail=view)
    message.add_alternative(inliner().inline(page), subtype="html", cte="base64")
    message.set_boundary(f"=_{recipient_hash(request.address, request.key)}")  # a repeated mail repeats every byte
    _mark_as_list(message, request)  # after the content, which drops Content-* headers
    return message


def subject(briefing: Briefing, person: Person, chosen: Selection) -> str:
    """``[黄] 11-20 舆情日报：净水机漏水投诉升级，需您决定1项``: level and news first, for a phone's list of mails."""
    kind = "舆情日报" + ("（更正）" if briefing.revision > 1 else "") + ("（迟发）" if briefing.is_late else "")
    news = [_headline(briefing, chosen.matters[0])] if chosen.matters else []
    if chosen.decisions:
        news.append(f"{'需您决定' if is_asked(person) else '待决定'}{len(chosen.decisions)}项")
    if chosen.handling and not news:
        news.append(f"在办{len(chosen.handling)}件，无新要事")
    return header(f"[{chosen.level}] {briefing.date:%m-%d} {kind}：{'，'.join(news) or '您关注的范围无要事'}")


def _headline(briefing: Briefing, matter: Matter) -> str:
    files = {entry.incident.id: entry.incident.title for entry in briefing.handling}
    title = header(short(header(files.get(matter.incident_id) or matter.title), _MOST_HEADLINE), _MOST_HEADLINE)
    if matter.previous_level is None:
        return f"新增{title}"
    if matter.level is not matter.previous_level:
        return f"{title}{_turn(matter.level, matter.previous_level)}"
    return title + {"▲": "上升", "▼": "回落"}.get(matter.trend, "持平")


def _turn(level: Level, previous: Level) -> str:
    return f"升级为{level}" if level.rank > previous.rank else f"降为{level}"


def _address_it(message: EmailMessage, request: DigestRequest) -> None:
    briefing, recipient = request.briefing, checked_address(request.address)
    name, written = parseaddr(request.sender)
    sender = checked_address(written)
    if sender is None:
        raise UsageError("发件人地址无效：请在发件人变量中写 名称 <邮箱@域名>。")
    if recipient is None:
        raise UsageError("收件人地址无效：请检查该订阅者的邮箱变量。")
    message["From"] = mailbox(name or "采风", sender)
    message["To"] = mailbox(request.person.name, recipient)
    message["Date"] = briefing.published_at.astimezone(ZoneInfo(briefing.zone))
    mark = recipient_hash(request.address, request.key)
    message["Message-ID"] = f"<{briefing.date:%Y%m%d}.r{briefing.revision}.{mark}@{sender.rpartition('@')[2]}>"


def _mark_as_list(message: EmailMessage, request: DigestRequest) -> None:
    """RFC 2369, 2919, 3834, 8058. One click needs an https address; a mailto: alone must not promise it."""
    message["List-Id"] = f"<daily.caifeng.{str(message['Message-ID']).rpartition('@')[2].strip('>')}>"
    leave = _leave_address(request.unsubscribe)
    if leave:
        message["List-Unsubscribe"] = f"<{leave}>"
    if leave.startswith("https:"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["Content-Language"] = "zh-CN"
    message["X-Caifeng-Edition"] = f"{request.briefing.date}.r{request.briefing.revision}"


def _leave_address(unsubscribe: str) -> str:
    """The address where a header may hold it: ASCII, https or a mailto: of one address; "" otherwise."""
    text = setting(unsubscribe, 800)
    kind, _, rest = text.partition(":")
    is_mailto = kind == "mailto" and checked_address(rest.partition("?")[0]) is not None
    is_https = kind == "https" and link(text) == text
    return text if text.isascii() and "<" not in text and ">" not in text and (is_mailto or is_https) else ""
