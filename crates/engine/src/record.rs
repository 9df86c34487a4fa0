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
    /// A count that may be missing: then it is [`NO_COUNT`].
    U32OrNone,
    /// A real number.
    F32,
    /// A real number that may be missing: then it is no number (NaN).
    F32OrNone,
    /// A code into a list of names that the run knows (`domain` says which list).
    Key(Domain),
    /// Such a code that may be missing: then it is [`NO_KEY`].
    KeyOrNone(Domain),
    /// Several names of a list at once: bit n of the number stands for the name at position n.
    Set(Domain),
    /// Free text.
    Text,
    /// What readers see, such as a display name: no part of a digest, so that renaming moves no result.
    Label,
}

/// Stands for a code that is missing.
pub const NO_KEY: u16 = u16::MAX;
/// Stands for a count that is missing.
pub const NO_COUNT: u32 = u32::MAX;

impl ColumnKind {
    /// Whether a value may be missing.
    pub fn is_optional(self) -> bool {
        matches!(self, ColumnKind::U32OrNone | ColumnKind::F32OrNone | ColumnKind::KeyOrNone(_))
    }
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
    /// Leaders of the scenario, by index.
    Leader,
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

impl Values {
    /// No values yet of a column of this kind.
    pub fn of_kind(kind: ColumnKind) -> Values {
        match kind {
            ColumnKind::Day => Values::Day(Vec::new()),
            ColumnKind::U32 | ColumnKind::U32OrNone | ColumnKind::Set(_) => Values::U32(Vec::new()),
            ColumnKind::F32 | ColumnKind::F32OrNone => Values::F32(Vec::new()),
            ColumnKind::Key(_) | ColumnKind::KeyOrNone(_) => Values::Key(Vec::new()),
            ColumnKind::Text | ColumnKind::Label => Values::Text(Vec::new()),
        }
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        match self {
            Values::Day(v) => v.len(),
            Values::U32(v) => v.len(),
            Values::F32(v) => v.len(),
            Values::Key(v) => v.len(),
            Values::Text(v) => v.len(),
        }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets every value, keeping the memory.
    pub fn clear(&mut self) {
        match self {
            Values::Day(v) => v.clear(),
            Values::U32(v) => v.clear(),
            Values::F32(v) => v.clear(),
            Values::Key(v) => v.clear(),
            Values::Text(v) => v.clear(),
        }
    }

    /// Takes the other column's values over, leaving it empty.
    ///
    /// # Panics
    /// When the columns are of different kinds: that is a bug.
    pub fn append(&mut self, from: &mut Values) {
        match (self, from) {
            (Values::Day(to), Values::Day(from)) => to.append(from),
            (Values::U32(to), Values::U32(from)) => to.append(from),
            (Values::F32(to), Values::F32(from)) => to.append(from),
            (Values::Key(to), Values::Key(from)) => to.append(from),
            (Values::Text(to), Values::Text(from)) => to.append(from),
            _ => panic!("a column keeps its declared kind"),
        }
    }

    /// Keeps the values of the rows that `keep` says.
    pub fn retain(&mut self, keep: &[bool]) {
        fn only<T>(values: &mut Vec<T>, keep: &[bool]) {
            let mut kept = keep.iter();
            values.retain(|_| *kept.next().expect("one for each row"));
        }
        match self {
            Values::Day(v) => only(v, keep),
            Values::U32(v) => only(v, keep),
            Values::F32(v) => only(v, keep),
            Values::Key(v) => only(v, keep),
            Values::Text(v) => only(v, keep),
        }
    }
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
        let columns = table.columns.iter().map(|c| Values::of_kind(c.kind)).collect();
        Rows { table, columns }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Values::len)
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
        self.columns.iter_mut().for_each(Values::clear);
    }

