"""Our Epstein with Mesa's rules against Mesa's own example, as a part of docs/verification.md.

Docking asks whether two programs of one model give the same distribution of results (Axtell, Axelrod, Epstein and Cohen
1996). Each seed gives one value of each statistic; the values of the one program and of the other are compared by the
two-sample test of Kolmogorov and Smirnov.
"""

import argparse
import importlib.metadata
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analysis.commands import Failed, Program
from analysis.page import Page
from analysis.stats import kolmogorov, median

TITLE = "Verification"
DOCUMENT = "verification.md"
SECTIONS = ("Docking with Mesa",)
SMALL = ("--seeds", "2", "--ticks", "20")

# Numbers that both programs are given; the lattice is 40 x 40, and everything else is the example's own.
CASES = {
    "Numbers of Epstein's run 2: legitimacy 0.82, cops 0.04, longest term 30": (0.82, 0.04, 30),
    "Numbers of Mesa's example: legitimacy 0.8, cops 0.074, longest term 1000": (0.8, 0.074, 1000),
}
# Actives above which a tick counts as violent, as in the paper.
VIOLENT = 50
# A p below this says that the two programs differ.
LEAST_P = 0.01


def autocorrelation(series: np.ndarray) -> float:
    """Correlation of a series with itself one tick later; 0 for a series that never changes."""
    around = series - series.mean()
    variance = float((around**2).sum())
    return float((around[:-1] * around[1:]).sum()) / variance if variance > 0 else 0.0


# What a series of actives comes to.
STATISTICS: dict[str, Callable[[np.ndarray], float]] = {
    "mean of actives": np.mean,
    "standard deviation": lambda series: np.std(series, ddof=1),
    "most actives in a tick": np.max,
    "share of ticks with more than 50 active": lambda series: np.mean(series > VIOLENT),
    "autocorrelation from tick to tick": autocorrelation,
}


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the part."""
    parser.add_argument("--seeds", type=int, default=40, help="seeds of each program")
    parser.add_argument("--ticks", type=int, default=500, help="ticks of each run")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Runs both programs and writes how alike they are. Raises Failed where Mesa is not installed."""
    try:
        version = importlib.metadata.version("mesa")
    except importlib.metadata.PackageNotFoundError:
        raise Failed("docking needs Mesa, and that a Python of 3.12 or later") from None
    seeds = range(1, asked.seeds + 1)
    page = Page()
    page.head("Docking with Mesa")
    page.say(
        f"`epstein-1` with `variant=mesa` against the example `epstein_civil_violence` that Mesa {version} ships, on 40 × 40 "
        "sites, with equal numbers.",
        "Seeds mean nothing across the two programs: each gives a sample of its own.",
        "Of each seed's series of actives a tick there are five statistics; D is the largest distance between the two "
        "samples' shares, p the exact chance of one at least as large (two-sample Kolmogorov-Smirnov; where values are equal "
        "it is an upper bound).",
    )
    page.commands(asked.repeat)
    lowest = 1.0
    with ProcessPoolExecutor(program.at_once(), mp_context=get_context("spawn")) as pool:
        for title, numbers in CASES.items():
            name = "-".join(map(str, (*numbers, asked.ticks)))
            words = settings(numbers, asked.ticks)
            ours = program.each(f"tauride-{name}", words, seeds, actives)
            run = partial(mesa_series, numbers, asked.ticks)
            theirs = program.kept(f"mesa-{version}-{name}", seeds, partial(pool.map, run))
            page.say(f"{title}, {asked.seeds} seeds each, {asked.ticks} ticks.")
            page.made_by(f"tauride {' '.join(words)} --seed 1  # and so on to {asked.seeds}")
            rows, p = compared(ours, theirs)
            page.table(["statistic", "Tauride, median", "Mesa, median", "D", "p"], rows)
            lowest = min(lowest, p)
    n = len(CASES) * len(STATISTICS)
    if lowest > LEAST_P:
        page.say(f"No p of the {n} is below {LEAST_P}: the test finds no difference.")
    else:
        page.say(f"The lowest p of the {n} is {lowest:.4f}: the two programs differ.")
    return page


def settings(numbers: tuple[float, float, int], ticks: int, *more: str) -> list[str]:
    """The words that run our model with these numbers."""
    legitimacy, cops, term = numbers
    given = (
        "variant=mesa",
        f"legitimacy={legitimacy}",
        f"cop_density={cops}",
        f"max_jail_term={term}",
        f"ticks={ticks}",
    )
    return ["model", "epstein-1", *(word for setting in (*given, *more) for word in ("--set", setting))]


def actives(_: dict[str, Any], folder: Path) -> list[int]:
    """Actives in each tick of one of our runs."""
    return pl.read_parquet(folder / "ticks.parquet")["active"].to_list()


def mesa_series(numbers: tuple[float, float, int], ticks: int, seed: int) -> list[int]:
    """Actives in each tick of Mesa's own example, as it is shipped."""
    from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence, EpsteinScenario

    legitimacy, cops, term = numbers
    scenario = EpsteinScenario(
        rng=seed, legitimacy=legitimacy, cop_density=cops, max_jail_term=term, max_iters=ticks + 1
    )
    model = EpsteinCivilViolence(40, 40, scenario=scenario)
    # The example collects data on every agent in every tick; nobody reads them here.
    model.datacollector = NoCollector()
    series = []
    for _ in range(ticks):
        model.step()
        series.append(int(model.ACTIVE))
    return series


class NoCollector:
    """Stands in for Mesa's collector of data and collects none."""

    def collect(self, model: object) -> None:
        """Collects nothing."""


def compared(ours: Iterable[list[int]], theirs: Iterable[list[int]]) -> tuple[list[list[str]], float]:
    """A row for each statistic, and the lowest p."""
    samples = [[np.array(series, dtype=float) for series in of] for of in (ours, theirs)]
    rows, lowest = [], 1.0
    for name, statistic in STATISTICS.items():
        a, b = ([float(statistic(series)) for series in sample] for sample in samples)
        test = kolmogorov(a, b)
        lowest = min(lowest, test.p)
        rows.append([name, three_digits(median(a)), three_digits(median(b)), f"{test.distance:.3f}", f"{test.p:.3f}"])
    return rows, lowest


def three_digits(x: float) -> str:
    """A number with three digits that count."""
    digits = 0 if abs(x) >= 100 else 1 if abs(x) >= 10 else 2 if abs(x) >= 1 else 3
    return f"{x:.{digits}f}"
