"""A past edition rendered again from the lake, to be held against what is public, or to be written elsewhere."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from caifeng.errors import PublishError, UsageError
from caifeng.models import Desk
from caifeng.showing import site_material
from caifeng.workspace import Workspace
from publish.site.publish import site_request
from publish.site.rebuild import Rebuilt, rebuild_section, write_rebuilt


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A rebuilt edition beside the public one. ``is_same_frame``: theme and code are those it was published with."""

    files: int
    differing: tuple[str, ...]  # paths in the site whose bytes differ, or that are missing on one side
    is_same_frame: bool


def rebuild(workspace: Workspace, desk: Desk, key: str, into: Path | None) -> Comparison:
    """Render the folder of an edition anew ("2026-11-18", "2026-W46", "INC-2026-0001-1"); ``into``: write it there.

    Raises UsageError where no such edition is kept, PublishError where nothing is public or nothing builds,
    LakeError where its records are damaged.
    """
    cards = workspace.lake.cards()
    if into is not None and into.exists() and any(into.iterdir()):
        raise UsageError(f"{into} 里已有文件，请换一个空目录")
    material = site_material(workspace, desk, cards)
    card = next((one for one in (*cards, *material.reports) if one.key == key), None)
    if card is None:
        raise UsageError(f"没有存档的 {key[:40]}：日报写日期，周报写 2026-W46，专报写 INC-2026-0001-1")
    request = site_request(workspace.root, material)
    with TemporaryDirectory(prefix="caifeng-rebuild-") as scratch:
        rebuilt = rebuild_section(request, card.month, card.address.partition("/")[2], Path(scratch))
        if into is not None:
            write_rebuilt(rebuilt, into)
        return _compared(rebuilt)


def _compared(rebuilt: Rebuilt) -> Comparison:
    if not rebuilt.public:
        raise PublishError(f"网站上没有 {rebuilt.place}，无从比对；请先运行 caifeng publish")
    paths = sorted(rebuilt.fresh.keys() | rebuilt.public.keys())
    return Comparison(
        files=len(paths),
        differing=tuple(path for path in paths if rebuilt.fresh.get(path) != rebuilt.public.get(path)),
        is_same_frame=rebuilt.is_same_frame,
    )
