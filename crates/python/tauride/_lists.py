"""What there is: scenarios, what can be set in them, what is measured."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import _native
from ._asked import Path, asked


@dataclass(frozen=True)
class Scenario:
    """A scenario that comes with the package.

    Attributes:
        id: Its name for `tauride.run`.
        title: Its title.
        summary: What it is, in a few sentences.
    """

    id: str
    title: str
    summary: str


@dataclass(frozen=True)
class Observable:
    """Something that is measured on a world.

    Attributes:
        id: Identifier, the same wherever it is named; `World.observe` takes it without its family.
        title: Title for readers.
        meaning: What is measured and how.
        unit: Unit of its values.
        by: By what it may be broken down.
        denominator: What a share is of, or empty.
        window: The days that it is of.
        reduction: How the values of several days become one.
        family: `daily`, `record`, `date`, `sum` or `pattern`.
    """

    id: str
    title: str
    meaning: str
    unit: str
    by: str
    denominator: str
    window: str
    reduction: str
    family: str


@dataclass(frozen=True)
class Setting:
    """Something that can be set in a scenario.

    Attributes:
        kind: `parameter`, `switch` or `input`.
        key: Its key in `set={...}`; an input is changed by a what-if.
        value: Its value in the scenario; the least and the greatest of a series.
        default: What it is where the scenario says nothing.
        unit: Unit of its values.
        low: Least value allowed, or None.
        high: Greatest value allowed, or None.
        meaning: What it is.
        source: Where the value is from, or empty.
        how: How it is changed.
    """

    kind: str
    key: str
    value: Any
    default: Any
    unit: str
    low: float | None
    high: float | None
    meaning: str
    source: str
    how: str


def scenarios() -> list[Scenario]:
    """The scenarios that come with the package."""
    return [Scenario(*one) for one in _native.list_scenarios()]


def observables(family: str | None = None) -> list[Observable]:
    """Everything that is measured on a world.

    Args:
        family: Only those of `"daily"`, `"record"`, `"date"`, `"sum"` or `"pattern"`.
    """
    found = [Observable(**one) for one in json.loads(_native.list_observables())]
    return [one for one in found if family in (None, one.family)]


def params(scenario: Path, filter: str | None = None) -> list[Setting]:
    """What can be set in a scenario: parameters, switches and inputs.

    Args:
        scenario: Name of a scenario that comes with the package, or a directory.
        filter: Only those with this in their name, unit or meaning; or a kind.

    Raises:
        InputError: The scenario is faulty, or nothing has the filter; the nearest name is told.
    """
    return [Setting(**one) for one in json.loads(_native.list_params(str(scenario), filter))]


def check(scenario: Path) -> dict[str, Any]:
    """Read and check a scenario.

    Args:
        scenario: Name of a scenario that comes with the package, or a directory.

    Returns:
        What it is, as `manifest.json` of a run has it: title, first and last day, switches, parameters, content hash.

    Raises:
        InputError: It is faulty. `faults` holds every fault with its file, line, column and the nearest name.
    """
    found: dict[str, Any] = json.loads(_native.Case(*asked(scenario, 1, 1, None, (), None)).manifest())
    return found
