use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::frame::Ended;
use crate::frame::testing::{Dir, done, run};
use run::store::read::{Column, Table};
use run::write::Options;
use run::{store, write};

fn plan(runs: u64, tables: Tables) -> Plan {
    let changes = Changes { seed: 7, until: Some("1917-03-20".into()), ..Changes::default() };
    Plan::open("one-town", &changes, runs, tables).expect("it comes with the program")
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).expect("it is there").flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn same_bytes_on_one_and_three_threads_and_after_growing() {
    let (one, three, grown) = (Dir::new("ensemble-one"), Dir::new("ensemble-three"), Dir::new("ensemble-grown"));
    done(&plan(5, Tables::Few), &one.0, false, 1);
    done(&plan(5, Tables::Few), &three.0, false, 3);
    let whole = one.files();
    assert!(whole == three.files(), "the number of threads changes nothing");
    done(&plan(2, Tables::Few), &grown.0, false, 2);
    assert_eq!(names(&grown.0.join("national")), ["world-00001.parquet", "world-00002.parquet"]);
    done(&plan(5, Tables::Few), &grown.0, true, 2);
    assert!(whole == grown.files(), "an ensemble that grew is the one made in one go");
    let fewer = run(&plan(3, Tables::Few), &grown.0, true, 1, &AtomicBool::new(false), &|_, _| ());
    assert!(fewer.is_err_and(|e| e.is_request() && e.to_string().contains("--runs 5")));
    assert!(whole == grown.files() || grown.0.join("ensemble.json").exists(), "nothing was taken away");
    let all = run(&plan(5, Tables::All), &grown.0, true, 1, &AtomicBool::new(false), &|_, _| ());
    assert!(all.is_err_and(|e| e.is_request()), "other tables are another study");
}

#[test]
fn same_bytes_after_an_interrupt_and_resume() {
    let (whole, cut) = (Dir::new("ensemble-whole"), Dir::new("ensemble-cut"));
    done(&plan(4, Tables::All), &whole.0, false, 2);
    let stop = AtomicBool::new(false);
    let stopped = run(&plan(4, Tables::All), &cut.0, false, 1, &stop, &|done, _| {
        stop.store(done >= 2, Ordering::Relaxed);
    });
    assert!(matches!(stopped, Ok(Ended::Interrupted(2))));
    // What a reader could take for an ensemble is not there.
    let left = names(&cut.0);
    assert!(left.iter().all(|n| !n.ends_with(".parquet") && n != "ensemble.json" && n != "national"), "{left:?}");
    assert!(left.contains(&"national.part".to_owned()), "{left:?}");
    // A crash leaves half a file; another takes a finished file away.
    std::fs::write(cut.0.join("national.part/world-00003.parquet.part"), b"PAR1").expect("it can be written");
    std::fs::remove_file(cut.0.join("events.part/world-00001.parquet")).expect("it was written");
    done(&plan(4, Tables::All), &cut.0, true, 1);
    assert!(whole.files() == cut.files(), "{:?} and {:?}", names(&whole.0), names(&cut.0));
}

#[test]
fn same_bytes_when_parts_are_gathered() {
    use crate::parts::{self, Gathered, Parted};
    let (whole, cut) = (Dir::new("ensemble-in-one-go"), Dir::new("ensemble-parts"));
    let plan = plan(5, Tables::Few);
    done(&plan, &whole.0, false, 2);
    let stop = AtomicBool::new(false);
    let resources = crate::frame::Resources { dir: &cut.0, resume: true, threads: 1, stop: &stop, say: &|_, _, _| () };
    let chunks = parts::chunks(1..=plan.pieces(), 2);
    let make = |at: usize| parts::run_part(&plan, chunks[at].clone(), &resources).map(|_| ()).expect("it can be made");
    make(2);
    make(0);
    let Ok(Gathered::Missing(missing)) = parts::gather(&plan, &resources) else { panic!("not all are there") };
    assert_eq!(missing, chunks[1..2]);
    make(1);
    let Ok(Gathered::Done(_)) = parts::gather(&plan, &resources) else { panic!("all are there") };
    let mut gathered = cut.files();
    gathered.retain(|path, _| !path.starts_with("parts"));
    assert!(whole.files() == gathered, "{:?} and {:?}", names(&whole.0), names(&cut.0));
}

