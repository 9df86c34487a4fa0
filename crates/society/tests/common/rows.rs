//! Reading the columns of a day's rows by name.

use engine::record::{Rows, Values};

fn column<'a>(rows: &'a Rows, name: &str) -> &'a Values {
    let found = rows.table.columns.iter().position(|c| c.name == name);
    &rows.columns[found.unwrap_or_else(|| panic!("`{}` has a column `{name}`", rows.table.name))]
}

/// A column of counts.
pub fn counts<'a>(rows: &'a Rows, name: &str) -> &'a [u32] {
    let Values::U32(values) = column(rows, name) else { panic!("`{name}` holds counts") };
    values
}

/// A column of real numbers.
pub fn reals<'a>(rows: &'a Rows, name: &str) -> &'a [f32] {
    let Values::F32(values) = column(rows, name) else { panic!("`{name}` holds real numbers") };
    values
}

/// A column of codes.
pub fn keys<'a>(rows: &'a Rows, name: &str) -> &'a [u16] {
    let Values::Key(values) = column(rows, name) else { panic!("`{name}` holds codes") };
    values
}
