"""caifeng alerts: what was raised, why, who was told, and whether each message came through."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from caifeng.commands.notify import STATES
from caifeng.errors import UsageError
from caifeng.models import Alert, DeliveryState, Desk, Level, Recipient
from caifeng.models.wording import clock
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, parse_span, plain
from publish.briefing.reasons import reason
from publish.mail.outstanding import Fate, fates

_Since = Annotated[str, typer.Option(help="看多久以来的，如 24h、7d")]
_Level = Annotated[str | None, typer.Option("--level", help="只看这一级及以上：红、橙、黄、蓝")]
_BEST = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.REFUSED, DeliveryState.OWED)


def alerts(desk: DeskFile = DEFAULT, since: _Since = "7d", level: _Level = None, as_json: AsJson = False) -> None:
    """列出预警：级别、原因、通知了谁、是否送达；没有发出的写明为什么。"""
    workspace, found = open_desk(desk)
    first = now() - parse_span(since)
    least = _level(level)
    raised = [
        alert for alert in workspace.lake.alerts(first) if alert.raised_at >= first and alert.level.rank >= least.rank
    ]
    told = _by_alert(fates(workspace.lake.notices(first), workspace.ledger("").states(first)))
    if as_json:
        answer(dump([_row(alert, told.get(alert.id, ())) for alert in raised]))
        return
    if not raised:
        answer(f"{since} 以来没有预警。")
    for alert in raised:
        answer("\n".join(map(plain, _lines(alert, told.get(alert.id, ()), found))))


def _level(text: str | None) -> Level:
    if text is None:
        return Level.BLUE
    try:
        return Level(text.removesuffix("级").removesuffix("色"))
    except ValueError as error:
        raise UsageError(f"级别 {text!r} 无法辨认，应是 红、橙、黄、蓝 之一") from error


def _by_alert(found: Sequence[Fate]) -> Mapping[str, Sequence[Fate]]:
    held: dict[str, list[Fate]] = defaultdict(list)
    for fate in found:
        for alert_id in fate.notice.alert_ids:
            held[alert_id].append(fate)
    return held


def _everybody(alert: Alert, held: Sequence[Fate]) -> tuple[Recipient, ...]:
    """Those who were meant, then who stood in for them."""
    sent = {Recipient(person=person, channel=fate.notice.channel) for fate in held for person in fate.notice.persons}
    others = sorted(sent - set(alert.told), key=lambda one: (one.person, one.channel))
    return (*alert.told, *others)


def _of(recipient: Recipient, held: Sequence[Fate]) -> Fate | None:
    """The notice by which a recipient had an alert, or is to have it: the one that came furthest."""
    mine = [
        fate for fate in held if fate.notice.channel == recipient.channel and recipient.person in fate.notice.persons
    ]
    return min(mine, key=lambda fate: (_BEST.index(fate.state), fate.notice.id), default=None)


def _row(alert: Alert, held: Sequence[Fate]) -> dict[str, Any]:
    return {
        "id": alert.id,
        "at": alert.raised_at.isoformat(),
        "level": alert.level,
        "kind": alert.kind,
        "story": alert.story_id,
        "incident": alert.incident_id,
        "headline": alert.story_title,
        "reason": alert.reason,
        "first_step": alert.first_step,
        "unsent_because": alert.unsent_because,
        "send_from": alert.send_from.isoformat() if alert.send_from else None,
        "told": [_told_row(recipient, _of(recipient, held)) for recipient in _everybody(alert, held)],
    }


def _told_row(recipient: Recipient, fate: Fate | None) -> dict[str, Any]:
    return {
        "person": recipient.person,
        "channel": recipient.channel,
        "state": fate.state if fate else DeliveryState.OWED,
        "notice": fate.notice.id if fate else "",
        "attempts": fate.attempts if fate else 0,
        "was_uncertain": bool(fate and fate.was_uncertain),
        "detail": fate.detail if fate else "",
    }


def _lines(alert: Alert, held: Sequence[Fate], desk: Desk) -> list[str]:
    lines = [f"{clock(alert.raised_at, desk.zone)} 【{alert.level}】{alert.kind}：{alert.story_title}", alert.reason]
    if alert.unsent_because:
        return [*lines, f"  未发：{alert.unsent_because}", ""]
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for recipient in _everybody(alert, held):
        groups[recipient.channel, _state(_of(recipient, held), alert, desk)].append(recipient.person)
    told = [
        f"  {'邮件' if way == 'mail' else way} {state}：{'、'.join(names)}" for (way, state), names in groups.items()
    ]
    return [*lines, *(sorted(told) or ["  没有通知任何人"]), ""]


def _state(fate: Fate | None, alert: Alert, desk: Desk) -> str:
    if fate is None:
        return f"待发（{clock(alert.send_from, desk.zone)} 起）" if alert.send_from else "待发"
    doubt = "，可能收到两次" if fate.was_uncertain and fate.state is DeliveryState.SENT else ""
    why = f"（{reason(fate.detail)}，{fate.notice.id}）" if fate.state is not DeliveryState.SENT and fate.detail else ""
    return f"{STATES[fate.state]}{doubt}{why}"
