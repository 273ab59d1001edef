"""The index of the site's maps (sitemaps.org 0.9): the root site's own and one an edition."""

from collections.abc import Iterable
from xml.sax.saxutils import escape as xml_escape

from publish.site.plan import SiteFile

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_index(base_url: str, months: Iterable[str]) -> tuple[SiteFile, ...]:
    """``sitemap-index.xml`` over the editions of these months ("2026-11"); nothing where the address is not known."""
    if not base_url:
        return ()
    root = xml_escape(base_url.rstrip("/"))
    ways = ("sitemap.xml", *(f"{month}/sitemap.xml" for month in sorted(set(months))))
    maps = "".join(f"  <sitemap><loc>{root}/{way}</loc></sitemap>\n" for way in ways)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_NAMESPACE}">\n{maps}</sitemapindex>\n'
    return (SiteFile(path="sitemap-index.xml", content=text.encode()),)
