"""What a text has told of time so far, and the year that a date without one has.

A news report tells of the days before it was published: a date without a year is the latest that is not after the
report.  A chronicle (a history, a timeline, a report without a day) tells of years long past in their order: a date
without a year has the year told last, or the one after it where the months would run backwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from claimbook.model import Period, Precision

from ..calendar import safe_date

AHEAD_DAYS = 7  # how far after the report a date without a year may lie, as plans do
NEAR = 200  # characters within which a news report goes on about the year of a background date
BACKWARDS = 6  # so many months back from the month told last, a chronicle means the year after


@dataclass(slots=True)
class Told:
    """The report's day, whether it is a chronicle, and what was told last."""

    published: date | None
    chronicle: bool = False
    day: date | None = None
    last: Period | None = None
    told_at: int = 0
    at: int = 0  # where the expression stands that is being reckoned
    ahead: bool = False  # whether the words before it look ahead: "will", "scheduled for"

    scope: Period | None = None  # the months or years that the title says the text is about
    first_year: int | None = None  # the first year named later in a chronicle, and its month
    first_month: int = 0

    def tell(self, period: Period) -> None:
        """Takes note of a period that the text tells."""
        self.told_at = self.at
        if period.precision is Precision.DAY and period.end == period.start:
            self.day = period.start
        elif self.chronicle and self.day is not None and not period.start <= self.day <= (period.end or self.day):
            self.day = None  # "the next day" is no longer the one after it
        self.last = period

    @property
    def by_report(self) -> bool:
        """Whether words lean on the report's day: in news always, in a chronicle until something is told."""
        return not self.chronicle or self.last is None

    @property
    def anchor(self) -> date | None:
        """The day told last, else the report's."""
        return self.day or (self.published if self.by_report else None)

    def now(self, unit: str = "day") -> date | None:
        """The day that "last week" counts from: the report's, in a chronicle the one told last.

        A month or a year of a chronicle counts from what was told last, however roughly.
        """
        if self.by_report:
            return self.published
        if unit in ("month", "year", "decade"):
            return self.last.start if self.last else None
        return self.day

    @property
    def told_year(self) -> int | None:
        """The year told last."""
        return self.last.start.year if self.last else None

    def year_for(self, month: int, day: int, weekday: int | None = None) -> int | None:
        """The year that a date without one has; None where nothing tells."""
        year = self._chronicle_year(month) if self.chronicle else self._news_year(month, day)
        if year is None or weekday is None:
            return year
        return next((y for y in (year, year - 1, year + 1) if _falls_on(y, month, day, weekday)), year)

    def _chronicle_year(self, month: int) -> int | None:
        year = self._next_year(month)
        return year if year is not None and self._in_scope(year, month) else self._scope_year(month) or year

    def _scope_year(self, month: int) -> int | None:
        """The year of the scope in which the month lies; of two years, the turn of the year is meant."""
        if self.scope is None or self.scope.end is None:
            return None
        first, last = self.scope.start.year, self.scope.end.year
        if self.scope.precision is Precision.YEAR and last == first + 1:
            return first if month > 6 else last
        return next((year for year in range(first, last + 1) if self._in_scope(year, month)), None)

    def _in_scope(self, year: int, month: int) -> bool:
        if self.scope is None or self.scope.end is None:
            return True
        return (
            (self.scope.start.year, self.scope.start.month)
            <= (year, month)
            <= (self.scope.end.year, self.scope.end.month)
        )

    def _next_year(self, month: int) -> int | None:
        """As the text goes on: the year told last, or the one after it."""
        if self.last is None:
            return self._leading_year(month)
        year = self.last.start.year
        known_to_the_month = self.last.precision is not Precision.YEAR
        return year + 1 if known_to_the_month and self.last.start.month - month >= BACKWARDS else year

    def _leading_year(self, month: int) -> int | None:
        """Before any year is told: that of the first one named after it, if it goes on within two months."""
        if self.first_year is None or (self.first_month - month) % 12 > 2:
            return None
        return self.first_year - (month > self.first_month)

    def _news_year(self, month: int, day: int) -> int | None:
        if self.published is None:
            return None
        if (
            self.last is not None
            and not self.last.ongoing
            and self.at - self.told_at < NEAR
            and (self.last.start.year < self.published.year - 1)
        ):
            return self.last.start.year  # the background is being told
        if self.ahead:
            coming = safe_date(self.published.year, month, day)
            return self.published.year + (coming is not None and coming < self.published)
        for year in (self.published.year + 1, self.published.year, self.published.year - 1):
            found = safe_date(year, month, day)
            if found and found <= self.published + timedelta(days=AHEAD_DAYS):
                return year
        return None


def _falls_on(year: int, month: int, day: int, weekday: int) -> bool:
    found = safe_date(year, month, day)
    return found is not None and found.weekday() == weekday
