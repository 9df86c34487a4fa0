"""What the tests share: the program that the package is compared with, and worlds that every executor is to run."""

import concurrent.futures
import json
import os
import pathlib
import subprocess

import pytest

import tauride

PROGRAM = os.environ.get("TAURIDE", "target/release/tauride")


@pytest.fixture(scope="session")
def program():
    """Run the program and give its `--json` answer."""

    def call(*words, out=None):
        to = ["--out", str(out)] if out else []
        done = subprocess.run([PROGRAM, *words, *to, "--json", "--quiet"], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return call


@pytest.fixture(scope="session")
def town(tmp_path_factory, program):
    """A run of the town by the program: its answer and its directory."""
    out = tmp_path_factory.mktemp("town") / "run"
    return program("run", "one-town", "--seed", "3", out=out), pathlib.Path(out)


@pytest.fixture(scope="session")
def jobs():
    """Sixteen small worlds."""
    return [
        tauride.Job("one-town", seed=seed, scale=10, set=change)
        for change in ({}, {"repression": "off"})
        for seed in range(1, 9)
    ]


@pytest.fixture(scope="session")
def files():
    """Read every file of a store."""

    def read(store):
        return {path.name: path.read_bytes() for path in store.iterdir()}

    return read


@pytest.fixture(scope="session")
def alone(tmp_path_factory, jobs, files):
    """The files of the store of these worlds by one machine and one thread."""
    store = tmp_path_factory.mktemp("alone")
    with concurrent.futures.ThreadPoolExecutor(1) as one:
        tauride.map_worlds(jobs, one, store=store, progress=False)
    return files(store)
