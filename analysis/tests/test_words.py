"""Numbers and dates for readers, and a page between its marks."""

import datetime

import pytest

from analysis import page, words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1234567.0, "1,234,567"),
        (0.1 + 0.2, "0.3"),
        (-1234.5, "−1,234.5"),
        (7200, "7,200"),
        (999999.7, "1,000,000"),
    ],
)
def test_readable(number, text):
    assert words.readable(number) == text


def test_sizes():
    assert [words.points(x) for x in (0.124, -0.124, 0.001, -0.001)] == ["+12", "−12", "0", "0"]
    assert [words.rounded(x) for x in (2.5, -2.5, 2.4)] == [3, -3, 2]
    assert words.grouped(-1234.4) == "−1,234"


def test_dates_and_lists():
    start = datetime.date(1917, 2, 18)
    assert words.day_after(start, 6.5) == "25 Feb"
    assert words.day_after(start, float("nan")) == words.day(None) == "—"
    assert [words.listed(list("abc"[:n])) for n in range(4)] == ["none", "a", "a and b", "a, b and c"]


def test_a_part_leaves_the_rest_of_a_document_alone():
    document = "# Page\n\nWords.\n"
    once = page.put(document, "peers", "## Peers\n\nOld.\n")
    assert once.startswith("# Page\n\nWords.\n\n<!-- peers: written by a command -->\n\n## Peers")
    twice = page.put(once + "\nAfter.\n", "peers", "## Peers\n\nNew.")
    assert "New." in twice
    assert "Old." not in twice
    assert twice.endswith("\nAfter.\n")


def test_a_table_has_as_many_cells_in_every_row():
    found = page.Page()
    found.table(["a", "b"], [["1|2", "3"]])
    assert found.text() == "| a | b |\n|---|---|\n| 1\\|2 | 3 |\n"
    with pytest.raises(ValueError, match="a row of 1 cells"):
        found.table(["a", "b"], [["1"]])
