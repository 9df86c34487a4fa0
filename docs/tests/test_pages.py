"""The commands of the pages run as printed; the notebook of the lab runs; figures that are copied are those of their page."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(DOCS / "scripts"))

import printed  # noqa: E402
import validity  # noqa: E402

PROGRAM = os.environ.get("TAURIDE")
pytestmark = pytest.mark.skipif(not PROGRAM, reason="TAURIDE names no program")


@pytest.mark.parametrize("page", printed.pages(), ids=lambda page: str(page.relative_to(DOCS)))
def test_the_commands_of_a_page_run_as_printed(page):
    found, _ = printed.carry_out(page.read_text(), Path(PROGRAM))
    missing = printed.faults(found)
    assert not missing, "\n".join(missing)


def test_the_notebook_of_the_lab_runs(tmp_path):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(DOCS / "teach/lab.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "no outputs are kept"
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "tauride").symlink_to(Path(PROGRAM).resolve())
    environment = dict(os.environ)
    os.environ["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    try:
        NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    finally:
        os.environ.clear()
        os.environ.update(environment)


def test_the_figures_of_validity_are_those_of_the_latest_scoring():
    assert validity.differing() == [], "`python docs/scripts/validity.py --write` writes them"


def test_the_version_is_the_same_wherever_it_is_cited():
    root = DOCS.parent
    version = re.search(r'^version = "(.*)"', (root / "Cargo.toml").read_text(), re.M)[1]
    assert f"\nversion: {version}\n" in (root / "CITATION.cff").read_text()
    assert json.loads((root / "codemeta.json").read_text())["version"] == version
    for page in ("README.md", "docs/how-to/cite.md"):
        assert f"Tauride {version}, scenario" in (root / page).read_text()
