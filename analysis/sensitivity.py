"""Which parameters and inputs the outcome depends on, and how much of it is chance: docs/sensitivity.md."""

import argparse
from typing import Any

from analysis.commands import Program, Study
from analysis.page import Page
from analysis.words import MINUS, listed, percent, readable, rounded, signed

TITLE = "What the outcome depends on"
DOCUMENT = "sensitivity.md"
SECTIONS = ("Screening", "Shares of the variance", "What was not seen to matter")
SMALL = (
    *("--trajectories", "2", "--base", "2", "--factors", "2", "--scale", "1", "--scenario", "one-town"),
    *("--inputs", "grievance,belief,conditions"),
)

# Rows of the table of effects.
MOST_ROWS = 20

Answer = dict[str, Any]


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--trajectories", type=int, default=16, help="trajectories of the screening")
    parser.add_argument("--base", type=int, default=64, help="rows of the base sample, a power of two")
    parser.add_argument("--factors", type=int, default=6, help="factors whose shares of the variance are computed")
    parser.add_argument("--scale", type=int, default=200, help="persons that one simulated person stands for")
    parser.add_argument("--scenario", default="russia-1917", help="scenario")
    parser.add_argument("--inputs", help="names or groups to survey, with commas between; all where none is named")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Surveys the parameters and inputs and writes what was found."""
    words = ["--trajectories", str(asked.trajectories), "--base", str(asked.base), "--factors", str(asked.factors)]
    words += ["--scale", f"1:{asked.scale}", *(["--inputs", asked.inputs] if asked.inputs else [])]
    study = program.study("survey", "sensitivity", asked.scenario, *words)
    page = Page()
    head(page, study, asked.repeat)
    screening(page, study.answer)
    shares(page, study.answer)
    never(page, study.answer)
    return page


def head(page: Page, study: Study, repeat: str) -> None:
    """Says what was surveyed, and the answer in a few sentences."""
    answer = study.answer
    factors, trajectories = len(answer["factors"]), answer["trajectories"]
    page.say(
        "Which parameters and which inputs the outcome depends on, and how much is chance.",
        "This page is written by a command, figures and words alike; do not edit it by hand:",
    )
    page.commands(repeat)
    page.say("All of its figures are of the worlds of this command, whose own page has pictures:")
    page.commands(study.command)
    page.say(
        f"Version {answer['study']['version']}; content of `{answer['scenario']}` `{answer['study']['scenario_hash']}`.",
        f"{answer['worlds']} worlds at {answer['scale']}: {answer['worlds_of_screening']} of the screening ({trajectories} trajectories over "
        f"{factors} parameters and inputs), {answer['worlds_of_shares']} of the shares ({answer['base'] or 0} base rows).",
        f"Intervals at {percent(answer['level'])} per cent.",
        "This is a small survey: its intervals say how little it settles.",
    )
    page.say(*in_sentences(answer), *ranges(answer["reach"]))


def by_importance(answer: Answer) -> list[Answer]:
    """The factors, the most important first."""
    return sorted(answer["factors"], key=lambda factor: -factor["importance"])


def code(names: list[str]) -> list[str]:
    """Names as code."""
    return [f"`{name}`" for name in names]


def share_with_interval(estimate: Answer) -> str:
    """A share of the variance in per cent, within what a share can be, with its interval."""

    def show(x: float | None) -> str:
        return "?" if x is None else percent(min(max(x, 0), 1))

    low, high = map(show, estimate["interval"])
    return f"{show(estimate['value'])} % ({low} to {high})"


def in_sentences(answer: Answer) -> list[str]:
    """What it means."""
    factors = answer["factors"]
    silent = {*answer["without_effect"], *answer["lost_in_chance"]}
    told = sum(factor["name"] not in silent for factor in factors)
    found = [f"Of {len(factors)} parameters and inputs, {told} move some output by more than chance would."]
    first = [factor["name"] for factor in by_importance(answer)[:3] if factor["importance"] > 0]
    if first:
        found.append(f"Over all outputs the outcome depends most on {listed(code(first))}.")
    else:
        found.append("Nothing surveyed moves anything.")
    output = next((output for output in answer["outputs"] if output["shares"]), None)
    if output and output["shares"]["chance"] and output["shares"]["factors"]:
        chance = output["shares"]["chance"]
        most = max(output["shares"]["factors"], key=lambda share: share["total"]["value"])
        found.append(
            f"For “{output['title']}”, where the {len(answer['chosen'])} greatest are moved together, chance has a hand in "
            f"{share_with_interval(chance['total'])} of the variance and `{most['name']}` in "
            f"{share_with_interval(most['total'])}; chance alone would settle {share_with_interval(chance['first'])}."
        )
    return found


def ranges(reach: Answer) -> list[str]:
    """How far things are moved."""
    share = reach["share_of_value"]
    return [
        f"A parameter goes {percent(share)} per cent of its committed value to either side, no farther than its declared "
        f"range ({percent(reach['share_of_range_from_zero'])} per cent of that range where the value is 0).",
        f"An input’s deviation from its good value is multiplied by {1 - share:g} to {1 + share:g}, in every place and on "
        "every day, within what the indicator allows.",
        f"Starting values are shifted by up to {reach['shift']:g} in every class.",
        "These ranges are a choice: another range makes another factor important.",
    ]


def shown(output: Answer, x: float | None) -> str:
    """A value of an output for readers."""
    if x is None:
        return "?"
    sign, size = (MINUS if x < 0 else ""), abs(x)
    match output["unit"]:
        case "persons" if size >= 10_000:
            return f"{sign}{readable(rounded(size / 1000))},000"
        case "persons":
            return sign + readable(rounded(size))
        case "days":
            return f"{sign}{size:.1f}"
        case _:
            return f"{sign}{size:.2f}"


def screening(page: Page, answer: Answer) -> None:
    """The effect of each factor on each output."""
    outputs = answer["outputs"]
    page.head("Screening")
    page.say(
        "The mean size of the effect (μ*) of a move over the whole range surveyed, all else the same, for the "
        f"{min(MOST_ROWS, len(answer['factors']))} most important.",
        "Importance is that size in standard deviations of the output, averaged over the outputs.",
        "Bold: told from chance.",
        "The sign is that of the mean effect where it is settled.",
        "`--json` and the page have the intervals and the spread of the effects.",
    )
    effects = [{effect["name"]: effect for effect in output["effects"]} for output in outputs]

    def one(output: Answer, effect: Answer) -> str:
        low, high = effect["mu"]["interval"]
        sign = "+" if low is not None and low > 0 else MINUS if high is not None and high < 0 else ""
        text = sign + shown(output, effect["mu_star"]["value"])
        return f"**{text}**" if effect["told_from_chance"] else text

    rows = []
    for factor in by_importance(answer)[:MOST_ROWS]:
        name = factor["name"]
        cells = (one(output, found[name]) for output, found in zip(outputs, effects, strict=True))
        rows.append([f"`{name}`", f"{factor['importance']:.2f}", *cells])
    of_chance = (shown(output, output["chance"]["value"]) for output in outputs)
    rows.append(["another seed", f"{answer['importance_of_chance']:.2f}", *of_chance])
    rows.append(["mean of the worlds", "", *(shown(output, output["mean"]) for output in outputs)])
    rows.append(["their standard deviation", "", *(shown(output, output["deviation"]) for output in outputs)])
    page.table(["", "importance", *(f"{output['title']} ({output['unit']})" for output in outputs)], rows)


def shares(page: Page, answer: Answer) -> None:
    """Shares of the variance of each output."""
    page.head("Shares of the variance")
    page.say(
        f"The {len(answer['chosen'])} most important moved together, each even over its range, all else as it is.",
        "First: the share that would go if it were known.",
        "Total: the share that would be left if all else were known.",
        "In company: their difference.",
        "Noise can bring an estimate below 0.",
    )

    def cell(estimate: Answer) -> str:
        value, low, high = (
            "?" if x is None else signed(f"{x:.2f}") for x in (estimate["value"], *estimate["interval"])
        )
        return f"{value} ({low} to {high})"

    def row(name: str, share: Answer) -> list[str]:
        company = "?" if share["interaction"] is None else signed(f"{share['interaction']:.2f}")
        return [name, cell(share["first"]), cell(share["total"]), company]

    for output in answer["outputs"]:
        page.head(output["title"], 3)
        found = output["shares"]
        if not found:
            page.say("The same in every world of this sample.")
            continue
        rows = [row(f"`{share['name']}`", share) for share in found["factors"]]
        if found["chance"]:
            rows.append(row("chance (the seed)", found["chance"]))
        page.table(["", "first", "total", "in company"], rows)


def never(page: Page, answer: Answer) -> None:
    """What was not seen to matter, and what that means."""
    parameters = {factor["name"] for factor in answer["factors"] if factor["is_parameter"]}
    silent = {*answer["without_effect"], *answer["lost_in_chance"]}

    def names(is_meant: set[str], is_parameter: bool) -> str:
        order = (factor["name"] for factor in answer["factors"])
        return listed(code([name for name in order if name in is_meant and (name in parameters) == is_parameter]))

    page.head("What was not seen to matter")
    page.say(
        "[Decision 14](decisions/0014-forty-parameters.md) makes a parameter that never matters a constant, and a constant "
        "among the ten most influential a parameter."
    )
    page.say(
        f"- Parameters that changed nothing in any world: {names(set(answer['without_effect']), True)}.",
        f"- Parameters that changed worlds, but no output more than chance does: {names(set(answer['lost_in_chance']), True)}.",
        f"- Inputs and starting values of either kind: {names(silent, False)}.",
    )
    page.say(
        "Told from chance means that the interval of the mean effect leaves 0 out, or that the effects are larger than those "
        "of another seed, on at least one output.",
        "Of what only stirs chance, about one in four has such luck over six outputs, or more, since intervals from few "
        "trajectories are too narrow; and what matters little needs a longer survey to be told apart.",
        "So these are candidates for constants, and no proof.",
        "Numbers that are constants already were not surveyed: they cannot be set from outside, so the other half of the "
        "rule stays open.",
    )
