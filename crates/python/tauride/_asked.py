"""What a world is asked for, from the names and types of the package to those of the engine."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping

Value = float | int | bool | str
"""A value of a setting: a number for a parameter; True, False, "on" or "off" for a switch."""
Settings = Mapping[str, Value]
"""Settings by their keys; `tauride.params` lists them."""
Path = str | os.PathLike[str]
Date = str | datetime.date
"""A date in the calendar of the case: "1917-02-23", or a `datetime.date` of that year, month and day."""

Asked = tuple[str, int, int, list[str], list[str], str | None]


def asked(
    scenario: Path,
    seed: int,
    scale: int | str,
    set: Settings | None,
    what_if: Path | Iterable[Path],
    until: Date | None,
) -> Asked:
    """Scenario, seed, scale, settings, what-ifs and last day as the engine takes them."""
    given = [what_if] if isinstance(what_if, (str, os.PathLike)) else list(what_if)
    return (
        os.fspath(scenario),
        seed,
        scale_of(scale),
        [f"{key}={word(value)}" for key, value in (set or {}).items()],
        [os.fspath(one) for one in given],
        None if until is None else str(until),
    )


def scale_of(scale: int | str) -> int:
    """The N of a scale of one person for every N: `100`, `"1:100"` or `"1/100"`."""
    text = str(scale).removeprefix("1:").removeprefix("1/")
    if not text.isdecimal() or int(text) < 1:
        from .errors import InputError

        raise InputError(f"scale={scale!r} is none: write 100, '1:100' or '1/100' for one person in a hundred")
    return int(text)


def word(value: Value) -> str:
    """A value as the command line takes it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def levels(of: Iterable[Value] | str) -> str:
    """The levels of a factor as the command line takes them."""
    return of if isinstance(of, str) else ",".join(word(level) for level in of)


def threads_of(threads: int | None) -> int:
    """Threads to use: those asked for, or all there are."""
    return threads or os.cpu_count() or 1
