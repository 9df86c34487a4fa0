"""The parts of docs/law.md that go month by month."""

import datetime

import numpy as np
import polars as pl

from analysis.experiments import SCENARIO
from analysis.page import Page
from analysis.patterns import interval
from analysis.record import Beside, Row, evidence, series, span
from analysis.stats import median, spearman
from analysis.words import NONE, day, grouped, listed
from analysis.year import CAPITAL, COUNTRY, Year, month, record_of, rho, share

# Parties as they are told together: the left and the internationalists with the parties they came from.
GROUPS = {
    "SR": ("sr", "left_sr"),
    "Menshevik": ("menshevik", "menshevik_int"),
    "Bolshevik": ("bolshevik",),
    "of no party": ("none",),
}
OF_NO_PARTY = "none"
# Series of the record that are told by group.
CONGRESS_SERIES = {f"congress_delegates_share:{party}": group for group, (party, *_) in GROUPS.items()}
FIRST_OF_MARCH, END_OF_MARCH = datetime.date(1917, 3, 1), datetime.date(1917, 3, 31)
SPRING = (FIRST_OF_MARCH, datetime.date(1917, 5, 31))
JULY = (datetime.date(1917, 7, 1), datetime.date(1917, 7, 31))


def council(page: Page, year: Year) -> None:
    """The parties in the capital's council."""
    seats = (pl.col("seats_workers").cast(pl.Int64) + pl.col("seats_soldiers").cast(pl.Int64)).alias("seats")
    rows = year.study.table("councils").filter(pl.col("place") == CAPITAL)
    rows = rows.select("world", "party", seats, date="date_local").collect()
    total = pl.col("seats").sum()

    def on(group: str, date: datetime.date) -> np.ndarray:
        of_group = pl.col("seats").filter(pl.col("party").is_in(GROUPS[group])).sum()
        return year.by_world(rows.filter(pl.col("date") == date), pl.when(total > 0).then(of_group / total))

    page.say(
        "Shares of the seats of workers and soldiers at the end of each month, over the worlds that have the council.",
        "Left SR are counted with SR, Menshevik internationalists with Mensheviks; what is left of 100 per cent are smaller "
        "parties.",
    )
    page.made_by(year.study.command)
    lines, first = [], next(iter(GROUPS))
    for end in year.ends:
        has = int((~np.isnan(on(first, end))).sum())
        lines.append([day(end), *(span(on(group, end), share) for group in GROUPS), f"{has} of {year.n}"])
    page.table(["end of", *GROUPS, "worlds with the council"], lines)
    beside, told = Beside(), []
    total_seats = {row.span: row.value for row in series(SCENARIO, "soviet_deputies", CAPITAL, verified_alone=True)}
    shares = [(row, row.value, row.low, row.high) for row in series(SCENARIO, "soviet_seat_share:bolshevik", CAPITAL)]
    for row in series(SCENARIO, "soviet_deputies:bolshevik", CAPITAL):
        # The whole council as the same days' row has it.
        of = total_seats[row.span]
        shares.append((row, row.value / of, row.low / of, row.high / of))
    for row, value, low, high in sorted(shares, key=lambda found: found[0].first):
        values = on("Bolshevik", row.last)
        told.append([row.span, f"{share(value)} ({row.cited})", span(values, share)])
        beside.hold(f"{share(value)} Bolshevik on {day(row.last)}", low, high, values)
    page.table(["Bolshevik seats", "the record", "the worlds on the last of these days"], told)
    page.say(beside.sentence())


def congresses(page: Page, year: Year) -> None:
    """Who sits in the congresses of councils."""
    rows = year.study.table("congresses").rename({"date_local": "day"}).collect()
    page.say(
        "Shares of the delegates of the first and the second congress of councils, over the worlds that have it.",
        "The record counts shares of those who declared a party, so those of no party are left out of the whole here, but in "
        "their own row.",
    )
    page.made_by(year.study.command)
    record = {group: row for name, group in CONGRESS_SERIES.items() for row in evidence(SCENARIO).get(name, ())}
    beside, lines = Beside(), []
    first, second = (rows.filter(pl.col("number") == k) for k in (1, 2))
    everyone = pl.col("share").filter(pl.col("party") != OF_NO_PARTY).sum()

    def of(congress: pl.DataFrame, group: str) -> np.ndarray:
        value = pl.col("share").filter(pl.col("party").is_in(GROUPS[group])).sum()
        return year.by_world(congress, value if OF_NO_PARTY in GROUPS[group] else value / everyone)

    for group in GROUPS:
        row = record.get(group)
        lines.append(
            [group, span(of(first, group), share), row.told(share) if row else NONE, span(of(second, group), share)]
        )
        if row:
            beside.hold(f"{share(row.value)} {group} at the first", row.low, row.high, of(first, group))
    dates = []
    for congress in (first, second):
        by_world = congress.group_by("world").agg(pl.col("day").first())
        dates.append([(d - year.start).days for d in by_world["day"]])
    opened = record_of(year.study, "congress")
    lines.append(["day it meets", span(dates[0], year.shown), day(opened), span(dates[1], year.shown)])
    beside.date(f"its day, {day(opened)}", *[year.since(opened)] * 2, dates[0])
    lines.append(["worlds that have it", f"{len(dates[0])} of {year.n}", NONE, f"{len(dates[1])} of {year.n}"])
    page.table(["", "first congress", "the record of the first", "second congress"], lines)
    page.say(beside.sentence())


