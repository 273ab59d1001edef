"""回复检查 What a draft of a reply has, what it lacks, and what in it stands against the case. Nothing is sent."""

from collections.abc import Iterator

from caifeng.models import FindingKind, KnownFacts, ReplyCheck, ReplyFinding
from respond.playbooks.boilerplate import boilerplate, empty_clauses, out_of_context, share_of
from respond.playbooks.contradictions import Known, contradictions
from respond.playbooks.draft import READ, Draft, simplified
from respond.playbooks.parts import found_parts, missing_parts
from respond.playbooks.wording import wording


def check_reply(draft: str, case: KnownFacts) -> ReplyCheck:
    """Check a draft against the check-list (seed S1 ⑻) and what is known of its case.

    Both scripts are read alike; every finding points to characters of the draft as written. Only the first 20,000
    characters are read. Any text gives a result.
    """
    read = Draft(draft)
    names = tuple(sorted({simplified(name) for name in case.names if len(name) > 1}))
    parts = found_parts(read, names)
    empty = empty_clauses(read, names)
    findings = [
        *missing_parts(read, parts, case),
        *_too_long(read, case),
        *boilerplate(read, empty),
        *out_of_context(read, case, names),
        *contradictions(read, Known(case, simplified)),
        *wording(read, case),
    ]
    order = list(FindingKind)
    return ReplyCheck(
        kind=case.kind,
        length=_length(draft),
        limit=case.kind.limit,
        read=min(len(draft), READ),
        parts=parts,
        findings=tuple(sorted(findings, key=lambda one: (one.start, order.index(one.kind), one.end, one.why))),
        boilerplate=share_of(empty, read),
    )


def _too_long(draft: Draft, case: KnownFacts) -> Iterator[ReplyFinding]:
    """What stands after the limit; long texts are skipped (seed S1 ⑶)."""
    length = _length(draft.written)
    if length <= case.kind.limit:
        return
    start = _place_of(draft.written, case.kind.limit)
    yield ReplyFinding(
        kind=FindingKind.TOO_LONG,
        start=start,
        end=len(draft.written),
        quote=draft.written[start : start + 20],
        why=f"全文 {length} 字，{case.kind}至多 {case.kind.limit} 字，太长的没有人看完",
        mend="只留事实、态度、办法和联系方式，其余放到后面的发布",
    )


def _length(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _place_of(text: str, count: int) -> int:
    """The place after so many characters that are not white space."""
    for place, character in enumerate(text):
        if not character.isspace():
            count -= 1
        if count < 0:
            return place
    return len(text)
