"""Two voices are independent only if their chains of speakers do not meet and the texts are not copies."""

from __future__ import annotations

from itertools import product

from claimbook.fuse import Fingerprint, copies_among, fingerprint, independent, shared_wording
from claimbook.fuse.independence import credited, is_copy
from claimbook.model import Link, SpeakerKind, Voice

PIECE = (
    "HILLTOWN (Reuters) - Two people were killed on Sunday when a shell hit the market of Hilltown, a hospital official "
    "said. The shell fell at about noon, when the market was full, and set three stalls on fire, said the official, who "
    "counted two bodies and nine wounded. Fighting between the army and rebels has gone on near the town for a month."
)
OTHER = (
    "Residents of Hilltown buried a trader and his son on Monday, a day after explosions in the centre of the town. The "
    "rebels accused the army of firing on them from the western ridge; the army has not commented on what happened. Relief "
    "workers warned that the only bakery of the district would run out of flour within days unless the road is opened."
)


def voice(*speakers: tuple[str, str | None, SpeakerKind], report: str = "a") -> Voice:
    """A voice with this chain, outermost first."""
    links = tuple(Link(name=name, entry=entry, kind=kind) for name, entry, kind in speakers)
    return Voice(claim=f"{report}-1", report=report, published=None, speakers=links)


CNN = ("CNN", "cnn", SpeakerKind.AGENCY)
BBC = ("BBC", "bbc", SpeakerKind.AGENCY)
SOHR = ("SOHR", "sohr", SpeakerKind.MONITOR)
ABDEL_RAHMAN = ("Rami Abdel Rahman", "sohr", SpeakerKind.MONITOR)
ARMY = ("the army", "sy-armed-forces", SpeakerKind.PARTY)
RESIDENTS = ("residents", None, SpeakerKind.LOCAL)


def test_three_outlets_that_repeat_one_monitor_are_one_voice():
    """Chains that go back to one monitor meet, whoever carries them and whoever speaks for it."""
    one, two = voice(CNN, SOHR, report="a"), voice(BBC, ABDEL_RAHMAN, report="b")
    assert independent(one, two) == (False, "Both go back to Rami Abdel Rahman.")
    assert not independent(one, voice(SOHR, report="c")).independent


def test_an_outlet_that_carries_two_speakers_brings_two_voices():
    """Passing through one outlet is no meeting; the outlet's own word and what it cites is one."""
    assert independent(voice(CNN, SOHR), voice(CNN, ARMY)).independent
    assert independent(voice(CNN), voice(CNN, report="b")) == (False, "Both are CNN's own word.")
    assert not independent(voice(CNN), voice(CNN, ARMY, report="b")).independent


def test_unnamed_people_of_two_reports_need_not_be_the_same():
    """ "residents" stand for whoever quoted them: two outlets' residents are two voices, one outlet's are one."""
    assert independent(voice(CNN, RESIDENTS), voice(BBC, RESIDENTS, report="b")).independent
    assert not independent(voice(CNN, RESIDENTS), voice(CNN, RESIDENTS, report="b")).independent


def test_copies_are_one_voice():
    """Reports that share their wording depend on each other, and the reason says how much."""
    prints = {"a": fingerprint(PIECE), "b": fingerprint("By our staff. " + PIECE), "c": fingerprint(OTHER)}
    copied = independent(voice(CNN), voice(BBC, report="b"), prints=prints.get)
    assert not copied.independent
    assert "share their wording" in copied.reason
    assert independent(voice(CNN), voice(BBC, report="c"), prints=prints.get).independent
    assert [pair[:2] for pair in copies_among(prints)] == [("a", "b")]


def test_one_agency_in_two_papers_is_one_voice():
    """Papers that print an agency's piece in their own name have the agency's word, not theirs."""
    prints = {
        "a": Fingerprint((1,) * 128, 90, frozenset({"afp"})),
        "b": Fingerprint((2,) * 128, 90, frozenset({"afp"})),
    }
    verdict = independent(voice(CNN), voice(BBC, report="b"), prints=prints.get)
    assert verdict == (False, "Both print Agence France-Presse's piece.")


def test_a_ruling_goes_before_the_texts():
    """What a person ruled a copy is one, whatever the words."""
    assert independent(voice(CNN), voice(BBC, report="b"), copies=[("b", "a")]).reason.startswith("A person ruled")


def test_agencies_are_told_from_dateline_and_end():
    """A credit stands in the dateline or at the end; a mention in passing is none."""
    assert credited(PIECE) == {"reuters"}
    assert credited("Something happened. --Reuters") == {"reuters"}
    assert credited("A reporter of Reuters was hurt in the blast on Sunday, witnesses said.") == frozenset()


def test_short_texts_are_no_copies():
    """Formulas that two short notes share say nothing of a source."""
    note = fingerprint("The army said that it had repelled an attack near the town.")
    assert shared_wording(note, note) == 1.0
    assert not is_copy(note, note)


def test_the_verdict_is_symmetric():
    """Judging a pair either way round gives the same answer."""
    voices = [
        voice(CNN),
        voice(CNN, SOHR, report="b"),
        voice(BBC, RESIDENTS, report="c"),
        voice(SOHR, report="d"),
        voice(BBC, ARMY, report="e"),
        voice(("(outlet unknown)", None, SpeakerKind.UNKNOWN), report="f"),
    ]
    for left, right in product(voices, voices):
        assert independent(left, right).independent == independent(right, left).independent


def test_a_fingerprint_is_the_same_every_time():
    """The same text gives the same numbers."""
    assert fingerprint(PIECE) == fingerprint(PIECE)
    assert fingerprint("").runs == 0
    assert shared_wording(fingerprint(""), fingerprint(PIECE)) == 0.0
