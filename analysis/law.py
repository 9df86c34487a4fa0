"""What the law of action gives when one thing is changed, over the year, and by place: docs/law.md."""

import argparse
from functools import partial

import numpy as np

from analysis import month_by_month, turning_points
from analysis.commands import Program, Study
from analysis.experiments import SCENARIO, SHIFT, Paired, number, shortage_later
from analysis.page import Page
from analysis.patterns import interval
from analysis.record import HIGH, LOW, SCENARIOS, Beside
from analysis.stats import median, median_interval, quantile, sign_test
from analysis.words import NONE, day, day_after, iso, listed
from analysis.year import Year, record_of, share

TITLE = "What the law gives"
DOCUMENT = "law.md"
SECTIONS = (
    "One thing changed",
    "Bread runs short 30 days later",
    "The council of the capital",
    "The congresses",
    "Strikes",
    "The garrison, and arms in the capital",
    "The dead in the capital",
    "Councils",
    "The countryside",
    "Deserters",
    "Turning points",
    "The eight patterns",
    "Places",
)
SMALL = ("--runs", "4", "--pairs", "3", "--scale", "2000")

# Changes of the worlds: what they are called, and the what-ifs that make them.
ARMS = {
    "no war": ("no-war",),
    "no shortage": ("no-shortage",),
    "no war and no shortage": ("no-war", "no-shortage"),
    "no repression": ("no-repression",),
    "a reliable garrison": ("reliable-garrison",),
    "the garrison and the severity of peace": ("peacetime-garrison",),
}
AS_IT_WAS = "as it was"
STANDS = "regime-holds"


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--runs", type=int, default=200, help="worlds of the year")
    parser.add_argument("--pairs", type=int, default=50, help="worlds of each change, no more than worlds of the year")
    parser.add_argument("--scale", type=int, default=100, help="persons that one simulated person stands for")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Runs the worlds and writes what they give."""

    def ensemble(name: str, scenario: str, runs: int, *changes: str) -> Study:
        words = ["--runs", str(runs), "--scale", f"1:{asked.scale}", "--tables", "few"]
        words += [word for change in changes for word in ("--with", change)]
        return program.study(name, "ensemble", scenario, *words)

    pairs = min(asked.pairs, asked.runs)
    late = program.folder / "late-shortage"
    shortage_later(SCENARIOS / SCENARIO, late)
    base = ensemble("as-it-was", SCENARIO, pairs)
    arms = {name: ensemble("-".join(changes), SCENARIO, pairs, *changes) for name, changes in ARMS.items()}
    later = ensemble("shortage-later", str(late), pairs)
    year = Year(ensemble("year", SCENARIO, asked.runs))
    page = Page()
    head(page, year, asked.repeat)
    parts = [
        lambda: changed(page, base, arms),
        lambda: shortage(page, base, later),
        *(partial(section, page, year) for section in (*month_by_month.PARTS, *turning_points.PARTS)),
    ]
    for title, part in zip(SECTIONS, parts, strict=True):
        page.head(title)
        part()
    return page


def head(page: Page, year: Year, repeat: str) -> None:
    """Says what the page is, how to read it and how to make it again."""
    study = year.study.answer["study"]
    page.say(
        "What follows from the rule by which people act: worlds with one thing changed, the year as the worlds have it, and "
        "the order of places.",
        "This page is written by a command, figures and words alike; do not edit it by hand:",
    )
    page.commands(repeat)
    page.say(
        "All worlds have the parameters as they are shipped.",
        "A figure is the median over the worlds, with the central 90 per cent of them in brackets.",
        "Dates are Old Style.",
        "The sentence below a table says which figures of the record lie within the central 90 per cent of the worlds; where a "
        "row of the record has bounds, it is enough that the two ranges meet.",
        "Keys in brackets are those of the sources; rows of the record marked `no source` were remembered and not found on a "
        "page.",
        f"At {year.study.answer['scale']} one simulated person stands for {year.study.answer['scale'].removeprefix('1:')}, "
        "and no smaller count is told.",
    )
    page.say(f"Version {study['version']}; content of `{SCENARIO}` `{study['scenario_hash']}`.")


def changed(page: Page, base: Study, arms: dict[str, Study]) -> None:
    """How often the regime of the start stands to the last day, with one thing changed."""
    start, end = (iso(base.answer["study"][name]) for name in ("start_local", "end_local"))
    was = base.worlds()
    stood = was["outcome"] == STANDS
    n = len(was)
    page.say(
        f"{n} worlds of the same seeds for each change, which share every draw of chance but for the change.",
        f"The regime of the start stands where the world ends as `{STANDS}` on {day(end)}; the interval is Wilson's, at 95 per "
        "cent.",
        "p is the exact chance of pairs that part so unevenly if the change did nothing.",
    )
    page.made_by(base.command, *(arm.command for arm in arms.values()))
    rows, apart = [], []
    for name, arm in {AS_IT_WAS: base, **arms}.items():
        worlds = arm.worlds()
        stands = worlds["outcome"] == STANDS
        hits = int(stands.sum())
        falls = (worlds["fall_local"].drop_nulls() - start).dt.total_days().to_list()
        more, less = int((stands & ~stood).sum()), int((stood & ~stands).sum())
        p = sign_test(more, less)
        if p < 0.05:
            apart.append(f"{name} ({share(hits / n)} against {share(stood.sum() / n)})")
        range_of = f" ({day_after(start, quantile(falls, LOW))} to {day_after(start, quantile(falls, HIGH))})"
        rows.append(
            [
                name,
                f"{hits} of {n}, {share(hits / n)}",
                interval(hits, n),
                f"{day_after(start, median(falls))}{range_of if falls else ''}",
                NONE if arm is base else f"{more}; {less}",
                NONE if arm is base else f"{p:.2g}",
            ]
        )
    page.table(
        [
            "worlds",
            "the regime stands",
            "interval",
            "median day of its fall, where it falls",
            "stands here alone; as it was alone",
            "p",
        ],
        rows,
    )
    record = record_of(base, "fall")
    falls = (was["fall_local"] - start).dt.total_days().fill_null((end - start).days + 1).to_list()
    beside = Beside()
    beside.date(f"the fall on {day(record)}", *[(record - start).days] * 2, falls)
    page.say(
        beside.sentence(),
        f"Changes whose share parts from that of the worlds as they were, with p under 0.05: {listed(apart)}.",
    )


def shortage(page: Page, base: Study, later: Study) -> None:
    """By how much the general strike comes later when the shortage does."""
    paired = Paired(base, later, "general_strike")
    middle = median(paired.differences)
    low, high = median_interval(paired.differences)
    bounds = f"{low:.0f} to {high:.0f}" if np.isfinite(low) else "too few pairs for an interval"
    page.say(
        f"The points of the bread supply dated from 1 February to 31 March are moved {SHIFT} days later in every place, as in "
        "[Experiments](experiments.md).",
        "The difference is that of the first day on which half of the capital's workers are out; its interval, from ranks, is at "
        "95 per cent.",
    )
    page.made_by(base.command, later.command)
    rows = [
        ("pairs of worlds", str(len(paired.pairs))),
        ("pairs in which both have such a day", str(len(paired.differences))),
        ("only as it was; only with the shortage moved", f"{paired.only_first}; {paired.only_second}"),
        ("median of the paired differences", f"{number(middle, 'days', 0)} ({bounds})"),
    ]
    page.table(["", ""], rows)
    told = "there are too few pairs to say whether the strike is as much later"
    if np.isfinite(low):
        told = f"the interval of the strike's delay {'holds' if low <= SHIFT <= high else 'does not hold'} {SHIFT} days"
    page.say(f"The record has no such world to compare with; of a shortage {SHIFT} days later, {told}.")
