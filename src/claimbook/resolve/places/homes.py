"""The country, and at best the region, of a name that the gazetteer does not place.

The words beside the name tell it ("Hpruso in Kayah State"), else the rest of the report where it speaks of one country
alone.  Such a place has no coordinates: no more is known than these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from claimbook.model import Place

from .index import Entry
from .keys import strict_key
from .kinds import FIRST
from .landmarks import Landmark, must_hold, stands_beside

ALONE_SHARE = 0.8  # of all that speaks for countries in the report
ABROAD_SHARE = 0.95  # where there are places of the name, all of them abroad
ENOUGH = 1.0  # and no less than about one other place or country named


def find_holder(
    text: str, span: tuple[int, int], landmarks: Sequence[Landmark], framed: frozenset[str]
) -> Entry | None:
    """The country, or region of a `framed` country, of which the words after a name say that it lies in it."""
    for landmark in landmarks:
        if landmark.start >= span[1] and stands_beside(text, span, landmark) and must_hold(text, span, landmark):
            holders = [e for e in landmark.entries if e.kind == "country"]
            holders = holders or [e for e in landmark.entries if e.kind == FIRST and e.country in framed]
            if len({e.country for e in holders}) == 1 and holders[0].country:
                return holders[0]
    return None


def at_holder(place: Place, holder: Entry, label: str) -> Place:
    """`place`, which is not on the map, as one in its holder, whose region is called `label`."""
    region = holder.kind == FIRST
    update = {
        "country": holder.country,
        "admin1": label or None if region else None,
        "admin1_code": holder.admin1_code or None if region else None,
        "geo_precision": 3,
        "where_prec": 4 if region else 6,
        "reason": f"{place.reason} Its words, or those beside it, say that it lies in {holder.name}.",
    }
    return place.model_copy(update=update)


def at_home(place: Place, countries: Mapping[str, float], called: Callable[[str], str]) -> Place:
    """`place`, which is not on the map, with the one country of which the rest of the report speaks, if there is one."""
    best = max(countries, key=lambda c: (countries[c], c), default=None)
    abroad = any(strict_key(c.name) == strict_key(place.name) and c.country != best for c in place.candidates)
    share = ABROAD_SHARE if abroad else ALONE_SHARE
    if best is None or countries[best] < max(ENOUGH, share * sum(countries.values())):
        return place
    reason = f"{place.reason} Only its country is told: what else the report names speaks of {called(best)}."
    return place.model_copy(update={"country": best, "geo_precision": 3, "where_prec": 6, "reason": reason})
