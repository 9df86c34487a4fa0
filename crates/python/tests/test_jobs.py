"""Worlds as jobs: the same bytes on every executor, and nothing lost with a worker."""

import concurrent.futures
import os
import signal

import polars
import pytest

import tauride
from tauride import _jobs

JOBS = [
    tauride.Job("one-town", seed=seed, scale=10, set=change)
    for change in ({}, {"repression": "off"})
    for seed in range(1, 9)
]


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The store of one machine and one thread."""
    store = tmp_path_factory.mktemp("alone")
    with concurrent.futures.ThreadPoolExecutor(1) as one:
        tauride.map_worlds(JOBS, one, store=store, progress=False)
    return files(store)


def files(store):
    """Every file of a store with its bytes."""
    return {path.name: path.read_bytes() for path in store.iterdir()}


def test_a_pool_of_processes_gives_the_same_bytes(alone, tmp_path):
    table = tauride.map_worlds(JOBS, 2, store=tmp_path, chunk=3, progress=False)
    assert files(tmp_path) == alone
    frame = polars.DataFrame(table)
    assert frame["digest"][0] == tauride.run("one-town", scale=10, tables="none", progress=False).digest
    assert frame["name"].to_list() == [job.name for job in JOBS]


def test_what_is_finished_is_not_run_again(alone, tmp_path, monkeypatch):
    with concurrent.futures.ThreadPoolExecutor(1) as one:
        tauride.map_worlds(JOBS[:5], one, store=tmp_path, progress=False)
        # A crash cuts a line short.
        path = tmp_path / "worlds.jsonl"
        path.write_bytes(path.read_bytes()[:-20])
        ran = []
        run_jobs = _jobs.run_jobs
        monkeypatch.setattr(_jobs, "run_jobs", lambda jobs: ran.extend(jobs) or run_jobs(jobs))
        tauride.map_worlds(JOBS, one, store=tmp_path, progress=False)
    assert len(ran) == len(JOBS) - 4 and files(tmp_path) == alone


def test_a_killed_worker_loses_nothing(alone, tmp_path):
    killed = []

    def kill(what, done, of):
        if not killed:
            killed.append(done)
            pool = next(iter(pools))
            os.kill(next(iter(pool._processes)), signal.SIGKILL)

    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        pools = [pool]
        tauride.map_worlds(JOBS, pool, store=tmp_path, progress=kill)
    assert killed and files(tmp_path) == alone


def test_what_is_wrong_is_told_before_anything_runs(tmp_path):
    store = tmp_path / "store"
    with pytest.raises(tauride.InputError, match="repression"):
        tauride.map_worlds([tauride.Job("one-town", set={"represion": "off"})], store=store)
    with pytest.raises(tauride.InputError, match="stands once"):
        tauride.map_worlds([JOBS[0], JOBS[0]], store=store)
    with pytest.raises(tauride.InputError, match="executor="):
        tauride.map_worlds(JOBS, "slurm", store=store)
    (tmp_path / "other.txt").write_text("mine")
    with pytest.raises(tauride.InputError, match="other files"):
        tauride.map_worlds(JOBS, store=tmp_path)
