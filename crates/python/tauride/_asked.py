"""What a world is asked for, from the names and types of the package to those of the engine."""

from __future__ import annotations

import datetime
import operator
import os
from collections.abc import Iterable, Mapping

from .errors import InputError

Value = float | int | bool | str
"""A value of a setting: a number for a parameter; True, False, "on" or "off" for a switch."""
Settings = Mapping[str, Value]
"""Settings by their keys; `tauride.params` lists them."""
Path = str | os.PathLike[str]
Date = str | datetime.date
"""A date: a text such as "1917-02-23" in the calendar of the case, or a `datetime.date`, which is Gregorian."""

Asked = tuple[str, int, int | None, list[str], list[str], str | None]


def asked(
    scenario: Path,
    seed: int,
    scale: int | str | None,
    set: Settings | None,
    what_if: Path | Iterable[Path],
    until: Date | None,
) -> Asked:
    """Scenario, seed, scale, settings, what-ifs and last day as the engine takes them."""
    if set is not None and not isinstance(set, Mapping):
        raise InputError(f"set={set!r} is no mapping: write {{'repression': 'off'}}")
    if isinstance(what_if, (str, os.PathLike)):
        given: list[Path] = [what_if]
    elif isinstance(what_if, Iterable):
        given = list(what_if)
    else:
        raise InputError(f"what_if={what_if!r} is none: give a name, a file, or a list of them")
    return (
        path("scenario", scenario),
        whole("seed", seed),
        None if scale is None else scale_of(scale),
        [f"{key}={word(value)}" for key, value in (set or {}).items()],
        [path("what_if", one) for one in given],
        None if until is None else date_word(until),
    )


def path(name: str, value: Path) -> str:
    """A name or a path as text."""
    try:
        return os.fspath(value)
    except TypeError:
        raise InputError(f"{name}={value!r} is no name and no path") from None


def whole(name: str, value: int, least: int = 0, most: int = 2**64 - 1) -> int:
    """A whole number that the engine can take."""
    try:
        number = operator.index(value)
    except TypeError:
        raise InputError(f"{name}={value!r} is no whole number") from None
    if not least <= number <= most:
        raise InputError(f"{name}={value!r} is out of range: give {least} to {most}")
    return number


def scale_of(scale: int | str) -> int:
    """The N of a scale of one person for every N: `100`, `"1:100"` or `"1/100"`."""
    text = str(scale).removeprefix("1:").removeprefix("1/")
    if not text.isdecimal() or not 1 <= int(text) < 2**32:
        raise InputError(f"scale={scale!r} is none: write 100, '1:100' or '1/100' for one person in a hundred")
    return int(text)


def date_word(date: Date) -> str:
    """A date as the command line takes it; the hour of a `datetime` or a timestamp of pandas does not count."""
    if isinstance(date, datetime.datetime):
        date = date.date()
    return f"{date.isoformat()} NS" if isinstance(date, datetime.date) else str(date)


def word(value: Value) -> str:
    """A value as the command line takes it."""
    # A number or a truth value of numpy is that of Python.
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, bool):
        return "on" if plain else "off"
    return str(plain)


def levels(key: str, of: Iterable[Value] | str, is_drawn: bool) -> str:
    """The levels of a factor as the command line takes them; a pair is a range where points are drawn from it."""
    if isinstance(of, str):
        return of
    if not isinstance(of, Iterable):
        raise InputError(f"vary={{{key!r}: {of!r}}} has no levels: give a list of them, or a text such as '0.1..0.5:5'")
    words = [word(level) for level in of]
    return ("..".join if is_drawn and isinstance(of, tuple) and len(words) == 2 else ",".join)(words)


def threads_of(threads: int | None) -> int:
    """Threads to use: those asked for, or all there are."""
    return os.cpu_count() or 1 if threads is None else whole("threads", threads, 1, 1024)