def strikes(page: Page, year: Year) -> None:
    """Strikers by month, and on the days that the record tells of."""
    page.say(
        "Strikers of a day, the mean over the month.",
        "The record's months count everyone who struck in the month, so only their order can be compared.",
    )
    page.made_by(year.study.command)
    mean = pl.col("strikers").mean()
    months = {row.first.month: row for row in series(SCENARIO, "strikers_month", COUNTRY)}
    lines, pairs = [], []
    for end in year.ends:
        values = year.month("national", mean, end)
        row = months.get(end.month)
        lines.append(
            [
                month(end),
                span(values, grouped),
                span(year.month("capital", mean, end), grouped),
                row.told(grouped) if row else NONE,
            ]
        )
        pairs += [(median(values), row.value)] if row else []
    page.table(["month", "country, a day", "capital, a day", "the record: country, the month"], lines)
    days = year.within("capital", (pl.col("strikers") > 0).mean(), *SPRING)
    page.say(
        f"From {day(SPRING[0])} to {day(SPRING[1])} somebody is on strike in the capital on {span(days, share)} of the days."
    )
    beside, lines = Beside(), []
    rows: dict[datetime.date, list[Row]] = {}
    for row in series(SCENARIO, "strikers", CAPITAL, verified_alone=True):
        if row.first == row.last and row.first >= year.start:
            rows.setdefault(row.first, []).append(row)
    for date, found in rows.items():
        low, high = min(row.low for row in found), max(row.high for row in found)
        values = year.on("capital", "strikers", date)
        told = grouped(low) if low == high else f"{grouped(low)} to {grouped(high)}"
        sources = ", ".join(dict.fromkeys(row.cited for row in found))
        lines.append([day(date), span(values, grouped), f"{told} ({sources})"])
        beside.hold(f"strikers of {day(date)}", low, high, values)
    page.table(["day", "capital", "the record"], lines)
    order = spearman(*zip(*pairs, strict=True)) if pairs else spearman([], [])
    page.say(
        beside.sentence(),
        f"The order of {order.n} months in the country has a rank correlation of {rho(order.rho)} with the record's, whose "
        "months have no source.",
    )


def garrison(page: Page, year: Year) -> None:
    """How many soldiers refuse, and how many arms civilians hold."""
    page.say(
        "Share of the capital's soldiers and sailors who refuse orders, the mean over the month; arms in the hands of "
        "civilians at its end; and the most civilians under arms on one of its days."
    )
    page.made_by(year.study.command)
    refusing = (pl.col("refusing") / pl.col("soldiers").clip(1)).mean()
    guards = [
        row
        for name in ("red_guards", "red_guards_armed", "insurgent_forces:red_guard")
        for row in series(SCENARIO, name, CAPITAL, verified_alone=True)
    ]
    beside, lines = Beside(), []
    for end in year.ends:
        rows = [row for row in guards if row.last.month == end.month]
        arms = year.on("capital", "arms", end)
        lines.append(
            [
                month(end),
                span(year.month("capital", refusing, end), share),
                span(arms, grouped),
                span(year.month("capital", pl.col("under_arms").max(), end), grouped),
                "; ".join(row.told(grouped) for row in rows) or NONE,
            ]
        )
        for row in rows:
            beside.hold(f"{grouped(row.value)} of {row.span} (`{row.source}`)", row.low, row.high, arms)
    page.table(["month", "refuse", "arms", "under arms", "the record: Red Guards"], lines)
    fallen = record_of(year.study, "refusal")
    half = year.never_last(year.days(year.worlds["refusal_local"]))
    beside.date(f"half of the garrison refusing on {day(fallen)}", *[year.since(fallen)] * 2, half)
    page.say(f"{beside.sentence()}", "Red Guards are held against the arms at the end of the month.")


