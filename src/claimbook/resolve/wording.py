"""What the words of a mention show by themselves: the head, the kind of party, nationality, a backer, a leader.

Everything here reads one mention; what the report says elsewhere is the context's business.
"""

from __future__ import annotations

import re
from functools import cache

from claimbook.lexicon.crosswalks import load_countries
from claimbook.lexicon.parties import load_demonyms, load_party_words, load_roles
from claimbook.model import ActorKind

from .context import country_named
from .names import fold, words_of

_FRONT = re.compile(
    r"(?i)^(?:(?:the|a|an|some|several|many|other|more|than|at|least|about|around|over|nearly|dozens|scores|hundreds|"
    r"thousands|two|three|four|five|six|seven|eight|nine|ten|twelve|\d[\d,.]*|of|suspected|alleged|presumed|purported|"
    r"remaining|fellow|another|one|(?:so[- ]+)?called|self[- ](?:styled|proclaimed|declared))\s+)+"
)
BACKED = re.compile(r"(?i)^(.*?)[\s-]+(?:backed|supported|aligned|affiliated|funded|sponsored|linked|allied|trained)\b")
_PRO = re.compile(r"(?i)^pro[- ]([\w.’']+)")
_OWNER = re.compile(
    r"(?i)^(?:.*\b)?(?:forces|troops|fighters|soldiers|army|militia|units|officers|gunmen|militants)\s+"
    r"(?:loyal\s+to|of|led\s+by|commanded\s+by|under|belonging\s+to)\s+(.+)$"
)
# The apostrophe is often lost on the way: "Assads forces".
_POSSESSED = re.compile(
    r"^(.+?)(?:'s|’s|(?<=[a-z])s) (?:forces|troops|army|fighters|militia|soldiers|government|regime|air force)$"
)
_TITLES = re.compile(
    r"(?i)^(?:(?:the|syrian|libyan|former|ousted|embattled|president|general|gen|field|marshal|army|chief|leader|regime|strongman|"
    r"commander|dictator|prime|minister|lt|maj|col|colonel)\.?\s+)+"
)
_PREPOSITION = re.compile(
    r"(?i)\s(?:of|from|in|at|near|loyal|with|who|that|which|to|for|on|against|belonging|carrying|backed|led|linked|"
    r"hosting|where|around)\s"
)
_JOINED = re.compile(r"\s(?:and|or)\s")
_HELD = re.compile(r"(?i)\b(?:held|controlled|run|ruled|occupied|besieged|populated|dominated|majority)\b")
_SELF_DEFENCE = re.compile(r"(?i)\bself[- ]defen[cs]e\b")
_AGAINST_STATE = re.compile(r"(?i)^anti[- ](?:government|regime|junta|army|state)\b")
_SERVICE = re.compile(r"(?i)\bservice[- ]?(?:members?|men|personnel)$")


def strip_front(wording: str) -> str:
    """The words without articles, counts and "suspected" before them."""
    name = " ".join(wording.strip(" \"'“”‘’,.;:").split())
    if ("(" in name) != (")" in name):
        name = name.strip("()")
    stripped = _FRONT.sub("", name)
    return stripped or name


def split_parenthesis(name: str) -> tuple[str, str | None]:
    """ "Syrian National Army (SNA)" → the name and what stands in parentheses behind it."""
    m = re.match(r"^(.*\S)\s*\(([^()]+)\)(.*)$", name)
    return (f"{m.group(1)}{m.group(3)}", m.group(2)) if m else (name, None)


def forms_of(word: str) -> tuple[str, ...]:
    """A folded word and what it may be the plural of."""
    key = fold(word)
    return key, key.removesuffix("s"), key.removesuffix("es"), key.removesuffix("ies") + "y"


def head_of(name: str) -> str:
    """The head word: the last one before the first preposition or relative clause."""
    words = words_of(_JOINED.split(_core(name), maxsplit=1)[0])
    return words[-1][0] if words else ""


def kind_of(name: str) -> ActorKind:
    """The kind of party that the head shows; failing it, the last word before the head that shows one."""
    roles = load_roles()
    head = head_of(name)
    order = [head, *(w for w, _, _ in reversed(words_of(_core(name))))]
    if _SELF_DEFENCE.search(name):
        return ActorKind.POLITICAL_MILITIA
    if _AGAINST_STATE.match(name) and head_of(name).lower() in ("forces", "fighters", "groups", "units", "factions"):
        return ActorKind.REBEL_GROUP
    for word in order:
        if word != head and fold(word) in ("defence", "defense"):
            continue  # "Valley Defence Force" may be anyone's
        for sort in ("force", "civilian"):
            for form in forms_of(word):
                kind = roles[sort].get(form)
                if kind:
                    return kind
    return ActorKind.UNKNOWN


