"""What a published site was made from, kept on its branch, so that the next publish builds only what changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from caifeng.resources import resource
from publish.pages.contexts import Page
from publish.site.plan import Section, SiteFile, SiteRequest, digest

NAME = "built.json"  # at the branch's root
_MAKERS = ("mkdocs", "mkdocs-material", "Markdown")  # other versions make other bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Digests of what one site was made from, by path."""

    pages: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Digests of all that went into what is public.

    Of months that are over only one digest is kept: they are never built again in part, nor for a new theme.
    """

    frame: str = ""  # theme, configuration, code, addresses: what every page depends on
    docs: str = ""  # hand-written pages with their figures
    root: Made = field(default_factory=Made)
    months: Mapping[str, str] = field(default_factory=dict)  # every month's records, by its name
    newest: str = ""  # the month that was still growing
    month: Made = field(default_factory=Made)  # that month


_BUILT = TypeAdapter(Built)


def of_request(request: SiteRequest) -> Built:
    """What a publish is asked to make, without the index of the newest month."""
    newest = request.newest
    return Built(
        frame=frame(request),
        docs=digest([*(page.text.encode() for page in request.fills), *_contents(sorted(request.docs.glob("**/*")))]),
        root=made(request.root_pages, request.root_files, request.root_sections),
        months={month.name: month.made_from for month in request.months},
        newest=newest.name,
        month=made((), (), newest.sections),
    )


def frame(request: SiteRequest) -> str:
    """A digest of what every page depends on: theme, configuration, code, names and addresses, makers' versions."""
    root = request.config_file.parent
    theme = [*sorted(root.glob("site/theme/**/*")), *sorted(resource("templates").rglob("*"))]
    code = sorted(Path(__file__).parents[1].rglob("*.py"))
    said = (request.site_name, request.base_url, request.drill, repr(request.root_nav), *map(_version, _MAKERS))
    return digest([*(text.encode() for text in said), *_contents([request.config_file, *theme, *code])])


def made(pages: Iterable[Page], files: Iterable[SiteFile], sections: Iterable[Section]) -> Made:
    """Digests of pages, files and sections, by path."""
    return Made(
        pages={page.path: digest([page.text.encode()]) for page in pages},
        files={file.path: digest([file.content]) for file in files},
        sections={section.path: section.made_from for section in sections},
    )


def read(text: str) -> Built:
    """What the branch holds; an empty one, which equals nothing, where it holds none or of another shape."""
    try:
        return _BUILT.validate_json(text)
    except ValidationError:
        return Built()


def written(built: Built) -> bytes:
    """As the branch keeps it: keys sorted, so that equal sites have equal bytes."""
    ordered = replace(
        built, root=_ordered(built.root), months=dict(sorted(built.months.items())), month=_ordered(built.month)
    )
    return _BUILT.dump_json(ordered, indent=0) + b"\n"


def _ordered(site: Made) -> Made:
    return Made(
        pages=dict(sorted(site.pages.items())),
        files=dict(sorted(site.files.items())),
        sections=dict(sorted(site.sections.items())),
    )


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    yield from (path.name.encode() + b"\0" + path.read_bytes() for path in paths if path.is_file())


def _version(package: str) -> str:
    return f"{package} {version(package)}"
