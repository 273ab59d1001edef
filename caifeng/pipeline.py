"""A day's run, one verb a line: collect → analyze → respond → brief → publish → send.

Every verb is idempotent and keyed by date; ``now`` (aware UTC) is an argument throughout. State is committed before
the site is published, and the site before mails go out.
"""

import asyncio
import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from analyze.clusters.cluster import Grouping
from analyze.stories.tell import retell
from analyze.topics.check import check_rules
from caifeng import config
from caifeng.access import is_sealed, require_allowed, seal_public
from caifeng.alerting import decide
from caifeng.analysis import gather
from caifeng.errors import ConfigError, DeliveryError, HarvestError, Problem, UsageError
from caifeng.facing import build_face
from caifeng.lake import Lake
from caifeng.material import material
from caifeng.models import (
    Alert,
    Briefing,
    Delivery,
    DeliveryState,
    Desk,
    Harvest,
    Incident,
    SourceState,
    Story,
)
from caifeng.models.window import day_of, window
from caifeng.periods import make_periods
from caifeng.pictures import freeze_pictures
from caifeng.progress import Progress
from caifeng.retention import prune
from caifeng.risks import with_risk_topics
from caifeng.showing import site_material
from caifeng.specials import make_specials
from caifeng.takedowns import enforce
from caifeng.workspace import Workspace
from collect.harvest import collect as collect_sources
from collect.known import Known
from publish.briefing.compose import compose
from publish.mail.deliver import deliver
from publish.mail.subscribers import digests, messenger
from publish.privacy import contacts_of, keep_public
from publish.site.plan import Published
from publish.site.publish import publish_all

