"""How many independent voices an incident of a book has: copies count once."""

from __future__ import annotations

from pathlib import Path

from bookmaking import make_claim, make_report

from claimbook.book import Book

PIECE = (
    "RIVERTON - Two people were killed on Wednesday when guns shelled the market of Riverton, a hospital official said. The "
    "shells fell at about noon, when the market was full, and set three stalls on fire, said the official, who counted two "
    "bodies and nine wounded. Fighting has gone on near the town for a month, and the road to the north is closed."
)
OTHER = (
    "Guns shelled Riverton again this week, and residents buried a trader and his son. The only bakery of the district will "
    "run out of flour within days unless the road is opened, relief workers warned, while the council asked both sides for a "
    "pause in the fighting so that the wounded can be brought out of the town before the snow comes."
)


def voices(folder: Path, texts: dict[str, str]) -> int:
    """The independent voices of the one incident that these outlets' own words make."""
    with Book.open(folder / "book.db", create=True) as book:
        for outlet, text in texts.items():
            report = make_report(text, name=outlet, outlet=outlet)
            book.put(report, (make_claim(report, "shelled", killed=2, speaker=outlet),), text.encode())
        book.refresh()
        (incident,) = book.incidents()
        return incident.independent_voices


def test_outlets_that_print_one_piece_are_one_voice(tmp_path: Path) -> None:
    """Two outlets with one text are one voice, two with texts of their own are two."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert voices(tmp_path / "a", {"Gazette": PIECE, "Courier": "By our staff. " + PIECE}) == 1
    assert voices(tmp_path / "b", {"Gazette": PIECE, "Courier": OTHER}) == 2
