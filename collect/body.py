"""A response's body, never more of it than agreed, counted after decoding."""

import zlib
from collections.abc import AsyncIterator

import httpx

from caifeng.models import FailureKind
from collect.entry import SourceError

ACCEPTED = "gzip"
_STEP = 1 << 18  # bytes that one decoding step may give


async def read_body(response: httpx.Response, cap: int) -> bytes:
    """The decoded body. At most one content coding, at most ``cap`` bytes; memory stays near ``cap`` on any bomb.

    Raises SourceError: TOO_LARGE beyond the cap, FORMAT for stacked, unknown or broken codings.
    """
    stated = response.headers.get("content-length", "")
    if stated.isdigit() and int(stated[:18]) > cap:
        raise too_large(response, cap)
    collected = bytearray()
    async for chunk in _decoded(response):
        collected += chunk
        if len(collected) > cap:
            raise too_large(response, cap)
    return bytes(collected)


async def read_start(response: httpx.Response, cap: int) -> bytes:
    """The first ``cap`` bytes of the body; the rest is not read."""
    collected = bytearray()
    async for chunk in _decoded(response):
        collected += chunk
        if len(collected) >= cap:
            break
    return bytes(collected[:cap])


def too_large(response: httpx.Response, cap: int) -> SourceError:
    """The error for a body beyond the cap."""
    detail = f"body larger than {cap} bytes"
    return SourceError(FailureKind.TOO_LARGE, str(response.url), detail, f"内容超过 {cap // 1000} KB 上限，未读取")


async def _decoded(response: httpx.Response) -> AsyncIterator[bytes]:
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in {"", "identity"}:
        async for chunk in response.aiter_raw():
            yield chunk
        return
    if coding not in {"gzip", "x-gzip"}:
        raise _bad_coding(response, f"content coding {coding[:80]!r} was not asked for")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)  # with the gzip header
    try:
        async for chunk in response.aiter_raw():
            while chunk:
                yield inflate.decompress(chunk, _STEP)
                chunk = inflate.unconsumed_tail
        yield inflate.flush()
    except zlib.error as error:
        raise _bad_coding(response, f"{coding} body broken: {error}") from error
    if not inflate.eof:
        raise _bad_coding(response, f"{coding} body ends early")


def _bad_coding(response: httpx.Response, detail: str) -> SourceError:
    return SourceError(FailureKind.FORMAT, str(response.url), detail, "内容的压缩格式不符，无法读取")
