"""Where the files that ship with Caifeng lie: templates, theme, hand-written pages, the demo's world."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Path of a shipped file or folder ("templates", "site/theme", "mkdocs.yml", "examples/…").

    Raises FileNotFoundError when the installation is incomplete.
    """
    installed, checkout = _HERE / "_resources", _HERE.parent
    path = (installed if installed.is_dir() else checkout) / name
    if not path.exists():
        raise FileNotFoundError(f"resource {name!r} is missing from this installation")
    return path
