"""The worlds of one year, and what pages ask of them."""

import datetime

import numpy as np
import polars as pl

from analysis.commands import Study
from analysis.words import NONE, day, day_after, iso, percent, signed

CAPITAL, COUNTRY = "petrograd", "russia"


class Year:
    """The worlds of the year, and what the sections ask of them."""

    def __init__(self, study: Study) -> None:
        """Reads the tables that more than one section needs."""
        self.study = study
        self.worlds = study.worlds()
        self.n = len(self.worlds)
        self.start, self.end = (iso(study.answer["study"][name]) for name in ("start_local", "end_local"))
        self.national = study.table("national").drop("date").rename({"date_local": "date"}).collect()
        # The last day of each month.
        days = [self.start + datetime.timedelta(k) for k in range((self.end - self.start).days + 1)]
        self.ends = [d for d in days if (d + datetime.timedelta(1)).day == 1]

    def scope(self, scope: str) -> pl.DataFrame:
        """The days of the capital or of the country."""
        return self.national.filter(pl.col("scope") == scope)

    def by_world(self, frame: pl.DataFrame, value: pl.Expr) -> np.ndarray:
        """A value of each world, in the order of the worlds; not a number where the frame has none of it."""
        found = dict(frame.group_by("world").agg(value.cast(pl.Float64).alias("value")).iter_rows())
        return np.array([found.get(world, np.nan) for world in self.worlds["world"]], dtype=float)

    def on(self, scope: str, column: str, date: datetime.date) -> np.ndarray:
        """A column of each world on a day."""
        return self.by_world(self.scope(scope).filter(pl.col("date") == date), pl.col(column).first())

    def within(self, scope: str, value: pl.Expr, first: datetime.date, last: datetime.date) -> np.ndarray:
        """A value of each world over some days."""
        return self.by_world(self.scope(scope).filter(pl.col("date").is_between(first, last)), value)

    def month(self, scope: str, value: pl.Expr, end: datetime.date) -> np.ndarray:
        """A value of each world over the month that ends on this day."""
        return self.within(scope, value, end.replace(day=1), end)

    def days(self, dates: pl.Series) -> np.ndarray:
        """Dates as days from the first on; not a number where there is none."""
        return np.array([np.nan if d is None else (d - self.start).days for d in dates], dtype=float)

    def since(self, date: datetime.date) -> int:
        """A date as days from the first on."""
        return (date - self.start).days

    def never_last(self, days: np.ndarray) -> np.ndarray:
        """The same days, one that never comes counted as the day after the last."""
        return np.where(np.isnan(days), self.since(self.end) + 1, days)

    def shown(self, days: float) -> str:
        """A day from the first on as a date; one after the last in words."""
        return f"after {day(self.end)}" if days > self.since(self.end) else day_after(self.start, days)


def month(end: datetime.date) -> str:
    """The name of the month that ends on this day."""
    return f"{end:%B}"


def share(x: float) -> str:
    """A share in per cent with its sign."""
    digits = 1 if 0 < x < 0.01 or 0.99 < x < 1 else 0
    return f"{percent(x, digits)} %"


def record_of(study: Study, name: str) -> datetime.date:
    """The record's day of a date that the program compares."""
    [found] = [date for date in study.answer["dates"] if date["id"] == name]
    return iso(found["record"]["date_local"])


def rho(x: float) -> str:
    """A correlation or a chance; a dash where there is none."""
    return NONE if np.isnan(x) else signed(f"{x:.2f}")
