"""Worlds on Dask and Ray: the same bytes, with a worker killed half-way."""

import os
import signal

import distributed
import ray

import tauride


def killer(find):
    """Progress that kills a worker, which `find` names, after the first world."""
    killed = []

    def kill(what, done, of):
        if not killed:
            killed.append(find())
            os.kill(killed[0], signal.SIGKILL)

    return kill, killed


def test_dask(jobs, files, alone, tmp_path):
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        kill, killed = killer(lambda: next(iter(cluster.workers.values())).pid)
        tauride.map_worlds(jobs, client, store=tmp_path, progress=kill)
    assert killed and files(tmp_path) == alone


def test_ray(jobs, files, alone, tmp_path):
    ray.init(num_cpus=2, include_dashboard=False, logging_level="error", _node_ip_address="127.0.0.1")
    try:
        pid = ray.remote(lambda: (os.getpid(), __import__("time").sleep(0.2))[0])
        workers = ray.get([pid.remote() for _ in range(2)])
        kill, killed = killer(lambda: workers[0])
        tauride.map_worlds(jobs, ray, store=tmp_path, progress=kill)
    finally:
        ray.shutdown()
    assert killed and files(tmp_path) == alone
