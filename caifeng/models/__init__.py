"""The nouns. Frozen, typed, free of behaviour; DESIGN.md gives each its Chinese word."""

from caifeng.models.briefing import (
    Accuracy,
    Briefing,
    ClockView,
    Correction,
    DataNote,
    Decision,
    Detail,
    EvidenceItem,
    Handling,
    ListRow,
    Matter,
    Outlook,
    Overview,
    Quote,
    Share,
    SourceHealth,
    Statement,
    TopicRow,
    VolumePoint,
)
from caifeng.models.delivery import Delivery
from caifeng.models.desk import Desk, FetchRules, MailRules, Person, PublishRules, Source, Topic
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
from caifeng.models.reading import Hit, Reading, Tone, ToneWord, TopicMatch
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
    DeliveryState,
    FailureKind,
    IncidentState,
    Level,
    SourceKind,
    SourceState,
    Stage,
    StoryType,
    ToneLabel,
)

__all__ = [
    "Accuracy", "Alert", "Briefing", "Channel", "ChannelStep", "Clock", "ClockState", "ClockView", "Contribution",
    "Correction", "DataNote", "DayCount", "Decision", "Delivery", "DeliveryState", "Desk", "Detail", "Engagement",
    "EvidenceItem", "Failure", "FailureKind", "FetchRules", "Gate", "Grade", "Handling", "Harvest", "Heat", "Hit",
    "Incident", "IncidentState", "Item", "Level", "ListRow", "LogEntry", "MailRules", "Matter", "Outlook", "Override",
    "Overview", "Person", "PublishRules", "Quote", "Reading", "Reprint", "Share", "Sighting", "Signal", "Source",
    "SourceHealth", "SourceKind", "SourceReport", "SourceState", "Spread", "Stage", "Statement", "Story", "StoryType",
    "Tone", "ToneLabel", "ToneWord", "Topic", "TopicMatch", "TopicRow", "TypeHint", "Validator", "VolumePoint",
]  # fmt: skip
