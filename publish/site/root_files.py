"""Small files at the site's root that scripts and search engines ask for."""

import json
from collections.abc import Iterable

from caifeng.models import BriefingCard, BriefingKind
from publish.site.plan import SiteFile


def days_file(cards: Iterable[BriefingCard]) -> SiteFile:
    """``days.json``: the dates of all daily editions. A frozen page learns from it which day came next."""
    days = sorted(f"{card.date}" for card in cards if card.kind is BriefingKind.DAILY)
    return SiteFile(path="days.json", content=json.dumps({"days": days}, separators=(",", ":")).encode())


def robots_file(base_url: str, *, is_indexed: bool) -> SiteFile:
    """``robots.txt``: nothing for search engines, or everything with the way to the sitemap where it is known."""
    lines = ["User-agent: *", "Allow: /" if is_indexed else "Disallow: /"]
    if is_indexed and base_url:
        lines.append(f"Sitemap: {base_url.rstrip('/')}/sitemap-index.xml")
    return SiteFile(path="robots.txt", content=("\n".join(lines) + "\n").encode())
