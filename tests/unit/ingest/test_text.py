"""Plain text: decoding, and the block of `name: value` lines before the first blank line."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.model import Basis, Notice, read_back

BODY = "Rebels shelled Port Salt on Monday. Two people were killed."


def test_text_without_a_header_is_all_body(report):
    """Without a block of known names, every character is read."""
    found = report(BODY)
    assert found.text[found.body.start : found.body.end] == BODY
    assert (found.title, found.outlet, found.address, found.published) == (None, None, None, None)


def test_a_header_is_taken_apart_and_left_out_of_the_body(report):
    """The block's values are stated at their offsets; the body begins after the blank line."""
    found = report(f"outlet: Morning Brief\nurl: https://example.org/a\npublished: 2021-05-06\ntitle: Port\n\n{BODY}")
    assert found.outlet.value == "Morning Brief"
    assert found.address == "https://example.org/a"
    assert found.published.value == date(2021, 5, 6)
    assert found.title.value == "Port"
    assert found.text[found.body.start : found.body.end] == BODY
    for value in (found.outlet, found.title, found.published):
        assert value.basis is Basis.STATED
        assert read_back(found.text, value.spans) == value.wording


def test_a_block_whose_first_name_is_unknown_is_text(report):
    """ "Video: ..." opens a text, not a header."""
    text = f"Video: the army advances\n\n{BODY}"
    found = report(text)
    assert found.text[found.body.start : found.body.end] == text


def test_names_of_the_header_may_be_in_any_case(report):
    """ "Published:" is "published:"."""
    assert report(f"Published: 6 May 2021\n\n{BODY}").published.value == date(2021, 5, 6)


def test_empty_values_say_nothing(report):
    """A header line without a value leaves its field open."""
    found = report(f"outlet:\npublished:\ntitle: Port\n\n{BODY}")
    assert found.outlet is None
    assert found.title.value == "Port"


def test_a_line_that_is_no_header_ends_the_block(report):
    """A block that runs into the text ends where the first other line stands."""
    found = report(f"title: Port\n{BODY}")
    assert found.text[found.body.start : found.body.end] == BODY


def test_a_date_that_is_not_understood_is_told_of(report):
    """A header's date that says nothing: the report is read, and a notice says how to write it."""
    found = report(f"published: one fine day\n\n{BODY}")
    assert found.published is None
    (notice,) = found.notices
    assert "one fine day" in notice.what
    assert "--published" in notice.next_step


def test_what_the_user_gives_goes_first(report):
    """A given date and outlet replace the header's, and say that they were given."""
    found = report(f"outlet: A\npublished: 2021-05-06\n\n{BODY}", published=date(2020, 1, 2), outlet="Evening Gazette")
    assert (found.published.value, found.published.basis) == (date(2020, 1, 2), Basis.ASSUMED)
    assert found.outlet.value == "Evening Gazette"


def test_a_date_in_the_future_is_told_of(report):
    """A report of a day to come is read, with a notice."""
    found = report(f"published: 2098-01-01\n\n{BODY}")
    assert found.published.value == date(2098, 1, 1)
    assert any("in the future" in n.what for n in found.notices)


def test_a_header_alone_is_told_of(report):
    """A header without text is a report without a body, and said so."""
    found = report("outlet: A\npublished: 2021-05-06\n\n \n")
    assert found.body is None
    assert any("no text" in n.what for n in found.notices)


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_marked_encodings_are_read(report, mark, encoding):
    """UTF-8 and UTF-16 with a byte-order mark are read as they say, and the mark is no text."""
    found = report(mark + f"{BODY} Çınar.".encode(encoding))
    assert found.text == f"{BODY} Çınar."
    assert found.notices == ()


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1256"])
def test_a_wrong_encoding_is_guessed_and_told_of(read, encoding):
    """Text that is not UTF-8 is read by a guess, and a notice says so."""
    words = (
        "قصف الجيش القرية وقتل ثلاثة مدنيين في الهجوم على السوق"
        if encoding == "cp1256"
        else "Según vecinos, Peñalba y Muñera también."
    )
    answer = read((f"{BODY} " + words * 3).encode(encoding, errors="ignore"))
    assert not isinstance(answer, Notice)
    assert "Rebels shelled Port Salt" in answer.text
    assert any("not UTF-8" in n.what for n in answer.notices)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x7fELF" + b"\x00\x01" * 500, "binary"),
        (b"\x01\x02\x03" * 100, "binary"),
        (b"a" * 20_000_001, "longer"),
        (b"a bomb " * 300_000, "longer"),
    ],
    ids=["empty", "blank", "bytes", "program", "control", "large file", "long text"],
)
def test_what_is_no_report_is_a_notice(read, data, reason):
    """Empty, binary and huge files: what is wrong, and what to do next."""
    answer = read(data)
    assert isinstance(answer, Notice)
    assert reason in answer.what
    assert answer.next_step
    assert answer.where == "r"


def test_the_id_is_the_hash_of_the_bytes(report):
    """The same bytes give the same id; another name does not change it."""
    assert report(BODY).id == report(BODY).id == report(BODY).sha256[:16]
    assert report(BODY).id != report(BODY + " ").id


def test_windows_line_ends_keep_the_header(report):
    """A file saved with carriage returns has its header and its body."""
    found = report(f"outlet: Gazette\r\npublished: 2021-05-06\r\n\r\n{BODY}\r\n")
    assert found.outlet.value == "Gazette"
    assert found.text[found.body.start : found.body.end] == BODY
