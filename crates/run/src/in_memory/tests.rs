use super::*;
use crate::case::Changes;
use crate::scale::Scale;
use crate::write::{Ended, Options};

#[test]
fn same_digest_dates_patterns_and_rows_as_the_run_with_files() {
    let changes = Changes { scale: Scale::OneTo(10), ..Changes::default() };
    let case = Case::open("one-town", &changes).expect("it comes with the program");
    let dir = std::env::temp_dir().join(format!("tauride-in-memory-{}", std::process::id()));
    let options = Options {
        out: dir.clone(),
        resume: false,
        force: true,
        checkpoint_days: None,
        tables: crate::write::Tables::All,
    };
    let stop = AtomicBool::new(false);
    let Ok(Ended::Done(with)) = crate::write::run(&case, &options, 2, &stop, &mut |_| ()) else {
        panic!("nobody stops it")
    };
    let mut said = Vec::new();
    let wanted = Wanted { table: &|_| true, only_important: false };
    let without = run(&case, wanted, 1, &stop, &mut |_, done, of| said.push((done, of))).expect("nobody stops it");
    assert_eq!(without.manifest.digest, with.digest);
    assert_eq!(without.manifest.outcome, with.outcome);
    assert_eq!(without.manifest.dates, with.dates);
    assert_eq!(without.manifest.patterns, with.patterns);
    assert_eq!(said.len(), said[0].1 as usize, "every day is said");
    let rows = |name: &str| with.tables.iter().find(|table| table.name == name).map_or(0, |table| table.rows);
    for table in &without.tables {
        assert_eq!(table.rows.len() as u64, rows(table.rows.table.name), "{}", table.rows.table.name);
        assert!(table.words.iter().all(|words| words.len() == table.rows.len()));
    }
    std::fs::remove_dir_all(&dir).expect("it was written");
}

#[test]
fn law_only_what_is_wanted_is_kept() {
    let case = Case::open("one-town", &Changes { scale: Scale::OneTo(10), ..Changes::default() })
        .expect("it comes with the program");
    let stop = AtomicBool::new(false);
    let wanted = Wanted { table: &|name| name == "events", only_important: true };
    let ran = run(&case, wanted, 1, &stop, &mut |_, _, _| ()).expect("nobody stops it");
    let [events] = &ran.tables[..] else { panic!("one table was wanted") };
    let at = events.rows.table.columns.iter().position(|column| column.name == "importance").expect("it has one");
    let Values::U32(importance) = &events.rows.columns[at] else { panic!("importance is a count") };
    assert!(importance.iter().all(|importance| *importance >= 2) && !importance.is_empty());
    let all =
        run(&case, Wanted { table: &|_| true, only_important: false }, 1, &stop, &mut |_, _, _| ()).expect("no stop");
    assert_eq!(all.manifest.digest, ran.manifest.digest);
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(run(&case, wanted, 1, &stop, &mut |_, _, _| ()).is_none());
}
