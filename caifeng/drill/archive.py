"""An archived incident as a scenario: its items with their real spacing; what people did then is left out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from caifeng.errors import UsageError
from caifeng.models import REPLIES, Deed, Desk, Incident, Item, Source, SourceKind
from caifeng.models.drill import DrillItem, Expected, Scenario
from caifeng.workspace import Workspace
from respond.incidents.find import find

AFTER = timedelta(hours=2)  # the drill goes on so long after the incident's last item
LONGEST = timedelta(days=14)  # later items are left out


def archived_scenario(workspace: Workspace, desk: Desk, incident_id: str) -> Scenario:
    """The scenario that an incident of this desk makes.

    Raises UsageError: there is no such incident, or its items are no longer kept.
    """
    incidents, _ = workspace.incidents(desk).load()
    incident = find(incidents, incident_id)
    items = _items(workspace, incident)
    if not items:
        raise UsageError(f"案件 {incident_id} 的信息已超过保存期限，不能重演；请改写成脚本文件")
    first = items[0].published_at
    played = [_played(number, item, first) for number, item in enumerate(items, 1)]
    played = [item for item in played if item.after <= LONGEST - AFTER]
    return Scenario(
        name=f"重演 {incident.id} {incident.title}",
        about=f"按真实间隔重演 {incident.id} 的 {len(played)} 条信息；当时各人的处置不重演，由参演人员自己来做。",
        length=played[-1].after + AFTER,
        sources=_sources(items, desk),
        items=tuple(played),
        expected=_expected(incident, desk),
    )


def _items(workspace: Workspace, incident: Incident) -> list[Item]:
    told = [story for story in workspace.lake.stories() if not set(story.known_as).isdisjoint(incident.story_ids)]
    ids = {id_ for story in told for id_ in story.all_ids}
    ids |= {id_ for entry in incident.log for id_ in entry.evidence if id_.startswith("i-")}
    items = workspace.lake.items(datetime(1970, 1, 1, tzinfo=UTC), ids) if ids else ()
    return sorted(items, key=lambda item: (item.published_at, item.id))


def _played(number: int, item: Item, first: datetime) -> DrillItem:
    return DrillItem(
        after=item.published_at - first,
        id=f"{number:04d}",
        source=item.source,
        title=item.title,
        text=item.text,
        author=item.author,
        credit=item.credited,
        engagement=item.engagement,
    )


def _sources(items: Sequence[Item], desk: Desk) -> tuple[Source, ...]:
    """The desk's sources of that name; those it no longer has, as the items have them."""
    found: dict[str, Source] = {}
    for item in items:
        found.setdefault(item.source, desk.source(item.source) or _source(item))
    return tuple(found[name] for name in sorted(found))


def _source(item: Item) -> Source:
    return Source(
        name=item.source,
        kind=SourceKind.FILE,
        channel=item.channel,
        tier=item.tier,
        region=item.region,
        is_official=item.is_official,
    )


def _expected(incident: Incident, desk: Desk) -> Expected:
    """The desk's own limits, and the level and type that were reached then."""
    limits = {rule.name: rule.limit for rule in desk.clocks}
    replies = [rule.limit for rule in desk.clocks if set(rule.stops) & set(REPLIES) and rule.starts == Deed.FOUND]
    owner = limits.get("到责任人")
    return Expected(
        owner=owner,
        reply=limits.get("首次回应", min(replies, default=None)),
        level=incident.level,
        type=incident.type,
    )
