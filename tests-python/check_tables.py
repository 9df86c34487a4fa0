"""Read every table of finished runs and ensembles with polars, as a user would, and check what the documentation promises.

    python check_tables.py RUN_OR_ENSEMBLE [...]
"""

import datetime
import json
import pathlib
import sys

import polars as pl

D, N, F, T = pl.Date, pl.Int64, pl.Float32, pl.String
DAY = {"date": D, "date_local": D}
COLUMNS = {
    "daily": DAY | {
        "place": T, "class": T, "days": N, "persons": N, "quiet": N, "strikers": N, "refusing": N,
        "peasant_actions": N, "demonstrating": N, "under_arms": N, "dead": N, "in_custody": N, "grievance": F,
        "trust": F, "power": F, "follow_government": N, "follow_council": N, "follow_committee": N,
        "follow_nobody": N,
    },
    "leanings": DAY | {"place": T, "class": T, "party": T, "persons": N, "voters": N},
    "councils": DAY | {
        "place": T, "party": T, "seats_workers": N, "seats_soldiers": N, "seats_peasants": N, "coopted": N,
        "resolution": T,
    },
    "elections": DAY | {
        "cell": N, "place": T, "class": T, "kind": T, "electors": N, "votes": N, "delegate": T, "seats": N,
    },
    "votes": DAY | {"cell": N, "kind": T, "party": T, "votes": N},
    "congresses": DAY | {"number": N, "party": T, "share": F, "resolution": T},
    "events": DAY | {
        "nth": N, "round": N, "place": T, "kind": T, "actor": T, "party": T, "class": T, "cell": N, "leader": T,
        "demand": T, "result": T, "decision": T, "option": T, "parties": T, "size": F, "importance": N, "text": T,
        "cause": T,
    },
    "event_facts": DAY | {"nth": N, "fact": T, "value": F},
    "event_options": DAY | {"nth": N, "option": T, "utility": F, "taken": N},
    "national": DAY | {
        "scope": T, "persons": N, "adults": N, "strikers": N, "refusing": N, "peasant_actions": N,
        "demonstrating": N, "under_arms": N, "soldiers": N, "dead": N, "wounded": N, "in_custody": N,
        "desertions": N, "authority_government": F, "authority_council": F, "authority_committee": F,
        "authority_nobody": F, "dual_power_people": F, "dual_power_arms": F, "grievance": F, "trust": F, "power": F,
        "councils": N, "government": T, "coalition": T, "crises": N,
    },
    "places": {
        "number": N, "id": T, "name": T, "name_ru": T, "kind": T, "parent": T, "lat": F, "lon": F, "population": N,
        "unverified": N,
    },
    "cells": {"cell": N, "place": T, "class": T, "name": T, "persons": N},
    "classes": {"number": N, "id": T, "name": T, "role": T, "section": T},
    "start": {
        "place": T, "class": T, "persons": N, "arms": N, "in_custody": N, "grievance": F, "trust": F, "power": F,
        "follow_government": N, "follow_council": N, "follow_committee": N, "follow_nobody": N,
    },
    "parties": {"number": N, "id": T, "name": T, "short": T, "line": F},
}
# Columns in which a row may have no value; in all others it has one.
MAY_LACK = {
    "events": ["party", "class", "cell", "leader", "demand", "result", "decision", "option", "parties", "size", "cause"],
    "congresses": ["resolution"], "councils": ["resolution"], "places": ["parent"], "elections": ["delegate"],
    "national": ["coalition", "government"], "classes": ["section"],
}
# The number of each event on its day joins these to `events`.
OF_EVENTS = ("event_facts", "event_options")
# Columns that may be added later do not break a reader; those above are promised.
# A worker in the street or under arms is on strike as well, so each list counts nobody twice.
ADULTS = [
    ["quiet", "in_custody", "strikers", "refusing", "peasant_actions"],
    ["quiet", "in_custody", "refusing", "peasant_actions", "demonstrating", "under_arms"],
]
# What `daily` and `national` both count.
COUNTED = ["persons", "strikers", "refusing", "peasant_actions", "demonstrating", "under_arms", "dead", "in_custody"]
SHARES = ["authority_government", "authority_council", "authority_committee", "authority_nobody"]


class Faults(list):
    """What is wrong, as sentences."""

    def unless(self, good, sentence):
        if not good:
            self.append(sentence)


