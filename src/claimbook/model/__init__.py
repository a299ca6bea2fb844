"""The nouns.  This package imports nothing else of ours."""

from .base import WORDING_GAP, Basis, Frozen, Sourced, Span, read_back, stated
from .claim import Claim, claim_id
from .clean import CleanText
from .decision import Act, Decision, Ruled, claim_mark, ruled
from .incident import (
    Clash,
    Contradiction,
    Figure,
    Grade,
    Graded,
    Incident,
    Joining,
    Level,
    Tally,
    Told,
    Voice,
)
from .phrase import Count, Phrase
from .reason import Reason
from .relation import ActorRelation, RelationClaim, Tie
from .report import Notice, Passage, Report
from .values import Actor, Candidate, Link, Period, Place, Toll
from .words import (
    ActorKind,
    Harm,
    Kind,
    Modality,
    Outcome,
    Precision,
    Relation,
    Side,
    Site,
    SpeakerKind,
    Stance,
    Status,
)

__all__ = [
    "WORDING_GAP",
    "Act",
    "Actor",
    "ActorKind",
    "ActorRelation",
    "Basis",
    "Candidate",
    "Claim",
    "Clash",
    "CleanText",
    "Contradiction",
    "Count",
    "Decision",
    "Figure",
    "Frozen",
    "Grade",
    "Graded",
    "Harm",
    "Incident",
    "Joining",
    "Kind",
    "Level",
    "Link",
    "Modality",
    "Notice",
    "Outcome",
    "Passage",
    "Period",
    "Phrase",
    "Place",
    "Precision",
    "Reason",
    "Relation",
    "RelationClaim",
    "Report",
    "Ruled",
    "Side",
    "Site",
    "Sourced",
    "Span",
    "SpeakerKind",
    "Stance",
    "Status",
    "Tally",
    "Tie",
    "Told",
    "Toll",
    "Voice",
    "claim_id",
    "claim_mark",
    "read_back",
    "ruled",
    "stated",
]
