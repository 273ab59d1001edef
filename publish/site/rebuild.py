"""One folder of a month built alone, as a publish would have built it among the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from caifeng.errors import UsageError
from publish.site import branch, built
from publish.site.build import Build
from publish.site.making import Making, frame_of, harden_build, month_address, write_sections
from publish.site.plan import SiteRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A folder as it was built now and as the branch holds it: bytes by path, seen from the site's root."""

    place: str
    fresh: Mapping[str, bytes]
    public: Mapping[str, bytes]
    is_same_frame: bool


def rebuild_section(request: SiteRequest, month: str, path: str, scratch: Path) -> Rebuilt:
    """Build a month's folder in ``scratch`` and read what is public there.

    Raises UsageError where the month has no such folder, LakeError where its records are damaged, PublishError.
    """
    found = [one for edition in request.months if edition.name == month for one in edition.sections if one.path == path]
    if not found:
        raise UsageError(f"{month} 里没有 {path}")
    base = branch.resolve(request.repository, request.branch)
    before = built.read(branch.held(request.repository, base, built.NAME))
    making = Making(request=request, base=base, scratch=scratch)
    docs = scratch / "docs"
    docs.mkdir()
    if failed := write_sections(docs, found):
        raise failed[path]
    build = _build(making, month, docs)
    harden_build(build)
    place = f"{month}/{path}"
    return Rebuilt(
        place=place,
        fresh={
            f"{month}/{file.relative_to(build.output).as_posix()}": file.read_bytes()
            for file in sorted((build.output / path).rglob("*"))
            if file.is_file()
        },
        public=branch.blobs(request.repository, base, place) if base else {},
        is_same_frame=before.frame == built.frame(request),
    )


def write_rebuilt(rebuilt: Rebuilt, into: Path) -> None:
    """Write what was built below a folder."""
    for path, content in rebuilt.fresh.items():
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _build(making: Making, month: str, docs: Path) -> Build:
    build = replace(frame_of(making.request), docs=docs, output=making.scratch / "site", root="..", nav=())
    return replace(build, site_url=month_address(making.request, month))
