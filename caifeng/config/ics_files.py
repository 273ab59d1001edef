"""The calendar files that a glob names; one bad file stops no other."""

from pathlib import Path
from zoneinfo import ZoneInfo

from caifeng.config.ics import LARGEST, CalendarPage, read_ics
from caifeng.errors import Problem


def read_files(pattern: str, folder: Path, zone: ZoneInfo, section: str) -> tuple[CalendarPage, ...]:
    """A page for every file under ``folder`` that ``pattern`` names, by name; what cannot be read is in its problems.

    ``zone`` holds for times without one; ``section`` of caifeng.yml is named where the pattern is at fault.
    """
    try:
        paths = sorted(path for path in folder.glob(pattern) if path.is_file())
    except (ValueError, OSError) as error:
        return (_missing(pattern, f"无法查找：{error}", section),)
    if not paths:
        return (_missing(pattern, "没有找到这样的文件", section),)
    return tuple(_read(path, folder, zone, section) for path in paths)


def _read(path: Path, folder: Path, zone: ZoneInfo, section: str) -> CalendarPage:
    shown = path.relative_to(folder).as_posix()
    if not path.resolve().is_relative_to(folder.resolve()):
        return _missing(shown, "指向目录之外，未读取", section)
    try:
        with path.open("rb") as file:
            return read_ics(file.read(LARGEST + 1), shown, zone)
    except OSError as error:
        return _missing(shown, f"无法读取：{error.strerror or error}", section)


def _missing(shown: str, message: str, section: str) -> CalendarPage:
    return CalendarPage(problems=(Problem(shown, 0, "", message, f"请检查 caifeng.yml 里 {section} 的 ics"),))
