"""How the desk is served: one process, and a server that waits for nobody forever.

uvicorn limits neither the time that a request's head may take nor that between its bytes; the protocol here does.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
MOST_CONNECTIONS = 256


class GuardedProtocol(H11Protocol):
    """HTTP/1.1 whose request heads must arrive whole within `head_seconds`, else the connection is closed."""

    head_seconds = HEAD_SECONDS
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection counts from its first moment, before any byte."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Bytes end the wait only where they complete a head."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.head_seconds, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        self._waiting = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


def options() -> dict[str, Any]:
    """What `uvicorn.run` is given besides the app, host and port."""
    return {
        "http": GuardedProtocol,
        "ws": "none",
        "proxy_headers": False,
        "server_header": False,
        "limit_concurrency": MOST_CONNECTIONS,
        "timeout_keep_alive": 5,
        "h11_max_incomplete_event_size": 32_768,
        "access_log": False,
        "workers": 1,
    }
