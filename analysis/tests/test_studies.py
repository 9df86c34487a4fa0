"""What pages do with the program before they read its answers."""

import csv

import pytest

from analysis import docking, experiments
from analysis.__main__ import PROGRAM
from analysis.commands import Failed, Program


def test_the_shortage_moves_and_nothing_else(tmp_path):
    scenario = experiments.SCENARIOS / experiments.SCENARIO
    moved = experiments.shortage_later(scenario, tmp_path)
    assert moved > 100
    before, after = (read(folder / "conditions.csv") for folder in (scenario, tmp_path))
    assert before.keys() == after.keys()
    for key, points in after.items():
        assert points == sorted(points)
        assert len(points) <= len(before[key])
        if key[0] != "food":
            assert points == before[key]
    # The capital has more bread in the days of February that the record's strike fell on.
    was, became = (at(points["food", "petrograd"], "1917-02-24") for points in (before, after))
    assert became > was + 0.1


def read(path):
    found = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["indicator"], row["place"]), []).append((row["date"], float(row["value"])))
    return found


def at(points, date):
    """The last value up to a date."""
    return [value for day, value in points if day <= date][-1]


def test_a_seed_is_run_once(tmp_path):
    program, ran = Program(PROGRAM, tmp_path), []

    def run(seeds):
        ran.extend(seeds)
        return [10 * seed for seed in seeds]

    assert program.kept("rows", range(1, 4), run) == [10, 20, 30]
    assert program.kept("rows", range(2, 6), run) == [20, 30, 40, 50]
    assert ran == [1, 2, 3, 4, 5]
    assert Program(PROGRAM, tmp_path, fresh=True).kept("rows", range(1, 2), run) == [10]
    assert ran[-1] == 1


def test_what_the_program_refuses_is_told(tmp_path, capfd):
    with pytest.raises(Failed, match="ended with 2"):
        Program(PROGRAM, tmp_path).study("worlds", "ensemble", "no-such-scenario")
    assert "no-such-scenario" in capfd.readouterr().err


def test_another_rule_is_found_out(tmp_path):
    # The test must be able to fail: rounding down is another model than Mesa's rounding.
    program = Program(PROGRAM, tmp_path)

    def sample(ratio, seeds):
        words = docking.settings((0.82, 0.04, 30), 100, f"ratio={ratio}")
        return program.each(f"{ratio}-{seeds.start}", words, seeds, docking.actives)

    mesa = sample("round_half_even", range(1, 21))
    assert docking.compared(mesa, sample("floor", range(101, 121)))[1] < docking.LEAST_P
    assert docking.compared(mesa, sample("round_half_even", range(101, 121)))[1] > docking.LEAST_P / 10


def test_statistics_of_a_series_by_hand():
    import numpy as np

    # Deviations are -30, 30, 30, -30: products one tick apart -900, 900, -900, over four times 900.
    series = np.array([0.0, 60.0, 60.0, 0.0])
    found = [statistic(series) for statistic in docking.STATISTICS.values()]
    assert found == pytest.approx([30, 1200**0.5, 60, 0.5, -0.25])
    assert docking.autocorrelation(np.full(5, 2.0)) == 0
