//! The real society on the smallest scenario: runs, cuts, resumptions, reports.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use report::world as page;
use run::case::{Case, Changes};
use run::manifest::Manifest;
use run::store::read::Table;
use run::store::table_path;
use run::write::{Ended, Options, Said};
use run::{Error, write};

/// A directory of the test's own, removed when the test has passed.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("tauride-one-town-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Dir(path)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

fn open(changes: Changes) -> Case {
    Case::open("one-town", &Changes { until: Some("1917-04-15".into()), ..changes }).unwrap()
}

fn run(case: &Case, dir: &Dir, threads: usize, resume: bool, stop_after: Option<u32>) -> Result<Ended, Error> {
    let stop = AtomicBool::new(false);
    let options =
        Options { out: dir.0.clone(), resume, force: false, checkpoint_days: None, tables: run::write::Tables::All };
    write::run(case, &options, threads, &stop, &mut |said| {
        if let Said::Day(progress) = said
            && stop_after == Some(progress.days_done)
        {
            stop.store(true, Ordering::Relaxed);
        }
    })
}

fn done(ended: Result<Ended, Error>) -> Manifest {
    match ended {
        Ok(Ended::Done(manifest)) => *manifest,
        other => panic!("the run is done: {other:?}"),
    }
}

#[test]
fn same_digest_on_one_and_three_threads() {
    let case = open(Changes::default());
    let (one, three) = (Dir::new("one-thread"), Dir::new("three-threads"));
    let one = done(run(&case, &one, 1, false, None));
    let three = done(run(&case, &three, 3, false, None));
    assert_eq!(one.digest, three.digest);
    assert_eq!(one.outcome, three.outcome);
}

#[test]
fn same_digest_cut_and_resumed() {
    let case = open(Changes::default());
    let uncut_dir = Dir::new("uncut");
    let uncut = done(run(&case, &uncut_dir, 2, false, None));
    for days in [1, 12, 40] {
        let dir = Dir::new(&format!("cut-{days}"));
        assert!(matches!(run(&case, &dir, 2, false, Some(days)), Ok(Ended::Interrupted { .. })));
        let resumed = done(run(&case, &dir, 1, true, None));
        assert_eq!(resumed.digest, uncut.digest, "cut after {days} days");
        assert_eq!(resumed.tables, uncut.tables);
        for table in &uncut.tables {
            let read = |dir: &Dir| Table::read(&table_path(&dir.0, &table.name), &[]).unwrap();
            let (cut, whole) = (read(&dir), read(&uncut_dir));
            assert!(whole.names().all(|name| cut.column(name) == whole.column(name)), "{}", table.name);
        }
    }
}

#[test]
fn law_seeds_and_settings_make_other_runs() {
    let digest = |changes, name| done(run(&open(changes), &Dir::new(name), 2, false, None)).digest;
    let first = digest(Changes::default(), "seed-1");
    assert_ne!(first, digest(Changes { seed: 2, ..Changes::default() }, "seed-2"));
    let off = Changes { settings: vec!["repression=off".into()], ..Changes::default() };
    assert_ne!(first, digest(off, "no-repression"));
}

#[test]
fn law_resuming_with_other_settings_is_refused() {
    let dir = Dir::new("other-settings");
    run(&open(Changes::default()), &dir, 2, false, Some(3)).unwrap();
    let off = open(Changes { settings: vec!["repression=off".into()], ..Changes::default() });
    let error = run(&off, &dir, 2, true, None).unwrap_err();
    assert!(error.is_request() && error.to_string().contains("`repression`"), "{error}");
}

#[test]
fn law_the_population_is_that_of_the_scenario() {
    let dir = Dir::new("population");
    let manifest = done(run(&open(Changes::default()), &dir, 2, false, None));
    assert_eq!(manifest.persons, 40_000);
    let cells = Table::read(&table_path(&dir.0, "cells"), &["persons"]).unwrap();
    assert_eq!(cells.counts("persons").iter().map(|&n| u64::from(n)).sum::<u64>(), 40_000);
    let places = Table::read(&table_path(&dir.0, "places"), &["population"]).unwrap();
    assert_eq!(places.counts("population"), [40_000]);
}

