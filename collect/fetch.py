"""The one gate to the network. Only GET is ever sent, only to public addresses, politely, and it always ends."""

import asyncio
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self

import httpx

from caifeng.models import FailureKind, FetchRules, HostRules, Validator
from collect.body import ACCEPTED, read_body, read_start
from collect.entry import SourceError
from collect.guard import BlockedError, GuardedBackend, GuardedTransport, Resolve, check_address, system_resolve
from collect.known import Known
from collect.retry import retry_after
from collect.robots import SIZE_CAP, Robots, RobotsAnswer
from collect.turns import Turns
from collect.validators import fresh_validator, request_headers

HOPS = 5  # redirects followed
FULL_READ = timedelta(days=7)  # nothing is taken for unchanged longer
CONNECT = 10.0  # seconds for one connection
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})
_STATUS_MESSAGES = {
    401: "对方要求登录，未读取", 403: "对方拒绝访问（403）", 404: "网址不存在（404），请检查配置中的网址",
    410: "网址已被永久移除（410），请从配置中删去或更换", 429: "对方要求放慢访问（429）",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body that was read whole."""

    address: str  # as asked for
    url: str  # where it came from, after redirects
    content_type: str
    body: bytes
    validator: Validator | None
    moved_to: str  # the new address where every redirect was permanent, else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing changed since the validator was saved."""

    validator: Validator


@dataclass(slots=True)
class _Errand:
    """One address on its way: what is sent with it, and how much of its time is left."""

    url: httpx.URL
    headers: dict[str, str]
    seconds_left: float
    read: Callable[[httpx.Response, int], Awaitable[bytes]] = read_body
    cap: int = 0
    obeys_robots: bool = True
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    response: httpx.Response
    body: bytes


class BusyError(SourceError):
    """The server may well answer in a moment; ``wait`` is what it asked for, in seconds, or None."""

    def __init__(self, kind: FailureKind, address: str, detail: str, message: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(kind, address, detail, message)


class Gate:
    """Reads addresses for one harvest; used as an async context manager."""

    def __init__(self, rules: FetchRules, known: Known, now: datetime, resolve: Resolve = system_resolve) -> None:
        self._rules = rules
        self._validators = known.validators
        self._now = now
        self.ends_at = asyncio.get_running_loop().time() + rules.budget
        self._turns = Turns(rules.pause)
        self._robots = Robots(rules.agent, self._fetch_robots, known.host_rules, now)
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(GuardedBackend(rules.allow_hosts, resolve)),
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(rules.timeout, connect=min(CONNECT, rules.timeout)),
            headers={"User-Agent": rules.agent, "Accept-Encoding": ACCEPTED, "Accept": "*/*"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, address: str) -> Fetched | NotModified:
        """The body behind an address, or that it has not changed; raises SourceError for everything else.

        Reading takes at most ``rules.timeout`` seconds over all redirects and attempts, besides waiting for the turn.
        """
        url = check_address(address)
        kept = self._validators.get(address)
        known = None if kept is None or _is_due_for_full_read(kept, self._now) else kept
        errand = _Errand(url, request_headers(known), self._rules.timeout, cap=self._rules.max_bytes)
        answer = await self._patiently(errand)
        if answer.response.status_code == 304 and known:
            return NotModified(validator=known)
        if answer.response.status_code != 200:
            raise _status_error(address, answer.response)
        return Fetched(
            address=address,
            url=str(answer.response.url),
            content_type=answer.response.headers.get("content-type", "")[:200],
            body=answer.body,
            validator=fresh_validator(address, answer.response.headers, self._now),
            moved_to=errand.moved_to,
        )

    async def _patiently(self, errand: _Errand) -> _Answer:
        for attempt in range(1, self._rules.attempts + 1):
            try:
                return await self._follow(errand)
            except BusyError as busy:
                wait = self._rules.pause * 2**attempt if busy.wait is None else busy.wait
                host = _host(errand.url)
                if wait > min(self._rules.timeout, self._budget_left()):
                    self._turns.close(host)
                    raise _backoff_error(str(errand.url), wait) from busy
                if attempt == self._rules.attempts or errand.seconds_left <= 0:
                    raise
                self._turns.postpone(host, wait)
        raise AssertionError("a gate needs at least one attempt")

    async def _follow(self, errand: _Errand) -> _Answer:
        url, is_permanent = errand.url, True
        for _ in range(HOPS + 1):
            if errand.obeys_robots:
                self._turns.slow_down(_host(url), await self._robots.crawl_delay(url))
            answer = await self._in_turn(url, errand)
            status = answer.response.status_code
            if status not in _REDIRECTS:
                errand.moved_to = str(url) if is_permanent and url != errand.url else ""
                return answer
            is_permanent = is_permanent and status in _PERMANENT
            url = _next_hop(url, answer.response)
        raise SourceError(FailureKind.HTTP, str(errand.url), f"more than {HOPS} redirects", "网址反复跳转，已放弃")

    async def _in_turn(self, url: httpx.URL, errand: _Errand) -> _Answer:
        try:
            async with asyncio.timeout_at(self.ends_at), self._turns.turn(_host(url)):
                if self._turns.is_closed(_host(url)):
                    raise _backoff_error(str(url), 0.0)
                return await self._timed(url, errand)
        except TimeoutError as error:
            detail = "the harvest's time is over"
            raise SourceError(FailureKind.TIMEOUT, str(url), detail, "本次采集的总时限已到，未能读取") from error

    async def _timed(self, url: httpx.URL, errand: _Errand) -> _Answer:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(max(0.0, errand.seconds_left)):
                return await self._exchange(url, errand)
        except (TimeoutError, httpx.TimeoutException) as error:
            message = f"{self._rules.timeout:.0f} 秒内没有读完"
            raise BusyError(FailureKind.TIMEOUT, str(url), f"timeout: {error!r}", message) from error
        except httpx.HTTPError as error:
            raise _network_error(str(url), error) from error
        finally:
            errand.seconds_left -= loop.time() - started

    async def _exchange(self, url: httpx.URL, errand: _Errand) -> _Answer:
        async with self._client.stream("GET", url, headers=errand.headers) as response:
            if errand.obeys_robots and response.status_code in _BUSY:
                raise _busy_error(str(url), response)
            is_read = response.status_code == 200
            return _Answer(response, await errand.read(response, errand.cap) if is_read else b"")

    async def _fetch_robots(self, url: httpx.URL) -> RobotsAnswer:
        errand = _Errand(url, {}, self._rules.timeout, read=read_start, cap=SIZE_CAP, obeys_robots=False)
        answer = await self._patiently(errand)
        return RobotsAnswer(answer.response.status_code, answer.body)

    @property
    def host_rules(self) -> tuple[HostRules, ...]:
        """robots.txt of the hosts that were asked for it."""
        return tuple(self._robots.asked.values())

    def _budget_left(self) -> float:
        return self.ends_at - asyncio.get_running_loop().time()


def _host(url: httpx.URL) -> str:
    return url.netloc.decode("ascii").lower()


def _next_hop(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "")
    try:
        target = check_address(str(url.join(location)) if location else "")
    except httpx.InvalidURL as error:
        raise SourceError(FailureKind.REFUSED, str(url), str(error), "网址跳转到无法识别的地址，已拒绝") from error
    if url.scheme == "https" and target.scheme == "http":
        detail = "redirect from https to http"
        raise SourceError(FailureKind.REFUSED, str(url), detail, "网址跳转到不加密的地址，已拒绝")
    return target


def _network_error(address: str, error: httpx.HTTPError) -> SourceError:
    causes: list[BaseException] = [error]
    while causes[-1].__cause__ or causes[-1].__context__:
        causes.append(causes[-1].__cause__ or causes[-1].__context__ or error)
    detail = f"{type(error).__name__}: {error}"
    if any(isinstance(cause, BlockedError) for cause in causes):
        message = "地址指向内部网络，已拒绝；确需读取请写入 allow_hosts"
        return SourceError(FailureKind.REFUSED, address, detail, message)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return SourceError(FailureKind.NETWORK, address, detail, "对方的安全证书无效，未读取")
    return BusyError(FailureKind.NETWORK, address, detail, "网络连接失败或内容传输中断")


def _busy_error(address: str, response: httpx.Response) -> BusyError:
    failed = _status_error(address, response).trouble
    wait = retry_after(response.headers.get("retry-after", ""), datetime.now(UTC))
    return BusyError(failed.kind, address, failed.detail, failed.message, wait)


def _status_error(address: str, response: httpx.Response) -> SourceError:
    status = response.status_code
    if status == 204:
        return SourceError(FailureKind.EMPTY, address, "HTTP 204", "对方返回空内容")
    usual = f"对方服务器出错（{status}）" if status >= 500 else f"对方返回异常状态（{status}）"
    return SourceError(FailureKind.HTTP, address, f"HTTP {status}", _STATUS_MESSAGES.get(status, usual))


def _backoff_error(address: str, wait: float) -> SourceError:
    asked = f"对方要求 {wait:.0f} 秒后再来" if wait else "对方要求稍后再来"
    detail = f"asked to stay away for {wait:.0f} s"
    return SourceError(FailureKind.BACKOFF, address, detail, f"{asked}，本次跳过，下次再读", wait)


def _is_due_for_full_read(kept: Validator, now: datetime) -> bool:
    """Once a week, at an hour of its own, an address is read whole: some servers' ETag never changes."""
    if kept.read_at is None:
        return True
    spread = hashlib.sha256(kept.address.encode("utf-8", "replace")).digest()[0] / 256
    return not timedelta() <= now - kept.read_at < FULL_READ - timedelta(days=spread)
