"""All cases with one set of numbers, against their records, and what changes when one thing is changed: docs/cases.md."""

import argparse
import json
import subprocess
from typing import Any

import polars as pl

from analysis.commands import Failed, Program, Study
from analysis.page import Page
from analysis.stats import wilson
from analysis.words import percent

TITLE = "Cases under one law"
DOCUMENT = "cases.md"
SECTIONS = ("How they end", "When", "Councils and congresses", "Against the record", "One thing changed", "What misses")
SMALL = ("--runs", "2", "--pairs", "2", "--scale", "2000")

# What the essay and its critics imply: of each case the what-ifs, by name, with the title of what is asked.
EXPERIMENTS = (
    ("germany-1918", "organised-layer"),
    ("russia-1917", "party-without-roots"),
    ("russia-1905", "army-at-home"),
    ("marikana-2012", "union-that-leads"),
    ("germany-1918", "no-memory"),
    ("russia-1905", "no-memory"),
    ("russia-1917", "no-memory-of-1905"),
    ("marikana-2012", "no-memory"),
    ("germany-1918", "quiet-year"),
)


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--runs", type=int, default=40, help="worlds of each case")
    parser.add_argument("--pairs", type=int, default=20, help="worlds of each change, no more than worlds of a case")
    parser.add_argument(
        "--scale", type=int, help="persons that one simulated person stands for; by the size of the case"
    )


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Runs the cases and writes what came of them."""
    folder = program.folder / "cases"
    words = [str(program.path), "cases", "--runs", str(asked.runs), "--out", str(folder), "--json", "--quiet"]
    words += ["--scale", f"1:{asked.scale}"] if asked.scale else []
    words += ["--threads", str(program.threads)] if program.threads else []
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(done.stderr.strip())
    table = json.loads(done.stdout)
    page = Page()
    head(page, table, asked)
    endings(page, table)
    dates(page, table)
    studies = {case["name"]: study_of(folder / case["name"]) for case in table["cases"]}
    bodies(page, table, studies)
    record(page, table)
    changes(page, program, table, studies, asked)
    misses(page, table)
    return page


def study_of(folder: Any) -> Study:
    """The ensemble of a case that the program has left."""
    return Study(folder, json.loads((folder / "ensemble.json").read_text("utf-8")))


def share(hits: int, of: int) -> str:
    """A share with Wilson's interval."""
    low, high = wilson(hits, of)
    return f"{percent(hits / of)} % ({percent(low)} to {percent(high)})"


def head(page: Page, table: dict, asked: argparse.Namespace) -> None:
    """Says what the page is and how to make it again."""
    page.say(
        "Every society that comes with the program and has a record of its own, with the same rules and the same "
        f"{len(table['parameters'])} parameters.",
        "The numbers were set on russia-1917 alone; nothing was fitted to any other case, and no parameter differs "
        "between cases: the command refuses to write this table otherwise, and a test holds it.",
    )
    page.say(
        "The rows of the record of each case were written before its first run.",
        "After the first runs three faults of the law were mended, each with all cases run again: most quarrels are "
        "petty and few are great, more pay is wanted in any year, and a strike is feared less where it is lawful; "
        "before, no large strike came in Petersburg in 1905, and none at Marikana ([decision 24](decisions/0024-cases.md)).",
    )
    page.say("This page is written by a command, figures and words alike; do not edit it by hand:")
    page.commands(asked.repeat)
    page.say("The worlds of the cases are made by")
    scale = f" --scale 1:{asked.scale}" if asked.scale else ""
    page.commands(f"tauride cases --runs {asked.runs}{scale}")


def endings(page: Page, table: dict) -> None:
    """How the worlds of each case end."""
    page.head("How they end")
    page.say("Shares of the worlds, with Wilson's interval at 95 per cent.")

    def rows() -> Any:
        for case in table["cases"]:
            for kind, found in sorted(case["outcomes"].items(), key=lambda item: -item[1]["worlds"]):
                name = case["outcome_names"][kind]
                yield [case["title"], case["scale"], f"{name} (`{kind}`)", share(found["worlds"], case["worlds"])]

    page.table(["case", "scale", "ending", "worlds"], rows())


def dates(page: Page, table: dict) -> None:
    """When turning points come, beside the record."""
    page.head("When")
    page.say("Median day over the worlds in which it comes, in the calendar of the case.")

    def rows() -> Any:
        for case in table["cases"]:
            for date in case["dates"]:
                if not date["happens"]["worlds"] and not date["record"]:
                    continue
                shown = [date[key]["date_local"] if date[key] else "—" for key in ("median", "record")]
                yield [case["title"], date["name"], share(date["happens"]["worlds"], case["worlds"]), *shown]

    page.table(["case", "", "worlds", "median", "the record"], rows())


