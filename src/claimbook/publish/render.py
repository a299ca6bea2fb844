"""Templates → pages.  Every value is escaped and made plain, in every template; no template can forget it."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from claimbook.export.page import embed
from claimbook.export.page_data import all_plain, plain

# What a page may do.  Only the first page has scripts; nothing may be fetched from anywhere else.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
POLICY_OF_THE_MAP = f"{POLICY}; script-src 'self'"


def render(template: str, **values: Any) -> str:
    """The page as text."""
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("claimbook.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_make_plain,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(bits=_bits, month=_month, plural=_plural)
    found.globals.update(POLICY=POLICY, POLICY_OF_THE_MAP=POLICY_OF_THE_MAP, data_block=_data_block)
    return found


def _make_plain(value: Any) -> Any:
    """Text without what would steer a page; markup is our own templates' alone."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _data_block(identifier: str, value: Any) -> Markup:
    """Data for the page's script: an inert block of JSON that holds nothing that could end it or start markup."""
    return Markup('<script type="application/json" id="{}">{}</script>').format(
        identifier, Markup(embed(all_plain(value)))
    )


def _bits(weight: float) -> str:
    return f"{weight:+g}".replace("-", "\u2212") if weight else "0"


def _month(month: str) -> str:
    """ "2020-08" → "August 2020"."""
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    year, _, number = month.partition("-")
    return f"{names[int(number) - 1]} {year}" if number.isdigit() else month


def _plural(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
