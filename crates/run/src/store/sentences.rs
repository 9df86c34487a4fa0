//! Two columns of words beside the facts of the table `events`: they are for readers, no part of the digest, and no program
//! reads them.

use engine::record::{ColumnDecl, ColumnKind, Record, Row, TableDecl, Values};
use society::events::Event;
use society::tables::EventRow;
use words::{Names, Words};

/// The columns of words of a table, after those that the model declares.
pub fn columns(table: &TableDecl) -> &'static [ColumnDecl] {
    const WORDS: [ColumnDecl; 2] = [
        ColumnDecl { name: "text", unit: "", kind: ColumnKind::Text, meaning: "what happened, in words" },
        ColumnDecl { name: "cause", unit: "", kind: ColumnKind::Text, meaning: "why, in words, with the numbers" },
    ];
    if table.name == EventRow::DECL.name { &WORDS } else { &[] }
}

/// The words of the day's events, a column each.
pub fn of_day(record: &Record, names: &Names) -> Vec<Values> {
    let told = Event::of_day(record).into_iter().map(|event| Words::english().event(&event, names));
    let (mut texts, mut causes) = (Vec::new(), Vec::new());
    for one in told {
        texts.push(one.what);
        causes.push(one.why);
    }
    vec![Values::Text(texts), Values::Text(causes)]
}
