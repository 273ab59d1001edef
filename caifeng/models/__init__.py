"""The nouns. Frozen, typed, free of behaviour; DESIGN.md gives each its Chinese word."""

from caifeng.models.briefing import (
    Accuracy,
    Briefing,
    ClockView,
    Comparison,
    ComparisonRow,
    Correction,
    DataNote,
    Decision,
    Detail,
    Handling,
    Matter,
    Outlook,
    Overview,
    Positive,
    Share,
    SourceHealth,
    TopicRow,
    VolumePoint,
)
from caifeng.models.calendar import Occasion, PastOccasion, Upcoming
from caifeng.models.course import (
    Burst,
    Course,
    DayCount,
    Forecast,
    ForecastOutcome,
    ForecastRecord,
    Gap,
    HourCount,
    Pulse,
    Turn,
)
from caifeng.models.delivery import Delivery
from caifeng.models.desk import (
    Desk,
    FetchRules,
    GradingRules,
    MailRules,
    Peer,
    Person,
    PublishRules,
    SensitiveClass,
    Source,
    Topic,
)
from caifeng.models.evidence import EvidenceItem, ListRow, Quote
from caifeng.models.grading import Contribution, Gate, Grade, Heat, Signal, TypeHint
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
from caifeng.models.spread import ChannelStep, Copying, Edge, KeyNode, Reprint, Spread, TierCount
from caifeng.models.story import Story
from caifeng.models.views import Account, Aspect, Demand, Shift, Statement, View
from caifeng.models.vocabulary import (
    AspectKind,
    BurstSpan,
    Channel,
    ClockState,
    Confidence,
    CopyKind,
    CreditKind,
    DeliveryState,
    EdgeKind,
    FailureKind,
    GateClass,
    IncidentState,
    Level,
    Likelihood,
    NameKind,
    Party,
    PieceKind,
    PlaceLevel,
    Relation,
    Sensitivity,
    ShiftKind,
    SourceKind,
    SourceState,
    Stage,
    StoryType,
    ToneLabel,
)

__all__ = [
    "Account", "Accuracy", "Alert", "Aspect", "AspectKind", "Briefing", "Burst", "BurstSpan", "Channel",
    "ChannelStep", "Clock", "ClockState", "ClockView", "Comparison", "ComparisonRow", "Complaint", "Confidence",
    "Contribution", "CopyKind", "Copying", "Correction", "Course", "Credit", "CreditKind", "DataNote", "DayCount",
    "Decision", "Delivery", "DeliveryState", "Demand", "Desk", "Detail", "Edge", "EdgeKind", "Engagement",
    "EvidenceItem", "Failure", "FailureKind", "FetchRules", "Forecast", "ForecastOutcome", "ForecastRecord", "Gap",
    "Gate", "GateClass", "Grade", "GradingRules", "Handling", "Harvest", "Heat", "Hit", "HourCount", "Incident",
    "IncidentState", "Item", "KeyNode", "Label", "Level", "Likelihood", "ListRow", "LogEntry", "MailRules",
    "Matter", "Mention", "NameKind", "Occasion", "Outlook", "Override", "Overview", "Party", "PastOccasion",
    "Peer", "Person", "Piece", "PieceKind", "Place", "PlaceLevel", "Positive", "PublishRules", "Pulse", "Quote",
    "Reading", "Relation", "Reprint", "Sensitive", "SensitiveClass", "Sensitivity", "Share", "Shift", "ShiftKind",
    "Sighting", "Signal", "Source", "SourceHealth", "SourceKind", "SourceReport", "SourceState", "SpotCheck",
    "Spread", "Stage", "Statement", "Story", "StoryType", "TierCount", "Tone", "ToneLabel", "ToneWord", "Topic",
    "TopicMatch", "TopicRow", "Turn", "TypeHint", "Upcoming", "Validator", "View", "VolumePoint",
]  # fmt: skip
