"""How often logins may fail: by name and address together, by address, and by name, each with waits that double.

An attempt counts before the password is looked at, so that many at once are many.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FREE = {"pair": 5, "address": 30, "name": 30}  # failures without a wait
MOST_WAIT_SECONDS = 15 * 60
FORGET_SECONDS = 60 * 60  # after the last failure
MOST_KEYS = 10_000

Key = tuple[str, str]


@dataclass(slots=True)
class Count:
    """Failures, and the moments of the last one and from which on the next may be tried."""

    failures: int = 0
    last: float = 0.0
    until: float = 0.0


class Attempts:
    """Counts of failed logins, in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[Key, Count] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, address: str) -> float:
        """0 where a login may be tried now, and it counts; else the seconds to wait."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            counts = [(key, self._count(key, now)) for key in _keys(name, address)]
            wait = max(count.until for _, count in counts) - now
            if wait > 0:
                return wait
            for key, count in counts:
                count.failures += 1
                count.last = now
                over = count.failures - FREE[key[0]]
                count.until = now + min(2.0 ** min(over, 20), MOST_WAIT_SECONDS) if over >= 0 else now
                self._counts[key] = count
            return 0.0

    def succeeded(self, name: str, address: str) -> None:
        """The attempt was right: it is taken back, and the failures of this name from here are forgotten."""
        with self._lock:
            for key in _keys(name, address):
                count = self._counts.get(key)
                if count is None:
                    continue
                count.failures -= 1
                count.until = min(count.until, self._clock())
                if key[0] == "pair" or count.failures <= 0:
                    del self._counts[key]

    def _count(self, key: Key, now: float) -> Count:
        count = self._counts.get(key)
        return count if count is not None and now - count.last < FORGET_SECONDS else Count()

    def _forget(self, now: float) -> None:
        """Drops what is past and, where there is too much, what is oldest."""
        if len(self._counts) < MOST_KEYS // 2:
            return
        self._counts = {k: c for k, c in self._counts.items() if now - c.last < FORGET_SECONDS}
        excess = len(self._counts) - MOST_KEYS
        for key in sorted(self._counts, key=lambda k: self._counts[k].last)[: max(0, excess)]:
            del self._counts[key]


def _keys(name: str, address: str) -> tuple[Key, Key, Key]:
    name, address = name.strip().casefold()[:64], _network(address)
    return ("pair", f"{name}\0{address}"), ("address", address), ("name", name)


def _network(address: str) -> str:
    """The address; of IPv6 the network that one customer gets."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
