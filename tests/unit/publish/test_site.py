"""A published site: only the public profile, only text, only files of its own, the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bookmaking import make_claim, make_report
from click.testing import CliRunner
from lxml import html
from own_tables import fill

from claimbook.book import Book
from claimbook.cli.main import cli
from claimbook.errors import UsageError
from claimbook.publish import publish

SECRET = "Jamal Testperson"
EXACT = (35.12345, 38.54321)
NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)> =cmd \u202e"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of a book with hostile names, a person's name in its words, and an exact point."""
    folder = tmp_path_factory.mktemp("site")
    with Book.open(folder / "book.db", create=True) as book:
        fill(book)
        text = f"{SECRET} of the {NASTY} said that guns shelled his house."
        report = make_report(text, name=NASTY, outlet=NASTY, day=date(2020, 4, 2))
        claim = make_claim(
            report, "shelled", killed=1, spot=EXACT, place=f"house of {SECRET}", actor=NASTY, speaker=SECRET,
            day=date(2020, 4, 1),
        )  # fmt: skip
        assert book.put(report, [claim], text.encode())
        publish(book, folder / "site", title=NASTY)
        yield folder / "site"


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 6
    return found


def test_every_incident_has_its_page_and_every_link_leads_somewhere(site: Path) -> None:
    """Index, months, method and incidents link to each other by files that are there; nothing leads out of the site."""
    linked = set()
    for page in pages(site):
        tree = html.fromstring(page.read_text("utf-8"))
        for target in tree.xpath("//a/@href | //link/@href | //script/@src"):
            if target in ("data:,",) or target.startswith("#"):
                continue
            file = (page.parent / target.split("#")[0]).resolve()
            assert file.is_file() and file.is_relative_to(site.resolve()), f"{page.name}: {target}"
            linked.add(file)
        assert tree.xpath("//h1") and tree.xpath("//main") and tree.get("lang") == "en"
    incidents = {p.resolve() for p in (site / "incidents").iterdir()}
    assert len(incidents) == 4 and incidents <= linked


def test_no_words_names_or_exact_points_are_in_any_file(site: Path) -> None:
    """Neither a person's name, nor words of reports, nor a finer point than the setting stands in any file."""
    for file in site.rglob("*"):
        if file.is_file() and file.name not in ("leaflet.js", "leaflet.css"):
            text = file.read_text("utf-8")
            for hidden in (SECRET, "Testperson", "his house", "olive press", "Gazette", "Night Monitor", "Tell Sorat"):
                assert hidden not in text, f"{file.name}: {hidden}"
            for degrees in EXACT:
                assert str(degrees)[:5] not in text or file.name == "index.html", file.name
    data = re.search(r'id="data">(.*?)</script>', (site / "index.html").read_text("utf-8"))
    assert data
    points = re.findall(r'"(?:lat|lon)":(-?[\d.]+)', data.group(1))
    assert points and all(len(p.partition(".")[2]) <= 1 for p in points)


def test_pages_run_nothing_but_the_sites_own_files(site: Path) -> None:
    """Each page forbids all but its own files; no element runs inline, whatever the title and names hold."""
    for page in pages(site):
        tree = html.fromstring(page.read_text("utf-8"))
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        scripts = tree.xpath("//script")
        assert all(s.get("src") or s.get("type") == "application/json" for s in scripts)
        assert bool(scripts) == (page.name == "index.html") == ("script-src 'self'" in policy)
        assert not tree.xpath("//*[@onerror or @onload or @onclick or @style] | //img | //iframe | //style")
        assert "\u202e" not in page.read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in (site / "method.html").read_text("utf-8")


