"""The passes that mend copied text, one by one: what each changes, and what it leaves alone."""

from __future__ import annotations

from array import array

import pytest

from claimbook.ingest import mend
from claimbook.ingest.mend import apply


def mended(step: mend.Pass, text: str) -> str:
    """The text after one pass, its map checked on the way."""
    origin = array("l", range(len(text) + 1))
    new, map_back = apply(text, origin, step(text))
    assert len(map_back) == len(new) + 1
    assert list(map_back) == sorted(map_back)
    return new


def test_edits_are_made_and_mapped():
    """A replacement's characters carry the offsets of what they stand for; the rest keep their own."""
    text, origin = apply("al - Bab", array("l", range(9)), [(2, 5, "-")])
    assert text == "al-Bab"
    assert [("al - Bab" + "|")[k] for k in origin] == ["a", "l", " ", "B", "a", "b", "|"]


def test_an_edit_over_another_is_left_out():
    """Of two edits that overlap, the first is made."""
    assert apply("abcdef", array("l", range(7)), [(0, 3, "x"), (2, 4, "y")])[0] == "xdef"


def test_insertions_stand_for_what_follows():
    """A character put in carries the offset of the character after it."""
    text, origin = apply("ab", array("l", range(3)), [(1, 1, " ")])
    assert (text, list(origin)) == ("a b", [0, 1, 1, 2])


def test_no_edits_change_nothing():
    """Without edits the very same text and map come back."""
    origin = array("l", range(3))
    assert apply("ab", origin, []) == ("ab", origin)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Bu\u00adka\u200bmal", "Bukamal"),
        ("\ufeffPort", "Port"),
        ("Port\u00a0Salt", "Port Salt"),
        ("Port\tSalt", "Port Salt"),
        ("a\u200f b", "a b"),
        ("plain", "plain"),
    ],
)
def test_invisible_characters(text, clean):
    """Soft hyphens and marks of direction go; odd spaces become spaces."""
    assert mended(mend.drop_invisible, text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("the townâ€™s mayor", "the town’s mayor"),
        ("â€œCalmâ€\x9d", "“Calm”"),
        ("caf\u00c3\u00a9", "café"),
        ("it\u0092s", "it’s"),
        ("Ângela", "Ângela"),
        ("café", "café"),
    ],
)
def test_mojibake(text, clean):
    """UTF-8 that was read as Windows-1252 is read again; right accents stay."""
    assert mended(mend.mend_mojibake, text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("3 k*lled", "3 killed"),
        ("a b*mb", "a bomb"),
        ("su*cide", "suicide"),
        ("ki*lled", "killed"),
        ("T*RRORIST", "TrRRORIST".replace("r", "e", 1)),
        ("a * b", "a * b"),
        ("5*3", "5*3"),
    ],
)
def test_masked_words(text, clean):
    """A star in a word that filters catch is the letter it stands for; stars elsewhere stay."""
    assert mended(mend.unmask, text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("the al-\nBukamal road", "the al-Bukamal road"),
        ("the bor-\nder post", "the border post"),
        ("the bor- \n  der post", "the border post"),
        ("Turkish-\nbacked", "Turkish-backed"),
        ("pro-\ngovernment", "pro-government"),
        ("Su-\n24", "Su-24"),
        ("on 5-\n6 May", "on 5-6 May"),
        ("cease-\nfire", "cease-fire"),
        ("at noon -\nit rained", "at noon -\nit rained"),
    ],
)
def test_words_broken_over_lines(text, clean):
    """A broken word is joined; its hyphen stays where it belongs to the word."""
    assert mended(mend.join_broken_words, text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("al - Qamishli", "al-Qamishli"),
        ("Al- Bab", "Al-Bab"),
        ("al -Bab", "al-Bab"),
        ("al-Bab", "al-Bab"),
        ("the total - Bab said", "the total - Bab said"),
    ],
)
def test_articles_set_apart(text, clean):
    """An Arabic article is closed up with its name."""
    assert mended(mend.close_articles, text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("It was calm.Then shells fell.", "It was calm. Then shells fell."),
        ("“Calm.”Then", "“Calm.” Then"),
        ("the U.S.Army", "the U.S.Army"),
        ("3.5 km", "3.5 km"),
        ("see www.example.Org now", "see www.example.Org now"),
        ("at 7 p.m. Then", "at 7 p.m. Then"),
    ],
)
def test_sentences_run_together(text, clean):
    """Sentences get their space; abbreviations, figures and addresses stay."""
    assert mended(mend.part_sentences, text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Homs, OANA-Ten people were hurt.", "Homs, OANA - Ten people were hurt."),
        ("East Homs,OANA- The shells fell.", "East Homs,OANA - The shells fell."),
        ("He spoke. In Homs, OANA-Ten is a name.", "He spoke. In Homs, OANA-Ten is a name."),
        ("Near Homs, the OANA-led force", "Near Homs, the OANA-led force"),
    ],
)
def test_the_agency_of_a_dateline_stands_apart(text, clean):
    """At the head of a paragraph only, and only before a word that begins a sentence."""
    assert mended(mend.part_dateline, text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Twin Bomb Blasts Kill Nine Civilians in Saraqib. Nine Died.", "Twin bomb blasts kill nine civilians in Saraqib. Nine Died."),
        ("It was calm.\n\nThree Farmers Killed in Mine Blast Near Hama\n\nIt was.", "It was calm.\n\nThree farmers killed in mine blast near Hama\n\nIt was."),
        ("The Free Syrian Army and the Liwa al-Tawhid came to Hama.", "The Free Syrian Army and the Liwa al-Tawhid came to Hama."),
        ("It was calm. Twin Bomb Blasts Kill Nine Civilians in Saraqib.", "It was calm. Twin Bomb Blasts Kill Nine Civilians in Saraqib."),
    ],
)  # fmt: skip
def test_a_headline_is_read_as_a_sentence(text, clean):
    """Common words of a headline go small, its names stay; sentences within a paragraph stay as they are."""
    assert mended(mend.lower_headlines, text) == clean


