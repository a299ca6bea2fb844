"""Annotations without the annotated texts: every quoted word is kept as the stretch of characters that holds it.

The texts are others' and lie outside the project, so a row of `annotations/*.jsonl` names its report, the SHA-256 of
the text that it counts in, and spans [start, end) in characters:

    {"doc": NAME, "sha256": HEX, "marks": [[start, end, [EVENT ID, ...]], ...], "events": [...]}

`marks` are the words that tell of an event, every mention of it (guide in `README.md`); the id "?" stands for something
that the guide calls an event and the row does not list.  `events` is there where the report has no annotation in
`gold/`; it is what `gold/GUIDE.md` asks for, with spans in place of strings.

    python training/standoff.py pack LABELLED.jsonl TEXTS > annotations/NAME.jsonl
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "annotations"
LISTS = ("initiators", "targets", "killed_who", "injured_who", "attribution")
Row = dict[str, Any]
Span = list[int]


def rows() -> list[Row]:
    """All rows, in the order of the files' names; `source` is the name of a row's file.  ValueError for two of one name."""
    found = [
        json.loads(line) | {"source": path.stem}
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
    ]
    if twice := [name for name, count in Counter(row["doc"] for row in found).items() if count > 1]:
        raise ValueError(f"annotated twice: {', '.join(twice)}")
    return found


def unpack(row: Row, text: str) -> list[Row]:
    """The row's events with strings in place of spans; ValueError where the text is another."""
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise ValueError(f"{row['doc']}: the annotations count in another text")

    def words(span: Span) -> str:
        return re.sub(r"\s+", " ", text[span[0] : span[1]])

    return [_each(event, words) for event in row["events"]]


def pack(labelled: Row, text: str, spans: list[Span], body: int) -> Row:
    """A row of a labelling file (`README.md`) with spans in place of strings and candidate numbers.

    `spans` are the numbered candidates; words are looked for from `body` on, near the event's quote first.
    """
    marks: dict[tuple[int, int], list[str]] = {}
    for number, ids in labelled["labels"].items():
        start, end = spans[int(number)][:2]
        marks[start, end] = ids
    for row in labelled.get("missing", ()):
        before, word, _ = row["words"].split("*")
        found = _find(row["words"].replace("*", ""), text, 0, 0)
        start = _find(before + word, text, found[0], found[0])[1] - len(word)
        marks.setdefault((start, start + len(word)), []).append(row["event"])
    out: Row = {"doc": labelled["doc"], "sha256": hashlib.sha256(text.encode()).hexdigest()}
    out["marks"] = [[start, end, ids] for (start, end), ids in sorted(marks.items())]
    if "events" in labelled:
        events = []
        for event in labelled["events"]:
            at = _find(event["quote"], text, body, body)[0]
            events.append(
                _each({k: v for k, v in event.items() if k != "note"}, lambda w, at=at: _find(w, text, at, body))
            )
        out["events"] = events
    return out


def _each(event: Row, change: Callable[[Any], Any]) -> Row:
    """The event with every wording changed."""
    out = dict(event) | {"quote": change(event["quote"])}
    out["places"] = [dict(p) | {"text": change(p["text"])} for p in event["places"]]
    out["weapon"] = change(event["weapon"]) if event["weapon"] else None
    return out | {name: [change(w) for w in event[name]] for name in LISTS}


def _find(words: str, text: str, near: int, body: int) -> Span:
    """The stretch that holds the words, the one nearest to `near` in the body; else anywhere."""
    pattern = re.compile(r"\s+".join(re.escape(w) for w in words.split()))
    found = [m.span() for m in pattern.finditer(text)]
    if not found:
        raise ValueError(f"not in the text: {words!r}")
    return list(min(found, key=lambda s: (s[0] < body, abs(s[0] - near))))


def main() -> None:
    """Pack a labelling file."""
    _, command, labelled, texts = sys.argv
    assert command == "pack", __doc__
    for line in Path(labelled).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        numbered = json.loads((Path(texts) / f"{row['doc'].replace('/', '_')}.json").read_text(encoding="utf-8"))
        text: str = numbered["text"]
        body = text.find("\n\n") if text.startswith("url:") else 0
        packed = pack(row, text, numbered["spans"], max(body, 0))
        if row["doc"].startswith("own/"):  # our own words stand in no other place
            packed = {"doc": packed["doc"], "text": text, **packed}
        print(json.dumps(packed, ensure_ascii=False))


if __name__ == "__main__":
    main()
