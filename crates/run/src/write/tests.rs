//! Running, cutting and resuming, on a toy world that needs no society.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::record::{ColumnDecl, ColumnKind, Domain};

use super::*;
use crate::manifest::Identity;
use crate::store;
use crate::store::read::Table;
use crate::store::{RealDisk, Sink};
use crate::world::{Cell, Counts, Outcome};

static TOY_TABLES: [TableDecl; 2] = [
    TableDecl {
        name: "daily",
        row: "date, place",
        columns: &[
            ColumnDecl { name: "date", unit: "day", kind: ColumnKind::Day, meaning: "the day" },
            ColumnDecl { name: "place", unit: "", kind: ColumnKind::Key(Domain::Place), meaning: "where" },
            ColumnDecl { name: "n", unit: "persons", kind: ColumnKind::U32, meaning: "how many" },
            ColumnDecl { name: "share", unit: "share", kind: ColumnKind::F32, meaning: "how much" },
            ColumnDecl { name: "text", unit: "", kind: ColumnKind::Text, meaning: "what" },
        ],
    },
    TableDecl {
        name: "rare",
        row: "date",
        columns: &[ColumnDecl { name: "date", unit: "day", kind: ColumnKind::Day, meaning: "the day" }],
    },
];

const START: Day = Day(-19_300);
const DAYS: i32 = 20;

/// Counts days and keeps a number that depends on every day before.
struct Toy {
    day: Day,
    state: u64,
    /// Rows a day.
    rows: u32,
}

impl World for Toy {
    fn day(&self) -> Day {
        self.day
    }
    fn is_over(&self) -> bool {
        self.day.since(START) >= DAYS
    }
    fn step(&mut self, record: &mut Record) {
        for i in 0..self.rows {
            self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(u64::from(i) + 1);
            record.table(0).push([
                Value::Day(self.day.0),
                Value::Key((i % 3) as u16),
                Value::U32((self.state >> 32) as u32),
                Value::F32((self.state >> 40) as f32 / 16_777_216.0),
                Value::Text(format!("row {i} of «{}»", self.day)),
            ]);
        }
        if self.day.0 % 7 == 0 {
            record.table(1).push([Value::Day(self.day.0)]);
        }
        self.day = self.day.plus(1);
    }
    fn headline(&self) -> String {
        self.day.short_old_style()
    }
    fn outcome(&self) -> Outcome {
        Outcome { kind: "unresolved".into(), date: self.day.plus(-1) }
    }
    fn counts(&self) -> Counts {
        Counts { persons: 3000, modelled: 3000, cells: 2, places: 3, adults: 2000 }
    }
    fn cells(&self, row: &mut dyn FnMut(Cell<'_>)) {
        row(Cell { place: 0, class: 1, name: "", persons: 1000 });
        row(Cell { place: 2, class: 0, name: "Pipe works", persons: 2000 });
    }
    fn digest(&self, digest: &mut Digest) {
        digest.bytes(&self.state.to_le_bytes());
    }
    fn save(&self, put: engine::snapshot::Put<'_>) {
        put(&self.day.0.to_le_bytes());
        put(&self.state.to_le_bytes());
        put(&self.rows.to_le_bytes());
    }
}

fn load(take: Take<'_>) -> Option<Toy> {
    let (mut day, mut state, mut rows) = ([0; 4], [0; 8], [0; 4]);
    (take(&mut day) && take(&mut state) && take(&mut rows)).then(|| Toy {
        day: Day(i32::from_le_bytes(day)),
        state: u64::from_le_bytes(state),
        rows: u32::from_le_bytes(rows),
    })
}

fn plan(seed: u64) -> Plan {
    let place = |id: &str, parent: &str| Place {
        id: id.into(),
        name: format!("Place {id}"),
        name_ru: "Место".into(),
        kind: 2,
        parent: parent.into(),
        lat: 59.5,
        lon: 30.25,
        population: 1000,
        unverified: id == "b",
    };
    let end = START.plus(DAYS - 1);
    Plan {
        manifest: Manifest {
            program: "tauride".into(),
            status: Status::Running,
            identity: Identity {
                version: crate::VERSION.into(),
                scenario: "toy".into(),
                scenario_hash: "00".into(),
                seed,
                scale: "1:1".into(),
                start: START.iso(Calendar::NewStyle),
                end: end.iso(Calendar::NewStyle),
                switches: BTreeMap::from([("news".into(), true)]),
                parameters: BTreeMap::from([("toy.a".into(), 0.1), ("toy.b".into(), 1.0 / 3.0)]),
                interventions: Vec::new(),
            },
            title: "Toy".into(),
            summary: String::new(),
            scenario_directory: None,
            calendar: "old".into(),
            capital: "a".into(),
            start_os: START.iso(Calendar::OldStyle),
            end_os: end.iso(Calendar::OldStyle),
            settings: Vec::new(),
            command: "tauride run toy".into(),
            outcome: None,
            digest: None,
            wall_seconds: 0.0,
            peak_bytes: 0,
            person_days_per_second: 0.0,
            persons: 0,
            adults: 0,
            cells: 0,
            places: 0,
            tables: Vec::new(),
        },
        start: START,
        end,
        tables: &TOY_TABLES,
        names: Names {
            places: vec!["a".into(), "b".into(), "c".into()],
            classes: vec!["metal".into(), "textile".into()],
            parties: vec!["none".into()],
        },
        places: vec![place("a", ""), place("b", "a"), place("c", "a")],
    }
}

/// A directory of the test's own, removed when the test has passed.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("tauride-run-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Dir(path)
    }
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

