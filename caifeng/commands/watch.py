"""``caifeng watch``: the alert lane, one look or look after look."""

import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer

from caifeng.errors import CaifengError, ConfigError, DeliveryError
from caifeng.models import Desk, SourceState
from caifeng.notify import notify
from caifeng.pipeline import desk_at
from caifeng.progress import Progress
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, now, parse_span, say, show_progress
from caifeng.watch import Lane, Look
from caifeng.workspace import Workspace

_SHORTEST = timedelta(minutes=1)

_Every = Annotated[str | None, typer.Option("--every", help="一直看下去，每隔多久一次，如 5m；不写则只看一次")]
_Send = Annotated[bool, typer.Option(help="不送达时，另用 caifeng notify 送")]


def watch(desk: DeskFile = DEFAULT, every: _Every = None, send: _Send = True, as_json: AsJson = False) -> None:
    """看一次（或一直看）：采集到点的信源、聚合、预警、立案、更新网站、发出预警。不出简报。"""
    lane = Lane(Workspace(desk))
    if every is None:
        _look(lane, desk_at(lane.workspace, now()), send=send, as_json=as_json)
        return
    pause = max(parse_span(every), _SHORTEST)
    say(f"每 {every} 看一次，按 Ctrl+C 结束")
    with _until_told_to_stop() as stopped:
        _go_on(lane, pause, stopped, send=send, as_json=as_json)


def _go_on(lane: Lane, pause: timedelta, stopped: threading.Event, *, send: bool, as_json: bool) -> None:
    """Look after look; a failing one is told and the next is tried. A broken configuration leaves the last good one."""
    found: Desk | None = None
    due = time.monotonic()
    while not stopped.is_set():
        try:
            found = _newest(lane.workspace, found)
            _look(lane, found, send=send, as_json=as_json)
        except ConfigError:
            raise
        except CaifengError as error:
            say(f"{now().astimezone():%H:%M} 这一次没有完成：{error}", style="red")
        due = max(due + pause.total_seconds(), time.monotonic())  # what was missed is not made up
        stopped.wait(due - time.monotonic())


def _newest(workspace: Workspace, former: Desk | None) -> Desk:
    try:
        return desk_at(workspace, now())
    except ConfigError as error:
        if former is None:
            raise
        say(f"{error}\n配置改错了，先按上一次有效的配置继续。", style="red")
        return former


def _look(lane: Lane, desk: Desk, *, send: bool, as_json: bool) -> None:
    began, moment = time.monotonic(), now()
    with show_progress() as progress:
        look = lane.look(desk, moment, progress)
        unsent = _sent(lane.workspace, desk, progress) if send else ""
    seconds = time.monotonic() - began
    if as_json:
        answer(json.dumps(_told(look, moment.isoformat(), seconds), ensure_ascii=False))
    else:
        for problem in look.analysis.problems:
            say(str(problem))
        for alert in look.analysis.alerts:
            answer(f"{alert.kind} [{alert.level}] {alert.story_title}：{alert.reason}")
        local = moment.astimezone(desk.zone)
        answer(f"{local:%H:%M:%S} {_summary(look)}，用时 {seconds:.1f} 秒")
    if unsent:
        raise DeliveryError(unsent)


def _sent(workspace: Workspace, desk: Desk, progress: Progress) -> str:
    """Send what is owed; why something still is, "" where nothing is."""
    try:
        notify(workspace, desk, now(), progress)
    except DeliveryError as error:
        return str(error)
    return ""


def _summary(look: Look) -> str:
    reports, new = look.harvest.reports, len(look.harvest.items)
    failed = sum(report.state is SourceState.FAILED for report in reports)
    told = f"新 {new} 条" if look.is_told else "没有新内容"
    decided = f"预警 {len(look.analysis.alerts)}，立案或更新 {len(look.analysis.opened)}"
    shown = "，网站已更新" if look.published and look.published.changed else ""
    return f"看了 {len(reports)} 个信源" + (f"（{failed} 个失败）" if failed else "") + f"，{told}，{decided}{shown}"


def _told(look: Look, at: str, seconds: float) -> dict[str, object]:
    reports = look.harvest.reports
    return {
        "at": at,
        "seconds": round(seconds, 2),
        "sources": len(reports),
        "failed": [report.source for report in reports if report.state is SourceState.FAILED],
        "new_items": len(look.harvest.items),
        "told": look.is_told,
        "alerts": [{"id": one.id, "kind": one.kind, "level": one.level, "reason": one.reason}
                   for one in look.analysis.alerts],
        "incidents": [incident.id for incident in look.analysis.opened],
        "published": bool(look.published and look.published.changed),
    }  # fmt: skip


@contextmanager
def _until_told_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl+C and a service manager's stop set: the look at hand is finished first."""
    stopped = threading.Event()
    former = {number: signal.signal(number, lambda *_: stopped.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
