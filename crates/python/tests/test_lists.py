"""What there is to run, to set and to measure."""

import pytest

import tauride


def test_scenarios_and_observables_are_listed():
    assert {"one-town", "russia-1917"} <= {one.id for one in tauride.scenarios()}
    families = {one.family for one in tauride.observables()}
    assert families == {"daily", "record", "date", "sum", "pattern"}
    sums = {one.id for one in tauride.observables("sum")}
    assert "sum:striker_days" in sums
    world = tauride.World("one-town", scale=10)
    world.step()
    for one in tauride.observables("daily"):
        assert world.observe(one.id.removeprefix("daily:")) >= 0, one.id


def test_what_can_be_set_can_be_set():
    found = {one.key: one for one in tauride.params("one-town")}
    need = found["grievance.food_need"]
    assert need.kind == "parameter" and need.low <= need.value <= need.high
    changed = tauride.run("one-town", scale=10, set={need.key: need.high}, tables="none", progress=False)
    assert changed.manifest["parameters"][need.key] == need.high
    assert [one.key for one in tauride.params("one-town", "food_need")] == [need.key]
    with pytest.raises(tauride.InputError):
        tauride.params("one-town", "no such thing")


def test_a_checked_scenario_says_what_it_is():
    facts = tauride.check("one-town")
    assert facts["start_local"] == "1917-02-18" and facts["scenario_hash"]
