"""Ratios of rates with their uncertainty, in closed form."""

from caifeng.models.handling import RateChange
from caifeng.models.interval import wilson


def rate_change(before: int, after: int, hours: tuple[float, float], dispersion: float = 1.0) -> RateChange:
    """The ratio of two rates with a 95 % interval; ``hours`` (above 0) were looked at before and after.

    Given both counts' sum, the later count is binomial (Przyborowski & Wilenski, Biometrika 31, 1940); the share's
    Wilson interval is turned into one of the ratio. Posts come in flocks, so the sum is first divided by
    ``dispersion`` (variance / mean of the hourly counts, at least 1): quasi-Poisson (McCullagh & Nelder 1989, 9.2).
    """
    low, high = wilson(after, before + after, max(dispersion, 1.0))
    scale = hours[0] / hours[1]
    return RateChange(
        before=before,
        after=after,
        hours_before=hours[0],
        hours_after=hours[1],
        ratio=after / before * scale if before else None,
        low=low / (1 - low) * scale if low < 1 else 0.0,
        high=high / (1 - high) * scale if high < 1 else None,
    )


def dispersion(counts: tuple[tuple[int, ...], ...]) -> float:
    """Variance / mean of hourly counts about the mean of their own group, at least 1; 1 where nothing can be said."""
    freedom = sum(len(group) - 1 for group in counts if sum(group))
    if freedom < 1:
        return 1.0
    means = [(group, sum(group) / len(group)) for group in counts if sum(group)]
    return max(1.0, sum((count - mean) ** 2 / mean for group, mean in means for count in group) / freedom)
