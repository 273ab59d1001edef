"""robots.txt as RFC 9309 reads it: 4xx allows everything, 5xx and silence forbid everything."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from protego import Protego

from caifeng.models import FailureKind, HostRules
from collect.decode import decode
from collect.entry import SourceError, Trouble

SIZE_CAP = 500 * 1024  # bytes that are read (RFC 9309, 2.5)
GOOD_FOR = timedelta(hours=24)  # an answer is not asked for again within (RFC 9309, 2.4)


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a host answered when asked for its robots.txt."""

    status: int
    body: bytes


FetchRobots = Callable[[httpx.URL], Awaitable[RobotsAnswer]]


class Robots:
    """The rules of every host met in one harvest, each asked for once a day."""

    def __init__(self, agent: str, fetch: FetchRobots, known: Mapping[str, HostRules], now: datetime) -> None:
        self._token = agent.partition("/")[0].strip()  # product token: "Caifeng/0.1 (…)" → "Caifeng"
        self._fetch = fetch
        self._known, self._now = known, now
        self._rules: dict[str, Protego | Trouble] = {}
        self.asked: dict[str, HostRules] = {}  # what this harvest asked for, by origin
        self._locks: dict[str, asyncio.Lock] = {}

    async def crawl_delay(self, url: httpx.URL) -> float:
        """Seconds between requests that the host asks for, once it is certain that ``url`` may be read at all.

        Raises SourceError: ROBOTS where the rules forbid it, else what asking for the rules met.
        """
        rules = await self._rules_of(url)
        if isinstance(rules, Trouble):
            raise SourceError(rules.kind, str(url), f"robots.txt: {rules.detail}", rules.message)
        if not rules.can_fetch(str(url), self._token):
            message = "对方的 robots.txt 不允许读取该地址，已遵守"
            raise SourceError(FailureKind.ROBOTS, str(url), "forbidden by robots.txt", message)
        return float(rules.crawl_delay(self._token) or 0.0)

    async def _rules_of(self, url: httpx.URL) -> Protego | Trouble:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                known = self._known.get(origin)
                is_good = known is not None and timedelta() <= self._now - known.asked_at < GOOD_FOR
                self._rules[origin] = _parsed(known) if known and is_good else await self._asked(origin)
            return self._rules[origin]

    async def _asked(self, origin: str) -> Protego | Trouble:
        """The rules, or why nothing may be read. 429 is a busy server, not an absent file."""
        address = origin + "/robots.txt"
        try:
            answer = await self._fetch(httpx.URL(address))
        except SourceError as error:
            return error.trouble
        if answer.status >= 500 or answer.status == 429:
            message = f"对方的 robots.txt 暂时无法读取（{answer.status}），按规定不读取"
            return Trouble(kind=FailureKind.ROBOTS, address=address, detail=f"HTTP {answer.status}", message=message)
        text = _text(answer.body) if answer.status == 200 else ""
        found = HostRules(origin=origin, status=answer.status, text=text, asked_at=self._now)
        self.asked[origin] = found
        return _parsed(found)


def _parsed(rules: HostRules) -> Protego:
    return Protego.parse(rules.text if rules.status == 200 else "")


def _text(body: bytes) -> str:
    decoded = decode(body)
    return decoded.text if decoded else body.decode("ascii", "ignore")
