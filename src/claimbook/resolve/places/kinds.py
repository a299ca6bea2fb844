"""Kind words of places: what "village", "province" or "hill" beside a name says of the entry that it means."""

from __future__ import annotations

import re

TOWN, FIRST, SECOND, AREA = "town", "first-level", "second-level", "area"

_SORTS = {
    TOWN: "town city village hamlet suburb neighborhood neighbourhood settlement township capital locality",
    FIRST: "province governorate state oblast region department republic territory muhafazah wilayat wilayah",
    SECOND: "district county municipality sub-district subdistrict raion cercle commune locality woreda",
    AREA: (
        "hill hills mountain mountains mount plain plains valley river lake island peninsula desert forest axis front"
        " frontline camp airport airbase base crossing field oilfield dam road highway quarter strip corridor countryside"
        " junction prison jail checkpoint border street barracks farm"
    ),
}
SORT_OF = {word: sort for sort, words in _SORTS.items() for word in words.split()}
WORD = rf"(?:{'|'.join(sorted(map(re.escape, SORT_OF), key=len, reverse=True))})"
# A facility named after a town stands at or near it, within so many kilometres.
FACILITY_KM = {"airport": 25.0, "airbase": 25.0, "base": 15.0, "crossing": 10.0, "camp": 10.0, "dam": 10.0, "border": 15.0, "junction": 5.0, "prison": 5.0, "jail": 5.0, "checkpoint": 5.0, "barracks": 5.0, "farm": 5.0}  # fmt: skip
INSIDE = frozenset(
    ["neighborhood", "neighbourhood", "quarter", "street", "suburb", "district"]
)  # parts of a town, seldom in a gazetteer
PARTS_OF_TOWNS = INSIDE - {"district"}
NATURAL = frozenset(
    [
        "hill",
        "hills",
        "mountain",
        "mountains",
        "mount",
        "river",
        "lake",
        "valley",
        "plain",
        "plains",
        "forest",
        "desert",
    ]
)
_DECORATION = re.compile(r"(?i)[\s-]+(?:border|refugee|idp|military|international|air|central|city|town|displacement)$")
_CENTRE = re.compile(r"(?i)[\s-]+(?:(?:city|town)[\s-]+)?cent(?:re|er)$")
_AFTER = re.compile(rf"(?i)[\s-]+(?P<kind>{WORD})s?$")
_BEFORE = re.compile(rf"(?i)^(?:the )?(?P<kind>{WORD})s? of (?:the )?")
_PART = re.compile(
    r"(?i)^(?:the )?(?P<part>(?:north|south|east|west)(?:[ -]?(?:east|west))?(?:ern)?|central)(?: (?:parts? of(?: the)?|countryside of|of))?[ -](?=\S)"
)
_COUNTRYSIDE = re.compile(
    r"(?i)^(?:the )?(?:(?:north|south|east|west)\w* )?(?:countryside|outskirts|suburbs|vicinity|surroundings|rural|reef|rif) (?:of )?(?:the )?"
)


def split_kind(name: str) -> tuple[str, str | None]:
    """The name without a kind word before or after it, and that word in lower case."""
    name = _CENTRE.sub("", name)
    for pattern in (_AFTER, _BEFORE):
        found = pattern.search(name)
        if found and (bare := (name[: found.start()] + name[found.end() :]).strip(" ,")):
            return _DECORATION.sub("", bare), found["kind"].lower()
    return name, None


def split_part(name: str) -> tuple[str, str | None]:
    """The name without a leading "northern", "countryside of" and the like, and that part in lower case."""
    for pattern in (_COUNTRYSIDE, _PART):
        found = pattern.search(name)
        if found and (bare := name[found.end() :].strip()):
            return bare, (found.groupdict().get("part") or found[0].split()[0]).lower()
    return name, None


def fits(kind: str, entry_kind: str) -> bool:
    """Whether a kind word allows an entry of this kind; unknown words allow all."""
    sort = SORT_OF.get(kind.lower())
    entry_sort = SORT_OF.get(entry_kind, entry_kind)
    return sort is None or sort == entry_sort or kind.lower() == entry_kind
