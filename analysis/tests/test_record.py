"""Rows of the record, and what of them lies within the worlds."""

import datetime

import pytest

from analysis import law, record
from analysis.commands import Failed
from analysis.year import Year

HEAD = "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note\n"
START, END = datetime.date(1917, 2, 18), datetime.date(1917, 10, 31)


@pytest.fixture
def scenario(tmp_path, monkeypatch):
    """A scenario's record of four rows and three events."""
    folder = tmp_path / "small" / "evidence"
    folder.mkdir(parents=True)
    (folder / "one.csv").write_text(
        HEAD
        + "killed,1917-07-03,1917-07-07,capital,40,16,160,people,range,a_book,p1,B,\n"
        + "killed,1917-03-01,1917-03-01,capital,7,,,people,count,a_paper,p2,B,\n"
        + "killed,1905-01-09,1905-01-09,capital,1000,,,people,count,a_book,p3,B,\n",
        "utf-8",
    )
    (folder / "unverified.csv").write_text(HEAD + "killed,1917-07-03,1917-07-06,capital,56,,,people,count,memory,,C,\n")
    (folder / "events.csv").write_text(
        "date,place,event,kind,source,locator,observable\n"
        "1917-10-26,east,power,soviet,a_book,p1,\n"
        "1917-10-25,east,a strike,strike,a_book,p1,\n"
        "1917-10-20,east,power,soviet,a_book,p1,\n",
        "utf-8",
    )
    monkeypatch.setattr(record, "SCENARIOS", tmp_path)
    record.evidence.cache_clear()
    yield "small"
    record.evidence.cache_clear()


def test_rows_come_by_date_with_their_bounds_and_sources(scenario):
    first, *july = record.series(scenario, "killed", "capital")
    assert (first.value, first.low, first.high, first.span, first.cited) == (7, 7, 7, "1 Mar", "`a_paper`")
    assert {row.cited for row in july} == {"`a_book`", "no source"}
    assert [row.told(str) for row in july if row.is_verified] == ["40.0, 16.0 to 160.0 (`a_book`)"]
    assert len(record.series(scenario, "killed", "capital", verified_alone=True)) == 2


def test_what_the_record_lacks_is_told(scenario):
    with pytest.raises(Failed, match="no series `killed` at `east`"):
        record.series(scenario, "killed", "east")
    assert record.event_on(scenario, "1917-10-26", "east", "a_book") == datetime.date(1917, 10, 26)
    with pytest.raises(Failed, match="no event of 1917-10-27"):
        record.event_on(scenario, "1917-10-27", "east", "a_book")
    assert record.first_days(scenario, "soviet", "a_book") == {"east": datetime.date(1917, 10, 20)}


def test_a_figure_agrees_where_its_range_meets_that_of_the_worlds(scenario):
    worlds = [float(x) for x in range(101)]
    beside = record.Beside()
    assert "no row" in beside.sentence()
    beside.hold("a", 94, 99, worlds)
    assert beside.sentence() == "Of 1 figure of the record, none lies outside the central 90 per cent of the worlds: a."
    beside.hold("b", 96, 99, worlds)
    beside.date("c", 4, 4, worlds)
    beside.date("d", 4, 4, [float("nan")])
    # Those with a source alone: 16 to 160 and 7.
    beside.rows("e", record.series(scenario, "killed", "capital"), worlds)
    assert beside.inside == ["a", "e"]
    assert beside.outside == ["b (the worlds are below)", "c (the worlds are later)", "d (no world has it)"]
    assert beside.sentence() == (
        "Of 5 figures of the record, 2 lie within the central 90 per cent of the worlds: a; e; and 3 outside: "
        "b (the worlds are below); c (the worlds are later); d (no world has it)."
    )


def test_a_span_is_the_median_with_the_central_part():
    assert record.span(range(101), str) == "50.0 (5.0 to 95.0)"
    assert record.span([None, float("nan")], str) == "—"


def test_a_day_that_never_comes_is_after_the_last():
    import numpy as np

    year = Year.__new__(Year)
    year.start, year.end = START, END
    days = year.never_last(year.days([datetime.date(1917, 2, 20), None]))
    assert list(days) == [2, (END - START).days + 1]
    assert [year.shown(x) for x in days] == ["20 Feb", "after 31 Oct"]
    assert np.isnan(year.days([None])).all()


def test_the_rows_that_the_page_names_are_in_the_record():
    from analysis import turning_points

    for rows in (turning_points.MARCH_ROWS, turning_points.VOTE_ROWS):
        for row in rows:
            record.event_on(law.SCENARIO, *row)
    assert record.first_days(law.SCENARIO, *turning_points.POWER_ROWS)
    assert record.series(law.SCENARIO, *turning_points.VOTE_SERIES)
    known = {row["id"] for row in record.table(record.SCENARIOS / law.SCENARIO / "places.csv")}
    assert {place for places in turning_points.PLACES.values() for place in places} <= known
