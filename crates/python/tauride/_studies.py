"""Studies of many worlds. They leave the files that the program's commands leave, and go on where they stopped."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from . import _native
from ._asked import Date, Path, Settings, Value, asked, levels, path, threads_of, whole
from ._progress import Progress, shown


class Study:
    """A finished study of many worlds: its answer, and where its files are."""

    def __init__(self, directory: Path, answer: str) -> None:
        self.directory = pathlib.Path(directory)
        """Where its tables and its page are."""
        self.answer: dict[str, Any] = json.loads(answer)
        """The answer, as the program's `--json` has it."""

    def __fspath__(self) -> str:
        """Its directory, so that `score` and `report` take a study too."""
        return str(self.directory)

    @property
    def tables(self) -> dict[str, pathlib.Path]:
        """Its Parquet tables by name; one with a file for each world is a folder, which polars reads with `/*.parquet`."""
        files = {path.stem: path for path in sorted(self.directory.glob("*.parquet"))}
        folders = {path.parent.name: path.parent for path in sorted(self.directory.glob("*/*.parquet"))}
        return {**folders, **files}

    @property
    def report(self) -> pathlib.Path:
        """Its page, one file that needs no network."""
        return self.directory / "report.html"

    def __repr__(self) -> str:
        return f"<tauride.Study {self.answer.get('kind', '')} in {self.directory}>"


def _how(out: Path | None, resume: bool, threads: int | None, tell: Any) -> _native.How:
    return (None if out is None else str(out), resume, threads_of(threads), tell)


def ensemble(
    scenario: Path,
    *,
    runs: int = 100,
    seed: int = 1,
    scale: int | str | None = None,
    set: Settings | None = None,
    what_if: Path | Iterable[Path] = (),
    until: Date | None = None,
    tables: Literal["few", "all"] = "few",
    out: Path | None = None,
    resume: bool = False,
    threads: int | None = None,
    progress: Progress = True,
) -> Study:
    """Run many worlds that differ in their seed alone: the odds of outcomes, the spread of dates and courses.

    Args:
        scenario: Name of a scenario that comes with the package, or a directory.
        runs: Worlds; their seeds follow one another.
        seed: Seed of the first.
        scale: Simulate one person for every N; without it the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at
            most two million persons.
        set: Parameters and switches to change, by their keys.
        what_if: What-ifs by name, or files of them.
        until: Last day to simulate: a text in the calendar of the case, or a `datetime.date`, which is Gregorian.
        tables: `"few"` (national, councils, congresses, events of importance 2 and 3) or `"all"`.
        out: Directory of the files; `runs/ensemble-...`, named after the question, unless given.
        resume: Go on from what an interrupted call has finished there.
        threads: Threads to use, all of them unless given; the files are the same with any number.
        progress: Whether a bar is shown, or a function that is told what is made, how much is done and of how much.

    Returns:
        The answer and the files: `worlds.parquet` has one row a world.

    Raises:
        InputError: The scenario or an option is wrong, or the directory holds something else.
        TaurideError: A file cannot be written.
        KeyboardInterrupt: Ctrl-C; finished worlds are kept, and `resume=True` goes on.
    """
    given = asked(scenario, seed, scale, set, what_if, until)
    with shown(progress, "world") as tell:
        return Study(*_native.run_ensemble(given, whole("runs", runs), tables, _how(out, resume, threads, tell)))


def compare(
    scenario: Path,
    *,
    what_if: Path | Iterable[Path] = (),
    set: Settings | None = None,
    set_both: Settings | None = None,
    pairs: int = 40,
    seed: int = 1,
    scale: int | str | None = None,
    until: Date | None = None,
    out: Path | None = None,
    resume: bool = False,
    threads: int | None = None,
    progress: Progress = True,
) -> Study:
    """Compare worlds with and without a change, in pairs that share every other random draw.

    Args:
        scenario: Name of a scenario that comes with the package, or a directory.
        what_if: What-ifs of the second arm, by name, or files of them.
        set: Parameters and switches that the second arm changes, by their keys.
        set_both: Parameters and switches that both arms change.
        pairs: Pairs of worlds; their seeds follow one another.
        seed: Seed of the first pair.
        scale: Simulate one person for every N; without it the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at
            most two million persons.
        until: Last day to simulate: a text in the calendar of the case, or a `datetime.date`, which is Gregorian.
        out: Directory of the files; `runs/compare-...`, named after the question, unless given.
        resume: Go on from what an interrupted call has finished there.
        threads: Threads to use, all of them unless given.
        progress: Whether a bar is shown, or a function that is told what is made, how much is done and of how much.

    Returns:
        The answer: odds, dates and sums of both arms with the interval of their difference, and where they first part.

    Raises:
        InputError: Nothing is changed, or the scenario or an option is wrong.
        TaurideError: A file cannot be written.
        KeyboardInterrupt: Ctrl-C; finished worlds are kept, and `resume=True` goes on.
    """
    given = asked(scenario, seed, scale, set, what_if, until)
    both = asked(scenario, seed, scale, set_both, (), until)[3]
    with shown(progress, "world") as tell:
        return Study(*_native.run_compare(given, both, whole("pairs", pairs), _how(out, resume, threads, tell)))


