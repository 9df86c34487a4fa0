//! What a model writes down: tables of named columns with units, handed out a day at a time.
//!
//! A model appends rows to a [`Record`]; whoever runs the model takes the rows away each day (to a file, a digest, a
//! chart) and clears it, so memory does not grow with the length of a run.

use crate::digest::Digest;

/// What kind of values a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnKind {
    /// A day, stored as days since 1 January 1970 (Gregorian).
    Day,
    /// A count.
    U32,
    /// A real number.
    F32,
    /// A code into a list of names that the run knows (`domain` says which list).
    Key(Domain),
    /// Free text.
    Text,
}

/// The lists of names that [`ColumnKind::Key`] columns point into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Domain {
    /// Places of the scenario, by index.
    Place,
    /// Classes of the scenario, by index.
    Class,
    /// Parties of the scenario, by index.
    Party,
    /// A fixed list of words.
    Words(&'static [&'static str]),
}

/// One column: its name, unit, kind and meaning.
#[derive(Clone, Copy, Debug)]
pub struct ColumnDecl {
    /// Name in the file.
    pub name: &'static str,
    /// Unit of the values.
    pub unit: &'static str,
    /// Kind of the values.
    pub kind: ColumnKind,
    /// One line of meaning.
    pub meaning: &'static str,
}

/// One table: its name and columns.
#[derive(Clone, Copy, Debug)]
pub struct TableDecl {
    /// Name of the table and of its file.
    pub name: &'static str,
    /// What one row stands for.
    pub row: &'static str,
    /// Its columns, in file order.
    pub columns: &'static [ColumnDecl],
}

/// Values of one column.
#[derive(Clone, Debug)]
pub enum Values {
    /// Days since 1 January 1970 (Gregorian).
    Day(Vec<i32>),
    /// Counts.
    U32(Vec<u32>),
    /// Reals.
    F32(Vec<f32>),
    /// Codes into a [`Domain`].
    Key(Vec<u16>),
    /// Texts.
    Text(Vec<String>),
}

/// The rows of one table since the record was last cleared.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The table these rows belong to.
    pub table: &'static TableDecl,
    /// One entry per column, all of the same length.
    pub columns: Vec<Values>,
}

/// One value on its way into a row.
#[derive(Clone, Debug)]
pub enum Cell {
    /// For a [`ColumnKind::Day`] column.
    Day(i32),
    /// For a [`ColumnKind::U32`] column.
    U32(u32),
    /// For a [`ColumnKind::F32`] column.
    F32(f32),
    /// For a [`ColumnKind::Key`] column.
    Key(u16),
    /// For a [`ColumnKind::Text`] column.
    Text(String),
}

impl Rows {
    fn new(table: &'static TableDecl) -> Rows {
        let columns = table
            .columns
            .iter()
            .map(|c| match c.kind {
                ColumnKind::Day => Values::Day(Vec::new()),
                ColumnKind::U32 => Values::U32(Vec::new()),
                ColumnKind::F32 => Values::F32(Vec::new()),
                ColumnKind::Key(_) => Values::Key(Vec::new()),
                ColumnKind::Text => Values::Text(Vec::new()),
            })
            .collect();
        Rows { table, columns }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self.columns.first() {
            None => 0,
            Some(Values::Day(v)) => v.len(),
            Some(Values::U32(v)) => v.len(),
            Some(Values::F32(v)) => v.len(),
            Some(Values::Key(v)) => v.len(),
            Some(Values::Text(v)) => v.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a row.
    ///
    /// # Panics
    /// When the row does not fit the table's declaration: that is a bug of the model.
    pub fn push<const N: usize>(&mut self, row: [Cell; N]) {
        assert_eq!(N, self.columns.len(), "a row of `{}` has one value per column", self.table.name);
        for (column, cell) in self.columns.iter_mut().zip(row) {
            match (column, cell) {
                (Values::Day(v), Cell::Day(x)) => v.push(x),
                (Values::U32(v), Cell::U32(x)) => v.push(x),
                (Values::F32(v), Cell::F32(x)) => v.push(x),
                (Values::Key(v), Cell::Key(x)) => v.push(x),
                (Values::Text(v), Cell::Text(x)) => v.push(x),
                (_, cell) => panic!("`{}` was given {cell:?} for a column of another kind", self.table.name),
            }
        }
    }

    fn clear(&mut self) {
        for column in &mut self.columns {
            match column {
                Values::Day(v) => v.clear(),
                Values::U32(v) => v.clear(),
                Values::F32(v) => v.clear(),
                Values::Key(v) => v.clear(),
                Values::Text(v) => v.clear(),
            }
        }
    }

    /// Folds the rows into a digest.
    pub fn digest(&self, digest: &mut Digest) {
        digest.bytes(self.table.name.as_bytes());
        for column in &self.columns {
            match column {
                Values::Day(v) => v.iter().for_each(|x| digest.bytes(&x.to_le_bytes())),
                Values::U32(v) => v.iter().for_each(|x| digest.bytes(&x.to_le_bytes())),
                Values::F32(v) => v.iter().for_each(|x| digest.bytes(&x.to_bits().to_le_bytes())),
                Values::Key(v) => v.iter().for_each(|x| digest.bytes(&x.to_le_bytes())),
                Values::Text(v) => v.iter().for_each(|x| {
                    digest.bytes(&(x.len() as u32).to_le_bytes());
                    digest.bytes(x.as_bytes());
                }),
            }
        }
    }
}

/// The tables of one model, holding the rows written since the last [`Record::clear`].
#[derive(Clone, Debug)]
pub struct Record {
    tables: Vec<Rows>,
}

impl Record {
    /// An empty record of these tables.
    pub fn new(tables: &'static [TableDecl]) -> Record {
        Record { tables: tables.iter().map(Rows::new).collect() }
    }

    /// The rows of every table, in declaration order.
    pub fn tables(&self) -> &[Rows] {
        &self.tables
    }

    /// The rows of the table at this position of the declaration.
    pub fn table(&mut self, index: usize) -> &mut Rows {
        &mut self.tables[index]
    }

    /// Forgets every row, keeping the memory.
    pub fn clear(&mut self) {
        self.tables.iter_mut().for_each(Rows::clear);
    }

    /// Folds every row into a digest.
    pub fn digest(&self, digest: &mut Digest) {
        self.tables.iter().for_each(|rows| rows.digest(digest));
    }
}
