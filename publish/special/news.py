"""较上期变化: what is new since the report before; compared with how it stood then."""

from collections.abc import Iterator

from caifeng.models.document import Line, Part
from caifeng.models.special import Special, SpecialState
from caifeng.models.wording import clipped, clock
from publish.briefing.phrases import joined
from publish.report.report_story import distinct_ids, told
from publish.special.material import SpecialMaterial
from publish.special.owed import new_gates

_SHIFTS = 8
_DEEDS = 20
_TEXT = 120  # characters of one line


def news_part(material: SpecialMaterial, state: SpecialState) -> Part | None:
    """What changed, what turned, what was done since the former report; None in the first."""
    former = material.former
    if former is None:
        return None
    lines = (*_figures(material, former, state), *_shifts(material, former), *_deeds(material, former))
    return Part(heading=f"较上期变化（{former.kind}，{clock(former.published_at, material.report.zone)}）", lines=lines)


def _figures(material: SpecialMaterial, former: Special, state: SpecialState) -> Iterator[Line]:
    before = former.state
    said = [_moved("级别", f"{before.level}级", f"{state.level}级"), _moved("定性", before.type, state.type)]
    gates = new_gates(state.gates, material.chain)
    said += [f"新触及{joined(gates)}底线"] if gates else []
    yield Line(text=f"{'；'.join(said)}。", log=_graded(material, former))
    counts = [
        f"{name} {now} 条（{_gained(now - then)}）"
        for name, now, then in (
            ("去重信息", state.distinct, before.distinct),
            ("转载", state.reprints, before.reprints),
            ("负面", state.negative, before.negative),
        )
    ]
    yield Line(text=f"{'，'.join(counts)}。", item_ids=tuple(_since(material, former)))


def _moved(name: str, before: str, now: str) -> str:
    return f"{name}仍为{now}" if before == now else f"{name}由{before}改为{now}"


def _graded(material: SpecialMaterial, former: Special) -> tuple[int, ...]:
    log = list(enumerate(material.report.incident.log, 1))[former.state.log_lines :]
    return tuple(number for number, entry in log if entry.level is not None or entry.did in ("核实定性", "评级"))


def _since(material: SpecialMaterial, former: Special) -> list[str]:
    at = {item.id: item.seen_at for item in material.report.items}
    return [id_ for id_ in distinct_ids(material.report) if at[id_] > former.published_at]


def _shifts(material: SpecialMaterial, former: Special) -> Iterator[Line]:
    shifts = [one for story in material.report.stories for one in story.account.shifts if one.at > former.published_at]
    shifts.sort(key=lambda one: (one.at, one.item_ids))
    for one in shifts[-_SHIFTS:]:
        at = clock(one.at, material.report.zone)
        yield Line(text=f"{at} {one.kind}：{clipped(one.text, _TEXT)}", item_ids=one.item_ids)


def _deeds(material: SpecialMaterial, former: Special) -> Iterator[Line]:
    new = list(enumerate(material.report.incident.log, 1))[former.state.log_lines :]
    for number, entry in new[-_DEEDS:]:
        at = clock(entry.at, material.report.zone)
        yield Line(text=f"{at} {clipped(told(entry), _TEXT)}", item_ids=entry.evidence, log=(number,))
    if len(new) > _DEEDS:
        yield Line(text=f"此前另有 {len(new) - _DEEDS} 行记录，见案件页。")


def _gained(count: int) -> str:
    return f"+{count}" if count > 0 else f"−{-count}" if count < 0 else "不变"
