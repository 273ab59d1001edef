"""What came of assessments: joins the lake, the case library and the files in risks/."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from caifeng.lake import Lake
from caifeng.models import Case, Desk, IncidentState, Level, StoryType, ToneLabel
from caifeng.models.risk import Risk, RiskCase, RiskWatch, WatchFigures
from caifeng.risks import load_risks
from caifeng.workspace import Workspace
from respond.review.similar import CaseIndex
from respond.risk import figures, matrix

_READ_BEFORE = timedelta(days=7)  # an item may be read this much later than it is published, never before


def risk_cases(workspace: Workspace, desk: Desk, library: Sequence[Case], now: datetime) -> tuple[RiskCase, ...]:
    """Every assessment that can be read, with what came in on its topics by ``now`` (aware UTC), in files' order.

    ``library`` holds the cases among which similar ones are looked for.
    """
    risks, _ = load_risks(workspace.root, desk)
    index = CaseIndex(library)
    return tuple(
        RiskCase(
            risk=risk,
            matrix=matrix(risk.scenarios),
            figures=tuple(_figures(workspace.lake, watch) for watch in risk.watches),
            past=index.similar(_as_case(risk, desk)),
            counted_at=now,
        )
        for risk in risks
    )


def _figures(lake: Lake, watch: RiskWatch) -> WatchFigures:
    tones = lake.on_topic(watch.topic.name, (watch.since - _READ_BEFORE).date())
    items = lake.items(watch.since, tones) if tones else ()
    seen = [
        (item.id, tones[item.id] == ToneLabel.NEGATIVE)
        for item in items
        if watch.since <= item.published_at < watch.until
    ]
    return figures(watch, seen, lake.stories(), lake.alerts())


def _as_case(risk: Risk, desk: Desk) -> Case:
    """The assessment in the words by which the library compares: what is decided, and what may happen."""
    told = [scenario.what for scenario in risk.scenarios] + [question.ask for question in risk.questions]
    watched = {topic.name for topic in desk.topics} & {watch.topic.name for watch in risk.watches}
    return Case(
        id=f"风险 {risk.id}",
        title=risk.decision,
        summary="；".join(told),
        type=StoryType.UNVERIFIED,
        level=Level.BLUE,
        state=IncidentState.FOUND,
        tags=(),
        topics=tuple(sorted(watched)),
        gates=(),
        keywords=tuple(term for watch in risk.watches for term in watch.topic.terms),
        places=(),
        opened_at=datetime.combine(risk.on, time(), tzinfo=UTC),
        closed_at=None,
        first_reply=None,
        items=None,
        measures=(),
        satisfaction=(),
        causes=(),
        well=(),
        improve=(),
    )
