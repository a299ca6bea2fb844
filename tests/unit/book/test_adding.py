"""Adding reports to a book: known ones, bad ones, interruptions."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report, word_reader

from claimbook.book import Added, Book, Known, Reread
from claimbook.ingest import Input, ReadOptions
from claimbook.model import Notice


def write_reports(folder: Path, count: int) -> list[Input]:
    """So many files, each with a claim, and their inputs."""
    folder.mkdir()
    items = []
    for number in range(count):
        file = folder / f"r{number:03}.txt"
        file.write_text(f"Guns shelled Riverton on day {number}.", encoding="utf-8")
        items.append(Input(path=file, name=file.stem))
    return items


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """An empty book."""
    return Book.open(tmp_path / "book.db", create=True)


def test_each_input_gets_one_answer(book: Book, tmp_path: Path) -> None:
    """New reports are added, an empty file is a notice, and the others are still read."""
    items = write_reports(tmp_path / "in", 2)
    empty = tmp_path / "in" / "empty.txt"
    empty.write_text("", encoding="utf-8")
    items.insert(1, Input(path=empty, name="empty"))
    answers = list(book.add(items, read=word_reader))
    assert [type(a) for a in answers] == [Added, Notice, Added]
    assert book.stats().claims == 2


def test_known_reports_are_not_read_again(book: Book, tmp_path: Path) -> None:
    """A report met again, under another name too, is known by its bytes before it is read."""
    items = write_reports(tmp_path / "in", 2)
    list(book.add(items, read=word_reader))
    moved = tmp_path / "in" / "moved.txt"
    moved.write_bytes((tmp_path / "in" / "r000.txt").read_bytes())

    def refuse(*_: object) -> object:
        raise AssertionError("nothing here needs to be read")

    answers = list(book.add([*items, Input(path=moved, name="moved")], read=refuse))  # type: ignore[arg-type]
    assert all(isinstance(a, Known) for a in answers)
    assert book.stats().reports == 2


def test_two_files_with_the_same_bytes_are_one_report(book: Book, tmp_path: Path) -> None:
    """Copies within one call are added once."""
    items = write_reports(tmp_path / "in", 1)
    copy = tmp_path / "in" / "copy.txt"
    copy.write_bytes((tmp_path / "in" / "r000.txt").read_bytes())
    answers = list(book.add([*items, Input(path=copy, name="copy")], read=word_reader))
    assert [type(a) for a in answers] == [Added, Known]


def test_standard_input_is_kept_with_its_bytes(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes by standard input is kept like a file."""
    data = b"Guns shelled Riverton."
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    (answer,) = book.add([Input(path=None, name="stdin")], read=word_reader)
    assert isinstance(answer, Added)
    assert book.original(answer.report.sha256) == data


def test_a_file_that_changes_while_it_is_read_is_a_notice(book: Book, tmp_path: Path) -> None:
    """A report whose file is exchanged between reading and keeping is not kept."""
    items = write_reports(tmp_path / "in", 1)

    def exchange(*given: object) -> object:
        for answer in word_reader(*given):  # type: ignore[arg-type]
            (tmp_path / "in" / "r000.txt").write_text("Other words.", encoding="utf-8")
            yield answer

    (answer,) = book.add(items, read=exchange)  # type: ignore[arg-type]
    assert isinstance(answer, Notice)
    assert book.stats().reports == 0


def test_an_erased_report_is_not_added_again(book: Book, tmp_path: Path) -> None:
    """A report that was erased is passed over with a notice."""
    items = write_reports(tmp_path / "in", 1)
    (added,) = book.add(items, read=word_reader)
    assert isinstance(added, Added)
    book.erase(added.report.id, who="ana", why="a court ordered it")
    (again,) = book.add(items, read=word_reader)
    assert isinstance(again, Notice)
    assert "erased" in again.what


def test_nothing_of_an_erased_report_is_left_in_the_file(tmp_path: Path) -> None:
    """After an erasure no byte of the text is found in the book's file or its log."""
    folder = tmp_path / "in"
    folder.mkdir()
    file = folder / "r.txt"
    file.write_text("Guns shelled the house of Zebulonixa.", encoding="utf-8")
    with Book.open(tmp_path / "book.db", create=True) as book:
        (added,) = book.add([Input(path=file, name="r")], read=word_reader)
        assert isinstance(added, Added)
        book.refresh()
        assert b"ebulonixa" in b"".join(p.read_bytes() for p in tmp_path.glob("book.db*"))
        book.erase(added.report.id, who="ana", why="a court ordered it")
        assert b"ebulonixa" not in b"".join(p.read_bytes() for p in tmp_path.glob("book.db*"))


