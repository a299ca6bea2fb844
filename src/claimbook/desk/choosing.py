"""What is chosen on the overview: the address's query → incidents wanted, and back again.

The address holds all of it, so that a view can be kept, sent and gone back to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from claimbook.errors import UsageError
from claimbook.model import Grade, Kind
from claimbook.store import Filter
from claimbook.store.overview import ORDERS, Box, Wanted

SINGLE = (
    "since", "until", "place", "actor", "party", "speaker", "country", "region", "killed", "words", "state", "placed",
    "order", "view",
)  # fmt: skip
SEVERAL = ("kind", "grade")
STATES = ("read", "accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is wanted, and the query that says so, without empty fields and in one order."""

    wanted: Wanted
    fields: tuple[tuple[str, str], ...]
    order: str

    def value(self, name: str) -> str:
        """A field's value, "" where it is not given."""
        return next((v for n, v in self.fields if n == name), "")

    def has(self, name: str, value: str) -> bool:
        """Whether a field has the value, among others perhaps."""
        return (name, value) in self.fields

    def address(self, path: str = "/", **changes: str | None) -> str:
        """The address of this choice, with some fields changed; None or "" takes a field out."""
        kept = [(n, v) for n, v in self.fields if n not in changes]
        fields = kept + [(n, v) for n, v in changes.items() if v]
        return f"{path}?{urlencode(fields)}" if fields else path

    @property
    def narrowed(self) -> int:
        """How many fields narrow the choice; the map's view and the order do not count."""
        return len({n for n, _ in self.fields} - {"view", "order"})


def choose(query: QueryParams) -> Chosen:
    """Reads the query.  Raises UsageError, which says what to write, where a field cannot be read."""
    fields = [(name, query[name].strip()) for name in SINGLE if query.get(name, "").strip()]
    fields += [(name, v) for name in SEVERAL for v in query.getlist(name) if v]
    given = dict(fields)
    for name, known in (("kind", tuple(Kind)), ("grade", tuple(Grade)), ("state", STATES), ("order", tuple(ORDERS))):
        for value in (v for n, v in fields if n == name):
            if value not in known:
                raise UsageError(f"{name}: there is no {value!r}. Choose one of {', '.join(known)}.")
    wanted = Wanted(
        filter=Filter(
            since=_day(given, "since"),
            until=_day(given, "until"),
            place=given.get("place"),
            actor=given.get("actor"),
            speaker=given.get("speaker"),
            kinds=tuple(v for n, v in fields if n == "kind"),
            grades=tuple(v for n, v in fields if n == "grade"),
            killed_from=_number(given, "killed"),
            words=given.get("words"),
            state=given.get("state"),
        ),
        box=read_box(given["view"]) if "view" in given else None,
        region=(given["country"], given.get("region")) if "country" in given else None,
        party=given.get("party"),
        placed=False if given.get("placed") == "no" else None,
    )
    return Chosen(wanted, tuple(fields), given.get("order", "day"))


def read_box(words: str) -> Box:
    """ "34.5,38,36,41.25": south, west, north, east in degrees."""
    try:
        south, west, north, east = (float(part) for part in words.split(","))
    except ValueError:
        raise UsageError("view: give south, west, north and east in degrees, such as 34.5,38,36,41.25.") from None
    if not all(-1000 < v < 1000 for v in (south, west, north, east)) or south > north:
        raise UsageError("view: these are no degrees of a map, or south lies north of north.")
    if east - west >= 360:
        return Box(max(south, -90), -180, min(north, 90), 180)
    return Box(max(south, -90), _turn(west), min(north, 90), _turn(east))


def _turn(lon: float) -> float:
    """The same longitude from -180 to 180."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def _day(given: dict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(given[name]) if name in given else None
    except ValueError:
        raise UsageError(f"{name}: {given[name]!r} is no day. Write one such as 2020-08-01.") from None


def _number(given: dict[str, str], name: str) -> int | None:
    if name not in given:
        return None
    if not given[name].isdecimal() or len(given[name]) > 9:
        raise UsageError(f"{name}: {given[name]!r} is no number.")
    return int(given[name])