def country_of(name: str) -> str | None:
    """The one country whose adjective or possessive stands before the head; None where there are two or none."""
    found = set()
    demonyms = load_demonyms()
    for word, start, _ in words_of(_core(name)):
        if word[0].isupper() and not name[:start].lower().endswith("non-"):
            plain = word.removesuffix("'s").removesuffix("’s").removesuffix(".")
            country = demonyms.get(plain.lower()) or (country_named(plain) if word.endswith(("'s", "’s")) else None)
            if country:
                found.add(country)
    if re.search(r"\bU\.?S\.?A?\b|United States", name):
        found.add("US")
    return found.pop() if len(found) == 1 else None


def country_word(word: str) -> str | None:
    """The country whose adjective or name one word is, or None."""
    plain = word.removesuffix("'s").removesuffix("’s").removesuffix(".")
    return load_demonyms().get(plain.lower()) or country_named(plain) if plain[:1].isupper() else None


def is_place_held(name: str) -> bool:
    """Whether the words name a place or area that somebody holds, not the party itself."""
    head = head_of(name)
    places = load_roles()["place"]
    if _HELD.search(name):
        return True
    party = load_party_words()
    known = party["army"] | party["state"]
    return any(form in party["area"] or (form in places and form not in known) for form in forms_of(head))


def is_of_army(name: str) -> bool:
    """Whether the head is troops, arms or a post of a state, so that nationality alone tells whose they are."""
    if _SERVICE.search(name):
        return True
    force, party = load_roles()["force"], load_party_words()
    forms = forms_of(head_of(name))
    if any(f in party["police"] or f in party["office"] for f in forms):
        return False
    return any(force.get(f) == ActorKind.STATE_FORCES or f in party["army"] for f in forms)


def is_of_state(name: str) -> bool:
    """Whether the head is the government itself."""
    return any(f in load_party_words()["state"] for f in forms_of(head_of(name)))


def is_only_adjective(name: str) -> bool:
    """Whether the words are no more than an adjective of nationality ("Turkish")."""
    return name.lower().removesuffix(".") in load_demonyms() or name in ("US", "U.S.", "U.S", "UK")


def is_part_of_party(rest: str) -> bool:
    """Whether what stands beside a party's name only says which part or people of it: "commanders", "9th Brigade of"."""
    roles, party = load_roles(), load_party_words()
    known: set[str] = set().union(
        party["part"], party["army"], *(roles[s] for s in ("force", "arms", "speaker", "thing"))
    )
    return all(
        re.fullmatch(r"\d+(?:st|nd|rd|th)?|[A-Z]+[a-z]*-?\d+\w*", word) or any(f in known for f in forms_of(word))
        for word, _, _ in words_of(rest)
    )


def is_plain_word(word: str) -> bool:
    """Whether a folded word has a meaning of its own here or is a number: such a word is no slip of the pen."""
    roles = load_roles()
    return any(c.isdigit() for c in word) or any(f in words for words in roles.values() for f in forms_of(word))


def backer_words(name: str) -> str | None:
    """Who stands behind the party: "Turkish" of "Turkish-backed militants", "Iran" of "pro-Iran militias"."""
    m = BACKED.match(name) or _PRO.match(name)
    return m.group(1).strip() if m and m.group(1).strip() else None


def leader_words(name: str) -> str | None:
    """Whose forces they are: "Haftar" of "Haftar's forces", "forces loyal to General Haftar"."""
    m = _OWNER.match(name)
    if m:
        return _TITLES.sub("", m.group(1)).strip()
    m = _POSSESSED.match(name)
    return _TITLES.sub("", m.group(1)).strip() if m else None


@cache
def metonyms() -> dict[str, str]:
    """Capital that stands for a government → country."""
    return {m: e.country for e in load_countries().values() for m in e.metonyms}


def _core(name: str) -> str:
    """What stands before the first preposition or relative clause."""
    return _PREPOSITION.split(f"{name} ", maxsplit=1)[0]
