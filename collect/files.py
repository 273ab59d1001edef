"""Sources in files: exports that lie beside the configuration."""

import asyncio
from dataclasses import replace
from pathlib import Path

from caifeng.models import FailureKind, Source
from collect.entry import Job, SourceError, Task
from collect.findings import Findings, Round

LARGEST = 100_000_000  # bytes of one file


async def read_files(source: Source, around: Round) -> Findings:
    """Rows of every file that the glob names, files in the order of their names; one bad file stops no other."""
    root = around.known.files_root
    findings = Findings()
    for path in await asyncio.to_thread(_matching, root, source.address):
        try:
            findings = await _with_file(findings, source, around, path)
        except SourceError as error:
            findings = replace(findings, troubles=(*findings.troubles, error.trouble))
    return findings


def _matching(root: Path, pattern: str) -> list[Path]:
    """Raises SourceError: REFUSED for a glob that leaves the folder, MISSING where nothing matches."""
    if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        message = f"文件路径“{pattern}”须写成配置文件所在目录下的相对路径"
        raise SourceError(FailureKind.REFUSED, pattern, "glob leaves the folder", message)
    try:
        paths = sorted(path for path in root.glob(pattern) if path.is_file())
    except (ValueError, NotImplementedError) as error:
        raise SourceError(FailureKind.MISSING, pattern, str(error), f"文件路径“{pattern}”写法有误") from error
    if not paths:
        raise SourceError(FailureKind.MISSING, pattern, "no file matches", f"没有找到文件“{pattern}”")
    return paths


async def _with_file(findings: Findings, source: Source, around: Round, path: Path) -> Findings:
    shown = path.relative_to(around.known.files_root).as_posix()
    body = await asyncio.to_thread(_bytes, path, around.known.files_root, shown)
    parsed = await around.parse(Job(task=Task.ROWS, address=shown, columns=source.columns), body)
    return replace(
        findings,
        entries=findings.entries + parsed.entries,
        troubles=findings.troubles + parsed.troubles,
        bytes=findings.bytes + len(body),
    )


def _bytes(path: Path, root: Path, shown: str) -> bytes:
    if not path.resolve().is_relative_to(root.resolve()):
        raise SourceError(FailureKind.REFUSED, shown, "link leads outside", f"文件 {shown} 指向目录之外，未读取")
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(FailureKind.TOO_LARGE, shown, "file too large", f"文件 {shown} 超过 100 MB，未读取")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(FailureKind.MISSING, shown, str(error), f"文件 {shown} 无法读取") from error
