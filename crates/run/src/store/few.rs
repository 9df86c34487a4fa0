//! The few tables that tell a world in short, and which of their rows are kept.

use engine::record::{Row, Rows, Values};
use society::tables::{CongressRow, CouncilRow, EventRow, NationalRow};

/// Events of this importance and more are written where not all tables are asked for: those of the capital and of great
/// towns, and national ones.
pub const IMPORTANT: u32 = 2;

/// Positions of these tables among those of the model: `national`, `councils`, `congresses`, and the events of
/// [`IMPORTANT`] and more.
pub const FEW: [usize; 4] = [CouncilRow::TABLE, CongressRow::TABLE, EventRow::TABLE, NationalRow::TABLE];

/// Takes away the rows of `events` that matter less than [`IMPORTANT`], and their words.
///
/// # Panics
/// When the rows are not those of `events`.
pub fn keep_important(events: &mut Rows, words: &mut [Values]) {
    let at = events.table.columns.iter().position(|column| column.name == "importance");
    let Values::U32(importance) = &events.columns[at.expect("`events` has an importance")] else {
        panic!("importance is a count")
    };
    let keep: Vec<bool> = importance.iter().map(|i| *i >= IMPORTANT).collect();
    events.columns.iter_mut().chain(words).for_each(|column| column.retain(&keep));
}
