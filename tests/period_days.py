"""What the tests of weekly and monthly reports share: daily briefings of given days, and the material of a week."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from caifeng.models import Briefing, BriefingKind, Desk, EvidenceItem, HandlingRecord, Level, ToneLabel
from caifeng.models.card import card_of
from caifeng.models.interval import share
from caifeng.models.period import Span, span_of
from caifeng.models.window import window
from publish.period.material import PeriodMaterial
from respond.handling import handling_of_days
from tests.sample_stories import LEAK, ZONE, evidence, leak_story
from tests.samples import sample_briefing

DESK = Desk(name="澜川电器", zone=ZONE)
WEEK = span_of(BriefingKind.WEEKLY, date(2026, 11, 9))
NOW = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)  # Monday 08:30


def piece(day: date, number: int, story: str = LEAK, **more: object) -> EvidenceItem:
    """A negative piece of a day's window; ``number`` tells the day's pieces apart."""
    start = window(day, ZONE, DESK.cutoff_hour)[0].astimezone(UTC)
    published = start + timedelta(minutes=1 + number)
    plain = replace(
        evidence()[0],
        id=f"i-{day:%m%d}{number:08d}",
        story_id=story,
        reprint_of="",
        tone=ToneLabel.NEGATIVE,
        published_at=published,
        seen_at=published + timedelta(hours=1),
        is_time_estimated=False,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def edition(
    day: date,
    pieces: Sequence[EvidenceItem],
    level: Level = Level.YELLOW,
    stories: Iterable[str] = (LEAK,),
    **more: object,
) -> Briefing:
    """A day's briefing that counts these pieces and tells these stories in detail."""
    plain, (start, end) = sample_briefing(), window(day, ZONE, DESK.cutoff_hour)
    own = [one for one in pieces if not one.reprint_of]
    told = plain.details[0]
    details = tuple(
        replace(
            told,
            story=replace(leak_story(), id=id_, grade=replace(leak_story().grade, level=level)),
            override=None,
            incident_id="",
        )
        for id_ in stories
    )
    negative = sum(one.tone is ToneLabel.NEGATIVE for one in own)
    tones = tuple(share(label.value, sum(one.tone is label for one in own), len(own)) for label in ToneLabel)
    series = replace(
        plain.overview.series[-1], day=day, distinct=len(own), reprints=len(pieces) - len(own), negative=negative
    )
    whole = replace(
        plain.overview, distinct=len(own), reprints=len(pieces) - len(own), tones=tones, series=(series,),
        regions=(share("未知", len(own), len(own)),), tiers=(share("地方", len(own), len(own)),),
    )  # fmt: skip
    made = replace(
        plain, date=day, number=day.toordinal() - 739_000, level=level, window_start=start, window_end=end,
        published_at=datetime.combine(day, time(0, 36), UTC), evidence=tuple(pieces), details=details, matters=(),
        overview=whole, corrections=(), handling=(), decisions=(),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def week_of(*days: Briefing, span: Span = WEEK, former: Sequence[Briefing] = (), **more: object) -> PeriodMaterial:
    """The material of a week or month that these briefings tell of; ``former`` are earlier ones."""
    empty = HandlingRecord()
    plain = PeriodMaterial(
        span=span, desk=DESK, number=1, now=NOW, days=days, cards=tuple(map(card_of, (*former, *days))),
        figures=handling_of_days(empty, span.first, span.last + timedelta(days=1), DESK, NOW),
        former=handling_of_days(empty, span.before.first, span.first, DESK, NOW),
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def full_week(span: Span = WEEK, pieces: int = 3) -> tuple[Briefing, ...]:
    """A briefing for every day of a span, each with so many pieces of one story."""
    return tuple(
        edition(day, [piece(day, number) for number in range(pieces)]) for day in span.editions(DESK.cutoff_hour)
    )
