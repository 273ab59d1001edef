"""grading in ``caifeng.yml``: the desk's own thresholds, checked, and what they become."""

from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from caifeng.models import GateClass, GradingRules, Level

OFF = "关"
_DEFAULT = GradingRules()
_SCORED = tuple(level.value for level, _ in _DEFAULT.cutoffs)
_CLASSES = tuple(kind.value for kind in GateClass)
_FLOORS = (*(level.value for level in Level), OFF)


def _cutoffs(value: Any) -> Any:
    for level in value if isinstance(value, dict) else ():
        if level not in _SCORED:
            raise PydanticCustomError(
                "cutoffs",
                "cutoffs 里没有 {level}，可写 {known}；低于黄的都是蓝",
                {"level": repr(level), "known": "、".join(_SCORED)},
            )
    return value


def _floors(value: Any) -> Any:
    for kind, floor in value.items() if isinstance(value, dict) else ():
        if kind not in _CLASSES:
            raise PydanticCustomError(
                "gates", "没有底线 {kind}，可写 {known}", {"kind": repr(kind), "known": "、".join(_CLASSES)}
            )
        if floor not in _FLOORS:
            raise PydanticCustomError(
                "gates",
                "底线 {kind} 只能写 {known}，不能是 {floor}",
                {"kind": kind, "known": "、".join(_FLOORS), "floor": repr(floor)},
            )
    return value


def _shape(keys: tuple[str, ...], value: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "object", "properties": dict.fromkeys(keys, value), "additionalProperties": False}
    )  # fmt: skip


Score = Annotated[float, Field(gt=0, le=100)]
Cutoffs = Annotated[
    dict[str, Score],
    BeforeValidator(_cutoffs),
    _shape(_SCORED, {"type": "number", "exclusiveMinimum": 0, "maximum": 100}),
]
Floors = Annotated[dict[str, str], BeforeValidator(_floors), _shape(_CLASSES, {"enum": list(_FLOORS)})]


class GradingEntry(BaseModel):
    """评级的门槛。"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cutoffs: Cutoffs = Field(default_factory=dict, description="总分到几分为黄、橙、红，如 {黄: 38, 橙: 64, 红: 90}")
    hysteresis: float = Field(_DEFAULT.hysteresis, ge=0, le=50, description="降级要比分界低几分以上")
    gates: Floors = Field(default_factory=dict, description="通用底线：伤亡等不低于哪一级，或 关")

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        cuts = self._merged()
        if not all(low < high for (_, low), (_, high) in pairwise(cuts)):
            said = "、".join(f"{level} {cut:g}" for level, cut in cuts)
            raise PydanticCustomError(
                "ascending", "分界须从黄到红依次升高，现为 {said}（没写的用默认值）", {"said": said}
            )
        return self

    def rules(self) -> GradingRules:
        """The thresholds in force: what is not written is as shipped."""
        floors = dict.fromkeys(GateClass, Level.YELLOW.value) | {GateClass(k): v for k, v in self.gates.items()}
        return GradingRules(
            cutoffs=self._merged(),
            hysteresis=self.hysteresis,
            gates=tuple((kind, Level(floor)) for kind, floor in floors.items() if floor != OFF),
        )

    def _merged(self) -> tuple[tuple[Level, float], ...]:
        return tuple((level, self.cutoffs.get(level.value, cut)) for level, cut in _DEFAULT.cutoffs)
