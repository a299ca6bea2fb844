"""Keys of place names."""

import pytest

from claimbook.resolve.places.keys import make_keys, similarity, strict_key


@pytest.mark.parametrize(
    ("one", "other"),
    [("al-Bab", "Al Bāb"), ("Deir al-Zor", "Deir ez Zor"), ("Mari`", "Mari"), ("الباب", "باب")],
)
def test_strict_key_folds_spelling(one: str, other: str) -> None:
    """Case, marks, hyphens, apostrophes and articles do not part two names."""
    assert strict_key(one) == strict_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tell Brak", "Tal Barak"),
        ("Kinsabba", "Kansaba"),
        ("Khirbat Jouz", "Khirbet Juz"),
        ("Харків", "Kharkiv"),
        ("حلب", "Halab"),
    ],
)
def test_skeleton_gathers_spellings(one: str, other: str) -> None:
    """Spellings and scripts of one name share their skeleton."""
    assert make_keys(one).skeleton == make_keys(other).skeleton


def test_similarity_orders() -> None:
    """A spelling of the same name is more alike than another name with the same head word."""
    asked = make_keys("Tel Tamer")
    assert similarity(asked, make_keys("Tall Tamr")) > similarity(asked, make_keys("Tall Abyad"))
    assert similarity(asked, make_keys("Tel Tamer")) == 1.0


def test_article_alone_is_kept() -> None:
    """A name of nothing but an article keeps it, so that no key is empty."""
    assert strict_key("Al") == "al"