def test_addresses_on_their_own_lines_go():
    """A line that is only a web address is not read; one inside a sentence stays."""
    text = "See https://example.org/a today.\nhttps://example.org/b\n www.example.org/c \nShells fell."
    assert mended(mend.drop_addresses, text) == "See https://example.org/a today.\n\n\nShells fell."


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Shells  fell   here.", "Shells fell here."),
        ("  Shells fell.  ", "Shells fell."),
        ("One.\n\n\n\nTwo.", "One.\n\nTwo."),
        ("One.\n \nTwo.", "One.\n\nTwo."),
        ("Shells fell on\nthe harbour.", "Shells fell on the harbour."),
    ],
)
def test_space_is_folded(text, clean):
    """Doubled spaces are one, paragraphs are parted by one blank line, wrapped lines are joined."""
    assert mended(mend.fold_space, text) == clean


def test_a_title_over_a_wrapped_text_keeps_its_line():
    """A short line above a long one ends its block."""
    text = (
        "Calm in Port Salt\n"
        + "Shells fell on the harbour of the town while boats lay in the bay, the mayor said,\n" * 3
    )
    assert mended(mend.fold_space, text).startswith("Calm in Port Salt\n\nShells fell")


def test_lines_that_were_never_wrapped_are_paragraphs():
    """Where lines are long, each of them is a paragraph."""
    line = "Shells fell on the harbour of the town " * 5
    assert mended(mend.fold_space, f"{line}\n{line}\n{line}").count("\n\n") == 2


def test_wire_copy_in_capitals():
    """Common words go to small letters, names keep their first capital, abbreviations stay."""
    text = "REBELS OF THE FMLN ATTACKED THE TOWN OF PERQUIN YESTERDAY. TWO PEOPLE WERE KILLED THERE."
    assert mended(mend.lower_capitals, text) == (
        "Rebels of the FMLN attacked the town of Perquin yesterday. Two people were killed there."
    )


def test_text_in_small_letters_keeps_its_capitals():
    """A text that is not shouted is left alone; so is a short one."""
    text = "The FMLN and the UN spoke, and a SHORT SHOUT stays as it stands in the text."
    assert mended(mend.lower_capitals, text) == text
    assert mended(mend.lower_capitals, "CALM IN PORT SALT") == "CALM IN PORT SALT"
