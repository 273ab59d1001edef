"""The course of one story: where it stands, how it turned, what comes next."""

from analyze.course.stage import stage_of
from analyze.dossier import Dossier
from caifeng.models import Course


def course_of(dossier: Dossier) -> Course:
    """演变 as of ``dossier.now``."""
    return Course(stage=stage_of(dossier))
