"""What every answer carries, and which requests a browser may send: hosts, origins, fetch metadata."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
NOT_STORED = {"Cache-Control": "no-store"}
READS = ("GET", "HEAD")
WRITES = ("POST", "PUT", "PATCH", "DELETE")


def host_is_ours(header: str, *, names: frozenset[str]) -> bool:
    """Whether a Host header names us.  An address is taken: rebinding a name (DNS) always comes with the name."""
    name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name.lower().rstrip(".") in names
    return True


def names_of(host: str, more: tuple[str, ...]) -> frozenset[str]:
    """The names that a desk listening on `host` answers to."""
    own = {"localhost"} if host in LOOPBACK else {host, socket.gethostname(), "localhost"}
    return frozenset(name.lower() for name in (*own, *more))


def why_not_from_there(method: str, headers: Mapping[str, str]) -> str | None:
    """Why a browser's request is refused for the page that it comes from; None where it is not.

    A write must come from our own pages, or from a program that is no browser: that sends neither header, and what
    it sends is no form.  A read may be a link that is followed, but no part of another site's page.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if method in READS:
        if site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
            return "Another site's page may not read from the desk."
        return None
    if site is not None:
        return None if site == "same-origin" else "Only the desk's own pages may send this."
    if origin is not None:
        ours = origin.split("://", 1)[-1] == headers.get("host") and "://" in origin
        return None if ours else "Only the desk's own pages may send this."
    if "authorization" in headers:  # no form can send that
        return None
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain"):
        return "A form must say by its Origin where it comes from."
    return None
