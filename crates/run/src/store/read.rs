//! Our own tables, read back a column at a time.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use engine::record::NO_COUNT;
use parquet::basic::{Encoding, LogicalType, Type as PhysicalType};
use parquet::column::page::Page;
use parquet::column::reader::ColumnReader;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::dictionary;
use crate::Error;

/// Stands for a day that is missing.
pub const NO_DAY: i32 = i32::MIN;
/// Rows read at once.
const ROWS_PER_BATCH: usize = 65_536;

/// Texts of a column, each kept once.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The different texts, in no particular order.
    pub words: Vec<String>,
    /// For each row, the position of its text in `words`.
    pub codes: Vec<u32>,
}

impl Texts {
    /// The text of a row.
    pub fn get(&self, row: usize) -> &str {
        &self.words[self.codes[row] as usize]
    }
}

/// Equal when every row has the same text, however they are kept.
impl PartialEq for Texts {
    fn eq(&self, other: &Texts) -> bool {
        self.codes.len() == other.codes.len() && (0..self.codes.len()).all(|row| self.get(row) == other.get(row))
    }
}

/// The values of a column.
#[derive(Clone, Debug)]
pub enum Column {
    /// Days since 1 January 1970 (Gregorian); a missing one is [`NO_DAY`].
    Day(Vec<i32>),
    /// Counts, or 0 and 1 of a column that says whether something holds; a missing one is [`NO_COUNT`].
    Count(Vec<u32>),
    /// Reals; a missing one is no number.
    Real(Vec<f32>),
    /// Reals in double precision, of the small tables of studies.
    Double(Vec<Option<f64>>),
    /// Texts; a missing one is empty.
    Text(Texts),
}

/// Equal when every row has the same value; a missing real is equal to a missing one.
impl PartialEq for Column {
    fn eq(&self, other: &Column) -> bool {
        match (self, other) {
            (Column::Day(a), Column::Day(b)) => a == b,
            (Column::Count(a), Column::Count(b)) => a == b,
            (Column::Real(a), Column::Real(b)) => a.iter().map(|x| x.to_bits()).eq(b.iter().map(|x| x.to_bits())),
            (Column::Double(a), Column::Double(b)) => a == b,
            (Column::Text(a), Column::Text(b)) => a == b,
            _ => false,
        }
    }
}

/// A table in memory.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: BTreeMap<String, Column>,
    n_rows: usize,
    facts: BTreeMap<String, String>,
}

