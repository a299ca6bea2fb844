"""What every noun is made of: frozen, validated, and able to say where its value came from.

Offsets are characters of a report's text as kept with the report (see `Report.text`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

T = TypeVar("T")


class Frozen(BaseModel):
    """A noun of the model: it cannot be changed, and it refuses fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """Characters [start, end) of one report's text."""

    start: int
    end: int

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")
        return self


class Basis(StrEnum):
    """How a value rests on the report."""

    STATED = "stated"  # the words of `wording`, at `spans`, say it
    INFERRED = "inferred"  # follows from words of the report elsewhere, or from what the lexicon knows
    ASSUMED = "assumed"  # a rule's default, such as the day of publication


class Sourced(Frozen, Generic[T]):
    """A value, the words it came from, and how it was reached.

    `wording` is the report's own characters; where there are several spans, it is their texts joined
    by " … ".  `method` names the rule and its version, such as "periods.rules@1".
    A value of None says that the words could not be resolved: it is unknown, and said so.
    """

    value: T | None
    wording: str = ""
    spans: tuple[Span, ...] = ()
    basis: Basis
    method: str

    @model_validator(mode="after")
    def _stated_has_words(self) -> Sourced[T]:
        if self.basis is Basis.STATED and not (self.wording and self.spans):
            raise ValueError("a STATED value needs the words that state it, and their spans")
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by its parameter: a class such as Sourced[Place] is no attribute of a module, so has no name."""
        return _empty, type(self).__pydantic_generic_metadata__["args"], self.__getstate__()


def _empty(parameter: Any = None) -> Sourced[Any]:
    kind: type[Sourced[Any]] = Sourced if parameter is None else Sourced[parameter]
    return kind.__new__(kind)


WORDING_GAP = " … "


def read_back(text: str, spans: tuple[Span, ...]) -> str:
    """The wording that `spans` of `text` hold."""
    return WORDING_GAP.join(text[s.start : s.end] for s in spans)


def stated(text: str, spans: tuple[Span, ...], value: T | None, method: str) -> Sourced[T]:
    """A value that the words at `spans` of the report's `text` state."""
    return Sourced(value=value, wording=read_back(text, spans), spans=spans, basis=Basis.STATED, method=method)
