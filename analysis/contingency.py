"""How open the year was by day, and what pairing of worlds is worth: docs/contingency.md and its picture."""

import argparse
import datetime
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from analysis.commands import Program, Study
from analysis.page import Page
from analysis.patterns import dates_of
from analysis.words import NONE, day, iso, percent

TITLE = "How open the year was"
DOCUMENT = "contingency.md"
PICTURE = "contingency.svg"
SECTIONS = ("The odds of each ending, by day", "What pairing is worth")
SMALL = (
    *("--branches", "2", "--worlds", "2", "--pairs", "2", "--scale", "2000", "--what-ifs", "no-war"),
    *("--from", "1917-02-23", "--to", "1917-03-09", "--until", "1917-03-12"),
)

# What-ifs for which the worth of pairing is told: early and late, weak and strong.
WHAT_IFS = [
    "lenin-delayed-3-months",
    "lenin-absent-from-october",
    "no-march",
    "no-offensive",
    "land-in-april",
    "peace-in-may",
    "no-memory-of-1905",
    "no-war",
]
# What pairing may leave of the variance, where it is said to work.
QUARTER = 0.25
# Endings with power to the councils.
COUNCILS = ("council-transfer", "council-seizure")
# Days between two days of branching.
EVERY = 7
COLOURS = ["#2f4b7c", "#c8553d", "#e0b050", "#7a9e7e", "#6d597a", "#8d99ae", "#b56576", "#355070"]


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--branches", type=int, default=50, help="branches from each day")
    parser.add_argument("--worlds", type=int, default=4, help="worlds that are branched")
    parser.add_argument("--pairs", type=int, default=40, help="pairs of worlds for each what-if")
    parser.add_argument("--scale", type=int, default=200, help="persons that one simulated person stands for")
    parser.add_argument("--scenario", default="russia-1917", help="scenario")
    parser.add_argument("--from", dest="first", default="1917-02-23", help="first day to branch on")
    parser.add_argument("--to", dest="last", default="1917-10-25", help="last day to branch on")
    parser.add_argument("--what-ifs", nargs="+", default=WHAT_IFS, help="what-ifs for which pairing is judged")
    parser.add_argument("--until", help="last day to simulate, for a quick look")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Branches the worlds, compares the pairs, and writes what came of them."""
    scale = ["--scale", f"1:{asked.scale}", *(["--until", asked.until] if asked.until else [])]
    days = ["--from", asked.first, "--to", asked.last, "--every", str(EVERY), "--branches", str(asked.branches)]

    def branch(seed: int) -> Study:
        return program.study(f"branch-{seed}", "branch", asked.scenario, "--seed", str(seed), *scale, *days)

    worlds = [branch(seed) for seed in range(1, asked.worlds + 1)]
    page = Page()
    page.say("This page is written by a command, figures and words alike; do not edit it by hand:")
    page.commands(asked.repeat)
    study = worlds[0].answer["study"]
    page.say(f"Version {study['version']}; content of `{study['scenario']}` `{study['scenario_hash']}`.")
    odds_by_day(page, worlds)
    pairs = ["--pairs", str(asked.pairs), *scale]
    compared = {
        name: program.study(f"pairs-{name}", "compare", asked.scenario, "--with", name, *pairs)
        for name in asked.what_ifs
    }
    pairing(page, compared)
    draw(asked.docs / PICTURE, worlds)
    return page


def endings_of(worlds: list[Study]) -> list[str]:
    """The endings of any branch: those with power to the councils first."""
    seen = {word for world in worlds for found in world.answer["days"] for word in found["outcomes"]}
    return [word for word in COUNCILS if word in seen] + sorted(seen.difference(COUNCILS))


def day_of(found: dict[str, str]) -> datetime.date:
    """The Old Style date of a day of an answer."""
    return iso(found["date_local"])


def odds_by_day(page: Page, worlds: list[Study]) -> None:
    """What was still open on each day."""
    first = worlds[0].answer
    page.head("The odds of each ending, by day")
    page.say(
        f"{len(worlds)} worlds at {first['scale']} are followed to the end.",
        f"From each of {len(first['days'])} days {first['branches']} branches go on from the state of each with other "
        "chance: the share of them that ends so is what was still open on that day in that world.",
        "Worlds differ in their seed alone.",
    )
    page.made_by(*(world.command for world in worlds))
    page.say(f"![Odds of each ending by the day from which on chance is another]({PICTURE})")
    columns = ["world", "ended as", "on", "settled from (more than 90 % of branches, to the last day)"]
    rows = []
    for world in worlds:
        trunk, settled = world.answer["trunk"], world.answer["settled"]
        since = f"{day(day_of(settled['from']))}, `{settled['outcome']}`" if settled else "never"
        rows.append([f"seed {world.answer['seed']}", f"`{trunk['outcome']}`", day(day_of(trunk["ended"])), since])
    page.table(columns, rows)

    page.head("Power to the councils, and what is not yet decided", 3)
    page.say(
        "Shares of branches that end with power to the councils, by transfer or seizure, in per cent.",
        "What is not decided is the entropy of the ending among the branches of a world, in bits, and the mean of it over "
        "the worlds: one bit is a coin that has not been thrown.",
    )
    heads = [f"seed {world.answer['seed']}" for world in worlds]
    page.table(
        ["day", *heads, "each, bits", "mean, bits"],
        map(power_row, zip(*(w.answer["days"] for w in worlds), strict=True)),
    )
    for world in worlds:
        endings(page, world)


def power_row(on: tuple[dict[str, Any], ...]) -> list[str]:
    """A day: the share of each world's branches with power to the councils, and what is not decided."""
    councils = [sum(found["outcomes"].get(word, {"value": 0})["value"] for word in COUNCILS) for found in on]
    bits = [found["entropy_bits"]["corrected"] for found in on]
    told = ", ".join(f"{b:.2f}" for b in bits)
    return [day(day_of(on[0])), *map(percent, councils), told, f"{sum(bits) / len(bits):.2f}"]


