"""Pages of closed incidents: made only when something of what they show changed, however many there are."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from caifeng.casebook import Casebook
from caifeng.models import Alert, Incident, Story
from caifeng.models.special import special_links
from publish.pages.alert_rows import alert_row
from publish.pages.dossier import Shelf, address, render_dossier
from publish.pages.urgency import case_row
from publish.site.material import CaseFile, SiteMaterial
from publish.site.plan import EditionParts, Section, digest

Study = Callable[[Incident], CaseFile]  # everything that is known of an incident


def closed_sections(material: SiteMaterial, book: Casebook, study: Study, ground: str) -> tuple[Section, ...]:
    """A folder for each incident that is no longer open: its page, and its report where it has one.

    ``ground`` is a digest of what people wrote that all pages stand on: playbooks and labels.
    """
    shelf, alerts = Shelf.of(material), _alerts(material.alerts)
    children: dict[str, list[str]] = defaultdict(list)
    for case in material.cases:
        children[case.incident.parent].append(f"{case.incident.id} {case.incident.title}")
    return tuple(
        Section(
            path=address(case.incident.id),
            made_from=digest(
                repr(part).encode("utf-8", "replace")
                for part in (
                    case,
                    ground,
                    case_row(case.incident, material.now).clocks,
                    book.settled(case.incident),
                    case.incident.id in material.reported,
                    shelf.incidents[case.incident.parent].title if case.incident.parent in shelf.incidents else "",
                    sorted(children[case.incident.id]),
                    special_links(material.specials, case.incident),
                    [(card.key, card.revision) for card in shelf.mentions.of(case.incident)],
                    [book.stories[id_] for id_ in case.incident.story_ids if id_ in book.stories],
                    [alert_row(alert, shelf.sent, shelf.incidents) for alert in _about(case.incident, alerts)],
                )
            ),
            make=partial(_parts, case.incident, shelf, book, study),
        )
        for case in material.cases
        if not case.incident.is_open
    )


def _parts(incident: Incident, shelf: Shelf, book: Casebook, study: Study) -> EditionParts:
    stories: tuple[Story, ...] = book.stories_of(incident)
    items, tones = book.seen(stories)
    material = replace(shelf.material, stories=stories, items=items, tones=tones)
    pages = list(render_dossier(study(incident), replace(shelf, material=material)))
    if incident.id in material.reported:
        pages += book.report_pages(incident)
    return EditionParts(pages=tuple(pages))


def _alerts(alerts: Sequence[Alert]) -> dict[str, list[Alert]]:
    """Alerts by the incident or the story that they are about."""
    found: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        found[alert.incident_id or alert.story_id].append(alert)
    return found


def _about(incident: Incident, alerts: dict[str, list[Alert]]) -> list[Alert]:
    return [alert for id_ in (incident.id, *incident.story_ids) for alert in alerts.get(id_, ())]
