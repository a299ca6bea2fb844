"""Label Studio: what was read goes out as spans, and what people made of it comes back as decisions."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bookmaking import make_report
from click.testing import CliRunner
from lxml import etree

from claimbook.book import Book, Ruling
from claimbook.book.annotated import take_annotations
from claimbook.book.exporting import export_book
from claimbook.cli.main import cli
from claimbook.errors import UsageError
from claimbook.export.label_studio import LABELS, label_config
from claimbook.model import (
    Act,
    Actor,
    Basis,
    Claim,
    Harm,
    Kind,
    Link,
    Modality,
    Place,
    Report,
    Sourced,
    Span,
    Toll,
    claim_id,
    stated,
)

TEXT = (
    "Guns shelled Riverton \U0001f4a5 on Monday.\r\nThe Blue Guard fired on Hillside and Lakeside; "
    "two farmers were killed, the Night Monitor said. Marchers gathered in Old Quay."
)
Task = dict[str, Any]


def _claim(report: Report, trigger: str, kind: Kind, speaker: str | None, **more: Any) -> Claim:
    def told(value: Any, words: str) -> Sourced[Any]:
        start = report.text.index(words)
        return stated(report.text, (Span(start=start, end=start + len(words)),), value, "test@1")

    start = report.text.index(trigger)
    where = Span(start=start, end=start + len(trigger))
    return Claim(
        id=claim_id(report=report.id, trigger=where, kind=kind, speakers=(speaker or "",), ordinal=0),
        report=report.id,
        happening=more.pop("happening"),
        kind=told(kind, trigger),
        quote=told(trigger, trigger),
        modality=Sourced(value=Modality.ASSERTED, basis=Basis.INFERRED, method="test@1"),
        background=Sourced(value=False, basis=Basis.INFERRED, method="test@1"),
        aggregate=Sourced(value=False, basis=Basis.INFERRED, method="test@1"),
        speakers=(told(Link(name=speaker), speaker),) if speaker else (),
        **{name: tuple(told(value, words) for value, words in values) for name, values in more.items()},
    )


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """One report with three triggers; the second is told by two claims."""
    report = make_report(TEXT, name="brief", day=date(2021, 3, 9))
    fired = {
        "happening": 2,
        "places": (
            (Place(name="Hillside", lat=35.0, lon=40.0, radius_km=2.0), "Hillside"),
            (Place(name="Lakeside"), "Lakeside"),
        ),
        "initiators": ((Actor(name="Blue Guard", entry="blue"), "Blue Guard"),),
        "tolls": ((Toll(harm=Harm.KILLED, low=2, high=2, group="farmers"), "two farmers"),),
    }
    claims = [
        _claim(report, "shelled", Kind.SHELLING, None, happening=1, places=((Place(name="Riverton"), "Riverton"),)),
        _claim(report, "fired", Kind.SHELLING, None, **fired),
        _claim(report, "fired", Kind.SHELLING, "Night Monitor", **fired),
        _claim(report, "gathered", Kind.PROTEST, None, happening=3, places=((Place(name="Old Quay"), "Old Quay"),)),
    ]
    with Book.open(tmp_path / "book.db", create=True) as book:
        assert book.put(report, claims, report.text.encode())
        yield book


@pytest.fixture
def annotate(book: Book, tmp_path: Path) -> Callable[..., Path]:
    """Exports the book, lets `change` work on the one annotation, and writes what Label Studio would export."""

    def run(change: Callable[[list[dict[str, Any]]], Any] = lambda result: None, **more: Any) -> Path:
        (task,) = tasks_of(book, tmp_path)
        result = copy.deepcopy(task["predictions"][0]["result"])
        answer = change(result)
        result = result if answer is None else answer
        annotation = {
            "id": 1,
            "completed_by": {"id": 4, "email": "ana@example.org"},
            "was_cancelled": False,
            "result": result,
        }
        path = tmp_path / "project.json"
        path.write_text(json.dumps([{"id": 7, **task, "annotations": [annotation | more]}]), "utf-8")
        return path

    return run


def tasks_of(book: Book, folder: Path) -> list[Task]:
    export_book(book, "label-studio", folder / "tasks.json", profile="internal")
    tasks: list[Task] = json.loads((folder / "tasks.json").read_text("utf-8"))
    return tasks


def decide(book: Book, path: Path) -> list[str]:
    """Makes the decisions; what they do, in short."""
    taken = take_annotations(book, path)
    for ruling in taken.rulings:
        book.decide(ruling)
    return [f"{r.act} {r.field}" if r.field else str(r.act) for r in taken.rulings]


def triggers(book: Book) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for stored in book.claims():
        if stored.state != "rejected":
            found.setdefault(stored.view.kind.wording, []).append(stored.view)
    return found


def without(result: list[dict[str, Any]], *ids: str) -> list[dict[str, Any]]:
    """The annotation without some regions, and without what hung on them."""
    return [i for i in result if i.get("id") not in ids and i.get("from_id") not in ids and i.get("to_id") not in ids]


def find(result: list[dict[str, Any]], label: str, words: str) -> str:
    return next(
        i["id"]
        for i in result
        if i["type"] == "labels" and i["value"]["labels"] == [label] and i["value"]["text"] == words
    )


def mark(result: list[dict[str, Any]], label: str, words: str, of: str | None) -> None:
    """Marks words as a person would: with an id of Label Studio's own making."""
    start = TEXT.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    result.append(
        {"id": f"new{len(result)}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    )
    if of:
        result.append({"type": "relation", "from_id": of, "to_id": f"new{len(result) - 1}", "direction": "right"})


def test_every_span_quotes_the_tasks_text(book: Book, tmp_path: Path) -> None:
    """Each region's words stand at its offsets in the task's text, emoji and line ends notwithstanding."""
    (task,) = tasks_of(book, tmp_path)
    assert "\r" not in task["data"]["text"] and len(task["data"]["text"]) == len(TEXT)
    regions = [i for i in task["predictions"][0]["result"] if i["type"] == "labels"]
    assert {label for i in regions for label in i["value"]["labels"]} == {
        "trigger",
        "place",
        "initiator",
        "toll",
        "speaker",
    }
    for item in regions:
        value = item["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
    assert find(regions, "place", "Lakeside")


def test_relations_and_choices_name_regions_that_are_there(book: Book, tmp_path: Path) -> None:
    """Each relation leads from a trigger to a value; each trigger has its kind; labels are those of the interface."""
    (task,) = tasks_of(book, tmp_path)
    result = task["predictions"][0]["result"]
    labels = {i["id"]: i["value"]["labels"][0] for i in result if i["type"] == "labels"}
    ties = [(labels[i["from_id"]], labels[i["to_id"]]) for i in result if i["type"] == "relation"]
    assert len(ties) == 7 and all(a == "trigger" and b != "trigger" for a, b in ties)
    kinds = {i["id"]: i["value"]["choices"] for i in result if i["type"] == "choices" and i["from_name"] == "kind"}
    assert {labels[i] for i in kinds} == {"trigger"} and len(kinds) == 3
    interface = etree.fromstring(label_config())
    assert interface.xpath("//Label/@value") == list(LABELS)
    assert set(interface.xpath("//Choices[@name='kind']/Choice/@value")) == {str(k) for k in Kind}
    names = {e.get("name") for e in interface.iter() if e.get("name")}
    assert {i["from_name"] for i in result if "from_name" in i} <= names


def test_what_was_left_as_it_was_is_accepted(book: Book, annotate: Callable[..., Path]) -> None:
    """Submitted unchanged, every claim is accepted by the annotator; the same file again decides nothing."""
    path = annotate()
    assert decide(book, path) == ["accept"] * 3
    assert {c.state for c in book.claims()} == {"accepted"}
    assert {d.who for d in book.decisions()[0]} == {"ana@example.org"}
    assert decide(book, path) == []


def test_a_deleted_trigger_rejects_its_claims(book: Book, annotate: Callable[..., Path]) -> None:
    """Both claims on the trigger are rejected, the others are accepted."""
    path = annotate(lambda result: without(result, find(result, "trigger", "fired")))
    assert decide(book, path) == ["accept", "reject", "accept"]
    assert set(triggers(book)) == {"shelled", "gathered"}


def test_a_deleted_value_is_taken_out_of_every_claim_of_the_trigger(book: Book, annotate: Callable[..., Path]) -> None:
    """Deleting the first of two places leaves the second, in both claims; its words stay in the reason."""
    path = annotate(lambda result: without(result, find(result, "place", "Hillside")))
    assert decide(book, path) == ["accept", "correct places.0", "correct places.0", "accept", "accept"]
    for claim in triggers(book)["fired"]:
        assert [p.value.name for p in claim.places if p.value] == ["Lakeside"]
    assert any("Hillside" in d.why for d in book.decisions()[0])


def test_a_cut_relation_takes_the_value_out_too(book: Book, annotate: Callable[..., Path]) -> None:
    """Words that stay marked, but of no happening, no longer belong to the claim; a notice says so of the words."""

    def cut(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        quay = find(result, "place", "Old Quay")
        return [i for i in result if i.get("to_id") != quay]

    decide(book, annotate(cut))
    assert triggers(book)["gathered"][0].places == ()


def test_both_places_can_go(book: Book, annotate: Callable[..., Path]) -> None:
    """Where several values of a list go, the last goes first, so that each is the one that was meant."""
    both = lambda result: without(result, find(result, "place", "Hillside"), find(result, "place", "Lakeside"))  # noqa: E731
    decide(book, annotate(both))
    assert all(claim.places == () for claim in triggers(book)["fired"])


def test_another_kind_is_a_correction(book: Book, annotate: Callable[..., Path]) -> None:
    """A kind chosen at the trigger corrects each of its claims."""

    def choose(result: list[dict[str, Any]]) -> None:
        identifier = find(result, "trigger", "shelled")
        item = next(
            i for i in result if i.get("id") == identifier and i["type"] == "choices" and i["from_name"] == "kind"
        )
        item["value"]["choices"] = ["air_strike"]

    decide(book, annotate(choose))
    assert triggers(book)["shelled"][0].kind.value is Kind.AIR_STRIKE


def test_marked_words_become_a_named_value(book: Book, annotate: Callable[..., Path]) -> None:
    """Words marked as a party are put in by name; as a place that another claim has, with that claim's coordinates."""

    def add(result: list[dict[str, Any]]) -> None:
        trigger = find(result, "trigger", "gathered")
        mark(result, "initiator", "Marchers", trigger)
        result.append(
            {"type": "relation", "from_id": trigger, "to_id": find(result, "place", "Hillside"), "direction": "right"}
        )

    decide(book, annotate(add))
    (claim,) = triggers(book)["gathered"]
    assert [a.value for a in claim.initiators] == [Actor(name="Marchers")]
    assert [(p.value.name, p.value.lat) for p in claim.places if p.value] == [("Old Quay", None), ("Hillside", 35.0)]


def test_who_acted_can_become_who_was_struck(book: Book, annotate: Callable[..., Path]) -> None:
    """Labelled anew, a party moves from the one side to the other with all that is known of it."""

    def turn(result: list[dict[str, Any]]) -> None:
        item = next(i for i in result if i.get("id") == find(result, "initiator", "Blue Guard"))
        item["value"]["labels"] = ["target"]

    decide(book, annotate(turn))
    for claim in triggers(book)["fired"]:
        assert claim.initiators == () and [a.value for a in claim.targets] == [Actor(name="Blue Guard", entry="blue")]


def test_words_that_do_not_say_a_value_become_a_comment(book: Book, annotate: Callable[..., Path]) -> None:
    """A marked toll or day is not guessed: it is a comment, and the claim is not accepted yet."""
    path = annotate(lambda result: mark(result, "period", "on Monday", find(result, "trigger", "shelled")))
    taken = take_annotations(book, path)
    acts = [r.act for r in taken.rulings if "Monday" in r.why]
    assert acts == [Act.COMMENT]
    decide(book, path)
    states = {c.view.kind.wording: c.state for c in book.claims()}
    assert states == {"shelled": "read", "fired": "accepted", "gathered": "accepted"}


def test_a_file_given_twice_decides_nothing_twice(book: Book, annotate: Callable[..., Path]) -> None:
    """A rejection and a comment that stand are not made again; one that was undone is."""

    def change(result: list[dict[str, Any]]) -> None:
        mark(result, "period", "on Monday", find(result, "trigger", "shelled"))
        result.remove(next(r for r in result if r["id"] == find(result, "trigger", "fired")))

    path = annotate(change)
    decide(book, path)
    log, _ = book.decisions()
    rejection = next(d for d in log if d.act is Act.REJECT)
    assert Act.COMMENT in {d.act for d in log}
    assert take_annotations(book, path).rulings == []
    book.decide(Ruling(Act.UNDO, (rejection.id,), "ana", "a slip"))
    assert [r.act for r in take_annotations(book, path).rulings] == [Act.REJECT]


def test_what_cannot_be_taken_is_told(book: Book, annotate: Callable[..., Path]) -> None:
    """A new trigger and words of no happening leave notices; so do two annotations, and a report read anew."""

    def add(result: list[dict[str, Any]]) -> None:
        mark(result, "trigger", "killed", None)
        mark(result, "place", "Quay", None)

    taken = take_annotations(book, annotate(add))
    said = " ".join(map(str, taken.notices))
    assert "“killed” was marked as a happening that was not read" in said
    assert "“Quay” was marked as place, but of no happening" in said
    path = annotate()
    (task,) = json.loads(path.read_text("utf-8"))
    task["annotations"] = [*task["annotations"], {**task["annotations"][0], "completed_by": 2}]
    path.write_text(json.dumps([task]), "utf-8")
    taken = take_annotations(book, path)
    assert not taken.rulings and "2 people annotated it" in str(taken.notices[0])
    task["annotations"][1]["ground_truth"] = True
    path.write_text(json.dumps([task]), "utf-8")
    assert {r.who for r in take_annotations(book, path).rulings} == {"Label Studio user 2"}
    task["data"]["mark"] = "0" * 16
    path.write_text(json.dumps([task]), "utf-8")
    taken = take_annotations(book, path)
    assert not taken.rulings and "changed since it was exported" in str(taken.notices[0])


def test_cancelled_and_missing_annotations_decide_nothing(book: Book, annotate: Callable[..., Path]) -> None:
    """A task that was skipped says nothing about its claims."""
    assert decide(book, annotate(was_cancelled=True)) == []


def test_the_public_profile_has_no_words_to_annotate(book: Book, tmp_path: Path) -> None:
    """Tasks are made of the reports' words, so the public profile is refused with what to do."""
    with pytest.raises(UsageError, match="give --profile internal"):
        export_book(book, "label-studio", tmp_path / "tasks.json", profile="public")
    assert not (tmp_path / "tasks.json").exists()


def test_other_files_are_refused(book: Book, tmp_path: Path) -> None:
    """What is not a JSON export of Label Studio is refused."""
    path = tmp_path / "x.json"
    for text, said in (("{", "is not JSON"), ("{}", "is no list of tasks"), ('[{"data": 3}]', "is no list of tasks")):
        path.write_text(text, "utf-8")
        with pytest.raises(UsageError, match=said):
            take_annotations(book, path)


def test_the_command_decides_or_only_says_so(book: Book, annotate: Callable[..., Path]) -> None:
    """`claimbook annotated --dry-run` changes nothing; without it, decisions are made under the name that is given."""
    path = annotate(lambda result: without(result, find(result, "trigger", "gathered")))
    command = ["annotated", str(book.where), str(path), "--by", "ben"]
    done = CliRunner().invoke(cli, [*command, "--dry-run"])
    assert done.exit_code == 0 and "3 decision(s) to be made" in done.stderr and not book.decisions()[0]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0 and "D1  " in done.stdout
    assert {d.who for d in book.decisions()[0]} == {"ben"}
