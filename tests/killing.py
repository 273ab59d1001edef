"""A sending pass in a real process that is killed by SIGKILL at its n-th step; and what came of it at the far ends."""

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from caifeng.errors import DeliveryError
from caifeng.lake import DeliveryLedger
from caifeng.models import Delivery, Desk
from caifeng.notify import LEASE, notify
from caifeng.workspace import Workspace
from publish.mail.outstanding import Fate, fates
from tests.chat_server import ChatServer, chatting
from tests.notifying import NOW, alert, desk, environment, quiet, raise_alerts, told
from tests.smtp_server import Post, serving

PEOPLE, CHATS = 100, ("群一", "群二", "群三", "群四")
_processes = multiprocessing.get_context("forkserver")  # children share imports, and none of our threads
_processes.set_forkserver_preload(["tests.killing"])


class Fuse:
    """Counts steps over all threads and kills this very process at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0
        self._turn = threading.Lock()

    def step(self) -> None:
        with self._turn:
            self.count += 1
            if self.count == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


class MortalLedger(DeliveryLedger):
    """Each write is two steps: before it is durable, and after."""

    fuse: Fuse

    def append_all(self, records: Any) -> None:
        self.fuse.step()
        super().append_all(records)
        self.fuse.step()


class MortalSession(requests.Session):
    """Each request is two steps."""

    fuse: Fuse

    def request(self, *call: Any, **options: Any) -> requests.Response:
        self.fuse.step()
        response = super().request(*call, **options)
        self.fuse.step()
        return response


@dataclass(frozen=True, slots=True)
class MortalWorkspace(Workspace):
    """A workspace whose ledger burns the fuse."""

    fuse: Fuse = field(default_factory=lambda: Fuse(0))

    def ledger(self, run: str) -> DeliveryLedger:
        ledger = MortalLedger(self.root / "lake" / "deliveries", run)
        ledger.fuse = self.fuse
        return ledger


def one_pass(folder: Path, found: Desk, now: datetime, at: int, variables: Mapping[str, str]) -> int:
    """Send in this process; the number of steps, where it lives to tell."""
    os.environ |= variables
    fuse = Fuse(at)

    def session() -> MortalSession:
        opened = MortalSession()
        opened.fuse = fuse
        return opened

    fuse.step()
    with suppress(DeliveryError):
        notify(MortalWorkspace(folder / "caifeng.yml", fuse), found, now, quiet, session)
    fuse.step()
    return fuse.count


@dataclass(frozen=True)
class Far:
    """The far ends: an SMTP server and four chats."""

    desk: Desk
    variables: Mapping[str, str]
    post: Post
    chats: Sequence[ChatServer]

    def forget(self) -> None:
        self.post.received.clear()
        for chat in self.chats:
            chat.received.clear()

    def arrived(self) -> Counter[str]:
        """How often each mailbox and chat got the alert."""
        boxes = Counter(recipient for recipient, _ in self.post.received)
        return boxes + Counter({f"群 {n}": len(chat.received) for n, chat in enumerate(self.chats)})


@contextmanager
def far_ends(people: int = PEOPLE) -> Any:
    """Servers for so many people, all of them also in four chats."""
    with ExitStack() as stack:
        post = stack.enter_context(serving(Post()))
        chats = [stack.enter_context(chatting(ChatServer())) for _ in CHATS]
        found = desk(people, CHATS, post.port)
        yield Far(found, environment(found, [chat.gateway for chat in chats]), post, chats)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill did: how many got nothing, the most that one got, who had two, and who of them was named."""

    is_killed: bool
    lost: int
    most: int
    twice: int
    unnamed: int
    uncertain_then: int  # named right after the kill


def trial(folder: Path, far: Far, at: int) -> Outcome:
    """Kill a fresh pass at its step ``at``, recover, and look at the far ends."""
    far.forget()
    found = Workspace(folder / "caifeng.yml")
    raise_alerts(found, [alert(1, told(far.desk))])
    child = _processes.Process(target=one_pass, args=(folder, far.desk, NOW, at, dict(far.variables)))
    child.start()
    child.join()
    uncertain = [one for one in _stands(found) if one.was_uncertain]
    for again in range(1, 4):
        one_pass(folder, far.desk, NOW + again * (LEASE + timedelta(minutes=1)), 0, far.variables)
    arrived = far.arrived()
    everybody = [*(far.variables[person.mail] for person in far.desk.people), *(f"群 {n}" for n in range(len(CHATS)))]
    twice = [name for name in everybody if arrived[name] > 1]
    named = _named(far, [one for one in _stands(found) if one.was_uncertain])
    return Outcome(
        is_killed=child.exitcode == -signal.SIGKILL,
        lost=sum(arrived[name] == 0 for name in everybody),
        most=max(arrived.values()),
        twice=len(twice),
        unnamed=len(set(twice) - named),
        uncertain_then=len(uncertain),
    )


def _stands(found: Workspace) -> tuple[Fate, ...]:
    records: tuple[Delivery, ...] = found.ledger("").states()
    return fates(found.lake.notices(), records)


def _named(far: Far, uncertain: Sequence[Fate]) -> set[str]:
    addresses = {person.name: far.variables[person.mail] for person in far.desk.people}
    mails = {addresses[name] for one in uncertain if one.notice.channel == "mail" for name in one.notice.persons}
    return mails | {f"群 {n}" for n, chat in enumerate(CHATS) if any(one.notice.channel == chat for one in uncertain)}
