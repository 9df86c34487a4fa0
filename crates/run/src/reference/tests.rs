//! Runs of a toy model: its files, its faults, its interruption.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use engine::record::{Cell, ColumnDecl, ColumnKind};
use models::{Line, Model, Outcome, Param, Picture, Reported, Settings};

use super::*;
use crate::store::Sink;

static TOY: Model = Model {
    name: "toy",
    title: "A toy <model>",
    paper: "Nobody (1900)",
    explains: "Nothing.",
    equations: &["n(t + 1) = n(t) + 1"],
    params: &[
        Param { key: "steps", unit: "steps", range: Range::Whole(50, 1, 1000), meaning: "How long." },
        Param { key: "share", unit: "share", range: Range::Real(0.5, 0.0, 1.0), meaning: "How much." },
        Param { key: "rule", unit: "", range: Range::Word(&["floor", "ceil"]), meaning: "Which way." },
    ],
    reported: &[Reported { quantity: "last", value: "49", source: "definition; recomputed", set: &[] }],
    needs: &[],
    fits: |_| None,
    tables: &[TableDecl {
        name: "steps",
        row: "step",
        columns: &[
            ColumnDecl { name: "step", unit: "steps", kind: ColumnKind::U32, meaning: "the step" },
            ColumnDecl { name: "share", unit: "share", kind: ColumnKind::F32, meaning: "drawn" },
        ],
    }],
    run: toy,
};

