//! Tables as Arrow: columns change hands where their type is the same in memory, and nothing is copied on the way to Python.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::UInt16Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float32Array, Float64Array, Int64Array, RecordBatch,
    RecordBatchIterator, StringArray, UInt16Array, UInt64Array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, Field, Metadata, Schema};
use engine::calendar::Calendar;
use engine::record::{ColumnDecl, ColumnKind, NO_COUNT, NO_KEY, Values};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use run::in_memory;
use run::store::plain;
use run::store::schema::{DATE_LOCAL, Names, has_local_date, local_as_date, local_meaning};
use run::store::sentences;

/// A table in memory. `__arrow_c_stream__` hands it to whatever reads Arrow.
#[pyclass(frozen, module = "tauride._native")]
pub struct Table {
    batch: RecordBatch,
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// What a row is of, and what the table is of: the metadata of its Parquet file.
    #[getter]
    fn metadata(&self) -> BTreeMap<String, String> {
        self.batch.schema_ref().metadata().clone().into_iter().collect()
    }

    /// Name, type, unit and meaning of each column.
    fn columns(&self) -> Vec<(String, String, String, String)> {
        let about = |field: &Field, key: &str| field.metadata().get(key).cloned().unwrap_or_default();
        let fields = self.batch.schema_ref().fields().iter();
        fields.map(|f| (f.name().clone(), f.data_type().to_string(), about(f, "unit"), about(f, "meaning"))).collect()
    }

    /// Addresses of the first buffer of each column, to see that a reader has not copied them.
    fn addresses(&self) -> Vec<usize> {
        let first = |array: &ArrayRef| array.to_data().buffers().first().map_or(0, |buffer| buffer.as_ptr() as usize);
        self.batch.columns().iter().map(first).collect()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.batch.schema_ref().as_ref()).map_err(refused)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The protocol lets a producer answer with its own schema; the reader then casts.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }
}

fn refused(error: ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

/// The columns of a table as they come to be.
#[derive(Default)]
struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn add(&mut self, name: &str, unit: &str, meaning: &str, is_optional: bool, array: ArrayRef) {
        let about = [("unit", unit), ("meaning", meaning)];
        let field = Field::new(name, array.data_type().clone(), is_optional);
        self.fields.push(field.with_metadata(about));
        self.arrays.push(array);
    }

    fn table(self, about: impl IntoIterator<Item = (String, String)>) -> PyResult<Table> {
        let schema = Schema::new_with_metadata(self.fields, about.into_iter().collect::<Metadata>());
        Ok(Table { batch: RecordBatch::try_new(Arc::new(schema), self.arrays).map_err(refused)? })
    }
}

/// A table of a world that was run without files, with the columns of its Parquet file.
///
/// # Errors
/// When a column has not the rows of the others: that is a bug.
pub fn of_world(table: in_memory::Table, names: &Names, about: &[(String, String)]) -> PyResult<Table> {
    let declared = table.rows.table;
    let mut columns = Columns::default();
    let words = sentences::columns(declared).iter().zip(table.words);
    for (column, values) in declared.columns.iter().zip(table.rows.columns).chain(words) {
        let local = match &values {
            Values::Day(days) if has_local_date(column.name, column.kind) => {
                Some(days.iter().map(|day| local_as_date(*day, names.calendar)).collect::<Vec<i32>>())
            }
            _ => None,
        };
        let array = array(column, values, names);
        columns.add(column.name, column.unit, column.meaning, column.kind.is_optional(), array);
        if let Some(days) = local {
            let array = Arc::new(Date32Array::new(ScalarBuffer::from(days), None));
            columns.add(DATE_LOCAL, "day", local_meaning(names.calendar), false, array);
        }
    }
    let head = [("table".to_owned(), declared.name.to_owned()), ("row".to_owned(), declared.row.to_owned())];
    columns.table(head.into_iter().chain(about.iter().cloned()))
}

fn array(column: &ColumnDecl, values: Values, names: &Names) -> ArrayRef {
    let is_optional = column.kind.is_optional();
    match (column.kind, values) {
        (ColumnKind::Set(domain), Values::U32(sets)) => {
            let names = names.of(domain);
            let mut texts = StringBuilder::new();
            for set in sets {
                let named = names.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                texts.append_value(named.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" "));
            }
            Arc::new(texts.finish())
        }
        (ColumnKind::Key(domain) | ColumnKind::KeyOrNone(domain), Values::Key(codes)) => {
            let nulls = is_optional.then(|| nulls(&codes, |code| *code != NO_KEY));
            let keys = UInt16Array::new(ScalarBuffer::from(codes), nulls);
            let words = Arc::new(StringArray::from(names.of(domain)));
            Arc::new(DictionaryArray::<UInt16Type>::new(keys, words))
        }
        (_, Values::Day(days)) => Arc::new(Date32Array::new(ScalarBuffer::from(days), None)),
        (_, Values::U32(counts)) => {
            let nulls = is_optional.then(|| nulls(&counts, |count| *count != NO_COUNT));
            let counts: Vec<i64> = counts.into_iter().map(i64::from).collect();
            Arc::new(Int64Array::new(ScalarBuffer::from(counts), nulls))
        }
        (_, Values::F32(reals)) => {
            let nulls = is_optional.then(|| nulls(&reals, |real| !real.is_nan()));
            Arc::new(Float32Array::new(ScalarBuffer::from(reals), nulls))
        }
        (_, Values::Text(texts)) => Arc::new(StringArray::from(texts)),
        (kind, Values::Key(_)) => unreachable!("codes are declared as such, not as {kind:?}"),
    }
}

fn nulls<T>(values: &[T], is_there: impl Fn(&T) -> bool) -> NullBuffer {
    NullBuffer::new(BooleanBuffer::collect_bool(values.len(), |at| is_there(&values[at])))
}

/// A table that the program writes at once, with the columns of its Parquet file.
///
/// # Errors
/// When a column has not the rows of the others: that is a bug.
pub fn of_columns(
    name: &str,
    row: &str,
    given: Vec<plain::Column>,
    calendar: Calendar,
    about: &[(String, String)],
) -> PyResult<Table> {
    let mut columns = Columns::default();
    for column in plain::with_local_dates(&given, calendar) {
        let is_optional = matches!(
            column.values,
            plain::Values::Day(_) | plain::Values::RealOrNone(_) | plain::Values::FlagOrNone(_)
        );
        let array: ArrayRef = match column.values {
            plain::Values::Count(values) => Arc::new(Int64Array::from_iter_values(values.into_iter().map(i64::from))),
            plain::Values::Seed(values) => Arc::new(UInt64Array::from(values)),
            plain::Values::Real(values) => Arc::new(Float64Array::from(values)),
            plain::Values::RealOrNone(values) => Arc::new(Float64Array::from(values)),
            plain::Values::Flag(values) => Arc::new(BooleanArray::from(values)),
            plain::Values::FlagOrNone(values) => Arc::new(BooleanArray::from(values)),
            plain::Values::Text(values) => Arc::new(StringArray::from(values)),
            plain::Values::Word(values) => Arc::new(StringArray::from(values)),
            plain::Values::Day(values) => Arc::new(Date32Array::from(values)),
        };
        columns.add(&column.name, column.unit, &column.meaning, is_optional, array);
    }
    let head = [("table".to_owned(), name.to_owned()), ("row".to_owned(), row.to_owned())];
    columns.table(head.into_iter().chain(about.iter().cloned()))
}
