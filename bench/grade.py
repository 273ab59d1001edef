"""Heat and grade of a workspace's stories: every grade computed again from its print, levels, gates, CPU time.

python bench/grade.py FOLDER [--json] [--stories]     FOLDER holds caifeng.yml, e.g. made by caifeng demo
python bench/grade.py [--json]                        time only: 6,000 small stories, floods, one of 100,000 items
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.dossier import Dossier
from analyze.grading.heat import measure_heat
from analyze.grading.levels import recompute, total
from caifeng.models import Level, Story
from caifeng.workspace import Workspace
from tests.analyze_stories import dossier, item
from tests.grading import graded, signals


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stories", action="store_true", help="one line a story that is not 蓝 or has a gate")
    asked = parser.parse_args()
    if asked.folder is None:
        lines: list[Any] = list(_speed())
    else:
        stories = Workspace(asked.folder / "caifeng.yml").lake.stories()
        lines = [_checked(stories), *(_told(story) for story in stories if asked.stories and _is_of_note(story))]
    sys.stdout.writelines((json.dumps(one, ensure_ascii=False) if asked.json else str(one)) + "\n" for one in lines)


def _checked(stories: Sequence[Story]) -> dict[str, Any]:
    wrong = [story.id for story in stories if not _adds_up(story)]
    return {
        "stories": len(stories),
        "not_reproducible": wrong,
        "levels": {level.value: sum(story.grade.level is level for story in stories) for level in Level},
        "gates": dict(Counter(gate.reason.split("：")[0][:8] for story in stories for gate in story.grade.gates)),
        "limits": dict(Counter(story.grade.ceiling_why[:12] for story in stories if story.grade.ceiling)),
    }


def _adds_up(story: Story) -> bool:
    grade, heat = story.grade, story.heat
    is_sum = total(grade.parts) == grade.score and total(heat.parts) == heat.value
    return is_sum and recompute(grade) is grade.level


def _is_of_note(story: Story) -> bool:
    return bool(story.grade.gates) or story.grade.level is not Level.BLUE


def _told(story: Story) -> str:
    return f"{story.id} {story.grade.level} {story.title} {len(story.all_ids)} 条：{story.grade.reason}"


def _speed() -> Iterator[dict[str, Any]]:
    small = [dossier(item(f"s{n}", f"净水机漏水{n}", hours=n % 160, tier=n % 4 + 1)) for n in range(6_000)]
    yield from _timed("6,000 stories of one item", small)
    one = [item(f"f{n}", f"净水机漏水气人{n}", hours=n % 20) for n in range(5_000)]
    yield from _timed("5,000 items of one source", [dossier(*one)])
    yield {"level of the flood": graded(dossier(*one)).level, "with a gate word": _gated(one)}
    large = [
        item(f"l{n}", f"净水机漏水{n}受伤", hours=n % 140, source=f"s{n % 300}", author=str(n % 5_000))
        for n in range(100_000)
    ]
    yield from _timed("one story of 100,000 items", [dossier(*large)])


def _gated(flood: Sequence[Any]) -> str:
    return graded(dossier(*(replace(one, title=one.title + "受伤") for one in flood))).level


def _timed(name: str, dossiers: Sequence[Dossier]) -> Iterator[dict[str, Any]]:
    parts: tuple[tuple[str, Callable[[Dossier], object]], ...] = (
        ("heat", measure_heat), ("grade", graded), ("signals", signals),
    )  # fmt: skip
    for part, make in parts:
        began = time.process_time()
        for one in dossiers:
            make(one)
        yield {"of": name, "part": part, "cpu_seconds": round(time.process_time() - began, 3)}


if __name__ == "__main__":
    main()
