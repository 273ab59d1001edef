"""The command line in this process: what a process of its own says and answers, without the seconds of its start."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from caifeng.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit code, its answer, and what it said to people."""

    code: int
    stdout: str
    stderr: str


def command(*arguments: str) -> Said:
    """Run the entry point of ``caifeng`` with arguments as the shell gives them."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as changed, redirect_stdout(out), redirect_stderr(err):
        changed.setattr(sys, "argv", ["caifeng", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code
    return Said(code if isinstance(code, int) else int(code is not None), out.getvalue(), err.getvalue())