fn toy(settings: &Settings, watch: &mut dyn Watch) -> Outcome {
    const DRAW: engine::draw::Purpose = engine::draw::Purpose::named("toy");
    let mut record = Record::new(settings.model().tables);
    let mut outcome = Outcome::default();
    let n = settings.whole("steps");
    let mut points = Vec::new();
    for step in 0..n {
        let share = settings.draws().uniform(DRAW, step, engine::calendar::Day(0), 0) * settings.real("share");
        record.table(0).push([Cell::U32(step as u32), Cell::F32(share as f32)]);
        points.push((step as f64, share));
        if step % 10 == 9 {
            watch.rows(&mut record);
            record.clear();
        }
        if watch.progress(step + 1, n).is_break() {
            outcome.is_cut = true;
            return outcome;
        }
    }
    watch.rows(&mut record);
    outcome.figures = vec![
        Figure { name: "last", value: n as f64 - 1.0, unit: "steps", meaning: "The last step." },
        Figure { name: "never", value: f64::NAN, unit: "", meaning: "What did not happen." },
    ];
    let lines = vec![Line { name: "share".into(), points, is_guide: false, is_steps: false }];
    outcome.pictures = vec![Picture::Lines { title: "Share".into(), x: "step", y: "share", lines }];
    outcome
}

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let path = std::env::temp_dir().join(format!("tauride-model-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Place(path)
    }

    fn files(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.0) else { return Vec::new() };
        let mut names: Vec<String> = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn case(seed: u64, given: &[&str]) -> Result<Case, Error> {
    Ok(Case::of(&TOY, seed, &given.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())?)
}

fn done(case: &Case, place: &Place) -> Manifest {
    match run(case, &place.0, &AtomicBool::new(false), &mut |_, _| {}).unwrap() {
        Ended::Done(manifest, _) => *manifest,
        Ended::Interrupted => panic!("nobody stopped it"),
    }
}

#[test]
fn law_a_run_leaves_tables_and_a_manifest() {
    let place = Place::new("files");
    let case = case(1, &["share=0.25"]).unwrap();
    let manifest = done(&case, &place);
    assert_eq!(place.files(), ["files.json", "manifest.json", "steps.parquet"]);
    assert_eq!(Manifest::of(&place.0), Some(manifest.clone()));
    assert_eq!((manifest.tables[0].rows, manifest.settings["share"].as_f64()), (50, Some(0.25)));
    assert_eq!((manifest.figures["last"], manifest.figures["never"]), (Some(49.0), None));
    assert_eq!(manifest.command, "tauride model toy --seed 1 --set share=0.25");
    assert_eq!(store::join::n_rows(&store::table_path(&place.0, "steps")).unwrap(), 50);
}

#[test]
fn same_digest_for_the_same_seed_and_settings_and_no_other() {
    let digest = |name: &str, seed, given: &[&str]| done(&case(seed, given).unwrap(), &Place::new(name)).digest;
    let first = digest("a", 1, &[]);
    assert_eq!(first, digest("b", 1, &["share=0.5"]));
    assert_ne!(first, digest("c", 2, &[]));
    assert_ne!(first, digest("d", 1, &["share=0.51"]));
}

#[test]
fn law_every_fault_is_reported_at_once_with_the_nearest_name() {
    let messages = |error: Error| match error {
        Error::Scenario(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{other}"),
    };
    let faults = messages(case(1, &["shore=1", "steps=0", "share=0.1", "rule=flor", "steps"]).unwrap_err());
    assert_eq!(
        faults,
        [
            "--set shore=1: `shore` is not a parameter of toy; did you mean `share`?",
            "--set steps=0: `steps` cannot be this; expected a whole number from 1 to 1000, found `0`",
            "--set rule=flor: `rule` cannot be this; expected one of floor, ceil, found `flor`; did you mean `floor`?",
            "--set steps: a setting needs a key and a value; expected KEY=VALUE",
        ]
    );
    let faults = messages(Case::open("granoveter", 1, &["x".into()]).unwrap_err().into());
    assert_eq!(faults[0], "granoveter: there is no model of this name; did you mean `granovetter`?");
    assert_eq!(faults.len(), 2);
}

#[test]
fn law_an_interrupted_run_leaves_no_table_and_can_be_run_again() {
    let place = Place::new("cut");
    let stop = AtomicBool::new(false);
    let ended = run(&case(1, &[]).unwrap(), &place.0, &stop, &mut |done, _| {
        if done == 23 {
            stop.store(true, Ordering::Relaxed);
        }
    });
    assert!(matches!(ended, Ok(Ended::Interrupted)));
    assert_eq!(place.files(), ["manifest.json.part"]);
    done(&case(1, &[]).unwrap(), &place);
    assert_eq!(place.files(), ["files.json", "manifest.json", "steps.parquet"]);
}

#[test]
fn law_an_earlier_run_stays_until_the_new_one_is_done() {
    let place = Place::new("earlier");
    let first = done(&case(1, &[]).unwrap(), &place);
    let ended = run(&case(2, &[]).unwrap(), &place.0, &AtomicBool::new(true), &mut |_, _| {});
    assert!(matches!(ended, Ok(Ended::Interrupted)));
    assert_eq!(Manifest::of(&place.0), Some(first.clone()));
    assert!(place.files().contains(&"steps.parquet".to_owned()));
    assert_ne!(done(&case(2, &[]).unwrap(), &place).digest, first.digest);
    assert_eq!(place.files(), ["files.json", "manifest.json", "steps.parquet"]);
}

#[test]
fn law_a_directory_of_others_is_left_alone() {
    let place = Place::new("others");
    std::fs::create_dir_all(&place.0).unwrap();
    std::fs::write(place.0.join("thesis.txt"), "text").unwrap();
    let ended = run(&case(1, &[]).unwrap(), &place.0, &AtomicBool::new(false), &mut |_, _| {});
    assert!(ended.is_err_and(|error| error.is_request()));
    assert_eq!(place.files(), ["thesis.txt"]);
}

/// A disk that takes so many bytes and no more.
struct FullDisk(Arc<AtomicU64>);

impl Disk for FullDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Ok(Box::new(FullFile { file: std::fs::File::create(path)?, left: self.0.clone() }))
    }
}

struct FullFile {
    file: std::fs::File,
    left: Arc<AtomicU64>,
}

impl Write for FullFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = bytes.len() as u64;
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(n)).is_err() {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.file.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sink for FullFile {
    fn make_safe(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[test]
fn law_a_full_disk_leaves_no_table_of_a_model_that_looks_whole() {
    let case = case(1, &[]).unwrap();
    let mut n_failed = 0;
    for bytes in (0..3000).step_by(100) {
        let place = Place::new("full");
        let disk = FullDisk(Arc::new(AtomicU64::new(bytes)));
        if run_on(&disk, &case, &place.0, &AtomicBool::new(false), &mut |_, _| {}).is_err() {
            n_failed += 1;
            let files = place.files();
            assert!(!files.iter().any(|file| file.ends_with(".parquet") || file == "manifest.json"), "{files:?}");
        }
    }
    assert!(n_failed > 3, "some of these disks are too small");
}
