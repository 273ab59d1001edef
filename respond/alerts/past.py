"""What a decision knows and what it answers: the record, the files, what people said, and what is to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from caifeng.models import Alert, Incident, Item, Playbook, Silence, SourceReport


@dataclass(frozen=True, slots=True)
class Look:
    """One harvest: when it began (aware UTC), and how each source fared."""

    at: datetime
    reports: tuple[SourceReport, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What is on record.

    alerts: every alert ever raised
    incidents: every file, with its clocks as of now
    taken_numbers: incident numbers already given this year
    silences: all that people wrote, over or not
    items: those that may prove an alert, by id; see ``proof.proving``
    looks: the harvests of the last 15 days or more; none: silent sources are not looked for
    playbooks: the desk's and those that ship; none: what to do first is said by level alone
    """

    alerts: tuple[Alert, ...]
    incidents: tuple[Incident, ...]
    taken_numbers: tuple[int, ...]
    silences: tuple[Silence, ...] = ()
    items: Mapping[str, Item] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()
    playbooks: tuple[Playbook, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """Alerts to record, gravest first, those that nobody is told among them; incidents to write, by id."""

    alerts: tuple[Alert, ...]
    incidents: tuple[Incident, ...]