def dead(page: Page, year: Year) -> None:
    """The dead in the capital in February and March, and in July."""
    until = year.on("capital", "dead", END_OF_MARCH)
    both = until + year.on("capital", "wounded", END_OF_MARCH)
    july = year.on("capital", "dead", JULY[1]) - year.on("capital", "dead", JULY[0])
    page.say(
        f"The dead from the first day to {day(END_OF_MARCH)}, the same with the wounded, and the dead from {day(JULY[0])} to "
        f"{day(JULY[1])}."
    )
    page.made_by(year.study.command)
    # A row of one day is of one shooting.
    killed = [row for row in series(SCENARIO, "killed", CAPITAL) if row.last > row.first]
    hurt = series(SCENARIO, "casualties_total", CAPITAL)
    records = (
        ("dead, February and March", until, [row for row in killed if row.last <= END_OF_MARCH]),
        ("dead and wounded, February and March", both, [row for row in hurt if row.last <= END_OF_MARCH]),
        ("dead, July", july, [row for row in killed if JULY[0] <= row.first <= JULY[1]]),
    )
    beside, lines = Beside(), []
    for name, values, rows in records:
        above = int((values > 0).sum())
        told = "; ".join(row.told(grouped) for row in rows) or NONE
        lines.append([name, span(values, grouped), f"{above} of {year.n} ({interval(above, year.n)})", told])
        beside.rows(name, rows, values)
    page.table(["", "the worlds", "worlds with any", "the record"], lines)
    page.say(beside.sentence())


def councils(page: Page, year: Year) -> None:
    """How many councils there are."""
    page.say("Councils in existence at the end of the month.")
    page.made_by(year.study.command)
    counts = series(SCENARIO, "soviets_count", COUNTRY)
    beside, lines = Beside(), []
    for end in year.ends:
        values = year.on("national", "councils", end)
        rows = [row for row in counts if row.first.month == end.month]
        lines.append([day(end), span(values, grouped), "; ".join(row.told(grouped) for row in rows) or NONE])
        beside.rows(f"councils of {month(end)}", [row for row in rows if row.is_verified], values)
    page.table(["end of", "the worlds", "the record"], lines)
    page.say(beside.sentence(), "Sources differ in whether councils of peasants are counted.")


def countryside(page: Page, year: Year) -> None:
    """How the actions of villagers are spread over the months."""
    page.say("Each month's share of the person-days of villagers in action from March to October.")
    page.made_by(year.study.command)
    ends = [end for end in year.ends if end >= FIRST_OF_MARCH]
    total = pl.col("peasant_actions").sum()
    whole = year.within("national", total, FIRST_OF_MARCH, ends[-1])
    whole = np.where(whole > 0, whole, np.nan)
    of_month = {end: year.month("national", total, end) / whole for end in ends}
    rows = {row.first.month: row for row in series(SCENARIO, "peasant_disturbances_share", COUNTRY)}
    beside, lines = Beside(), []
    for end, values in of_month.items():
        row = rows.get(end.month)
        lines.append([month(end), span(values, share), row.told(share) if row else NONE])
        if row:
            beside.hold(month(end), row.low, row.high, values)
    rest = [end for end in ends if end.month not in rows]
    if rest:
        # The record's shares are of the same whole: what they leave is that of the other months.
        left = 1 - sum(row.value for row in rows.values())
        values = np.sum([of_month[end] for end in rest], axis=0)
        name = listed([month(end) for end in rest])
        lines.append([f"{name} together", span(values, share), f"{share(left)}, what the others leave"])
        beside.hold(f"{name} together", left, left, values)
    page.table(["month", "the worlds", "the record"], lines)
    page.say(beside.sentence())


def deserters(page: Page, year: Year) -> None:
    """How many soldiers leave by month, and in all."""
    page.say("Soldiers who left in the month, and all from the first day on.")
    page.made_by(year.study.command)

    def until(date: datetime.date) -> np.ndarray:
        return year.on("national", "desertions", min(date, year.end))

    half_months = [row for row in evidence(SCENARIO).get("deserters_half_month", ()) if row.place == COUNTRY]
    lines, before = [], np.zeros(year.n)
    for end in year.ends:
        values = until(end)
        rows = [row for row in half_months if row.first <= end.replace(day=1) and end <= row.last]
        told = "; ".join(f"{grouped(2 * row.value)}, twice the half-month ({row.cited})" for row in rows)
        lines.append([month(end), span(values - before, grouped), span(values, grouped), told or NONE])
        before = values
    page.table(["month", "in the month", "in all", "the record: in a month"], lines)
    beside, lines = Beside(), []
    for row in (row for name in ("deserters", "deserters_cumulative") for row in series(SCENARIO, name, COUNTRY)):
        # Rows that begin before the worlds do, and a guess of one day, have nothing beside them.
        if row.is_verified and year.start <= row.first < row.last:
            values = until(row.last) - until(row.first - datetime.timedelta(1))
            lines.append([row.span, row.told(grouped), span(values, grouped)])
            if row.last <= year.end:
                beside.hold(f"{grouped(row.value)} of {row.span}", row.low, row.high, values)
    page.table(["days", "the record", "the worlds, to their last day"], lines)
    page.say(beside.sentence(), "The record's counts are of those registered.")


PARTS = (council, congresses, strikes, garrison, dead, councils, countryside, deserters)
