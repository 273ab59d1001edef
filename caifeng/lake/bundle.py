"""Several small files as one: an archive whose bytes depend on nothing but what is in it."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP archive can state


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files, by name, as a ZIP archive; in the order of their names, without a time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpacked(data: bytes) -> Mapping[str, bytes]:
    """The files of an archive that ``packed`` made, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
