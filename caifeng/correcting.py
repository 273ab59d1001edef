"""更正: a new revision of a frozen briefing, by a person's hand or composed anew; the former one stays as it was."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from pydantic import ValidationError

from analyze.stories.tell import retell
from caifeng.analysis import gather
from caifeng.errors import UsageError
from caifeng.lake.draft import BRIEFING
from caifeng.material import material
from caifeng.models import Briefing, Correction, DeliveryState, Desk
from caifeng.models.window import window
from caifeng.stated import Changed, changes, set_value
from caifeng.workspace import Workspace
from publish.briefing.compose import compose

_log = logging.getLogger(__name__)

_LATE = timedelta(hours=12)
MOST = 200  # changes listed one by one; what is beyond is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person orders: which values to set, or to compose anew, and why."""

    day: date
    why: str
    by: str
    at: datetime  # aware UTC
    values: tuple[tuple[str, str], ...] = ()  # (path in the frozen JSON, the new value as typed)
    recompute: bool = False


def correct(workspace: Workspace, desk: Desk, order: Order) -> Briefing:
    """The next revision of the briefing of a date; nothing is kept yet.

    Raises UsageError where there is no such briefing, no reason, no such value, or nothing changes.
    """
    if not order.why.strip() or not order.by.strip():
        raise UsageError("更正必须写明原因（--why …）和谁改的（--by …），两样都会印在更正页上")
    former = workspace.lake.briefing(order.day)
    if former is None:
        raise UsageError(f"{order.day} 没有已出的日报，无从更正")
    base = composed_anew(workspace, desk, former) if order.recompute else former
    wanted = _with_values(base, order.values)
    found = changes(_plain(former), _plain(wanted))
    if not found:
        raise UsageError("照这样改，没有一处会变；没有出新的一版")
    number, told = former.revision + 1, persons_told(workspace, former)
    added = tuple(_correction(one, order, number, told) for one in _cut(found))
    return replace(wanted, revision=number, corrections=(*former.corrections, *added))


def keep(workspace: Workspace, corrected: Briefing, at: datetime) -> None:
    """Make the new revision count; ``at`` (aware UTC) is the moment of the run. Raises LakeError."""
    draft = workspace.lake.draft(workspace.run(at))
    draft.briefing(corrected)
    draft.commit()


def composed_anew(workspace: Workspace, desk: Desk, former: Briefing) -> Briefing:
    """A date's briefing from the lake as it is now: late items, labels and mended rules count, later deeds do not.

    Stories are told anew as of the moment of the first telling. What people did stays as frozen: a file that was
    written on since is no mistake of that edition.
    """
    end = window(former.date, desk.zone, desk.cutoff_hour)[1].astimezone(UTC)
    at = former.published_at
    told_at = min(at, end + _LATE)  # as the run of that day told them
    gathered = gather(workspace, desk, told_at, _log.debug)
    prior = workspace.lake.told(before=at).stories
    telling = retell(replace(gathered.evidence, prior=prior), desk, told_at, None)
    known = material(workspace, desk, former.date, at)
    frozen = {one.incident.id: one.incident for one in former.handling}
    day = replace(
        known,
        number=former.number,
        stories=telling.stories,
        incidents=tuple(frozen.get(one.id, one) for one in known.incidents if one.opened_at <= at),
        readings={**known.readings, **{one.item_id: one for one in gathered.fresh}},
    )
    return replace(
        compose(day),
        handling=former.handling,
        decisions=former.decisions,
        is_late=former.is_late,
        recipients=former.recipients,
        classification=former.classification,
        prepared_by=former.prepared_by,
        corrections=former.corrections,
    )


def persons_told(workspace: Workspace, briefing: Briefing) -> int:
    """How many persons were sent this revision, by the ledger."""
    return len(
        {
            one.recipient_hash
            for one in workspace.ledger("").states()
            if not one.notice
            and (one.date, one.revision) == (briefing.date, briefing.revision)
            and one.state is DeliveryState.SENT
        }
    )


def _with_values(briefing: Briefing, values: Sequence[tuple[str, str]]) -> Briefing:
    said = _plain(briefing)
    if twice := [path for path, count in Counter(path for path, _ in values).items() if count > 1]:
        raise UsageError(f"{twice[0]} 写了两次，请只写一次")
    for path, text in values:
        set_value(said, path, text)
    try:
        return BRIEFING.validate_python(said)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(f"{place} 不能是这个值：{first['msg']}；没有出新的一版") from error


def _plain(briefing: Briefing) -> dict[str, object]:
    return dict(BRIEFING.dump_python(briefing, mode="json"))


def _cut(found: Sequence[Changed]) -> tuple[Changed, ...]:
    if len(found) <= MOST:
        return tuple(found)
    rest = Changed(path="", what="其余", old="", new=f"另有 {len(found) - MOST} 处随之改动，见两版原文")
    return (*found[:MOST], rest)


def _correction(changed: Changed, order: Order, number: int, told: int) -> Correction:
    return Correction(
        date=order.day,
        revision=number,
        at=order.at,
        by=order.by.strip(),
        reason=order.why.strip(),
        what=changed.what,
        old=changed.old,
        new=changed.new,
        path=changed.path,
        told=told,
    )
