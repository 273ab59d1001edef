"""Who may read: asks the host as a stranger would, and seals the exported folder."""

import logging
from collections.abc import Mapping

import httpx

from caifeng.errors import PublishError
from caifeng.models import Access, Desk
from caifeng.models.desk import PublishRules
from caifeng.workspace import Workspace
from publish.access.hosts import MARK, Answer, refusal
from publish.access.seal import read_key, seal_folder
from publish.site.folder import replace_folder

_log = logging.getLogger(__name__)
_PATIENCE = 10.0  # seconds
_ENOUGH = 64_000  # bytes of a page that tell whose it is
_SEALED = 'name="caifeng-sealed"'


def require_allowed(desk: Desk) -> None:
    """Raise PublishError where the desk's site must not be published as configured; what is public stays."""
    if said := refusal(desk.publish):
        raise PublishError(said)


def seal_public(workspace: Workspace, desk: Desk, environment: Mapping[str, str]) -> bool:
    """Seal the plain export into ``public/`` in one rename; what did not change keeps its bytes.

    False, with ``public/`` as it was, where there is no key here: another job has it. Raises PublishError for a key
    that is none.
    """
    if not (text := environment.get(desk.publish.seal_key, "")):
        _log.warning("no key in %s: the sealed folder is not written here", desk.publish.seal_key)
        return False
    key = read_key(text)
    former = workspace.public if workspace.public.is_dir() else None
    replace_folder(workspace.public, lambda fresh: seal_folder(workspace.plain, fresh, key, former))
    return True


def ask(rules: PublishRules, transport: httpx.BaseTransport | None = None) -> Answer:
    """What the host of the site answers to a GET without any sign-in. ``transport``: another way to it."""
    try:
        with (
            httpx.Client(transport=transport, timeout=_PATIENCE, follow_redirects=True, trust_env=False) as client,
            client.stream("GET", rules.base_url) as reply,
        ):
            page = b""
            for part in reply.iter_bytes():
                page += part
                if len(page) >= _ENOUGH:
                    break
            status = reply.status_code
    except httpx.HTTPError as error:
        _log.warning("the host could not be asked: %s", error)
        return Answer(status=0, is_ours=False, is_sealed=False, detail=str(error))
    text = page.decode("utf-8", errors="replace")
    return Answer(status=status, is_ours=status < 300 and MARK in text, is_sealed=_SEALED in text)


def is_sealed(desk: Desk) -> bool:
    """Whether the desk's site is sealed."""
    return desk.publish.access is Access.SEALED