#[test]
fn law_a_report_is_written_and_written_again() {
    let dir = Dir::new("report");
    let case = open(Changes::default());
    let manifest = done(run(&case, &dir, 2, false, None));
    let written = page::write(&dir.0, &manifest, &case.loaded).unwrap();
    let page = std::fs::read_to_string(&written.path).unwrap();
    assert!(page.contains("In this world") && page.contains("One town"));
    assert!(!page.contains("/*DATA*/"));
    let again = report::write_again(&dir.0).unwrap();
    assert_eq!(again.note, None);
    assert_eq!(std::fs::read_to_string(&again.path).unwrap(), page);
}

/// The town lies at 169.81 degrees west; of the case's two maps the one of the east goes on beyond 180.
#[test]
fn law_a_report_has_longitudes_as_its_maps_have_them() {
    let (dir, own) = (Dir::new("beyond"), Dir::new("beyond-case"));
    let town = "title = 'Beyond'\nbase = 'one-town'\nplaces = [{ id = 'milltown', name = 'Milltown', kind = 'town', \
                lat = 66.16, lon = -169.81, population = 40000, source = 'assumed', confidence = 'C', note = 'invented' }]\n";
    let frame = |name: &str, marks: &str| {
        format!(
            "[[frame]]\nname = '{name}'\nprojection = [98, 56, 46, 66]\ncorners = [[53, 38], [58, 68], [188, 65]]\n\
             marks = {marks}\nland = {marks}\n"
        )
    };
    std::fs::create_dir_all(&own.0).unwrap();
    std::fs::write(own.0.join("scenario.toml"), town).unwrap();
    let frames = frame("West", "[0, -90, 70, 72]") + &frame("East", "[52, -90, 360, 90]");
    std::fs::write(own.0.join("display.toml"), frames).unwrap();
    let until = Changes { until: Some("1917-02-20".into()), ..Changes::default() };
    let case = Case::open(&own.0.display().to_string(), &until).unwrap();
    let manifest = done(run(&case, &dir, 2, false, None));
    let written = page::write(&dir.0, &manifest, &case.loaded).unwrap();
    assert!(std::fs::read_to_string(&written.path).unwrap().contains(r#""lon":190.19"#));
}

#[test]
fn law_what_ifs_are_part_of_what_a_run_is() {
    let dir = Dir::new("what-if");
    let file = |name: &str, on: bool| {
        let path = dir.0.with_extension(name);
        let change = format!("[[change]]\nkind = 'mechanism'\nname = 'recall'\non = {on}\nfrom = '1917-03-20'\n");
        std::fs::write(&path, format!("title = 'Delegates stay {on}'\n{change}")).unwrap();
        path.display().to_string()
    };
    let (off, null) = (file("off.toml", false), file("null.toml", true));
    let with = |given: &str| open(Changes { with: vec![given.to_owned()], ..Changes::default() });
    let case = with(&off);
    let changed = done(run(&case, &dir, 2, false, None));
    assert_eq!(changed.identity.interventions[0].title, "Delegates stay false");
    assert!(changed.command.contains("--with ") && changed.command.contains("off.toml"), "{}", changed.command);
    assert!(case.default_out().display().to_string().contains("off-seed1"));
    // The same directory goes on with the same what-if only.
    let other = open(Changes::default());
    assert!(run(&other, &dir, 2, true, None).unwrap_err().to_string().contains("what-if"));
    let written = page::write(&dir.0, &changed, &case.loaded).unwrap();
    let page = std::fs::read_to_string(&written.path).unwrap();
    assert!(page.contains("Delegates stay false") && page.contains("--with"));
    assert_eq!(written.note, None, "a what-if is no change of the scenario");
    // A what-if that sets what is set gives the run without it.
    let (plain_dir, null_dir) = (Dir::new("what-if-none"), Dir::new("what-if-null"));
    let plain = done(run(&other, &plain_dir, 2, false, None));
    assert_eq!(done(run(&with(&null), &null_dir, 2, false, None)).digest, plain.digest);
    for path in [off, null] {
        std::fs::remove_file(path).unwrap();
    }
}
