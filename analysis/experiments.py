"""What the model must show when one thing is changed, and how scales compare: docs/experiments.md."""

import argparse
import csv
import datetime
from collections import defaultdict
from pathlib import Path

import numpy as np
import polars as pl

from analysis.commands import Failed, Program, Study
from analysis.page import Page
from analysis.patterns import dates_of
from analysis.stats import mean_interval, median, median_interval, quantile, standard_error, wilson, z_score
from analysis.words import NONE, day, day_after, grouped, iso, percent

TITLE = "Experiments"
DOCUMENT = "experiments.md"
SECTIONS = (
    "A good year of peace",
    "Bread runs short 30 days later",
    "Nobody disperses, arrests or shoots",
    "A change of nothing",
    "Scale",
)
SMALL = (
    *("--peace-runs", "2", "--runs", "2", "--whole-runs", "2", "--scales", "2000", "3000", "4000", "5000"),
    *("--until", "1917-03-12"),
)

SCENARIO = "russia-1917"
# Where the tables of the scenarios are, from the root of the repository.
SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
# Days by which the shortage is moved, and the days whose points of the bread supply are moved, Old Style.
SHIFT = 30
WINDOW = ("1917-02-01", "1917-03-31")
# Worlds that are run again with everything set to what it is.
SAME = 10
# A party has a row where it has this share of the seats at some scale.
LEAST_SEATS = 0.02
# Columns of the patterns.
PATTERNS = tuple(f"p{n}" for n in range(1, 9))
# Kinds of events whose numbers are compared between scales.
EVENTS = ("shots", "arrests", "general_strike", "crisis", "armed_demonstration", "march")


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--peace-runs", type=int, default=100, help="worlds of peace")
    parser.add_argument("--runs", type=int, default=50, help="pairs of worlds")
    parser.add_argument(
        "--whole-runs", type=int, default=8, help="worlds at the first scale; three times as many at the others"
    )
    parser.add_argument(
        "--scales", type=int, nargs=4, default=[1, 20, 100, 1000], help="scales, the pairs' own the third"
    )
    parser.add_argument("--until", help="last day to simulate, for a quick look")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Runs the worlds and writes what came of them."""
    until = ["--until", asked.until] if asked.until else []

    def ensemble(name: str, scenario: str, runs: int, scale: int, *words: str, threads: int | None = None) -> Study:
        words = ("--runs", str(runs), "--scale", f"1:{scale}", *words, *until)
        return program.study(name, "ensemble", scenario, *words, threads=threads)

    first, second, scale, last = asked.scales
    base = ensemble("as-it-was", SCENARIO, asked.runs, scale)
    page = Page()
    page.say("What the model must show when one thing is changed, and that the scale of a run changes little.")
    page.say("This page is written by a command, figures and words alike; do not edit it by hand:")
    page.commands(asked.repeat)
    page.say(
        "All worlds have the values set by hand.",
        "Paired worlds share every random draw but for the one change.",
        "Intervals are at 95 per cent.",
    )
    study = base.answer["study"]
    page.say(f"Version {study['version']}; content of `{SCENARIO}` `{study['scenario_hash']}`.")
    peace(page, ensemble("peace", "peace-1913", asked.peace_runs, scale))
    late = program.folder / "late-shortage"
    moved = shortage_later(SCENARIOS / SCENARIO, late)
    shortage(page, base, ensemble("shortage-later", str(late), asked.runs, scale), moved)
    repression(page, base, ensemble("no-repression", SCENARIO, asked.runs, scale, "--set", "repression=off"))
    nothing(page, program, base, ["--scale", f"1:{scale}", *until])
    # The largest worlds one after another: two at once would not fit a small machine's memory.
    whole = ensemble(f"1to{first}", SCENARIO, asked.whole_runs, first, threads=1)
    others = {n: ensemble(f"1to{n}", SCENARIO, max(3 * asked.whole_runs, 4), n) for n in (second, last)}
    scales(page, [whole, others[second], base, others[last]])
    return page


def verdict(is_so: bool) -> str:
    """Whether the model shows what it must."""
    return "This is as wanted." if is_so else "This is **not** as wanted."


def days_of(study: Study, column: str) -> list[int | None]:
    """The days of a date from the first day on, by seed; none where it never comes."""
    return (study.worlds()[f"{column}_local"] - iso(study.answer["study"]["start_local"])).dt.total_days().to_list()


def peace(page: Page, study: Study) -> None:
    """The regime must stand in a good year of peace."""
    worlds = study.worlds()
    n = len(worlds)
    stands = (worlds["outcome"] == "regime-holds").sum()
    low, high = wilson(stands, n)
    peak = sums_of(study)["peak"]
    page.head("A good year of peace")
    page.say(
        f"The same society with the hardship of 1913 (`peace-1913`, {study.answer['scale']}).",
        "Wanted: the regime stands at the end in at least 95 of 100 worlds.",
    )
    page.made_by(study.command)
    page.say(
        f"It stands in **{stands} of {n}** ({percent(low)} to {percent(high)} %); it fell in "
        f"{worlds['fall'].is_not_null().sum()}.",
        verdict(stands * 100 >= 95 * n),
        f"Most strikers of a day in the country: median {grouped(median(peak))}, 10 to 90 % "
        f"{grouped(quantile(peak, 0.1))} to {grouped(quantile(peak, 0.9))}.",
    )


def shortage_later(scenario: Path, into: Path) -> int:
    """Writes a scenario whose bread supply of the window comes later, everywhere; the number of points moved.

    Points after the window that a moved one overtakes are left out. All else is the base's.
    """
    with (scenario / "conditions.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    series = defaultdict(list)
    for row in rows:
        series[row["indicator"], row["place"]].append(row)
    moved, changed = 0, []
    for (indicator, _), points in series.items():
        inside = [p for p in points if WINDOW[0] <= p["date"] <= WINDOW[1]]
        if indicator == "food" and inside and all(p["kind"] in ("transport", "harvest") for p in points):
            later = [p | {"date": str(iso(p["date"]) + datetime.timedelta(SHIFT))} for p in inside]
            last = later[-1]["date"]
            outside = [p for p in points if p["date"] < WINDOW[0] or p["date"] > max(last, WINDOW[1])]
            points = sorted(outside + later, key=lambda p: p["date"])
            moved += len(inside)
        changed += points
    into.mkdir(parents=True, exist_ok=True)
    lines = (scenario / "scenario.toml").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("title", "summary", "base"))]
    head = [f'title = "Bread runs short {SHIFT} days later"', f'base = "{scenario.name}"']
    (into / "scenario.toml").write_text("\n".join([*head, *kept]) + "\n", "utf-8")
    with (into / "conditions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)
    return moved


class Paired:
    """A date in pairs of worlds: differences where both have it, and how many have it."""

    def __init__(self, first: Study, second: Study, column: str) -> None:
        """Compares the worlds of the same seeds."""
        pairs = list(zip(days_of(first, column), days_of(second, column), strict=True))
        self.pairs = pairs
        self.differences = [b - a for a, b in pairs if a is not None and b is not None]
        self.only_first = sum(a is not None and b is None for a, b in pairs)
        self.only_second = sum(a is None and b is not None for a, b in pairs)
        self.neither = sum(a is None and b is None for a, b in pairs)

    def left_out(self) -> str:
        """How many pairs the differences say nothing of."""
        missing = len(self.pairs) - len(self.differences)
        if not missing:
            return "No pair had to be left out."
        return (
            f"{missing} of {len(self.pairs)} pairs are left out of the differences because at least one of the two worlds "
            "has no such day; the median says nothing of them."
        )


def shortage(page: Page, base: Study, later: Study, moved: int) -> None:
    """The strike must come later when the shortage does."""
    start = iso(base.answer["study"]["start_local"])
    paired = Paired(base, later, "general_strike")
    middle = median(paired.differences)
    low, high = median_interval(paired.differences)
    was, became = (median(days_of(study, "general_strike")) for study in (base, later))
    page.head(f"Bread runs short {SHIFT} days later")
    page.say(
        f"The {moved} points of the bread supply (transport and harvest) dated from 1 February to 31 March 1917 Old Style "
        f"are moved {SHIFT} days later, in every place.",
        "Wanted: the first day on which half of the capital's workers are out comes 15 to 45 days later in the median.",
    )
    page.made_by(base.command, later.command)
    interval = f"{low:.0f} to {high:.0f}" if np.isfinite(low) else "too few pairs for an interval"
    rows = [
        ("pairs of worlds", len(paired.pairs)),
        ("pairs in which both have such a day", len(paired.differences)),
        (
            "only the world as it was; only the other; neither",
            f"{paired.only_first}; {paired.only_second}; {paired.neither}",
        ),
        ("median day as it was, over the worlds that have one", day_after(start, was)),
        ("median day with the shortage moved", day_after(start, became)),
        ("difference of the two medians", number(became - was, "days", 0)),
        ("**median of the paired differences**", f"**{number(middle, 'days', 0)}** ({interval})"),
    ]
    page.table(["", ""], ((name, str(value)) for name, value in rows))
    page.say(verdict(15 <= middle <= 45), paired.left_out())


def number(x: float, unit: str, digits: int) -> str:
    """A number with its unit; a dash where there is none."""
    return NONE if np.isnan(x) else f"{x:.{digits}f} {unit}"


def repression(page: Page, base: Study, without: Study) -> None:
    """Without repression the old regime must fall no later."""
    paired = Paired(base, without, "fall")
    end = (iso(base.answer["study"]["end_local"]) - iso(base.answer["study"]["start_local"])).days + 1
    # A regime that stands at the end is counted as falling on the day after it: the least that can be said.
    every = [(end if b is None else b) - (end if a is None else a) for a, b in paired.pairs]
    page.head("Nobody disperses, arrests or shoots")
    page.say("The mechanism `repression` is switched off.", "Wanted: the old regime's fall is not later on average.")
    page.made_by(base.command, without.command)

    def told(differences: list[int], bold: str) -> str:
        if not differences:
            return NONE
        low, high = mean_interval(differences)
        interval = f"{low:.1f} to {high:.1f}" if np.isfinite(low) else "too few pairs for an interval"
        return f"{bold}{np.mean(differences):.1f} days{bold} ({interval})"

    rows = [
        ("pairs of worlds", str(len(paired.pairs))),
        ("pairs in which the regime falls in both", str(len(paired.differences))),
        (
            "only with repression; only without; in neither",
            f"{paired.only_first}; {paired.only_second}; {paired.neither}",
        ),
        ("**mean difference where it falls in both** (without less with)", told(paired.differences, "**")),
        (
            "mean difference in all pairs, a regime that stands counted as falling the day after the end",
            told(every, ""),
        ),
    ]
    page.table(["", ""], rows)
    page.say(verdict(np.mean(every) <= 0 and (not paired.differences or np.mean(paired.differences) <= 0)))


def nothing(page: Page, program: Program, base: Study, words: list[str]) -> None:
    """Everything set to what it is must change nothing. Raises Failed when it does."""
    study = base.answer["study"]
    settings = [f"{key}={value!r}" for key, value in study["parameters"].items()]
    settings += [f"{name}={'on' if is_on else 'off'}" for name, is_on in study["switches"].items()]
    seeds = range(1, min(base.answer["runs"], SAME) + 1)
    command = ["run", SCENARIO, *words]
    changed = [*command, *(word for setting in settings for word in ("--set", setting))]

    def digests(name: str, words: list[str]) -> list[str]:
        # One run after another: each takes all threads.
        return program.each(name, words, seeds, lambda answer, _: answer["digest"], at_once=1)

    was, became = digests("digests-as-it-was", command), digests("digests-nothing-changed", changed)
    differ = [seed for seed, a, b in zip(seeds, was, became, strict=True) if a != b]
    if differ:
        raise Failed(f"a change of nothing changed the worlds of seeds {differ}")
    page.head("A change of nothing")
    page.say(
        "Every parameter and every switch is set to the value that it has already.",
        f"The digests of {len(seeds)} of {len(seeds)} worlds are identical to those of the worlds as they were (seed 1: "
        f"`{was[0]}`).",
    )
    page.say(f"Made by, with `--seed` 1 to {len(seeds)}, and again with `--set` for each of {len(settings)} values:")
    page.commands(" ".join(["tauride", *command]))


def sums_of(study: Study) -> pl.DataFrame:
    """By world: sums and means over the days that the table of worlds lacks."""
    powers = [f"authority_{power}" for power in ("government", "council", "committee", "nobody")]
    scopes = ("capital", "national")
    of_scope = {scope: pl.col("scope") == scope for scope in scopes}
    means = [
        pl.col(power).cast(pl.Float64).filter(of_scope[s]).mean().alias(f"{s}_{power}")
        for power in powers
        for s in scopes
    ]
    peak = pl.col("strikers").filter(of_scope["national"]).max().alias("peak")
    return study.table("national").group_by("world").agg(peak, *means).sort("world").collect()


def seats_of(study: Study) -> pl.DataFrame:
    """By world and party: share of the seats of workers and soldiers in all councils at the last weekly count."""
    start = iso(study.answer["study"]["start"])
    counts = study.table("councils").filter((pl.col("date") - start).dt.total_days() % 7 == 0)
    seats = (pl.col("seats_workers").cast(pl.Int64) + pl.col("seats_soldiers").cast(pl.Int64)).sum()
    last = counts.filter(pl.col("date") == pl.col("date").max().over("world"))
    by_party = last.group_by("world", "party").agg(seats.alias("seats"))
    return by_party.with_columns(share=pl.col("seats") / pl.col("seats").sum().over("world").clip(1)).collect()


def events_of(study: Study) -> pl.DataFrame:
    """By world: how many events of each kind its log has."""
    counts = study.table("events").group_by("world", "kind").agg(n=pl.len()).collect()
    by_kind = counts.with_columns(pl.col("kind").cast(pl.String)).pivot(on="kind", index="world", values="n")
    return study.worlds().select("world").join(by_kind, on="world", how="left")


def rows_of(studies: list[Study]) -> list[tuple[str, list[np.ndarray], bool]]:
    """What scales are compared by: a name, the values at each scale, and whether they are shares."""
    worlds, sums, seats, events = (
        [of(study) for study in studies] for of in (Study.worlds, sums_of, seats_of, events_of)
    )

    def values(tables: list[pl.DataFrame], column: str) -> list[np.ndarray]:
        return [table[column].cast(pl.Float64).to_numpy() for table in tables]

    rows = [
        ("person-days on strike", values(worlds, "striker_days"), False),
        ("most strikers of a day", values(sums, "peak"), False),
        ("person-days of refusing soldiers", values(worlds, "refusing_days"), False),
        ("person-days of acting villagers", values(worlds, "village_days"), False),
        ("killed", values(worlds, "killed"), False),
        ("days on which two powers are obeyed in the capital", values(worlds, "dual_days"), False),
        ("councils at the end", values(worlds, "councils"), False),
    ]
    for power, words in (
        ("government", "the government"),
        ("council", "a council"),
        ("committee", "a committee"),
        ("nobody", "nobody"),
    ):
        rows += [
            (f"{place}: share following {words}", values(sums, f"{scope}_authority_{power}"), True)
            for place, scope in (("capital", "capital"), ("country", "national"))
        ]
    for kind in EVENTS:
        tables = [table[kind] if kind in table.columns else pl.Series(kind, [0] * len(table)) for table in events]
        rows.append((f"events: {kind}", [table.fill_null(0).cast(pl.Float64).to_numpy() for table in tables], False))
    parties = {party: [] for party in sorted({party for table in seats for party in table["party"]})}
    for party, shares in parties.items():
        for table, all_worlds in zip(seats, worlds, strict=True):
            of_party = dict(table.filter(pl.col("party") == party).select("world", "share").iter_rows())
            shares.append(np.array([of_party.get(world, 0.0) for world in all_worlds["world"]]))
    for party, shares in sorted(parties.items(), key=lambda item: -item[1][0].mean()):
        if any(share.mean() >= LEAST_SEATS for share in shares):
            rows.append((f"seats at the end: `{party}`", shares, True))
    return rows


def summary(values: np.ndarray, is_share: bool) -> str:
    """Mean and standard deviation between worlds."""
    spread = values.std(ddof=1) if values.size > 1 else None
    show = (lambda x: f"{x:.3f}") if is_share else grouped
    return f"{show(values.mean())} ± {NONE if spread is None else show(spread)}"


def scales(page: Page, studies: list[Study]) -> None:
    """The same society at several scales."""
    names = [study.answer["scale"] for study in studies]
    first, *coarser = names
    page.head("Scale")
    page.say(
        f"Worlds at {', '.join(coarser[:-1])} and {coarser[-1]} against {first}, with the same seeds.",
        "At 1:N a simulated person stands for N, and units and cells are smaller by as much, but for a least size (64 "
        "adults, in works 24): small shops are then seen as one.",
        "Mean over the worlds, and the standard deviation between worlds of one scale.",
        f"*z* is the difference from {first} in standard errors of that difference; with few worlds it is rough, and a |z| "
        "over 3 is called a disagreement.",
        f"The last column says what that is worth: a smaller difference of {names[2]} from {first} than this, in per cent "
        f"of the value at {first}, would have passed unnoticed with so few worlds.",
        "The log leaves out events of fewer people than its conventions name, and what a coarse scale sees as one is one "
        "event: numbers of events are to be compared at one scale only.",
    )
    page.made_by(*(study.command for study in studies))
    disagree, table, compared = [], [], 0
    for name, values, is_share in rows_of(studies):
        scores = [z_score(other, values[0]) for other in values[1:]]
        compared += sum(not np.isnan(z) for z in scores)
        disagree += [f"{name} at {at} (z {z:.1f})" for at, z in zip(names[1:], scores, strict=True) if abs(z) > 3]
        reference = abs(values[0].mean())
        unnoticed = 300 * standard_error(values[2], values[0]) / reference if reference > 0 else float("nan")
        table.append(
            [name]
            + [summary(v, is_share) for v in values]
            + [NONE if np.isnan(z) else f"{z:.1f}" for z in scores]
            + [f"{unnoticed:.0f} %" if np.isfinite(unnoticed) else NONE]
        )
    heads = [f"{name} ({study.answer['runs']} worlds)" for name, study in zip(names, studies, strict=True)]
    page.table(["", *heads, *(f"z {name}" for name in coarser), "unnoticed below"], table)

    start = iso(studies[0].answer["study"]["start_local"])
    dates = []
    for date in dates_of(studies[0].answer):
        found = [[d for d in days_of(study, date["id"]) if d is not None] for study in studies]
        dates.append([date["name"], *(f"{day_after(start, median(days))} ({len(days)})" for days in found)])
    page.table(["date, median (Old Style) and worlds that have it", *names], dates)
    tables = [study.worlds() for study in studies]
    page.table(
        ["worlds that show a pattern", *names],
        [[name.upper(), *(f"{int(worlds[name].sum())} of {len(worlds)}" for worlds in tables)] for name in PATTERNS],
    )
    page.say(f"{compared} comparisons were made; of so many, a few stand out by chance alone.")
    if disagree:
        page.say(
            f"The scales disagree on: {'; '.join(disagree)}.",
            "What has been found of the reasons is in [decision 9](decisions/0009-scale-thinning-and-least-cell.md) and "
            "[decision 29](decisions/0029-obedience-by-shares.md).",
        )
    else:
        page.say("No measure has a |z| over 3.", "That is agreement only down to the differences of the last column.")
    record = dates_of(studies[0].answer)[0]["record"]
    page.say(
        f"The record's first day with half of the capital's workers out is {day(record and iso(record['date_local']))}."
    )
