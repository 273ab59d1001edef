"""Alert sending killed by SIGKILL: nobody is lost, nobody has three, and who may have two is named."""

from pathlib import Path

from caifeng.workspace import Workspace
from tests.killing import CHATS, far_ends, one_pass, trial
from tests.notifying import NOW, alert, raise_alerts, told

PEOPLE = 3


def test_a_kill_at_any_step_loses_nobody_doubles_at_most_once_and_names_whom(tmp_path: Path) -> None:
    """A sample of the steps; bench/kill_alerts.py does hundreds with 100 people."""
    with far_ends(PEOPLE) as far:
        whole = tmp_path / "whole"
        raise_alerts(Workspace(whole / "caifeng.yml"), [alert(1, told(far.desk))])
        steps = one_pass(whole, far.desk, NOW, 0, far.variables)
        outcomes = [trial(tmp_path / str(at), far, at) for at in range(3, steps, 11)]
    assert all(one.is_killed for one in outcomes)
    assert sum(one.lost for one in outcomes) == 0
    assert max(one.most for one in outcomes) <= 2
    assert sum(one.unnamed for one in outcomes) == 0
    assert all(one.twice <= 1 + len(CHATS) for one in outcomes)  # one message in flight a channel
