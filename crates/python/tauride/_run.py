"""One world in one go."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import _native
from ._asked import Date, Path, Settings, asked, threads_of
from ._progress import Progress, shown
from ._table import Table
from .errors import InputError

Tables = Literal["all", "few", "none"] | Iterable[str]


@dataclass(frozen=True)
class Outcome:
    """How a world ended, or stands.

    Attributes:
        kind: `regime-holds`, `government-holds`, `council-transfer`, `council-seizure`, `crushed`, `coup`,
            `assembly-transfer` or `unresolved`.
        date: The day that settled it, or the last day where nothing is decided; Gregorian.
        date_local: The same day in the calendar of the case, written as it is there.
    """

    kind: str
    date: datetime.date
    date_local: str


@dataclass(frozen=True)
class Pattern:
    """Whether a pattern held in a world.

    Attributes:
        holds: Whether it did.
        value: By how much, in the unit of its definition (`tauride.observables`); None where there was nothing to
            measure.
    """

    holds: bool
    value: float | None


class Run:
    """A finished world: what it came to, and its tables in memory. It has left no files."""

    def __init__(self, manifest: str, tables: Mapping[str, Table]) -> None:
        self.manifest: dict[str, Any] = json.loads(manifest)
        """What `manifest.json` of the program's run holds: identity, settings, parameters, outcome, digest, sizes."""
        self.tables: dict[str, Table] = dict(tables)
        """The tables that were asked for, by name; `observations` is always among them."""

    @property
    def outcome(self) -> Outcome:
        """How the world ended."""
        found = self.manifest["outcome"]
        return Outcome(found["kind"], datetime.date.fromisoformat(found["date"]), found["date_local"])

    @property
    def digest(self) -> str:
        """Hash over the last state and every row: equal exactly when two runs are equal; that of the program's run."""
        return str(self.manifest["digest"])

    @property
    def dates(self) -> dict[str, datetime.date | None]:
        """The day of each date of the registry, Gregorian; None where it never came."""
        found = self.manifest["dates"]
        return {key: _day(value) for key, value in found.items()}

    @property
    def patterns(self) -> dict[str, Pattern]:
        """Each pattern of the registry, by its identifier."""
        return {key: Pattern(value["holds"], value["value"]) for key, value in self.manifest["patterns"].items()}

    @property
    def observations(self) -> Table:
        """Every observation of the documentary record beside the world's value for it."""
        return self.tables["observations"]

    @property
    def command(self) -> str:
        """The command that repeats the run with the program."""
        return str(self.manifest["command"])

    def __repr__(self) -> str:
        found = self.manifest
        return (
            f"<tauride.Run {found['scenario']}, seed {found['seed']}, scale {found['scale']}: "
            f"{self.outcome.kind} on {self.outcome.date_local}, digest {self.digest}>"
        )


def _day(found: Mapping[str, str] | None) -> datetime.date | None:
    return None if found is None else datetime.date.fromisoformat(found["date"])


def run(
    scenario: Path,
    *,
    seed: int = 1,
    scale: int | str = 1,
    set: Settings | None = None,
    what_if: Path | Iterable[Path] = (),
    until: Date | None = None,
    tables: Tables = "all",
    threads: int | None = None,
    progress: Progress = True,
) -> Run:
    """Run one world to its end, in memory.

    Args:
        scenario: Name of a scenario that comes with the package, or a directory.
        seed: Seed of all chance; the same seed gives the same run.
        scale: Simulate one person for every N: `100`, `"1:100"` or `"1/100"`.
        set: Parameters and switches to change, by their keys (`tauride.params` lists them).
        what_if: What-ifs by name, or files of them.
        until: Last day to simulate: a text in the calendar of the case, or a `datetime.date`, which is Gregorian.
        tables: Which tables to keep: `"all"`, `"few"` (national, councils, congresses, and the events of
            importance 2 and 3), `"none"`, or names.
        threads: Threads to use, all of them unless given; the result is the same with any number.
        progress: Whether a bar is shown, or a function that is told the day, the days done and the days in all.

    Returns:
        The finished world.

    Raises:
        InputError: The scenario, a setting, a what-if, a date or a table's name is wrong; every fault at once.
        KeyboardInterrupt: Ctrl-C; the world ends after the day under way.
    """
    case = _native.Case(*asked(scenario, seed, scale, set, what_if, until))
    if not isinstance(tables, Iterable):
        raise InputError(f"tables={tables!r} is none: give 'all', 'few', 'none', or names")
    wanted, only_important = _native.tables_wanted(tables if isinstance(tables, str) else list(tables))
    with shown(progress, "day") as tell:
        manifest, found = case.run(wanted, only_important, threads_of(threads), tell)
    return Run(manifest, {name: Table(table, name) for name, table in found})
