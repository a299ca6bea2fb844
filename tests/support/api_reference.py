"""The page docs/reference/api.md, made from the API's own description: run it to print the page."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from claimbook.book import Book
from claimbook.desk.api import operations
from claimbook.desk.app import create_app
from claimbook.settings import Settings

HEAD = """# The API

Made from the API's own description by `python tests/support/api_reference.py > docs/reference/api.md`; a test compares.
A desk shows the same under `/api/docs`, with every form, and gives the whole as OpenAPI under `/api/openapi.json`.

Lists take `limit` (up to 1,000; 100 if nothing is said) and `offset`, and answer with `items`, `offset` and `more`. What
cannot be done is answered with a status of 400 or more and a sentence under `detail`.

A desk that is alone on its machine, over a book without users, needs no session. Else begin one and send its token:

```sh
curl -s -H 'Content-Type: application/json' -d '{"name": "ana", "password": "..."}' http://127.0.0.1:8370/api/session
curl -s -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8370/api/incidents?since=2020-08-01&kind=shelling'
curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: text/html' --data-binary @report.html \\
    'http://127.0.0.1:8370/api/reports?name=report&published=2020-08-07'
```

To keep a copy of a book, ask for `/api/changes` once, and from then on with the `until` of the last answer as `since`:
replace what you have of each report and incident that is named, and drop those that are gone.

Where an answer bears the header `Claimbook-Incidents: of older rules`, the rules of joining or the lexicon are newer than
the book's incidents: they are given as they are until they are computed anew (`claimbook recompute`), and exports of them
are refused until then.
"""


def api_reference() -> str:
    """The whole page."""
    described = describe()
    parts = [HEAD]
    tag = ""
    for method, path, operation in sorted(operations(described), key=lambda o: o[2]["tags"][0]):
        if operation["tags"][0] != tag:
            tag = operation["tags"][0]
            parts.append(f"## {tag.capitalize()}\n")
        parts.append(_operation(method, path, operation))
    return "\n".join(parts)


def describe() -> dict[str, Any]:
    """The OpenAPI description."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        Book.open(path, create=True).close()
        app = create_app(str(path), Settings())
        api = next(r.app for r in app.routes if getattr(r, "name", "") == "api")
        described: dict[str, Any] = api.openapi()
        app.state.desk.book.close()
    return described


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    about = " ".join(operation["description"].split())
    lines = [f"### `{method} {path}`\n", f"{about} Role: {operation['x-role']}.\n"]
    rows = [
        f"| `{p['name']}` | {p['in']} | {_plain(p.get('description', ''))} |" for p in operation.get("parameters", ())
    ]
    if rows:
        lines += ["| parameter | in | meaning |", "|---|---|---|", *rows, ""]
    answers = "; ".join(
        f"`{status}` {_plain(reply['description'])}" for status, reply in operation["responses"].items()
    )
    return "\n".join([*lines, f"Answers: {answers}\n"])


def _plain(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(api_reference(), end="")
