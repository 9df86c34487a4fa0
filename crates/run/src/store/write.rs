//! One Parquet file, filled a day at a time in row groups of bounded size.

use std::path::PathBuf;
use std::sync::Arc;

use engine::calendar::Calendar;
use engine::record::{ColumnKind, NO_COUNT, Rows, TableDecl, Values};
use parquet::column::writer::ColumnWriter;
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedFileWriter;

use super::constant::{Constant, ConstantValue};
use super::dictionary::{self, Dictionary};
use super::schema::{self, Names};
use super::{Disk, Sink, sentences};
use crate::Error;

/// Rows gathered before a row group is written. Memory held by a table is this many rows, however long the run.
pub const ROWS_PER_GROUP: usize = 200_000;
/// Rows handed to the column writers at once.
const ROWS_PER_BATCH: usize = 8192;

/// Writes one table to one file. Dropped before [`TableWriter::finish`], it leaves a file without a footer, which no
/// reader takes for a table.
pub struct TableWriter {
    path: PathBuf,
    file: SerializedFileWriter<Box<dyn Sink>>,
    table: &'static TableDecl,
    /// Identifiers per column, for columns of codes.
    names: Vec<Vec<String>>,
    calendar: Calendar,
    constants: Vec<Constant>,
    gathered: Vec<Values>,
    n_gathered: usize,
    n_rows: u64,
}

impl TableWriter {
    /// Opens the file and writes its head. `about` goes into the file's metadata beside the meanings of the columns.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(
        disk: &dyn Disk,
        path: PathBuf,
        table: &'static TableDecl,
        names: &Names,
        about: &[(String, String)],
    ) -> Result<TableWriter, Error> {
        TableWriter::create_with(disk, path, table, names, about, Vec::new())
    }

    /// The same for a file whose rows have some values in common.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create_with(
        disk: &dyn Disk,
        path: PathBuf,
        table: &'static TableDecl,
        names: &Names,
        about: &[(String, String)],
        constants: Vec<Constant>,
    ) -> Result<TableWriter, Error> {
        let sink = disk.create(&path).map_err(|e| Error::file("create", &path, e))?;
        let failed = |e| Error::table("write", &path, e);
        let properties = Arc::new(schema::properties(table, names.calendar, &constants, about));
        let file = SerializedFileWriter::new(sink, schema::schema(table, &constants).map_err(failed)?, properties)
            .map_err(failed)?;
        let calendar = names.calendar;
        let names = table
            .columns
            .iter()
            .map(|column| match column.kind {
                ColumnKind::Key(domain) | ColumnKind::KeyOrNone(domain) | ColumnKind::Set(domain) => names.of(domain),
                _ => Vec::new(),
            })
            .collect();
        let columns = table.columns.iter().chain(sentences::columns(table));
        let gathered = columns.map(|column| Values::of_kind(column.kind)).collect();
        Ok(TableWriter { path, file, table, names, calendar, constants, gathered, n_gathered: 0, n_rows: 0 })
    }

    /// Takes the rows' values over, leaving the columns empty. `words` are the columns of words that the table's file has
    /// beside those of the model.
    ///
    /// # Errors
    /// When a full row group cannot be written.
    ///
    /// # Panics
    /// When the rows are of another table.
    pub fn append(&mut self, rows: &mut Rows, mut words: Vec<Values>) -> Result<(), Error> {
        assert_eq!(rows.table.name, self.table.name, "rows go to the file of their own table");
        let n = rows.len();
        for (gathered, values) in self.gathered.iter_mut().zip(rows.columns.iter_mut().chain(&mut words)) {
            gathered.append(values);
        }
        self.n_gathered += n;
        self.n_rows += n as u64;
        if self.n_gathered >= ROWS_PER_GROUP {
            self.write_group()?;
        }
        Ok(())
    }

    /// Writes what is gathered and the footer, and returns the number of rows once the file is safe on the disk.
    ///
    /// # Errors
    /// When any of that fails; the file is then not a table.
    pub fn finish(mut self) -> Result<u64, Error> {
        if self.n_gathered > 0 {
            self.write_group()?;
        }
        self.file.finish().map_err(|e| Error::table("write", &self.path, e))?;
        self.file.inner_mut().make_safe().map_err(|e| Error::file("write", &self.path, e))?;
        Ok(self.n_rows)
    }

    fn write_group(&mut self) -> Result<(), Error> {
        let common = (self.constants.as_slice(), self.n_gathered);
        group(&mut self.file, self.table, (&self.gathered, &self.names), common, self.calendar)
            .map_err(|e| Error::table("write", &self.path, e))?;
        self.gathered.iter_mut().for_each(Values::clear);
        self.n_gathered = 0;
        Ok(())
    }
}

