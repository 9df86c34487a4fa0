//! A finished run's tables, day by day, as the model once handed them out: for whatever watches a world as it runs.

use std::path::PathBuf;

use engine::calendar::Day;
use engine::record::{ColumnKind, Domain, NO_KEY, Record as Rows, Row, Rows as TableRows, Values};
use observables::dates::DATES;
use observables::patterns::{Finding, PatternObserver};
use observables::question::Questions;
use observables::record_observer::{Answer, RecordObserver};
use observables::today::Today;
use scenario::Loaded;
use society::tables::{
    CongressRow, CouncilRow, DailyRow, EventFactRow, EventOptionRow, EventRow, LeaningRow, NationalRow, TABLES,
};

use crate::Error;
use crate::run_data::RunData;
use crate::store::read::{Column, Table};

/// What a finished run says when it is looked at again.
pub struct Replayed {
    /// Its dates.
    pub dates: [Option<i32>; DATES.len()],
    /// Its patterns.
    pub findings: [Finding; 8],
    /// Its answers to the record's questions, by their position.
    pub answers: Vec<Answer>,
}

impl Replayed {
    /// What they saw who looked on.
    pub(crate) fn of(patterns: &PatternObserver, answers: Option<RecordObserver>) -> Replayed {
        let dates = patterns.dates().in_order().map(|day| day.map(|day| day.0));
        let answers = answers.map_or_else(Vec::new, |answers| answers.finish(&dates));
        Replayed { dates, findings: patterns.findings(), answers }
    }
}

/// Looks at a finished run again, day by day, with what looks on while a world runs.
///
/// # Errors
/// When a table cannot be read.
pub fn look_again(run: &RunData, loaded: &Loaded, questions: &Questions) -> Result<Replayed, Error> {
    let mut watch = PatternObserver::new(&loaded.spec, run.scale);
    let mut record_observer = RecordObserver::new(&loaded.spec, questions);
    replay(run, loaded, &mut |day, record| {
        let today = Today::of(day, record);
        watch.day(&today);
        record_observer.day(&today);
    })?;
    Ok(Replayed::of(&watch, Some(record_observer)))
}

/// The tables that are looked at, by position.
const WATCHED: [usize; 8] = [
    DailyRow::TABLE,
    LeaningRow::TABLE,
    CouncilRow::TABLE,
    CongressRow::TABLE,
    EventRow::TABLE,
    EventFactRow::TABLE,
    EventOptionRow::TABLE,
    NationalRow::TABLE,
];

/// A whole table of a finished run, as the model wrote it: identifiers are codes again.
///
/// # Errors
/// When the table cannot be read.
pub fn whole(run: &RunData, loaded: &Loaded, index: usize) -> Result<TableRows, Error> {
    let declared = &TABLES[index];
    let table = run.table(declared.name, &[])?;
    let columns = declared.columns.iter().map(|column| values(&table, column.name, column.kind, loaded)).collect();
    Ok(TableRows { table: declared, columns })
}

/// Asks the tables of a finished world, reading those alone that its questions need. `path_of` says where a table lies, `dates`
/// are those of the world.
///
/// # Errors
/// When a table cannot be read.
pub fn ask(
    path_of: &dyn Fn(&str) -> PathBuf,
    loaded: &Loaded,
    questions: &Questions,
    dates: &[Option<i32>; DATES.len()],
) -> Result<Vec<Answer>, Error> {
    let spec = &loaded.spec;
    let mut wanted: Vec<usize> = questions.list().iter().flat_map(|q| q.tables(spec.capital)).copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let read = |at: usize| Ok((at, Table::read(&path_of(TABLES[at].name), &[])?));
    let tables = wanted.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    let mut observer = RecordObserver::new(spec, questions);
    each_day(tables, (spec.start, spec.end), loaded, &mut |day, record| observer.day(&Today::of(day, record)));
    Ok(observer.finish(dates))
}

/// Hands out the rows of each day of a finished run in the tables that are watched; the others are empty.
///
/// # Errors
/// When a table cannot be read.
pub fn replay(run: &RunData, loaded: &Loaded, day: &mut dyn FnMut(Day, &Rows)) -> Result<(), Error> {
    let read = |at: usize| Ok((at, run.table(TABLES[at].name, &[])?));
    let tables = WATCHED.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    each_day(tables, run.span(), loaded, day);
    Ok(())
}

