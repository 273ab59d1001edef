"""caifeng alerts and caifeng notify: what was raised, who was told, and what is owed or uncertain, by name."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from caifeng import pipeline
from caifeng.commands.alerts import alerts
from caifeng.commands.notify import notify
from caifeng.errors import DeliveryError, UsageError
from caifeng.models import Alert, Level, Recipient
from tests.chat_server import Answer, ChatServer, chatting, hang_up, said
from tests.notifying import alert, raise_alerts, workspace

DESK = """
desk: 澜川电器
sources: [{name: 导出, file: "exports/*.jsonl"}]
topics: [{name: 产品质量, watch: 净水机}]
people:
  售后部: {mail: "env:MAIL_AFTERSALES", chat: 值班群}
  总经理办: {mail: "env:MAIL_BOSS"}
chats: {值班群: env:CHAT_DUTY}
"""
TOLD = (
    Recipient(person="售后部", channel="mail"),
    Recipient(person="售后部", channel="值班群"),
    Recipient(person="总经理办", channel="mail"),
)
NOW = datetime.now(UTC) - timedelta(minutes=1)
app = typer.Typer()
app.command("alerts")(alerts)
app.command("notify")(notify)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "caifeng.yml").write_text(DESK, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, **environment: str) -> Result:
    desk = ["--desk", str(folder / "caifeng.yml")]
    return CliRunner().invoke(app, [*arguments, *desk], env=environment)


def rows(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    result = run(folder, "alerts", "--json", *arguments)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def one(number: int = 1, **changes: Any) -> Alert:
    return replace(alert(number, TOLD, NOW), **changes)


def test_without_settings_mails_lie_in_the_outbox_and_the_unset_chat_is_named(folder: Path) -> None:
    raise_alerts(workspace(folder), [one()], NOW)
    sent = run(folder, "notify")
    assert sent.exit_code == 0
    assert "outbox：已送达 2 条" in sent.stdout
    assert "值班群：没有发成 1 条（没有设置地址：环境变量 CHAT_DUTY 是空的）" in sent.stdout
    assert run(folder, "notify").stdout.strip() == "没有待发的预警。"
    shown = run(folder, "alerts").stdout
    assert "【橙】预警：净水机漏水投诉" in shown
    assert "值班群 没有发成（没有设置地址：环境变量 CHAT_DUTY 是空的" in shown
    assert "邮件 已送达：售后部、总经理办" in shown


def test_what_is_owed_or_uncertain_is_named_with_notice_channel_and_person(folder: Path) -> None:
    raise_alerts(workspace(folder), [one()], NOW)
    assert {entry["state"] for entry in rows(folder)[0]["told"]} == {"owed"}
    with chatting(ChatServer(Answer(play=hang_up), then=said({}))) as chat:
        failed = run(folder, "notify", CHAT_DUTY=chat.gateway)
        assert isinstance(failed.exception, DeliveryError)
        assert "SECRETKEY" not in failed.output + str(failed.exception)
        (told,) = [entry for entry in rows(folder)[0]["told"] if entry["channel"] == "值班群"]
        assert (told["state"], told["person"], told["was_uncertain"]) == ("uncertain", "售后部", True)
        assert told["notice"].startswith("N-")
        assert "是否送达不明" in run(folder, "alerts").stdout
        run(folder, "notify", CHAT_DUTY=chat.gateway)
        (told,) = [entry for entry in rows(folder)[0]["told"] if entry["channel"] == "值班群"]
    assert (told["state"], told["attempts"], told["was_uncertain"]) == ("sent", 2, True)
    assert "可能收到两次" in run(folder, "alerts").stdout


def test_since_and_level_choose_and_the_unsent_say_why(folder: Path) -> None:
    old = one(2, raised_at=NOW - timedelta(days=3), level=Level.RED)
    kept = one(3, unsent_because="静默到 20:00：集中答复", told=(), level=Level.YELLOW)
    raise_alerts(workspace(folder), [old], NOW - timedelta(days=3))
    raise_alerts(workspace(folder), [one(), kept], NOW)
    assert [row["level"] for row in rows(folder)] == ["红", "橙", "黄"]
    assert [row["level"] for row in rows(folder, "--since", "24h")] == ["橙", "黄"]
    assert [row["level"] for row in rows(folder, "--level", "橙色", "--since", "24h")] == ["橙"]
    assert "未发：静默到 20:00：集中答复" in run(folder, "alerts").stdout
    assert "没有预警" in run(folder, "alerts", "--since", "1s").stdout
    assert isinstance(run(folder, "alerts", "--level", "紫").exception, UsageError)


def test_hostile_titles_reach_no_terminal(folder: Path) -> None:
    raise_alerts(workspace(folder), [one(story_title="\x1b[31m[red]x[/red]\u202e\x07")], NOW)
    with suppress(DeliveryError):
        run(folder, "notify")
    shown = run(folder, "alerts").stdout
    assert not set(shown) & set("\x1b\x07\u202e")


def test_thousands_of_alerts_are_listed_as_data(folder: Path) -> None:
    raise_alerts(workspace(folder), [one(number) for number in range(3_000)], NOW)
    run(folder, "notify")
    found = rows(folder)
    assert len(found) == 3_000
    assert {entry["state"] for row in found for entry in row["told"]} == {"sent", "refused"}


def test_the_example_desk_can_be_opened() -> None:
    assert pipeline.open_desk(workspace(Path("examples/lanchuan"))).chats