def test_the_incident_page_tells_every_figure_beside_its_speaker(site: Path) -> None:
    """Two voices with two figures stand as two rows, with the range, the best and its rule; the grade has its reason."""
    page = next(p for p in (site / "incidents").iterdir() if "Killed 4 to 5" in p.read_text("utf-8"))
    words = html.fromstring(page.read_text("utf-8")).xpath("//main//text()")
    text = " ".join(" ".join(words).split())
    assert "Speakers give figures that do not meet." in text
    assert "Killed 4 a news outlet 2021-03-04 5 a news outlet 2021-03-04 together 4 to 5 Best: " in text
    assert "2 independent voices in 2 reports" in text
    assert "It lies within 10 km of the middle." in text
    assert "5 March 2020" in text and "Syrian Arab Army" in text


def test_the_same_book_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Published again, with the same settings, every file has the same bytes."""
    with Book.open(site.parent / "book.db") as book:
        publish(book, tmp_path / "again", title=NASTY)
    first = {f.relative_to(site): f.read_bytes() for f in site.rglob("*") if f.is_file()}
    again = {f.relative_to(tmp_path / "again"): f.read_bytes() for f in (tmp_path / "again").rglob("*") if f.is_file()}
    assert first == again


def test_a_site_is_replaced_and_nothing_else_is(site: Path, tmp_path: Path) -> None:
    """An earlier site goes, with its pages; a folder of something else, a file, or no place to write is refused."""
    with Book.open(site.parent / "book.db") as book:
        to = tmp_path / "site"
        done = publish(book, to)
        assert (done.incidents, done.files) == (4, len([f for f in to.rglob("*") if f.is_file()]))
        assert done.size_bytes < 2_000_000 and done.small
        publish(book, to, coarsening="area", wanted=None)
        (to / "incidents" / "old.html").write_text("old", "utf-8")
        publish(book, to)
        assert not (to / "incidents" / "old.html").exists()
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.txt").write_text("x", "utf-8")
        for wrong, said in (
            ("mine", "holds something else"),
            ("mine/thesis.txt", "is a file"),
            ("no/where", "no such"),
        ):
            with pytest.raises(UsageError, match=said):
                publish(book, tmp_path / wrong)
        assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "x"


def test_a_book_without_incidents_still_makes_a_site(tmp_path: Path) -> None:
    """An empty selection is said so on the page."""
    with Book.open(tmp_path / "book.db", create=True) as book:
        publish(book, tmp_path / "site")
    assert "There is no incident in this selection." in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_the_command_tells_what_it_wrote_and_warns_of_small_cells(site: Path, tmp_path: Path) -> None:
    """`claimbook publish` counts files and size, and warns of regions and months with few incidents."""
    done = CliRunner().invoke(
        cli, ["publish", str(site.parent / "book.db"), "--to", str(tmp_path / "s"), "--kind", "protest"]
    )
    assert done.exit_code == 0, done.output
    assert "1 incident(s) in " in done.stderr and "MB: " in done.stderr
    assert "1 region(s) and month(s) hold so few incidents" in done.stderr
    assert len(list((tmp_path / "s" / "incidents").iterdir())) == 1


def test_readings_that_attack_make_no_elements(hostile_readings: Any, tmp_path: Path) -> None:
    """Of hostile strings in every field, what the public profile keeps (names of regions) is text and nothing else."""
    whole = [r for r in hostile_readings if "\ud800" not in r[0].text]  # a book holds no half characters
    with Book.open(tmp_path / "book.db", create=True) as book:
        for number, (report, claims) in enumerate(whole):
            own = make_report(f"{report.text} {number}", name=f"r{number}", day=date(2021, 5, 1 + number))
            book.put(own, [c.model_copy(update={"report": own.id}) for c in claims], own.text.encode())
        publish(book, tmp_path / "site")
    for page in pages(tmp_path / "site"):
        tree = html.fromstring(page.read_text("utf-8"))
        assert not tree.xpath(
            "//img | //iframe | //svg | //base | //style | //meta[@http-equiv='refresh'] | //*[@onload]"
        )
        assert all(s.get("src") or s.get("type") == "application/json" for s in tree.xpath("//script")), page.name
        assert not re.search("[\u202e\u2066\x1b]", page.read_text("utf-8"))
