"""Every page is made on the smallest budget, and must be whole; the page that is kept must have the same parts."""

import re
import sys
from pathlib import Path

import pytest

from analysis.__main__ import PAGES, main
from analysis.page import marks

ROOT = Path(__file__).resolve().parents[2]
# What a page shows where a number or a word is missing by mistake.
FAULTS = re.compile(r"\b(NaN|nan|None|null|inf|TODO|FIXME|undefined)\b|\{\}|\[\]|\b\d\.\d{7,}")
DOCKING_NEEDS = (3, 12)


def part_of(document: str, name: str) -> str:
    """The part of a document between its marks."""
    first, last = marks(name)
    assert first in document, f"{name} has no mark"
    return document.split(first)[1].split(last)[0]


def headings(text: str) -> list[str]:
    """The headings of the second level."""
    return [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]


def tables(text: str) -> list[list[str]]:
    """The tables, each as its lines."""
    blocks = [block.splitlines() for block in text.strip().split("\n\n")]
    return [block for block in blocks if block[0].startswith("|")]


def sections(name: str) -> str:
    """The name of a page's part in its document."""
    return getattr(PAGES[name], "PART", name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_the_smallest_budget_is_whole(name, tmp_path, monkeypatch):
    if name == "docking" and sys.version_info < DOCKING_NEEDS:
        pytest.skip("Mesa needs a newer Python")
    monkeypatch.chdir(ROOT)
    module = PAGES[name]
    folders = ["--docs", str(tmp_path / "docs"), "--studies", str(tmp_path / "studies")]
    assert main([name, *module.SMALL, *folders]) == 0
    page = part_of((tmp_path / "docs" / module.DOCUMENT).read_text("utf-8"), sections(name))
    assert headings(page) == list(module.SECTIONS)
    assert not FAULTS.findall(page)
    assert f"    cargo xtask analysis {name} " in page
    assert "    tauride " in page
    assert tables(page), "a page has tables"
    for table in tables(page):
        assert len(table) > 2, f"a table without rows: {table}"
        assert len({line.replace("\\|", "").count("|") for line in table}) == 1, table[0]
    for picture in re.findall(r"!\[[^]]*\]\(([^)]*)\)", page):
        assert (tmp_path / "docs" / picture).read_text("utf-8").rstrip().endswith("</svg>")


def test_the_projects_command_knows_every_page():
    source = (ROOT / "xtask" / "src" / "analysis.rs").read_text("utf-8")
    listed = re.search(r"PAGES: \[&str; \d+\] =\s*\[([^]]*)\]", source)
    assert listed is not None
    assert re.findall(r'"(\w+)"', listed[1]) == list(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_that_is_kept_has_the_same_parts(name):
    module = PAGES[name]
    page = part_of((ROOT / "docs" / module.DOCUMENT).read_text("utf-8"), sections(name))
    assert headings(page) == list(module.SECTIONS)
    assert f"    cargo xtask analysis {name} " in page
