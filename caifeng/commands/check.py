"""``caifeng check`` and ``caifeng schema``: what people wrote, checked, and the shapes that editors check by."""

from typing import Annotated

import typer

from caifeng import config, pipeline
from caifeng.config.readiness import readiness
from caifeng.errors import Problem
from caifeng.lake.incident_shape import incident_schema
from caifeng.reading import tone_model
from caifeng.risks import load_risks
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, say
from caifeng.workspace import Workspace
from publish.access.hosts import hints as open_questions
from respond.incidents.cautions import cautions


def check(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """检查配置、案件、静默、预案、风险评估与人工标注：一次列出所有问题，带行号和改法；值班缺口等只作提示。"""
    workspace = Workspace(desk)
    found = pipeline.open_desk(workspace)
    incidents, problems = workspace.incidents(found).load()
    labels, mislabelled = workspace.labels(found).load()
    problems += workspace.silences(found).load()[1] + workspace.playbooks()[1] + load_risks(workspace.root, found)[1]
    problems += mislabelled + tone_model(workspace.root)[1] + found.calendar_problems + found.rota_problems
    hints = (*readiness(found, moment := now()), *cautions(incidents, found, moment))
    hints += tuple(
        Problem("caifeng.yml", 0, "publish.access", said, "见 docs/access.md") for said in open_questions(found.publish)
    )
    if as_json:
        answer(dump({"desk": found.name, "sources": len(found.sources), "topics": len(found.topics),
                       "incidents": len(incidents), "labels": len(labels),
                       "problems": [str(problem) for problem in problems],
                       "hints": [str(hint) for hint in hints]}))  # fmt: skip
    for problem in (*problems, *hints):
        say(str(problem))
    if problems:
        raise typer.Exit(2)
    if not as_json:
        counts = f"{len(found.sources)} 个信源，{len(found.topics)} 个议题，{len(incidents)} 个案件"
        answer(f"配置无误：{found.name}，{counts}，{len(labels)} 条人工标注。")


def schema(
    incident: Annotated[bool, typer.Option("--incident", help="案件文件 incidents/*.yml 的")] = False,
) -> None:
    """输出 caifeng.yml（或案件文件）的 JSON Schema，编辑器可据此补全和检查。"""
    answer(incident_schema() if incident else config.json_schema())
