"""What the words around a place name say of it: relation, kind word, part, distance and bearing, a partner.

Only words of the language are known here, no place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claimbook.model import Relation

from .kinds import WORD, split_kind, split_part

_BACK, _ON = 70, 40  # characters before and after a name that are read
_WAY = r"(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?"
_SKIP = rf"(?:the |an? |{_WAY} |town of |city of |village of |(?:[\w-]+ )??{WORD}s? of (?:the )?|[\w-]+ (?={WORD}))*(?:{WORD}s? )?(?:of )?(?:the )?"
_BEFORE = (
    (Relation.BETWEEN, r"between"),
    (
        Relation.NEAR,
        rf"(?:near|nearby|close to|around|outside|beside|next to|adjacent to|opposite|off|not far from|(?:in |to |from )?(?:the )?(?:vicinity|outskirts|surroundings|edges?|perimeter) of|{_WAY} of)",
    ),
    (Relation.AREA, r"(?:countryside of|areas? of|region of|suburbs? of|axis of|axes of|fronts? of|rural)"),
    (
        Relation.TOWARD,
        r"(?:towards?|bound for|en route to|headed for|heading to|way to|advance on|advanced on|march on|leading to)",
    ),
    (Relation.FROM, r"(?:withdrew from|fled|fleeing|launched from|fired from|came from|coming from|pulled out of)"),
)
_RELATIONS = tuple((relation, re.compile(rf"(?i)\b{words} {_SKIP}$")) for relation, words in _BEFORE)
_AREA_AFTER = re.compile(
    rf"(?i)^(?:['’]s)?,? (?:{_WAY} )?(?:and {_WAY} )?(?:countryside|outskirts?|suburbs?|vicinity|surroundings|desert|axis|axes|fronts?|frontlines?|area)\b"
)
_WIDE_AFTER = re.compile(rf"(?i)^(?:['’]s)? (?:{_WAY} )?(?:countryside|desert|suburbs?|outskirts?)\b")
_PART_BEFORE = re.compile(
    rf"(?i)\b(?P<part>{_WAY}|central|rural)[ -](?:(?:parts?|countryside|rural|suburbs?|outskirts) of )?(?:the )?$"
)
_PART_AFTER = re.compile(rf"(?i)^['’]s (?P<part>{_WAY}) (?:countryside|part|suburbs?|outskirts)")
_KIND_AFTER = re.compile(rf"(?i)^[ -](?P<kind>{WORD})s?\b(?! of\b)")  # "the Hunan city of Yueyang" is Yueyang's
_REGION_AFTER = re.compile(
    r"(?i)^(?:['’]s)? (?:\w+ )?(?:government|governor|gov\.|premier|legislature|legislators?|lawmakers?|state|minister)\b"
)
_KIND_BEFORE = re.compile(rf"(?i)\b(?P<kind>{WORD})s?(?: of)? (?:the )?$")
_BEARING = re.compile(
    rf"(?i)(?P<km>\d+(?:[.,]\d+)?)[ -]?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m)\b[\w(), /]{{0,20}}? (?:to the )?(?P<way>{_WAY})(?: side)? (?:of|from) {_SKIP}$"
)
_AWAY = re.compile(
    rf"(?i)(?P<km>\d+(?:[.,]\d+)?)[ -]?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?)\b[\w(), /]{{0,20}}? (?:from|outside|away from|off) {_SKIP}$"
)
_PAIR = re.compile(r"(?i)^ ?(?:and|to|[-–]) ?(?:the )?(?:\w+ of )?$")
_PAIR_LEAD = re.compile(
    rf"(?i)\b(?:between|(?:road|highway|route|motorway) (?:from|linking|between|connecting)) {_SKIP}$"
)
_ROAD_AFTER = re.compile(r"(?i)^ (?:international )?(?:road|highway|route|motorway|line|front)\b")
_DEGREES = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315}  # fmt: skip
_UNIT_KM = {"k": 1.0, "mi": 1.609, "me": 0.001, "m": 0.001}


@dataclass(frozen=True, slots=True)
class Cues:
    """One name and what stands around it; `name` is as written, `bare` without kind and part words."""

    name: str
    bare: str
    relation: Relation
    kind: str | None = None
    part: str | None = None  # "northern", "rural": not the whole
    wide: bool = False  # its countryside: the surroundings, not the place
    km: float | None = None
    bearing: int | None = None  # degrees from north
    regional: bool = False  # it has a government: a region rather than the town of its name
    inner: bool = False  # the part or kind word stands inside the name itself

    def whole(self) -> Cues:
        """These cues for an entry that bears the whole name: its part and kind words are then no cues."""
        return replace(self, bare=self.name, kind=None, part=None, wide=False) if self.inner else self


def describe(text: str, start: int, end: int) -> Cues:
    """The cues around text[start:end]."""
    before, after = text[max(0, start - _BACK) : start], text[end : end + _ON]
    name = " ".join(text[start:end].split())
    inner, inner_part = split_part(name)
    bare, inner_kind = split_kind(inner)
    kind = inner_kind or _kind(before, after)
    around = bool(_AREA_AFTER.match(after))
    part = inner_part or _group(_PART_BEFORE.search(before)) or _group(_PART_AFTER.match(after))
    wide = kind == "countryside" or part == "rural" or bool(_WIDE_AFTER.match(after)) or _is_wide(before, inner_part)
    relation = next((r for r, pattern in _RELATIONS if pattern.search(before)), Relation.IN)
    km, bearing = _offset(before)
    if km is not None:
        relation = Relation.NEAR
    elif relation is Relation.IN and (around or wide):
        relation = Relation.AREA
    kind = None if kind == "countryside" else kind
    return Cues(
        name, bare, relation, kind, _way(part), wide, km, bearing,
        regional=bool(_REGION_AFTER.match(after)), inner=bool(inner_part or inner_kind),
    )  # fmt: skip


def are_pair(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two names are the ends of a stretch: "between A and B", "the road from A to B", "the A-B road"."""
    link = text[first[1] : second[0]]
    if len(link) > 25 or not _PAIR.match(link):
        return False
    lead = text[max(0, first[0] - _BACK) : first[0]]
    if _PAIR_LEAD.search(lead):
        return True
    return link.strip() in ("-", "–") and bool(_ROAD_AFTER.match(text[second[1] : second[1] + _ON]))


