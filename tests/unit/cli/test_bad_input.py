"""Bad input: a notice says what, where and what to do next; the good report beside it is read; no traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pypdfium2
import pytest

GOOD = "Rebels shelled Port Salt on Monday."


def blank_pdf(file: Path) -> None:
    """A PDF of one page without text, as a scanner makes."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(file)


def locked_pdf(file: Path) -> None:
    """A PDF that asks for a password."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    )
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00><00>] >>\nstartxref\n%d\n%%%%EOF" % len(data)
    file.write_bytes(data + b"xref\n0 5\n0000000000 65535 f \n" + table + end)


def huge_text(file: Path) -> None:
    """100 MB of text (of nothing, but its size is what counts)."""
    with file.open("wb") as stream:
        stream.truncate(100_000_000)


BAD = {
    "empty.txt": (lambda f: f.write_bytes(b" \n"), "empty"),
    "binary.txt": (lambda f: f.write_bytes(bytes(range(256)) * 20), "binary"),
    "huge.txt": (huge_text, "longer than a report may be"),
    "damaged.pdf": (lambda f: f.write_bytes(b"%PDF-1.7 nothing more"), "damaged"),
    "scanned.pdf": (blank_pdf, "Run OCR"),
    "locked.pdf": (locked_pdf, "password"),
    "bare.html": (lambda f: f.write_text("<html><body><nav>Home</nav></body></html>"), "no article"),
    "gone.txt": (lambda f: f.symlink_to(f.parent / "nowhere"), "cannot be read"),
}
DOUBTFUL = {
    "latin.txt": (f"{GOOD} Peñalba, Ocaña, Logroño y Muñera también, según vecinos.".encode("latin-1"), "not UTF-8"),
    "future.txt": (f"published: 2098-01-01\n\n{GOOD}".encode(), "in the future"),
    "vague.txt": (f"published: a rainy day\n\n{GOOD}".encode(), "is not understood"),
    "header.txt": (b"outlet: Gazette\npublished: 2020-01-01\n\n", "no text"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_told_of_and_the_good_one_is_read(read, tmp_path, name):
    """A file that cannot be read: a notice with its name and the reason, exit status 1, the other report read."""
    make, reason = BAD[name]
    (tmp_path / "in").mkdir()
    make(tmp_path / "in" / name)
    (tmp_path / "in" / "zz-good.txt").write_text(GOOD)
    result = read("--as", "annotation", "in")
    assert result.exit_code == 1
    assert [json.loads(line)["doc"] for line in result.stdout.splitlines()] == ["zz-good"]
    assert name in result.stderr
    assert reason in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", list(DOUBTFUL))
def test_a_doubtful_report_is_read_with_a_notice(read, tmp_path, name):
    """A report that can be read but looks wrong is read, told of, and gives exit status 1."""
    data, reason = DOUBTFUL[name]
    (tmp_path / name).write_bytes(data)
    result = read("--as", "annotation", name)
    assert len(result.stdout.splitlines()) == 1
    assert name in result.stderr
    assert reason in result.stderr
    assert result.exit_code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_closed_folder_is_told_of(read, tmp_path):
    """A folder that may not be opened leaves a notice; what lies beside it is read."""
    (tmp_path / "in" / "closed").mkdir(parents=True)
    (tmp_path / "in" / "closed").chmod(0)
    (tmp_path / "in" / "good.txt").write_text(GOOD)
    result = read("--as", "annotation", "in")
    (tmp_path / "in" / "closed").chmod(0o700)
    assert result.exit_code == 1
    assert "closed" in result.stderr
    assert len(result.stdout.splitlines()) == 1
