"""预计 in words: the likelier side of a forecast's claim, and its range."""

from caifeng.models import Confidence, Forecast, Likelihood, SourceState
from publish.briefing.day import Day

_WORDS = tuple(Likelihood)
_SCORED, _HELD = 20, 0.7  # forecasts of ours that are over, and the share whose range held, that bear a 高


def likelier(forecast: Forecast) -> tuple[str, Likelihood]:
    """What is to be expected and how likely it is; an unlikely claim is turned round, for the scale is symmetric.

    "新增不会多于过去 24 小时的 19 条" 很可能 reads better than the same claim affirmed and 很不可能.
    """
    place = _WORDS.index(forecast.likelihood)
    is_unlikely = 2 * place < len(_WORDS) - 1
    word = "不会多于" if is_unlikely else "多于"
    return f"新增{word}过去 24 小时的 {forecast.last} 条", _WORDS[-1 - place] if is_unlikely else forecast.likelihood


def expected(forecast: Forecast) -> str:
    """预计新增 0–6 条（八成区间）."""
    span = f"{forecast.low}–{forecast.high}" if forecast.low != forecast.high else f"{forecast.low}"
    return f"预计新增 {span} 条（八成区间）"


def confidence(day: Day, forecast: Forecast) -> Confidence:
    """How sure we are: 低 where sources are down; 高 only once the desk's own former forecasts have borne it out."""
    newest = {report.source: report.state for report in day.reports}
    if list(newest.values()).count(SourceState.FAILED) > len(newest) / 4:
        return Confidence.LOW
    record = day.forecasts
    has_proved = record is not None and record.n >= _SCORED and record.inside >= _HELD * record.n
    return forecast.confidence if has_proved or forecast.confidence is not Confidence.HIGH else Confidence.MIDDLE
