"""The nouns. Frozen, typed, free of behaviour; DESIGN.md gives each its Chinese word."""

from caifeng.models.briefing import (
    Accuracy,
    Briefing,
    ClockView,
    Correction,
    DataNote,
    Decision,
    Detail,
    Handling,
    Matter,
    Outlook,
    Overview,
    Share,
    SourceHealth,
    Statement,
    TopicRow,
    VolumePoint,
)
from caifeng.models.delivery import Delivery
from caifeng.models.desk import Desk, FetchRules, MailRules, Person, PublishRules, SensitiveClass, Source, Topic
from caifeng.models.evidence import EvidenceItem, ListRow, Quote
from caifeng.models.incident import Alert, Clock, Incident, LogEntry, Override
from caifeng.models.item import (
    Engagement,
    Failure,
    Harvest,
    Item,
    Sighting,
    SourceReport,
    Validator,
)
from caifeng.models.label import Label, SpotCheck
from caifeng.models.reading import (
    Complaint,
    Credit,
    Hit,
    Mention,
    Piece,
    Place,
    Reading,
    Sensitive,
    Tone,
    ToneWord,
    TopicMatch,
)
from caifeng.models.story import (
    ChannelStep,
    Contribution,
    DayCount,
    Gate,
    Grade,
    Heat,
    Reprint,
    Signal,
    Spread,
    Story,
    TypeHint,
)
from caifeng.models.vocabulary import (
    Channel,
    ClockState,
    CopyKind,
    CreditKind,
    DeliveryState,
    FailureKind,
    IncidentState,
    Level,
    NameKind,
    PieceKind,
    PlaceLevel,
    Relation,
    SourceKind,
    SourceState,
    Stage,
    StoryType,
    ToneLabel,
)

__all__ = [
    "Accuracy", "Alert", "Briefing", "Channel", "ChannelStep", "Clock", "ClockState", "ClockView", "Complaint",
    "Contribution", "CopyKind", "Correction", "Credit", "CreditKind", "DataNote", "DayCount", "Decision", "Delivery",
    "DeliveryState", "Desk", "Detail", "Engagement", "EvidenceItem", "Failure", "FailureKind", "FetchRules", "Gate",
    "Grade", "Handling", "Harvest", "Heat", "Hit", "Incident", "IncidentState", "Item", "Label", "Level", "ListRow",
    "LogEntry", "MailRules", "Matter", "Mention", "NameKind", "Outlook", "Override", "Overview", "Person", "Piece",
    "PieceKind", "Place", "PlaceLevel", "PublishRules", "Quote", "Reading", "Relation", "Reprint", "Sensitive",
    "SensitiveClass", "Share", "Sighting", "Signal", "Source", "SourceHealth", "SourceKind", "SourceReport",
    "SourceState", "SpotCheck", "Spread", "Stage", "Statement", "Story", "StoryType", "Tone", "ToneLabel", "ToneWord",
    "Topic", "TopicMatch", "TopicRow", "TypeHint", "Validator", "VolumePoint",
]  # fmt: skip
