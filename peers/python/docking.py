"""Runs Mesa's own example of civil violence, as it is shipped, and prints how many were active in each tick.

    docking.py TICKS FIRST_SEED LAST_SEED LEGITIMACY COP_DENSITY LONGEST_TERM

One line of JSON a seed: `{"seed": 1, "active": [0, 3, ...]}`. The first line tells the version.
"""

import json
import sys

import mesa
from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence, EpsteinScenario


class NoCollector:
    """The example collects data on every agent in every tick; nobody reads them here."""

    def collect(self, model):
        """Collects nothing."""


def main():
    """Runs the seeds."""
    ticks, first, last = (int(word) for word in sys.argv[1:4])
    legitimacy, cop_density, longest = float(sys.argv[4]), float(sys.argv[5]), int(sys.argv[6])
    print(json.dumps({"version": mesa.__version__}), flush=True)
    for seed in range(first, last + 1):
        scenario = EpsteinScenario(
            rng=seed,
            legitimacy=legitimacy,
            cop_density=cop_density,
            max_jail_term=longest,
            max_iters=ticks + 1,
        )
        model = EpsteinCivilViolence(40, 40, scenario=scenario)
        model.datacollector = NoCollector()
        active = []
        for _ in range(ticks):
            model.step()
            active.append(int(model.ACTIVE))
        print(json.dumps({"seed": seed, "active": active}), flush=True)


if __name__ == "__main__":
    main()
