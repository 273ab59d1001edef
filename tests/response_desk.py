"""A whole desk on loopback: feeds that grow, a real mail server, chats, a Git repository; looked at and then sent."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from typer.testing import CliRunner

from caifeng import pipeline
from caifeng.cli import app
from caifeng.errors import CaifengError, DeliveryError
from caifeng.models import Delivery
from caifeng.notify import notify
from caifeng.watch import Lane, Look
from caifeng.workspace import Workspace
from tests.chat_server import ChatServer, chatting
from tests.lived_workspace import quiet
from tests.servers import Reply, Request, Site
from tests.smtp_server import Post, serving

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CASE = "INC-2026-0001"
DESK = """\
desk: 澜川电器
sources:
  - {{name: 澜川论坛, feed: "{feed}", channel: 论坛}}
names: {{澜川: [澜川电器]}}
topics:
  - {{name: 产品质量, watch: 净水机, owner: 售后部, gate: 黄}}
gate_words: [受伤, 缝针]
people:
  售后部: {{mail: "env:MAIL_DUTY", chat: [甲群, 乙群]}}
  总经理办: {{mail: "env:MAIL_BOSS"}}
chats: {{甲群: env:CHAT_A, 乙群: env:CHAT_B}}
alerts: {{supervisor: 总经理办, repeat: 0s, escalate_after: 0s, remind_at: 0, silent_after: 0s}}
mail: {{host: env:SMTP_HOST, port: {port}, security: none, from: env:MAIL_FROM, ledger_key: env:LEDGER_KEY}}
fetch: {{pause: 0s, timeout: 5s, attempts: 1, allow_hosts: ["{host}"]}}
publish: {{base_url: "https://brief.example.org/caifeng/"}}
"""


@dataclass
class Feed:
    """An RSS feed that grows."""

    entries: list[tuple[str, str, datetime]] = field(default_factory=list)

    def add(self, title: str, text: str, at: datetime) -> None:
        self.entries.append((title, text, at))

    def __call__(self, request: Request) -> Reply:
        tag = f'"{len(self.entries)}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(status=304, headers={"ETag": tag})
        items = "".join(
            f"<item><title>{escape(escape(title))}</title><link>/t/{number}</link>"
            f"<description>{escape(escape(text))}</description>"
            f"<pubDate>{at:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
            for number, (title, text, at) in enumerate(self.entries)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
        return Reply(body.encode("utf-8", "replace"), headers={"ETag": tag})


@dataclass
class House:
    """A desk's repository with everything that it talks to."""

    workspace: Workspace
    feed: Feed
    post: Post
    chats: Sequence[ChatServer]
    variables: Mapping[str, str]
    lane: Lane = field(init=False)

    def __post_init__(self) -> None:
        self.lane = Lane(self.workspace)

    @property
    def root(self) -> Path:
        return self.workspace.root

    def hurt(self, at: datetime, title: str = "澜川净水机漏水致人受伤") -> None:
        """Two posts that open the desk's gate."""
        self.feed.add(title, f"{title}，用户受伤缝针，要求赔偿。", at)
        self.feed.add("家里澜川净水机漏水，老人滑倒受伤缝针", "老人滑倒受伤缝针，客服不回电话。", at)

    def look(self, at: datetime) -> Look:
        return self.lane.look(pipeline.desk_at(self.workspace, at), at, quiet)

    def send(self, at: datetime) -> tuple[Delivery, ...]:
        """One sending pass; what it wrote into the ledger."""
        before = len(self.workspace.ledger("").states())
        with suppress(DeliveryError):
            notify(self.workspace, pipeline.desk_at(self.workspace, at), at, quiet)
        return self.workspace.ledger("").states()[before:]

    def brief(self, now: datetime) -> None:
        """The first edition, without which there is no site."""
        desk = pipeline.desk_at(self.workspace, now)
        pipeline.brief(self.workspace, desk, pipeline.latest_day(desk, now), now, quiet)

    def page(self, path: str) -> str:
        """A published page, as text."""
        return unescape((self.workspace.public / path / "index.html").read_text(encoding="utf-8"))

    def case(self, id_: str = CASE) -> Path:
        return self.root / "incidents" / f"{id_}.yml"

    def hear_of_all(self) -> None:
        """From now on the desk hears of each report that names it, and of a single one."""
        text = self.workspace.desk_file.read_text(encoding="utf-8").replace("channel: 论坛", "channel: 新闻, tier: 2")
        text = text.replace("watch: 净水机", "watch: 澜川").replace("受伤, 缝针", "澜川")
        self.workspace.desk_file.write_text(text, encoding="utf-8")

    def mend(self, path: str, text: str | bytes) -> Path:
        """Write a file of the workspace as a person does."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return target

    def caifeng(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """The real command in a process of its own."""
        command = [sys.executable, "-m", "caifeng.cli", *arguments, "--desk", str(self.workspace.desk_file)]
        environment = {**os.environ, **self.variables, "COLUMNS": "400"}
        return subprocess.run(
            command, capture_output=True, text=True, timeout=120, check=False, env=environment, **options
        )

    def json(self, *arguments: str, code: int = 0) -> Any:
        """What a command answers to programs."""
        return json.loads(self.answer(*arguments, "--json", code=code))

    def answer(self, *arguments: str, code: int = 0) -> str:
        """What a command answers; never another exception, always the exit code that is meant."""
        done = CliRunner().invoke(app, [*arguments, "--desk", str(self.workspace.desk_file)])
        error = done.exception
        assert error is None or isinstance(error, CaifengError | SystemExit), (arguments, repr(error))
        assert (error.exit_code if isinstance(error, CaifengError) else done.exit_code) == code, (done.output, error)
        return done.stdout


@contextmanager
def house(folder: Path, *, chats: Sequence[ChatServer] = (), post: Post | None = None) -> Iterator[House]:
    """A new desk; the environment variables hold while it stands."""
    feed = Feed([("澜川净水机好用吗", "想买一台，求推荐。", NOW - timedelta(days=2))])
    with ExitStack() as stack:
        site = stack.enter_context(Site({"/feed": feed}))
        mails = stack.enter_context(serving(post or Post()))
        rooms = [stack.enter_context(chatting(one)) for one in (chats or (ChatServer(), ChatServer()))]
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
        text = DESK.format(feed=site.url("/feed"), host=site.host, port=mails.port)
        (folder / "caifeng.yml").write_text(text, encoding="utf-8")
        variables = {
            "SMTP_HOST": "127.0.0.1", "MAIL_FROM": "采风 <brief@example.org>", "LEDGER_KEY": "k" * 32,
            "MAIL_DUTY": "duty@example.org", "MAIL_BOSS": "boss@example.org",
            "CHAT_A": rooms[0].gateway, "CHAT_B": rooms[1].gateway,
        }  # fmt: skip
        stack.enter_context(_set(variables))
        yield House(Workspace(folder / "caifeng.yml"), feed, mails, rooms, variables)


@contextmanager
def _set(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, was in before.items():
            if was is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = was


def said_by(looks: Sequence[Look]) -> list[str]:
    """What the looks told as new alerts, and of which level."""
    return [str(alert.level) for look in looks for alert in look.analysis.alerts if alert.kind == "预警"]
