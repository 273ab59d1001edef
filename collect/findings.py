"""What reading one source needs, and what it brings."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from caifeng.models import FailureKind, Validator
from collect.entry import Entry, Job, Parsed, SourceError, Trouble
from collect.fetch import Gate
from collect.known import Known
from collect.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one source held. Validators are in it only where everything behind them was read."""

    entries: tuple[Entry, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    validators: tuple[Validator, ...] = ()
    bytes: int = 0
    listed: int = 0  # pieces found and known that were not read again
    is_unchanged: bool = False
    notice: str = ""  # Chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of collecting: the gate, the readers, what is known, the moment of seeing."""

    gate: Gate
    workers: Workers
    known: Known
    now: datetime
    zone: ZoneInfo

    async def parse(self, job: Job, body: bytes) -> Parsed:
        """What the bytes hold, in time for the harvest's end; raises SourceError."""
        try:
            async with asyncio.timeout_at(self.gate.ends_at):
                return await self.workers.run(job, body)
        except TimeoutError as error:
            detail = "the harvest's time is over"
            raise SourceError(FailureKind.TIMEOUT, job.address, detail, "本次采集的总时限已到，未能解析") from error
