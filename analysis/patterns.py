"""How many worlds show each of the eight patterns that the model was not told: docs/patterns.md."""

import argparse

import polars as pl

from analysis.commands import Program, Study
from analysis.page import Page
from analysis.stats import median, quantile, real, wilson
from analysis.words import day, day_after, iso, percent

TITLE = "Patterns"
DOCUMENT = "patterns.md"
SECTIONS = ("How often", "What counts, and what the record has", "What fails", "How the worlds end", "When")
SMALL = ("--runs", "3", "--scale", "2000")

# The eight patterns, as columns of the table of worlds.
PATTERNS = [f"p{i}" for i in range(1, 9)]
# Identifiers of the dates that pages compare, which are also columns of the table of worlds.
DATES = ("general_strike", "council", "fall", "coalition", "claim", "transfer")


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--runs", type=int, default=100, help="worlds")
    # Not from 1 on: those were looked at while parameters were chosen.
    parser.add_argument("--first-seed", type=int, default=1001, help="seed of the first world")
    parser.add_argument("--scale", type=int, default=100, help="persons that one simulated person stands for")
    parser.add_argument("--scenario", default="russia-1917", help="scenario")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Runs the worlds and writes what they show."""
    words = ["--runs", str(asked.runs), "--seed", str(asked.first_seed), "--scale", f"1:{asked.scale}"]
    study = program.study("worlds", "ensemble", asked.scenario, *words)
    worlds = study.worlds()
    page = Page()
    head(page, study, worlds, asked)
    how_often(page, study, worlds)
    what_counts(page, study)
    failures(page, study, worlds)
    endings(page, worlds)
    dates(page, study, worlds)
    return page


def head(page: Page, study: Study, worlds: pl.DataFrame, asked: argparse.Namespace) -> None:
    """Says what the page is, how to read it and how to make it again."""
    answer = study.answer
    first, last = worlds["seed"].min(), worlds["seed"].max()
    page.say(
        "Eight patterns of 1917 that no rule or input of the model states, and how many of its worlds show each.",
        f"{len(worlds)} worlds of `{answer['scenario']}` at {answer['scale']}, seeds {first} to {last}, one set of "
        "parameters.",
    )
    page.say(
        "**These shares are not a test of the model.**",
        "The parameters were adjusted by hand while runs of this same scenario, and these patterns in them, were looked "
        "at; and a detail of a measurement (P5 counts no fewer than 500 delegates) was settled along the way, not in "
        "advance.",
        "A high share says that one set of parameters can show a pattern, not that the model would have foretold it.",
        "The seeds here are others than those at the beginning of the row, on which one looks first: that guards against "
        "a lucky world, and not against parameters chosen with the patterns in view.",
    )
    page.say("This page is written by a command, figures and words alike; do not edit it by hand:")
    page.commands(asked.repeat)
    page.say("All of its figures are of the worlds of")
    page.commands(study.command)
    page.say(f"Version {answer['study']['version']}; scenario's content `{answer['study']['scenario_hash']}`.")


def spread(values: list[float | None]) -> str:
    """The median with the central 80 per cent."""
    if not real(values).size:
        return "none"
    digits = 1 if abs(median(values)) < 10 else 0
    low, middle, high = (f"{quantile(values, share):.{digits}f}" for share in (0.1, 0.5, 0.9))
    return f"{middle} ({low} to {high})"


def interval(hits: int, of: int) -> str:
    """Wilson's interval in per cent."""
    low, high = wilson(hits, of)
    return f"{percent(low)} to {percent(high)} %"


def dates_of(answer: dict) -> list[dict]:
    """The dates that pages compare, as an answer has them."""
    found = {date["id"]: date for date in answer["dates"]}
    return [found[name] for name in DATES if name in found]


def how_often(page: Page, study: Study, worlds: pl.DataFrame) -> None:
    """How many worlds show each pattern, and by how much."""
    n = len(worlds)
    page.head("How often")
    page.say("The interval is Wilson's, at 95 per cent; the value is over the worlds in which there is one to measure.")

    def row(name: str, pattern: dict) -> list[str]:
        hits = worlds[name].sum()
        values = worlds[f"{name}_value"].to_list()
        return [
            pattern["id"],
            pattern["statement"],
            f"{hits} of {n}, {percent(hits / n)} %",
            interval(hits, n),
            f"{spread(values)} {pattern['unit']}",
            str(real(values).size),
        ]

    columns = ["", "pattern", "worlds that show it", "interval", "value: median (10 to 90 %)", "worlds with a value"]
    page.table(columns, map(row, PATTERNS, study.answer["patterns"]))


def what_counts(page: Page, study: Study) -> None:
    """How each pattern is measured, and what the record says."""
    page.head("What counts, and what the record has")
    rows = ([pattern["id"], pattern["measured"], pattern["record"]] for pattern in study.answer["patterns"])
    page.table(["", "holds when", "the record"], rows)


def failures(page: Page, study: Study, worlds: pl.DataFrame) -> None:
    """A line for each pattern that fewer than half of the worlds show, and how many hold at once."""
    n = len(worlds)
    page.head("What fails")
    lines = []
    for name, pattern in zip(PATTERNS, study.answer["patterns"], strict=True):
        hits = worlds[name].sum()
        if 2 * hits >= n:
            continue
        missing = n - real(worlds[f"{name}_value"]).size
        degree = "Fewer than half of the worlds show"
        if hits == 0:
            degree = "No world shows"
        elif hits < 0.1 * n:
            degree = "Hardly any world shows"
        chance = "with so few worlds it may be half"
        if wilson(hits, n)[1] < 0.5:
            chance = "not a matter of too few worlds"
        measured = "It could be measured in all of them."
        if missing:
            measured = f"In {missing} there was nothing to measure: what it is about never happened there."
        lines.append(
            f"- **{pattern['id']}** fails. {degree} it: {hits} of {n} ({interval(hits, n)}), {chance}. {measured}"
        )
    page.say(*(lines or ["Each pattern is shown by at least half of the worlds."]))
    at_once = [worlds.select(pl.all_horizontal(PATTERNS[:number])).to_series().sum() for number in (4, 8)]
    page.say(
        f"P1 to P4 hold at once in {at_once[0]} of {n} worlds, all eight at once in {at_once[1]} of {n}.",
        "A share under 100 % is not a fault by itself: 1917 happened once, and nobody knows how likely it was.",
    )


def endings(page: Page, worlds: pl.DataFrame) -> None:
    """How many worlds end in each way."""
    page.head("How the worlds end")
    counts = worlds["outcome"].value_counts().sort("outcome").iter_rows()
    page.table(
        ["outcome", "worlds", "interval"], ([f"`{word}`", str(k), interval(k, len(worlds))] for word, k in counts)
    )


def dates(page: Page, study: Study, worlds: pl.DataFrame) -> None:
    """When things come, beside the record."""
    page.head("When")
    page.say(
        "Old Style dates over the worlds in which it happens; worlds in which it never does are in the last column alone."
    )
    start = iso(study.answer["study"]["start_local"])

    def row(date: dict) -> list[str]:
        days = (worlds[f"{date['id']}_local"] - start).dt.total_days().drop_nulls().to_list()
        low, middle, high = (day_after(start, quantile(days, share)) for share in (0.1, 0.5, 0.9))
        record = date["record"] and iso(date["record"]["date_local"])
        return [date["name"], middle, f"{low} to {high}", day(record), f"{len(days)} of {len(worlds)}"]

    page.table(["", "median", "10 to 90 %", "the record", "worlds"], map(row, dates_of(study.answer)))