#[test]
fn same_tables_as_a_run_of_the_same_seed() {
    let (all, few, alone) = (Dir::new("ensemble-all"), Dir::new("ensemble-few"), Dir::new("ensemble-alone"));
    done(&plan(2, Tables::All), &all.0, false, 2);
    done(&plan(2, Tables::Few), &few.0, false, 2);
    let mut case = plan(1, Tables::All).case;
    case.seed += 1;
    let options = Options {
        out: alone.0.clone(),
        resume: false,
        force: false,
        checkpoint_days: None,
        tables: write::Tables::All,
    };
    write::run(&case, &options, 1, &AtomicBool::new(false), &mut |_| ()).expect("it can be written");
    let second =
        |dir: &Path, table: &str| Table::read(&dir.join(table).join("world-00002.parquet"), &[]).expect("it is whole");
    for name in Tables::All.names() {
        let (found, wanted) =
            (second(&all.0, name), Table::read(&store::table_path(&alone.0, name), &[]).expect("it is whole"));
        assert_eq!(found.len(), wanted.len(), "{name}");
        // One town has no congress of councils.
        assert!(!wanted.is_empty() || name == "congresses", "{name}: nothing to compare");
        assert_eq!(found.column("world"), Some(&Column::Count(vec![2; found.len()])), "{name}");
        // Tables of two studies are told apart by what they say of their worlds, not by a number from 1 on.
        let of_world = found.column("world_name").map(|column| format!("{column:?}")).unwrap_or_default();
        assert!(found.is_empty() || of_world.contains(&case.world_name(case.seed)), "{name}: {of_world}");
        for column in COLUMNS.split(' ').filter(|column| wanted.column(column).is_some()) {
            assert!(found.column(column) == wanted.column(column), "{name}.{column}");
        }
    }
    let places = |dir: &Path| Table::read(&dir.join("places.parquet"), &["id", "population"]).expect("it is whole");
    assert_eq!(places(&all.0).column("population"), places(&alone.0).column("population"));
    let importance = |table: &Table| table.counts("importance").to_vec();
    let (every, some) = (importance(&second(&all.0, "events")), importance(&second(&few.0, "events")));
    let important: Vec<u32> = every.iter().copied().filter(|i| *i >= run::store::few::IMPORTANT).collect();
    assert_eq!(some, important);
    assert!(important.len() < every.len(), "some are left out");
    assert_eq!(
        names(&few.0).iter().filter(|n| !n.contains('.')).collect::<Vec<_>>(),
        ["congresses", "councils", "events", "national"]
    );
}

/// Columns that are compared where a table has them.
const COLUMNS: &str = "date date_local days place class party persons quiet grievance seats_workers resolution votes \
                       cause size coalition name";

#[test]
fn law_an_answer_counts_its_worlds() {
    let dir = Dir::new("ensemble-answer");
    let plan = plan(6, Tables::Few);
    let answer = done(&plan, &dir.0, false, 2);
    assert_eq!(answer.outcomes.values().map(|share| share.worlds).sum::<u64>(), 6);
    for date in &answer.dates {
        assert_eq!(date.on.iter().map(|on| on.worlds).sum::<u64>(), date.happens.worlds, "{}", date.name);
    }
    for pattern in &answer.patterns {
        assert_eq!(pattern.holds.worlds + pattern.undecided, 6, "{}: these worlds are cut", pattern.id);
    }
    let json: Value =
        serde_json::from_slice(&std::fs::read(dir.0.join("ensemble.json")).expect("it is there")).expect("it is JSON");
    assert_eq!(json["runs"], 6);
    assert_eq!(json, plan.json(&answer));
    let days = plan.case.loaded.spec.end.since(plan.case.loaded.spec.start) + 1;
    for series in &answer.series {
        let lines = ["p5", "p10", "p25", "p50", "p75", "p90", "p95"].map(|name| &series.quantiles[name]);
        let n = lines[0].len() as i32;
        assert!((n - 1) * series.every_days < days && n * series.every_days >= days, "{}: {n} values", series.name);
        for day in 0..n as usize {
            assert!(lines.windows(2).all(|w| w[0][day].0 <= w[1][day].0), "{}: the lines cross", series.name);
        }
    }
    assert_eq!(answer.summaries.iter().map(|w| w.seed).collect::<Vec<_>>(), [7, 8, 9, 10, 11, 12]);
}
