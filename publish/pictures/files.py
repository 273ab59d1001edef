"""Where a day's pictures stand on the site: beside its page."""

from collections.abc import Mapping

from publish.pages.charts import PICTURE_FOLDER
from publish.site.plan import SiteFile


def picture_files(folder: str, pictures: Mapping[str, bytes]) -> tuple[SiteFile, ...]:
    """The pictures (by file name) as files below a page's folder: "2026-11-20/" gives 2026-11-20/charts/volume.svg."""
    return tuple(SiteFile(path=f"{folder}{PICTURE_FOLDER}{name}", content=pictures[name]) for name in sorted(pictures))
