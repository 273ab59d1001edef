"""Many months at once: two processes build them, each month in a folder of its own; the result is the same as of one.

Workers are fresh interpreters (spawn), so that nothing of the caller's threads and files is shared.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

from caifeng.errors import PublishError
from publish.privacy import keep_public, public_contacts
from publish.site.built import Made
from publish.site.making import Making, MonthMade, build_month
from publish.site.partial import Change
from publish.site.plan import Month

_PROCESSES = 2  # each takes some 250 MB
_FEW = 4  # months; starting two interpreters takes as long as building one

Task = tuple[Month, Change, Made]  # a month, what of it is to be built, what it was made from before


def build_months(making: Making, tasks: Sequence[Task]) -> list[MonthMade]:
    """Every month built, in the order given. Raises PublishError."""
    if len(tasks) < _FEW:
        return [_built(making, task) for task in tasks]
    alone = replace(
        making,
        request=replace(making.request, months=(), root_pages=(), root_files=(), root_sections=(), fills=()),
    )
    try:
        with ProcessPoolExecutor(
            _PROCESSES, mp_context=get_context("spawn"), initializer=keep_public, initargs=(public_contacts(),)
        ) as pool:
            return list(pool.map(partial(_built, alone), tasks))
    except BrokenProcessPool as error:
        raise PublishError(
            "生成网站的进程中途停了，多半是内存不够；原有网站未动，请加内存或关掉别的程序后再运行一次。"
        ) from error


def _built(making: Making, task: Task) -> MonthMade:
    month, change, before = task
    return build_month(making, month, change, before)
