"""Read a fitted tone table: log-odds against neutral, one line a sign or word."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

Weights = tuple[float, float]  # towards negative, towards positive


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of one domain."""

    masses: dict[str, Weights]
    words: dict[str, Weights]


@lru_cache(maxsize=3)
def shipped_table(domain: str) -> Table:
    """The table of a domain inside the package; figures in hundredths, signs marked with ``=``."""
    text = files("analyze").joinpath("data", f"tone_{domain}.txt").read_text(encoding="utf-8")
    masses: dict[str, Weights] = {}
    words: dict[str, Weights] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, bad, good = line.split("\t")
        place = masses if name.startswith("=") else words
        place[name.removeprefix("=")] = int(bad) / 100, int(good) / 100
    return Table(masses, words)
