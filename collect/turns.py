"""Politeness between requests: hosts are read side by side, each of them one request at a time."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # loop time
    pause: float = 0.0  # seconds
    is_closed: bool = False


class Turns:
    """Whose turn it is at each host."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._places: defaultdict[str, _Place] = defaultdict(_Place)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Holds the host for one request; begins at least one pause after the former request ended."""
        place = self._places[host]
        loop = asyncio.get_running_loop()
        async with place.lock:
            await asyncio.sleep(max(0.0, place.free_at - loop.time()))
            try:
                yield
            finally:
                place.free_at = max(place.free_at, loop.time() + max(self._pause, place.pause))

    def slow_down(self, host: str, pause: float) -> None:
        """The host's own wish (Crawl-delay), in seconds; counts when it is longer than ours."""
        self._places[host].pause = pause

    def postpone(self, host: str, seconds: float) -> None:
        """Nobody asks this host for that long."""
        self._places[host].free_at = asyncio.get_running_loop().time() + seconds

    def close(self, host: str) -> None:
        """Nobody asks this host again in this harvest."""
        self._places[host].is_closed = True

    def is_closed(self, host: str) -> bool:
        """Whether the host asked us to come back another time."""
        return self._places[host].is_closed
