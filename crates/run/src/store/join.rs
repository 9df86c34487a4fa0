//! Segments of a table, written by an interrupted run and its continuations, into one file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::column::writer::ColumnCloseResult;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;

use super::{Disk, read};
use crate::Error;

/// Number of rows of a closed segment.
///
/// # Errors
/// When the file cannot be read or is no complete Parquet file.
pub fn n_rows(path: &Path) -> Result<u64, Error> {
    let file = File::open(path).map_err(|e| Error::file("read", path, e))?;
    let reader = SerializedFileReader::new(file).map_err(|e| Error::table("read", path, e))?;
    Ok(read::n_rows(&reader) as u64)
}

/// Joins segments, in order, into `to`, and returns the number of rows. Encoded columns are copied as they are.
///
/// # Errors
/// When a segment cannot be read, segments are of different tables, or the file cannot be written.
pub fn join(disk: &dyn Disk, segments: &[PathBuf], to: &Path) -> Result<u64, Error> {
    let mut target: Option<SerializedFileWriter<Box<dyn super::Sink>>> = None;
    let mut n_rows = 0;
    for path in segments {
        let reading = |e| Error::table("join", path, e);
        let file = File::open(path).map_err(|e| Error::file("read", path, e))?;
        let reader =
            SerializedFileReader::new(file.try_clone().map_err(|e| Error::file("read", path, e))?).map_err(reading)?;
        let facts = reader.metadata().file_metadata();
        n_rows += read::n_rows(&reader) as u64;
        let target = match &mut target {
            Some(target) => target,
            None => {
                let properties = WriterProperties::builder()
                    .set_created_by(facts.created_by().unwrap_or_default().to_owned())
                    .set_offset_index_disabled(true)
                    .set_key_value_metadata(facts.key_value_metadata().cloned())
                    .build();
                let sink = disk.create(to).map_err(|e| Error::file("create", to, e))?;
                let schema = facts.schema_descr().root_schema_ptr();
                target.insert(
                    SerializedFileWriter::new(sink, schema, Arc::new(properties))
                        .map_err(|e| Error::table("write", to, e))?,
                )
            }
        };
        for from in reader.metadata().row_groups() {
            let writing = |e| Error::table("join", to, e);
            let mut group = target.next_row_group().map_err(writing)?;
            for column in from.columns() {
                let close = ColumnCloseResult {
                    bytes_written: column.compressed_size().unsigned_abs(),
                    rows_written: from.num_rows().unsigned_abs(),
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                group.append_column(&file, close).map_err(writing)?;
            }
            group.close().map_err(writing)?;
        }
    }
    let Some(mut target) = target else { return Ok(0) };
    target.finish().map_err(|e| Error::table("write", to, e))?;
    target.inner_mut().make_safe().map_err(|e| Error::file("write", to, e))?;
    Ok(n_rows)
}
