"""A token bucket: how fast one channel may be used."""

from collections.abc import Callable

PATIENCE = 30.0  # seconds that one run waits for one channel in all


class TokenBucket:
    """So many messages a minute, the first of them at once; waits where that is short. Not for two threads."""

    def __init__(
        self, per_minute: int, clock: Callable[[], float], sleep: Callable[[float], None], *, used: int = 0
    ) -> None:
        """``clock`` gives seconds that only grow; ``used`` were sent within the last minute by a run before."""
        self._size, self._tokens = float(max(per_minute, 1)), float(max(per_minute - used, 0))
        self._clock, self._sleep = clock, sleep
        self._at, self._patience = clock(), PATIENCE

    def take(self) -> bool:
        """Whether a message may go now, after a wait if need be; False where the wait would be too long."""
        self._refill()
        wait = (1 - self._tokens) * 60 / self._size
        if wait > self._patience:
            return False
        if wait > 0:
            self._patience -= wait
            self._sleep(wait)
            self._refill()
        self._tokens -= 1
        return True

    def _refill(self) -> None:
        now = self._clock()
        self._tokens = min(self._size, self._tokens + max(now - self._at, 0) * self._size / 60)
        self._at = now
