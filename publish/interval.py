"""Shares with their uncertainty."""

from math import sqrt

from caifeng.models import Share

Z = 1.96  # 95 %


def share(label: str, count: int, total: int) -> Share:
    """``count`` of ``total`` with the 95 % Wilson score interval (E. B. Wilson, JASA 22, 1927).

    Of nothing, nothing is known: the interval is 0–1.
    """
    if total == 0:
        return Share(label=label, count=0, total=0, share=0.0, low=0.0, high=1.0)
    p = count / total
    spread = Z * sqrt(p * (1 - p) / total + Z * Z / (4 * total * total))
    centre, scale = p + Z * Z / (2 * total), 1 + Z * Z / total
    low, high = max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
    return Share(label=label, count=count, total=total, share=p, low=low, high=high)
