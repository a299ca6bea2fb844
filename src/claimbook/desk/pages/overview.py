"""The overview: what is claimed, where and when, as far as the filters and the map's view go."""

from __future__ import annotations

from starlette.responses import Response

from ..asking import Asked, Desk
from ..page import render


def show(desk: Desk, asked: Asked) -> Response:
    """The whole page."""
    return render(asked, "overview.html", title="Overview", stats=desk.book.stats())
