"""What every Python program of this folder shares: the model's numbers, its command line, its clocks, its printed line."""

import json
import math
import sys
import time

LEGITIMACY = 0.82
K = 2.3
THRESHOLD = 0.1
LONGEST = 30
CITIZENS = 0.7
COPS = 0.04
RADIUS = 7

# Sites within the radius, without the own one: 148.
VIEW = [
    (x, y)
    for x in range(-RADIUS, RADIUS + 1)
    for y in range(-RADIUS, RADIUS + 1)
    if (x, y) != (0, 0) and x * x + y * y <= RADIUS * RADIUS
]


def numbers(size):
    """Citizens and cops on a lattice with this many sites on a side."""
    return round(size * size * CITIZENS), round(size * size * COPS)


def arrest_probability(cops, active):
    """As a citizen sees it who sees these, with itself counted among the active."""
    return 1.0 - math.exp(-K * (cops // active))


def resident(key):
    """A size in bytes from this process's own status."""
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    return 0


def run(framework, version, make):
    """Reads SIZE TICKS SEED WARM_UP, runs, and prints one line of JSON.

    `make(size, seed)` gives a model with `tick()` and `active()`.
    """
    size, ticks, seed, warm_up = (int(word) for word in sys.argv[1:5])
    before = resident("VmRSS:")
    model = make(size, seed)
    for _ in range(warm_up):
        model.tick()
    wall = cpu = 0.0
    active = []
    for _ in range(ticks):
        since, spent = time.perf_counter(), time.process_time()
        model.tick()
        wall += time.perf_counter() - since
        cpu += time.process_time() - spent
        active.append(int(model.active()))
    actors = sum(numbers(size))
    after, peak = resident("VmRSS:"), resident("VmHWM:")
    result = {
        "framework": framework,
        "version": version,
        "size": size,
        "ticks": ticks,
        "seed": seed,
        "warm_up": warm_up,
        "actors": actors,
        "agent_steps": actors * ticks,
        "wall_seconds": wall,
        "cpu_seconds": cpu,
        "peak_bytes": peak,
        "model_bytes": max(after - before, 0),
        "mean_active": sum(active) / len(active),
        "last_active": active[-1],
    }
    print(json.dumps(result))