fn group(
    file: &mut SerializedFileWriter<Box<dyn Sink>>,
    table: &TableDecl,
    (columns, names): (&[Values], &[Vec<String>]),
    (constants, n_rows): (&[Constant], usize),
    calendar: Calendar,
) -> Result<(), ParquetError> {
    let schema = file.schema_descr().columns().to_vec();
    let mut schema = schema.into_iter();
    let mut group = file.next_row_group()?;
    for (i, declared) in table.columns.iter().chain(sentences::columns(table)).enumerate() {
        let described = schema.next().ok_or_else(schema_ended)?;
        let encoded = match &columns[i] {
            Values::Day(days) => {
                let (days, positions) = dictionary::positions(days);
                let encoded = dictionary::encode(described, Dictionary::of_days(&days), &positions)?;
                if schema::has_local_date(declared.name, declared.kind) {
                    group.append_column(&encoded.bytes, encoded.close)?;
                    let days: Vec<i32> = days.into_iter().map(|day| schema::local_as_date(day, calendar)).collect();
                    let described = schema.next().ok_or_else(schema_ended)?;
                    dictionary::encode(described, Dictionary::of_days(&days), &positions)?
                } else {
                    encoded
                }
            }
            Values::Key(codes) if !declared.kind.is_optional() => {
                let (codes, positions) = used(codes);
                let texts: Vec<&str> = codes.into_iter().map(|code| names[i][code].as_str()).collect();
                dictionary::encode(described, Dictionary::of_texts(&texts), &positions)?
            }
            values => {
                let mut column = group.next_column()?.ok_or_else(schema_ended)?;
                write_column(column.untyped(), values, declared.kind, names.get(i).map_or(&[], Vec::as_slice))?;
                column.close()?;
                continue;
            }
        };
        group.append_column(&encoded.bytes, encoded.close)?;
    }
    for constant in constants {
        let mut column = group.next_column()?.ok_or_else(schema_ended)?;
        match (column.untyped(), &constant.value) {
            (ColumnWriter::Int64ColumnWriter(to), ConstantValue::Seed(seed)) => {
                to.write_batch(&vec![seed.cast_signed(); n_rows], None, None)?;
            }
            (ColumnWriter::ByteArrayColumnWriter(to), ConstantValue::Text(text)) => {
                to.write_batch(&vec![text.as_str().into(); n_rows], None, None)?;
            }
            _ => return Err(ParquetError::General("a constant column of another kind than its value".into())),
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}

/// The codes that occur, rising, and the position of each row's code among them.
fn used(codes: &[u16]) -> (Vec<usize>, Vec<u32>) {
    let most = codes.iter().copied().max().map_or(0, usize::from);
    let mut position = vec![u32::MAX; most + 1];
    for &code in codes {
        position[usize::from(code)] = 0;
    }
    let used: Vec<usize> = (0..=most).filter(|&code| position[code] == 0).collect();
    for (at, &code) in used.iter().enumerate() {
        position[code] = at as u32;
    }
    (used, codes.iter().map(|&code| position[usize::from(code)]).collect())
}

/// For each value whether it is there, and the values that are.
fn known<T, U>(values: &[T], value: impl Fn(&T) -> Option<U>) -> (Vec<i16>, Vec<U>) {
    let values: Vec<Option<U>> = values.iter().map(value).collect();
    (values.iter().map(|value| i16::from(value.is_some())).collect(), values.into_iter().flatten().collect())
}

fn schema_ended() -> ParquetError {
    ParquetError::General("the file has fewer columns than its table".into())
}

fn write_column(
    column: &mut ColumnWriter<'_>,
    values: &Values,
    kind: ColumnKind,
    names: &[String],
) -> Result<(), ParquetError> {
    match (column, values) {
        (ColumnWriter::Int64ColumnWriter(to), Values::U32(counts)) if kind.is_optional() => {
            let (there, known) = known(counts, |n| (*n != NO_COUNT).then_some(i64::from(*n)));
            to.write_batch(&known, Some(&there), None)?;
        }
        (ColumnWriter::FloatColumnWriter(to), Values::F32(reals)) if kind.is_optional() => {
            let (there, known) = known(reals, |x| (!x.is_nan()).then_some(*x));
            to.write_batch(&known, Some(&there), None)?;
        }
        (ColumnWriter::ByteArrayColumnWriter(to), Values::Key(codes)) => {
            let name = |code: &u16| names.get(usize::from(*code)).map(|name| name.as_str().into());
            let (there, known) = known(codes, name);
            to.write_batch(&known, Some(&there), None)?;
        }
        (ColumnWriter::ByteArrayColumnWriter(to), Values::U32(sets)) => {
            let listed = |set: &u32| {
                let inside = names.iter().enumerate().filter(|(at, _)| *at < 32 && set & (1 << at) != 0);
                inside.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" ")
            };
            let texts: Vec<_> = sets.iter().map(|set| listed(set).as_str().into()).collect();
            to.write_batch(&texts, None, None)?;
        }
        (ColumnWriter::Int64ColumnWriter(to), Values::U32(counts)) => {
            let mut batch = Vec::with_capacity(ROWS_PER_BATCH);
            for chunk in counts.chunks(ROWS_PER_BATCH) {
                batch.clear();
                batch.extend(chunk.iter().map(|&n| i64::from(n)));
                to.write_batch(&batch, None, None)?;
            }
        }
        (ColumnWriter::FloatColumnWriter(to), Values::F32(reals)) => {
            to.write_batch(reals, None, None)?;
        }
        (ColumnWriter::ByteArrayColumnWriter(to), Values::Text(texts)) => {
            let mut batch = Vec::with_capacity(ROWS_PER_BATCH);
            for chunk in texts.chunks(ROWS_PER_BATCH) {
                batch.clear();
                batch.extend(chunk.iter().map(|text| text.as_str().into()));
                to.write_batch(&batch, None, None)?;
            }
        }
        _ => return Err(ParquetError::General("a column of another kind than its table says".into())),
    }
    Ok(())
}
