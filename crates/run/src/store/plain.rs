//! A small table written at once, with values that may be missing: one row for each world, or for each branch.

use std::path::Path;
use std::sync::Arc;

use engine::calendar::Calendar;
use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::column::writer::ColumnWriter;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::schema::{local_as_date, local_meaning, local_name};
use super::{Disk, part_path, rename, with_suffix};
use crate::Error;

/// The values of a column.
#[derive(Clone, Debug)]
pub enum Values {
    /// Counts, INT_64.
    Count(Vec<u32>),
    /// Seeds, UINT_64.
    Seed(Vec<u64>),
    /// Reals, DOUBLE.
    Real(Vec<f64>),
    /// Reals that may be missing, DOUBLE.
    RealOrNone(Vec<Option<f64>>),
    /// Whether something holds, BOOLEAN.
    Flag(Vec<bool>),
    /// Whether something holds, where that can be said, BOOLEAN.
    FlagOrNone(Vec<Option<bool>>),
    /// Texts, STRING.
    Text(Vec<String>),
    /// Words, STRING.
    Word(Vec<&'static str>),
    /// Days since 1970, DATE; missing where nothing happened. Brings a second column with it, `<name>_local`, the date of the
    /// same day in the calendar of the case.
    Day(Vec<Option<i32>>),
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name in the file.
    pub name: String,
    /// Unit of the values.
    pub unit: &'static str,
    /// One line of meaning.
    pub meaning: String,
    /// One value a row.
    pub values: Values,
}

impl Column {
    /// A column.
    pub fn new(name: &str, unit: &'static str, meaning: &str, values: Values) -> Column {
        Column { name: name.to_owned(), unit, meaning: meaning.to_owned(), values }
    }
}

/// What a table's file says of the whole table.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What a row is of.
    pub row: &'a str,
    /// Calendar of the case.
    pub calendar: Calendar,
    /// What the run or study is, by key.
    pub about: &'a [(String, String)],
}

/// Writes a table under a working name and then gives it its own.
///
/// # Errors
/// When the file cannot be written; the name then holds what it held before.
pub fn write(disk: &dyn Disk, path: &Path, columns: &[Column], facts: &Facts<'_>) -> Result<(), Error> {
    let part = with_suffix(path, ".part");
    let name = path.file_stem().map_or("table".into(), |stem| stem.to_string_lossy());
    to_file(disk, &part, &name, columns, facts)?;
    rename(&part, path)
}

/// Writes a table under its working name, `<table>.parquet.part`, in the directory of a run that is not yet published.
///
/// # Errors
/// When the file cannot be written.
pub fn write_part(
    disk: &dyn Disk,
    dir: &Path,
    table: &str,
    columns: &[Column],
    facts: &Facts<'_>,
) -> Result<(), Error> {
    to_file(disk, &part_path(dir, table), table, columns, facts)
}

fn to_file(disk: &dyn Disk, part: &Path, name: &str, columns: &[Column], facts: &Facts<'_>) -> Result<(), Error> {
    let failed = |e| Error::table("write", part, e);
    let Facts { row, calendar, about } = *facts;
    let columns = with_local_dates(columns, calendar);
    let sink = disk.create(part).map_err(|e| Error::file("create", part, e))?;
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, ParquetError>>().map_err(failed)?;
    let schema = Type::group_type_builder(name).with_fields(fields).build().map_err(failed)?;
    let mut facts = vec![fact("table", name), fact("row", row)];
    for column in &columns {
        facts.push(fact(&format!("column.{}.unit", column.name), column.unit));
        facts.push(fact(&format!("column.{}.meaning", column.name), &column.meaning));
    }
    facts.extend(about.iter().map(|(key, value)| fact(key, value)));
    let properties = WriterProperties::builder()
        .set_created_by(format!("tauride {}", crate::VERSION))
        .set_compression(Compression::SNAPPY)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(facts))
        .build();
    let mut file = SerializedFileWriter::new(sink, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
    put(&mut file, &columns).map_err(failed)?;
    file.finish().map_err(failed)?;
    file.inner_mut().make_safe().map_err(|e| Error::file("write", part, e))
}

fn fact(key: &str, value: &str) -> KeyValue {
    KeyValue::new(key.to_owned(), value.to_owned())
}

