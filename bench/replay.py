"""Replay 77 days of an hourly hot list with an emergency desk: what was seen when, alerted when, and how often wrongly.

    python bench/replay.py [--json] [--alerts] [--looks N] [--desk FILE]

Reads CAIFENG_SHARED (../shared by default), set hotlists/hot_weibo_hourly, and replay_judged.txt beside this file: ids
of board lines (hashes, no texts) that a person judged: "+" a real incident that an emergency office would want to know
of, "-" none. About five minutes of CPU time, so no part of ``make bench``.
"""

import argparse
import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from caifeng import config
from caifeng.evaluation.alarms import AlarmTrace, Raised, Scored
from caifeng.evaluation.crises import Crisis, CrisisTrace, Traced
from caifeng.evaluation.replay import Look, Step, replay
from caifeng.models import Desk

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CAIFENG_SHARED", ROOT.parent / "shared")) / "data"
BOARD = SHARED / "hotlists" / "hot_weibo_hourly" / "dev.jsonl.gz"
DESK = ROOT / "examples" / "emergency" / "caifeng.yml"
JUDGED = Path(__file__).with_name("replay_judged.txt")
FIELDS = ("rank", "title", "category", "hot", "readCount", "discussCount", "origin", "ads", "description")
CRISES = {
    "台风贝碧嘉": "贝碧嘉",
    "合肥4.7级地震": "合肥.{0,8}震|肥东",
    "无锡虹桥医院骗保": "虹桥医院|无锡.{0,8}骗保|骗保医院",
    "珠海驾车撞人": "珠海.{0,6}(?:驾车|恶性)",
    "常德校门口撞人": "常德.{0,6}学校",
    "深圳学生遇袭": "日本男童|深圳.{0,6}(?:持刀|被刺)",
    "无锡持刀伤人（辟谣）": "无锡持刀|持刀伤人谣言",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What the whole replay amounts to."""

    looks: int
    titles: int
    relevant: int
    scored: Scored
    traced: tuple[Traced, ...]
    seconds: tuple[float, ...]  # CPU time of each look
    first: datetime
    last: datetime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--alerts", action="store_true", help="print every alert with its titles and reason")
    parser.add_argument("--looks", type=int, help="replay so many looks only")
    parser.add_argument("--desk", type=Path, default=DESK)
    arguments = parser.parse_args()
    desk = config.load(arguments.desk).desk
    figures = measure(replay(desk, looks(BOARD, arguments.looks)), judgements(JUDGED))
    if arguments.json:
        sys.stdout.write(json.dumps(_as_json(figures, desk), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(figures, desk, has_alerts=arguments.alerts)) + "\n")


def looks(path: Path, limit: int | None = None) -> Iterator[Look]:
    """The snapshots of a recorded hot list as looks, the rows as objects that a board's server would send."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == limit:
                return
            snapshot = json.loads(line)
            rows = [dict(zip(FIELDS, row, strict=True)) for row in snapshot["items"]]
            body = json.dumps({"items": rows}, ensure_ascii=False).encode()
            yield Look(at=datetime.fromisoformat(snapshot["snapshot"]).astimezone(UTC), body=body)


def judgements(path: Path) -> Mapping[str, bool]:
    """What a person found of board lines, by item id."""
    pairs = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return {id_: sign == "+" for sign, id_ in pairs}


def measure(steps: Iterable[Step], judged: Mapping[str, bool]) -> Figures:
    """Live through the steps and keep what the report needs."""
    traces = [CrisisTrace(Crisis(name=name, pattern=re.compile(pattern))) for name, pattern in CRISES.items()]
    alarms = AlarmTrace(judged)
    spent: list[float] = []
    times: list[datetime] = []
    for step in steps:
        alarms.observe(step)
        for trace in traces:
            trace.observe(step)
        spent.append(step.seconds)
        times.append(step.at)
    return Figures(
        looks=len(times),
        titles=len(alarms.titles),
        relevant=len(alarms.relevant),
        scored=alarms.result(),
        traced=tuple(trace.result() for trace in traces),
        seconds=tuple(spent),
        first=times[0],
        last=times[-1],
    )


def _by_week(figures: Figures, desk: Desk) -> list[dict[str, Any]]:
    """Alerts of each week of seven days from the first look: right, false, not judged."""
    start = figures.first.astimezone(desk.zone).date()
    weeks: dict[date, Counter[str]] = {}
    for raised in figures.scored.raised:
        day = raised.alert.raised_at.astimezone(desk.zone).date()
        monday = start + timedelta(days=(day - start).days // 7 * 7)
        sign = {True: "right", False: "false", None: "not judged"}[raised.is_right]
        weeks.setdefault(monday, Counter())[sign] += 1
    length = (figures.last.astimezone(desk.zone).date() - start).days // 7 + 1
    days = [start + timedelta(days=7 * number) for number in range(length)]
    return [{"from": day.isoformat(), **weeks.get(day, {})} for day in days]


def _busiest(raised: Sequence[Raised], desk: Desk) -> tuple[str, int]:
    """The day with most alerts."""
    days = Counter(one.alert.raised_at.astimezone(desk.zone).date() for one in raised)
    day, count = max(days.items(), key=lambda pair: (pair[1], pair[0]), default=(None, 0))
    return (day.isoformat() if day else ""), count


def _as_json(figures: Figures, desk: Desk) -> dict[str, Any]:
    busiest = _busiest(figures.scored.raised, desk)
    levels = Counter(str(one.alert.level) for one in figures.scored.raised)
    return {
        "looks": figures.looks,
        "titles": figures.titles,
        "relevant": figures.relevant,
        "alerts": len(figures.scored.raised),
        "levels": levels,
        "stories": len({one.alert.story_id for one in figures.scored.raised}),
        "judged": asdict(figures.scored.tally),
        "top_ten_rule": asdict(figures.scored.top_ten),
        "right_lines": figures.scored.lines,
        "right_lines_alerted": figures.scored.lines_alerted,
        "against_top_ten": _leads(figures.scored),
        "median_delay_hours": median(figures.scored.delays) if figures.scored.delays else None,
        "weeks": _by_week(figures, desk),
        "busiest_day": busiest[0],
        "busiest_day_alerts": busiest[1],
        "cpu_seconds": round(sum(figures.seconds), 1),
        "cpu_a_look": round(sum(figures.seconds) / max(1, figures.looks), 4),
        "cpu_longest_look": round(max(figures.seconds, default=0.0), 3),
        "crises": [_crisis(traced, desk) for traced in figures.traced],
    }


def _leads(scored: Scored) -> dict[str, float | None]:
    """How many alerted stories were alerted before their first line stood in the top ten, at the same look, after."""
    leads = scored.leads
    return {
        "before": sum(lead > 0 for lead in leads),
        "same_look": sum(lead == 0 for lead in leads),
        "after": sum(lead < 0 for lead in leads),
        "never_there": len(scored.raised) - len(leads),
        "median_hours": median(leads) if leads else None,
    }


def _crisis(traced: Traced, desk: Desk) -> dict[str, Any]:
    def local(at: datetime | None) -> str:
        return f"{at.astimezone(desk.zone):%m-%d %H:%M}" if at else ""

    return {
        "name": traced.name,
        "titles": traced.titles,
        "relevant": traced.relevant,
        "looks": traced.looks,
        "listed": local(traced.listed_at),
        "seen": local(traced.seen_at),
        "yellow": local(traced.yellow_at),
        "top_ten": local(traced.top_at),
        "best_rank": traced.best_rank,
        "lead_hours": None if traced.lead is None else traced.lead / timedelta(hours=1),
        "stories": len(traced.stories),
        "course": [
            f"{local(mark.at)} {mark.level}·{mark.stage} {mark.score:.0f} {mark.items}条" for mark in traced.marks
        ],
    }


def _lines(figures: Figures, desk: Desk, *, has_alerts: bool) -> Iterator[str]:
    told = _as_json(figures, desk)
    yield from (f"{name}: {value}" for name, value in told.items() if name not in ("weeks", "crises"))
    yield from (str(week) for week in told["weeks"])
    for crisis in told["crises"]:
        yield str({name: value for name, value in crisis.items() if name != "course"})
        yield from (f"    {mark}" for mark in crisis["course"])
    if has_alerts:
        for one in figures.scored.raised:
            at = one.alert.raised_at.astimezone(desk.zone)
            sign = {True: "+", False: "-", None: "?"}[one.is_right]
            yield f"{at:%m-%d %H} {one.alert.level} {sign} {'｜'.join(one.titles)}　{one.alert.reason}"


if __name__ == "__main__":
    main()
