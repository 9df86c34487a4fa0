//! From a table's declaration to the columns of its Parquet file.
//!
//! | declared | in the file |
//! |---|---|
//! | day | DATE, Gregorian; and for `date` a second column `date_local`, the same day in the calendar of the case |
//! | count | INT_64, signed, so that sums and differences of a column are what they should be |
//! | real | FLOAT |
//! | code | STRING, dictionary-encoded: the identifier that the code stands for |
//! | set of codes | STRING: the identifiers with blanks between them |
//! | text | STRING |
//!
//! What the model declares as possibly missing is null where it is missing; no other column is nullable. Each column's unit and meaning stand in the file's key-value metadata as
//! `column.<name>.unit` and `column.<name>.meaning`.

use std::sync::Arc;

use engine::calendar::{Calendar, Day};
use engine::record::{ColumnKind, Domain, TableDecl};
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::{ColumnPath, Type};

use super::constant::{Constant, ConstantValue};
use super::sentences;

/// The identifiers that codes stand for.
#[derive(Clone, Debug)]
pub struct Names {
    /// Identifiers of places, by index.
    pub places: Vec<String>,
    /// Identifiers of classes, by index.
    pub classes: Vec<String>,
    /// Identifiers of parties, by index.
    pub parties: Vec<String>,
    /// Identifiers of leaders, by index.
    pub leaders: Vec<String>,
    /// The calendar of the case: that of the column `date_local`.
    pub calendar: Calendar,
}

impl Names {
    /// Names for tables that have no codes of a scenario.
    pub fn none() -> Names {
        Names {
            places: Vec::new(),
            classes: Vec::new(),
            parties: Vec::new(),
            leaders: Vec::new(),
            calendar: Calendar::NewStyle,
        }
    }

    /// The identifiers of a domain.
    pub fn of(&self, domain: Domain) -> Vec<String> {
        match domain {
            Domain::Place => self.places.clone(),
            Domain::Class => self.classes.clone(),
            Domain::Party => self.parties.clone(),
            Domain::Leader => self.leaders.clone(),
            Domain::Words(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        }
    }
}

/// Name of the derived column with the date in the calendar of the case.
pub const DATE_LOCAL: &str = "date_local";

/// Name of the column beside a column of days, with the same days in the calendar of the case: [`DATE_LOCAL`] for `date`.
pub fn local_name(name: &str) -> String {
    format!("{name}_local")
}

/// What such a column holds.
pub fn local_meaning(calendar: Calendar) -> &'static str {
    match calendar {
        Calendar::OldStyle => "the same day in the calendar of the case (Old Style, Julian), written as a date",
        Calendar::NewStyle => "the same day in the calendar of the case (Gregorian)",
    }
}

/// A day as the number of the day that bears the same date in the New Style: what [`DATE_LOCAL`] holds.
pub fn local_as_date(day: i32, calendar: Calendar) -> i32 {
    match calendar {
        Calendar::OldStyle => old_style_as_date(day),
        Calendar::NewStyle => day,
    }
}

/// The Old Style date of a day, as the number of the day that bears the same date in the New Style.
///
/// A reader that shows it as a date shows 23 February 1917 for the day that the rest of Europe called 8 March. The Old Style
/// dates without such a day, 29 February of 1900 and its like, are in no scenario: they are refused when it is read.
pub fn old_style_as_date(day: i32) -> i32 {
    let (year, month, date) = Day(day).ymd(Calendar::OldStyle);
    Day::from_ymd(Calendar::NewStyle, year, month, date).map_or(day - 12, |d| d.0)
}

/// Whether a declared column brings [`DATE_LOCAL`] with it.
pub fn has_local_date(name: &str, kind: ColumnKind) -> bool {
    name == "date" && kind == ColumnKind::Day
}

/// The schema of a table's file.
pub(crate) fn schema(table: &TableDecl, constants: &[Constant]) -> Result<Arc<Type>, ParquetError> {
    let mut fields = Vec::with_capacity(table.columns.len() + 1);
    for column in table.columns {
        fields.push(field(column.name, column.kind)?);
        if has_local_date(column.name, column.kind) {
            fields.push(field(DATE_LOCAL, ColumnKind::Day)?);
        }
    }
    for column in sentences::columns(table) {
        fields.push(field(column.name, column.kind)?);
    }
    for constant in constants {
        let (physical, logical) = match constant.value {
            ConstantValue::Seed(_) => (PhysicalType::INT64, LogicalType::integer(64, false)),
            ConstantValue::Text(_) => (PhysicalType::BYTE_ARRAY, LogicalType::String),
        };
        let field = Type::primitive_type_builder(constant.name, physical).with_repetition(Repetition::REQUIRED);
        fields.push(Arc::new(field.with_logical_type(Some(logical)).build()?));
    }
    Ok(Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?))
}

fn field(name: &str, kind: ColumnKind) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match kind {
        ColumnKind::Day => (PhysicalType::INT32, Some(LogicalType::Date)),
        ColumnKind::U32 | ColumnKind::U32OrNone => (PhysicalType::INT64, Some(LogicalType::integer(64, true))),
        ColumnKind::F32 | ColumnKind::F32OrNone => (PhysicalType::FLOAT, None),
        ColumnKind::Key(_) | ColumnKind::KeyOrNone(_) | ColumnKind::Set(_) | ColumnKind::Text | ColumnKind::Label => {
            (PhysicalType::BYTE_ARRAY, Some(LogicalType::String))
        }
    };
    let repetition = if kind.is_optional() { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let field =
        Type::primitive_type_builder(name, physical).with_repetition(repetition).with_logical_type(logical).build()?;
    Ok(Arc::new(field))
}

/// How the file is encoded: what repeats (dates, codes) goes into dictionaries, numbers do not, and all is compressed.
pub(crate) fn properties(
    table: &TableDecl,
    calendar: Calendar,
    constants: &[Constant],
    about: &[(String, String)],
) -> WriterProperties {
    let mut facts: Vec<KeyValue> = Vec::new();
    let mut say = |key: String, value: &str| facts.push(KeyValue::new(key, value.to_owned()));
    say("table".into(), table.name);
    say("row".into(), table.row);
    for column in table.columns {
        say(format!("column.{}.unit", column.name), column.unit);
        say(format!("column.{}.meaning", column.name), column.meaning);
        if has_local_date(column.name, column.kind) {
            say(format!("column.{DATE_LOCAL}.unit"), "day");
            say(format!("column.{DATE_LOCAL}.meaning"), local_meaning(calendar));
        }
    }
    for column in sentences::columns(table) {
        say(format!("column.{}.meaning", column.name), column.meaning);
    }
    for constant in constants {
        say(format!("column.{}.unit", constant.name), "");
        say(format!("column.{}.meaning", constant.name), constant.meaning);
    }
    for (key, value) in about {
        say(key.clone(), value);
    }
    let mut properties = WriterProperties::builder()
        .set_created_by(format!("tauride {}", crate::VERSION))
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(facts));
    for column in table.columns {
        if matches!(column.kind, ColumnKind::U32 | ColumnKind::F32 | ColumnKind::F32OrNone) {
            let path = ColumnPath::from(column.name);
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::PLAIN);
        }
    }
    properties.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_old_style_of_1917_and_1900() {
        let day = |text| Day::parse(Calendar::NewStyle, text).expect("a date").0;
        assert_eq!(old_style_as_date(day("1917-03-08")), day("1917-02-23"));
        assert_eq!(old_style_as_date(day("1871-03-18")), day("1871-03-06"));
        assert_eq!(old_style_as_date(day("1900-03-13")), day("1900-03-01"));
    }
}