struct Case {
    seed: u64,
    rows: u32,
    resume: bool,
    checkpoint_days: Option<u32>,
    /// Raise the stop flag after this many days.
    stop_after: Option<u32>,
}

const WHOLE: Case = Case { seed: 1, rows: 5, resume: false, checkpoint_days: None, stop_after: None };

fn run(dir: &Path, disk: Box<dyn Disk>, case: &Case) -> (Result<Ended, Error>, Vec<String>) {
    let stop = AtomicBool::new(false);
    let options = Options { out: dir.to_owned(), resume: case.resume, checkpoint_days: case.checkpoint_days };
    let mut notes = Vec::new();
    let mut days = 0;
    let mut say = |said| match said {
        Said::Note(note) => notes.push(note),
        Said::Day(_) => {
            days += 1;
            stop.store(case.stop_after.is_some_and(|n| days >= n), Ordering::Relaxed);
        }
    };
    let around = Around { options: &options, disk, stop: &stop, say: &mut say };
    let make = || Toy { day: START, state: case.seed, rows: case.rows };
    let ended = run_world(plan(case.seed), around, &make, &load);
    (ended, notes)
}

fn done(ended: Result<Ended, Error>) -> Manifest {
    match ended {
        Ok(Ended::Done(manifest)) => *manifest,
        other => panic!("the run is done: {other:?}"),
    }
}

const FINISHED: [&str; 5] = ["cells.parquet", "daily.parquet", "manifest.json", "places.parquet", "rare.parquet"];

#[test]
fn law_tables_come_back_as_they_were_written() {
    let dir = Dir::new("round-trip");
    let manifest = done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    assert_eq!(dir.names(), FINISHED);
    assert_eq!(Manifest::read(&dir.0).unwrap(), manifest);

    let mut toy = Toy { day: START, state: 1, rows: 5 };
    let mut record = Record::new(&TOY_TABLES);
    while !toy.is_over() {
        toy.step(&mut record);
    }
    let daily = Table::read(&store::table_path(&dir.0, "daily"), &[]).unwrap();
    assert_eq!(daily.len(), 100);
    assert_eq!(daily.facts()["column.n.unit"], "persons");
    assert_eq!(daily.facts()["run.seed"], "1");
    let rows = record.table(0);
    let engine::record::Values::Day(days) = &rows.columns[0] else { panic!("days") };
    let engine::record::Values::U32(n) = &rows.columns[2] else { panic!("counts") };
    let engine::record::Values::F32(share) = &rows.columns[3] else { panic!("reals") };
    let engine::record::Values::Text(text) = &rows.columns[4] else { panic!("texts") };
    assert_eq!(daily.days("date"), days);
    assert_eq!(daily.days("date_os"), days.iter().map(|d| d - 13).collect::<Vec<_>>());
    assert_eq!(daily.counts("n"), n);
    assert_eq!(daily.reals("share"), share);
    for row in 0..daily.len() {
        assert_eq!(daily.texts("text").get(row), text[row]);
        assert_eq!(daily.texts("place").get(row), ["a", "b", "c"][row % 5 % 3]);
    }
    assert!(n.iter().any(|&n| n > i32::MAX as u32), "the whole range of counts is tried");

    let places = Table::read(&store::table_path(&dir.0, "places"), &["id", "parent", "unverified"]).unwrap();
    assert_eq!(places.texts("id").words, ["a", "b", "c"]);
    assert_eq!(places.texts("parent").get(2), "a");
    assert_eq!(places.counts("unverified"), [0, 1, 0]);
    let cells = Table::read(&store::table_path(&dir.0, "cells"), &[]).unwrap();
    assert_eq!(cells.texts("name").get(1), "Pipe works");
}

