"""Claims with the why: every value with its words, its basis and its method, and what each step weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claimbook.model import Claim, Reason, Report, Sourced

from .row import fold
from .table import plain

Explained = tuple[Claim, Sequence[Reason]]


def to_explained(readings: Iterable[tuple[Report, Sequence[Explained]]]) -> Iterator[str]:
    """A block of lines for each claim."""
    for report, claims in readings:
        yield f"{plain(report.name)}\n" + ("\n" if claims else "  nothing to report\n")
        for number, (claim, reasons) in enumerate(claims, 1):
            yield "".join(f"{line}\n" for line in [f"  {number}  {claim.id}", *_values(claim), *_reasons(reasons), ""])


def _values(claim: Claim) -> Iterator[str]:
    yield "     values"
    for name in type(claim).model_fields:
        held = getattr(claim, name)
        for sourced in held if isinstance(held, tuple) else (held,):
            if isinstance(sourced, Sourced):
                words = f" “{plain(fold(sourced.wording))}”" if sourced.wording else ""
                spans = ", ".join(f"{s.start}-{s.end}" for s in sourced.spans)
                where = f" at {spans}" if spans else ""
                yield f"       {name}: {_value(sourced.value)}{words}{where} ({sourced.basis}, {sourced.method})"
                reason = getattr(sourced.value, "reason", "")
                if reason:
                    yield f"         {plain(reason)}"


def _value(value: Any) -> str:
    """A value on one line; of a place or a party its name and entry."""
    name = getattr(value, "name", None)
    if isinstance(name, str) and hasattr(value, "entry"):
        return plain(name) + (f" = {value.entry}" if value.entry else "")
    if hasattr(value, "start"):
        return f"{value.start} to {value.end or 'unknown'}" if value.end != value.start else str(value.start)
    if hasattr(value, "harm"):
        high = "or more" if value.high is None else "" if value.high == value.low else f"to {value.high}"
        return " ".join(filter(None, (str(value.harm), str(value.low), high, plain(value.group))))
    return plain(str(value))


def _reasons(reasons: Sequence[Reason]) -> Iterator[str]:
    yield "     why"
    for reason in reasons:
        because = "; ".join(f"{plain(what)} ({weight:+.1f})" for what, weight in reason.because)
        yield f"       {reason.step}: {reason.answer} of “{plain(fold(reason.words))}”, {reason.chance:.2f}: {because}"
