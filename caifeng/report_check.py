"""Weekly, monthly and special reports checked: the page is that of the record, and the record comes out again."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace

from caifeng.errors import UsageError
from caifeng.models import Desk
from caifeng.models.period import Period
from caifeng.periods import recompose
from caifeng.rebuilding import rebuild
from caifeng.workspace import Workspace

_BY_FILES = ("处置", "风险提示")  # headings of parts that stand on files which people have gone on writing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCheck:
    """What the check of one report found.

    files: of its folder; differing: those that are not byte for byte what the frozen record gives
    composed: values that were composed again from the daily editions, 0 where the record is not (special reports); what
    stands on incident files is not among them: people have gone on writing these
    changed: where those differ from the record, with both values
    """

    key: str
    files: int
    differing: tuple[str, ...]
    composed: int
    changed: tuple[str, ...]
    seconds: float

    @property
    def is_sound(self) -> bool:
        """Whether the published pages and the record are what the lake gives."""
        return not self.differing and not self.changed


def is_report(workspace: Workspace, key: str) -> bool:
    """Whether a weekly, monthly or special report has that key: "2026-W46", "INC-2026-0001-1"."""
    lake = workspace.lake
    return key in {one.key for one in lake.periods()} | {one.key for one in lake.specials()}


def check_report(workspace: Workspace, desk: Desk, key: str) -> ReportCheck:
    """Check a report against the site's branch and, for a week or a month, against the daily editions.

    Raises UsageError where there is no such report, PublishError where it is not published.
    """
    started = time.perf_counter()
    if not is_report(workspace, key):
        raise UsageError(f"没有报告 {key}；caifeng period list、caifeng special list 可以查到编号")
    compared = rebuild(workspace, desk, key, None)
    period = next((one for one in workspace.lake.periods() if one.key == key), None)
    again = recompose(workspace, desk, period) if period else None
    return ReportCheck(
        key=key,
        files=compared.files,
        differing=compared.differing,
        composed=sum(1 for _ in _values(_of_editions(period))) if period else 0,
        changed=tuple(_changed(_of_editions(period), _of_editions(again))) if period and again else (),
        seconds=time.perf_counter() - started,
    )


def _of_editions(period: Period) -> Period:
    """The report without the parts that stand on incident files as they were then."""
    kept = [part for part in period.parts if not any(word in part.heading for word in _BY_FILES)]
    return replace(period, parts=tuple(kept))


def _changed(record: Period, again: Period) -> Iterator[str]:
    before, now = dict(_values(record)), dict(_values(again))
    for place in sorted(before.keys() | now.keys()):
        if before.get(place) != now.get(place):
            yield f"{place}：{before.get(place, '无')} → {now.get(place, '无')}"


def _values(noun: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every stated value of a frozen noun with the way to it."""
    if isinstance(noun, tuple):
        for number, part in enumerate(noun):
            yield from _values(part, f"{place}[{number}]")
    elif is_dataclass(noun) and not isinstance(noun, type):
        for field in fields(noun):
            yield from _values(getattr(noun, field.name), f"{place}.{field.name}".lstrip("."))
    else:
        yield place, f"{noun}"
