"""Epstein's eight runs, each claim of the paper with what comes out here, as a part of docs/verification.md.

Under the printed ratio C/A no crowd grows in runs 2 and 5. Runs 1, 2, 5 and 8 are measured with it and with the ratio rounded
down, runs 3 and 4 rounded down alone, as other replications do, and runs 6 and 7, without cops, as printed. The slow loss of
legitimacy in run 3 is read as a hundredth a tick from tick 77. How fast cops are withdrawn in run 5 is not said, and is read
as a straight line from tick 50 to 550.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analysis.commands import Program
from analysis.page import Page
from analysis.stats import real

TITLE = "Verification"
DOCUMENT = "verification.md"
# The name of the part in the document.
PART = "epstein"
SECTIONS = ("Epstein's eight runs",)
SMALL = ("--seeds", "1")

# Runs of the paper's Table 2, each with a rounding of C/A; the first five are of the first model.
RUNS = (
    *(("1", "literal"), ("1", "floor"), ("2", "literal"), ("2", "floor"), ("3", "floor"), ("4", "floor")),
    *(("5", "floor"), ("5", "literal"), ("6", "literal"), ("7", "literal"), ("8", "literal"), ("8", "floor")),
)
# Actives above which the paper speaks of an outburst.
OUTBURST = 50
# Ticks after which run 1 is looked at.
SETTLED = 100

Course = dict[str, Any]
Values = np.ndarray


@dataclass(frozen=True)
class Asked:
    """What is asked of the values to say that a claim holds: in words, and as a test of them."""

    words: str
    is_so: Callable[[Values], bool]


NOTHING = Asked("", lambda _: True)
EVERY = Asked("every seed", lambda values: bool((values == 1).all()))
NO_SEED = Asked("no seed", lambda values: bool((values == 0).all()))
RECURS = Asked("2 or more in every seed", lambda values: bool((values >= 2).all()))
ABOVE = Asked("above 50 in every seed", lambda values: bool((values > OUTBURST).all()))
EITHER = Asked("a quarter to three quarters", lambda values: 0.25 <= values.mean() <= 0.75)


def within_a_quarter(published: float) -> Asked:
    """The mean must lie within a quarter of what is published."""
    return Asked("mean within a quarter", lambda values: 0.75 * published <= values.mean() <= 1.25 * published)


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the part."""
    parser.add_argument("--seeds", type=int, default=100, help="seeds of each run")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Runs the eight runs and writes the table."""
    seeds = range(1, asked.seeds + 1)
    courses = {
        f"{run}, {ratio}": program.each(f"run{run}-{ratio}", words(run, ratio), seeds, course) for run, ratio in RUNS
    }
    rows = table(courses)
    judged = [row for row in rows if row[-1]]
    failed = sum(row[-1] == "no" for row in judged)
    page = Page()
    page.head("Epstein's eight runs")
    page.say(
        "Epstein (2002) prints eight runs of his two models.",
        f"Each claim is stated as something that can be counted, and measured here over seeds 1 to {asked.seeds} with the "
        "published numbers, once with the ratio of cops to actives as printed and once rounded down as in NetLogo, where it "
        "matters.",
        f"Of {len(judged)} that ask something, {failed} do not hold here.",
        "The paper's text is known to us only through quotations in a public replication; what it leaves open, and how it was "
        "read, stands at the head of `crates/models/src/epstein.rs` and `crates/models/src/epstein/groups.rs`.",
    )
    page.commands(asked.repeat)
    page.made_by(
        *(f"tauride {' '.join(words(run, ratio))} --seed 1  # and so on to {asked.seeds}" for run, ratio in RUNS)
    )
    columns = ["Run, ratio", "Quantity", "Paper", "Here: mean", "Lowest to highest", "Seeds", "Asked", "Holds"]
    page.table(columns, rows)
    return page


def words(run: str, ratio: str) -> list[str]:
    """The words that run one of the eight."""
    model, more = ("epstein-1", []) if run < "6" else ("epstein-2", ["--set", "at_extinction=stop"])
    return ["model", model, "--set", f"run={run}", "--set", f"ratio={ratio}", *more]


def course(answer: dict[str, Any], folder: Path) -> Course:
    """What is kept of a run: its figures, and the fewest and most actives after it has settled."""
    found = dict(answer["figures"])
    ticks = pl.read_parquet(folder / "ticks.parquet")
    if "active" in ticks.columns:
        late = ticks.filter(pl.col("tick") > SETTLED)["active"]
        found |= {"fewest_late": late.min(), "most_late": late.max()}
    return found


def table(courses: dict[str, list[Course]]) -> list[list[str]]:
    """A row for each claim, in the order of the runs."""
    rows = []

    def add(run: str, quantity: str, paper: str, of: str | Callable[[Course], Any], asked: Asked) -> None:
        value = (lambda c: c.get(of)) if isinstance(of, str) else of
        rows.append(row(run, quantity, paper, [value(c) for c in courses[run]], asked))

    for run in ("1, literal", "1, floor"):
        add(run, "fewest actives after tick 100", "local outbursts", "fewest_late", NOTHING)
        add(run, "most actives after tick 100", "local outbursts", "most_late", NOTHING)
    add("2, literal", "outbursts in 3,000 ticks", "they recur", "outbursts", RECURS)
    add("2, literal", "most actives", "bursts", "peak_active", ABOVE)
    add("2, floor", "outbursts in 3,000 ticks", "they recur", "outbursts", RECURS)
    add("2, floor", "mean wait, ticks", "60", "mean_wait", within_a_quarter(60))
    add("2, floor", "s.d. of waits", "55", "sd_wait", within_a_quarter(55))
    add("2, floor", "mean total activation", "708", "mean_activation", within_a_quarter(708))
    add("2, floor", "s.d. of total activation", "230", "sd_activation", within_a_quarter(230))

    def bursts(c: Course) -> bool:
        return c["peak_active"] > OUTBURST

    add("3, floor", "share of seeds with a peak above 50", "0", bursts, NO_SEED)
    add("4, floor", "share of seeds with a peak above 50", "1", bursts, EVERY)
    pairs = list(zip(courses["3, floor"], courses["4, floor"], strict=True))
    for quantity, figure in (("the jump's peak is higher", "peak_active"), ("the jump jails more", "final_jailed")):
        values = [jump[figure] > slow[figure] for slow, jump in pairs]
        rows.append(row("4 and 3, floor", f"share of seeds where {quantity}", "1", values, EVERY))
    for run in ("5, floor", "5, literal"):
        add(run, "share of seeds with a peak above 50", "1", bursts, EVERY)

    def is_gone(c: Course) -> bool:
        return c.get("extinction") is not None

    def peaceful(c: Course) -> bool:
        return c["killed"] == 0 and not is_gone(c)

    def first_wins(c: Course) -> bool | None:
        return c["final_first"] > 0 if is_gone(c) and c["final_first"] + c["final_second"] > 0 else None

    add("6, literal", "share of seeds without a killing", "1", peaceful, EVERY)
    add("7, literal", "share of seeds in which a group dies out", "1 (30 runs)", is_gone, EVERY)
    add("7, literal", "share won by the first group", "either", first_wins, EITHER)
    add("7, literal", "tick in which a group is gone", "not stated", "extinction", NOTHING)
    for run in ("8, literal", "8, floor"):
        lasts = "share of seeds in which both groups last 3,000 ticks"
        add(run, lasts, "1", lambda c: not is_gone(c), EVERY)
        add(run, "tick in which a group is gone", "not stated", "extinction", NOTHING)
    return rows


def row(run: str, quantity: str, paper: str, values: list[Any], asked: Asked) -> list[str]:
    """A claim with the values of all seeds that have one."""
    found = real(values)
    told = [short(found.mean()), f"{short(found.min())} to {short(found.max())}"] if found.size else ["none", "none"]
    holds = ""
    if asked.words:
        holds = "yes" if found.size and asked.is_so(found) else "no"
    return [run, quantity, paper, *told, str(found.size), asked.words, holds]


def short(x: float) -> str:
    """A number with two decimals where it is small and has any."""
    return f"{x:.0f}" if abs(x) >= 100 or x == round(x) else f"{x:.2f}"