impl Table {
    /// Reads the named columns of a file, or all of them when none is named.
    ///
    /// # Errors
    /// When the file cannot be read, is no Parquet file, or lacks a column.
    pub fn read(path: &Path, wanted: &[&str]) -> Result<Table, Error> {
        let file = File::open(path).map_err(|e| Error::file("read", path, e))?;
        let failed = |e| Error::table("read", path, e);
        let reader = SerializedFileReader::new(file).map_err(failed)?;
        let facts = reader
            .metadata()
            .file_metadata()
            .key_value_metadata()
            .into_iter()
            .flatten()
            .map(|fact| (fact.key.clone(), fact.value.clone().unwrap_or_default()))
            .collect();
        let mut table = Table { columns: BTreeMap::new(), n_rows: n_rows(&reader), facts };
        let declared = reader.metadata().file_metadata().schema_descr_ptr();
        for (i, column) in declared.columns().iter().enumerate() {
            if wanted.is_empty() || wanted.contains(&column.name()) {
                let values = read_column(&reader, i, column).map_err(failed)?;
                table.columns.insert(column.name().to_owned(), values);
            }
        }
        match wanted.iter().find(|name| !table.columns.contains_key(**name)) {
            Some(name) => Err(Error::Damaged { path: path.to_owned(), what: format!("has no column `{name}`") }),
            None => Ok(table),
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// What the file says about itself and its columns.
    pub fn facts(&self) -> &BTreeMap<String, String> {
        &self.facts
    }

    /// Names of the columns that were read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// A column that was read.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    /// The days of a column that was asked for.
    ///
    /// # Panics
    /// When the column was not asked for, or holds something else: the caller names it in code.
    pub fn days(&self, name: &str) -> &[i32] {
        match self.column(name) {
            Some(Column::Day(days)) => days,
            _ => panic!("`{name}` is read as days"),
        }
    }

    /// The counts of a column; see [`Table::days`].
    ///
    /// # Panics
    /// As [`Table::days`].
    pub fn counts(&self, name: &str) -> &[u32] {
        match self.column(name) {
            Some(Column::Count(counts)) => counts,
            _ => panic!("`{name}` is read as counts"),
        }
    }

    /// The reals of a column; see [`Table::days`].
    ///
    /// # Panics
    /// As [`Table::days`].
    pub fn reals(&self, name: &str) -> &[f32] {
        match self.column(name) {
            Some(Column::Real(reals)) => reals,
            _ => panic!("`{name}` is read as reals"),
        }
    }

    /// The texts of a column; see [`Table::days`].
    ///
    /// # Panics
    /// As [`Table::days`].
    pub fn texts(&self, name: &str) -> &Texts {
        match self.column(name) {
            Some(Column::Text(texts)) => texts,
            _ => panic!("`{name}` is read as texts"),
        }
    }
}

/// Number of rows that the file's footer promises.
pub(crate) fn n_rows(reader: &SerializedFileReader<File>) -> usize {
    usize::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0)
}

fn read_column(
    reader: &SerializedFileReader<File>,
    index: usize,
    described: &ColumnDescriptor,
) -> Result<Column, ParquetError> {
    let is_optional = described.max_def_level() > 0;
    let mut numbers: Vec<i32> = Vec::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut reals: Vec<f32> = Vec::new();
    let mut doubles: Vec<Option<f64>> = Vec::new();
    let mut texts = Interner::default();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let n = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        if !is_optional && read_dictionary(group.as_ref(), index, n, &mut texts)?.is_some() {
            continue;
        }
        match group.get_column_reader(index)? {
            ColumnReader::Int32ColumnReader(mut from) => {
                read_all(
                    n,
                    is_optional,
                    |n, there, values| from.read_records(n, there, None, values),
                    |value| {
                        numbers.push(value.copied().unwrap_or(NO_DAY));
                        Ok(())
                    },
                )?;
            }
            ColumnReader::Int64ColumnReader(mut from) => {
                read_all(
                    n,
                    is_optional,
                    |n, there, values| from.read_records(n, there, None, values),
                    |value| {
                        let count = value.map_or(Ok(NO_COUNT), |n: &i64| u32::try_from(*n));
                        counts.push(count.map_err(|_| ParquetError::General("a count beyond 32 bits".into()))?);
                        Ok(())
                    },
                )?;
            }
            ColumnReader::FloatColumnReader(mut from) => {
                read_all(
                    n,
                    is_optional,
                    |n, there, values| from.read_records(n, there, None, values),
                    |value| {
                        reals.push(value.copied().unwrap_or(f32::NAN));
                        Ok(())
                    },
                )?;
            }
            ColumnReader::DoubleColumnReader(mut from) => {
                read_all(
                    n,
                    is_optional,
                    |n, there, values| from.read_records(n, there, None, values),
                    |value| {
                        doubles.push(value.copied());
                        Ok(())
                    },
                )?;
            }
            ColumnReader::BoolColumnReader(mut from) => {
                read_all(
                    n,
                    is_optional,
                    |n, there, values| from.read_records(n, there, None, values),
                    |value: Option<&bool>| {
                        counts.push(value.map_or(NO_COUNT, |&holds| u32::from(holds)));
                        Ok(())
                    },
                )?;
            }
            ColumnReader::ByteArrayColumnReader(mut from) => {
                read_all(
                    n,
                    is_optional,
                    |n, there, values| from.read_records(n, there, None, values),
                    |value| {
                        texts.add(value.map_or(Ok(""), |text: &ByteArray| text.as_utf8())?);
                        Ok(())
                    },
                )?;
            }
            _ => return Err(ParquetError::General("a column of a kind that Tauride does not write".into())),
        }
    }
    Ok(match (described.physical_type(), described.logical_type_ref()) {
        (PhysicalType::BYTE_ARRAY, _) => Column::Text(texts.texts),
        (PhysicalType::FLOAT, _) => Column::Real(reals),
        (PhysicalType::DOUBLE, _) => Column::Double(doubles),
        (PhysicalType::INT64 | PhysicalType::BOOLEAN, _) => Column::Count(counts),
        (_, Some(LogicalType::Date)) => Column::Day(numbers),
        _ => Column::Count(numbers.into_iter().map(i32::cast_unsigned).collect()),
    })
}

