"""The gate of the network asked for one address, under rules that suit a test."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from caifeng.models import FetchRules, Validator
from collect.entry import SourceError, Trouble
from collect.fetch import Fetched, Gate, NotModified
from collect.guard import Resolve, system_resolve
from collect.known import Known
from tests.servers import (
    Site,
)

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def rules(*sites: Site, **changes: object) -> FetchRules:
    base: dict[str, object] = {
        "timeout": 0.6, "budget": 8.0, "pause": 0.0, "max_bytes": 200_000,
        "allow_hosts": tuple(site.host for site in sites),
    }  # fmt: skip
    return FetchRules(**{**base, **changes})  # type: ignore[arg-type]


def fetch(
    address: str,
    rules: FetchRules,
    validators: Mapping[str, Validator] | None = None,
    now: datetime = NOW,
    resolve: Resolve = system_resolve,
) -> Fetched | NotModified:
    async def run() -> Fetched | NotModified:
        async with Gate(rules, Known(validators=validators or {}), now, resolve) as gate:
            return await gate.get(address)

    return asyncio.run(run())


def trouble(address: str, rules: FetchRules, resolve: Resolve = system_resolve) -> Trouble:
    with pytest.raises(SourceError) as caught:
        fetch(address, rules, resolve=resolve)
    return caught.value.trouble


def body_of(address: str, rules: FetchRules) -> bytes:
    answer = fetch(address, rules)
    assert isinstance(answer, Fetched)
    return answer.body
