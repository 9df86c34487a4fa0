//! Files as written: TOML values and CSV rows with the place of each, before any meaning.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Problem;
use crate::source::{Log, Source, Spot};

/// A value of a TOML file.
#[derive(Debug)]
pub struct Value {
    /// Where it begins, in bytes.
    pub at: usize,
    /// What it is.
    pub node: Node,
}

/// What a value of a TOML file is.
#[derive(Debug)]
pub enum Node {
    /// A single value as text, and what kind it was written as.
    Scalar(String, ScalarKind),
    /// A list.
    Array(Vec<Value>),
    /// Key, where the key stands, and its value.
    Table(BTreeMap<String, (usize, Value)>),
}

/// How a single value was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScalarKind {
    /// Between quotes.
    Text,
    /// As a number.
    Number,
    /// As `true` or `false`.
    Switch,
    /// As a date without quotes.
    Date,
}

impl ScalarKind {
    /// What it is, in words.
    pub fn word(self) -> &'static str {
        match self {
            ScalarKind::Text => "a text",
            ScalarKind::Number => "a number",
            ScalarKind::Switch => "true or false",
            ScalarKind::Date => "a date",
        }
    }
}

impl Node {
    /// What it is, in words.
    pub fn word(&self) -> &'static str {
        match self {
            Node::Scalar(_, kind) => kind.word(),
            Node::Array(_) => "a list",
            Node::Table(_) => "a table",
        }
    }
}

/// Reads a TOML file; its faults of syntax go to the log and yield `None`.
pub fn parse_toml(source: &Source, log: &Log) -> Option<Value> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        let at = table.span().start;
        return Some(Value { at, node: table_node(table.get_ref(), &source.text) });
    }
    for error in errors {
        let at = error.span().map_or(0, |s| s.start);
        log.push(Problem::at(source.spot(at), format!("this is not TOML: {}", error.message())));
    }
    None
}

fn table_node(table: &DeTable<'_>, text: &str) -> Node {
    Node::Table(
        table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), (key.span().start, value_of(value, text))))
            .collect(),
    )
}

fn value_of(value: &Spanned<DeValue<'_>>, text: &str) -> Value {
    let span = value.span();
    let node = match value.get_ref() {
        DeValue::String(s) => Node::Scalar(s.to_string(), ScalarKind::Text),
        DeValue::Integer(n) => {
            // A whole number too large for 64 bits stays as written and fails later, as no number of ours.
            let written = i64::from_str_radix(n.as_str(), n.radix()).map_or(n.as_str().to_string(), |i| i.to_string());
            Node::Scalar(written, ScalarKind::Number)
        }
        DeValue::Float(n) => Node::Scalar(n.as_str().to_string(), ScalarKind::Number),
        DeValue::Boolean(b) => Node::Scalar(b.to_string(), ScalarKind::Switch),
        DeValue::Datetime(_) => {
            let written = text.get(span.clone()).unwrap_or_default();
            Node::Scalar(written.to_string(), ScalarKind::Date)
        }
        DeValue::Array(items) => Node::Array(items.iter().map(|v| value_of(v, text)).collect()),
        DeValue::Table(table) => table_node(table, text),
    };
    Value { at: span.start, node }
}

/// Which columns a table has.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Name of the table.
    pub table: &'static str,
    /// Columns that a CSV file and a row of an inline table must have.
    pub required: &'static [&'static str],
    /// Columns that must stand in a CSV file's header, and may be left out of a row of an inline table.
    pub expected: &'static [&'static str],
    /// Columns that may be left out everywhere.
    pub optional: &'static [&'static str],
}

impl Columns {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.expected).chain(self.optional).copied()
    }
}

/// A table from a CSV file or from `[[rows]]` of scenario.toml.
#[derive(Debug)]
pub struct Table<'a> {
    /// The text that it stands in.
    pub source: &'a Source,
    /// Which columns it has.
    pub columns: Columns,
    /// Names of the columns that are there, in the order of the cells.
    pub header: Vec<String>,
    /// Its rows, in the order of the file.
    pub rows: Vec<RawRow>,
    /// Whether every row could be read: otherwise what seems to be missing may have been in one that could not.
    pub is_whole: bool,
}

impl Table<'_> {
    /// The table with its rows in the order of their identifiers, which stand in the columns named first: what is made of a
    /// table does not depend on the order of its lines. Rows that repeat another stay in the order of the file.
    #[must_use]
    pub fn in_order(mut self, identifiers: usize) -> Self {
        let named: Vec<usize> = (self.columns.required.iter().take(identifiers))
            .filter_map(|name| self.header.iter().position(|h| h == name))
            .collect();
        fn text(row: &RawRow, at: usize) -> Option<&str> {
            row.cells.get(at).map(|cell| cell.text.as_str())
        }
        self.rows.sort_by(|a, b| named.iter().map(|at| text(a, *at)).cmp(named.iter().map(|at| text(b, *at))));
        self
    }
}

/// A row as written.
#[derive(Debug)]
pub struct RawRow {
    /// Where it begins, in bytes.
    pub at: usize,
    /// Its values, one for each column of the header.
    pub cells: Vec<RawCell>,
}

/// A value of a row as written.
#[derive(Clone, Debug, Default)]
pub struct RawCell {
    /// Where it begins, in bytes.
    pub at: usize,
    /// The value, without white space around it.
    pub text: String,
}

/// Makes a table of the `[[rows]]` of scenario.toml.
pub fn inline_table<'a>(source: &'a Source, value: &Value, columns: Columns, log: &Log) -> Option<Table<'a>> {
    let Node::Array(items) = &value.node else {
        log.push(
            Problem::at(source.spot(value.at), format!("`{}` is {}", columns.table, value.node.word()))
                .expected(format!("rows that begin [[{}]]", columns.table)),
        );
        return None;
    };
    let header: Vec<&'static str> = columns.all().collect();
    let mut rows = Vec::new();
    let mut is_whole = true;
    for item in items {
        let Node::Table(entries) = &item.node else {
            log.push(
                Problem::at(source.spot(item.at), format!("a row of `{}` is {}", columns.table, item.node.word()))
                    .expected("a table"),
            );
            is_whole = false;
            continue;
        };
        let mut is_readable = true;
        let mut cells = vec![RawCell { at: item.at, text: String::new() }; header.len()];
        for (key, (key_at, value)) in entries {
            let Some(column) = header.iter().position(|c| c == key) else {
                log.push(
                    Problem::at(source.spot(*key_at), format!("`{}` is not a column of {}", short(key), columns.table))
                        .nearest(key, header.iter().copied()),
                );
                continue;
            };
            match &value.node {
                Node::Scalar(text, _) => cells[column] = RawCell { at: value.at, text: text.trim().to_string() },
                other => {
                    let problem = Problem::at(source.spot(value.at), format!("`{key}` is {}", other.word()));
                    log.push(problem.expected("a single value"));
                    is_readable = false;
                }
            }
        }
        is_whole &= is_readable;
        if is_readable {
            rows.push(RawRow { at: item.at, cells });
        }
    }
    let header = header.into_iter().map(String::from).collect();
    Some(Table { source, columns, header, rows, is_whole })
}

/// A name from a file, cut to what a message can hold.
pub fn short(name: &str) -> String {
    name.chars().take(40).collect::<String>().escape_debug().to_string()
}

impl Table<'_> {
    /// The place of a byte of its text.
    pub fn spot(&self, at: usize) -> Spot<'_> {
        self.source.spot(at)
    }
}