def sweep(
    scenario: Path,
    vary: Mapping[str, Iterable[Value] | str] | None = None,
    *,
    design: Path = "factorial",
    points: int | None = None,
    runs: int = 20,
    seed: int = 1,
    scale: int | str | None = None,
    set: Settings | None = None,
    what_if: Path | Iterable[Path] = (),
    until: Date | None = None,
    out: Path | None = None,
    resume: bool = False,
    threads: int | None = None,
    progress: Progress = True,
) -> Study:
    """Run worlds at the points of a design over parameters, switches, inputs and what-ifs, into one tidy table.

    Args:
        scenario: Name of a scenario that comes with the package, or a directory.
        vary: Factors by their keys: the levels, such as `[0.01, 0.02]` or `[True, False]`, or a text as the program's
            `--vary` takes it, such as `"0.01..0.05:5"` (five levels). For `sobol` and `lhs` a range: `(0.01, 0.05)`.
        design: `"factorial"` (all combinations), `"sobol"`, `"lhs"`, or a CSV file whose columns are keys and whose
            rows are points.
        points: Points of the designs `sobol` and `lhs`.
        runs: Worlds at each point, with the same seeds at every point.
        seed: Seed of the first world of each point, and of the design.
        scale: Simulate one person for every N; without it the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at
            most two million persons.
        set: Parameters and switches to change at every point, by their keys.
        what_if: What-ifs of every point, by name, or files of them.
        until: Last day to simulate: a text in the calendar of the case, or a `datetime.date`, which is Gregorian.
        out: Directory of the files; `runs/sweep-...`, named after the question, unless given.
        resume: Go on from what an interrupted call has finished there.
        threads: Threads to use, all of them unless given; the files are the same with any number.
        progress: Whether a bar is shown, or a function that is told what is made, how much is done and of how much.

    Returns:
        The answer by point; `tables["sweep"]` has one row a world, a column for each factor and each thing measured.

    Raises:
        InputError: A factor, a level or the design is wrong; every fault at once, before anything runs.
        TaurideError: A file cannot be written.
        KeyboardInterrupt: Ctrl-C; finished worlds are kept, and `resume=True` goes on.
    """
    given = asked(scenario, seed, scale, set, what_if, until)
    factors = [f"{key}={levels(key, of, design in ('sobol', 'lhs'))}" for key, of in (vary or {}).items()]
    with shown(progress, "world") as tell:
        how = _how(out, resume, threads, tell)
        wanted = None if points is None else whole("points", points)
        return Study(*_native.run_sweep(given, factors, os.fspath(design), wanted, whole("runs", runs), how))


def score(directory: Path) -> dict[str, Any]:
    """Score a finished run or ensemble against the documentary record.

    Args:
        directory: Where `tauride run`, `tauride ensemble` or `tauride.ensemble` left its files.

    Returns:
        The answer that is written there as `score.json`: coverage, skill over baselines, and each observation.

    Raises:
        InputError: The directory holds no finished worlds of this scenario.
        TaurideError: A file cannot be read or written.
    """
    found: Mapping[str, Any] = json.loads(_native.run_score(path("directory", directory)))
    return dict(found)


def report(directory: Path) -> pathlib.Path:
    """Write the page of a finished run or study again.

    Returns:
        The page.

    Raises:
        InputError: The directory holds none.
    """
    return pathlib.Path(_native.write_report(path("directory", directory)))
