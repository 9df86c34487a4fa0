"""A world driven day by day."""

import datetime

import polars
import pytest

import tauride


def test_stepping_is_running():
    world = tauride.World("one-town", seed=3)
    assert world.day is None and not world.is_over
    days = sum(1 for _ in world)
    assert world.is_over and days > 100 and world.step() == 0
    assert world.digest == tauride.run("one-town", seed=3, tables="none", progress=False).digest


def test_a_day_is_what_the_tables_say():
    world = tauride.World("one-town", until="1917-03-20")
    run = tauride.run("one-town", until="1917-03-20", progress=False)
    national = polars.DataFrame(run.tables["national"]).filter(polars.col("scope") == "national")
    daily = polars.DataFrame(run.tables["daily"])
    town = polars.DataFrame(run.tables["places"]).filter(polars.col("parent").is_null())["id"][0]
    for row in national.iter_rows(named=True):
        assert world.step() == 1 and world.day == row["date"]
        assert world.observe("strikers") == row["strikers"]
        here = daily.filter(polars.col("date") == row["date"])["strikers"].sum()
        if here:
            assert world.observe("strikers", place=town) == here
    assert len(world.rows("national")) == 5


def test_a_branch_parts_and_a_copy_does_not():
    world = tauride.World("one-town", seed=2)
    assert world.run_until("1917-03-01") > 0 and world.run_until("1917-03-01") == 0
    copy, other = world.branch(seed=0), world.branch(seed=7)
    again = world.restore(world.snapshot())
    for one in (world, copy, other, again):
        one.step(60)
    assert world.digest == copy.digest == again.digest != other.digest


def test_what_is_wrong_is_told():
    world = tauride.World("one-town")
    with pytest.raises(tauride.InputError, match="step first"):
        world.observe("strikers")
    world.step()
    with pytest.raises(tauride.InputError, match="did you mean `strikers`"):
        world.observe("striker")
    with pytest.raises(tauride.InputError):
        world.observe("strikers", place="nowhere")
    with pytest.raises(tauride.InputError):
        world.run_until(datetime.date(1900, 1, 1))
    for wrong in [lambda: world.step(-1), lambda: world.branch(-1)]:
        with pytest.raises(tauride.InputError, match="out of range"):
            wrong()
    snapshot = world.snapshot()
    with pytest.raises(tauride.TaurideError, match=r"damaged|cut short"):
        world.restore(snapshot[:-1])
    with pytest.raises(tauride.InputError, match="another world"):
        tauride.World("one-town", seed=2).restore(snapshot)
