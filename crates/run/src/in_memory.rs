//! One world without files: what [`crate::write`] leaves on the disk, as values.
//!
//! Its digest, dates, patterns and answers are those of the run with files, which a test compares.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use engine::calendar::Day;
use engine::record::{Record as DayRows, Row, Rows, Values};
use observables::patterns::PatternObserver;
use observables::record_observer::RecordObserver;
use observables::today::Today;
use society::standing::standing;
use society::tables::{EventRow, STANDING, TABLES};

use crate::case::Case;
use crate::findings;
use crate::manifest::{Manifest, Status};
use crate::record::observed::observed;
use crate::record::rows::Record;
use crate::replay::Replayed;
use crate::store::few::keep_important;
use crate::store::plain::Column;
use crate::store::sentences;
use crate::world::World;
use crate::write::conclude;

/// A table of a world that was run without files.
#[derive(Clone, Debug)]
pub struct Table {
    /// All its rows, in the order in which they came.
    pub rows: Rows,
    /// The columns of words after them, see [`sentences::columns`].
    pub words: Vec<Values>,
}

/// What a world left that was run without files.
#[derive(Clone, Debug)]
pub struct InMemory {
    /// What `manifest.json` of the run would hold; it lists no tables.
    pub manifest: Manifest,
    /// The tables that were wanted, in the order of the model, then those that say what identifiers mean.
    pub tables: Vec<Table>,
    /// The world's value for each observation of the record.
    pub observations: Vec<Column>,
}

/// Which rows are kept.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Whether a table of this name is.
    pub table: &'a dyn Fn(&str) -> bool,
    /// Whether only the events of [`crate::store::few::IMPORTANT`] and more are.
    pub only_important: bool,
}

/// Runs a case to its end; `None` when the flag was raised before. `say` is told each day that is done, its number from the
/// first and how many there are.
///
/// The result depends on the case alone: `threads` changes how long it takes, never what comes out.
pub fn run(
    case: &Case,
    wanted: Wanted<'_>,
    threads: usize,
    stop: &AtomicBool,
    say: &mut dyn FnMut(Day, u32, u32),
) -> Option<InMemory> {
    let began = Instant::now();
    let (spec, end) = (&case.spec_until_its_end(), case.end);
    let mut world = World::new(spec, case.seed, case.scale, threads);
    let names = words::Names::of(world.spec(), world.society());
    let record = Record::of(&case.loaded);
    let mut patterns = PatternObserver::new(world.spec(), world.society().scale());
    let mut answers = RecordObserver::new(world.spec(), &record.questions);
    let mut kept = Kept::new(wanted);
    kept.take(&mut standing(world.spec(), Some(world.society())), &names);
    let days = u32::try_from(end.since(spec.start) + 1).unwrap_or(0);
    let Ok(is_done) = world.run(end, stop, |day, world| {
        let today = Today::of(day, world.record());
        patterns.day(&today);
        answers.day(&today);
        kept.take(world.record_mut(), &names);
        say(day, u32::try_from(day.since(spec.start) + 1).unwrap_or(0), days);
        Ok::<(), std::convert::Infallible>(())
    });
    if !is_done {
        return None;
    }
    let seen = Replayed::of(&patterns, Some(answers));
    let mut manifest = case.manifest();
    manifest.status = Status::Complete;
    conclude(&mut manifest, &world, Vec::new(), began.elapsed().as_secs_f64());
    findings::note(&mut manifest, &seen, case.loaded.calendar);
    let observations = findings::columns(&observed(&case.loaded, &record, &seen.answers), &case.loaded);
    Some(InMemory { manifest, tables: kept.tables.into_iter().flatten().collect(), observations })
}

/// The rows so far, by position among the tables of the model and then the standing ones.
struct Kept<'a> {
    wanted: Wanted<'a>,
    tables: Vec<Option<Table>>,
}

impl<'a> Kept<'a> {
    fn new(wanted: Wanted<'a>) -> Kept<'a> {
        let empty = |declared: &'static engine::record::TableDecl| {
            let columns = declared.columns.iter().map(|column| Values::of_kind(column.kind)).collect();
            let words = sentences::columns(declared).iter().map(|column| Values::of_kind(column.kind)).collect();
            Table { rows: Rows { table: declared, columns }, words }
        };
        let tables = TABLES.iter().chain(&STANDING);
        Kept { wanted, tables: tables.map(|table| (wanted.table)(table.name).then(|| empty(table))).collect() }
    }

    /// Takes rows over. The record keeps those that are not wanted; its next day clears them.
    fn take(&mut self, record: &mut DayRows, names: &words::Names) {
        for at in 0..record.tables().len() {
            let declared = record.tables()[at].table;
            let is_this = |table: &&mut Table| table.rows.table.name == declared.name;
            let Some(to) = self.tables.iter_mut().flatten().find(is_this) else { continue };
            if declared.name == EventRow::DECL.name {
                let mut words = sentences::of_day(record, names);
                if self.wanted.only_important {
                    keep_important(record.table(at), &mut words);
                }
                to.words.iter_mut().zip(&mut words).for_each(|(to, from)| to.append(from));
            }
            let from = record.table(at);
            to.rows.columns.iter_mut().zip(&mut from.columns).for_each(|(to, from)| to.append(from));
        }
    }
}

#[cfg(test)]
mod tests;