def bodies(page: Page, table: dict, studies: dict[str, Study]) -> None:
    """Councils at the end, and what congresses decide."""
    page.head("Councils and congresses")
    page.say(
        "A congress is for the councils where it claims power, or keeps it where they rule; it is for others where it "
        "supports a government, or has an assembly elected.",
    )

    def rows() -> Any:
        for case in table["cases"]:
            study = studies[case["name"]]
            worlds = study.worlds()
            some = sum(count > 0 for count in worlds["councils"].to_list())
            events = study.table("events").filter(
                (pl.col("kind") == "congress") | (pl.col("decision") == "congress.assembly")
            )
            found = events.select("world", "kind", "result", "option").collect()
            held = found.filter(pl.col("kind") == "congress")["world"].n_unique()
            ours = (pl.col("result") == "claim") | (pl.col("option") == "keep power")
            others = (pl.col("result") == "support") | (pl.col("option") == "call an assembly")
            decided = [found.filter(which)["world"].n_unique() for which in (ours, others)]
            yield [
                case["title"],
                share(some, case["worlds"]),
                f"{case['sums']['councils']:.0f}",
                share(held, case["worlds"]),
                *(share(worlds_of, case["worlds"]) for worlds_of in decided),
            ]

    columns = ["case", "worlds with a council", "councils at the end, median", "worlds with a congress"]
    page.table([*columns, "one for the councils", "one for a government or an assembly"], rows())


def record(page: Page, table: dict) -> None:
    """How the worlds stand to the rows of their record."""
    page.head("Against the record")
    page.say(
        "Rows that no fit has seen: of russia-1917 those held back, of the other cases all that a world can be asked.",
        "The strongest simple forecast is the one against which the worlds do worst; skill above 0 is better than it.",
    )

    def rows() -> Any:
        for case in table["cases"]:
            score = case["score"]
            if not score:
                yield [case["title"], "0", "—", "—", "—", "—", "—"]
                continue
            half, most = score["inside"]
            n = max(score["rows"], 1)
            strongest = score["strongest"]
            skill = f"{strongest[1]['value']:+.2f} over {strongest[0]}, {strongest[2]} rows" if strongest else "—"
            patterns = ", ".join(f"{name} {held}" for name, held in case["patterns"].items() if held) or "none"
            yield [
                case["title"],
                str(score["rows"]),
                f"{half} ({percent(half / n)} %)",
                f"{most} ({percent(most / n)} %)",
                skill,
                str(score["unasked"]),
                f"{patterns} of {case['worlds']}",
            ]

    page.table(["case", "rows", "inside 50 %", "inside 95 %", "skill", "rows that cannot be asked", "patterns"], rows())


def changes(page: Page, program: Program, table: dict, studies: dict[str, Study], asked: argparse.Namespace) -> None:
    """What the essay and its critics imply: one thing changed, with the same seeds."""
    page.head("One thing changed")
    page.say(
        f"{asked.pairs} worlds of each change beside the worlds of the same seeds as they were.",
        "The columns are the share of worlds in which the first regime falls, in which power passes to councils, and "
        "the median number of councils at the end; strikers are summed over days, in thousands, as medians.",
    )
    cases = {case["name"]: case for case in table["cases"]}

    def figures(study: Study) -> list[str]:
        worlds = study.worlds().head(asked.pairs)
        n = len(worlds)
        came = [sum(day is not None for day in worlds[name].to_list()) for name in ("fall", "transfer")]
        return [
            *(share(count, n) for count in came),
            f"{worlds['councils'].median():.0f}",
            f"{worlds['striker_days'].median() / 1000:,.0f}",
        ]

    def rows() -> Any:
        for name, what_if in EXPERIMENTS:
            if name not in cases:
                continue
            scale = cases[name]["scale"]
            words = ["--runs", str(asked.pairs), "--scale", scale, "--with", what_if]
            study = program.study(f"{name}-{what_if}", "ensemble", name, *words)
            yield [f"{cases[name]['title']}, as it was", *figures(studies[name])]
            yield [f"{cases[name]['title']}: `{what_if}`", *figures(study)]

    page.table(["", "the first regime falls", "power passes to councils", "councils", "strikers, thousands"], rows())


def misses(page: Page, table: dict) -> None:
    """What the law does not give."""
    page.head("What misses")
    for case in table["cases"]:
        wrong = []
        for date in case["dates"]:
            happens, of = date["happens"]["worlds"], case["worlds"]
            if date["record"] and happens * 2 < of:
                wrong.append(
                    f"{date['name']}: in {happens} of {of} worlds, {date['record']['date_local']} in the record"
                )
        dated = any(date["record"] for date in case["dates"])
        kept = "every turning point of its record comes in at least half of the worlds"
        said = "; ".join(wrong) if wrong else kept if dated else "its record has none of these turning points"
        page.say(f"**{case['title']}.** {said[0].upper()}{said[1:]}.")
