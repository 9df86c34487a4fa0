"""What can go wrong, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault of a scenario, a setting or a what-if.

    Attributes:
        file: The file as the user knows it, or the setting.
        line: Line from 1; 0 where the fault is the whole file.
        column: Column in characters from 1; 0 where the fault is the whole file.
        what: What is wrong.
        expected: What would be right, or empty.
        found: What stands there, or empty.
        help: What to try, such as the nearest valid name, or empty.
        text: All of it as one line.
    """

    file: str
    line: int
    column: int
    what: str
    expected: str
    found: str
    help: str
    text: str

    def __str__(self) -> str:
        return self.text


class TaurideError(Exception):
    """Anything that went wrong: a file that cannot be written, a directory that is damaged."""

    def __init__(self, message: str, faults: Iterable[tuple[str, int, int, str, str, str, str, str]] = ()) -> None:
        super().__init__(message)
        self.faults: list[Fault] = [Fault(*fault) for fault in faults]
        """Every fault of the scenario, of settings and of what-ifs, all at once; empty where it is none of these."""


class InputError(TaurideError, ValueError):
    """The input is wrong: a scenario, a setting, a date, a name. Nothing has been written."""
