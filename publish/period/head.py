"""The first screen of a weekly or monthly report: level, one sentence, three matters, what was decided and unseen."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from caifeng.models import Briefing, Deed, Incident, Level, LogEntry, StoryType, ToneLabel
from caifeng.models.incident import MACHINE
from caifeng.models.period import PeriodLine, PeriodMatter
from publish.briefing.head import TYPED
from publish.briefing.phrases import named, short
from publish.period.material import PeriodMaterial, StoryWeek
from publish.period.refs import day_ref, incident_refs
from publish.period.stories import course_of
from publish.period.words import GRAVEST_FIRST, dates, level_days, moved

CONCLUSION = 120  # characters at most
MATTERS = 3
NOTEWORTHY = 3  # distinct items that make a blue story a matter
DECIDED = 5  # lines of what was decided
_NOTE = 36  # characters of a log's line
_DECISIONS = frozenset({Deed.TYPED, Deed.GRADED, Deed.STATEMENT, Deed.CONFERENCE, Deed.CLOSED, Deed.REOPENED})
_OVERALL = {Level.BLUE: "总体平稳", Level.YELLOW: "总体可控", Level.ORANGE: "形势较紧", Level.RED: "形势严峻"}


def level_counts(material: PeriodMaterial) -> tuple[tuple[Level, int], ...]:
    """How many editions stood at each level, the gravest first."""
    counted = Counter(day.level for day in material.days)
    return tuple((level, counted[level]) for level in GRAVEST_FIRST if counted[level])


def conclusion(material: PeriodMaterial) -> str:
    """One sentence of at most 120 characters: how grave, how much, what most of all."""
    counts = level_counts(material)
    if not counts:
        return f"{material.noun}各期日报都读不出来，无从综合。"
    n = len(material.distinct)
    said = [f"{material.noun}{_OVERALL[counts[0][0]]}（{level_days(counts)}）", f"相关信息 {n} 条"]
    said += [against] if (against := volume_change(material)) else []
    text = "，".join(said)
    for more in _further(material):
        if len(text) + len(more) + 2 <= CONCLUSION:
            text += f"，{more}"
    return f"{text}。"


def _further(material: PeriodMaterial) -> Iterator[str]:
    negative = sum(item.tone is ToneLabel.NEGATIVE for item in material.distinct)
    yield f"其中负面 {negative} 条"
    leading = next((one for one in material.stories if _is_noteworthy(one)), None)
    if leading is not None:
        detail = leading.last.detail
        state = "为正面报道" if detail.story.is_good else TYPED[detail.type]
        yield f"以{named(detail.story.title, 26)}（{leading.level}级，{len(leading.items)} 条）为首，{state}"


def volume_change(material: PeriodMaterial) -> str:
    """Distinct items against the period before, where as many editions tell of both; else why not."""
    before = material.cards_of(material.span.before)
    if not before:
        return ""
    now, former = len(material.distinct), sum(card.distinct for card in before)
    if len(before) == len(material.days):
        few = f"，各 {len(before)} 期" if len(before) < len(material.dates) else ""
        return moved(now, former, material.former_noun, few)
    if not material.days:
        return ""
    return (
        f"每期平均 {now / len(material.days):.1f} 条"
        f"（{material.former_noun} {former / len(before):.1f} 条，只有 {len(before)} 期）"
    )


def matters(material: PeriodMaterial) -> tuple[PeriodMatter, ...]:
    """At most three stories: gravest and hottest of those that are worth it."""
    chosen = [one for one in material.stories if _is_noteworthy(one)][:MATTERS]
    return tuple(
        PeriodMatter(
            story_id=one.id,
            title=one.last.detail.story.title,
            level=one.level,
            line=_line(material, one),
            refs=(*incident_refs([one.last.detail.incident_id]), *one.refs),
        )
        for one in chosen
    )


def _is_noteworthy(one: StoryWeek) -> bool:
    return one.level is not Level.BLUE or len(one.items) >= NOTEWORTHY or bool(one.last.detail.incident_id)


def _line(material: PeriodMaterial, one: StoryWeek) -> str:
    negative = sum(item.tone is ToneLabel.NEGATIVE for item in one.items)
    detail = one.last.detail
    said = [f"去重 {len(one.items)}", f"转载 {len(one.copies)}", f"负面 {negative}/{len(one.items)}"]
    said.append("正面事迹" if detail.story.is_good else _typed(detail.type))
    return f"{' · '.join(said)}。{course_of(material, one)}"


def _typed(type_: StoryType) -> str:
    return "未核实" if type_ is StoryType.UNVERIFIED else f"已定性{type_}"


def decided(material: PeriodMaterial) -> tuple[PeriodLine, ...]:
    """What people settled in the period, by the logs of incidents: gravest incident first, its newest lines."""
    found = [
        (incident, entry)
        for incident in sorted(material.incidents, key=lambda one: (-one.level.rank, one.id))
        for entry in sorted(incident.log, key=lambda entry: entry.at, reverse=True)
        if _is_decision(entry) and material.days[0].window_start < entry.at <= material.days[-1].window_end
    ] if material.days else []  # fmt: skip
    lines = [_decision(material, incident, entry) for incident, entry in found[:DECIDED]]
    if len(found) > DECIDED:
        lines.append(PeriodLine(text=f"另有 {len(found) - DECIDED} 项，见各案件的处置记录。"))
    return tuple(lines)


def _is_decision(entry: LogEntry) -> bool:
    return entry.by != MACHINE and entry.did in _DECISIONS


def _decision(material: PeriodMaterial, incident: Incident, entry: LogEntry) -> PeriodLine:
    at = entry.at.astimezone(material.desk.zone)
    note = f"：{short(entry.note, _NOTE)}" if entry.note.strip() else ""
    return PeriodLine(
        text=f"{at:%m-%d %H:%M} {entry.by} {entry.did}{note}（{named(incident.title, 20)}）",
        refs=incident_refs([incident.id]),
    )


def unseen(material: PeriodMaterial) -> tuple[PeriodLine, ...]:
    """What could not be seen: editions that are missing, and what the editions themselves name, each once."""
    lines: list[PeriodLine] = []
    if material.missing:
        lines.append(PeriodLine(text=f"没有出刊：{dates(material.missing)}；这些时段不在统计之内，不等于平静"))
    if material.to_come:
        lines.append(PeriodLine(text=f"提前编写：{dates(material.to_come)} 尚未到出刊之时，不在统计之内"))
    if material.damaged:
        lines.append(PeriodLine(text=f"存档读不出来：{dates(material.damaged)}；这些期不在统计之内"))
    lines += [
        PeriodLine(text=f"{text}（{_how_long(days, len(material.days))}）", refs=tuple(map(day_ref, _ends(days))))
        for text, days in _spots(material.days).items()
    ]
    return tuple(lines)


def _spots(days: tuple[Briefing, ...]) -> dict[str, list[date]]:
    """Blind spots by the days on which they were named; that history is short says only how young the desk is."""
    found: dict[str, list[date]] = defaultdict(list)
    for day in days:
        for spot in day.blind_spots:
            if not spot.startswith("历史只有"):
                found[spot].append(day.date)
    return found


def _how_long(days: list[date], every: int) -> str:
    return "各期均如此" if len(days) == every else f"{len(days)} 期"


def _ends(days: list[date]) -> tuple[date, ...]:
    return tuple(dict.fromkeys((days[0], days[-1])))
