"""Worlds against the record, by hand and of a posterior, the fit behind it, and rivals: docs/validation.md."""

import argparse
import datetime
import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analysis.commands import Program, Study
from analysis.page import Page
from analysis.patterns import PATTERNS, dates_of
from analysis.stats import newcombe, quantile
from analysis.words import day, day_after, iso, percent, points, readable, rounded

TITLE = "Against the documents"
DOCUMENT = "validation.md"
SETS = ("the posterior", "the values set by hand")
SECTIONS = (
    *(f"{what}: {of}" for what in ("Test rows together", "With the discrepancy of the model") for of in SETS),
    *(f"{what}: {of}" for what in ("Order and pace", "Endings, orders, curves") for of in SETS),
    "The eight patterns",
    "The fit",
    "Rival explanations, and each mechanism off",
    "Every row",
    "Not scored",
)
SMALL = (
    *("--runs", "4", "--scale", "2000", "--bank-runs", "400", "--bank-scale", "2000"),
    *("--rival-runs", "200", "--rival-worlds", "3"),
    *("--rivals", "no-leaders", "--scenario", str(Path(__file__).parent / "tests" / "first-days")),
)

# The calendar that the program counts days in is this many days ahead of that of the record.
CALENDARS = datetime.timedelta(13)
EPOCH = datetime.date(1970, 1, 1)


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--runs", type=int, default=200, help="worlds of each set of parameters")
    parser.add_argument("--scale", type=int, default=100, help="persons that one simulated person stands for")
    parser.add_argument("--bank-runs", type=int, default=4096, help="worlds of the bank that is fitted from")
    parser.add_argument(
        "--bank-scale", type=int, default=300, help="persons that one simulated person of it stands for"
    )
    parser.add_argument("--bank", type=Path, help="directory of a finished bank, where there is one")
    parser.add_argument("--rival-runs", type=int, default=200, help="runs of the fit of each rival")
    parser.add_argument("--rival-worlds", type=int, default=30, help="worlds of each rival")
    parser.add_argument("--rivals", nargs="+", default=[], help="these rivals alone")
    parser.add_argument("--scenario", default="russia-1917", help="scenario")