def endings(page: Page, world: Study) -> None:
    """The odds of every ending of one world."""
    days = world.answer["days"]
    words = endings_of([world])
    page.head(f"Every ending, seed {world.answer['seed']}", 3)
    page.say(f"Shares in per cent, with Wilson's intervals at {percent(world.answer['level'])} %.")

    def row(found: dict[str, Any]) -> list[str]:
        chances = (found["outcomes"][word] for word in words)
        shares = (f"{percent(c['value'])} ({' to '.join(map(percent, c['interval']))})" for c in chances)
        return [day(day_of(found)), *shares]

    page.table(["day", *words], map(row, days))


def pairing(page: Page, compared: dict[str, Study]) -> None:
    """What is left of the variance of a difference when worlds are compared in pairs."""
    page.head("What pairing is worth")
    page.say(
        "Two worlds of one seed share every draw of chance that does not concern the change.",
        "The table says what is left of the variance of a difference when worlds are compared in such pairs, next to "
        "worlds with seeds of their own: 1 means that pairing gains nothing, 0 that it takes all chance away.",
        "A date that the change comes too late to move is 0 and is written so.",
        "Dates are in days, an ending that does not come counted as the day after the last.",
    )
    page.made_by(*(study.command for study in compared.values()))
    ratios = {}
    for name, study in compared.items():
        transfer = study.answer["outcomes"].get("council-transfer", {"variance_ratio": None})
        ratios[name] = {"ends as `council-transfer`": transfer["variance_ratio"]}
        ratios[name] |= {date["name"]: date["variance_ratio"] for date in dates_of(study.answer)}
    columns = list(dict.fromkeys(column for found in ratios.values() for column in found))

    def told(ratio: float | None) -> str:
        return NONE if ratio is None else f"{ratio:.2f}"

    rows = [[f"`{name}`", *(told(found.get(column)) for column in columns)] for name, found in ratios.items()]
    works = [
        sum((found.get(column) is not None and found[column] <= QUARTER) for found in ratios.values())
        for column in columns
    ]
    rows.append(["a quarter or less", *(f"{n} of {len(ratios)}" for n in works)])
    pairs = next(iter(compared.values())).answer
    page.say(f"{pairs['pairs']} pairs at {pairs['scale']} each.")
    page.table(["what-if", *columns], rows)


def draw(path: Path, worlds: list[Study]) -> None:
    """Draws the odds as areas on one another, a panel for each world, as a picture that stands alone."""
    # The same data give the same file, and text stays text.
    settings = {"svg.hashsalt": "tauride", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10}
    with matplotlib.rc_context(settings):
        rows = -(-len(worlds) // 2)
        figure = Figure(figsize=(10, 3.2 * rows + 0.8), layout="constrained")
        panels = list(figure.subplots(rows, 2, sharey=True, squeeze=False).flat)
        words = endings_of(worlds)
        for panel, world in zip(panels, worlds, strict=False):
            days = world.answer["days"]
            x = [day_of(found) for found in days]
            shares = [[100 * found["outcomes"].get(word, {"value": 0})["value"] for found in days] for word in words]
            panel.stackplot(x, shares, colors=COLOURS, labels=words, linewidth=0)
            trunk = world.answer["trunk"]
            panel.set_title(
                f"World of seed {world.answer['seed']}: {trunk['outcome'].replace('-', ' ')} on {day(day_of(trunk['ended']))}",
                loc="left",
            )
            panel.set(xlim=(x[0], x[-1]), ylim=(0, 100))
            panel.set_xticks(x[::7], [day(date) for date in x[::7]])
            panel.yaxis.set_major_formatter("{x:.0f} %")
            panel.grid(axis="y", color="white", alpha=0.45)
            panel.set_axisbelow(False)
            for side in panel.spines.values():
                side.set_visible(False)
        for panel in panels[len(worlds) :]:
            panel.set_visible(False)
        handles, _ = figure.axes[0].get_legend_handles_labels()
        branches = worlds[0].answer["branches"]
        figure.legend(
            handles,
            [word.replace("-", " ") for word in words],
            title=f"Share of {branches} branches that end so, by the day from which on chance is another (Old Style)",
            loc="outside lower left",
            alignment="left",
            ncols=len(words),
            frameon=False,
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(
            path, format="svg", metadata={"Date": None, "Title": "Odds of each ending by the day of branching"}
        )