def test_the_same_input_gives_the_same_book(tmp_path: Path) -> None:
    """Two books from the same files in different folders hold the same, but for the times in the audit log."""
    told = []
    for name in ("one", "two"):
        items = write_reports(tmp_path / name, 3)
        with Book.open(tmp_path / f"{name}.db", create=True) as book:
            list(book.add(items, read=word_reader))
            told.append((list(book.reports()), list(book.claims()), list(book.incidents()), book.stats()))
    assert told[0] == told[1]


def test_what_the_user_said_is_said_again_when_rereading(book: Book, tmp_path: Path) -> None:
    """Reading again uses the options of the first time, and an unchanged reading changes nothing."""
    list(book.add(write_reports(tmp_path / "in", 2), ReadOptions(outlet="The Herald"), read=word_reader))
    before = book.check().entries
    answers = list(book.reread(read=word_reader))
    assert [(type(a), a.changed) for a in answers if isinstance(a, Reread)] == [(Reread, False)] * 2
    assert book.check().entries == before


def test_rereading_keeps_the_earlier_reading(book: Book, tmp_path: Path) -> None:
    """A changed reading takes the place of the old one, which stays for the chain."""
    list(book.add(write_reports(tmp_path / "in", 1), read=word_reader))

    def newer(*given: object) -> object:
        from claimbook.book.adding import Reading

        for answer in word_reader(*given):  # type: ignore[arg-type]
            assert isinstance(answer, Reading)
            yield Reading(answer.report, (*answer.claims, make_claim(answer.report, "Guns", happening=2)))

    (answer,) = book.reread(read=newer)  # type: ignore[arg-type]
    assert isinstance(answer, Reread)
    assert answer.changed
    assert book.stats().claims == 2
    assert book.check().breaks == ()


KILLED = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from bookmaking import word_reader
    from claimbook.book import Added, Book
    from claimbook.ingest import Input

    folder, where = Path(sys.argv[1]), sys.argv[2]
    items = [Input(path=p, name=p.stem) for p in sorted(folder.iterdir())]
    with Book.open(where, create=True) as book:
        for answer in book.add(items, read=word_reader):
            print(type(answer).__name__, answer.report.name, flush=True)
            if len(sys.argv) > 3 and answer.report.name.endswith("5"):
                book.refresh()
    """
)


@pytest.mark.parametrize("after", [1, 7, 16])
def test_kill_9_loses_nothing_that_was_reported(tmp_path: Path, after: int) -> None:
    """Killed in the middle of adding, the book holds all that was reported, passes the check, and goes on."""
    items = write_reports(tmp_path / "in", 60)
    where = tmp_path / "book.db"
    script = tmp_path / "adding.py"
    script.write_text(KILLED, encoding="utf-8")
    support = str(Path(__file__).parents[2] / "support")
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "in"), str(where), "refresh"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": support, "PATH": "", "HOME": str(tmp_path)},
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    told = {line.split()[1] for line in lines if line.endswith("\n")}
    assert len(told) >= after
    with Book.open(where) as book:
        assert told <= {r.name for r in book.reports()}
        assert book.check().breaks == ()
        list(book.add(items, read=word_reader))
        assert book.stats().reports == 60
        assert book.check().breaks == ()


def test_an_interrupted_book_becomes_the_same_as_a_whole_one(tmp_path: Path) -> None:
    """Stopping and going on gives the incidents that one go gives."""
    items = write_reports(tmp_path / "in", 6)
    told = []
    for name, steps in (("whole", [items]), ("parts", [items[:2], items])):
        with Book.open(tmp_path / f"{name}.db", create=True) as book:
            for step in steps:
                list(book.add(step, read=word_reader))
                book.refresh()
            told.append(list(book.incidents()))
    assert told[0] == told[1]


def test_a_report_made_elsewhere_can_be_put_in(book: Book) -> None:
    """A report and claims from the caller's own reader are kept."""
    report = make_report("Guns shelled Riverton.")
    assert book.put(report, [make_claim(report, "shelled")], report.text.encode(), rules="mine@1")
    assert book.incident_of(make_claim(report, "shelled").id) is not None
