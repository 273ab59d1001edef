"""What makes readings: the desk's rules and tone model, and every core where there are many items.

Workers hold a Reader each and get items in chunks; they share nothing, so the readings are those of one process.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from analyze.read import Reader
from analyze.tone.tables import Adapter
from analyze.uncollected import uncollected
from analyze.versions import VERSIONS
from caifeng.errors import ConfigError, Problem
from caifeng.models import Desk, Item, Reading
from caifeng.tonemodel import FILE, load_adapter

CHUNK = 250  # items a worker takes at a time
ALONE = 2_000  # below this many items one process is done before others have started (about a second)

_reader: Reader | None = None  # of this process


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
        prepare(desk, model)
        for chunk in chunks:
            found += read_chunk(chunk)
            progress(len(found))
        return tuple(found)
    with pool(desk, count, model) as executor:
        for readings in executor.map(read_chunk, chunks):
            found += readings
            progress(len(found))
    return tuple(found)


def tone_model(root: Path) -> tuple[Adapter | None, tuple[Problem, ...]]:
    """What the labels of the desk in the folder ``root`` taught.

    A file that cannot be used is told, and the shipped tables judge alone.
    """
    try:
        return load_adapter(root / FILE), ()
    except ConfigError as error:
        return None, error.problems


def fingerprint(desk: Desk, model: Adapter | None = None) -> str:
    """Names the rules, versions and tone model that make readings: other rules, other readings."""
    rules = desk.topics, desk.known_names, desk.name_kinds, desk.gate_words, desk.sensitive
    return hashlib.sha256(repr((rules, VERSIONS, model.digest if model else "")).encode()).hexdigest()[:16]


@contextmanager
def pool(desk: Desk, workers: int, model: Adapter | None = None) -> Iterator[Executor]:
    """Processes that are ready to :func:`read_chunk` for the desk."""
    # Spawned, not forked: threads of DuckDB and Arrow may hold locks that a fork would copy.
    with ProcessPoolExecutor(workers, get_context("spawn"), prepare, (desk, model)) as executor:
        yield executor


def prepare(desk: Desk, model: Adapter | None = None) -> None:
    """Make this process ready to :func:`read_chunk`."""
    global _reader
    _reader = Reader(desk, model)


def read_chunk(items: Sequence[Item]) -> tuple[Reading, ...]:
    """The readings of items in a process that is prepared."""
    if _reader is None:
        raise RuntimeError("prepare() this process first")
    with uncollected():
        return _reader.read_all(items)
