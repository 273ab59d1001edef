"""The public face as a folder: what incident files mark public, and nothing else, is handed on."""

from pathlib import Path

from caifeng.models import Desk, PublicCase
from caifeng.workspace import Workspace
from publish.face.face import face_files
from publish.site.build import write_sources
from publish.site.folder import MARKER, replace_folder


def public_cases(workspace: Workspace, desk: Desk) -> tuple[PublicCase, ...]:
    """What people chose to tell of each incident, by incident id."""
    incidents, _ = workspace.incidents(desk).load()
    return tuple(incident.public for incident in incidents if incident.public)


def build_face(workspace: Workspace, desk: Desk) -> Path | None:
    """Write the face's folder where it is configured and its content changed; gives the folder, None without a face.

    Raises PublishError when the folder is somebody else's.
    """
    if desk.face is None:
        return None
    files = face_files(desk.face, public_cases(workspace, desk), desk.zone.key)
    if not _holds(workspace.face, {file.path: file.content for file in files}):
        replace_folder(workspace.face, lambda fresh: write_sources(fresh, files))
    return workspace.face


def _holds(folder: Path, wanted: dict[str, bytes]) -> bool:
    there = {path for path in folder.rglob("*") if path.is_file() and path.name != MARKER}
    if {path.relative_to(folder).as_posix() for path in there} != wanted.keys():
        return False
    return all(path.read_bytes() == wanted[path.relative_to(folder).as_posix()] for path in there)
