"""Great-circle distance, as a condition in SQL and as the function that SQLite calls for it."""

from __future__ import annotations

import math

from sqlalchemy import Column, Connection, and_, func
from sqlalchemy.sql.elements import ColumnElement

KM_A_DEGREE = 111.2
EARTH_KM = 6371.0


def within(
    connection: Connection, lat: Column[float], lon: Column[float], near: tuple[float, float], km: float
) -> ColumnElement[bool]:
    """Whether a point lies within `km` of another; the band of latitudes goes first because it has an index."""
    band = lat.between(near[0] - km / KM_A_DEGREE, near[0] + km / KM_A_DEGREE)
    if connection.dialect.name == "sqlite":
        return and_(band, func.claimbook_km(lat, lon, *near) <= km)
    half = func.pow(func.sin(func.radians(lat - near[0]) / 2), 2) + math.cos(math.radians(near[0])) * func.cos(
        func.radians(lat)
    ) * func.pow(func.sin(func.radians(lon - near[1]) / 2), 2)
    return and_(band, 2 * EARTH_KM * func.asin(func.sqrt(func.least(half, 1.0))) <= km)


def km_between(lat: float | None, lon: float | None, other_lat: float, other_lon: float) -> float | None:
    """Great-circle distance in km; None where there is no point."""
    if lat is None or lon is None:
        return None
    half = (
        math.sin(math.radians(lat - other_lat) / 2) ** 2
        + math.cos(math.radians(other_lat))
        * math.cos(math.radians(lat))
        * math.sin(math.radians(lon - other_lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))
