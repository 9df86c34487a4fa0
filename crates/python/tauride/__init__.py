"""Tauride: societies in revolutionary situations, simulated person by person and day by day.

    import tauride
    run = tauride.run("one-town", seed=1)
    print(run.outcome, run.digest)

One world is `run`; day by day it is `World`. Many worlds are `ensemble`, `compare`, `sweep`, or `map_worlds` on any
executor. `score` confronts worlds with the documentary record. `scenarios`, `params`, `observables` list what there is, and
`check` reads a scenario of one's own and tells every fault at once.
"""

from ._jobs import Job, map_worlds
from ._lists import Observable, Scenario, Setting, check, observables, params, scenarios
from ._native import __version__
from ._run import Outcome, Pattern, Run, run
from ._studies import Study, compare, ensemble, report, score, sweep
from ._table import Column, Table
from ._world import World
from .errors import Fault, InputError, TaurideError

__all__ = [
    "Column",
    "Fault",
    "InputError",
    "Job",
    "Observable",
    "Outcome",
    "Pattern",
    "Run",
    "Scenario",
    "Setting",
    "Study",
    "Table",
    "TaurideError",
    "World",
    "__version__",
    "check",
    "compare",
    "ensemble",
    "map_worlds",
    "observables",
    "params",
    "report",
    "run",
    "scenarios",
    "score",
    "sweep",
]
