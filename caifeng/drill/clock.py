"""The time of a drill: it runs as fast as asked, or jumps, and people who act in the sandbox act in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

_FILE = "drill.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a drill runs: ``speed`` 1 is real time, None jumps from look to look. Clock and sleep are handed in."""

    speed: float | None
    now: Callable[[], datetime]  # real time, aware UTC
    sleep: Callable[[float], None]

    def began_at(self, real: datetime, length: timedelta) -> datetime:
        """When a drill that starts at ``real`` began in its own time: it ends when the real clock says so too."""
        played = length / self.speed if self.speed else timedelta()
        return (real + played - length).replace(microsecond=0)

    def wait(self, since: datetime, passed: timedelta) -> None:
        """Sleep until ``passed`` of the drill's time has gone by since the real moment ``since``."""
        if self.speed:
            self.sleep(max(0.0, (since + passed / self.speed - self.now()).total_seconds()))


def set_time(root: Path, pace: Pace, at: datetime, until: datetime) -> None:
    """Note beside the sandbox's configuration that it is ``at`` there now, and how fast time goes until ``until``."""
    noted = {
        "at": at.isoformat(),
        "until": until.isoformat(),
        "real": pace.now().isoformat(),
        "speed": pace.speed or 0.0,
    }
    (root / _FILE).write_text(json.dumps(noted), encoding="utf-8")


def drill_time(root: Path, real: datetime) -> datetime:
    """What time it is in the workspace at ``root`` when the real clock shows ``real`` (aware).

    Outside a drill, and once it is over, it is ``real``. Between two looks time goes on at the drill's speed, and
    never past the next look.
    """
    try:
        noted = json.loads((root / _FILE).read_text(encoding="utf-8"))
        at, until = datetime.fromisoformat(noted["at"]), datetime.fromisoformat(noted["until"])
        passed = (real - datetime.fromisoformat(noted["real"])) * float(noted["speed"])
    except FileNotFoundError:
        return real
    except (ValueError, KeyError, TypeError, OverflowError):
        return real  # a note that somebody spoiled
    return max(at, min(at + passed, until))


def clear_time(root: Path) -> None:
    """The drill is over: the real clock holds again."""
    (root / _FILE).unlink(missing_ok=True)
