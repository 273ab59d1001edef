"""Reading processes: what hangs, crashes or explodes costs one process and nothing else."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from caifeng.models import FailureKind
from collect.entry import Job, Parsed, SourceError, Task
from collect.workers import Workers

PARAGRAPHS = "<p>澜川净水机漏水有了新的进展，公司说会召回。</p>" * 9
PAGE = f"<html><head><title>标题</title></head><body><article>{PARAGRAPHS}</article></body></html>".encode()
ARTICLE = Job(task=Task.ARTICLE, address="https://news.example/1")
HOSTILE = {
    "short paragraphs": b"<html><body>" + b"<p>x y</p>" * 400_000,
    "attributes": b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</p>",
    "one paragraph": b"<html><body><p>" + "漏水。".encode() * 1_000_000 + b"</p>",
}


def run(jobs: list[tuple[Job, bytes]], seconds: float) -> list[Parsed | FailureKind]:
    async def each() -> list[Parsed | FailureKind]:
        found: list[Parsed | FailureKind] = []
        async with Workers(1, seconds) as workers:
            for job, body in jobs:
                try:
                    found.append(await workers.run(job, body))
                except SourceError as error:
                    found.append(error.trouble.kind)
        return found

    return asyncio.run(each())


def test_a_page_comes_back_as_an_entry() -> None:
    (parsed,) = run([(ARTICLE, PAGE)], 20)
    assert isinstance(parsed, Parsed)
    assert parsed.entries[0].text.startswith("澜川净水机")


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_page_that_never_ends_is_killed_and_the_next_one_is_read(shape: str) -> None:
    began = time.monotonic()
    first, second = run([(ARTICLE, HOSTILE[shape]), (ARTICLE, PAGE)], 3)
    assert time.monotonic() - began < 14
    assert first is FailureKind.EXTRACT or isinstance(first, Parsed)
    assert isinstance(second, Parsed)


def test_a_reader_that_dies_is_replaced() -> None:
    async def die_and_go_on() -> Parsed:
        async with Workers(1, 20) as workers:
            await workers.run(ARTICLE, PAGE)
            (process,) = workers._all
            process.kill()
            with pytest.raises(SourceError):
                await workers.run(ARTICLE, PAGE)
            return await workers.run(ARTICLE, PAGE)

    assert asyncio.run(die_and_go_on()).entries


def test_no_reader_is_left_behind_and_none_knows_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY_SECRET", "do-not-tell")

    async def look() -> tuple[int, bytes]:
        async with Workers(1, 20) as workers:
            await workers.run(ARTICLE, PAGE)
            (process,) = workers._all
            return process.pid, await asyncio.to_thread(environment_of, process.pid)

    pid, environment = asyncio.run(look())
    assert b"do-not-tell" not in environment
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def environment_of(pid: int) -> bytes:
    path = Path(f"/proc/{pid}/environ")
    return path.read_bytes() if path.exists() else b""
