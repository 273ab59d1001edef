"""A few reading processes, lent to one job at a time, killed and replaced when they do not come back."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from types import TracebackType
from typing import Self

from caifeng.models import FailureKind
from collect.entry import Job, Parsed, SourceError
from collect.wire import LENGTH, ORDERS, REPLIES, Order, Reply, frame

PAGE_SECONDS = 15.0  # wall clock of one document; trafilatura was seen to run for ever on 10 MB of short paragraphs
START_SECONDS = 60.0
LARGEST_REPLY = 200_000_000  # bytes


class Workers:
    """The reading processes of one harvest; used as an async context manager."""

    def __init__(self, size: int, seconds: float = PAGE_SECONDS) -> None:
        self._seconds = seconds
        self._free = asyncio.Semaphore(size)
        self._idle: list[Process] = []
        self._all: set[Process] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in tuple(self._all):
            await self._end(process)

    async def run(self, job: Job, body: bytes) -> Parsed:
        """What the bytes hold; raises SourceError where they hold nothing usable, take too long or break the reader."""
        async with self._free:
            process = await self._borrow(job)
            try:
                async with asyncio.timeout(self._seconds):
                    reply = await _ask(process, Order(job, self._seconds), body)
            except TimeoutError as error:
                await self._end(process)
                raise _broken(job, f"reader killed after {self._seconds:.0f} s") from error
            except (asyncio.IncompleteReadError, OSError, ValueError) as error:
                raise _broken(job, f"reader died: {error!r}; {await self._end(process)}") from error
            except asyncio.CancelledError:
                await self._end(process)
                raise
            self._idle.append(process)
        return _parsed(reply)

    async def _borrow(self, job: Job) -> Process:
        """An idle process or a fresh one."""
        if self._idle:
            return self._idle.pop()
        process = await self._start()
        try:
            async with asyncio.timeout(START_SECONDS):
                await _receive(process)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            raise _broken(job, f"reader did not start: {await self._end(process)}") from error
        return process

    async def _start(self) -> Process:
        """A fresh process that knows where our code lies and nothing else of our environment."""
        shared = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "collect.worker", stdin=PIPE, stdout=PIPE, stderr=PIPE,
            env={**shared, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        )  # fmt: skip
        self._all.add(process)
        return process

    async def _end(self, process: Process) -> str:
        """Ends a process and gives its last words."""
        self._all.discard(process)
        with suppress(ProcessLookupError):
            process.kill()
        _, said = await process.communicate()
        return said.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]


async def _ask(process: Process, order: Order, body: bytes) -> Reply:
    stdin = process.stdin
    if stdin is None:
        raise OSError("no pipe to the reader")
    stdin.write(frame(ORDERS.dump_json(order)) + frame(body))
    await stdin.drain()
    return REPLIES.validate_json(await _receive(process))


async def _receive(process: Process) -> bytes:
    if process.stdout is None:
        raise OSError("no pipe from the reader")
    size: int = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))[0]
    if size > LARGEST_REPLY:
        raise ValueError(f"reply of {size} bytes")
    return await process.stdout.readexactly(size)


def _parsed(reply: Reply) -> Parsed:
    if reply.parsed is None:
        failed = reply.trouble
        if failed is None:
            raise AssertionError("an empty reply")
        raise SourceError(failed.kind, failed.address, failed.detail, failed.message)
    return reply.parsed


def _broken(job: Job, detail: str) -> SourceError:
    return SourceError(FailureKind.EXTRACT, job.address, detail, "内容无法解析（过大、过深或格式异常），已放弃")
