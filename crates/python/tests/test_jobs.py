"""Worlds as jobs: the same bytes on every executor, and nothing lost with a worker."""

import concurrent.futures
import os
import signal

import polars
import pytest

import tauride
from tauride import _jobs


def test_a_pool_of_processes_gives_the_same_bytes(jobs, files, alone, tmp_path):
    table = tauride.map_worlds(jobs, 2, store=tmp_path, chunk=3, progress=False)
    assert files(tmp_path) == alone
    frame = polars.DataFrame(table)
    assert frame["digest"][0] == tauride.run("one-town", scale=10, tables="none", progress=False).digest
    assert frame["name"].to_list() == [job.name for job in jobs]


def test_what_is_finished_is_not_run_again(jobs, files, alone, tmp_path, monkeypatch):
    with concurrent.futures.ThreadPoolExecutor(1) as one:
        tauride.map_worlds(jobs[:5], one, store=tmp_path, progress=False)
        # A crash cuts a line short.
        path = tmp_path / "worlds.jsonl"
        path.write_bytes(path.read_bytes()[:-20])
        ran = []
        run_jobs = _jobs.run_jobs
        monkeypatch.setattr(_jobs, "run_jobs", lambda jobs: ran.extend(jobs) or run_jobs(jobs))
        tauride.map_worlds(jobs, one, store=tmp_path, progress=False)
    assert len(ran) == len(jobs) - 4 and files(tmp_path) == alone


def test_equal_jobs_have_one_hash():
    one, same = (tauride.Job("one-town", set={"repression": off}) for off in (False, "off"))
    assert len({one, tauride.Job("one-town", set={"repression": False})}) == 1
    assert hash(one) == hash(same) != hash(tauride.Job("one-town", seed=2, set={"repression": False}))
    assert one.name == same.name


def test_a_killed_worker_loses_nothing(jobs, files, alone, tmp_path):
    killed = []

    def kill(what, done, of):
        if not killed:
            killed.append(done)
            pool = next(iter(pools))
            os.kill(next(iter(pool._processes)), signal.SIGKILL)

    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        pools = [pool]
        tauride.map_worlds(jobs, pool, store=tmp_path, progress=kill)
    assert killed and files(tmp_path) == alone


def test_what_is_wrong_is_told_before_anything_runs(jobs, tmp_path):
    store = tmp_path / "store"
    with pytest.raises(tauride.InputError, match="repression"):
        tauride.map_worlds([tauride.Job("one-town", set={"represion": "off"})], store=store)
    with pytest.raises(tauride.InputError, match="stands once"):
        tauride.map_worlds([jobs[0], jobs[0]], store=store)
    with pytest.raises(tauride.InputError, match="executor="):
        tauride.map_worlds(jobs, "slurm", store=store)
    (tmp_path / "other.txt").write_text("mine")
    with pytest.raises(tauride.InputError, match="other files"):
        tauride.map_worlds(jobs, store=tmp_path)