    /// Folds the rows into a digest, without what is for readers alone.
    pub fn digest(&self, digest: &mut Digest) {
        digest.bytes(self.table.name.as_bytes());
        let declared = self.table.columns.iter().zip(&self.columns);
        for (_, column) in declared.filter(|(column, _)| column.kind != ColumnKind::Label) {
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

/// A row of a table declared with [`table!`](crate::table!).
pub trait Row {
    /// Position of the table among those of its model.
    const TABLE: usize;
    /// The table.
    const DECL: TableDecl;
    /// Appends the row's values to the columns.
    fn append(self, columns: &mut [Values]);
}

/// The columns of a table declared with [`table!`](crate::table!), by name.
pub trait Columns<'a>: Sized {
    /// Position of the table among those of its model.
    const TABLE: usize;
    /// The columns of these rows.
    ///
    /// # Panics
    /// When the rows are of another table: that is a bug.
    fn of(rows: &'a Rows) -> Self;
}

/// A value on its way into a column; what may be missing has its sign there.
#[doc(hidden)]
pub trait IntoColumn {
    fn put(self, to: &mut Values);
}

macro_rules! into_column {
    ($($from:ty => $kind:ident($value:ident) $put:expr;)*) => {$(
        impl IntoColumn for $from {
            #[inline]
            fn put(self, to: &mut Values) {
                let $value = self;
                let Values::$kind(values) = to else { panic!("a column has the kind that its table declares") };
                values.push($put);
            }
        }
    )*};
}
into_column! {
    crate::calendar::Day => Day(x) x.0;
    u32 => U32(x) x;
    Option<u32> => U32(x) x.unwrap_or(NO_COUNT);
    f32 => F32(x) x;
    Option<f32> => F32(x) x.unwrap_or(f32::NAN);
    u16 => Key(x) x;
    Option<u16> => Key(x) x.unwrap_or(NO_KEY);
    String => Text(x) x;
}

/// Values of a column as a slice.
#[doc(hidden)]
pub trait FromColumn<'a>: Sized {
    fn take(from: &'a Values) -> Self;
}

macro_rules! from_column {
    ($($to:ty => $kind:ident;)*) => {$(
        impl<'a> FromColumn<'a> for &'a [$to] {
            fn take(from: &'a Values) -> Self {
                let Values::$kind(values) = from else { panic!("a column has the kind that its table declares") };
                values
            }
        }
    )*};
}
from_column! {
    i32 => Day;
    u32 => U32;
    f32 => F32;
    u16 => Key;
    String => Text;
}

/// Declares a table: a struct for a row, and one for its columns by name.
///
/// A column is `name: kind, unit, meaning;` where the kind is `day`, `count`, `count_or_none`, `real`, `real_or_none`,
/// `key(domain)`, `key_or_none(domain)`, `set(domain)`, `text`, or `label` for a text that no digest covers.
///
/// ```
/// use engine::record::{Domain, Record, Row, TableDecl};
/// engine::table! {
///     /// A market a day.
///     pub struct Markets / MarketRow at 0 in "markets", "day, place" {
///         date: day, "day", "the day";
///         place: key(Domain::Place), "", "where";
///         price: real, "roubles", "of bread";
///         buyers: count_or_none, "persons", "who bought, where it was counted";
///     }
/// }
/// static TABLES: [TableDecl; 1] = [MarketRow::DECL];
/// let mut record = Record::new(&TABLES);
/// record.add(MarketRow { date: engine::calendar::Day(3), place: 7, price: 0.5, buyers: None });
/// let markets: Markets = record.of();
/// assert_eq!((markets.len(), markets.place, markets.price), (1, &[7][..], &[0.5][..]));
/// assert_eq!(markets.buyers, [engine::record::NO_COUNT]);
/// ```
#[macro_export]
macro_rules! table {
    ($(#[$doc:meta])* pub struct $columns:ident / $row:ident at $at:literal in $name:literal, $what:literal {
        $($field:ident: $kind:ident $(($domain:expr))?, $unit:literal, $meaning:literal;)*
    }) => {
        $(#[$doc])*
        ///
        /// The columns of the rows at hand.
        #[derive(Clone, Copy, Debug)]
        pub struct $columns<'a> {
            $(#[doc = $meaning] #[doc = concat!("; unit: ", $unit)] pub $field: $crate::table!(@slice 'a $kind),)*
        }
        $(#[$doc])*
        ///
        /// One row.
        #[derive(Clone, Debug)]
        pub struct $row {
            $(#[doc = $meaning] #[doc = concat!("; unit: ", $unit)] pub $field: $crate::table!(@value $kind),)*
        }
        impl $crate::record::Row for $row {
            const TABLE: usize = $at;
            const DECL: $crate::record::TableDecl = $crate::record::TableDecl {
                name: $name,
                row: $what,
                columns: &[$($crate::record::ColumnDecl {
                    name: stringify!($field),
                    unit: $unit,
                    kind: $crate::table!(@kind $kind $(($domain))?),
                    meaning: $meaning,
                },)*],
            };
            #[inline]
            fn append(self, columns: &mut [$crate::record::Values]) {
                let mut columns = columns.iter_mut();
                $($crate::record::IntoColumn::put(
                    self.$field,
                    columns.next().expect("a record has every column of its tables"),
                );)*
            }
        }
        impl<'a> $crate::record::Columns<'a> for $columns<'a> {
            const TABLE: usize = $at;
            fn of(rows: &'a $crate::record::Rows) -> Self {
                assert_eq!(rows.table.name, $name, "these rows are of another table");
                let mut columns = rows.columns.iter();
                $(let $field = $crate::record::FromColumn::take(
                    columns.next().expect("a record has every column of its tables"),
                );)*
                $columns { $($field,)* }
            }
        }
        impl $columns<'_> {
            /// Number of rows.
            pub fn len(&self) -> usize {
                $crate::table!(@first self $($field)*).len()
            }
            /// Whether there is no row.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
        }
    };
    (@first $self:ident $first:ident $($rest:ident)*) => { $self.$first };
    (@value day) => { $crate::calendar::Day };
    (@value count) => { u32 };
    (@value count_or_none) => { Option<u32> };
    (@value real) => { f32 };
    (@value real_or_none) => { Option<f32> };
    (@value key) => { u16 };
    (@value key_or_none) => { Option<u16> };
    (@value set) => { u32 };
    (@value text) => { String };
    (@value label) => { String };
    (@slice $l:lifetime day) => { &$l [i32] };
    (@slice $l:lifetime count) => { &$l [u32] };
    (@slice $l:lifetime count_or_none) => { &$l [u32] };
    (@slice $l:lifetime real) => { &$l [f32] };
    (@slice $l:lifetime real_or_none) => { &$l [f32] };
    (@slice $l:lifetime key) => { &$l [u16] };
    (@slice $l:lifetime key_or_none) => { &$l [u16] };
    (@slice $l:lifetime set) => { &$l [u32] };
    (@slice $l:lifetime text) => { &$l [String] };
    (@slice $l:lifetime label) => { &$l [String] };
    (@kind day) => { $crate::record::ColumnKind::Day };
    (@kind count) => { $crate::record::ColumnKind::U32 };
    (@kind count_or_none) => { $crate::record::ColumnKind::U32OrNone };
    (@kind real) => { $crate::record::ColumnKind::F32 };
    (@kind real_or_none) => { $crate::record::ColumnKind::F32OrNone };
    (@kind key ($domain:expr)) => { $crate::record::ColumnKind::Key($domain) };
    (@kind key_or_none ($domain:expr)) => { $crate::record::ColumnKind::KeyOrNone($domain) };
    (@kind set ($domain:expr)) => { $crate::record::ColumnKind::Set($domain) };
    (@kind text) => { $crate::record::ColumnKind::Text };
    (@kind label) => { $crate::record::ColumnKind::Label };
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

    /// Appends a row to its table.
    pub fn add<R: Row>(&mut self, row: R) {
        let rows = &mut self.tables[R::TABLE];
        debug_assert_eq!(rows.table.name, R::DECL.name, "a row goes to the table that declares it");
        row.append(&mut rows.columns);
    }

    /// The columns of a table, by the names that it declares.
    ///
    /// # Panics
    /// When the record was made of other tables: that is a bug.
    pub fn of<'a, C: Columns<'a>>(&'a self) -> C {
        C::of(&self.tables[C::TABLE])
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