#[test]
fn law_a_table_without_rows_keeps_the_kinds_of_its_columns() {
    let dir = Dir::new("no-rows");
    done(run(&dir.0, Box::new(RealDisk), &Case { rows: 0, ..WHOLE }).0);
    let daily = Table::read(&store::table_path(&dir.0, "daily"), &[]).unwrap();
    assert!(daily.is_empty() && daily.days("date").is_empty() && daily.counts("n").is_empty());
    assert!(daily.reals("share").is_empty() && daily.texts("place").codes.is_empty());
}

#[test]
fn law_a_table_of_many_row_groups_is_whole() {
    let dir = Dir::new("groups");
    let case = Case { rows: 25_000, ..WHOLE };
    done(run(&dir.0, Box::new(RealDisk), &case).0);
    let daily = Table::read(&store::table_path(&dir.0, "daily"), &["date", "n"]).unwrap();
    assert_eq!(daily.len(), 500_000);
    assert!(daily.days("date").is_sorted());
}

#[test]
fn same_digest_cut_and_resumed() {
    let dir = Dir::new("uncut");
    let uncut = done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    let table = Table::read(&store::table_path(&dir.0, "daily"), &[]).unwrap();
    for cut_after in [1, 7, 19] {
        let dir = Dir::new(&format!("cut-{cut_after}"));
        let cut = Case { stop_after: Some(cut_after), checkpoint_days: Some(3), ..WHOLE };
        let ended = run(&dir.0, Box::new(RealDisk), &cut).0;
        assert!(matches!(ended, Ok(Ended::Interrupted { day }) if day == START.plus(cut_after as i32 - 1)));
        assert!(!dir.names().iter().any(|name| name.ends_with(".parquet") || name == "manifest.json"));
        // Cut again after one more day, then to the end.
        let again = Case { stop_after: Some(1), resume: true, ..WHOLE };
        let ended = run(&dir.0, Box::new(RealDisk), &again).0;
        let resumed = match ended {
            Ok(Ended::Interrupted { .. }) => done(run(&dir.0, Box::new(RealDisk), &Case { resume: true, ..WHOLE }).0),
            ended => done(ended),
        };
        assert_eq!(resumed.digest, uncut.digest);
        assert_eq!(resumed.tables, uncut.tables);
        assert_eq!(dir.names(), FINISHED);
        let joined = Table::read(&store::table_path(&dir.0, "daily"), &[]).unwrap();
        for name in table.names() {
            assert_eq!(joined.column(name), table.column(name), "column {name}");
        }
    }
}

#[test]
fn law_resuming_asks_for_the_same_run() {
    let dir = Dir::new("other");
    let cut = Case { stop_after: Some(2), ..WHOLE };
    run(&dir.0, Box::new(RealDisk), &cut).0.unwrap();
    let before = dir.names();
    let error = run(&dir.0, Box::new(RealDisk), &Case { seed: 2, resume: true, ..WHOLE }).0.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("the seed is 1 there and 2 here"), "{error}");
    assert_eq!(dir.names(), before);
}

#[test]
fn law_a_damaged_checkpoint_is_noticed() {
    let dir = Dir::new("damaged");
    run(&dir.0, Box::new(RealDisk), &Case { stop_after: Some(2), ..WHOLE }).0.unwrap();
    let path = checkpoint::path(&dir.0);
    let bytes = std::fs::read(&path).unwrap();
    for damaged in [bytes[..bytes.len() - 1].to_vec(), bytes[..30].to_vec(), {
        let mut bytes = bytes.clone();
        let at = bytes.len() - 20;
        bytes[at] ^= 1;
        bytes
    }] {
        std::fs::write(&path, damaged).unwrap();
        let error = run(&dir.0, Box::new(RealDisk), &Case { resume: true, ..WHOLE }).0.unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }
}

#[test]
fn law_files_of_others_are_left_alone() {
    let dir = Dir::new("others");
    std::fs::create_dir_all(&dir.0).unwrap();
    std::fs::write(dir.0.join("thesis.txt"), "ten years of work").unwrap();
    let error = run(&dir.0, Box::new(RealDisk), &WHOLE).0.unwrap_err();
    assert!(error.is_request(), "{error}");
    assert_eq!(dir.names(), ["thesis.txt"]);
}

