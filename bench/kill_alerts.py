"""Kill alert sending at random steps: 100 people by mail and four chats, real processes, real servers on loopback.

    python bench/kill_alerts.py [--kills 250] [--seed 1]

A step is each side of each ledger write and of each HTTP request. Prints who was lost, who had it twice, and whether
each of these was named as uncertain.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from caifeng.workspace import Workspace
from tests.killing import far_ends, one_pass, trial
from tests.notifying import NOW, alert, raise_alerts, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random.seed(asked.seed)
    began = time.perf_counter()
    with far_ends() as far, tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole"
        raise_alerts(Workspace(whole / "caifeng.yml"), [alert(1, told(far.desk))])
        steps = one_pass(whole, far.desk, NOW, 0, far.variables)
        points = random.sample(range(1, steps + 1), min(asked.kills, steps))
        points += random.choices(range(1, steps + 1), k=asked.kills - len(points))  # noqa: S311
        outcomes = [trial(Path(scratch) / f"{n}", far, at) for n, at in enumerate(points)]
    print(f"steps of a whole pass: {steps}; kills: {sum(one.is_killed for one in outcomes)} of {len(outcomes)}")  # noqa: T201
    print(f"recipients and chats that got nothing: {sum(one.lost for one in outcomes)}")  # noqa: T201
    print(f"most copies that one got: {max(one.most for one in outcomes)}")  # noqa: T201
    print(f"copies too many in one kill: {dict(sorted(Counter(one.twice for one in outcomes).items()))}")  # noqa: T201
    print(f"who had two and was not named as uncertain: {sum(one.unnamed for one in outcomes)}")  # noqa: T201
    print(f"seconds: {time.perf_counter() - began:.0f}")  # noqa: T201


if __name__ == "__main__":
    main()
