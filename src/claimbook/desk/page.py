"""Pages from templates.  Every value is escaped, in every template; scripts and styles are files of our own."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from claimbook import __version__
from claimbook.export.page_data import plain

from . import wording
from .asking import Asked


@cache
def templates() -> Environment:
    """The templates, read once."""
    found = Environment(
        loader=PackageLoader("claimbook.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_make_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(wording.FILTERS)
    found.globals.update(version=__version__, FAMILIES=wording.FAMILIES, GRADE_WORDS=wording.GRADE_WORDS)
    return found


def _make_plain(value: Any) -> Any:
    """Every text without what would steer a page: here, once, so that no field can be forgotten."""
    return plain(value.replace("\r", "")) if isinstance(value, str) and not isinstance(value, Markup) else value


def render(asked: Asked, template: str, *, status: int = 200, title: str, **values: Any) -> HTMLResponse:
    """The template as a page; where htmx asks, as a part of one (the template's own choice by `partial`)."""
    page = templates().get_template(template)
    here = asked.request.url.path
    html = page.render(
        title=title,
        person=asked.person,
        here=here,
        ways=asked.request.app.state.ways,
        signed_in=getattr(asked.request.state, "signed_in", False),
        partial=asked.partial,
        behind=getattr(asked.request.state, "behind", ""),
        asked=asked,
        **values,
    )
    return HTMLResponse(html, status_code=status)
