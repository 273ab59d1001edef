"""What people do to incidents, by command, by form or in a drill: acts are checked, files written, then the lake."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from caifeng.errors import UsageError
from caifeng.lake import IncidentFolder
from caifeng.models import Act, Desk, Incident, Story
from caifeng.workspace import Workspace
from respond.incidents.acts import act, check_time, next_number, open_by_hand
from respond.incidents.clocks import with_clocks
from respond.incidents.find import find, typed

PATIENCE = timedelta(minutes=1)  # for a pass of watch that is at work


def do(workspace: Workspace, desk: Desk, id_: str, deed: Act, now: datetime) -> Incident:
    """The incident after an act; its file and the lake's journal hold it.

    Raises UsageError for an act that is refused, LakeError where the file changed meanwhile or another run is at work.
    """
    check_time(deed.at.astimezone(desk.zone), now)
    with workspace.lake.hold(PATIENCE):
        folder = workspace.incidents(desk)
        folder.catch_up()
        incidents, _ = folder.load()
        before = _found(incidents, id_)
        done = act(before, deed, desk)
        _refuse_impossible(workspace, desk, before, deed, incidents)
        _save(workspace, folder, [done], now)
    return done


def open_case(workspace: Workspace, desk: Desk, deed: Act, now: datetime) -> Incident:
    """The incident that a person opens, under the next number of the year. Raises as ``do``."""
    check_time(deed.at.astimezone(desk.zone), now)
    with workspace.lake.hold(PATIENCE):
        folder = workspace.incidents(desk)
        incidents, _ = folder.load()
        year = deed.at.astimezone(desk.zone).year
        opened = open_by_hand(deed, next_number(folder.used_numbers(year), year), desk)
        stories = _refuse_impossible(workspace, desk, opened, deed, incidents)
        if stories:
            gravest = max(stories, key=lambda story: (story.grade.level.rank, story.id))
            told = replace(opened, machine_level=gravest.grade.level, owner=opened.owner or gravest.owner)
            opened = with_clocks(told, desk)
        _save(workspace, folder, [opened], now)
    return opened


def restore(workspace: Workspace, desk: Desk, id_: str, now: datetime) -> int:
    """Put back what a file's log lost; how many lines came back. Raises ConfigError and LakeError."""
    with workspace.lake.hold(PATIENCE):
        folder = workspace.incidents(desk)
        folder.load()
        lines = folder.restore(typed(id_))
        _save(workspace, folder, (), now)
    return lines


def _found(incidents: Sequence[Incident], id_: str) -> Incident:
    found = find(incidents, id_)
    if found.problems:
        raise UsageError(f"{found.id} 的文件现在读不通，先改好再记：\n" + "\n".join(map(str, found.problems)))
    return found


def _refuse_impossible(
    workspace: Workspace, desk: Desk, about: Incident, deed: Act, incidents: Sequence[Incident]
) -> tuple[Story, ...]:
    """The stories that an act names. Raises UsageError with all that it names and that is not there, or is taken."""
    stories = {id_: workspace.lake.story(id_) for id_ in deed.story_ids}
    wrong = [f"没有事件 {id_}；用 caifeng stories 看现有的" for id_, story in stories.items() if story is None]
    wrong += _taken(stories, about, incidents)
    clocks = dict.fromkeys((*(rule.name for rule in desk.clocks), *(clock.name for clock in about.clocks)))
    wrong += [
        f"没有叫“{name[:40]}”的时限，可另定的有：{'、'.join(clocks)}；本案独有的时限请写进案件文件的 clocks"
        for name, _ in deed.limits
        if name not in clocks
    ]
    parents = {one.id: one.parent for one in incidents}
    if deed.parent and deed.parent not in parents:
        wrong.append(f"没有上级案件 {deed.parent}；用 caifeng incident list 看现有的")
    elif about.id in _line_of(deed.parent, parents):
        wrong.append(f"{deed.parent} 已经在 {about.id} 之下，不能互为上级")
    if wrong:
        raise UsageError(f"不能记“{deed.deed[:40]}”：\n" + "\n".join(f"- {reason}" for reason in wrong))
    return tuple(story for story in stories.values() if story is not None)


def _taken(stories: Mapping[str, Story | None], about: Incident, incidents: Sequence[Incident]) -> list[str]:
    """What to say of stories that another open incident has."""
    holders = {id_: one.id for one in incidents if one.is_open and one.id != about.id for id_ in one.story_ids}
    told = {id_: holders.get(id_) or holders.get(story.id if story else "") for id_, story in stories.items()}
    return [f"事件 {id_} 已经在案件 {held} 里；请记在那一件上，或先闭环那一件" for id_, held in told.items() if held]


def _line_of(id_: str, parents: Mapping[str, str]) -> set[str]:
    """An incident and all that it is part of."""
    line: set[str] = set()
    while id_ and id_ not in line:
        line.add(id_)
        id_ = parents.get(id_, "")
    return line


def _save(workspace: Workspace, folder: IncidentFolder, incidents: Sequence[Incident], now: datetime) -> None:
    for incident in incidents:
        folder.save(incident)
    draft = workspace.lake.draft(workspace.run(now))
    draft.caselog(folder.unrecorded())
    draft.commit()
