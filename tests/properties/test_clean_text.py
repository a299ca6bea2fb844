"""The map of clean text: whatever the text, it leads back to the report's own characters."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.ingest import ReadOptions, clean, read_bytes
from claimbook.model import CleanText, Report

PIECES = st.one_of(
    st.sampled_from(
        [
            "al-\nBukamal", "al - Bab", "bor-\nder", "k*lled", "b*mb", "townâ€™s", "â€œ", "\u200b", "\u00ad", "\u00a0", "\ufeff",
            "  ", "\n", "\n\n", "\n\n\n", "\t", ". ", ".", "fell.Then", "https://example.org/a", "\nhttps://example.org\n",
            "Share this", "Read more", "Related", "REBELS ATTACKED THE TOWN OF PERQUIN AND KILLED TWO SOLDIERS. ",
            "outlet: A\n\n", "title: x\n", "On 3 May, 12 men died. ", "قصف", "İstanbul", "ﬁre", "\U0001f4a5", "\r\n", "-\n", "*",
        ]
    ),
    st.text(alphabet=string.ascii_letters + string.digits + " .,-\n’“”*", max_size=30),
    st.text(max_size=10),
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=25).map("".join)


def read(text: str) -> tuple[Report, CleanText] | None:
    """The report of a text and its clean text, where it is one."""
    answer = read_bytes(text.encode("utf-8", errors="ignore"), name="t", media_type="text/plain", options=ReadOptions())
    return (answer, clean(answer)) if isinstance(answer, Report) else None


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_map_covers_the_text_and_never_turns_back(text):
    """One offset for each character and one for the end, ascending, within the body."""
    if (both := read(text)) is None:
        return
    report, cleaned = both
    assert len(cleaned.origin) == len(cleaned.text) + 1
    assert all(a <= b for a, b in zip(cleaned.origin, cleaned.origin[1:], strict=False))
    if report.body is not None and cleaned.text:
        assert report.body.start <= cleaned.origin[0]
        assert cleaned.origin[-1] <= report.body.end


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_every_stretch_has_a_span_in_the_report(text, data):
    """Any stretch of clean text has a span that is not empty and lies in the report; longer stretches hold shorter ones."""
    if (both := read(text)) is None or not both[1].text:
        return
    report, cleaned = both
    start = data.draw(st.integers(0, len(cleaned.text) - 1))
    end = data.draw(st.integers(start + 1, len(cleaned.text)))
    span = cleaned.span(start, end)
    assert 0 <= span.start < span.end <= len(report.text)
    inner = cleaned.span(start, start + 1)
    assert span.start <= inner.start
    assert inner.end <= span.end


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=8), min_size=1, max_size=40))
def test_words_without_faults_read_back_unchanged(words):
    """Text without faults is its own clean text, and every word's span holds that word."""
    text = "We heard " + " ".join(words) + " there."
    both = read(text)
    assert both is not None
    report, cleaned = both
    assert cleaned.text == text
    at = 0
    for word in text.split():
        start = text.index(word, at)
        span = cleaned.span(start, start + len(word))
        assert report.text[span.start : span.end] == word
        at = start + len(word)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_letters_that_were_not_mended_map_to_themselves(text):
    """A letter that stands in clean text as it stands in the report at its offset, or was mended: nothing else is put there."""
    if (both := read(text)) is None:
        return
    report, cleaned = both
    shouted = sum(c.isupper() for c in report.text) > 0.5 * sum(c.isalpha() for c in report.text)
    masked = "*" in report.text or "Ã" in report.text or "â" in report.text
    for character, offset in zip(cleaned.text, cleaned.origin, strict=False):
        if character.isalpha() and not masked:
            stood = report.text[offset]
            assert stood == character or (shouted and stood.lower() == character.lower())


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_cleaning_twice_gives_the_same(text):
    """The same report gives the same clean text and map."""
    first, second = read(text), read(text)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert first[1] == second[1]
