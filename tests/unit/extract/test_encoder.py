"""Words into pieces, pieces into windows, and the vectors that come back: one for each token, always the same."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.extract.encoder import MOST, lay_out, windows
from claimbook.extract.pieces import MOST as MOST_PIECES
from claimbook.extract.pieces import Pieces

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "shell", "##ing", "##ed", "hama", "-", ".", "the", "a", "##b", "##c"]


@pytest.fixture
def pieces():
    """A vocabulary of fourteen pieces."""
    return Pieces(VOCABULARY)


@pytest.mark.parametrize(
    ("token", "cut"),
    [
        ("Shelling", ["shell", "##ing"]),
        ("SHELLED", ["shell", "##ed"]),
        ("Ḥamā", ["hama"]),  # accents fall away
        ("the-shell.", ["the", "-", "shell", "."]),  # marks stand alone
        ("abc", ["a", "##b", "##c"]),
        ("rocket", ["[UNK]"]),
        ("the rocket", ["the", "[UNK]"]),
        ("\n\n", []),
        ("", []),
        ("a" + "b" * 40, ["a"] + ["##b"] * (MOST_PIECES - 1)),
    ],
)
def test_a_token_is_cut_into_the_longest_known_pieces(pieces, token, cut):
    """As BERT's uncased models do, lower case and without accents; a space has none."""
    assert [VOCABULARY[n] for n in pieces.of(token)] == cut


@st.composite
def texts(draw):
    """Pieces of each token, and sentences over them."""
    lengths = draw(st.lists(st.integers(1, 60), max_size=30))
    sizes = [draw(st.integers(0, MOST_PIECES)) for _ in range(sum(lengths))]
    ends = np.cumsum([0, *lengths]).tolist()
    return sizes, list(itertools.pairwise(ends))


@given(texts())
def test_windows_hold_every_token_once_and_never_too_much(text):
    """In order, with no gap; a sentence is cut only where it alone is too long."""
    sizes, sentences = text
    found = windows(sizes, sentences)
    assert [i for first, past in found for i in range(first, past)] == list(range(len(sizes)))
    assert all(sum(sizes[first:past]) <= MOST for first, past in found)
    for first, _ in found:
        inside = [s for s in sentences if s[0] < first < s[1]]
        assert all(sum(sizes[a:b]) > MOST for a, b in inside)


def test_windows_are_about_equally_long():
    """Ten sentences of thirty pieces make three windows, none of them a rest of a few words."""
    sentences = [(n, n + 30) for n in range(0, 300, 30)]
    assert [past - first for first, past in windows([1] * 300, sentences)] == [90, 120, 90]


def test_each_token_is_found_at_its_first_piece(pieces):
    """A space stands where the piece before it does; the window has its two marks."""
    row, at = lay_out([pieces.of(word) for word in ("the", " ", "shelling", ".")], pieces)
    assert [VOCABULARY[n] for n in row] == ["[CLS]", "the", "shell", "##ing", ".", "[SEP]"]
    assert at == [1, 1, 2, 4]


def test_the_same_report_gives_the_same_vectors(pipeline, parse):
    """One row for each token, bit for bit the same; what stands around a word changes its vector."""
    encoder = pipeline.extractor.second[0]
    one, again = parse("Shells hit Saraqib. Two died."), parse("Shells hit Saraqib. Two died.")
    other = parse("Shells were found. Two died.")
    first = encoder.vectors(one)
    assert first.shape[0] == len(one.doc)
    assert np.array_equal(first, encoder.vectors(again))
    assert not np.allclose(first[0], encoder.vectors(other)[0])


def test_a_window_is_read_by_itself(pipeline, parse):
    """What stands in another window changes nothing, to the last bit."""
    encoder = pipeline.extractor.second[0]
    lead = "Shells hit the town of Saraqib on Monday and killed two children, residents said. " * 8
    one, other = parse(lead + "Rebels left. " * 40), parse(lead + "Troops came. " * 40)
    assert np.array_equal(encoder.vectors(one)[:20], encoder.vectors(other)[:20])
