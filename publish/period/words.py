"""How a report over several days says numbers."""

from collections.abc import Sequence
from datetime import date

from caifeng.models import Level
from publish.briefing.phrases import joined

GRAVEST_FIRST = tuple(sorted(Level, key=lambda level: -level.rank))
DAYS_NAMED = 10  # dates in a sentence; more are counted


def moved(now: int, before: int, former: str, more: str = "") -> str:
    """A count against the period before, named ``former``: 较上周升 12%（上周 160 条）; ``more`` follows 160 条."""
    if now == before:
        return f"与{former}持平"
    if not before:
        return f"{former}为 0 条"
    if now >= 2 * before:
        return f"为{former}的 {now / before:.1f} 倍（{former} {before} 条{more}）"
    word = "升" if now > before else "降"
    return f"较{former}{word} {abs(now - before) / before:.0%}（{former} {before} 条{more}）"


def dates(days: Sequence[date]) -> str:
    """11-14、11-15, or how many there are and the first and last."""
    if len(days) <= DAYS_NAMED:
        return joined([f"{day:%m-%d}" for day in days])
    return f"{days[0]:%m-%d} 至 {days[-1]:%m-%d} 间 {len(days)} 期"


def level_days(counts: Sequence[tuple[Level, int]]) -> str:
    """橙级 3 天、黄级 2 天."""
    return joined([f"{level}级 {count} 天" for level, count in counts])


def ratio(part: int, whole: int) -> str:
    """118/119（99%）; — of nothing."""
    return f"{part}/{whole}（{part / whole:.0%}）" if whole else "—"
