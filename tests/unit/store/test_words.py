"""Folding words for text search."""

from __future__ import annotations

from claimbook.store.distance import km_between
from claimbook.store.words import fold, terms


def test_words_are_folded_alike() -> None:
    """Case, accents, ligatures and punctuation do not matter; other scripts stay."""
    assert fold("Al-Ḥasakah, ‘Straße’ ﬁre_fight") == "al hasakah strasse fire fight"
    assert fold("حلب ٣") == "حلب ٣"


def test_a_question_is_words_and_phrases() -> None:
    """Words stand alone, quotes hold phrases together, and an open quote ends with the question."""
    assert terms('mortar "Big  Guns" ... "half open') == ["mortar", "big guns", "half open"]
    assert terms("?!") == []


def test_distances_are_great_circles() -> None:
    """A degree of latitude is 111 km, a degree of longitude less by the cosine, and the date line is no border."""
    assert abs((km_between(0, 0, 1, 0) or 0) - 111.19) < 0.05
    assert abs((km_between(60, 0, 60, 1) or 0) - 55.6) < 0.1
    assert (km_between(0, 179.9, 0, -179.9) or 0) < 23
    assert km_between(None, None, 0, 0) is None
