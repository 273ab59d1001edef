"""What a published site was made from, kept on its branch, so that the next publish builds only what changed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from caifeng.resources import resource
from publish.site.plan import SiteRequest

NAME = "built.json"  # at the branch's root
_MAKERS = ("mkdocs", "mkdocs-material", "Markdown", "jieba")  # other versions make other bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Digests of all that went into a site. ``scripts`` are the inline scripts that its pages' policy allows."""

    frame: str = ""  # theme, configuration, code, addresses: what every page depends on
    edition: str = ""  # of the month that was published last
    pages: Mapping[str, str] = field(default_factory=dict)  # of the root site, by path
    files: Mapping[str, str] = field(default_factory=dict)  # that stand beside them, by path
    docs: str = ""  # hand-written pages with their figures
    scripts: tuple[str, ...] = ()


_BUILT = TypeAdapter(Built)


def of_request(request: SiteRequest) -> Built:
    """What a publish is asked to make, without ``scripts``."""
    root = request.config_file.parent
    theme = [*sorted(root.glob("site/theme/**/*")), *sorted(resource("templates").rglob("*"))]
    code = sorted(Path(__file__).parents[1].rglob("*.py"))
    said = (request.site_name, request.base_url, request.drill, repr(request.root_nav), *map(_version, _MAKERS))
    fills = [page.text for page in request.fills]
    return Built(
        frame=_digest([*(text.encode() for text in said), *_contents([request.config_file, *theme, *code])]),
        edition=_digest(_edition(request)),
        pages={page.path: _digest([page.text.encode()]) for page in request.root_pages},
        files={file.path: _digest([file.content]) for file in request.root_files},
        docs=_digest([*(text.encode() for text in fills), *_contents(sorted(request.docs.glob("**/*")))]),
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
        built,
        pages=dict(sorted(built.pages.items())),
        files=dict(sorted(built.files.items())),
        scripts=tuple(sorted(built.scripts)),
    )
    return _BUILT.dump_json(ordered, indent=0) + b"\n"


def _edition(request: SiteRequest) -> Iterator[bytes]:
    yield f"{request.month}\0{request.made_from}".encode()
    yield from (f"{file.path}\0".encode() + file.content for file in request.edition_files)
    yield from (f"{page.path}\0{page.text}".encode() for page in request.edition_pages)


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    yield from (path.name.encode() + b"\0" + path.read_bytes() for path in paths if path.is_file())


def _version(package: str) -> str:
    return f"{package} {version(package)}"


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()
