"""The rows of the record, and which of them lie within what the worlds show."""

import csv
import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from analysis.commands import Failed
from analysis.stats import quantile, real
from analysis.words import NONE, day, iso

# Where the tables of the scenarios are, from the root of the repository.
SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
# The file of rows that nobody has found on a page.
UNVERIFIED = "unverified"
# The source of those rows.
NO_SOURCE = "memory"
# The central part of the worlds that a figure of the record is held against.
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Row:
    """A row of the record: from when to when, where, its value with its bounds, and its source."""

    first: datetime.date
    last: datetime.date
    place: str
    value: float
    low: float
    high: float
    source: str

    @property
    def is_verified(self) -> bool:
        """Whether the row has a source."""
        return self.source != NO_SOURCE

    @property
    def span(self) -> str:
        """The day, or the first and the last."""
        return day(self.first) if self.first == self.last else f"{day(self.first)} to {day(self.last)}"

    @property
    def cited(self) -> str:
        """The key of the source, or that there is none."""
        return f"`{self.source}`" if self.is_verified else "no source"

    def told(self, show: Callable[[float], str]) -> str:
        """The value, and the bounds where there are any."""
        bounds = "" if self.low == self.high else f", {show(self.low)} to {show(self.high)}"
        return f"{show(self.value)}{bounds} ({self.cited})"


@cache
def evidence(scenario: str) -> dict[str, list[Row]]:
    """The rows of the record by series, those of 1917 alone."""
    found: dict[str, list[Row]] = {}
    for path in sorted((SCENARIOS / scenario / "evidence").glob("*.csv")):
        for row in table(path):
            if "value" not in row or not row["date_start"].startswith("1917"):
                continue
            value, low, high = (float(row[name] or row["value"]) for name in ("value", "low", "high"))
            source = NO_SOURCE if path.stem == UNVERIFIED else row["source"]
            span = (iso(row["date_start"]), iso(row["date_end"]))
            found.setdefault(row["series"], []).append(
                Row(*span, row["place"], value, min(low, value), max(high, value), source)
            )
    return found


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a table of a scenario."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def series(scenario: str, name: str, place: str, verified_alone: bool = False) -> list[Row]:
    """The rows of a series at a place, by date. Raises Failed when there is none: the series has another name now."""
    rows = [row for row in evidence(scenario).get(name, ()) if row.place == place]
    rows = sorted((row for row in rows if row.is_verified or not verified_alone), key=lambda row: row.first)
    if not rows:
        raise Failed(f"the record has no series `{name}` at `{place}`")
    return rows


def chronicle(scenario: str) -> list[dict[str, str]]:
    """The rows of the chronicle."""
    return table(SCENARIOS / scenario / "evidence" / "events.csv")


def event_on(scenario: str, date: str, place: str, source: str) -> datetime.date:
    """The day of an event of the chronicle. Raises Failed when the chronicle has none on this day from this source."""
    key = (date, place, source)
    if not any((row["date"], row["place"], row["source"]) == key for row in chronicle(scenario)):
        raise Failed(f"the chronicle has no event of {date} at `{place}` from `{source}`")
    return iso(date)


def first_days(scenario: str, kind: str, source: str) -> dict[str, datetime.date]:
    """The first day of the chronicle's events of this kind from this source, by place."""
    found: dict[str, datetime.date] = {}
    for row in chronicle(scenario):
        if (row["kind"], row["source"]) == (kind, source):
            date = iso(row["date"])
            found[row["place"]] = min(date, found.get(row["place"], date))
    return found


def span(values: Iterable[float | None], show: Callable[[float], str]) -> str:
    """The median with the central 90 per cent; a dash where there is no value."""
    found = real(values)
    if not found.size:
        return NONE
    return f"{show(quantile(found, 0.5))} ({show(quantile(found, LOW))} to {show(quantile(found, HIGH))})"


@dataclass
class Beside:
    """Figures of the record held against the central 90 per cent of the worlds."""

    inside: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def hold(
        self,
        name: str,
        low: float,
        high: float,
        values: Iterable[float | None],
        words: tuple[str, str] = ("below", "above"),
    ) -> None:
        """Holds a figure from its lower to its upper bound against the values of the worlds."""
        found = real(values)
        if not found.size:
            self.outside.append(f"{name} (no world has it)")
            return
        least, most = np.quantile(found, LOW), np.quantile(found, HIGH)
        if most < low:
            self.outside.append(f"{name} (the worlds are {words[0]})")
        elif least > high:
            self.outside.append(f"{name} (the worlds are {words[1]})")
        else:
            self.inside.append(name)

    def date(self, name: str, first: int, last: int, days: Iterable[float | None]) -> None:
        """Holds a day, or the first and the last that it may have been, against those of the worlds."""
        self.hold(name, first, last, days, ("earlier", "later"))

    def rows(self, name: str, rows: list[Row], values: Iterable[float | None]) -> None:
        """Holds rows of one thing as one, from the least of them to the most: those with a source, if any has one."""
        sourced = [row for row in rows if row.is_verified]
        used = sourced or rows
        if used:
            name = name if sourced else f"{name} (no source)"
            self.hold(name, min(row.low for row in used), max(row.high for row in used), values)

    def sentence(self) -> str:
        """What agrees with the record and what misses."""
        of = len(self.inside) + len(self.outside)
        if not of:
            return "The record has no row to hold this against."
        figures = f"{of} figure{'' if of == 1 else 's'} of the record"
        within = "the central 90 per cent of the worlds"
        if not self.outside:
            return f"Of {figures}, none lies outside {within}: {'; '.join(self.inside)}."
        if not self.inside:
            return f"Of {figures}, none lies within {within}: {'; '.join(self.outside)}."
        lie = "lies" if len(self.inside) == 1 else "lie"
        return (
            f"Of {figures}, {len(self.inside)} {lie} within {within}: {'; '.join(self.inside)}; "
            f"and {len(self.outside)} outside: {'; '.join(self.outside)}."
        )
