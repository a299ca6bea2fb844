"""The nouns.  This package imports nothing else of ours."""

from .base import WORDING_GAP, Basis, Frozen, Sourced, Span, read_back, stated
from .claim import Claim, claim_id
from .clean import CleanText
from .decision import Act, Decision, Ruled, claim_mark, ruled
from .phrase import Count, Phrase
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
    "Basis",
    "Candidate",
    "Claim",
    "CleanText",
    "Count",
    "Decision",
    "Frozen",
    "Harm",
    "Kind",
    "Link",
    "Modality",
    "Notice",
    "Outcome",
    "Passage",
    "Period",
    "Phrase",
    "Place",
    "Precision",
    "Relation",
    "Report",
    "Ruled",
    "Side",
    "Site",
    "Sourced",
    "Span",
    "SpeakerKind",
    "Stance",
    "Status",
    "Toll",
    "claim_id",
    "claim_mark",
    "read_back",
    "ruled",
    "stated",
]
