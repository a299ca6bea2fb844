"""The closed lists: kinds of happening, modality, outcome and the rest, in the field's own terms.

Sources: the project's annotation guide (version 1) for kinds, modality and outcome; the ACLED codebook
(inter codes, geo_precision) and the UCDP GED codebook (where_prec, date_prec) for the scales.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What kind of happening a claim tells of."""

    ARMED_CLASH = "armed_clash"
    TERRITORY_CAPTURED = "territory_captured"
    AIR_STRIKE = "air_strike"
    SHELLING = "shelling"
    EXPLOSIVE_DEVICE = "explosive_device"
    SUICIDE_BOMB = "suicide_bomb"
    GRENADE = "grenade"
    CHEMICAL_WEAPON = "chemical_weapon"
    ATTACK = "attack"
    ABDUCTION = "abduction"
    SEXUAL_VIOLENCE = "sexual_violence"
    PROTEST = "protest"
    RIOT = "riot"
    ARREST = "arrest"
    AGREEMENT = "agreement"
    WEAPONS_DISRUPTED = "weapons_disrupted"
    PROPERTY_DESTRUCTION = "property_destruction"
    OPERATION = "operation"
    DISPLACEMENT = "displacement"
    OTHER_STRATEGIC = "other_strategic"


class Modality(StrEnum):
    """How the report puts it."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"
    CONDITIONAL = "conditional"
    PLANNED = "planned"
    GENERAL = "general"


class Outcome(StrEnum):
    """How it ended, where the report says so."""

    REPELLED = "repelled"
    FAILED = "failed"
    SUCCEEDED = "succeeded"
    CAPTURED = "captured"
    DESTROYED = "destroyed"
    ONGOING = "ongoing"


class Harm(StrEnum):
    """What a toll counts."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"


class Status(StrEnum):
    """What the people of a toll are, as far as the words say."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    CHILD = "child"
    WOMAN = "woman"
    JOURNALIST = "journalist"
    MEDICAL = "medical"
    AID_WORKER = "aid_worker"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """On which side of the happening the people of a toll stood."""

    INITIATOR = "initiator"
    TARGET = "target"
    BOTH = "both"
    BYSTANDER = "bystander"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How the happening lies to the place that is named."""

    IN = "in"
    NEAR = "near"
    BETWEEN = "between"
    TOWARD = "toward"
    FROM = "from"
    AREA = "area"


class Stance(StrEnum):
    """What a speaker does with the words."""

    ASSERTS = "asserts"
    REPORTS = "reports"
    CLAIMS = "claims"
    DENIES = "denies"
    DOUBTS = "doubts"


class SpeakerKind(StrEnum):
    """What a speaker is, for weighing its word."""

    PARTY = "party"  # a party to the conflict, its ministry, command or media arm
    STATE_MEDIA = "state_media"
    PARTISAN = "partisan"  # media or sources aligned with a side
    MONITOR = "monitor"
    AGENCY = "agency"  # news agencies, newspapers, broadcasters
    UN = "un"
    AID = "aid"  # aid organisations, rescuers, hospitals
    OFFICIAL = "official"  # a government or local authority that is no party to the fight
    LOCAL = "local"  # residents, witnesses, activists, local journalists
    UNKNOWN = "unknown"


class ActorKind(IntEnum):
    """ACLED's inter codes, with 0 for an actor whose kind the words do not show."""

    UNKNOWN = 0
    STATE_FORCES = 1
    REBEL_GROUP = 2
    POLITICAL_MILITIA = 3
    IDENTITY_MILITIA = 4
    RIOTERS = 5
    PROTESTERS = 6
    CIVILIANS = 7
    EXTERNAL_FORCES = 8


class Site(StrEnum):
    """What was struck or used, where it bears on protection or on coding."""

    HOSPITAL = "hospital"
    SCHOOL = "school"
    MARKET = "market"
    CAMP = "camp"
    WORSHIP = "worship"
    HOME = "home"
    INFRASTRUCTURE = "infrastructure"
    FACTORY = "factory"
    VEHICLE = "vehicle"
    BASE = "base"
    CHECKPOINT = "checkpoint"
    POSITION = "position"
    AIRPORT = "airport"
    DEPOT = "depot"
    GOVERNMENT = "government"
    OTHER = "other"


class Precision(StrEnum):
    """The unit to which a period is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
