"""Whether an alert would reach somebody: shifts that nobody has, people without a way, holidays not published yet."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from caifeng.errors import Problem
from caifeng.models import Desk
from caifeng.models.alerting import MAIL
from caifeng.models.rota import gaps
from caifeng.models.wording import clock

_ROTA = timedelta(days=7)  # looked ahead
_HOLIDAYS = timedelta(days=31)


def readiness(desk: Desk, now: datetime, file: str = "caifeng.yml") -> tuple[Problem, ...]:
    """What people should see to before an alert comes; nothing here stops one. ``now`` is aware."""
    return (
        *_unreachable(desk, file),
        *_by_other_ways(desk, file),
        *_uncovered(desk, now, file),
        *_unpublished(desk, now, file),
    )


def _unreachable(desk: Desk, file: str) -> Iterator[Problem]:
    """People whom alerts name, with neither mail nor chat."""
    owners = {topic.owner for topic in desk.topics}
    routed = {name for route in desk.alerts.routes for name in route.to}
    meant = owners | routed | {duty.person for duty in desk.rota} | {desk.alerts.supervisor, *desk.alerts.direct}
    meant |= {person.backup for person in desk.people}
    for person in desk.people:
        if person.name in meant and not (person.mail or person.chats):
            mend = "请写上 mail 或 chat，否则预警到不了这里"
            yield Problem(file, 0, f"people.{person.name}", f"{person.name} 没有邮箱，也不在任何群里", mend)


def _by_other_ways(desk: Desk, file: str) -> Iterator[Problem]:
    """People of a route whom none of its channels leads to: they are told by their own."""
    for index, route in enumerate(desk.alerts.routes):
        for name in route.to if route.channels else ():
            person = desk.person(name)
            ways = {*person.chats, *((MAIL,) if person.mail else ())} if person else set(route.channels)
            if ways and ways.isdisjoint(route.channels):
                said = f"channels 里没有一个到得了 {name}，会走他的其他渠道"
                mend = "请在 channels 里加上一个，或在 people 里给他加上"
                yield Problem(file, 0, f"alerts.routes[{index}].channels", said, mend)


def _uncovered(desk: Desk, now: datetime, file: str) -> Iterator[Problem]:
    found = gaps(desk.rota, desk.zone, now, now + _ROTA)
    if not found:
        return
    start, end = (clock(at, desk.zone) for at in found[0])
    said = f"今后 {_ROTA.days} 天有 {len(found)} 段时间没有人值班，最近的是 {start} 至 {end}"
    supervisor = desk.alerts.supervisor
    meanwhile = f"这时预警告诉 {supervisor}" if supervisor else "也没有写 alerts.supervisor，这时只告诉责任人"
    yield Problem(file, 0, "rota", said, f"{meanwhile}；请补上值班")


def _unpublished(desk: Desk, now: datetime, file: str) -> Iterator[Problem]:
    known, year = desk.working.known_until, (now + _HOLIDAYS).astimezone(desk.zone).year
    if known is not None and year > known:
        mend = "公布后升级 holidays 库，或先写在 working 的 off 和 on 里"
        yield Problem(file, 0, "working.holidays", f"所用的库里还没有 {year} 年的调休，按平常的周末计算", mend)