/// Hands over the `n` values of a column in a row group, each as what it is or as missing.
fn read_all<T>(
    n: usize,
    is_optional: bool,
    mut read: impl FnMut(usize, Option<&mut Vec<i16>>, &mut Vec<T>) -> Result<(usize, usize, usize), ParquetError>,
    mut take: impl FnMut(Option<&T>) -> Result<(), ParquetError>,
) -> Result<(), ParquetError> {
    let (mut done, mut there, mut values) = (0, Vec::new(), Vec::new());
    while done < n {
        there.clear();
        values.clear();
        let most = (n - done).min(ROWS_PER_BATCH);
        let rows = progress(read(most, is_optional.then_some(&mut there), &mut values)?.0)?;
        let mut known = values.iter();
        for row in 0..rows {
            let is_missing = is_optional && there.get(row) == Some(&0);
            take(if is_missing { None } else { known.next() })?;
        }
        done += rows;
    }
    Ok(())
}

/// Reads a column of texts that is a dictionary and one page of positions, as our codes are; `None` when it is not.
fn read_dictionary(
    group: &dyn RowGroupReader,
    index: usize,
    n: usize,
    texts: &mut Interner,
) -> Result<Option<()>, ParquetError> {
    if group.metadata().column(index).column_type() != PhysicalType::BYTE_ARRAY {
        return Ok(None);
    }
    let mut pages = group.get_column_page_reader(index)?;
    let (Some(Page::DictionaryPage { buf, num_values, encoding: Encoding::PLAIN, .. }), Some(data)) =
        (pages.get_next_page()?, pages.get_next_page()?)
    else {
        return Ok(None);
    };
    let Page::DataPage { buf: data, num_values: n_data, encoding: Encoding::RLE_DICTIONARY, .. } = data else {
        return Ok(None);
    };
    if n_data as usize != n {
        return Ok(None);
    }
    let words = dictionary::read_texts(&buf, num_values as usize);
    let positions = dictionary::read_positions(&data, n);
    let (Some(words), Some(positions)) = (words, positions) else { return Ok(None) };
    let codes: Vec<u32> = words.into_iter().map(|word| texts.code(word)).collect();
    if positions.iter().any(|&at| at as usize >= codes.len()) {
        return Ok(None);
    }
    texts.texts.codes.extend(positions.into_iter().map(|at| codes[at as usize]));
    Ok(Some(()))
}

/// A reader that makes no progress before the promised number of rows has met a damaged file.
fn progress(n: usize) -> Result<usize, ParquetError> {
    if n == 0 {
        return Err(ParquetError::EOF("the column ends before the table does".into()));
    }
    Ok(n)
}

#[derive(Default)]
struct Interner {
    texts: Texts,
    known: BTreeMap<String, u32>,
    last: Option<u32>,
}

impl Interner {
    fn add(&mut self, text: &str) {
        // Rows come in runs of equal texts, so the last one is tried first.
        let code = match self.last.filter(|&code| self.texts.words[code as usize] == text) {
            Some(code) => code,
            None => self.code(text),
        };
        self.last = Some(code);
        self.texts.codes.push(code);
    }

    fn code(&mut self, text: &str) -> u32 {
        if let Some(&code) = self.known.get(text) {
            return code;
        }
        let code = u32::try_from(self.texts.words.len()).expect("fewer texts than rows");
        self.texts.words.push(text.to_owned());
        self.known.insert(text.to_owned(), code);
        code
    }
}