/// Hands out the rows of each day of some tables, by their positions; the others are empty.
fn each_day(tables: Vec<(usize, Table)>, (first, last): (Day, Day), loaded: &Loaded, day: &mut dyn FnMut(Day, &Rows)) {
    let mut tables: Vec<(usize, Table, Vec<Values>, usize)> = tables
        .into_iter()
        .map(|(at, table)| {
            let declared = TABLES[at].columns;
            let columns = declared.iter().map(|column| values(&table, column.name, column.kind, loaded)).collect();
            (at, table, columns, 0)
        })
        .collect();
    let mut record = Rows::new(&TABLES);
    for today in (first.0..=last.0).map(Day) {
        record.clear();
        for (index, table, columns, next) in &mut tables {
            let days = table.days("date");
            let from = *next;
            while days.get(*next).is_some_and(|&day| day <= today.0) {
                *next += 1;
            }
            for (to, column) in record.table(*index).columns.iter_mut().zip(columns.iter()) {
                match (to, column) {
                    (Values::Day(to), Values::Day(all)) => to.extend(&all[from..*next]),
                    (Values::U32(to), Values::U32(all)) => to.extend(&all[from..*next]),
                    (Values::F32(to), Values::F32(all)) => to.extend(&all[from..*next]),
                    (Values::Key(to), Values::Key(all)) => to.extend(&all[from..*next]),
                    (Values::Text(to), Values::Text(all)) => to.extend_from_slice(&all[from..*next]),
                    _ => unreachable!("both sides follow the table's declaration"),
                }
            }
        }
        day(today, &record);
    }
}

/// A column as the model wrote it: identifiers become codes again.
fn values(table: &Table, name: &str, kind: ColumnKind, loaded: &Loaded) -> Values {
    match (kind, table.column(name)) {
        (ColumnKind::Day, Some(Column::Day(days))) => Values::Day(days.clone()),
        (ColumnKind::U32 | ColumnKind::U32OrNone, Some(Column::Count(counts))) => Values::U32(counts.clone()),
        (ColumnKind::F32 | ColumnKind::F32OrNone, Some(Column::Real(reals))) => Values::F32(reals.clone()),
        (ColumnKind::Text | ColumnKind::Label, Some(Column::Text(texts))) => {
            Values::Text((0..texts.codes.len()).map(|row| texts.get(row).to_owned()).collect())
        }
        (ColumnKind::Set(domain), Some(Column::Text(texts))) => {
            let bit = |word: &str| 1_u32.checked_shl(u32::from(code(domain, word, loaded))).unwrap_or(0);
            let set =
                |text: &String| text.split(' ').filter(|word| !word.is_empty()).fold(0, |set, word| set | bit(word));
            let sets: Vec<u32> = texts.words.iter().map(set).collect();
            Values::U32(texts.codes.iter().map(|&at| sets[at as usize]).collect())
        }
        (ColumnKind::KeyOrNone(domain), Some(Column::Text(texts))) => {
            let code = |word: &String| if word.is_empty() { NO_KEY } else { code(domain, word, loaded) };
            let codes: Vec<u16> = texts.words.iter().map(code).collect();
            Values::Key(texts.codes.iter().map(|&at| codes[at as usize]).collect())
        }
        (ColumnKind::Key(domain), Some(Column::Text(texts))) => {
            let codes: Vec<u16> = texts.words.iter().map(|word| code(domain, word, loaded)).collect();
            Values::Key(texts.codes.iter().map(|&at| codes[at as usize]).collect())
        }
        _ => panic!("`{name}` is in its file as it was declared"),
    }
}

fn code(domain: Domain, word: &str, loaded: &Loaded) -> u16 {
    let spec = &loaded.spec;
    let at = match domain {
        Domain::Place => spec.places.iter().position(|place| place.id == word),
        Domain::Class => spec.classes.iter().position(|class| class.id == word),
        Domain::Party => spec.parties.iter().position(|party| party.id == word),
        Domain::Leader => spec.leaders.iter().position(|leader| leader.id == word),
        Domain::Words(words) => words.iter().position(|known| *known == word),
    };
    // A scenario that has changed since the run may have lost a place; it is then counted with the first.
    at.and_then(|at| u16::try_from(at).ok()).unwrap_or(0)
}
