//! Running, cutting and resuming, on a small town.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use engine::record::{ColumnDecl, ColumnKind, Record, TableDecl, Values};

use super::*;
use crate::case::Changes;
use crate::scale::Scale;
use crate::store::read::{Column, Table};
use crate::store::schema::Names;
use crate::store::{self, Sink};
use society::tables::STANDING;

/// Days of every run.
const DAYS: i32 = 20;

/// A town at a tenth of its size: a day takes less than a millisecond.
fn town(seed: u64) -> Case {
    let mut case = Case::open("one-town", &Changes { seed, scale: Scale::OneTo(10), ..Changes::default() }).unwrap();
    case.end = case.loaded.spec.start.plus(DAYS - 1);
    case
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

#[derive(Clone, Copy)]
struct How {
    seed: u64,
    resume: bool,
    force: bool,
    checkpoint_days: Option<u32>,
    tables: Tables,
    /// Raise the stop flag after this many days.
    stop_after: Option<u32>,
}

const WHOLE: How =
    How { seed: 1, resume: false, force: false, checkpoint_days: None, tables: Tables::All, stop_after: None };

fn run(dir: &Path, disk: Box<dyn Disk>, how: &How) -> (Result<Ended, Error>, Vec<String>) {
    let stop = AtomicBool::new(false);
    let options = Options {
        out: dir.to_owned(),
        resume: how.resume,
        force: how.force,
        checkpoint_days: how.checkpoint_days,
        tables: how.tables,
    };
    let mut notes = Vec::new();
    let mut days = 0;
    let mut say = |said| match said {
        Said::Note(note) => notes.push(note),
        Said::Day(_) => {
            days += 1;
            stop.store(how.stop_after.is_some_and(|n| days >= n), Ordering::Relaxed);
        }
    };
    let ended = run_on(disk, &town(how.seed), &options, 1, &stop, &mut say);
    (ended, notes)
}

fn done(ended: Result<Ended, Error>) -> Manifest {
    match ended {
        Ok(Ended::Done(manifest)) => *manifest,
        other => panic!("the run is done: {other:?}"),
    }
}

/// The files of a finished run, in order.
fn finished() -> Vec<String> {
    let tables = STANDING.iter().chain(&TABLES).map(|table| format!("{}.parquet", table.name));
    let others = ["files.json", "manifest.json", "observations.parquet"].map(str::to_owned);
    let mut names: Vec<String> = tables.chain(others).collect();
    names.sort();
    names
}

#[test]
fn same_digest_and_findings_whatever_tables_are_written() {
    let (all, few, none) = (Dir::new("tables-all"), Dir::new("tables-few"), Dir::new("tables-none"));
    let whole = done(run(&all.0, Box::new(RealDisk), &WHOLE).0);
    let some = done(run(&few.0, Box::new(RealDisk), &How { tables: Tables::Few, ..WHOLE }).0);
    let bare = done(run(&none.0, Box::new(RealDisk), &How { tables: Tables::None, ..WHOLE }).0);
    for short in [&some, &bare] {
        assert_eq!((&short.digest, &short.outcome), (&whole.digest, &whole.outcome));
        assert_eq!((&short.dates, &short.patterns), (&whole.dates, &whole.patterns));
    }
    assert_eq!(none.names(), ["manifest.json"]);
    let tables = ["congresses.parquet", "councils.parquet", "events.parquet"];
    assert_eq!(few.names(), [&tables[..], &["files.json", "manifest.json", "national.parquet"]].concat());
    let again = run(&none.0, Box::new(RealDisk), &How { resume: true, ..WHOLE }).0;
    assert!(again.is_err_and(|e| e.is_request()), "a run without tables does not serve for one with them");
    // Tables are taken away only where the user says so; then none of them is left behind.
    let fewer = How { tables: Tables::None, ..WHOLE };
    assert!(run(&all.0, Box::new(RealDisk), &fewer).0.is_err_and(|e| e.is_request()));
    assert!(all.names().len() > 10, "they are all still there");
    done(run(&all.0, Box::new(RealDisk), &How { force: true, ..fewer }).0);
    assert_eq!(all.names(), ["manifest.json"]);
}

#[test]
fn law_tables_come_back_as_they_were_recorded() {
    let dir = Dir::new("round-trip");
    let manifest = done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    assert_eq!(dir.names(), finished());
    assert_eq!(Manifest::read(&dir.0).unwrap(), manifest);

    let case = town(1);
    let mut world = World::new(&case.loaded.spec, 1, 10, 1);
    let mut all = Record::new(&TABLES);
    while world.day() <= case.end && world.step().is_some() {
        for (table, _) in TABLES.iter().enumerate() {
            let (from, to) = (world.record_mut().table(table), all.table(table));
            for (from, to) in from.columns.iter_mut().zip(&mut to.columns) {
                match (from, to) {
                    (Values::Day(from), Values::Day(to)) => to.append(from),
                    (Values::U32(from), Values::U32(to)) => to.append(from),
                    (Values::F32(from), Values::F32(to)) => to.append(from),
                    (Values::Key(from), Values::Key(to)) => to.append(from),
                    (Values::Text(from), Values::Text(to)) => to.append(from),
                    _ => panic!("columns keep their kind"),
                }
            }
        }
    }
    assert_eq!(manifest.digest, Some(hex(world.digest())), "the digest in memory is that of the files");
    for rows in all.tables() {
        let table = Table::read(&store::table_path(&dir.0, rows.table.name), &[]).unwrap();
        assert_eq!(table.facts()["run.seed"], "1");
        assert_eq!(table.len(), rows.len());
        for (declared, values) in rows.table.columns.iter().zip(&rows.columns) {
            let name = format!("{}.{}", rows.table.name, declared.name);
            let is_same = match (table.column(declared.name).unwrap(), values) {
                (Column::Day(read), Values::Day(had)) => read == had,
                (Column::Count(read), Values::U32(had)) => read == had,
                (Column::Real(read), Values::F32(had)) => read.iter().zip(had).all(|(a, b)| a.to_bits() == b.to_bits()),
                (Column::Text(read), Values::Text(had)) => (0..had.len()).all(|row| read.get(row) == had[row]),
                // Codes come back as words: as many different ones, in the same places.
                (Column::Text(read), Values::Key(had)) => {
                    let first = |row: usize| had.iter().position(|code| *code == had[row]).unwrap();
                    (0..had.len()).all(|row| read.get(row) == read.get(first(row)))
                }
                (Column::Text(read), Values::U32(had)) => {
                    let first = |row: usize| had.iter().position(|set| *set == had[row]).unwrap();
                    (0..had.len()).all(|row| read.get(row) == read.get(first(row)))
                }
                _ => panic!("{name} is of its declared kind"),
            };
            assert!(is_same, "{name}");
        }
    }
    let daily = Table::read(&store::table_path(&dir.0, "daily"), &[]).unwrap();
    assert_eq!(daily.days("date_local"), daily.days("date").iter().map(|d| d - 13).collect::<Vec<_>>());
    assert_eq!(daily.facts()["column.strikers.unit"], "persons");
}

static TOY_TABLES: [TableDecl; 2] = [
    TableDecl {
        name: "daily",
        row: "date, place",
        columns: &[
            ColumnDecl { name: "date", unit: "day", kind: ColumnKind::Day, meaning: "the day" },
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

/// A recorder of the toy tables in this directory, given so many rows on each of three days.
fn recorder(dir: &Path, rows: u32) -> Recorder {
    std::fs::create_dir_all(dir).unwrap();
    let target = Target {
        dir: dir.to_owned(),
        disk: Box::new(RealDisk),
        tables: &TOY_TABLES,
        only_few: false,
        names: Names::none(),
        told: None,
        about: Vec::new(),
    };
    let mut recorder = Recorder::start(target, Recorded::default());
    for day in 0..3 {
        let mut record = recorder.empty().unwrap();
        for n in 0..rows {
            record.table(0).push([
                engine::record::Cell::Day(day),
                // The whole range of counts.
                engine::record::Cell::U32(n.wrapping_mul(2_654_435_761)),
                engine::record::Cell::F32(n as f32 / 7.0),
                engine::record::Cell::Text(format!("row {n} of «{day}»")),
            ]);
        }
        recorder.put(record).unwrap();
    }
    recorder
}

#[test]
fn law_a_table_without_rows_keeps_the_kinds_of_its_columns() {
    let dir = Dir::new("no-rows");
    let tables = recorder(&dir.0, 0).finish().unwrap();
    assert!(tables.tables.iter().all(|table| table.rows == 0));
    let daily = Table::read(&store::part_path(&dir.0, "daily"), &[]).unwrap();
    assert!(daily.is_empty() && daily.days("date").is_empty() && daily.counts("n").is_empty());
    assert!(daily.reals("share").is_empty() && daily.texts("text").codes.is_empty());
}

#[test]
fn law_a_table_of_many_row_groups_is_whole() {
    let dir = Dir::new("groups");
    recorder(&dir.0, 200_000).finish().unwrap();
    let daily = Table::read(&store::part_path(&dir.0, "daily"), &["date", "n"]).unwrap();
    assert_eq!(daily.len(), 600_000);
    assert!(daily.days("date").is_sorted());
    assert!(daily.counts("n").chunks(200_000).all(|day| day == &daily.counts("n")[..200_000]));
}

#[test]
fn same_digest_cut_and_resumed() {
    let dir = Dir::new("uncut");
    let uncut = done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    let whole = |dir: &Dir, table: &str| Table::read(&store::table_path(&dir.0, table), &[]).unwrap();
    let uncut_dir = dir;
    for cut_after in [1, 7, 19] {
        let dir = Dir::new(&format!("cut-{cut_after}"));
        let cut = How { stop_after: Some(cut_after), checkpoint_days: Some(3), ..WHOLE };
        let ended = run(&dir.0, Box::new(RealDisk), &cut).0;
        assert!(
            matches!(ended, Ok(Ended::Interrupted { day }) if day == town(1).loaded.spec.start.plus(cut_after as i32 - 1))
        );
        assert!(!dir.names().iter().any(|name| name.ends_with(".parquet") || name == "manifest.json"));
        // Cut again after one more day, then to the end.
        let again = How { stop_after: Some(1), resume: true, ..WHOLE };
        let ended = run(&dir.0, Box::new(RealDisk), &again).0;
        let resumed = match ended {
            Ok(Ended::Interrupted { .. }) => done(run(&dir.0, Box::new(RealDisk), &How { resume: true, ..WHOLE }).0),
            ended => done(ended),
        };
        assert_eq!(resumed.digest, uncut.digest);
        assert_eq!(resumed.tables, uncut.tables);
        assert_eq!(dir.names(), finished());
        for table in &uncut.tables {
            let (joined, table) = (whole(&dir, &table.name), whole(&uncut_dir, &table.name));
            assert!(table.names().all(|name| joined.column(name) == table.column(name)));
        }
    }
}

#[test]
fn law_resuming_asks_for_the_same_run() {
    let dir = Dir::new("other");
    let cut = How { stop_after: Some(2), ..WHOLE };
    run(&dir.0, Box::new(RealDisk), &cut).0.unwrap();
    let before = dir.names();
    let error = run(&dir.0, Box::new(RealDisk), &How { seed: 2, resume: true, ..WHOLE }).0.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("the seed is 1 there and 2 here"), "{error}");
    assert_eq!(dir.names(), before);
}

#[test]
fn law_a_damaged_checkpoint_is_noticed() {
    let dir = Dir::new("damaged");
    run(&dir.0, Box::new(RealDisk), &How { stop_after: Some(2), ..WHOLE }).0.unwrap();
    let path = checkpoint::path(&dir.0);
    let bytes = std::fs::read(&path).unwrap();
    for damaged in [bytes[..bytes.len() - 1].to_vec(), bytes[..30].to_vec(), {
        let mut bytes = bytes.clone();
        let at = bytes.len() - 20;
        bytes[at] ^= 1;
        bytes
    }] {
        std::fs::write(&path, damaged).unwrap();
        let error = run(&dir.0, Box::new(RealDisk), &How { resume: true, ..WHOLE }).0.unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }
}

#[test]
fn law_a_flipped_bit_in_a_kept_segment_is_noticed() {
    let dir = Dir::new("flipped");
    run(&dir.0, Box::new(RealDisk), &How { stop_after: Some(2), ..WHOLE }).0.unwrap();
    let segments: Vec<String> = dir.names().into_iter().filter(|name| name.contains(".parquet.part-")).collect();
    assert!(segments.len() > 5, "{segments:?}");
    for (at, name) in segments.iter().enumerate() {
        let path = dir.0.join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        // In the data of one, in the footer of another: everywhere between the file's marks at both ends.
        let byte = 4 + at * (whole.len() - 8) / segments.len();
        flipped[byte] ^= 1 << (at % 8);
        std::fs::write(&path, flipped).unwrap();
        assert!(run(&dir.0, Box::new(RealDisk), &How { resume: true, ..WHOLE }).0.is_err(), "{name}, byte {byte}");
        std::fs::write(&path, whole).unwrap();
    }
    done(run(&dir.0, Box::new(RealDisk), &How { resume: true, ..WHOLE }).0);
}

#[test]
fn law_a_finished_run_that_was_changed_does_not_serve() {
    let dir = Dir::new("changed");
    done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    let path = store::table_path(&dir.0, "national");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 4;
    std::fs::write(&path, bytes).unwrap();
    let error = run(&dir.0, Box::new(RealDisk), &How { resume: true, ..WHOLE }).0.unwrap_err();
    assert!(error.to_string().contains("national.parquet has changed since it was written"), "{error}");
    done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    assert_eq!(crate::index::faults(&dir.0).unwrap(), Some(Vec::new()));
}

#[test]
fn law_a_run_that_was_cut_off_in_its_first_moment_is_begun_again() {
    let dir = Dir::new("first-moment");
    std::fs::create_dir_all(&dir.0).unwrap();
    std::fs::write(dir.0.join("manifest.json.part.new"), "{").unwrap();
    done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    assert_eq!(dir.names(), finished());
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
    let other = How { seed: 2, stop_after: Some(2), ..WHOLE };
    let refused = run(&dir.0, Box::new(RealDisk), &other).0.unwrap_err();
    assert!(refused.is_request() && refused.to_string().contains("seed"), "{refused}");
    let (ended, notes) = run(&dir.0, Box::new(RealDisk), &How { force: true, ..other });
    assert!(matches!(ended, Ok(Ended::Interrupted { .. })) && notes[0].contains("earlier run"), "{notes:?}");
    assert_eq!(Manifest::read(&dir.0).unwrap(), first);
    Table::read(&store::table_path(&dir.0, "daily"), &[]).unwrap();
    let second = done(run(&dir.0, Box::new(RealDisk), &How { seed: 2, resume: true, ..WHOLE }).0);
    assert_ne!(second.digest, first.digest);
    assert_eq!(dir.names(), finished());
}

#[test]
fn law_resuming_what_is_done_does_nothing() {
    let dir = Dir::new("done");
    let first = done(run(&dir.0, Box::new(RealDisk), &WHOLE).0);
    let (ended, notes) = run(&dir.0, Box::new(RealDisk), &How { resume: true, ..WHOLE });
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
    done(run(&whole.0, Box::new(RealDisk), &WHOLE).0);
    let needed: u64 = whole.names().iter().map(|name| whole.0.join(name).metadata().unwrap().len()).sum();
    for eighths in 0..8 {
        let dir = Dir::new(&format!("disk-{eighths}"));
        let room = Arc::new(AtomicU64::new(needed * eighths / 8));
        let error = run(&dir.0, Box::new(SmallDisk(room)), &WHOLE).0.unwrap_err();
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
    drop(recorder(&dir.0, 150_000));
    assert_eq!(dir.names(), ["daily.parquet.part"]);
    assert!(Table::read(&dir.0.join("daily.parquet.part"), &[]).is_err());
    // A continuation that finds no checkpoint says so and starts again.
    town(1).manifest().write(&dir.0).unwrap();
    let (ended, notes) = run(&dir.0, Box::new(RealDisk), &How { resume: true, ..WHOLE });
    done(ended);
    assert!(notes[0].contains("starting from the first day"), "{notes:?}");
    assert_eq!(dir.names(), finished());
}
