"""The versions of the judging: printed in every edition; a changed one also makes old readings stale."""

from analyze.facts.piece import PIECE_VERSION
from analyze.grading.grade import GRADE_VERSION
from analyze.grading.heat import HEAT_VERSION
from analyze.read import READ_VERSION
from analyze.stories import STORY_VERSION
from analyze.tone.judge import TONE_VERSION

VERSIONS = (
    ("判读", READ_VERSION),
    ("体裁", PIECE_VERSION),
    ("倾向", TONE_VERSION),
    ("事件", STORY_VERSION),
    ("热度", HEAT_VERSION),
    ("评级", GRADE_VERSION),
)
