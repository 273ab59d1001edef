"""caifeng notify: send the alerts that are still owed."""

from collections import Counter

from caifeng.models import Delivery, DeliveryState
from caifeng.notify import notify as send_owed
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, show_progress
from publish.briefing.reasons import reason

STATES = {
    DeliveryState.SENT: "已送达",
    DeliveryState.REFUSED: "没有发成",
    DeliveryState.OWED: "待发",
    DeliveryState.UNCERTAIN: "是否送达不明",
    DeliveryState.CLAIMED: "正由另一次运行发送",
}


def notify(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """把还没送到的预警发出去：邮件和群。没有 SMTP 设置时写进 outbox/alerts/；没有地址的群如实写明。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress:
        done = send_owed(workspace, found, now(), progress)
    if as_json:
        answer(dump([_row(one) for one in done]))
        return
    if not done:
        answer("没有待发的预警。")
    for line in _lines(done):
        answer(line)


def _row(one: Delivery) -> dict[str, object]:
    return {"notice": one.notice, "channel": one.channel, "recipient": one.recipient_hash, "state": one.state,
            "attempt": one.attempt, "detail": one.detail}  # fmt: skip


def _lines(done: tuple[Delivery, ...]) -> list[str]:
    """One line for each channel, state and reason."""
    kinds = Counter((one.channel, STATES[one.state], reason(one.detail) if one.state is DeliveryState.REFUSED else "")
                    for one in done)  # fmt: skip
    return [
        plain(f"{channel}：{state} {count} 条" + (f"（{why}）" if why else ""))
        for (channel, state, why), count in sorted(kinds.items())
    ]
