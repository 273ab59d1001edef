"""What the lake already holds, handed in so that collecting reads no state itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from caifeng.models import HostRules, Validator


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What earlier harvests found, and where the files of ``file`` sources lie."""

    items: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # item id → latest revision, content hash
    validators: Mapping[str, Validator] = field(default_factory=dict)  # by address
    host_rules: Mapping[str, HostRules] = field(default_factory=dict)  # by origin
    files_root: Path = Path()  # globs of ``file`` sources are relative to it
