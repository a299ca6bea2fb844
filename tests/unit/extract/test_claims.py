"""Claims made of small reports: what a user sees of the extractor."""

from __future__ import annotations

from claimbook.model import Basis, Harm, Kind, Modality

SHELLING = (
    "Government artillery shelled the town of Saraqib on Thursday, killing at least four civilians and wounding nine others, "
    "according to the Syrian Observatory for Human Rights."
)


def test_a_shelling_is_read_with_its_toll_and_speaker(read):
    """Kind, day, toll bounds and the cited monitor come out, each STATED value with its words."""
    claim = read(SHELLING)[0]
    assert claim.kind.value is Kind.SHELLING
    assert claim.period is not None
    assert claim.period.value is not None
    assert claim.period.value.start.isoformat() == "2021-05-06"
    tolls = {t.value.harm: (t.value.low, t.value.high) for t in claim.tolls if t.value}
    assert tolls[Harm.KILLED] == (4, None)
    assert tolls[Harm.INJURED] == (9, 9)
    assert [link.value.entry for link in claim.speakers][1:] == ["sohr"]


def test_the_same_text_gives_the_same_claims(read):
    """Reading twice gives equal claims, ids included."""
    assert read(SHELLING) == read(SHELLING)


def test_claims_of_one_happening_share_its_number_and_differ_in_speaker(read):
    """Two speakers on one strike are two claims of one happening."""
    claims = read(
        "An air strike hit a market in Idlib on Friday and killed seven people, the Syrian Observatory for Human Rights "
        "and the White Helmets said."
    )
    strikes = [c for c in claims if c.kind.value is Kind.AIR_STRIKE]
    assert len({c.id for c in strikes}) == len(strikes)
    assert len({c.happening for c in strikes}) == 1


def test_what_may_follow_is_conditional_or_not_told(read):
    """The bulletin's closing thought, "if confirmed, it may", is never an assertion."""
    claims = read(
        "The London-based monitor claimed that several officers were injured in rocket fire near the village of Kansafra. "
        "If this report is confirmed, it may force the air force to launch strikes on the rebels and to help the army in its "
        "fight with the group."
    )
    said = [c for c in claims if c.quote.spans[0].start > 115]
    assert all(c.modality.value in (Modality.CONDITIONAL, Modality.GENERAL, Modality.PLANNED) for c in said)


def test_a_report_of_an_election_tells_of_nothing(read):
    """No happening is found where there is none."""
    assert read("Voters in the province went to the polls on Sunday to choose a new council. Turnout was high.") == ()


def test_a_default_day_is_assumed(read):
    """Where no words tell the time, the report's day stands in, and says so."""
    claims = read("Gunmen have kidnapped three aid workers in Marib, officials said.")
    bases = {c.period.basis for c in claims if c.period}
    assert bases <= {Basis.ASSUMED}


def test_rival_figures_stand_beside_their_speakers(read):
    """Two speakers who give two tolls of one shelling get a claim each, on one happening, with the figure of each."""
    claims = read(
        "An air strike hit a market in Saraqib on Thursday, killing at least 12 civilians, according to the Syrian "
        "Observatory for Human Rights. State news agency SANA said eight people were killed in the strike."
    )
    told = {c.speakers[-1].value.entry: [t.value.low for t in c.tolls if t.value.harm is Harm.KILLED] for c in claims}
    assert {c.happening for c in claims} == {1}
    assert told == {"sohr": [12], "sana": [8]}


def test_an_outlets_own_figure_stands_beside_a_speakers(read):
    """Where the outlet gives one figure itself and a speaker another, the outlet has a claim of its own."""
    claims = read(
        "An air strike hit a market in Saraqib on Thursday, killing at least 12 civilians. The health ministry said eight "
        "people were killed in the strike."
    )
    told = {len(c.speakers): [t.value.low for t in c.tolls if t.value.harm is Harm.KILLED] for c in claims}
    assert told == {1: [12], 2: [8]}


def test_no_casualties_is_nobody_killed_and_nobody_injured(read):
    """A toll that is said to be none is a toll of nought, with its words."""
    claim = read("Warplanes struck the outskirts of Saraqib on Thursday. No casualties were reported.")[0]
    tolls = {t.value.harm: (t.value.low, t.value.high, t.wording) for t in claim.tolls}
    assert tolls == {Harm.KILLED: (0, 0, "No casualties"), Harm.INJURED: (0, 0, "No casualties")}


def test_killed_or_wounded_is_neither(read):
    """One number for dead and injured alike is put in neither toll."""
    for claim in read(
        "A roadside bomb hit a convoy near Saraqib. A dozen soldiers were killed or wounded in the blast."
    ):
        assert not claim.tolls


def test_words_of_doubt_and_denial_set_the_modality(read):
    """ "Reportedly" makes a claim of it, and what a speaker denies having done is denied."""
    claims = read("Government warplanes reportedly bombed a school in Saraqib on Thursday.")
    assert [c.modality.value for c in claims] == [Modality.CLAIMED]
    denied = read("The army denied that it had shelled the village of Saraqib on Thursday.")
    assert [c.modality.value for c in denied] == [Modality.DENIED]