@dataclass(frozen=True)
class Scored:
    """Worlds with one set of parameters: what they are called, the ensemble, and its score."""

    name: str
    ensemble: Study
    score: dict[str, Any]

    @property
    def commands(self) -> tuple[str, str]:
        """The commands that made the worlds and their score."""
        return (self.ensemble.command_with_folder, f"tauride score {self.ensemble.folder.as_posix()}")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Runs and scores the worlds, fits, fits the rivals, and writes how all of them stand."""

    words = ["--design", "sobol", "--runs", str(asked.bank_runs), "--scale", f"1:{asked.bank_scale}"]
    bank = finished(asked.bank) if asked.bank else program.study("bank", "bank", asked.scenario, *words)
    fit = fitted_from(program, asked.scenario, bank)
    fitted_too = with_posterior(asked.scenario, fit, program.folder / "fitted")

    def scored(name: str, word: str, *scenario: str) -> Scored:
        words = ["--runs", str(asked.runs), "--scale", f"1:{asked.scale}"]
        ensemble = program.study(f"posterior-{word}", "ensemble", *scenario, *words)
        return Scored(name, ensemble, program.score(ensemble).answer)

    both = [
        scored(SETS[0], "on", fitted_too, "--set", "posterior=on"),
        scored(SETS[1], "off", asked.scenario),
    ]
    words = ["--runs", str(asked.rival_runs), "--worlds", str(asked.rival_worlds)]
    words += [word for name in asked.rivals for word in ("--only", name)]
    rivals = program.study("rivals", "rivals", asked.scenario, *words).answer
    page = Page()
    head(page, both, bank, fit.answer, rivals, asked.repeat)
    for section in (together, with_discrepancy, dates, kinds):
        for one in both:
            section(page, one)
    patterns(page, both)
    fitted(page, bank, fit.answer)
    rival(page, rivals)
    rows(page, both)
    left_out(page, both[0].score)
    return page


def finished(folder: Path) -> Study:
    """A bank that lies in a directory."""
    return Study(folder, json.loads((folder / "bank.json").read_text("utf-8")))


def fitted_from(program: Program, scenario: str, bank: Study) -> Study:
    """Fits from a bank."""
    folder = program.folder / "fit"
    command = [str(program.path), "fit", scenario, "--bank", str(bank.folder), "--out", str(folder), "--json"]
    return Study(folder, program.answer(command))


def with_posterior(scenario: str, fit: Study, folder: Path) -> str:
    """Makes a scenario of the same inputs and the posterior of a fit in `folder`, and returns its name for the program."""
    source = Path(scenario) if Path(scenario).is_dir() else Path("scenarios") / scenario
    shutil.copytree(source, folder, dirs_exist_ok=True)
    shutil.copy(fit.folder / "posterior.toml", folder)
    return folder.as_posix()


def head(page: Page, both: list[Scored], bank: Study, fit: dict[str, Any], rivals: dict[str, Any], repeat: str) -> None:
    """Says what the page is and what its test is worth."""
    first = both[0]
    study = first.ensemble.answer["study"]
    page.say(
        "What the model foretells of 1917, beside what was observed.",
        "This page is written by a command, figures and words alike; do not edit it by hand:",
    )
    page.commands(repeat)
    page.say("It runs these commands, which write the same as pages with pictures beside the worlds:")
    page.commands(
        bank.command_with_folder,
        fit["made"]["command"],
        *(command for one in both for command in one.commands),
        rivals["command"],
    )
    page.say(
        f"Version {study['version']}; content of `{study['scenario']}` `{study['scenario_hash']}`; posterior "
        f"`{study['posterior'] or 'none'}`.",
        f"Twice {first.score['about']}: each with a parameter set of the posterior, and all with the values set by hand.",
        "The posterior is that of the fit; it lies beside a copy of the scenario, which a world is asked for with "
        "`--set posterior=on`.",
    )
    page.say(
        "The values set by hand, the parameters that were not fitted, and the rules themselves were made with the whole year "
        "in view ([decision 15](decisions/0015-one-parameter-set-set-by-hand.md)).",
        "For them the test rows are no blind test.",
        "The fitted parameters have even priors and were fitted to the training rows alone "
        "([decision 16](decisions/0016-what-a-fit-may-read.md)).",
    )


def number(x: float | None, digits: int) -> str:
    """A number, or a dash where there is none."""
    return "–" if x is None else f"{x:.{digits}f}"


def together(page: Page, one: Scored) -> None:
    """The test rows summed up, beside baselines that know the training rows alone."""
    part = one.score["test"]["all"]
    page.head(f"Test rows together: {one.name}")
    page.made_by(*one.commands)
    coverage = (
        [
            f"{percent(c['level'])} %",
            f"{c['value']} of {c['targets']} ({percent(c['value'] / max(c['targets'], 1))} %)",
            f"{c['range']} ({percent(c['range'] / max(c['targets'], 1))} %)",
        ]
        for c in part["coverage"]
    )
    page.table(["central interval", "value inside", "range met"], coverage)
    page.say(
        "Skill is 1 less the ratio of summed CRPS (counts as ratios, shares in tenths, dates in fortnights): 0 is no better "
        "than the baseline, below 0 worse.",
        "Baselines know the training rows alone; intervals (95 %) resample whole series.",
    )

    def row(baseline: dict[str, Any]) -> list[str]:
        skill = "–"
        if baseline["skill"] is not None:
            skill = f"{baseline['skill']:+.2f}"
            if baseline["interval"]:
                low, high = baseline["interval"]
                skill += f" ({low:+.2f} to {high:+.2f})"
        won = "–" if baseline["won"] is None else f"{baseline['won']}, {baseline['lost']}"
        return [baseline["name"], str(baseline["targets"]), skill, won]

    page.table(["baseline", "rows both foretell", "skill", "rows won, lost"], map(row, part["against"]))
    if strongest := one.score["strongest"]:
        page.say(
            f"Against the strongest of those that foretell many rows, {strongest['name']}: {strongest['skill']:+.2f} over "
            f"{strongest['targets']} rows."
        )
    if part["pit"]:
        counts = part["pit"]["counts"]
        page.say(
            "Place of the observation among the worlds, from below all to above all, in "
            f"{len(counts)} equal bins: {', '.join(map(str, counts))}."
        )


def with_discrepancy(page: Page, one: Scored) -> None:
    """The test rows with the discrepancy that the training rows show."""
    page.head(f"With the discrepancy of the model: {one.name}")
    page.made_by(*one.commands)
    wide = one.score["with_discrepancy"]
    if wide is None:
        page.say("The training rows are too few to tell of a discrepancy.")
        return
    page.say(
        "What parts the training rows from the worlds beyond chance and the record's own doubt is added to the worlds "
        "([decision 30](decisions/0030-the-discrepancy-of-the-model.md)).",
    )
    part = wide["test"]["all"]

    def inside(c: dict[str, Any], which: str) -> str:
        return f"{c[which]} of {c['targets']} ({percent(c[which] / max(c['targets'], 1))} %)"

    coverage = ([f"{percent(c['level'])} %", inside(c, "value"), inside(c, "range")] for c in part["coverage"])
    page.table(["central interval", "value inside", "range met"], coverage)
    page.table(
        ["family", "standard deviation", "training rows", "estimated from", "test rows"],
        (
            [
                of["title"],
                deviation(of),
                str(of["training_rows"]),
                "all families of its scale" if of["is_pooled"] else "its own rows",
                str(of["test_rows"]),
            ]
            for of in wide["families"]
        ),
    )
    told = [f"{b['name']} {b['skill']:+.2f}" for b in part["against"] if b["skill"] is not None]
    widths = [f"{100 * w['median']:.0f} points" for w in wide["test"]["widths"] if w["counted"] == "share"]
    page.say(
        f"Median width of the central 95 per cent of a share: {', '.join(widths) or 'no row is a share'}.",
        f"Skill over {', '.join(told) or 'no baseline: none foretells these rows'}.",
    )


def deviation(of: dict[str, Any]) -> str:
    """The standard deviation of a family in words."""
    if of["sd"] is None:
        return "none: too few training rows"
    if of["scale"] == "days":
        return f"{of['sd']:.0f} days"
    return f"a factor of {math.exp(of['sd']):.1f}{' of the odds' if of['scale'] == 'odds' else ''}"


def dates(page: Page, one: Scored) -> None:
    """When things come, beside the record."""
    worlds, answer = one.ensemble.worlds(), one.ensemble.answer
    start = iso(answer["study"]["start_local"])
    page.head(f"Order and pace: {one.name}")
    page.made_by(one.commands[0])

    def row(date: dict[str, Any]) -> list[str]:
        days = (worlds[f"{date['id']}_local"] - start).dt.total_days().drop_nulls().to_list()
        low, middle, high = (day_after(start, quantile(days, share)) for share in (0.1, 0.5, 0.9))
        record = date["record"] and iso(date["record"]["date_local"])
        spread = f"{middle} ({low} to {high})" if days else "never"
        return [date["name"], f"{len(days)} of {len(worlds)}", spread, day(record) if record else "none"]

    page.table(["", "worlds", "median (10 to 90 %)", "the record"], map(row, dates_of(answer)))


def kinds(page: Page, one: Scored) -> None:
    """Endings, orders of events, and curves."""
    page.head(f"Endings, orders, curves: {one.name}")
    page.made_by(*one.commands)
    n = one.score["worlds"]
    foretold = (
        [c["title"], c["came"], f"{c['worlds']} of {n}", number(c["log_score"], 2), number(c["even"], 2)]
        for c in one.score["categories"]
    )
    page.table(["foretold", "came", "worlds", "log score", "all alike"], foretold)
    curves = [[c["title"], str(c["length"]), number(c["energy"], 2), number(c["even"], 2)] for c in one.score["curves"]]
    if curves:
        page.table(["curve", "numbers", "energy score", "equal shares"], curves)
    else:
        page.say("No curve of the record lies in these days.")


def patterns(page: Page, both: list[Scored]) -> None:
    """How many worlds of each set show each pattern."""
    page.head("The eight patterns")
    page.made_by(*(one.commands[0] for one in both))
    page.say("The difference is in points, with Newcombe's interval at 95 per cent.")
    tables = [one.ensemble.worlds() for one in both]

    def row(what: str, names: list[str]) -> list[str]:
        hits = [(table.select(pl.all_horizontal(names)).to_series().sum(), len(table)) for table in tables]
        counts = [f"{k} ({percent(k / n)} %)" for k, n in hits]
        first, second = (k / n for k, n in hits)
        low, high = newcombe(*hits)
        difference, low, high = map(points, (first - second, low, high))
        return [what, *counts, f"{difference} ({low} to {high})"]

    found = both[0].ensemble.answer["patterns"]
    rows = [row(f"{p['id']} {p['statement']}", [name]) for name, p in zip(PATTERNS, found, strict=True)]
    rows += [row("P1 to P4 at once", PATTERNS[:4]), row("all eight", PATTERNS)]
    page.table(["worlds that show it", "the posterior", "set by hand", "difference"], rows)


def fitted(page: Page, bank: Study, fit: dict[str, Any]) -> None:
    """What the fit did, and what it learned of each parameter."""
    made = fit["made"]
    least = fit["least_effective_size"]
    page.head("The fit")
    page.made_by(bank.command_with_folder, made["command"])
    page.say(
        f"{fit['worlds']} worlds at {bank.answer['scale']}, their parameters spread evenly over the ranges below; "
        f"{fit['numbers']} numbers of the training rows.",
        f"Effective size of the sample {number(fit['effective_size'], 0)}; below {number(least, 0)} nothing is called identified.",
        f"Split `{made['split']}`, training rows `{made['training']}`, society `{made['society']}`, posterior `{fit['digest']}`.",
    )
    page.say(
        "Contraction: the share of the prior variance that went; below 0.2 a parameter is not identified.",
        f"Truths inside: of {fit['truths_ranked']} worlds of the bank whose parameters are known, those inside the 90 per cent "
        "interval of a fit to them alone; ranks: the chance of ranks as uneven, were the estimator right.",
    )

    def parameter(p: dict[str, Any]) -> list[str]:
        low, high = p["prior"]
        return [
            f"`{p['name']}`{'' if p['identified'] else ', not identified'}",
            f"{low} to {high}",
            f"{p['by_hand']}",
            f"{number(p['median'], 4)} ({number(p['p5'], 4)} to {number(p['p95'], 4)})",
            number(p["contraction"], 2),
            f"{percent(p['inside_90'])} %",
            number(p["rank_p_value"], 3),
        ]

    columns = [
        "parameter",
        "prior",
        "by hand",
        "posterior, median (90 %)",
        "contraction",
        "truths inside 90 %",
        "ranks, p",
    ]
    page.table(columns, map(parameter, fit["parameters"]))
    page.say(
        "How far the best world may be from the truth, by family: stated before, and as the training rows are likeliest; of "
        "counts on the axis of their logarithm, of shares as shares, of dates in days.",
        f"Median distance of a world from the training rows, in these: {number(fit['median_distance'], 2)} of those nearest, "
        f"{number(fit['median_distance_of_the_prior'], 2)} of all.",
    )
    found = (
        [d["family"], d["counted"], str(d["rows"]), number(d["stated"], 2), number(d["estimated"], 2)]
        for d in fit["discrepancy"]
    )
    page.table(["family", "counted", "training rows", "stated", "estimated"], found)


def rival(page: Page, rivals: dict[str, Any]) -> None:
    """How the rivals foretell the test rows."""
    page.head("Rival explanations, and each mechanism off")
    page.made_by(rivals["command"])
    page.say(
        f"Each fitted to the same training rows with {rivals['runs_of_each_fit']} runs, scored on the same test rows with "
        f"{rivals['worlds_of_each']} worlds at {rivals['scale']}.",
        "CRPS: mean over the test rows, lower is better.",
        "Skill of the whole model over it, with its 95 per cent interval: above 0 the whole model foretells better.",
    )

    def row(arm: dict[str, Any]) -> list[str]:
        skill = ""
        if arm["skill_of_whole"] is not None:
            low, high = arm["interval"] or (None, None)
            skill = f"{number(arm['skill_of_whole'], 2)} ({number(low, 2)} to {number(high, 2)})"
        return [
            arm["title"],
            ", ".join(arm["off"]),
            number(arm["crps"], 3),
            f"{arm['covered_95']} of {arm['targets']}",
            f"{arm['patterns_1_to_4']} of {arm['worlds']}",
            skill,
            arm["verdict"],
        ]

    columns = ["", "off", "CRPS", "within 95 %", "P1 to P4", "skill of the whole model", ""]
    page.table(columns, map(row, rivals["arms"]))


def shown(target: dict[str, Any], x: float) -> str:
    """A value of what is observed as readers know it: a day or never, a share, a round count."""
    if target["counted"] == "share":
        return f"{x:.2f}"
    if target["counted"] == "count":
        return readable(rounded(x))
    is_never = target["never_from"] is not None and x >= target["never_from"]
    return "never" if is_never else day_after(EPOCH - CALENDARS, x)


def rows(page: Page, both: list[Scored]) -> None:
    """Every observation with the worlds beside it."""
    page.head("Every row")
    page.made_by(*(command for one in both for command in one.commands))
    page.say(
        "Median of the worlds and central 95 per cent.",
        "Within half, 80 or 95 per cent: the innermost central interval that meets the observation or its range.",
    )

    def foretold(target: dict[str, Any]) -> str:
        low, high = target["interval_95"]
        median, low, high = (shown(target, x) for x in (target["median"], low, high))
        return f"{median} ({low} to {high}), {target['verdict']}"

    def row(targets: tuple[dict[str, Any], ...]) -> list[str]:
        first = targets[0]
        observed = shown(first, first["observed"])
        if first["low"] < first["high"]:
            observed += f" ({shown(first, first['low'])} to {shown(first, first['high'])})"
        return [
            f"{first['what']}, {first['place'].replace('_', ' ')}, {day(iso(first['date_end']) - CALENDARS)}",
            observed,
            f"{first['source']} {first['confidence']}",
            *map(foretold, targets),
        ]

    pairs = list(zip(*(one.score["targets"] for one in both), strict=True))
    columns = ["what", "observed", "source", "worlds of the posterior", "worlds set by hand"]
    for title in ("Test", "Training"):
        page.head(title, 3)
        page.table(columns, (row(pair) for pair in pairs if pair[0]["part"] == title.lower()))


def left_out(page: Page, score: dict[str, Any]) -> None:
    """What was not scored, and why."""
    page.head("Not scored")
    page.say(
        f"{score['remembered']} observations are only remembered: no source confirms them, and they are neither fitted nor "
        "scored.",
        f"{sum(score['unasked'].values())} observations of these days have no counterpart that a world can be asked for:",
    )
    page.say(*(f"- {n}: {why}." for why, n in sorted(score["unasked"].items())))
