"""The pictures of "The model in plain words", drawn from runs of the program.

    python docs/scripts/pictures.py PROGRAM [--runs DIR]

It runs the commands of COMMANDS in a directory of its own, in some minutes, and writes docs/explanation/*.svg.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.dates as dates
import matplotlib.pyplot as plt
import polars as pl

FOLDER = Path(__file__).resolve().parents[1] / "explanation"
COMMANDS = {
    "year": "run russia-1917 --scale 1:1000",
    "many": "ensemble russia-1917 --scale 1:1000 --runs 20",
    "alone": "run russia-1917 --scale 1:1000 --set social_proof=off",
    "free": "run russia-1917 --scale 1:1000 --set repression=off",
}
INK, COUNCIL, GOVERNMENT, COMMITTEE, NOBODY = "#1d1b19", "#b3261e", "#2b4c7e", "#c8b27a", "#e3ddcf"
PAPER = "#fdfbf6"


def settings() -> None:
    """One look for all pictures, and the same bytes for the same data."""
    plt.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "tauride",
            "font.family": "sans-serif",
            "font.size": 10,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "text.color": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "figure.facecolor": PAPER,
            "axes.facecolor": PAPER,
            "axes.titlesize": 10,
            "axes.titlelocation": "left",
        }
    )


def save(figure: plt.Figure, name: str) -> None:
    """Writes a picture."""
    figure.savefig(FOLDER / name, metadata={"Date": None, "Creator": None}, bbox_inches="tight")
    plt.close(figure)


def capital(run: Path) -> pl.DataFrame:
    """The capital day by day."""
    return pl.read_parquet(run / "national.parquet").filter(pl.col("scope") == "capital").sort("date_local")


def thousands(axis: plt.Axes, data: pl.DataFrame, column: str, **how: object) -> None:
    """A count over time, in thousands."""
    axis.plot(data["date_local"], data[column] / 1000, **how)


def year(place: Path) -> None:
    """One world: strikers, soldiers who refuse, and whose orders the capital follows."""
    data = capital(place / "year")
    figure, (first, second, third) = plt.subplots(3, 1, figsize=(8, 6.6), sharex=True, height_ratios=[1, 1, 1.4])
    thousands(first, data, "strikers", color=INK, linewidth=1)
    first.set_title("Workers on strike in the capital, thousands")
    thousands(second, data, "refusing", color=INK, linewidth=1)
    second.set_title("Soldiers who refuse orders in the capital, thousands")
    names = ["authority_government", "authority_committee", "authority_nobody", "authority_council"]
    third.stackplot(
        data["date_local"], *(data[name] * 100 for name in names), colors=[GOVERNMENT, COMMITTEE, NOBODY, COUNCIL]
    )
    third.set_title("Whose orders the adults of the capital follow, per cent")
    third.set_ylim(0, 100)
    for day, height, word in [(date(1917, 5, 20), 25, "the government"), (date(1917, 9, 10), 65, "the council")]:
        third.text(day, height, word, color="white", ha="center", va="center", weight="bold")
    third.xaxis.set_major_locator(dates.MonthLocator())
    third.xaxis.set_major_formatter(dates.DateFormatter("%b"))
    third.set_xlabel("1917, Old Style")
    for axis in (first, second):
        axis.set_ylim(bottom=0)
    figure.align_ylabels()
    save(figure, "year.svg")


def spring(place: Path) -> None:
    """Twenty worlds and what was observed: workers on strike in the capital in February."""
    many = pl.read_parquet(str(place / "many/national/*.parquet")).filter(pl.col("scope") == "capital")
    last = pl.date(1917, 3, 12)
    many = many.filter(pl.col("date_local") <= last).sort("date_local")
    figure, axis = plt.subplots(figsize=(8, 3.8))
    for (_world,), data in many.group_by("world", maintain_order=True):
        thousands(axis, data, "strikers", color="#a9a39a", linewidth=0.7)
    middle = many.group_by("date_local").agg(pl.col("strikers").median()).sort("date_local")
    thousands(axis, middle, "strikers", color=INK, linewidth=2)
    axis.text(date(1917, 2, 18), 380, "grey: 20 worlds\nblack: their median", va="top")
    seen = pl.read_parquet(place / "year/observations.parquet").filter(
        (pl.col("observable") == "strikers")
        & (pl.col("place") == "petrograd")
        & (pl.col("date_end_local") <= last)
        & (pl.col("date_start_local") == pl.col("date_end_local"))
    )
    for row in seen.iter_rows(named=True):
        low, high = row["low"] or row["value"], row["high"] or row["value"]
        axis.plot([row["date_start_local"]] * 2, [low / 1000, high / 1000], color=COMMITTEE, linewidth=3, zorder=3)
        axis.plot(
            row["date_start_local"], row["value"] / 1000, "o", color=INK, markersize=5, zorder=4, markeredgecolor=PAPER
        )
    axis.set_title("Workers on strike in the capital, thousands; dots are the record with its range")
    axis.set_ylim(bottom=0)
    axis.xaxis.set_major_locator(dates.DayLocator(interval=3))
    axis.xaxis.set_major_formatter(dates.DateFormatter("%-d %b"))
    axis.set_xlabel("1917, Old Style")
    save(figure, "spring.svg")
    print("sources of the dots:", ", ".join(sorted(set(seen["source"].to_list()))))


def switches(place: Path) -> None:
    """One world three times: as it was, without example, without repression."""
    figure, axis = plt.subplots(figsize=(8, 3.8))
    last = pl.date(1917, 4, 15)
    for name, word, how in [
        ("year", "as it is", {"color": INK, "linewidth": 2}),
        ("free", "nobody disperses, arrests or shoots", {"color": INK, "linewidth": 1.2, "linestyle": "--"}),
        ("alone", "nobody acts because others act", {"color": "#8a6d1f", "linewidth": 1.6}),
    ]:
        data = capital(place / name).filter(pl.col("date_local") <= last)
        thousands(axis, data, "strikers", label=word, **how)
        print(name, data["strikers"].max())
    axis.legend(frameon=False, loc="upper right")
    axis.set_title("Workers on strike in the capital, thousands: one seed, three sets of rules")
    axis.set_ylim(bottom=0)
    axis.xaxis.set_major_locator(dates.WeekdayLocator(interval=1))
    axis.xaxis.set_major_formatter(dates.DateFormatter("%-d %b"))
    axis.set_xlabel("1917, Old Style")
    save(figure, "switches.svg")


def main() -> None:
    """Runs the commands and draws."""
    arguments = argparse.ArgumentParser(description="Draw the pictures of the explanation.")
    arguments.add_argument("program", type=Path)
    arguments.add_argument("--runs", type=Path, help="directory that keeps the runs, and gives those that it has")
    given = arguments.parse_args()
    settings()
    with tempfile.TemporaryDirectory() as folder:
        place = (given.runs or Path(folder)).resolve()
        for name, command in COMMANDS.items():
            if not (place / name / "report.html").exists():
                words = [given.program.resolve(), *command.split(), "--quiet", "--out", name]
                subprocess.run(words, cwd=place, check=True)
        year(place)
        spring(place)
        switches(place)


if __name__ == "__main__":
    main()