OWED_DAYS = 14  # missing days older than this are not made up
KNOWN_DAYS = 120  # items seen within are recognised as known
VALID = timedelta(days=7)  # what has not changed for so long is read whole once, and known again


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What one analysis told and decided."""

    items: int
    read: int  # items read in this run
    stories: tuple[Story, ...]
    alerts: tuple[Alert, ...]
    opened: tuple[Incident, ...]
    problems: tuple[Problem, ...]  # incident files and labels that cannot be read
    grouping: Grouping  # makes the next telling quick


@dataclass(frozen=True, slots=True)
class DayRun:
    """What a whole daily run did."""

    harvest: Harvest
    analysis: Analysis
    briefings: tuple[Briefing, ...]  # made in this run
    published: Published | None


def open_desk(workspace: Workspace) -> Desk:
    """The checked configuration. Raises ConfigError with every problem, topic rules included."""
    configuration = config.load(workspace.desk_file)
    problems = tuple(
        replace(configuration.document.problem(found.way, found.message, found.mend), caret=found.caret)
        for found in check_rules(configuration.desk)
    )
    if problems:
        raise ConfigError(problems)
    desk = configuration.desk
    keep_public(contacts_of((*desk.publish.contacts, desk.face.contact if desk.face else "")))
    return desk


def desk_at(workspace: Workspace, now: datetime) -> Desk:
    """The checked desk with the topics that risk assessments switch on at ``now`` (aware). Raises ConfigError."""
    return with_risk_topics(workspace.root, open_desk(workspace), now)


def daily(workspace: Workspace, desk: Desk, now: datetime, day: date | None, progress: Progress) -> DayRun:
    """Everything that is owed at ``now`` up to the published site; mails follow by ``send``, once state is safe.

    Raises HarvestError below the source floor (what is public stays) and PublishError.
    """
    lake = workspace.lake
    with lake.hold():
        harvest = collect(workspace, desk, now, progress)
        require_floor(desk, harvest)
        made: list[Briefing] = []
        analysis, told_at = None, None
        for owed in owed_days(lake, desk, now, day):
            told_at = min(now, window(owed, desk.zone, desk.cutoff_hour)[1].astimezone(UTC) + timedelta(hours=12))
            analysis = analyze(workspace, desk, told_at, workspace.run(now), progress)
            make_specials(workspace, desk, told_at, progress)
            made.append(brief(workspace, desk, owed, now, progress))
        if analysis is None or told_at != now:  # nothing owed, or a late edition: what came since is told as well
            analysis = analyze(workspace, desk, now, workspace.run(now), progress)
            make_specials(workspace, desk, now, progress)
        make_periods(workspace, desk, now, progress)
        published = publish(workspace, desk, progress)
        if desk.keep.is_automatic:
            prune(lake, desk.keep, now, workspace.run(now))
    return DayRun(harvest, analysis, tuple(made), published)


def collect(workspace: Workspace, desk: Desk, now: datetime, progress: Progress) -> Harvest:
    """Read every source once and keep what is new, failures and health included."""
    harvest = read_sources(workspace, desk, now, progress)
    keep(workspace, harvest)
    return harvest


def read_sources(workspace: Workspace, desk: Desk, now: datetime, progress: Progress) -> Harvest:
    """Read every source of the desk once; nothing is kept yet."""
    progress("采集", None)
    lake, run = workspace.lake, workspace.run(now)
    known = Known(
        items=lake.known(since=(now - timedelta(days=KNOWN_DAYS)).date()),
        validators=lake.validators(now - VALID),
        host_rules=lake.host_rules(now - timedelta(days=1)),
        files_root=workspace.root,
    )
    return asyncio.run(collect_sources(desk, known, now, run, lambda report: progress("", report)))


def keep(workspace: Workspace, harvest: Harvest) -> None:
    """Make a harvest count."""
    draft = workspace.lake.draft(harvest.run)
    draft.harvest(harvest)
    draft.commit()


def require_floor(desk: Desk, harvest: Harvest) -> None:
    """Raise HarvestError when too few sources answered: a good edition is never overwritten by a worse one."""
    tried = [report for report in harvest.reports if report.state is not SourceState.UNREACHABLE]
    answered = sum(report.state is not SourceState.FAILED for report in tried)
    if tried and answered / len(tried) < desk.fetch.floor:
        raise HarvestError(
            f"{len(tried)} 个信源只有 {answered} 个有回应，低于下限 {desk.fetch.floor:.0%}：不出新刊，上一期保持不动。"
            "请检查网络，或用 caifeng collect 查看每个信源的原因"
        )


def analyze(
    workspace: Workspace, desk: Desk, at: datetime, run: str, progress: Progress, *, before: Grouping | None = None
) -> Analysis:
    """Read what is unread, tell the stories as of ``at``, decide alerts and incidents; commit all of it as ``run``.

    ``before``: the grouping of the look before, by the same rules; makes it quick.
    """
    progress("判读", None)
    enforce(workspace, desk)
    gathered = gather(workspace, desk, at, lambda stage: progress(stage, None))
    progress("聚合事件", None)
    telling = retell(gathered.evidence, desk, at, before)
    stories = telling.stories
    decided = decide(workspace, desk, stories, {item.id: item for item in gathered.evidence.items}, at)
    draft = workspace.lake.draft(run)
    draft.readings(at.date(), gathered.fresh, gathered.maker)
    # A day that is made up knows nothing of stories that began after it: they keep their ids and histories.
    ahead = tuple(story for story in gathered.evidence.prior if story.first_at > at)
    draft.stories((*stories, *ahead), gathered.evidence.issued, workspace.lake.told(), workspace.ground())
    draft.alerts(decided.alerts)
    draft.caselog(decided.records)
    draft.commit()
    return Analysis(
        items=gathered.items,
        read=len(gathered.fresh),
        stories=stories,
        alerts=decided.alerts,
        opened=decided.incidents,
        problems=decided.problems + gathered.problems,
        grouping=telling.grouping,
    )


def brief(workspace: Workspace, desk: Desk, day: date, now: datetime, progress: Progress) -> Briefing:
    """The briefing of a date: composed once, then frozen; a date that has one gets it back unchanged."""
    lake = workspace.lake
    if (known := lake.briefing(day)) is not None:
        return known
    end = window(day, desk.zone, desk.cutoff_hour)[1]
    if end > now:
        raise UsageError(f"{day} 的监测时段到 {end:%m-%d %H:%M} 才结束，请到时再出刊")
    progress("编写简报", None)
    briefing = compose(material(workspace, desk, day, now))
    draft = lake.draft(workspace.run(now))
    draft.briefing(briefing)
    draft.commit()
    freeze_pictures(workspace, desk, briefing, progress)
    return briefing


def publish(workspace: Workspace, desk: Desk, progress: Progress) -> Published | None:
    """Render and publish the month of the newest briefing and the root site; None while there is no briefing."""
    enforce(workspace, desk)
    lake = workspace.lake
    cards = lake.cards()
    if not cards:
        return None
    progress("发布站点", None)
    require_allowed(desk)
    build_face(workspace, desk)
    folder = workspace.plain if is_sealed(desk) else workspace.public
    published = publish_all(workspace.root, folder, site_material(workspace, desk, cards))
    if is_sealed(desk):
        seal_public(workspace, desk, os.environ)
    return published


def send(workspace: Workspace, desk: Desk, day: date, now: datetime, progress: Progress) -> tuple[Delivery, ...]:
    """Send the digest of a date to whom it is still owed. Raises DeliveryError when some remain owed."""
    enforce(workspace, desk)
    briefing = workspace.lake.briefing(day)
    if briefing is None:
        return ()
    progress("发送邮件简报", None)
    way = messenger(desk, workspace.outbox, os.environ)
    try:
        deliveries = deliver(digests(briefing, desk, os.environ), way, workspace.ledger(workspace.run(now)), now)
    finally:
        way.close()
    owed = sum(one.state in (DeliveryState.OWED, DeliveryState.UNCERTAIN) for one in deliveries)
    if owed:
        raise DeliveryError(f"{day} 的邮件简报还有 {owed} 封没有送达；再次运行 caifeng send --date {day} 会补发")
    return deliveries


def latest_day(desk: Desk, now: datetime) -> date:
    """The newest date whose window has ended."""
    today = day_of(now, desk.zone, desk.cutoff_hour)
    return today if window(today, desk.zone, desk.cutoff_hour)[1] <= now else today - timedelta(days=1)


def owed_days(lake: Lake, desk: Desk, now: datetime, day: date | None) -> tuple[date, ...]:
    """Dates without a briefing: the one asked for, or every missing one since the last, oldest first."""
    known = {card.date for card in lake.cards()}
    if day is not None:
        return () if day in known else (day,)
    newest = latest_day(desk, now)
    if not known:
        return (newest,)
    first = max(max(known) + timedelta(days=1), newest - timedelta(days=OWED_DAYS - 1))
    return tuple(first + timedelta(days=step) for step in range((newest - first).days + 1))