def check_run(folder, faults):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    faults.unless(manifest["status"] == "complete", f"{folder}: the run is not complete")
    left = [p.name for p in folder.iterdir() if ".part" in p.name or p.name == "checkpoint.bin"]
    faults.unless(not left, f"{folder}: unfinished files are left: {left}")
    rows = {table["name"]: table["rows"] for table in manifest["tables"]}
    faults.unless(set(COLUMNS) <= set(rows), f"{folder}: the manifest lacks {set(COLUMNS) - set(rows)}")
    tables = {}
    for name, columns in COLUMNS.items():
        table = pl.read_parquet(folder / f"{name}.parquet")
        tables[name] = table
        say = f"{folder.name}/{name}"
        for column, kind in columns.items():
            found = table.schema.get(column)
            is_text = kind == T and found in (pl.Categorical, pl.String)
            faults.unless(found == kind or is_text, f"{say}.{column} is {found}, not {kind}")
        faults.unless(table.height == rows.get(name), f"{say} has {table.height} rows, the manifest says {rows.get(name)}")
        empty = [c for c in table.columns if table[c].null_count() and c not in MAY_LACK.get(name, [])]
        faults.unless(not empty, f"{say} has empty values in {empty}")
        for column, kind in table.schema.items():
            if kind.is_float():
                faults.unless(table[column].drop_nulls().is_finite().all(), f"{say}.{column} has values that are no numbers")
        if "date" in columns and table.height:
            check_dates(table, manifest, say, faults)
        print(f"{say}: {table.height} rows, {table.width} columns")
    return manifest, tables


def check_dates(table, manifest, say, faults):
    apart = (table["date"] - table["date_local"]).dt.total_days().unique().to_list()
    faults.unless(apart == [13], f"{say}: the calendars are {apart} days apart, not 13")
    first, last = (datetime.date.fromisoformat(manifest[key]) for key in ("start", "end"))
    inside = table["date"].is_between(first, last).all()
    faults.unless(inside, f"{say}: a date lies outside {first} to {last}")
    faults.unless(table["date"].is_sorted(), f"{say}: the days are not in order")


def check_names(tables, run, faults):
    places = set(tables["places"]["id"])
    for name in ("daily", "leanings", "councils", "elections", "events", "cells"):
        unknown = set(tables[name]["place"].cast(pl.String)) - places
        faults.unless(not unknown, f"{run}/{name}: places that `places` does not have: {sorted(unknown)[:5]}")
    parents = set(tables["places"]["parent"].drop_nulls()) - {""} - places
    faults.unless(not parents, f"{run}/places: unknown parents {sorted(parents)[:5]}")
    cells = tables["elections"]["cell"]
    faults.unless(cells.is_empty() or cells.max() < tables["cells"].height, f"{run}/elections: a cell beyond `cells`")


