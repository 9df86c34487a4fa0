"""What comes of the claims that historians and theorists make: docs/claims.md."""

import argparse
from typing import Any

from analysis.commands import Program, Study
from analysis.page import Page
from analysis.stats import median
from analysis.words import NONE, percent, points, readable, sentences

TITLE = "Claims"
DOCUMENT = "claims.md"
SECTIONS = (
    "All claims that can be tested",
    "Effects side by side",
    "Not yet testable",
    "Rival rules of the person",
    "Each claim",
)
SMALL = ("--pairs", "2", "--rival-pairs", "2", "--scale", "4000", "--only", "E05,E15")

# Pairs with which the claims are meant to be tested.
MEANT = 200


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the page."""
    parser.add_argument("--pairs", type=int, default=MEANT, help="pairs of worlds for every claim")
    parser.add_argument("--scale", type=int, default=200, help="persons that one simulated person stands for")
    parser.add_argument("--scenario", default="russia-1917", help="scenario")
    parser.add_argument("--only", help="short names of the claims to test, with commas between")
    parser.add_argument("--rival-pairs", help="pairs under each rival rule of the person")


def make(program: Program, asked: argparse.Namespace) -> Page:
    """Tests the claims and writes what came of them."""
    words = ["--pairs", str(asked.pairs), "--scale", f"1:{asked.scale}"]
    words += ["--only", asked.only] if asked.only else []
    words += ["--rival-pairs", asked.rival_pairs] if asked.rival_pairs else []
    study = program.study("claims", "claims", asked.scenario, *words)
    answer = study.answer
    page = Page()
    head(page, study, asked.repeat)
    tested = [claim for claim in answer["claims"] if claim["verdict"] != "untestable"]
    table(page, tested)
    effects(page, answer)
    untestable(page, [claim for claim in answer["claims"] if claim["verdict"] == "untestable"])
    rules(page, answer)
    page.head("Each claim")
    for claim in tested:
        one(page, answer, claim)
    return page


def head(page: Page, study: Study, repeat: str) -> None:
    """Says what the page is, and how many claims came to what."""
    answer = study.answer
    page.say(
        "What historians and theorists assert about 1917, each put as an experiment whose measure, direction and smallest "
        "size that matters were fixed before the worlds were run.",
        "This page is written by a command, figures and words alike; do not edit it by hand:",
    )
    page.commands(repeat)
    page.say(
        "All of its figures are of the worlds of this command, whose own page has pictures and the what-ifs in full:"
    )
    page.commands(study.command)
    lines = [
        f"Version {answer['study']['version']}; content of `{answer['scenario']}` `{answer['study']['scenario_hash']}`.",
        f"{answer['pairs']} pairs at {answer['scale']}, seeds from {answer['first_seed']} on: {readable(answer['worlds'])} "
        f"worlds, and {readable(answer['rival_worlds'])} by rival rules of the person.",
        f"Intervals at {percent(answer['level'])} per cent for each test by itself; of so many, a few are off by chance "
        "alone.",
    ]
    if answer["pairs"] < MEANT:
        lines.append(
            f"These are {answer['pairs']} pairs where {MEANT} are meant: the intervals say how little they settle."
        )
    page.say(*lines)
    verdicts = [claim["verdict"] for claim in answer["claims"]]
    contradicted, not_contradicted, undetermined, none = (
        verdicts.count(word) for word in ("contradicted", "not contradicted", "undetermined", "untestable")
    )
    page.say(
        f"Of {len(verdicts)} claims {contradicted} are contradicted, {not_contradicted} are not contradicted, "
        f"{undetermined} are undetermined, and {none} cannot be tested yet.",
        "A verdict is of the model, with one set of parameters that was set by hand: a claim that is contradicted here is "
        "contradicted within these rules, and one that is not contradicted is not thereby shown.",
        "Undetermined means too few pairs, or a verdict that turns round under a rival rule of the person.",
        "Claims of all schools are treated alike.",
    )


def table(page: Page, claims: list[dict[str, Any]]) -> None:
    """All claims with a verdict."""
    page.head("All claims that can be tested")
    page.say(
        "Each estimate is a difference between worlds with and without the what-ifs of the claim, or a level where the "
        "claim is about one; what it is of stands with the claim below."
    )

    def row(claim: dict[str, Any]) -> list[str]:
        found = "; ".join(test["told"] for test in claim["tests"] if test["verdict"])
        return [claim["id"], claim["statement"], claim["who"], found, claim["verdict"]]

    page.table(["", "claim", "who makes it", "estimate and interval", "verdict"], map(row, claims))


def what(effect: dict[str, Any]) -> str:
    """What an arm changes, in words."""
    words = "; ".join(effect["titles"]) or "As it was"
    if effect["against"]:
        words += f" — against: {'; '.join(effect['against'])}"
    if effect["given"]:
        words += f" — in both: {'; '.join(effect['given'])}"
    return words


def change(effect: dict[str, Any]) -> str:
    """A change of a share in points with its interval."""
    if not effect["estimate"]:
        return "too few pairs"

    low, high = map(points, effect["estimate"]["interval"])
    return f"{points(effect['estimate']['value'])} ({low} to {high})"


def size(effect: dict[str, Any]) -> float:
    """The size of an effect."""
    return abs(effect["estimate"]["value"]) if effect["estimate"] else 0.0


def is_clear(effect: dict[str, Any]) -> bool:
    """Whether the interval leaves zero out."""
    if not effect["estimate"]:
        return False
    low, high = effect["estimate"]["interval"]
    return not low <= 0 <= high


def effects(page: Page, answer: dict[str, Any]) -> None:
    """The same effect of every arm."""
    found, as_it_was = answer["effects"], answer["as_it_was"]
    wanted = percent(answer["pairs_needed_for"])
    page.head("Effects side by side")
    if not found:
        page.say("No claim asked for compares two arms.")
        return
    page.say(
        "The same effect of every arm: by how many points the share of worlds changes in which power passes to the "
        "councils, by transfer or seizure.",
        f"As it was, it passes in {as_it_was['passed']} of {as_it_was['worlds']}.",
        "Necessity: of worlds in which it passes where the cause is at work, the share that lose it without.",
        "Sufficiency: of worlds in which it does not pass where the cause is away, the share that gain it with.",
        f"The last column is the number of pairs after which the change is known to within {wanted} points.",
    )

    def of(cause: dict[str, Any] | None) -> str:
        return NONE if cause is None else f"{percent(cause['value'])} % of {cause['worlds']}"

    def row(effect: dict[str, Any]) -> list[str]:
        needed = effect["pairs_needed"]
        return [
            what(effect),
            ", ".join(effect["causes"]),
            ", ".join(effect["claims"]),
            change(effect),
            of(effect["necessity"]),
            of(effect["sufficiency"]),
            NONE if needed is None else readable(needed),
        ]

    columns = [
        "what is changed",
        "kind of cause",
        "claims",
        "points",
        "necessity",
        "sufficiency",
        f"pairs for ±{wanted}",
    ]
    page.table(columns, map(row, found))

    page.say("By kind of cause, the greatest effect first:")
    kinds = {}
    for effect in found:
        for cause in effect["causes"]:
            kinds.setdefault(cause, []).append(effect)
    rows = []
    for cause, arms in sorted(kinds.items(), key=lambda kind: -max(map(size, kind[1]))):
        greatest = max(arms, key=size)
        clear = sum(map(is_clear, arms))
        middle = 100 * median(map(size, arms))
        rows.append([cause, str(len(arms)), str(clear), f"{middle:.0f}", f"{change(greatest)}: {what(greatest)}"])
    page.table(["kind of cause", "arms", "clear of zero", "median size, points", "greatest"], rows)
    page.say(
        "The size of an effect depends on how large a change the what-if makes, and what-ifs of different kinds are not "
        "equally large: this ranks these changes, not causes as such.",
        "The kind of cause is that of what is changed.",
    )


def untestable(page: Page, claims: list[dict[str, Any]]) -> None:
    """What the model cannot be asked."""
    page.head("Not yet testable")
    page.say("These claims are about things or years that the model does not have.", "They are listed, not judged.")
    rows = ([c["id"], c["statement"], c["who"], c["contradicted_if"], c["reason"]] for c in claims)
    page.table(["", "claim", "who makes it", "would be contradicted if", "why it cannot be tested"], rows)


def rules(page: Page, answer: dict[str, Any]) -> None:
    """The rival rules under which every verdict is asked again."""
    page.head("Rival rules of the person")
    page.say(
        f"Claims with a verdict by the model's own rule are tested again with {answer['rival_pairs']} pairs under each of "
        f"these ({readable(answer['rival_worlds'])} worlds more).",
        "A contrary verdict makes the claim undetermined; a rule under which too few pairs were run to say leaves the "
        "verdict as it is.",
    )
    rows = ([rule["title"], rule["about"], " ".join(f"`{s}`" for s in rule["settings"])] for rule in answer["rules"])
    page.table(["rule", "what it says", "settings"], rows)


def arms(answer: dict[str, Any], test: dict[str, Any]) -> str:
    """Which worlds a test compares, how many, and how many would have done."""

    def names(what_ifs: list[str]) -> str:
        return " and ".join(f"`{name}`" for name in what_ifs) or "as it was"

    settled = ""
    if test["settled"] is not None and test["settled"] < answer["pairs"]:
        settled = f"; {test['settled']} would have given the same verdict"
    if not test["is_difference"]:
        return f", {names(test['with'])}, {test['pairs_used']} worlds{settled}"
    return f", {names(test['with'])} against {names(test['base'])}, {test['pairs_used']} pairs{settled}"


def one(page: Page, answer: dict[str, Any], claim: dict[str, Any]) -> None:
    """A claim with its tests, its verdict and its reason."""
    page.head(f"{claim['id']}: {claim['statement'].rstrip('.')}", 3)
    sources = ", ".join(f"`{key.strip()}`" for key in claim["source"].split(";"))
    lines = [
        f"Who: {claim['who']}.",
        f"Kind of cause: {claim['cause']}.",
        f"Sources: {sources}.",
        f"It is contradicted if {claim['contradicted_if']}.",
    ]
    if sum(test["verdict"] is not None for test in claim["tests"]) > 1:
        every = claim["needs"] == "all"
        lines.append("One contradicted test contradicts it." if every else "Only all its tests together contradict it.")
    page.say(*lines)
    page.say(*(f"- {t['asks']} {t['measured']}: **{t['told']}**{arms(answer, t)}" for t in claim["tests"]))
    page.say(f"**{claim['verdict'].capitalize()}.** {sentences(claim['reason'])}")
    if claim["note"]:
        page.say(sentences(claim["note"]))
