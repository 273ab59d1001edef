"""The reading process: hostile bytes are parsed here, where a hang, a crash or a bomb costs one process.

Started as ``python -m collect.worker`` with none of our environment. An order comes in as a frame, its body as the
next one; a reply goes out as a frame.
"""

import logging
import signal
import sys
from typing import BinaryIO

from collect.entry import Job, Parse, SourceError, Task
from collect.wire import LENGTH, ORDERS, REPLIES, Reply, frame

MEMORY = 1_500_000_000  # bytes of address space; libraries alone take 200 MB
GRACE = 5  # seconds after which the kernel ends a reader whose parent did not


def parser_of(task: Task) -> Parse:
    """The function for a task; its libraries are loaded when it is first asked for (trafilatura: half a second)."""
    match task:
        case Task.FEED:
            from collect.feed import parse_feed as parse
        case Task.LINKS:
            from collect.links import parse_links as parse
        case Task.ARTICLE:
            from collect.article import parse_article as parse
        case Task.BOARD:
            from collect.board import parse_board as parse
        case Task.ROWS:
            from collect.rows import parse_rows as parse
    return parse


def perform(job: Job, body: bytes) -> Reply:
    """Parses; an expected failure is a value."""
    try:
        return Reply(parsed=parser_of(job.task)(job, body))
    except SourceError as error:
        return Reply(trouble=error.trouble)


def main() -> None:
    """Serves until its input ends. An unexpected exception ends the process; the parent reports it."""
    _limit_memory()
    logging.disable()  # the error stream is for last words only
    orders, replies = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break a frame
    replies.write(frame(b"ready"))
    replies.flush()
    while header := _read_frame(orders):
        order = ORDERS.validate_json(header)
        body = _read_frame(orders)
        _alarm(order.seconds + GRACE)
        replies.write(frame(REPLIES.dump_json(perform(order.job, body))))
        replies.flush()
        _alarm(0)


def _read_frame(stream: BinaryIO) -> bytes:
    size = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(size)[0]) if len(size) == LENGTH.size else b""


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