#[test]
fn law_an_earlier_run_stays_until_the_new_one_is_done() {
    let dir = Dir::new("replace");
    let first = done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    let (ended, notes) = run(&dir.0, Box::new(RealDisk), &Case { seed: 2, stop_after: Some(2), ..WHOLE });
    assert!(matches!(ended, Ok(Ended::Interrupted { .. })) && notes[0].contains("earlier run"), "{notes:?}");
    assert_eq!(Manifest::read(&dir.0).unwrap(), first);
    Table::read(&store::table_path(&dir.0, "daily"), &[]).unwrap();
    let second = done(run(&dir.0, Box::new(RealDisk), &Case { seed: 2, resume: true, ..WHOLE }).0);
    assert_ne!(second.digest, first.digest);
    assert_eq!(dir.names(), FINISHED);
}

#[test]
fn law_resuming_what_is_done_does_nothing() {
    let dir = Dir::new("done");
    let first = done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    let (ended, notes) = run(&dir.0, Box::new(RealDisk), &Case { resume: true, ..WHOLE });
    assert_eq!(done(ended), first);
    assert!(notes[0].contains("already complete"), "{notes:?}");
}

/// A disk with a limited number of bytes for all files together.
struct SmallDisk(Arc<AtomicU64>);

struct SmallFile(Box<dyn Sink>, Arc<AtomicU64>);

impl Disk for SmallDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Ok(Box::new(SmallFile(RealDisk.create(path)?, self.0.clone())))
    }
}

impl Write for SmallFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.1.load(Ordering::Relaxed);
        let n = bytes.len().min(usize::try_from(room).unwrap());
        if n == 0 && !bytes.is_empty() {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.1.fetch_sub(n as u64, Ordering::Relaxed);
        self.0.write(&bytes[..n])
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Sink for SmallFile {
    fn make_safe(&mut self) -> io::Result<()> {
        self.0.make_safe()
    }
}

#[test]
fn law_a_full_disk_leaves_no_table_that_looks_whole() {
    let whole = Dir::new("disk-whole");
    done(run(&whole.0, Box::new(RealDisk), &Case { rows: 3000, ..WHOLE }).0);
    let needed: u64 = whole.names().iter().map(|name| whole.0.join(name).metadata().unwrap().len()).sum();
    for eighths in 0..8 {
        let dir = Dir::new(&format!("disk-{eighths}"));
        let room = Arc::new(AtomicU64::new(needed * eighths / 8));
        let error = run(&dir.0, Box::new(SmallDisk(room)), &Case { rows: 3000, ..WHOLE }).0.unwrap_err();
        assert!(!error.is_request());
        assert!(
            matches!(&error, Error::File { source, .. } if source.kind() == io::ErrorKind::StorageFull),
            "{error:?}"
        );
        for name in dir.names() {
            assert!(!name.ends_with(".parquet") && name != "manifest.json", "{name}");
        }
        assert_eq!(Manifest::read_part(&dir.0).unwrap().status, Status::Running);
    }
}

#[test]
fn law_a_dropped_run_leaves_only_parts() {
    // What a killed process leaves is what a dropped recorder leaves: files without a footer under working names.
    let dir = Dir::new("dropped");
    std::fs::create_dir_all(&dir.0).unwrap();
    let target = Target {
        dir: dir.0.clone(),
        disk: Box::new(RealDisk),
        tables: &TOY_TABLES,
        names: plan(1).names,
        about: Vec::new(),
    };
    let mut recorder = Recorder::start(target, Recorded::default());
    let mut toy = Toy { day: START, state: 1, rows: 150_000 };
    for _ in 0..3 {
        let mut record = recorder.empty().unwrap();
        toy.step(&mut record);
        recorder.put(record).unwrap();
    }
    drop(recorder);
    assert_eq!(dir.names(), ["daily.parquet.part", "rare.parquet.part"]);
    assert!(Table::read(&dir.0.join("daily.parquet.part"), &[]).is_err());
    // A continuation that finds no checkpoint says so and starts again.
    plan(1).manifest.write(&dir.0).unwrap();
    let (ended, notes) = run(&dir.0, Box::new(RealDisk), &Case { resume: true, ..WHOLE });
    done(ended);
    assert!(notes[0].contains("starting from the first day"), "{notes:?}");
    assert_eq!(dir.names(), FINISHED);
}
