"""With what, and what was struck: read from the words near the trigger."""

from __future__ import annotations

from claimbook.lexicon.parties import load_roles
from claimbook.model import Site

from .happening import Happening
from .mentions import Mention
from .reading import Reading

_SITES = {
    Site.HOSPITAL: {"hospital", "clinic", "ambulance"},
    Site.SCHOOL: {"school", "university", "kindergarten", "college"},
    Site.MARKET: {"market", "bazaar", "shop", "mall", "bakery", "restaurant"},
    Site.CAMP: {"camp"},
    Site.WORSHIP: {"mosque", "church", "temple", "shrine", "synagogue"},
    Site.HOME: {"house", "home", "residence", "apartment"},
    Site.INFRASTRUCTURE: {"bridge", "dam", "substation", "pipeline", "tower", "station", "pylon", "road"},
    Site.FACTORY: {"factory", "plant", "refinery", "mill"},
    Site.VEHICLE: {"vehicle", "car", "bus", "truck", "motorcycle", "convoy", "train", "boat", "ship"},
    Site.BASE: {"base", "barracks", "headquarters", "camp", "airbase", "garrison"},
    Site.CHECKPOINT: {"checkpoint"},
    Site.POSITION: {"position", "post", "outpost", "point", "trench"},
    Site.AIRPORT: {"airport", "airfield"},
    Site.DEPOT: {"depot", "warehouse", "store", "cache", "silo"},
    Site.GOVERNMENT: {"ministry", "court", "embassy", "consulate", "prison", "jail", "building", "palace"},
}
NEAR = 12  # tokens from the trigger in which the means stands


def find_means(reading: Reading, mentions: list[list[Mention]], happening: Happening) -> tuple[int, int] | None:
    """The tokens that name the weapon, nearest to the trigger; None where the words name none."""
    arms = load_roles()["arms"]
    trigger = happening.main.candidate.index
    sentence = reading.sentences[reading.sentence_of[trigger]]
    best: tuple[int, int] | None = None
    for i in range(max(sentence.start, trigger - NEAR), min(sentence.end, trigger + NEAR)):
        if (
            reading.lemmas[i] in arms
            and reading.doc[i].pos_ in ("NOUN", "PROPN")
            and (best is None or abs(i - trigger) < abs(best[1] - 1 - trigger))
        ):
            start = i
            while (
                start > sentence.start
                and reading.doc[start - 1].dep_ in ("compound", "amod")
                and reading.doc[start - 1].head.i == i
            ):
                start -= 1
            best = (start, i + 1)
    return best


def find_sites(reading: Reading, happening: Happening) -> list[tuple[Site, int, int]]:
    """The kinds of site among what was acted on."""
    out = []
    for mention in happening.targets:
        for i in range(mention.start, mention.end):
            site = next((s for s, words in _SITES.items() if reading.lemmas[i] in words), None)
            if site is not None:
                out.append((site, mention.start, mention.end))
                break
    return out
