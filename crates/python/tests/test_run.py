"""One world: the same as the program's, in memory that is not copied."""

import datetime
import os
import signal
import threading

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from polars.testing import assert_frame_equal

import tauride


def test_a_run_is_the_program_s_run(town):
    answer, directory = town
    run = tauride.run("one-town", seed=3, progress=False)
    assert run.digest == answer["digest"]
    assert run.outcome.kind == answer["outcome"]["kind"]
    assert run.outcome.date.isoformat() == answer["outcome"]["date"]
    for path in sorted(directory.glob("*.parquet")):
        ours = polars.DataFrame(run.tables[path.stem])
        ours = ours.with_columns(polars.col(polars.Categorical).cast(polars.String))
        assert_frame_equal(ours, polars.read_parquet(path))


def test_the_same_run_with_one_thread_and_without_tables():
    both = [tauride.run("one-town", threads=n, tables=t, progress=False) for n, t in [(1, "none"), (2, "few")]]
    assert both[0].digest == both[1].digest
    assert set(both[0].tables) == {"observations"}
    assert set(both[1].tables) == {"observations", "national", "councils", "congresses", "events"}
    events = polars.DataFrame(both[1].tables["events"])
    assert events["importance"].min() >= 2


def test_no_reader_copies_a_number():
    run = tauride.run("one-town", tables=["national", "daily"], progress=False)
    for name in ("national", "daily"):
        table = run.tables[name]
        ours = dict(zip([c.name for c in table.columns], table._native.addresses(), strict=True))
        there = pyarrow.table(table)
        for column in ("strikers", "grievance"):
            chunk = there[column].chunk(0)
            assert chunk.buffers()[1].address == ours[column]
        assert polars.DataFrame(table)["strikers"].to_arrow().buffers()[1].address == ours["strikers"]
        view = pyarrow.table(polars.DataFrame(table))["grievance"].chunk(0)
        assert view.buffers()[1].address == ours["grievance"]


def test_every_reader_reads_it():
    run = tauride.run("one-town", tables=["national"], progress=False)
    national = run.tables["national"]
    frame = polars.DataFrame(national)
    total = frame["strikers"].sum()
    arrow = pyarrow.table(national)
    assert pandas.DataFrame(arrow.to_pandas())["strikers"].sum() == total
    assert duckdb.sql("select sum(strikers) from arrow").fetchall()[0][0] == total
    strikers = next(column for column in national.columns if column.name == "strikers")
    assert strikers.unit == "persons" and strikers.meaning


def test_settings_and_what_ifs_are_the_program_s(program, tmp_path):
    answer = program("run", "one-town", "--set", "repression=off", "--until", "1917-03-10", out=tmp_path / "run")
    run = tauride.run("one-town", set={"repression": False}, until="1917-03-10", progress=False)
    assert run.digest == answer["digest"]
    assert run.manifest["settings"] == ["repression=off"]


def test_what_is_wrong_is_told_all_at_once():
    with pytest.raises(tauride.InputError) as caught:
        tauride.run("one-town", set={"grievance.rise": 0.1, "represion": "off"})
    assert len(caught.value.faults) == 2
    assert "repression" in caught.value.faults[1].help
    for wrong in [dict(tables="nationl"), dict(until="1900-01-01"), dict(scale="a few")]:
        with pytest.raises(tauride.InputError):
            tauride.run("one-town", progress=False, **wrong)
    for wrong in [dict(seed=-1), dict(seed=1.5), dict(seed=2**64), dict(scale=2**32), dict(threads=0)]:
        with pytest.raises(tauride.InputError, match=f"{next(iter(wrong))}="):
            tauride.run("one-town", progress=False, **wrong)
    with pytest.raises(tauride.InputError, match="did you mean `national`"):
        tauride.run("one-town", tables=["nationl"])
    with pytest.raises(tauride.InputError):
        tauride.check("no-such-scenario")


def test_values_of_numpy_and_pandas_are_those_of_python():
    plain = tauride.run(
        "one-town",
        seed=2,
        scale=10,
        set={"repression": False, "grievance.food_need": 0.5},
        until=datetime.date(1917, 3, 10),
        tables="none",
    )
    of_others = tauride.run(
        "one-town",
        seed=numpy.int64(2),
        scale=numpy.int32(10),
        set={"repression": numpy.bool_(False), "grievance.food_need": numpy.float64(0.5)},
        until=pandas.Timestamp(1917, 3, 10, 12),
        tables="none",
    )
    assert of_others.digest == plain.digest


def test_progress_is_told_and_what_it_raises_ends_the_run():
    seen = []
    tauride.run("one-town", progress=lambda what, done, of: seen.append((what, done, of)))
    assert seen and seen[-1][1] == seen[-1][2]

    def stop(*_):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tauride.run("russia-1917", scale=1000, progress=stop)


def test_ctrl_c_ends_a_run():
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        tauride.run("russia-1917", scale=20, tables="none", progress=False)


def test_a_date_of_python_is_gregorian_and_a_text_is_of_the_case():
    gregorian = tauride.run("one-town", until=datetime.date(1917, 3, 23), tables="none", progress=False)
    assert gregorian.digest == tauride.run("one-town", until="1917-03-10", tables="none", progress=False).digest
    world = tauride.World("one-town")
    world.run_until("1917-03-10")
    assert world.day == datetime.date(1917, 3, 23) and world.run_until(world.day) == 0


@pytest.mark.parametrize("wrong", [{"set": ["repression=off"]}, {"what_if": None}, {"tables": None}, {"set": "x"}])
def test_values_of_wrong_types_are_wrong_input(wrong):
    with pytest.raises(tauride.InputError):
        tauride.run("one-town", progress=False, **wrong)
    with pytest.raises(tauride.InputError):
        tauride.run(3, progress=False)
    with pytest.raises(tauride.InputError, match="no job"):
        tauride.map_worlds(["one-town"], 2, store="nowhere")
    with pytest.raises(tauride.InputError, match="fewer than 10"):
        tauride.run("one-town", scale=30_000, progress=False)
