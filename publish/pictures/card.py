"""A share card as PNG; nothing where no browser or no Chinese font can draw it."""

import json
import logging
import shutil
import subprocess

from publish.pictures.drawing import UndrawnError, drawn

_LOG = logging.getLogger(__name__)
_SECONDS = 60.0


def make_card(figure_json: str) -> bytes:
    """The figure of ``publish.pages.share_card`` as PNG, b"" where it cannot be drawn: a link then shows its title."""
    if not _has_chinese_font():
        _LOG.warning("no share card: no Chinese font is installed")
        return b""
    try:
        return drawn([json.loads(figure_json)], "png", _SECONDS)[0]
    except UndrawnError as error:
        _LOG.warning("no share card: %s", error)
        return b""


def _has_chinese_font() -> bool:
    """Without one a picture would hold empty boxes. Where fontconfig is not, the system brings its own fonts."""
    lister = shutil.which("fc-list")
    if lister is None:
        return True
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, timeout=_SECONDS, check=False)
    return bool(listed.stdout.strip())
