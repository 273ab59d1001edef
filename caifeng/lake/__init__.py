"""The state folder: the only module that reads or writes it.

    items/day=2026-11-20/<run>.parquet     append-only, by day of sight (UTC); one file a run, so runs never conflict
    sightings/day=…/<run>.parquet          looks at boards
    readings/day=…/<run>.parquet           rebuilt from items at any time
    stories/<run>.parquet                  what was told in that run, or what changed of it; the newest counts
    briefings/2026-11-20.r1.json           frozen; cards/ and pictures/ hold what lists and pages need beside it
    periods/2026-W47.r1.json  specials/INC-2026-0007-1.r1.json     weekly, monthly and special reports, frozen
    alerts/<run>.jsonl  sources/<run>.jsonl  validators/<run>.jsonl  robots/<run>.jsonl
    takedowns/<run>.jsonl                  what is shown no more; every reading leaves it out
    caselog/<run>.jsonl                    what incident files said, and every line that their logs ever had
    deliveries/<run>.jsonl                 append-only, synced line by line
    manifests/<run>.json                   paths, sizes, SHA-256; a file counts only when a manifest lists it

A run's files are written and synced first; the rename of its manifest makes them all count at once.
"""

from caifeng.lake.caselog import CaseRecord
from caifeng.lake.draft import Draft, Mark, Slot, Told
from caifeng.lake.incident_shape import incident_schema
from caifeng.lake.incidents import CaseRules, IncidentFolder
from caifeng.lake.lake import Lake
from caifeng.lake.ledger import DeliveryLedger
from caifeng.lake.withdrawn import Withdrawn

__all__ = [
    "CaseRecord",
    "CaseRules",
    "DeliveryLedger",
    "Draft",
    "IncidentFolder",
    "Lake",
    "Mark",
    "Slot",
    "Told",
    "Withdrawn",
    "incident_schema",
]
