"""The fitted tone tables: log-odds against neutral for masses and n-grams, and how they are kept in a small file."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from analyze.tone.grams import NO_CODES, Codes

_STEP = 1 / 40  # of one unit of a shipped gram's weight, at most 127 units
_LEAST_UNITS = 2  # lighter grams are not shipped
Pairs = npt.NDArray[np.float32]  # n × 2: towards negative, towards positive


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Grams and what each weighs: ``pairs[i]`` belongs to ``codes[i]``, and the codes are sorted."""

    codes: Codes = field(default_factory=lambda: NO_CODES)
    pairs: Pairs = field(default_factory=lambda: np.empty((0, 2), np.float32))

    def total(self, found: Codes) -> complex:
        """Sum of the weights of what was found, over the square root of how much was found; 0 where nothing was."""
        if not len(found) or not len(self.codes):
            return 0j
        places = self.codes.searchsorted(found)
        is_known = self.codes.take(places, mode="clip") == found
        whole = complex(self.pairs.view(np.complex64).ravel().take(places[is_known]).sum())  # both sums in one
        return whole / float(len(found) ** 0.5)

    def weight(self, number: int) -> complex:
        """What one gram weighs: real part towards negative, imaginary towards positive; 0 where it is not known."""
        place = int(self.codes.searchsorted(np.uint64(number)))
        if place == len(self.codes) or int(self.codes[place]) != number:
            return 0j
        return complex(*self.pairs[place].tolist())


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The weights of one domain; masses as complex numbers, real part towards negative, imaginary towards positive.

    ``certain``: the least probability, 0–1, at which negative, neutral and positive are shown.
    """

    masses: Mapping[str, complex]
    titles: Weights = field(default_factory=Weights)
    grams: Weights = field(default_factory=Weights)
    certain: tuple[float, float, float] = (0.5, 0.5, 0.5)
    fitted_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """What a desk's own labels add to the shipped tables: by domain, weights that are added to the table's.

    ``version`` is the version of the tone model it was fitted on top of, ``digest`` names the labels.
    """

    version: str
    deltas: Mapping[str, Table]
    digest: str = ""

    def delta(self, domain: str) -> Table | None:
        """What is added in a domain; None where nothing was learned."""
        return self.deltas.get(domain)


@lru_cache(maxsize=4)
def shipped_table(domain: str) -> Table:
    """The table of a domain inside the package; read when a domain is first met."""
    return unpack(files("analyze").joinpath("data", f"tone_{domain}.bin").read_bytes())


def pack(table: Table) -> bytes:
    """A table as a file: one line of JSON, then codes (differences) and weights as signed bytes, all compressed.

    Weights of grams are rounded to fortieths and cut at 127 of them; light ones are left out.
    """
    kept = [_light(weights) for weights in (table.titles, table.grams)]
    head = {
        "masses": {name: [weight.real, weight.imag] for name, weight in table.masses.items()},
        "counts": [len(codes) for codes, _ in kept],
        "certain": table.certain,
        "fitted_on": table.fitted_on,
    }
    body = b"".join(_planes(codes) + units.T.tobytes() for codes, units in kept)
    return zlib.compress(json.dumps(head, ensure_ascii=False).encode() + b"\n" + body, 9)


def unpack(data: bytes) -> Table:
    """The table of a packed file; raises ValueError where the file is not one."""
    try:
        line, _, body = zlib.decompress(data).partition(b"\n")
        head = json.loads(line)
        first, second = head["counts"]
        masses = {name: complex(*pair) for name, pair in head["masses"].items()}
        titles, grams = _weights(body[: first * 10], first), _weights(body[first * 10 :], second)
        return Table(masses, titles, grams, _three(head["certain"]), tuple(head["fitted_on"]))
    except (zlib.error, KeyError, TypeError, ValueError) as error:
        raise ValueError("not a packed tone table") from error


def _three(numbers: list[float]) -> tuple[float, float, float]:
    negative, neutral, positive = numbers
    return negative, neutral, positive


def _light(weights: Weights) -> tuple[Codes, npt.NDArray[np.int8]]:
    units = np.clip(np.round(weights.pairs / _STEP), -127, 127).astype(np.int8)
    kept = np.abs(units).max(axis=1, initial=0) >= _LEAST_UNITS
    return weights.codes[kept], units[kept]


def _planes(codes: Codes) -> bytes:
    """Differences of neighbours, first bytes first: high bytes are mostly 0 and pack well."""
    steps = np.diff(codes, prepend=np.uint64(0)).astype("<u8")
    return steps.view(np.uint8).reshape(-1, 8).T.tobytes()


def _weights(body: bytes, count: int) -> Weights:
    planes = np.frombuffer(body, np.uint8, count * 8).reshape(8, count)
    codes = np.cumsum(np.ascontiguousarray(planes.T).view("<u8").ravel(), dtype=np.uint64)
    units = np.frombuffer(body, np.int8, count * 2, count * 8).reshape(2, count)
    return Weights(codes, np.ascontiguousarray(units.T, np.float32) * np.float32(_STEP))