def check_persons(manifest, tables, run, faults):
    """Nobody appears, and nobody is lost but by death or by leaving the army."""
    national, daily = tables["national"], tables["daily"]
    country = national.filter(pl.col("scope").cast(pl.String) == "national")
    scale = int(manifest["scale"].removeprefix("1:"))
    days = (datetime.date.fromisoformat(manifest["end"]) - datetime.date.fromisoformat(manifest["start"])).days + 1
    faults.unless(country.height == days, f"{run}/national: {country.height} days of {days}")
    start = manifest["persons"]
    total = country["persons"].cast(pl.Int64) + country["dead"].cast(pl.Int64)
    # A soldier who goes home leaves the front's rows and returns, or not, by the model's own account.
    slack = country["desertions"].cast(pl.Int64)
    faults.unless((total <= start).all(), f"{run}: more persons, dead included, than at the start")
    faults.unless((total + slack >= start).all(), f"{run}: persons are lost who are neither dead nor gone home")
    change = country["dead"].cast(pl.Int64).diff().drop_nulls()
    faults.unless((change >= 0).all(), f"{run}: the dead rise again")
    cells = tables["cells"]["persons"].cast(pl.Int64).sum()
    faults.unless(cells == start, f"{run}/cells: {cells} persons, the manifest says {start}")
    leaves = tables["places"].filter(pl.col("parent").cast(pl.String).fill_null("") == "")["population"].cast(pl.Int64).sum()
    close = abs(leaves - start) <= max(scale * 20, start // 1000)
    faults.unless(close, f"{run}/places: {leaves} persons in all, the manifest says {start}")
    # Every seventh day every place has its rows: the classes then add up to the country.
    weekly = daily.filter((pl.col("date") - pl.col("date").min()).dt.total_days() % 7 == 0)
    sums = weekly.group_by("date").agg(pl.col(COUNTED).sum())
    joined = sums.join(country.select("date", *COUNTED), on="date", suffix="_national")
    faults.unless(joined.height == (days + 6) // 7, f"{run}/daily: {joined.height} weekly counts of {(days + 6) // 7}")
    for column in COUNTED:
        wrong = joined.filter(pl.col(column) != pl.col(f"{column}_national"))
        faults.unless(wrong.is_empty(), f"{run}/daily.{column}: places do not add up to the country on {wrong['date'].to_list()[:3]}")
    # The rows of a place and class stand for every day of the run; person-days of towns and fronts are those of `national`.
    stands = daily.group_by("place", "class").agg(pl.col("days").sum())["days"].unique().to_list()
    faults.unless(stands == [days], f"{run}/daily: rows of a place and class stand for {stands} days of {days}")
    counties = tables["places"].filter(pl.col("kind").cast(pl.String) == "county")["id"].cast(pl.String)
    others = daily.filter(~pl.col("place").cast(pl.String).is_in(counties.to_list()))
    faults.unless((others["days"] == 1).all(), f"{run}/daily: a row of a place that is no county stands for more than a day")
    scopes = national.with_columns(pl.col("scope").cast(pl.String))
    for column in COUNTED:
        of = {word: scopes.filter(pl.col("scope") == word)[column].sum() for word in ("national", "villages")}
        weighed = (others[column] * others["days"]).sum()
        faults.unless(weighed == of["national"] - of["villages"], f"{run}/daily.{column}: person-days outside the villages differ from `national`")
    for columns in ADULTS:
        crowded = daily.filter(pl.sum_horizontal(columns) > pl.col("persons") + scale)
        faults.unless(crowded.is_empty(), f"{run}/daily: {' + '.join(columns)} are more than the persons in {crowded.height} rows")


def check_institutions(tables, run, faults):
    national, elections, leanings = tables["national"], tables["elections"], tables["leanings"]
    shares = national.select(pl.sum_horizontal(SHARES).alias("sum"))["sum"]
    faults.unless(((shares - 1).abs() < 1e-3).all() or (shares < 1.001).all(), f"{run}/national: shares of authority add up to more than 1")
    faults.unless((elections["votes"] <= elections["electors"]).all(), f"{run}/elections: more votes than electors")
    keys = ["date", "cell", "kind"]
    listed = tables["votes"].group_by(keys).agg(pl.col("votes").sum().alias("listed"))
    joined = elections.group_by(keys).agg(pl.col("votes").sum()).join(listed, on=keys, how="left")
    wrong = joined.filter(pl.col("listed").fill_null(0) != pl.col("votes"))
    faults.unless(wrong.is_empty(), f"{run}/votes: the votes for parties do not sum to the votes in {wrong.height} elections")
    told = tables["events"].select("date", "nth")
    faults.unless(told.is_unique().all(), f"{run}/events: two events of a day have one number")
    for name in OF_EVENTS:
        lost = tables[name].join(told, on=["date", "nth"], how="anti")
        faults.unless(lost.is_empty(), f"{run}/{name}: {lost.height} rows of no event")
    taken = tables["event_options"].group_by("date", "nth").agg(pl.col("taken").sum())["taken"]
    faults.unless((taken <= 1).all(), f"{run}/event_options: a decision takes two options")
    faults.unless((leanings["voters"] <= leanings["persons"]).all(), f"{run}/leanings: more voters than adherents")
    for table in (national, tables["daily"]):
        for column in ("grievance", "trust", "power"):
            faults.unless(table[column].is_between(0, 1).all(), f"{run}: {column} outside 0 to 1")


def check_sweep(folder, faults):
    """The table of a sweep has a row for each world, and says what `sweep.json` counts."""
    answer = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    worlds = pl.read_parquet(folder / "sweep.parquet")
    points, runs = len(answer["points"]), answer["runs"]
    faults.unless(worlds.height == points * runs, f"{folder}: {worlds.height} rows of {points} points of {runs} worlds")
    seeds = set(range(answer["first_seed"], answer["first_seed"] + runs))
    for (number,), at in worlds.group_by("point"):
        faults.unless(set(at["seed"]) == seeds, f"{folder}: point {number} has other seeds than the others")
        told = answer["points"][number - 1]
        outcomes = dict(at["outcome"].value_counts().iter_rows())
        counted = {word: found["worlds"] for word, found in told["outcomes"].items()}
        faults.unless(outcomes == counted, f"{folder}: outcomes of point {number}: {outcomes}, sweep.json says {counted}")
        for factor, level in zip(answer["factors"], told["levels"], strict=True):
            kind = pl.Float64 if factor["is_number"] else pl.String
            faults.unless(worlds.schema[factor["key"]] == kind, f"{folder}: {factor['key']} is {worlds.schema[factor['key']]}")
            levels = at[factor["key"]].unique().to_list()
            faults.unless(levels == [level], f"{folder}: {factor['key']} is {levels} at point {number}, not {level}")
    faults.unless(worlds.schema["outcome_date"] == pl.Date, f"{folder}: outcome_date is no date")
    print(f"{folder}: {worlds.height} worlds at {points} points")


def check_ensemble(folder, faults):
    """Each table reads as one, with a world in front; what is missing is missing, and not some other number."""
    answer = json.loads((folder / "ensemble.json").read_text(encoding="utf-8"))
    left = [str(p.relative_to(folder)) for p in folder.rglob("*.part*")]
    faults.unless(not left, f"{folder}: unfinished files are left: {left}")
    worlds = pl.read_parquet(folder / "worlds.parquet")
    numbers = list(range(1, answer["runs"] + 1))
    faults.unless(worlds["world"].to_list() == numbers, f"{folder}/worlds: not the worlds 1 to {answer['runs']}")
    seeds = [answer["first_seed"] + n - 1 for n in numbers]
    faults.unless(worlds["seed"].to_list() == seeds, f"{folder}/worlds: the seeds do not follow one another")
    outcomes = dict(worlds["outcome"].value_counts().iter_rows())
    told = {word: found["worlds"] for word, found in answer["outcomes"].items()}
    faults.unless(outcomes == told, f"{folder}/worlds: outcomes {outcomes}, ensemble.json says {told}")
    for column in ("outcome_date", "fall", "transfer"):
        faults.unless(worlds.schema[column] == pl.Date, f"{folder}/worlds.{column} is no date")
        apart = (worlds[column] - worlds[f"{column}_local"]).dt.total_days().drop_nulls().unique().to_list()
        faults.unless(apart in ([13], []), f"{folder}/worlds.{column}: the calendars are {apart} days apart")
    for name in answer["tables"]:
        say = f"{folder.name}/{name}"
        table = pl.read_parquet(folder / name / "*.parquet")
        promised = {"world": N, **COLUMNS[name]}
        faults.unless(table.columns[0] == "world" and set(promised) <= set(table.columns), f"{say} lacks columns")
        wrong = [c for c, kind in promised.items() if table.schema.get(c) not in (kind, pl.Categorical)]
        faults.unless(not wrong, f"{say}: columns of other kinds than in a run: {wrong}")
        found = set(table["world"].unique().to_list())
        # A world may have no row of some tables: one without a great event has none in `events`.
        is_whole = found == set(numbers) if name == "national" else found <= set(numbers)
        faults.unless(is_whole, f"{say}: worlds {sorted(found ^ set(numbers))} are missing or too many")
        print(f"{say}: {table.height} rows of {table['world'].n_unique()} worlds")
    strikers = pl.scan_parquet(folder / "national" / "*.parquet").filter(pl.col("scope").cast(pl.String) == "national")
    sums = strikers.group_by("world").agg(pl.col("strikers").cast(pl.Int64).sum()).sort("world").collect()
    faults.unless(sums["strikers"].to_list() == worlds["striker_days"].to_list(), f"{folder}: person-days on strike differ")


def check_branches(folder, faults):
    answer = json.loads((folder / "branches.json").read_text(encoding="utf-8"))
    table = pl.read_parquet(folder / "branches.parquet")
    faults.unless(table.height == answer["branches"] * len(answer["days"]), f"{folder}: {table.height} branches")
    for day in answer["days"]:
        here = table.filter(pl.col("date") == datetime.date.fromisoformat(day["date"]))
        for word, chance in day["outcomes"].items():
            share = (here["outcome"] == word).mean()
            faults.unless(abs(share - chance["value"]) < 1e-12, f"{folder}: {word} on {day['date']}: {share}")
    print(f"{folder.name}: {table.height} branches of {len(answer['days'])} days")


def main(folders):
    faults = Faults()
    for folder in map(pathlib.Path, folders):
        if (folder / "sweep.json").exists():
            check_sweep(folder, faults)
            continue
        if (folder / "ensemble.json").exists():
            check_ensemble(folder, faults)
            continue
        if (folder / "branches.json").exists():
            check_branches(folder, faults)
            continue
        manifest, tables = check_run(folder, faults)
        check_names(tables, folder.name, faults)
        check_persons(manifest, tables, folder.name, faults)
        check_institutions(tables, folder.name, faults)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} faults" if faults else "no faults")
    return 1 if faults or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