def _kind(before: str, after: str) -> str | None:
    found = _KIND_AFTER.match(after) or _KIND_BEFORE.search(before)
    return found["kind"].lower() if found else None


def _group(found: re.Match[str] | None) -> str | None:
    return found["part"].lower() if found else None


def _is_wide(before: str, inner_part: str | None) -> bool:
    return inner_part in ("countryside", "outskirts", "suburbs", "rural", "reef", "rif") or bool(
        re.search(r"(?i)\b(?:countryside|suburbs|outskirts) (?:of (?:the )?)?$", before)
    )


def _way(part: str | None) -> str | None:
    """ "Northern", "north-east" and the like as a key of the compass; other parts as they are."""
    if part is None:
        return None
    return re.sub(r"ern$", "", part.replace("-", "").replace(" ", "")) or None


def compass(part: str | None) -> int | None:
    """The bearing of a part in degrees, if it has one."""
    return _DEGREES.get(part) if part else None


def _offset(before: str) -> tuple[float | None, int | None]:
    found = _BEARING.search(before)
    if found:
        return _km(found), compass(_way(found["way"].lower()))
    found = _AWAY.search(before)
    return (_km(found), None) if found else (None, None)


def _km(found: re.Match[str]) -> float:
    unit = found["unit"].lower()
    factor = next(value for head, value in _UNIT_KM.items() if unit.startswith(head))
    return float(found["km"].replace(",", ".")) * factor
