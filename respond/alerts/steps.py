"""What to do first: the first step of the playbook that fits, or one sentence by level where there is none."""

from collections.abc import Mapping, Sequence

from caifeng.models import Level, Playbook, Situation, Story, StoryType
from respond.playbooks.choose import first_step, situation

BY_LEVEL: Mapping[Level, str] = {
    Level.BLUE: "留意后续，有新情况再报",
    Level.YELLOW: "先接收，再核实事实，30 分钟内首次回应",
    Level.ORANGE: "先接收并报告负责人，30 分钟内首次回应，5 小时内发布权威信息",
    Level.RED: "立即报告负责人并成立工作组，30 分钟内首次回应，先安置受影响的人",
}


class FirstSteps:
    """First steps by these playbooks, each kind of case looked up once."""

    def __init__(self, playbooks: Sequence[Playbook]) -> None:
        self._playbooks = playbooks
        self._known: dict[Situation, str] = {}

    def first(self, level: Level, type_: StoryType, story: Story | None) -> str:
        """One sentence of at most 60 characters."""
        case = situation(type_, level, story)
        if case not in self._known:
            self._known[case] = first_step(self._playbooks, level, type_, story) or BY_LEVEL[level]
        return self._known[case]
