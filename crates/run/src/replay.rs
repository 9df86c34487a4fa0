//! A finished run's tables, day by day, as the model once handed them out: for whatever watches a world as it runs.

use engine::calendar::Day;
use engine::record::{ColumnKind, Domain, Record as Rows, Values};
use scenario::Loaded;
use society::tables::TABLES;

use crate::Error;
use crate::run_data::RunData;
use crate::store::read::{Column, Table};

/// The tables that are looked at, by position.
const WATCHED: [usize; 5] = [
    society::tables::DAILY,
    society::tables::LEANINGS,
    society::tables::COUNCILS,
    society::tables::EVENTS,
    society::tables::NATIONAL,
];

/// Hands out the rows of each day of a finished run in the tables that are watched; the others are empty.
///
/// # Errors
/// When a table cannot be read.
pub fn replay(run: &RunData, loaded: &Loaded, day: &mut dyn FnMut(Day, &Rows)) -> Result<(), Error> {
    let mut tables = Vec::new();
    for index in WATCHED {
        let declared = &TABLES[index];
        let table = run.table(declared.name, &[])?;
        let columns: Vec<Values> =
            declared.columns.iter().map(|column| values(&table, column.name, column.kind, loaded)).collect();
        tables.push((index, table, columns, 0));
    }
    let mut record = Rows::new(&TABLES);
    for i in 0..run.n_days() {
        let today = run.day(i);
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
    Ok(())
}

/// A column as the model wrote it: identifiers become codes again.
fn values(table: &Table, name: &str, kind: ColumnKind, loaded: &Loaded) -> Values {
    match (kind, table.column(name)) {
        (ColumnKind::Day, Some(Column::Day(days))) => Values::Day(days.clone()),
        (ColumnKind::U32, Some(Column::Count(counts))) => Values::U32(counts.clone()),
        (ColumnKind::F32, Some(Column::Real(reals))) => Values::F32(reals.clone()),
        (ColumnKind::Text, Some(Column::Text(texts))) => {
            Values::Text((0..texts.codes.len()).map(|row| texts.get(row).to_owned()).collect())
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
        Domain::Words(words) => words.iter().position(|known| *known == word),
    };
    // A scenario that has changed since the run may have lost a place; it is then counted with the first.
    at.and_then(|at| u16::try_from(at).ok()).unwrap_or(0)
}
