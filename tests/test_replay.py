"""Replaying a recorded board: every look is told from what had been seen by then, and crises are timed rightly."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from bench.replay import DESK, JUDGED, judgements, looks
from caifeng import config, pipeline
from caifeng.errors import UsageError
from caifeng.evaluation.alarms import AlarmTrace, Scored, Tally
from caifeng.evaluation.crises import Crisis, CrisisTrace, Traced
from caifeng.evaluation.replay import Look, Step, replay
from caifeng.models import AlertKind, Desk, Harvest, Level, SourceReport, SourceState
from caifeng.workspace import Workspace
from respond import was_meant
from tests.shared_data import shared

START = datetime(2026, 11, 2, 0, tzinfo=UTC)
EMERGENCY = """
desk: 值班室
sources: [{name: 榜, board: "https://board.example/hot.json", items: items, channel: 微博,
           columns: {heat: hot}}]
topics: [{name: 事故, watch: 起火 OR 受伤 OR 坍塌, gate: 黄}]
gate_words: [受伤]
"""
LOOKED = SourceReport(source="榜", state=SourceState.OK, items=1, new=1, bytes=1, seconds=0.1, delay_seconds=None)
FIRE = [(1, "岚江一厂房起火")]
CALM = ["秋天的第一杯奶茶", "石桥马拉松开跑", "今晚看月亮"]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return config.read(EMERGENCY, "caifeng.yml").desk


@pytest.fixture(scope="module")
def lived(desk: Desk) -> list[Step]:
    """All days replayed once."""
    return list(replay(desk, days()))


def look(hour: int, rows: Sequence[tuple[int, str]]) -> Look:
    """A board that holds these ranks and titles, so many hours after the start."""
    body = json.dumps({"items": [{"rank": rank, "title": title, "hot": 1000 - rank} for rank, title in rows]})
    return Look(at=START + timedelta(hours=hour), body=body.encode())


def days() -> list[Look]:
    """Forty hours, one missing now and then: something calm in each, and a fire that grows from the tenth on."""
    found = []
    for hour in range(40):
        if hour in (10, 27):
            continue  # nobody looked
        rows = [(3 + place, f"{title}{hour // 6}") for place, title in enumerate(CALM)]
        rows += [(max(1, 40 - 3 * (hour - 10)), "岚江一厂房起火")] if 10 <= hour < 30 else []
        rows += [(45, "岚江厂房起火目击者称现场有人受伤")] if 13 <= hour < 25 else []
        rows += [(46, f"岚江厂房起火第{hour - 10}次通报：3人受伤")] if 16 <= hour < 30 and hour % 4 == 0 else []
        rows += [(44, "石桥一民房坍塌")] if hour >= 35 else []
        found.append(look(hour, rows))
    return found


def told(step: Step) -> object:
    """All of a step but its CPU time."""
    return step.at, step.items, step.relevant, step.sightings, step.stories, step.alerts


def quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


def test_a_step_is_the_same_whether_later_looks_follow_or_not(desk: Desk, lived: list[Step]) -> None:
    whole = [told(step) for step in lived]
    assert any(step.alerts for step in lived)
    for count in (1, 12, 18):
        assert [told(step) for step in replay(desk, days()[:count])] == whole[:count]


def test_a_step_is_complete_before_the_next_look_is_taken(desk: Desk) -> None:
    taken: list[datetime] = []

    def one_by_one() -> Iterator[Look]:
        for recorded in days()[:9]:
            taken.append(recorded.at)
            yield recorded

    for step in replay(desk, one_by_one()):
        assert taken[-1] == step.at


def test_a_state_that_holds_later_harvests_tells_and_alerts_the_same_at_an_hour(
    desk: Desk, lived: list[Step], tmp_path: Path
) -> None:
    hours = [lived[place].at for place in (11, 15, 30)]
    filled, growing = workspace(tmp_path / "filled"), workspace(tmp_path / "growing")
    harvest(filled, lived)
    for after, at in zip([datetime.min.replace(tzinfo=UTC), *hours], hours, strict=False):
        harvest(growing, [step for step in lived if after < step.at <= at])
        first, second = (analysis(one, desk, at) for one in (filled, growing))
        assert first.stories == second.stories
        assert first.alerts == second.alerts
    assert growing.lake.alerts()


def test_a_replay_in_memory_alerts_as_the_state_on_disk_does(desk: Desk, lived: list[Step], tmp_path: Path) -> None:
    steps = lived[9:17]
    kept = workspace(tmp_path)
    raised: list[str] = []
    harvest(kept, lived[:9])
    for step in steps:
        harvest(kept, [step])
        told = (alert for alert in analysis(kept, desk, step.at).alerts if alert.kind is AlertKind.RISE)
        raised += [alert.id for alert in told if was_meant(alert)]
    assert raised
    assert raised == [alert.id for step in steps for alert in step.alerts]


def test_a_look_that_holds_no_list_is_a_gap(desk: Desk) -> None:
    recorded = [look(0, FIRE), Look(at=START + timedelta(hours=1), body=b"<html>"), look(2, FIRE)]
    assert [step.at for step in replay(desk, recorded)] == [recorded[0].at, recorded[2].at]


def test_a_title_is_an_item_once_and_a_sighting_at_every_look(desk: Desk) -> None:
    first, second = replay(desk, [look(0, FIRE), look(1, [*FIRE, (2, "石桥一民房坍塌")])])
    assert [len(first.items), len(second.items)] == [1, 1]
    assert [len(first.sightings), len(second.sightings)] == [1, 2]


@pytest.mark.parametrize(
    "recorded",
    [
        [look(1, FIRE), look(0, FIRE)],
        [look(1, FIRE), look(1, FIRE)],
        [Look(at=datetime(2026, 11, 2), body=b"[]")],  # noqa: DTZ001 - what is refused
    ],
)
def test_looks_that_run_backwards_or_have_no_zone_are_refused(desk: Desk, recorded: list[Look]) -> None:
    with pytest.raises(UsageError, match="先后"):
        list(replay(desk, recorded))


def test_a_desk_with_two_boards_is_refused() -> None:
    two = EMERGENCY.replace("sources: [", 'sources: [{name: 二, board: "https://b.example/", items: items}, ')
    with pytest.raises(UsageError, match="2 个"):
        list(replay(config.read(two, "caifeng.yml").desk, days()))


def test_the_lead_is_the_time_from_the_level_to_the_top_ten(lived: list[Step]) -> None:
    found = traced(lived, "厂房起火")
    assert found.listed_at == found.seen_at == START + timedelta(hours=11)  # nobody looked at the tenth
    assert found.top_at == START + timedelta(hours=20)
    assert found.best_rank == 1
    assert found.yellow_at is not None
    assert found.lead == found.top_at - found.yellow_at
    assert found.marks[0].level is Level.BLUE


def test_a_crisis_that_the_desk_does_not_watch_is_listed_but_never_seen(lived: list[Step]) -> None:
    found = traced(lived, "马拉松")
    assert found.listed_at == START
    assert found.seen_at is None
    assert found.lead is None
    assert not found.marks


def test_alerts_are_scored_by_what_a_person_said_of_their_lines(lived: list[Step]) -> None:
    fire = {item.id: True for step in lived for item in step.items if "厂房起火" in item.title}
    scored = score(lived, fire)
    assert scored.tally == Tally(right=1, false=0, unjudged=0)
    assert scored.lines == scored.lines_alerted == len(fire)
    assert score(lived, dict.fromkeys(fire, False)).tally == Tally(right=0, false=1, unjudged=0)
    assert score(lived, {}).tally == Tally(right=0, false=0, unjudged=1)


def test_an_alert_leads_by_the_hours_until_its_story_stands_in_the_top_ten(lived: list[Step]) -> None:
    scored = score(lived, {})
    hours = (START + timedelta(hours=20) - scored.raised[0].alert.raised_at) / timedelta(hours=1)
    assert scored.leads == (hours,)
    assert scored.delays[0] == (scored.raised[0].alert.raised_at - START) / timedelta(hours=1) - 11


def test_waiting_for_the_top_ten_is_an_alarm_for_every_matched_line_that_gets_there(lived: list[Step]) -> None:
    (fire,) = (item.id for step in lived for item in step.items if item.title == "岚江一厂房起火")
    assert score(lived, {fire: True}).top_ten == Tally(right=1, false=0, unjudged=0)


def test_the_emergency_desk_reads_without_a_problem() -> None:
    example = pipeline.open_desk(Workspace(DESK))
    assert {topic.gate for topic in example.topics if topic.name != "谣言"} == {Level.YELLOW}


def test_what_a_person_judged_is_kept_as_signs_and_hashes_never_as_texts() -> None:
    lines = JUDGED.read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[+-] i-[0-9a-f]{12}", line) for line in lines if not line.startswith("#"))
    assert len(judgements(JUDGED)) == len(lines) - 1


def test_real_hours_are_told_the_same_when_later_ones_are_removed() -> None:
    recorded = list(looks(shared("hotlists/hot_weibo_hourly") / "dev.jsonl.gz", 12))
    example = config.load(DESK).desk
    whole = [told(step) for step in replay(example, recorded)]
    assert [told(step) for step in islice(replay(example, recorded[:8]), 8)] == whole[:8]


def traced(steps: Sequence[Step], pattern: str) -> Traced:
    """What a trace of the titles that match says at the end."""
    trace = CrisisTrace(Crisis(name="甲", pattern=re.compile(pattern)))
    for step in steps:
        trace.observe(step)
    return trace.result()


def score(steps: Sequence[Step], judged: Mapping[str, bool]) -> Scored:
    """What the alerts amount to at the end."""
    alarms = AlarmTrace(judged)
    for step in steps:
        alarms.observe(step)
    return alarms.result()


def workspace(folder: Path) -> Workspace:
    folder.mkdir(exist_ok=True)
    (folder / "caifeng.yml").write_text(EMERGENCY, encoding="utf-8")
    return Workspace(folder / "caifeng.yml")


def harvest(kept: Workspace, steps: Sequence[Step]) -> None:
    """Commit what the steps collected, one run a look."""
    for step in steps:
        run = kept.run(step.at)
        draft = kept.lake.draft(run)
        draft.harvest(
            Harvest(
                run=run,
                started_at=step.at,
                finished_at=step.at,
                items=step.items,
                sightings=step.sightings,
                failures=(),
                reports=(LOOKED,),
                validators=(),
            )
        )
        draft.commit()


def analysis(kept: Workspace, desk: Desk, at: datetime) -> pipeline.Analysis:
    return pipeline.analyze(kept, desk, at, kept.run(at + timedelta(seconds=1)), quiet)
