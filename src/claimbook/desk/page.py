"""Pages from templates.  Every value is escaped, in every template; scripts and styles are files of our own."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from claimbook import __version__

from . import wording
from .asking import Asked


@cache
def templates() -> Environment:
    """The templates, read once."""
    found = Environment(
        loader=PackageLoader("claimbook.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(wording.FILTERS)
    found.globals["version"] = __version__
    return found


def render(asked: Asked, template: str, *, status: int = 200, title: str, **values: Any) -> HTMLResponse:
    """The template as a page; where htmx asks, as a part of one (the template's own choice by `partial`)."""
    page = templates().get_template(template)
    here = asked.request.url.path
    html = page.render(title=title, person=asked.person, here=here, partial=asked.partial, asked=asked, **values)
    return HTMLResponse(html, status_code=status)
