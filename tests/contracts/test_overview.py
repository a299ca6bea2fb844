"""The overview's questions, on SQLite and PostgreSQL alike: each answer is what counting the incidents by hand gives."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bookmaking import make_claim, make_report
from desking import serve

from claimbook.book import Book, Ruling
from claimbook.desk.app import create_app
from claimbook.model import Act, Grade, Harm, Incident, Kind
from claimbook.settings import Settings
from claimbook.store import Filter, overview, reading
from claimbook.store.overview import Box, Wanted

KINDS = (Kind.SHELLING, Kind.AIR_STRIKE, Kind.ARREST)
SPOTS = ((35.0, 40.0), (35.4, 40.3), (-17.8, 179.9), (-17.9, -179.8), (0.0, 0.0), (-89.9, -180.0), None)
REGIONS = (("SY", "Raqqa"), ("SY", None), ("FJ", "Northern"), (None, None))
PARTIES = ("Blue Guard", "Red Column", "O'Brien's 100% \\ men")
FIRST = date(2021, 3, 1)


@pytest.fixture
def book(where: str) -> Iterator[Book]:
    """A book of 28 happenings, far apart in time, of every mixture: with and without day, point, region and toll."""
    with Book.open(where, create=True, settings=Settings()) as opened:
        for number in range(28):
            spot, (country, admin1) = SPOTS[number % len(SPOTS)], REGIONS[number % len(REGIONS)]
            report = make_report(f"Somebody shelled town {number}.", name=f"r{number}")
            claim = make_claim(
                report,
                "shelled",
                kind=KINDS[number % 3],
                day=FIRST + timedelta(days=40 * number) if number % 5 else None,
                place=f"Town {number}",
                spot=spot,
                actor=PARTIES[number % 3],
                killed=number if number % 2 else None,
            )
            (told,) = claim.places
            assert told.value is not None
            place = told.value.model_copy(
                update={"country": country, "admin1": admin1, "radius_km": spot and number + 0.5}
            )
            opened.put(
                report,
                [claim.model_copy(update={"places": (told.model_copy(update={"value": place}),)})],
                report.text.encode(),
            )
        some = [c.view.id for c in opened.claims()][:3]
        opened.decide(Ruling(Act.ACCEPT, tuple(some), "ana"))
        opened.refresh()
        yield opened


def spot_of(incident: Incident) -> tuple[float, float] | None:
    """Where it lies."""
    place = incident.place.value if incident.place else None
    return (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None


def killed_of(incident: Incident) -> int:
    """The highest figure of killed, -1 where nobody gives one."""
    tally = incident.tally(Harm.KILLED)
    return -1 if tally is None else tally.best_high if tally.best_high is not None else tally.best_low


def inside(box: Box) -> Callable[[Incident], bool]:
    """Whether an incident lies in the box, which may cross the date line."""

    def fits(incident: Incident) -> bool:
        spot = spot_of(incident)
        if spot is None:
            return False
        west_to_east = box.west <= spot[1] <= box.east if box.west <= box.east else not box.east < spot[1] < box.west
        return box.south <= spot[0] <= box.north and west_to_east

    return fits


def region_of(incident: Incident) -> tuple[str | None, str | None]:
    """Its country and first-level region."""
    place = incident.place.value if incident.place else None
    return (place.country, place.admin1) if place else (None, None)


def begun_by(name: str) -> Callable[[Incident], bool]:
    """Whether the party is said to have begun it."""
    return lambda incident: any(a.value.name == name for a in incident.initiators)


PACIFIC = Box(-30, 170, 0, -170)
CHOICES: dict[str, tuple[Wanted, Callable[[Incident], bool]]] = {
    "all": (Wanted(), lambda i: True),
    "a box": (Wanted(box=Box(30, 35, 36, 45)), inside(Box(30, 35, 36, 45))),
    "over the date line": (Wanted(box=PACIFIC), inside(PACIFIC)),
    "no place": (Wanted(placed=False), lambda i: spot_of(i) is None),
    "a place": (Wanted(placed=True), lambda i: spot_of(i) is not None),
    "a country": (Wanted(region=("SY", None)), lambda i: region_of(i)[0] == "SY"),
    "a region": (Wanted(region=("SY", "Raqqa")), lambda i: region_of(i) == ("SY", "Raqqa")),
    "a party": (Wanted(party=PARTIES[2]), begun_by(PARTIES[2])),
    "kinds": (Wanted(filter=Filter(kinds=("shelling", "arrest"))), lambda i: i.kind.value in ("shelling", "arrest")),
    "killed": (Wanted(filter=Filter(killed_from=9)), lambda i: killed_of(i) >= 9),
    "days": (
        Wanted(filter=Filter(since=date(2021, 6, 1), until=date(2022, 6, 1))),
        lambda i: i.period is not None and date(2021, 6, 1) <= i.period.value.start <= date(2022, 6, 1),
    ),
    "nothing": (Wanted(filter=Filter(grades=(Grade.CONFIRMED,))), lambda i: False),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_every_question_is_answered_as_by_hand(book: Book, choice: str) -> None:
    """Counts, kinds, extent, regions, parties, days and cells are those of the incidents that fit, on both databases."""
    wanted, fits = CHOICES[choice]
    some = [i for i in book.incidents() if fits(i)]
    assert bool(some) == (choice != "nothing")
    spots = [spot for i in some if (spot := spot_of(i)) is not None]
    with reading(book.engine, book.where) as connection:
        assert overview.count_incidents(connection, wanted) == len(some)
        survey = overview.survey(connection, wanted)
        assert survey.kinds == Counter(str(i.kind.value) for i in some)
        assert list(survey.kinds.values()) == sorted(survey.kinds.values(), reverse=True)
        assert (survey.total, survey.unplaced) == (len(some), len(some) - len(spots))
        lats, lons = [s[0] for s in spots], [s[1] for s in spots]
        assert survey.extent == (Box(min(lats), min(lons), max(lats), max(lons)) if spots else None)
        regions = overview.count_regions(connection, wanted, limit=99)
        assert {(c, a): n for c, a, n in regions} == Counter(map(region_of, some))
        begun = Counter(a.value.name for i in some for a in i.initiators)
        assert {name: n for name, n, _ in overview.count_parties(connection, wanted, limit=None)} == begun
        days = Counter((i.period.value.start.isoformat(), str(i.kind.value)) for i in some if i.period)
        assert {(start, kind): n for start, _, kind, n in overview.count_days(connection, wanted)} == days
        for degrees in (0.25, 7.0, 90.0):
            cells = overview.count_cells(connection, wanted, degrees=degrees)
            squares = Counter((int((lat + 90) // degrees), int((lon + 180) // degrees)) for lat, lon in spots)
            assert sorted(c.count for c in cells) == sorted(squares.values())
            assert all((c.only is not None) == (c.count == 1) for c in cells)


@pytest.mark.parametrize("order", overview.ORDERS)
def test_lists_come_in_their_order_page_by_page(book: Book, order: str) -> None:
    """Each order is held on both databases, what has no value last, and pages together are the whole."""
    keys: dict[str, Callable[[Incident], Any]] = {
        "day": lambda i: (i.period is None, -i.period.value.start.toordinal() if i.period else 0, i.id),
        "oldest": lambda i: (i.period is None, i.period.value.start.toordinal() if i.period else 0, i.id),
        "killed": lambda i: (-killed_of(i), i.id),
        "voices": lambda i: (-i.independent_voices, i.id),
    }
    expected = [i.id for i in sorted(book.incidents(), key=keys[order])]
    with reading(book.engine, book.where) as connection:
        pages = [overview.list_incidents(connection, Wanted(), order=order, limit=10, offset=n) for n in (0, 10, 20)]
        found = [line.id for page in pages for line in page]
        assert found == expected
        assert overview.lines_of(connection, found[:3]).keys() == set(found[:3])
        named = overview.parties_of(connection, found[:3])
        assert all(set(sides) == {"initiator", "target"} and sides["initiator"] for sides in named.values())


def test_filters_go_together(book: Book) -> None:
    """Every pair of choices, asked at once, gives what fits both."""
    whole = list(book.incidents())
    with reading(book.engine, book.where) as connection:
        for (one, fits_one), (other, fits_other) in itertools.combinations(CHOICES.values(), 2):
            given = {k: v for w in (one, other) for k, v in vars_of(w).items()}
            if len(given) < len(vars_of(one)) + len(vars_of(other)):
                continue  # both ask for the same thing
            wanted = replace(Wanted(), **given)
            assert overview.count_incidents(connection, wanted) == sum(fits_one(i) and fits_other(i) for i in whole), (
                wanted
            )


def vars_of(wanted: Wanted) -> dict[str, Any]:
    """What is asked for."""
    nothing = Wanted()
    return {k: v for k in Wanted.__dataclass_fields__ if (v := getattr(wanted, k)) != getattr(nothing, k)}


def test_the_desk_answers_from_either(book: Book, where: str) -> None:
    """Its pages over such a book answer, with filters, words, a view and a page further on too."""
    identifier = next(book.incidents()).id
    with serve(create_app(where, Settings())) as client:
        for path in (
            "/", "/?page=1", "/?view=-30,170,0,190", "/?words=somebody&state=accepted&killed=1&order=killed",
            "/?country=SY&region=Raqqa&party=Blue+Guard", "/?placed=no", "/map?view=-90,-180,90,180&zoom=2",
            "/map?view=30,35,36,45&zoom=7", f"/incidents/{identifier}", f"/incidents/{identifier}/map", "/queue", "/parties",
            "/speakers", "/coders", "/publish", "/api/incidents?limit=3", "/api/changes", "/api/exports/incidents.csv",
        ):  # fmt: skip
            assert client.get(path).status == 200, path
        assert len(client.get("/map?view=-90,-180,90,180&zoom=2").json()["areas"]) == 24
