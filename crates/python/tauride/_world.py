"""A world that is driven day by day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from . import _native
from ._asked import Date, Path, Settings, asked, date_word, threads_of, whole
from ._run import Outcome
from ._table import Table


class World:
    """A world under way: step it, look at it, branch it, save it.

    Args:
        scenario: Name of a scenario that comes with the package, or a directory.
        seed: Seed of all chance.
        scale: Simulate one person for every N: `100`, `"1:100"` or `"1/100"`.
        set: Parameters and switches to change, by their keys.
        what_if: What-ifs by name, or files of them.
        until: Last day to simulate: a text in the calendar of the case, or a `datetime.date`, which is Gregorian.
        threads: Threads to use, all of them unless given; the result is the same with any number.

    Raises:
        InputError: The scenario, a setting, a what-if or a date is wrong; every fault at once.
    """

    def __init__(
        self,
        scenario: Path,
        *,
        seed: int = 1,
        scale: int | str = 1,
        set: Settings | None = None,
        what_if: Path | Iterable[Path] = (),
        until: Date | None = None,
        threads: int | None = None,
    ) -> None:
        self._case = _native.Case(*asked(scenario, seed, scale, set, what_if, until))
        self._threads = threads_of(threads)
        self._world = self._case.world(self._threads)

    def _beside(self, world: _native.World) -> World:
        other = object.__new__(World)
        other._case, other._threads, other._world = self._case, self._threads, world
        return other

    @property
    def day(self) -> datetime.date | None:
        """The last day simulated, Gregorian; None before the first step."""
        day = self._world.day
        return None if day is None else datetime.date.fromisoformat(day[0])

    @property
    def day_local(self) -> str | None:
        """The same day in the calendar of the case."""
        day = self._world.day
        return None if day is None else day[1]

    @property
    def is_over(self) -> bool:
        """Whether the last day has been simulated."""
        return self._world.is_over

    @property
    def outcome(self) -> Outcome:
        """How the world ended, or stands."""
        kind, date, local = self._world.outcome
        return Outcome(kind, datetime.date.fromisoformat(date), local)

    @property
    def digest(self) -> str:
        """Hash over the state and every row so far; after the last day that of `tauride.run`."""
        return self._world.digest

    def step(self, days: int = 1) -> int:
        """Simulate so many days, or those that are left.

        Returns:
            How many days it were; 0 when the world is over.

        Raises:
            KeyboardInterrupt: Ctrl-C; the day under way is finished first, and the world can go on.
        """
        return self._world.step(whole("days", days, 0, 2**32 - 1))

    def run_until(self, date: Date) -> int:
        """Simulate all days up to this one: a text in the calendar of the case, or a Gregorian `datetime.date`.

        Returns:
            How many days it were; 0 when that day has been simulated.

        Raises:
            InputError: It is no date, or one outside the scenario.
        """
        return self._world.run_until(date_word(date))

    def observe(self, quantity: str, place: str | None = None, scope: str = "national") -> float:
        """The value of a daily quantity on the last day simulated.

        Args:
            quantity: Identifier of a daily observable without its family, such as `"strikers"`
                (`tauride.observables("daily")` lists them with unit and meaning).
            place: A place by its identifier: the sum over it and the places in it. A county has a value every
                seventh day, which holds until its next.
            scope: Where no place is given: `"national"`, `"capital"`, `"towns"`, `"front"` or `"villages"`.

        Returns:
            The value in the unit of the observable; persons are real persons whatever the scale.

        Raises:
            InputError: No such quantity, place or scope, or no day has been simulated yet.
        """
        return self._world.observe(quantity, place, scope)

    def rows(self, table: str) -> Table:
        """The rows of a table on the last day simulated.

        Raises:
            InputError: No such table.
        """
        return Table(self._world.rows(table), table)

    def branch(self, seed: int = 1) -> World:
        """A second world in the same state, with other chance from the next day on.

        Args:
            seed: Which branch; 0 keeps the draws of this world, so that both go the same way.
        """
        return self._beside(self._world.branch(whole("seed", seed)))

    def snapshot(self) -> bytes:
        """The whole state, for `restore`. It holds its identity and a digest, so that damage is noticed."""
        return self._world.snapshot()

    def restore(self, snapshot: bytes) -> World:
        """A world as `snapshot` wrote it; this one stays as it is.

        Raises:
            TaurideError: The bytes are damaged.
            InputError: They are of another question than this world's.
        """
        return self._beside(self._case.restore(snapshot, self._threads))

    def __iter__(self) -> World:
        """Iterate over the days that are left: each item is the day, Gregorian."""
        return self

    def __next__(self) -> datetime.date:
        if not self.step():
            raise StopIteration
        day = self.day
        assert day is not None, "a day has just been simulated"
        return day

    def __repr__(self) -> str:
        return f"<tauride.World after {self.day_local or 'no day'}: {self.outcome.kind}>"

    def __reduce__(self) -> Any:
        raise TypeError("a World is not pickled; send its snapshot, and restore it in a World of the same question")
