"""Which addresses may be connected to: public ones only, judged on the address really connected to.

The name is looked up once, every answer is judged, and the connection goes to a judged answer, so a name that
answers differently the second time (DNS rebinding) gains nothing. Host, SNI and certificate stay the name's.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

from caifeng.models import FailureKind
from collect.entry import SourceError

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_SYSTEM_PORTS_OPEN = (80, 443)  # of the ports below 1024
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


class BlockedError(httpcore.ConnectError):
    """A connection was refused before it was made."""


def check_address(address: str) -> httpx.URL:
    """The parsed address, if it is one we may ask for at all.

    Raises SourceError (REFUSED) for other schemes, user names, backslashes, control characters and system ports.
    """
    why = "not a plain absolute http(s) address"
    try:
        url = httpx.URL(address)
        is_plain = url.scheme in {"http", "https"} and bool(url.host) and not url.userinfo
        if is_plain and not _UNSAFE.search(address) and len(address) <= 2_000:
            if url.port is None or 1024 <= url.port <= 65535 or url.port in _SYSTEM_PORTS_OPEN:
                return url
            why = f"port {url.port} is not for the web"
    except (httpx.InvalidURL, ValueError) as error:
        why = str(error)
    raise SourceError(FailureKind.REFUSED, address, why, "地址不是可以读取的公开网址，请检查配置中的网址")


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet, and so does every address wrapped in it.

    IPv4-mapped and -compatible, 6to4 (RFC 3056), Teredo (RFC 4380) and NAT64 (RFC 6052) are unwrapped first:
    some of them count as global by themselves although they lead to a private host.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        wrapped = _wrapped(ip)
        if wrapped:
            return all(_is_global(inner) for inner in wrapped)
        return _is_global(ip) and not ip.is_site_local
    return _is_global(ip)


def _wrapped(ip: IPv6Address) -> tuple[IPv4Address, ...]:
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip.sixtofour:
        return (ip.sixtofour,)
    if ip.teredo:
        return ip.teredo
    if ip in _NAT64 or int(ip) >> 32 == 0:
        return (IPv4Address(int(ip) & 0xFFFFFFFF),)
    return ()


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


async def system_resolve(host: str, port: int) -> tuple[str, ...]:
    """Every address that the system's resolver gives for a host, in its order of preference."""
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses only, and to the exact ``host:port`` pairs that the desk allows."""

    def __init__(self, allow_hosts: Iterable[str], resolve: Resolve = system_resolve) -> None:
        self._allowed = frozenset(allow_hosts)
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """One look-up, every answer judged, then the first answer that accepts a connection."""
        try:
            answers = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"name not resolved: {error}") from error
        if f"{host}:{port}" not in self._allowed and not (answers and all(map(is_public, answers))):
            raise BlockedError(f"{host}:{port} is not a public address")
        last = httpcore.ConnectError(f"no address for {host}")
        for answer in answers:
            try:
                return await self._network.connect_tcp(answer, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = httpcore.ConnectError(str(error))
        raise last

    async def sleep(self, seconds: float) -> None:
        """Pause, as httpcore asks for between its own attempts."""
        await asyncio.sleep(seconds)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a guarded network; no proxy of the environment, certificates always verified."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=None,
            max_keepalive_connections=64,
            keepalive_expiry=15.0,
            network_backend=backend,
        )
