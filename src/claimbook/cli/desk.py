"""`claimbook desk`: the local web app over a book."""

from __future__ import annotations

import multiprocessing
import socket
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from claimbook.settings import Settings

PORT = 8370


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Other than loopback needs users.")
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Open it in the browser.")
@click.argument("book")
def desk(book: str, port: int, host: str, opens: bool) -> None:
    """Open a BOOK in a local web app: look, check, correct, publish. Ctrl-C ends it.

    On loopback there is no login, and decisions carry the name of the machine's user. On any other address everyone
    needs a user of the book: see `claimbook users add`. It needs no network.
    """
    from claimbook.settings import Settings

    serve(book, Settings.from_environment(), host=host, port=port, opens=opens)


def serve(book: str, settings: Settings, *, host: str, port: int, opens: bool) -> None:
    """Runs the desk until it is ended.  Raises UsageError where the port cannot be had."""
    import uvicorn

    from claimbook.desk.access.serving import options
    from claimbook.desk.app import create_app
    from claimbook.desk.layers import look_at

    from .run import say

    app = create_app(book, settings, host=host)
    if app.state.desk.behind():
        say("The incidents are of older rules. They are being computed anew; until then the desk shows the older ones.")
        multiprocessing.get_context("spawn").Process(target=_recompute, args=(book, settings), daemon=True).start()
    for path in settings.layers:
        if problem := look_at(path).problem:
            say(problem)
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    say(f"The desk: open {address} in a browser. Ctrl-C ends it.")
    if opens:
        click.launch(address)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", **options()))
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()


def _recompute(book: str, settings: Settings) -> None:
    """In a process of its own, so that pages are answered as quickly meanwhile."""
    from claimbook.book import Book
    from claimbook.errors import ClaimbookError

    from .run import say

    try:
        with Book.open(book, settings=settings) as opened:
            opened.refresh()
        say("The incidents are of today's rules now.")
    except ClaimbookError as error:
        say(f"The incidents could not be computed anew: {error} The desk goes on showing those of older rules.")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that its port is known before the server starts."""
    from claimbook.errors import UsageError

    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise UsageError(f"{host} port {port}: cannot listen there ({error.strerror}). Give another --port.") from error
    return listening
