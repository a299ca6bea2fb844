"""The protection around every page: what is not allowed is refused before any page runs, and each answer is sealed.

Order: host, method, where the request comes from, who sends it, then its body within a size and a time.  Roles are
looked at by the routes themselves, for they say what they need; see app.py and api.py.
"""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import quote

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from claimbook.desk.asking import Desk

from .guard import NOBODY, Guard
from .headers import ALWAYS, NOT_STORED, READS, WRITES, host_is_ours, why_not_from_there

MOST_BYTES = 1_000_000
MOST_UPLOAD_BYTES = 32_000_000
UPLOADS = ("/api/reports",)
BODY_SECONDS = 60.0
OPEN = (("GET", "/login"), ("HEAD", "/login"), ("POST", "/login"), ("POST", "/api/session"))
FILES = "/static/"
_log = logging.getLogger("claimbook.desk")


def protect(app: FastAPI, desk: Desk) -> None:
    """Puts the protection around a desk.  Raises UsageError where others reach it and the book has no users."""
    guard = Guard(desk)
    app.state.guard = guard
    app.add_middleware(Protection, guard=guard)


class Refused(Exception):
    """The request is not carried out: the status and a sentence."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Protection:
    """The middleware.  `state.person` is who asks, `state.signed_in` whether by a session."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app, self.guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _seal(message, scope)
            await send(message)

        try:
            receive = await self._admit(scope, receive)
            await self.app(scope, receive, sealed)
        except Refused as refusal:
            await _refusal(scope, refusal)(scope, receive, sealed)
        except Exception:
            _log.exception("%s %s went wrong", scope["method"], scope["path"])
            if begun:
                raise
            await PlainTextResponse("Something went wrong; the desk's log tells what.", 500)(scope, receive, sealed)

    async def _admit(self, scope: Scope, receive: Receive) -> Receive:
        """Lets the request in, with its body; raises Refused."""
        headers, method, path = Headers(scope=scope), scope["method"], scope["path"]
        if not host_is_ours(headers.get("host", ""), names=self.guard.names):
            raise Refused(421, "The desk has another name. CLAIMBOOK_DESK_HOSTS may name this one too.")
        if method not in (*READS, *WRITES):
            raise Refused(405, "There is no such method here.")
        if (reason := why_not_from_there(method, headers)) is not None:
            raise Refused(403, reason)
        await self._identify(scope, headers, path)
        if method in READS:
            return receive
        return await self._whole(scope, receive, headers)

    async def _identify(self, scope: Scope, headers: Headers, path: str) -> None:
        state = scope.setdefault("state", {})
        state["person"], state["signed_in"], state["token"] = NOBODY, False, None
        if path.startswith(FILES):
            return
        visitor = await run_in_threadpool(self.guard.visitor, headers)
        if visitor is not None:
            state["person"], state["signed_in"], state["token"] = (
                visitor.person,
                visitor.token is not None,
                visitor.token,
            )
        elif (scope["method"], path) not in OPEN:
            raise Refused(401, "Log in first.")

    async def _whole(self, scope: Scope, receive: Receive, headers: Headers) -> Receive:
        """The body, read whole before the page runs, within its size and its time."""
        upload = scope["path"] in UPLOADS and scope["state"]["person"] is not NOBODY
        most = MOST_UPLOAD_BYTES if upload else MOST_BYTES
        told = headers.get("content-length", "")
        if told.isdigit() and int(told) > most:
            raise _too_large(most)
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refused(400, "The request was broken off.")
                    part = message.get("body", b"")
                    size += len(part)
                    if size > most:
                        raise _too_large(most)
                    parts.append(part)
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            raise Refused(408, "The request took too long to arrive.", connection="close") from None
        body: bytes | None = b"".join(parts)

        async def again() -> Message:
            nonlocal body
            if body is None:
                return await receive()
            message, body = {"type": "http.request", "body": body, "more_body": False}, None
            return message

        return again


def _too_large(most: int) -> Refused:
    return Refused(413, f"The request is larger than {most // 1_000_000} MB.", connection="close")


def _seal(message: Message, scope: Scope) -> None:
    """Puts the headers on; a page may add a stricter policy of its own, but not lift ours."""
    headers = MutableHeaders(scope=message)
    for name, value in ALWAYS.items():
        if name == "Content-Security-Policy":
            headers.append(name, value)  # browsers hold to each of several
        else:
            headers[name] = value
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if scope["path"].startswith(FILES):
        headers["Cache-Control"] = "no-cache"
    else:
        headers.update(NOT_STORED)


def _refusal(scope: Scope, refusal: Refused) -> Response:
    headers, path = Headers(scope=scope), scope["path"]
    if path.startswith("/api/"):
        more = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
        return JSONResponse({"detail": refusal.sentence}, refusal.status, {**refusal.headers, **more})
    if refusal.status == 401 and headers.get("hx-request") == "true":
        return PlainTextResponse(refusal.sentence, 401, {"HX-Redirect": "/login"})
    if refusal.status == 401 and scope["method"] == "GET":
        asked = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
        return Response(status_code=303, headers={"Location": f"/login?next={quote(asked, safe='')}"})
    return PlainTextResponse(refusal.sentence, refusal.status, refusal.headers)
