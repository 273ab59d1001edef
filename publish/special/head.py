"""The first screen of a special report: the core risk in one sentence, and the summary."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from caifeng.models import Clock, ClockState, Deed
from caifeng.models.incident import MACHINE
from caifeng.models.wording import clipped, clock
from publish.briefing.head import STAGED, TYPED
from publish.briefing.phrases import duration, joined, named
from publish.report.report_story import told, volume
from publish.special.material import SpecialMaterial
from publish.special.owed import OWN_GATE

SUMMARY = 200  # characters at most (requirement of the form)
_TITLE = 28
_CHANNELS = 4  # named
_LAST = 48  # characters of what was done last


def core_risk(material: SpecialMaterial) -> str:
    """核心风险: what it is, how grave, what it touches, where it stands, which time limit runs; one sentence."""
    subject = material.owed.subject
    incident = subject.incident
    kinds = [gate for gate in subject.gates if gate != OWN_GATE]  # it says no more than the level does
    said = [f"{named(incident.title, _TITLE)}为{incident.level}级"]
    said += [f"触及{joined(kinds)}底线"] if kinds else []
    said.append(TYPED[incident.type])
    if not subject.is_open:
        return "，".join([*said, "已闭环" if subject.is_filed else "已平息"]) + "。"
    said += [STAGED[material.main.stage]] if material.main else []
    said += [_pressing(incident.clocks, subject.now)]
    return "，".join(part for part in said if part) + "。"


def _pressing(clocks: tuple[Clock, ...], now: datetime) -> str:
    """The time limit that is most overdue, or runs out next; "" where none runs."""
    running = [one for one in clocks if one.state(now) in (ClockState.OVERDUE, ClockState.RUNNING)]
    first = min(running, key=lambda one: (one.due_at, one.name), default=None)
    if first is None:
        return ""
    late = now - first.due_at
    return f"{first.name}已超时 {duration(late)}" if late > timedelta() else f"{first.name}时限还剩 {duration(-late)}"


def summary(material: SpecialMaterial) -> str:
    """摘要: at most ``SUMMARY`` characters; whole sentences, the weightiest first."""
    said = ""
    for sentence in _sentences(material):
        if len(said) + len(sentence) <= SUMMARY:
            said += sentence
    return said


def _sentences(material: SpecialMaterial) -> Iterator[str]:
    report, zone = material.report, material.report.zone
    if report.items:
        yield f"截至 {clock(report.now, zone)}，{volume(report)}"
    if story := material.main:
        yield f"{clock(story.first_at, zone)} 最早见到，{_peak(material)}。"
        steps = list(dict.fromkeys(str(step.channel) for one in report.stories for step in one.spread.steps))
        more = "等" if len(steps) > _CHANNELS else ""
        yield f"见于{joined(steps[:_CHANNELS])}{more} {len(steps)} 类渠道。"
    acts = [one for one in report.incident.log if one.by != MACHINE and one.did != Deed.NOTE]
    if acts:
        last = max(acts, key=lambda one: one.at)
        yield f"已记处置 {len(acts)} 项，最近一项（{clock(last.at, zone)}）：{_ended(_clauses(told(last)))}"
    elif material.owed.subject.is_filed:
        yield "尚无人工处置的记录。"
    else:
        yield "尚未立案。"


def _clauses(text: str) -> str:
    """As many whole clauses as have room; of a first one that has none, its beginning."""
    said, *more = text.split("；")
    for clause in more:
        if len(said) + len(clause) >= _LAST:
            break
        said = f"{said}；{clause}"
    return clipped(said, _LAST)


def _ended(text: str) -> str:
    return text if text.endswith(("…", "。")) else f"{text}。"


def _peak(material: SpecialMaterial) -> str:
    top = max(day_counts(material).items(), key=lambda one: (one[1], -one[0].toordinal()), default=None)
    return f"{top[0]:%m-%d} 最多（{top[1]} 条）" if top else "逐日条数未存"


def day_counts(material: SpecialMaterial) -> Counter[date]:
    """Distinct items a day, over all its stories."""
    counts: Counter[date] = Counter()
    for story in material.report.stories:
        for one in story.days:
            counts[one.day] += one.distinct
    return counts
