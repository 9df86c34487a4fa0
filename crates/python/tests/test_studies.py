"""Studies leave what the program's commands leave."""

import polars
import pytest

import tauride


def parquet(directory):
    """Every Parquet file below a directory with its bytes."""
    return {path.relative_to(directory): path.read_bytes() for path in directory.rglob("*.parquet")}


def test_an_ensemble_is_the_program_s(program, tmp_path):
    program("ensemble", "one-town", "--runs", "4", "--scale", "1:10", out=tmp_path / "theirs")
    ours = tauride.ensemble("one-town", runs=4, scale=10, out=tmp_path / "ours", progress=False)
    assert parquet(tmp_path / "ours") == parquet(tmp_path / "theirs")
    assert ours.report.exists() and polars.read_parquet(ours.tables["worlds"]).height == 4
    with pytest.raises(tauride.InputError, match="no observation"):
        tauride.score(ours.directory)


def test_a_score_is_of_one_s_own_record(tmp_path):
    here = tmp_path / "town"
    (here / "evidence").mkdir(parents=True)
    (here / "scenario.toml").write_text('title = "Town"\nsummary = "With a record."\nbase = "one-town"\n')
    (here / "sources.csv").write_text("key,author,title,year,kind,url\npaper,,A newspaper,1917,newspaper,\n")
    head = "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note"
    row = "strikers,1917-02-26,1917-02-26,milltown,9000,,,workers,estimate,paper,p. 1,C,"
    (here / "evidence" / "town.csv").write_text(f"{head}\n{row}\n")
    (here / "evidence" / "measures.csv").write_text(
        "series,place,measure,scale,label,unit,note\nstrikers,milltown,strikers,1,workers on strike,workers,\n"
    )
    many = tauride.ensemble(here, runs=4, scale=10, out=tmp_path / "many", progress=False)
    answer = tauride.score(many.directory)
    assert [target["observed"] for target in answer["targets"]] == [9000]
    assert (many.directory / "score.html").exists()


def test_a_comparison_has_two_arms(tmp_path):
    done = tauride.compare("one-town", set={"repression": "off"}, pairs=4, scale=10, out=tmp_path / "c", progress=False)
    assert done.answer["pairs"] == 4 and done.answer["outcomes"]
    with pytest.raises(tauride.InputError, match="needs a change"):
        tauride.compare("one-town")


def test_a_sweep_is_the_program_s(program, tmp_path):
    vary = {"repression": [True, False], "grievance.rise_per_day": "0.1..0.2:2"}
    words = ["--vary", "repression=on,off", "--vary", "grievance.rise_per_day=0.1..0.2:2"]
    program("sweep", "one-town", *words, "--runs", "2", "--scale", "1:10", out=tmp_path / "theirs")
    ours = tauride.sweep("one-town", vary, runs=2, scale=10, out=tmp_path / "ours", progress=False)
    assert parquet(tmp_path / "ours") == parquet(tmp_path / "theirs")
    frame = polars.read_parquet(ours.tables["sweep"])
    assert frame.height == 8 and set(frame["repression"]) == {"on", "off"}
    with pytest.raises(tauride.InputError, match="did you mean"):
        tauride.sweep("one-town", {"represion": [True]})
    with pytest.raises(tauride.InputError, match="no levels"):
        tauride.sweep("one-town", {"grievance.food_need": 0.5})
