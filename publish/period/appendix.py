"""附录: the editions that the report stands on, how things are counted, the versions of the method."""

from caifeng.models import BriefingKind
from caifeng.models.period import PeriodLine, PeriodPart
from publish.briefing.phrases import joined
from publish.period.material import PeriodMaterial
from publish.period.refs import day_ref


def appendix_part(material: PeriodMaterial) -> PeriodPart:
    """What whoever doubts the report needs to check it."""
    return PeriodPart(
        id="appendix",
        heading="附录",
        lines=(
            PeriodLine(
                text=f"依据的日报（{len(material.days)} 期）：", refs=tuple(day_ref(d.date) for d in material.days)
            ),
        ),
        notes=(_window(material), *_formulas(material), *_versions(material)),
    )


def _window(material: PeriodMaterial) -> str:
    first, last, hour = material.dates[0], material.dates[-1], material.desk.cutoff_hour
    span = material.span
    unit = "自然周（周一至周日）" if span.kind is BriefingKind.WEEKLY else "自然月"
    return (
        f"起止：按{unit}。日报的监测时段到当日 {hour} 时为止，"
        f"{span.first:%m-%d} 至 {span.last:%m-%d} 的情况由 {first:%m-%d} 至 {last:%m-%d} 各期日报记载。"
    )


def _formulas(material: PeriodMaterial) -> tuple[str, ...]:
    return (
        "声量：期内各期依据所列、与本单位议题相关的条目，按条目编号去重后的条数；相同、近似、摘编或署名转载的算转载，不计入声量。",
        f"环比：与{material.former_noun}各期去重条数之和相比；期数不同只比每期平均。"
        + ("同比：与去年同月相比，期数不同不算升降。" if material.span.year_before else ""),
        "级别：各期所定级别，有人工级别的以人工为准；本期级别取各期最高。",
        "依据：每个数连到所在日报的依据或本期数字；日报封存后若有更正，更正写在那一期上，本报告所载不随之改动。",
    )


def _versions(material: PeriodMaterial) -> tuple[str, ...]:
    if not material.days:
        return ()
    found: dict[str, list[str]] = {}
    for day in material.days:
        for part, version in day.note.versions:
            found.setdefault(part, []).append(version)
    said = [f"{part} {'、'.join(dict.fromkeys(versions))}" for part, versions in found.items()]
    return (f"方法版本：{joined(said)}。",)
