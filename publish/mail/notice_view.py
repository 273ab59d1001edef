"""A notice put into words, the same for chat and mail: what, how grave, why, what to do first, where to look."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from caifeng.models import Alert, AlertKind, Desk, Level, Notice, Proof
from caifeng.models.wording import clock
from publish.escape import file_name, link
from publish.mail.escape_mail import mail_line

IN_FULL = 3  # alerts up to this number are each told with their proof
LISTED = 20  # of more, so many of the gravest are named
_PROOFS = 3
_TOPICS = 5
_PERSONS = 8
_TITLE, _LINE = 60, 200  # characters
_CSS = {Level.RED: "red", Level.ORANGE: "orange", Level.YELLOW: "yellow", Level.BLUE: "blue"}
_TAKING = (AlertKind.RISE, AlertKind.REPEAT, AlertKind.ESCALATED)
_OWNER = "到责任人"  # the clock that runs until somebody takes the case
_CALLING = (AlertKind.RISE, AlertKind.REPEAT, AlertKind.REMINDER, AlertKind.OVERDUE, AlertKind.ESCALATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """One proving item: ``line`` is source and time, ``title`` its own, ``url`` its address or ""."""

    line: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert.

    level, css: the level's word and its class; kind: why people are told
    title: of the story, or the silent source; reason: one line with numbers
    turn: what happened, in few words, "" where the reason says so
    first_step: what to do first, "" where nothing is asked; take: how to take it, "" where that is not what is asked
    told: who is told; url: its page, "" without a site; proofs: at most three
    """

    level: str
    css: str
    kind: str
    title: str
    turn: str
    reason: str
    first_step: str
    take: str
    told: str
    url: str
    proofs: tuple[ProofView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A message; context of alert_chat.txt.j2, alert_mail.txt.j2 and alert_mail.html.j2, there as ``notice``.

    subject: one line with level and news; drill: the drill's name, "" when it is real
    desk, made, id, classification: whose message, local time, what to name when asking about it, who may read it
    alerts: told in full; listed: told in a line each, where there are more; left_out: told on the page only
    instead: why somebody reads this who was not meant, "" otherwise
    counts, topics: numbers of a list by level and topic, "" of a single alert
    all_url: the page that lists all, "" without a site; all_words: where to look, in words
    """

    subject: str
    drill: str
    desk: str
    made: str
    id: str
    classification: str
    alerts: tuple[AlertView, ...]
    listed: tuple[AlertView, ...]
    left_out: int
    instead: str
    counts: str
    topics: str
    all_url: str
    all_words: str


def notice_view(notice: Notice, alerts: Sequence[Alert], desk: Desk) -> NoticeView:
    """Put a notice into words; ``alerts`` are those it holds, gravest first, at least one."""
    site = link(desk.publish.base_url)
    is_list = len(alerts) > IN_FULL
    shown = tuple(_alert(alert, desk, site) for alert in alerts[: LISTED if is_list else IN_FULL])
    day = max(alert.raised_at for alert in alerts).astimezone(desk.zone).date()
    all_url = _address(site, f"alerts/{day}/")
    return NoticeView(
        subject=_subject(notice, alerts, desk),
        drill=_line(desk.drill, 40),
        desk=_line(desk.name, 40),
        made=clock(notice.made_at, desk.zone),
        id=notice.id,
        classification=_line(desk.publish.classification, 20),
        alerts=() if is_list else shown,
        listed=shown if is_list else (),
        left_out=len(alerts) - len(shown),
        instead=_instead(notice, alerts),
        counts=_counts(alerts) if len(alerts) > 1 else "",
        topics=_topics(alerts) if len(alerts) > 1 else "",
        all_url=all_url,
        all_words=all_url or "caifeng alerts",
    )


def _subject(notice: Notice, alerts: Sequence[Alert], desk: Desk) -> str:
    """``[橙] 预警：净水机漏水投诉 首次达到橙级``; of several ``[红] 预警 12 条：净水机漏水投诉 等``."""
    first = alerts[0]
    drill = "【演练】" if desk.drill else ""
    title = _line(first.story_title, 30)
    if len(alerts) == 1:
        return f"{drill}[{first.level}] {first.kind}：{title} {_turn(first)}"
    kinds = {alert.kind for alert in alerts}
    kind = first.kind if len(kinds) == 1 or first.kind is AlertKind.RESOLVED else AlertKind.RISE
    return f"{drill}[{notice.level}] {kind} {len(alerts)} 条：{title} 等"


def _turn(alert: Alert) -> str:
    match alert.kind:
        case AlertKind.RISE:
            return _rise(alert)
        case AlertKind.REPEAT:
            return f"仍为{alert.level}级，无人接收"
        case AlertKind.RESOLVED:
            return "已解除"
        case AlertKind.REMINDER:
            return f"“{_line(alert.clock, 20)}”时限将到"
        case AlertKind.OVERDUE:
            return f"“{_line(alert.clock, 20)}”已超时"
        case AlertKind.ESCALATED:
            return f"无人接收，转报{_line(alert.owner, 20)}"
        case AlertKind.FELL:
            return f"回落到{alert.level}级"
        case AlertKind.SILENT:
            return "久无新内容"


def _rise(alert: Alert) -> str:
    if alert.previous is None:
        return f"首次达到{alert.level}级"
    if alert.previous.rank < alert.level.rank:
        return f"由{alert.previous}级升至{alert.level}级"
    return f"再次达到{alert.level}级"


def _alert(alert: Alert, desk: Desk, site: str) -> AlertView:
    is_calling = alert.kind in _CALLING
    incident = file_name(alert.incident_id).upper() if alert.incident_id else ""
    turn, reason = _turn(alert), _line(alert.reason, _LINE)
    return AlertView(
        level=str(alert.level),
        css=_CSS[alert.level],
        kind=str(alert.kind),
        title=_line(alert.story_title, _TITLE),
        turn="" if alert.kind is AlertKind.RISE or reason.startswith(turn) else turn,
        reason=reason,
        first_step=_line(alert.first_step, _LINE) if is_calling or alert.kind is AlertKind.SILENT else "",
        take=f"caifeng incident ack {incident}，或在表单里选“接收”" if incident and _asks_to_take(alert) else "",
        told=_told(alert),
        url=_address(site, f"incidents/{incident}/" if incident else _own_place(alert, desk)),
        proofs=tuple(_proof(proof, desk) for proof in alert.proof[:_PROOFS]),
    )


def _asks_to_take(alert: Alert) -> bool:
    """Whether somebody is to take the case; of a time limit only the one for taking it asks that."""
    return alert.kind in _TAKING or (alert.kind in _CALLING and alert.clock == _OWNER)


def _own_place(alert: Alert, desk: Desk) -> str:
    return f"alerts/{alert.raised_at.astimezone(desk.zone).date()}/#{quote(alert.id)}"


def _proof(proof: Proof, desk: Desk) -> ProofView:
    at = clock(proof.published_at, desk.zone)
    return ProofView(line=f"{_line(proof.source, 20)} {at}", title=_line(proof.title, _TITLE), url=link(proof.url))


def _told(alert: Alert) -> str:
    persons = tuple(dict.fromkeys(recipient.person for recipient in alert.told))
    names = "、".join(_line(person, 20) for person in persons[:_PERSONS])
    return names + (f" 等 {len(persons)} 人" if len(persons) > _PERSONS else "")


def _instead(notice: Notice, alerts: Iterable[Alert]) -> str:
    meant = {recipient.person for alert in alerts for recipient in alert.told}
    return "" if meant & set(notice.persons) else "原定告知的人都没有可用的地址，改为告知主管"


def _counts(alerts: Iterable[Alert]) -> str:
    levels = Counter(alert.level for alert in alerts)
    return "、".join(f"{level} {levels[level]}" for level in reversed(Level) if levels[level])


def _topics(alerts: Iterable[Alert]) -> str:
    topics = Counter(topic for alert in alerts for topic in alert.topics)
    most = sorted(topics.items(), key=lambda entry: (-entry[1], entry[0]))
    named = "、".join(f"{_line(topic, 20)} {count}" for topic, count in most[:_TOPICS])
    return named + (f" 等 {len(most)} 个议题" if len(most) > _TOPICS else "")


def _address(site: str, path: str) -> str:
    return link(urljoin(site.rstrip("/") + "/", path)) if site else ""


def _line(text: str, limit: int) -> str:
    """One line; cut first, so that what is cut away is never looked at."""
    return mail_line(text[: 8 * limit + 64], limit)
