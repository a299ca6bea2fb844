"""Clean text: the body mended and without page furniture, every character mapped to where it came from."""

from __future__ import annotations

from claimbook.ingest import clean
from claimbook.ingest.furniture import cut_furniture


def cleaned(report, text: str):
    """The report of a text and its clean text, the map's own promises checked."""
    found = report(text)
    out = clean(found)
    assert len(out.origin) == len(out.text) + 1
    assert list(out.origin) == sorted(out.origin)
    return found, out


def test_the_header_is_not_read(report):
    """Clean text is the body's; its offsets count in the whole report."""
    found, out = cleaned(report, "outlet: Gazette\n\nShells fell.")
    assert out.text == "Shells fell."
    span = out.span(0, 6)
    assert found.text[span.start : span.end] == "Shells"


def test_a_mended_word_reads_back_as_it_stood(report):
    """The span of a mended word holds the report's own characters, faults included."""
    found, out = cleaned(report, "On Monday,  shells fell near al-\nBukamal.")
    assert out.text == "On Monday, shells fell near al-Bukamal."
    at = out.text.index("al-Bukamal")
    span = out.span(at, at + len("al-Bukamal"))
    assert found.text[span.start : span.end] == "al-\nBukamal"


def test_several_faults_at_once(report):
    """Passes go over each other's work, and the map still leads back."""
    text = "The townâ€™s  al - Bab gate was b*mbed.Two  peo-\nple were k*lled."
    found, out = cleaned(report, text)
    assert out.text == "The town’s al-Bab gate was bombed. Two people were killed."
    for word, stood in (("town’s", "townâ€™s"), ("al-Bab", "al - Bab"), ("bombed", "b*mbed"), ("people", "peo-\nple")):
        at = out.text.index(word)
        span = out.span(at, at + len(word))
        assert found.text[span.start : span.end] == stood


def test_furniture_goes(report):
    """Share buttons, sign-up lines and other headlines are not read."""
    text = (
        "Shells fell on the harbour of Port Salt on Monday.\n\nShare this article\n\nAdvertisement\n\n"
        "Two fishermen were killed, the mayor said.\n\nRead more\n\nOther town bombed\n\nFive killed in another war\n\n"
        "All rights reserved."
    )
    _, out = cleaned(report, text)
    assert out.text == (
        "Shells fell on the harbour of Port Salt on Monday.\n\nTwo fishermen were killed, the mayor said."
    )


def test_sentences_that_look_like_furniture_stay(report):
    """A sentence that begins like a button is a sentence."""
    text = "Share of the harbour was lost to shells on Monday, the mayor said, and the fishermen left for the bay.\n\nCalm came."
    assert cleaned(report, text)[1].text == text


def test_headlines_after_a_marker_end_with_a_sentence():
    """After "Related", lines without a stop are headlines; a paragraph with one is text again."""
    text = "Related\n\nTown bombed\n\nThe mayor spoke to us.\n\nNo stop here"
    cut = "".join(text[a:b] for a, b, _ in cut_furniture(text))
    assert "Town bombed" in cut
    assert "The mayor" not in cut
    assert "No stop here" not in cut


def test_a_report_without_a_body_is_empty(report):
    """Nothing to read gives nothing, and a map of one offset."""
    _, out = cleaned(report, "outlet: Gazette\npublished: 2021-01-01\n\n")
    assert (out.text, list(out.origin)) == ("", [0])


def test_space_at_the_end_goes(report):
    """Clean text ends with its last word."""
    assert cleaned(report, "Shells fell.\n\nShare\n\n ")[1].text == "Shells fell."
