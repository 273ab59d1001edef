"""What makes readings: the desk's rules and tone model, and every core where there are many items.

Workers hold a Reader each and get items in chunks; they share nothing, so the readings are those of one process.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from analyze.read import Reader
from analyze.tone.tables import Adapter
from analyze.versions import VERSIONS
from caifeng.errors import ConfigError, Problem
from caifeng.models import Desk, Item, Reading
from caifeng.tonemodel import FILE, load_adapter
from caifeng.workspace import Workspace

CHUNK = 250  # items a worker takes at a time
ALONE = 2_000  # below this many items one process is done before others have started (about a second)

_reader: Reader | None = None  # of a worker process


def read_all(
    desk: Desk,
    items: Sequence[Item],
    progress: Callable[[int], None],
    model: Adapter | None = None,
    workers: int | None = None,
) -> tuple[Reading, ...]:
    """The readings of items, in their order; ``progress`` hears how many have been read after every chunk.

    ``model`` is what the desk's labels taught. ``workers`` is the number of processes; None: one for few items, else
    one a core.
    """
    chunks = [items[at : at + CHUNK] for at in range(0, len(items), CHUNK)]
    count = workers or (1 if len(items) < ALONE else os.cpu_count() or 1)
    found: list[Reading] = []
    if count == 1:
        reader = Reader(desk, model)
        for chunk in chunks:
            found += reader.read_all(chunk)
            progress(len(found))
        return tuple(found)
    with pool(desk, count, model) as workers_pool:
        for readings in workers_pool.map(read_chunk, chunks):
            found += readings
            progress(len(found))
    return tuple(found)


def tone_model(workspace: Workspace) -> tuple[Adapter | None, tuple[Problem, ...]]:
    """What the desk's labels taught; a file that cannot be used is told, and the shipped tables judge alone."""
    try:
        return load_adapter(workspace.root / FILE), ()
    except ConfigError as error:
        return None, error.problems


def fingerprint(desk: Desk, model: Adapter | None = None) -> str:
    """Names the rules, versions and tone model that make readings: other rules, other readings."""
    rules = desk.topics, desk.names, desk.name_kinds, desk.gate_words, desk.sensitive
    return hashlib.sha256(repr((rules, VERSIONS, model.digest if model else "")).encode()).hexdigest()[:16]


@contextmanager
def pool(desk: Desk, workers: int, model: Adapter | None = None) -> Iterator[Executor]:
    """Processes that are ready to :func:`read_chunk` for the desk."""
    # Spawned, not forked: threads of DuckDB and Arrow may hold locks that a fork would copy.
    with ProcessPoolExecutor(workers, get_context("spawn"), _prepare, (desk, model)) as executor:
        yield executor


def read_chunk(items: Sequence[Item]) -> tuple[Reading, ...]:
    """Read items in a worker of :func:`pool`."""
    if _reader is None:
        raise RuntimeError("read_chunk runs in the workers of pool() only")
    return _reader.read_all(items)


def _prepare(desk: Desk, model: Adapter | None) -> None:
    global _reader
    _reader = Reader(desk, model)
