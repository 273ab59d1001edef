"""One way to run git: quietly, durably, and blind to the variables of a hook that we may run in."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from caifeng.errors import PublishError

# What git writes is on the disk before it ends; bytes stay as they are; nothing runs on behind our back.
_SETTINGS = ("-c", "core.fsync=all", "-c", "core.autocrlf=false", "-c", "gc.autoDetach=false")
_SECONDS = 300.0  # no git command may hang for longer
# Set when we run inside a hook; they would turn our commands to another repository or to its index.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")


def git(repository: Path, *arguments: str, extra: Mapping[str, str] | None = None) -> str:
    """Run git there and give its output without the last line end. Raises PublishError with git's own words."""
    return _run(repository, arguments, extra or {}, b"").decode("utf-8").rstrip("\n")


def read_blobs(repository: Path, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
    """The contents of files of a commit, by path, in one go. Raises PublishError where one is not there."""
    asked = "".join(f"{commit}:{path}\n" for path in paths).encode()
    answer = _run(repository, ("cat-file", "--batch"), {}, asked) if paths else b""
    found, at = {}, 0
    for path in paths:
        end = answer.index(b"\n", at)
        head = answer[at:end].split()
        if len(head) != 3 or not head[2].isdigit():
            raise PublishError(f"网站分支里没有 {path}")
        at = end + 1 + int(head[2])
        found[path] = answer[end + 1 : at]
        at += 1
    return found


def _run(repository: Path, arguments: Sequence[str], extra: Mapping[str, str], given: bytes) -> bytes:
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    variables = kept | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"} | dict(extra)
    command = ["git", "-C", str(repository), *_SETTINGS, *arguments]
    try:
        done = subprocess.run(command, env=variables, input=given, capture_output=True, timeout=_SECONDS, check=False)
    except FileNotFoundError as error:
        raise PublishError("没有找到 git，无法发布；请安装 git 2.31 以上版本。") from error
    except subprocess.TimeoutExpired as error:
        raise PublishError(f"git {arguments[0]} 在 {_SECONDS:.0f} 秒内没有完成，未发布。") from error
    if done.returncode:
        told = f"{done.stdout.decode('utf-8', 'replace')}{done.stderr.decode('utf-8', 'replace')}"
        told = re.sub(r"//[^/@\s]*@", "//", told).strip()  # no credentials of an address
        raise PublishError(f"git {arguments[0]} 在 {repository} 失败：{told}")
    return done.stdout
