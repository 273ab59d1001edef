"""The one tree of exceptions.

    CaifengError            exit 1   anything Caifeng itself refuses to go on with
    ├── ConfigError         exit 2   caifeng.yml (or an incident file) cannot be used; carries every Problem
    ├── UsageError          exit 2   the command line or an argument makes no sense
    ├── LakeError           exit 3   the state folder is damaged or another run holds it
    ├── HarvestError        exit 4   below the source floor: nothing is published, the last good edition stands
    ├── PublishError        exit 5   the site could not be built; the former site stands untouched
    └── DeliveryError       exit 6   some mails are still owed

A failing source is not in this tree: it is a ``Failure``, a value inside the Harvest.
Texts of exceptions are for people (Chinese); what is logged is English.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file that people write: where it is and how to mend it."""

    file: str
    line: int  # 1-based; 0 when the whole file is meant
    path: str  # "topics[0].watch"
    message: str  # Chinese, one sentence
    mend: str = ""  # Chinese, one sentence: what to write instead
    caret: str = ""  # the line with a caret under the place, where there is one

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f" {self.path}" if self.path else ""
        mend = f" → {self.mend}" if self.mend else ""
        return f"{place}{where}：{self.message}{mend}" + (f"\n{self.caret}" if self.caret else "")


class CaifengError(Exception):
    """Base of everything Caifeng raises on purpose."""

    exit_code = 1


class ConfigError(CaifengError):
    """A file written by people cannot be used; ``problems`` holds all of them at once."""

    exit_code = 2

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class UsageError(CaifengError):
    """The command line makes no sense."""

    exit_code = 2


class LakeError(CaifengError):
    """The state folder is damaged, of another version, or held by another run."""

    exit_code = 3


class HarvestError(CaifengError):
    """Too few sources answered: publishing would replace a good edition by a worse one."""

    exit_code = 4


class PublishError(CaifengError):
    """The site could not be built or published; what was public before still is."""

    exit_code = 5


class DeliveryError(CaifengError):
    """Some deliveries are still owed after this run."""

    exit_code = 6
