"""The desk's own tone model as a file: model/tone.json beside caifeng.yml.

Small weights by domain, what they were trained on, and how both models did in cross-validation. A file made for another
version of the shipped tables is refused, since its weights correct mistakes that those may no longer make.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analyze.tone.grams import LONGEST, code
from analyze.tone.judge import TONE_VERSION
from analyze.tone.signs import Domain
from analyze.tone.tables import Adapter, Table, Weights
from caifeng.errors import ConfigError, Problem

FILE = "model/tone.json"

_Weight = Annotated[float, Field(ge=-50, le=50, allow_inf_nan=False)]
_Pair = tuple[_Weight, _Weight]
_Gram = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Measured(BaseModel):
    """How well labels were predicted; ``low`` and ``high`` are the 95 % Wilson interval of ``accuracy``, 0–1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int
    accuracy: float
    low: float
    high: float
    log_loss: float


class TrainedOn(BaseModel):
    """The labels a model was trained on; ``sha256`` is over the sorted item ids with their labels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int
    classes: dict[str, int]
    first: date
    last: date
    sha256: str
    items: tuple[str, ...]


class Delta(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    masses: dict[str, _Pair]
    titles: dict[_Gram, _Pair]
    grams: dict[_Gram, _Pair]


class ToneModel(BaseModel):
    """The file as it is written: towards negative and positive, log-odds added to those of the shipped tables."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    version: str
    trained_on: TrainedOn
    shipped: Measured
    trained: Measured
    deltas: dict[Domain, Delta]


def load_adapter(path: Path) -> Adapter | None:
    """The desk's own model; None where there is no file. Raises ConfigError where it is broken or out of date."""
    model = load_model(path)
    if model is None:
        return None
    if model.version != TONE_VERSION:
        message = f"是为倾向模型 {model.version} 训练的，现在是 {TONE_VERSION}"
        raise _error(path, message, "请运行 caifeng train 重新训练，或删去这个文件")
    return adapter_of(model)


def load_model(path: Path) -> ToneModel | None:
    """The file as it is; None where there is none. Raises ConfigError where it cannot be read."""
    try:
        return ToneModel.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, OSError) as error:
        raise _error(path, "读不出来，文件可能损坏", "请运行 caifeng train 重新训练，或删去这个文件") from error


def adapter_of(model: ToneModel) -> Adapter:
    """The model as the reader of tones takes it."""
    tables = {
        domain.value: Table(
            {name: complex(*pair) for name, pair in delta.masses.items()}, _weights(delta.titles), _weights(delta.grams)
        )
        for domain, delta in model.deltas.items()
    }
    return Adapter(model.version, tables, model.trained_on.sha256[:12])


def _weights(pairs: dict[str, tuple[float, float]]) -> Weights:
    known = sorted((code(gram), pair) for gram, pair in pairs.items())
    codes = np.array([number for number, _ in known], np.uint64)
    return Weights(codes, np.array([pair for _, pair in known], np.float32).reshape(-1, 2))


def _error(path: Path, message: str, mend: str) -> ConfigError:
    return ConfigError((Problem(path.name, 0, "", message, mend),))
