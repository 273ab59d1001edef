"""One strict MkDocs build, in this process, that gives the same bytes for the same input."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from caifeng.errors import PublishError
from publish import escape
from publish.site.plan import SiteFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """The sources of one build and the place where its output will stand."""

    config_file: Path
    docs: Path
    output: Path
    site_name: str
    site_url: str  # "" when the address is not known
    root: str  # the way from this site's root to the root site: ".." from an edition, "." from the root site
    built_at: datetime
    drill: str = ""  # the name of the drill that every page must show; "": real
    indexed: bool = False  # search engines may list the pages
    report_errors: str = ""  # where readers report errors, "" nowhere
    nav: tuple[tuple[str, str], ...] | None = None  # None: what mkdocs.yml says; (): from the folders

    @property
    def is_edition(self) -> bool:
        return self.root != "."


def write_sources(folder: Path, files: tuple[SiteFile, ...]) -> None:
    """Put the files below ``folder``.

    Raises PublishError for a path that leaves the folder or is already taken: no output path is written twice.
    """
    for file in files:
        pure = PurePosixPath(file.path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in file.path or not pure.name:
            raise PublishError(f"页面路径 {file.path!r} 不在网站目录之内，未发布。")
        path = folder / pure
        if path.exists():
            raise PublishError(f"页面路径 {file.path!r} 被写了两次，未发布；请检查是否与 site/docs 里的文件重名。")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def build_site(request: Build) -> None:
    """Build into ``request.output``.

    Raises PublishError with MkDocs' own messages when it warned or failed (``--strict``).
    """
    logger, messages = logging.getLogger("mkdocs"), _Messages()
    level = logger.level
    logger.setLevel(logging.WARNING)  # a quieter logger would hide from --strict what it must stop at
    logger.addHandler(messages)
    try:
        with environment({"SOURCE_DATE_EPOCH": str(int(request.built_at.timestamp()))}):
            build(_config(request))
    except (MkDocsException, OSError) as error:
        told = "\n".join(messages.texts) or str(error)
        raise PublishError(f"网站未能生成，原有网站未动。MkDocs 报告：\n{told}") from error
    finally:
        logger.removeHandler(messages)
        logger.setLevel(level)
    _drop_what_nobody_reads(request)


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables of this process for a while: MkDocs and mike read theirs there and nowhere else."""
    former = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _config(request: Build) -> MkDocsConfig:
    config = load_config(
        str(request.config_file),
        docs_dir=str(request.docs),
        site_dir=str(request.output),
        site_name=escape.plain(request.site_name),
        site_url=request.site_url,
        strict=True,
    )
    if request.nav is not None:
        config.nav = [{title: path} for title, path in request.nav] or None
    elif config.nav:  # a build of some pages only has no others to lead to
        config.nav = [entry for entry in config.nav if all((request.docs / path).is_file() for path in entry.values())]
    config.extra["root"] = request.root
    config.extra["drill"] = escape.plain(request.drill)
    config.extra["indexed"] = request.indexed
    config.extra["report_errors"] = request.report_errors
    return config


def _drop_what_nobody_reads(request: Build) -> None:
    """What Material brings and our frame does not load, and in editions the chart bundle: they draw with the root's."""
    unread = [
        *request.output.glob("assets/stylesheets/main.*.map"),
        *(path for path in request.output.glob("assets/javascripts/**/*") if path.is_file()),
        *request.output.glob("assets/stylesheets/palette.*"),
        *request.output.glob("assets/images/favicon.png"),
        *request.output.glob("sitemap.xml.gz"),
    ]
    if request.is_edition:
        unread += request.output.glob("assets/plotly-basic-*")
    for path in unread:
        path.unlink()


class _Messages(logging.Handler):
    """Keeps what MkDocs warns about, so that the error can say it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())
