"""Every example runs, on a small budget, and none is kept with its outputs.

pytest examples
"""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))
LIMIT_SECONDS = 900
PROGRAM = os.environ.get("TAURIDE", shutil.which("tauride") or "target/release/tauride")


@pytest.fixture
def budget(monkeypatch):
    """The small budget, and no word of where the tests themselves run."""
    monkeypatch.setenv("TAURIDE_BUDGET", "small")
    monkeypatch.setenv("TAURIDE_REPOSITORY", str(HERE.parent.resolve()))
    # One thread for linear algebra: the worlds take the cores.
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path, budget, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    # A cell that raises ends the test with its traceback.
    client = nbclient.NotebookClient(
        book, timeout=LIMIT_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_outputs(path):
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        assert not cell.get("outputs"), f"cell {number} of {path.name} has outputs; clear them"
        assert cell.get("execution_count") is None, f"cell {number} of {path.name} has a count; clear it"
        assert not cell["metadata"], f"cell {number} of {path.name} has metadata; remove it"


def test_all_examples_are_in_the_list():
    told = (HERE / "README.md").read_text(encoding="utf-8")
    for path in [*NOTEBOOKS, *HERE.glob("*.R")]:
        assert f"`{path.name}`" in told, f"README.md does not name {path.name}"


def has_csv():
    """Whether the program is there and writes CSV."""
    if not shutil.which(PROGRAM):
        return False
    return subprocess.run([PROGRAM, "csv", "--help"], capture_output=True).returncode == 0


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not there")
@pytest.mark.skipif(not has_csv(), reason="the program is not there; TAURIDE names it")
def test_the_script_in_r_runs(budget, tmp_path):
    where = {**os.environ, "TAURIDE": str(pathlib.Path(shutil.which(PROGRAM)).resolve())}
    done = subprocess.run(
        ["Rscript", str((HERE / "first_run.R").resolve())], cwd=tmp_path, env=where, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads((tmp_path / "runs/r-first-run/manifest.json").read_text())
    assert answer["digest"] in done.stdout and answer["outcome"]["kind"] in done.stdout
    assert (tmp_path / "runs/r-first-run/strikers.pdf").stat().st_size > 1000
