"""Words → who speaks: entries, parties, unnamed speakers by kind, people as they were introduced, outlets."""

from __future__ import annotations

import pytest

from claimbook.model import SpeakerKind
from claimbook.resolve.actors import ActorIndex
from claimbook.resolve.context import ActorContext
from claimbook.resolve.speakers import SpeakerContext, SpeakerIndex

ACTORS = ActorIndex.load()
INDEX = SpeakerIndex.load(ACTORS)


def context(text: str) -> SpeakerContext:
    """The context of a report's text."""
    return INDEX.context(text, ACTORS.context(text))


@pytest.mark.parametrize(
    ("wording", "kind"),
    [
        ("residents of the village", SpeakerKind.LOCAL),
        ("local sources", SpeakerKind.LOCAL),
        ("a local journalist", SpeakerKind.LOCAL),
        ("pro-government sources", SpeakerKind.PARTISAN),
        ("Syrian opposition sources", SpeakerKind.PARTISAN),
        ("a security official", SpeakerKind.OFFICIAL),
        ("local officials", SpeakerKind.OFFICIAL),
        ("three security sources", SpeakerKind.OFFICIAL),
        ("Saudi Interior Ministry", SpeakerKind.OFFICIAL),
        ("Moscow", SpeakerKind.OFFICIAL),
        ("a military source", SpeakerKind.PARTY),
        ("two U.S. defense officials", SpeakerKind.PARTY),
        ("medical sources", SpeakerKind.AID),
        ("a hospital official", SpeakerKind.AID),
        ("Turkish state media", SpeakerKind.STATE_MEDIA),
        ("local media", SpeakerKind.AGENCY),
        ("a monitoring group", SpeakerKind.MONITOR),
        ("someone", SpeakerKind.UNKNOWN),
    ],
)
def test_an_unnamed_speaker_keeps_its_kind(wording: str, kind: SpeakerKind):
    """What kind of speaker it is is read from the words, and no entry is forced on it."""
    assert INDEX.resolve(wording) == (None, kind)


@pytest.mark.parametrize(
    ("wording", "entry", "kind"),
    [
        ("the Syrian Observatory for Human Rights", "sohr", SpeakerKind.MONITOR),
        ("Rami Abdul-Rahman", "sohr", SpeakerKind.MONITOR),
        ("Turkish defence ministry", "tr-mod", SpeakerKind.PARTY),
        ("SDF", "sy-sdf", SpeakerKind.PARTY),
        ("a spokesman for Hamas", "ps-hamas", SpeakerKind.PARTY),
        ("the Israeli military", "il-armed-forces", SpeakerKind.PARTY),
        ("Ukrainian soldiers", "ua-armed-forces", SpeakerKind.PARTY),
    ],
)
def test_known_speakers_and_parties(wording: str, entry: str, kind: SpeakerKind):
    """Outlets, monitors, ministries, their spokespeople, and parties that speak for themselves have entries."""
    assert INDEX.resolve(wording) == (entry, kind)


def test_people_speak_as_they_were_introduced():
    """A person's kind is that of the role in which the report introduced it, by full name or last name later."""
    text = (
        "Omar Testman, a farmer who saw the strike, ran for help. Police Colonel Ali Sampleson counted the dead. "
        "Jan Muster, a spokesman for the Rapid Support Forces, denied it."
    )
    known = context(text)
    assert INDEX.resolve("Testman", known) == (None, SpeakerKind.LOCAL)
    assert INDEX.resolve("Ali Sampleson", known) == (None, SpeakerKind.OFFICIAL)
    assert INDEX.resolve("Jan Muster", known) == ("sd-rsf", SpeakerKind.PARTY)
    assert INDEX.resolve("Jan Muster") == (None, SpeakerKind.UNKNOWN)


def test_a_known_spokesman_may_be_taken_up_by_the_last_name():
    """The last name counts where the report gave the full one."""
    assert (
        INDEX.resolve("Ryder", context("Pat Ryder told reporters so. Ryder added no detail."))[0]
        == "us-pentagon-people"
    )
    assert INDEX.resolve("Ryder", context("Ryder added no detail."))[0] is None


@pytest.mark.parametrize(
    ("outlet", "address", "text", "entry"),
    [
        ("Reuters", None, "", "reuters"),
        ("NNA Lebanon", None, "", "nna"),
        ("Etilaf (opposition coalition)", None, "", "etilaf"),
        ("apnews.com", None, "", "ap"),
        ("The Sun", None, "", "the-sun"),
        (None, "https://www.aljazeera.com/news/2023/1/1/a", "", "al-jazeera"),
        (None, "https://english.ahram.org.eg/News/1.aspx", "", "ahram"),
        (None, None, "HILLTOWN (SANA) - A shell fell.", "sana"),
        (None, None, "A shell fell on Hilltown. --AFP", "afp"),
        (None, None, "A shell fell, SANA said on Sunday.", None),
        ("Hilltown Gazette", None, "HILLTOWN (SANA) - A shell fell.", None),
    ],
)
def test_the_outlet_is_told_from_name_address_or_text(
    outlet: str | None, address: str | None, text: str, entry: str | None
):
    """What is given goes before what the text shows; a mention in passing tells nothing."""
    assert INDEX.outlet_of(outlet, address, text) == entry


def test_without_actors_only_speakers_are_known():
    """An index without the lexicon of actors still works."""
    assert SpeakerIndex.load().resolve("SDF", SpeakerContext(actors=ActorContext())) == (None, SpeakerKind.UNKNOWN)


def test_lookup_by_name_person_and_part():
    """A speaker is found by its name, a spokesperson's, a host or a part of its name."""
    assert [e.id for e in INDEX.lookup("SOHR")] == ["sohr"]
    assert [e.id for e in INDEX.lookup("Rami Abdel Rahman")] == ["sohr"]
    assert "sohr" in [e.id for e in INDEX.lookup("observatory")]
    assert INDEX.lookup("nobody of that name") == ()


def test_common_words_are_no_speakers():
    """Outlets whose names are everyday words are not seen in running text."""
    text = "The Sun rose over the National Park on Dec 5. Let us hat the Times Square crowd, Lana said in Petra."
    assert [text[p.start : p.end] for p in INDEX.find(text)] == []
    assert [text[p.start : p.end] for p in ACTORS.find(text)] == []
