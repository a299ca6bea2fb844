"""The audit chain."""

from __future__ import annotations

from dataclasses import replace

from claimbook.store.audit import START, Entry, canonical, digest, first_break


def chain(count: int) -> list[Entry]:
    """A whole chain of so many entries."""
    made: list[Entry] = []
    for number in range(1, count + 1):
        prev = made[-1].hash if made else START
        entry = Entry(number, "2021-03-04T00:00:00+00:00", "report", f"r{number}", digest(str(number)), prev, "")
        made.append(replace(entry, hash=entry.seal()))
    return made


def test_a_whole_chain_holds() -> None:
    """Nothing is found in a chain as it was written, nor in an empty one."""
    assert first_break(chain(4)) is None
    assert first_break([]) is None


def test_a_changed_entry_is_the_first_break() -> None:
    """Changing any field of an entry breaks it there, even where its own seal is made anew."""
    whole = chain(4)
    forged = replace(whole[1], digest=digest("other"))
    assert "entry 2" in (first_break([whole[0], forged, *whole[2:]]) or "")
    sealed = replace(forged, hash=forged.seal())
    assert "entry 3" in (first_break([whole[0], sealed, *whole[2:]]) or "")


def test_a_missing_or_moved_entry_is_a_break() -> None:
    """An entry taken out, or two exchanged, are found."""
    whole = chain(4)
    assert "entry 2 is missing" in (first_break([whole[0], *whole[2:]]) or "")
    assert "entry 2" in (first_break([whole[0], whole[2], whole[1], whole[3]]) or "")


def test_canonical_json_does_not_depend_on_order() -> None:
    """The same value gives the same characters."""
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'


def test_digests_tell_where_one_body_ends() -> None:
    """Bodies run together are not the bodies apart."""
    assert digest("a", "b") != digest("ab") != digest("ab", "")
