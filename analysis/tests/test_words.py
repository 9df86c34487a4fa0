"""Numbers and dates for readers, and a page between its marks."""

import datetime

import pytest

from analysis import claims, page, words


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


@pytest.mark.parametrize(
    ("unit", "kind", "estimate", "told"),
    [
        ("share", "share difference", (-0.893, -0.9, -0.887), "−89 points (−90 to −89)"),
        ("share", "share difference", (-0.009, -0.06, 0.03), "−1 point (−6 to +3)"),
        ("share", "share", (0.44, 0.37, 0.5), "44 % (37 to 50)"),
        ("days", "difference", (24.2, 21.4, 27.0), "+24 days (+21 to +27)"),
        ("days", "difference", (1.1, 0.9, 1.3), "+1.1 days (+0.9 to +1.3)"),
        ("days", "", (1.0, None, None), "1 day (? to ?)"),
        ("share of the base arm's mean", "relative difference", (-1.0, -1.0, -0.997), "−100 % (−100 to −100)"),
        ("as measured", "difference", (-1234.5, -2000.0, 3.0), "−1,235 (−2,000 to +3)"),
    ],
)
def test_what_a_claim_came_to_is_told_in_its_unit(unit, kind, estimate, told):
    value, *interval = estimate
    kinds = {f"is_{name}": name in kind.split() for name in ("share", "relative", "difference", "change")}
    assert claims.told({"unit": unit, "estimate": {"value": value, "interval": interval}, **kinds}) == told
    assert claims.told({"estimate": None}) == "nothing to measure"
