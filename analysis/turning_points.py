"""The parts of docs/law.md on turning points, patterns and places."""

import datetime

import numpy as np
import polars as pl

from analysis.experiments import SCENARIO
from analysis.page import Page
from analysis.patterns import PATTERNS, interval
from analysis.record import HIGH, LOW, Beside, event_on, first_days, series, span
from analysis.stats import median, quantile, spearman
from analysis.words import NONE, day, day_after, listed
from analysis.year import CAPITAL, Year, record_of, rho, share

SEIZURE = "council-seizure"
# Resolutions of a council against the government.
AGAINST = ("oppose", "claim")
# The chronicle's rows on the commander's march, whose sources differ in the day: date, place and source.
MARCH_ROWS = (("1917-08-25", "mogilev", "lenin_pss34_notes"), ("1917-08-27", "mogilev", "pipes_317"))
# The chronicle's rows on power by place: kind and source.
POWER_ROWS = ("soviet", "primidi_spread")
# The chronicle's rows on the first vote of a council against the government: date, place and source.
VOTE_ROWS = (
    ("1917-08-31", "petrograd", "mieville_p12"),
    ("1917-09-05", "moscow", "lenin_pss34_notes"),
    ("1917-09-09", "helsingfors", "rabinowitch_bcp_ch10"),
)
# The same of a place whose row has no source: series and place.
VOTE_SERIES = ("kronstadt_soviet_vote:for", "kronstadt")
PLACES = {
    "capital and fleet": ("petrograd", "kronstadt", "helsingfors", "vyborg", "reval"),
    "centre": ("moscow", "ivanovo", "nizhny_novgorod", "tula"),
    "Volga": ("saratov", "samara", "tsaritsyn", "kazan"),
    "Urals": ("ekaterinburg", "nizhny_tagil", "perm", "ufa", "zlatoust", "izhevsk", "chelyabinsk"),
    "Donbas": ("yuzovka", "lugansk", "mariupol", "taganrog"),
}


def turns(page: Page, year: Year) -> None:
    """When the year's turning points come."""
    page.say(
        "Share of the worlds in which it comes, the days by which 5, 50 and 95 per cent of those have it, and the largest "
        "share of all worlds that have it on one single day.",
        "A world in which it never comes counts as later than the last day when the record's day is held against the worlds.",
    )
    page.made_by(year.study.command)
    events = year.study.table("events").select(
        "world", "place", "kind", "result", "decision", "option", date="date_local"
    )

    def first(*what: pl.Expr) -> np.ndarray:
        found = dict(events.filter(*what).group_by("world").agg(pl.col("date").min()).collect().iter_rows())
        return year.days([found.get(world) for world in year.worlds["world"]])

    def column(name: str) -> np.ndarray:
        return year.days(year.worlds[f"{name}_local"])

    def by_seizure(is_so: bool) -> np.ndarray:
        return np.where((year.worlds["outcome"] == SEIZURE).to_numpy() == is_so, column("transfer"), np.nan)

    in_capital = pl.col("place") == CAPITAL
    march = [event_on(SCENARIO, *row) for row in MARCH_ROWS]
    day_of = {
        name: [record_of(year.study, name)] for name in ("general_strike", "fall", "council", "coalition", "claim")
    }
    power, armed = [record_of(year.study, "transfer")], [record_of(year.study, "rising")]
    rows: list[tuple[str, np.ndarray, list[datetime.date]]] = [
        ("half of the capital's workers are out", column("general_strike"), day_of["general_strike"]),
        ("the capital's council is founded", column("council"), day_of["council"]),
        ("the old regime falls", column("fall"), day_of["fall"]),
        (
            "parties of the council join the government",
            first(pl.col("kind") == "government_formed", pl.col("result") == "joined"),
            day_of["coalition"],
        ),
        ("first armed demonstration in the capital", first(pl.col("kind") == "armed_demonstration", in_capital), armed),
        ("the capital's council claims power", column("claim"), day_of["claim"]),
        (
            "the commander marches on the capital",
            first(pl.col("decision") == "army.march", pl.col("option") == "march"),
            march,
        ),
        ("power passes to the councils", column("transfer"), power),
        ("the same by seizure", by_seizure(True), power),
        ("the same by transfer", by_seizure(False), []),
    ]
    beside, lines = Beside(), []
    for name, days, record in rows:
        found = days[~np.isnan(days)]
        at, counts = np.unique(found, return_counts=True)
        most = NONE
        if found.size:
            best = counts.argmax()
            most = f"{share(counts[best] / year.n)} on {year.shown(at[best])}"
        told = NONE
        if record:
            told = day(min(record)) if min(record) == max(record) else f"{day(min(record))} to {day(max(record))}"
            beside.date(f"{name} ({told})", year.since(min(record)), year.since(max(record)), year.never_last(days))
        quantiles = [day_after(year.start, quantile(found, level)) for level in (LOW, 0.5, HIGH)]
        lines.append([name, f"{found.size} of {year.n} ({interval(found.size, year.n)})", *quantiles, most, told])
    page.table(["", "worlds", "5 %", "50 %", "95 %", "most on one day", "the record"], lines)
    page.say(beside.sentence())


