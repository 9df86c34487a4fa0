"""What the tests share: the program that the package is compared with."""

import json
import os
import pathlib
import subprocess

import pytest

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