/// The columns, and beside each of days the same days in the calendar of the case.
pub fn with_local_dates(columns: &[Column], calendar: Calendar) -> Vec<Column> {
    let mut all = Vec::with_capacity(columns.len());
    for column in columns {
        all.push(column.clone());
        if let Values::Day(days) = &column.values {
            let days = days.iter().map(|day| day.map(|day| local_as_date(day, calendar))).collect();
            let meaning = format!("{}: {}", column.meaning, local_meaning(calendar));
            all.push(Column { name: local_name(&column.name), unit: "day", meaning, values: Values::Day(days) });
        }
    }
    all
}

fn field(column: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match &column.values {
        Values::Count(_) => (PhysicalType::INT64, Some(LogicalType::integer(64, true))),
        Values::Seed(_) => (PhysicalType::INT64, Some(LogicalType::integer(64, false))),
        Values::Real(_) | Values::RealOrNone(_) => (PhysicalType::DOUBLE, None),
        Values::Flag(_) | Values::FlagOrNone(_) => (PhysicalType::BOOLEAN, None),
        Values::Word(_) | Values::Text(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        Values::Day(_) => (PhysicalType::INT32, Some(LogicalType::Date)),
    };
    let repetition = match &column.values {
        Values::Day(_) | Values::RealOrNone(_) | Values::FlagOrNone(_) => Repetition::OPTIONAL,
        _ => Repetition::REQUIRED,
    };
    let built = Type::primitive_type_builder(&column.name, physical).with_repetition(repetition);
    Ok(Arc::new(built.with_logical_type(logical).build()?))
}

fn put(file: &mut SerializedFileWriter<Box<dyn super::Sink>>, columns: &[Column]) -> Result<(), ParquetError> {
    let mut group = file.next_row_group()?;
    for column in columns {
        let ended = || ParquetError::General("the file has fewer columns than its table".into());
        let mut to = group.next_column()?.ok_or_else(ended)?;
        match (to.untyped(), &column.values) {
            (ColumnWriter::Int64ColumnWriter(to), Values::Count(values)) => {
                let values: Vec<i64> = values.iter().map(|n| i64::from(*n)).collect();
                to.write_batch(&values, None, None)?;
            }
            (ColumnWriter::Int64ColumnWriter(to), Values::Seed(values)) => {
                let values: Vec<i64> = values.iter().map(|n| n.cast_signed()).collect();
                to.write_batch(&values, None, None)?;
            }
            (ColumnWriter::DoubleColumnWriter(to), Values::Real(values)) => {
                to.write_batch(values, None, None)?;
            }
            (ColumnWriter::DoubleColumnWriter(to), Values::RealOrNone(values)) => {
                let there: Vec<i16> = values.iter().map(|x| i16::from(x.is_some())).collect();
                let values: Vec<f64> = values.iter().flatten().copied().collect();
                to.write_batch(&values, Some(&there), None)?;
            }
            (ColumnWriter::ByteArrayColumnWriter(to), Values::Text(values)) => {
                let values: Vec<_> = values.iter().map(|text| text.as_str().into()).collect();
                to.write_batch(&values, None, None)?;
            }
            (ColumnWriter::BoolColumnWriter(to), Values::Flag(values)) => {
                to.write_batch(values, None, None)?;
            }
            (ColumnWriter::BoolColumnWriter(to), Values::FlagOrNone(values)) => {
                let there: Vec<i16> = values.iter().map(|flag| i16::from(flag.is_some())).collect();
                let values: Vec<bool> = values.iter().flatten().copied().collect();
                to.write_batch(&values, Some(&there), None)?;
            }
            (ColumnWriter::ByteArrayColumnWriter(to), Values::Word(values)) => {
                let values: Vec<_> = values.iter().map(|word| (*word).into()).collect();
                to.write_batch(&values, None, None)?;
            }
            (ColumnWriter::Int32ColumnWriter(to), Values::Day(values)) => {
                let there: Vec<i16> = values.iter().map(|day| i16::from(day.is_some())).collect();
                let values: Vec<i32> = values.iter().flatten().copied().collect();
                to.write_batch(&values, Some(&there), None)?;
            }
            _ => return Err(ParquetError::General("a column of another kind than its table says".into())),
        }
        to.close()?;
    }
    group.close()?;
    Ok(())
}