def patterns(page: Page, year: Year) -> None:
    """How many worlds show each of the eight patterns, and how many at once."""
    page.say(
        "Worlds that show each pattern, with Wilson's interval at 95 per cent; [Patterns](patterns.md) says how each is "
        "measured."
    )
    page.made_by(year.study.command)
    of = [(p["id"], p["statement"], name) for name, p in zip(PATTERNS, year.study.answer["patterns"], strict=True)]
    counts = [(number, statement, int(year.worlds[name].sum())) for number, statement, name in of]
    at_once = [int(year.worlds.select(pl.all_horizontal(PATTERNS[:k])).to_series().sum()) for k in (4, len(PATTERNS))]
    lines = [*counts, ("P1 to P4", "at once", at_once[0]), ("P1 to P8", "at once", at_once[1])]
    page.table(
        ["", "pattern", "worlds", "interval"],
        (
            [number, said, f"{hits} of {year.n}, {share(hits / year.n)}", interval(hits, year.n)]
            for number, said, hits in lines
        ),
    )
    most = [number for number, _, hits in counts if 2 * hits >= year.n]
    fewer = [f"{number} ({share(hits / year.n)})" for number, _, hits in counts if 2 * hits < year.n]
    page.say(f"The record shows all eight; half of the worlds or more show {listed(most)}, fewer show {listed(fewer)}.")


def places(page: Page, year: Year) -> None:
    """In which order councils turn against the government."""
    against = year.study.table("councils").filter(pl.col("resolution").is_in(AGAINST))
    found = against.group_by("place", "world").agg(pl.col("date_local").min().alias("date")).collect()
    dates: dict[str, dict[int, datetime.date]] = {}
    for place, world, date in found.iter_rows():
        dates.setdefault(place, {})[world] = date

    def days(place: str) -> np.ndarray:
        return year.days([dates.get(place, {}).get(world) for world in year.worlds["world"]])

    page.say(
        "The first day on which the council of a place stands against the government, by a resolution that opposes it or one "
        "that claims power.",
        f"The median is over all worlds, one without such a day counted as after {day(year.end)}.",
        "Power by place is another thing than a vote against the government, and the nearest that the record has for many "
        "places.",
    )
    page.made_by(year.study.command)
    names = pl.read_parquet(year.study.folder / "places.parquet")
    names = dict(zip(names["id"].cast(pl.String), names["name"].cast(pl.String), strict=True))
    power = first_days(SCENARIO, *POWER_ROWS)
    votes = {place: (event_on(SCENARIO, date, place, key), f"`{key}`") for date, place, key in VOTE_ROWS}
    unsourced = series(SCENARIO, *VOTE_SERIES)[0]
    votes[unsourced.place] = (unsourced.first, unsourced.cited)
    lines = []
    for region, of_region in PLACES.items():
        for place in of_region:
            values = days(place)
            hits = int((~np.isnan(values)).sum())
            vote = votes.get(place)
            lines.append(
                [
                    region,
                    names[place],
                    year.shown(median(year.never_last(values))),
                    f"{hits} of {year.n}, {share(hits / year.n)}",
                    f"{day(vote[0])} ({vote[1]})" if vote else NONE,
                    dated(power.get(place)),
                ]
            )
    page.table(
        [
            "region",
            "place",
            "median",
            f"worlds, by {day(year.end)}",
            "the record: first such vote",
            "the record: power",
        ],
        lines,
    )

    # Every place that the record has a date of and the model a council: a world's mean day is its rank.
    common = [place for place in power if place in names]
    of_place = np.array([year.never_last(days(place)) for place in common])
    record = [year.since(power[place]) for place in common]
    whole = spearman(of_place.mean(axis=1), record)
    by_world = [spearman(values, record).rho for values in of_place.T]
    first_votes = [year.since(date) for date, _ in votes.values()]
    of_votes = spearman([year.never_last(days(place)).mean() for place in votes], first_votes)
    page.table(
        ["rows of the record", "places", "rank correlation of the mean day", "p", "by world"],
        [
            [
                f"power by place (`{POWER_ROWS[1]}`)",
                str(whole.n),
                rho(whole.rho),
                rho(whole.p),
                span(by_world, rho),
            ],
            [
                f"first vote: {listed([names[place] for place in votes])}",
                str(of_votes.n),
                rho(of_votes.rho),
                NONE,
                NONE,
            ],
        ],
    )
    beside = Beside()
    for place, (date, _) in votes.items():
        beside.date(f"{names[place]} on {day(date)}", *[year.since(date)] * 2, year.never_last(days(place)))
    page.say(
        beside.sentence(),
        f"The order of {whole.n} places agrees with the record's order of power by a rank correlation of {rho(whole.rho)}"
        f"{'' if whole.p < 0.05 else ', which chance alone may give'}.",
    )


def dated(date: datetime.date | None) -> str:
    """A date, with its year when that is the next."""
    return day(date) if date is None or date.year == 1917 else f"{day(date)} {date.year}"


PARTS = (turns, patterns, places)
