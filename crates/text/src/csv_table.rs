//! CSV files as written, with the line and column of every field.

use crate::problem::Problem;
use crate::raw::{Columns, RawCell, RawRow, Table, short};
use crate::source::{Log, Source};

/// Most columns of a header that is looked at: several times as many as any table has.
const MOST_COLUMNS: usize = 200;
/// Most rows of a table: ten for each place of the largest scenario.
const MOST_ROWS: usize = 600_000;

/// Reads a CSV file. `None` when its header is unusable, so that no row could be understood.
pub fn parse_csv<'a>(source: &'a Source, columns: Columns, log: &Log) -> Option<Table<'a>> {
    let Split { header, rows, mut is_whole } = split_csv(source, &columns, log)?;
    let spot = |cell: &RawCell| source.spot(cell.at);
    for (i, cell) in header.cells.iter().enumerate() {
        if header.cells[..i].iter().any(|c| c.text == cell.text) {
            log.push(Problem::at(spot(cell), format!("column `{}` stands twice", cell.text.escape_debug())));
        } else if !columns.all().any(|c| c == cell.text) {
            log.push(
                Problem::at(spot(cell), format!("`{}` is not a column of {}", short(&cell.text), columns.table))
                    .nearest(&cell.text, columns.all()),
            );
        }
    }
    let mut has_columns = true;
    for name in columns.required.iter().chain(columns.expected) {
        if !header.cells.iter().any(|c| c.text == *name) {
            has_columns = false;
            log.push(Problem::at(source.spot(header.at), format!("{} lacks the column `{name}`", columns.table)));
        }
    }
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        if row.cells.len() == header.cells.len() {
            kept.push(row);
            continue;
        }
        is_whole = false;
        let what = format!("this row has {} fields", row.cells.len());
        log.push(
            Problem::at(source.spot(row.at), what)
                .expected(format!("{}, as the header has", header.cells.len()))
                .help("is the file cut off, or a comma outside quotes?"),
        );
        if log.is_full(&source.label) {
            break;
        }
    }
    let header = header.cells.into_iter().map(|c| c.text).collect();
    has_columns.then_some(Table { source, columns, header, rows: kept, is_whole })
}

struct Split {
    header: RawRow,
    rows: Vec<RawRow>,
    is_whole: bool,
}

/// Header and rows of a CSV file with the place of every field.
fn split_csv(source: &Source, columns: &Columns, log: &Log) -> Option<Split> {
    let text = &source.text;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut open = None;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                log.push(Problem::at(source.spot(0), format!("this is not CSV: {error}")));
                return None;
            }
        }
        let from = record.position().map_or(0, |p| p.byte() as usize);
        let at = skip_to_record(text, from);
        if rows.is_empty() && !is_header(&record, source, at, columns, log) {
            return None;
        }
        if rows.len() > MOST_ROWS {
            let problem = Problem::at(source.spot(at), format!("the table has more than {MOST_ROWS} rows"));
            log.push(problem.expected(format!("{MOST_ROWS} at most")));
            return None;
        }
        // Looked at no further than the record goes: otherwise a quote that is never closed has every record read to the end.
        let end = (reader.position().byte() as usize).clamp(at, text.len());
        let starts;
        (starts, open) = scan_record(text, at, end);
        let cells = record
            .iter()
            .enumerate()
            .map(|(i, field)| RawCell { at: starts.get(i).copied().unwrap_or(at), text: field.trim().to_string() })
            .collect();
        rows.push(RawRow { at, cells });
    }
    let mut is_whole = true;
    if let Some(quote) = open {
        log.push(
            Problem::at(source.spot(quote), "this quote is never closed")
                .help("is the file cut off, or a quote too many?"),
        );
        rows.pop();
        is_whole = false;
    }
    if rows.is_empty() {
        log.push(Problem::of_file(source.label.clone(), "the file is empty").expected("a header row"));
        return None;
    }
    let header = rows.remove(0);
    Some(Split { header, rows, is_whole })
}

/// Whether a first record can be a header: not absurdly long, and divided by commas.
fn is_header(record: &csv::StringRecord, source: &Source, at: usize, columns: &Columns, log: &Log) -> bool {
    if record.len() > MOST_COLUMNS {
        let problem = Problem::at(source.spot(at), format!("the header has {} columns", record.len()));
        log.push(problem.expected(format!("{MOST_COLUMNS} at most")));
        return false;
    }
    let is_column = |name: &str| columns.all().any(|column| column == name.trim().trim_matches('"'));
    let Some(first) = record.iter().next().filter(|first| record.len() == 1 && !is_column(first)) else { return true };
    let divider = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")]
        .into_iter()
        .find(|(divider, _)| first.split(*divider).filter(|name| is_column(name)).count() > 1);
    let Some((_, word)) = divider else { return true };
    log.push(
        Problem::at(source.spot(at), format!("the fields of this file are divided by {word}"))
            .expected("commas between fields, and a point in decimals such as 0.45")
            .help("a spreadsheet writes both when it saves as CSV with an English locale"),
    );
    false
}

/// The reader's position may stand before comments and empty lines; the record begins after them.
fn skip_to_record(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    if at == 0 && text.starts_with('\u{feff}') {
        at = 3;
    }
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' | b'\r' => at += 1,
            b'#' => at = text[at..].find('\n').map_or(text.len(), |n| at + n + 1),
            _ => break,
        }
    }
    at
}

/// Where each field of the record that begins here starts, and the quote that is still open where it ends.
fn scan_record(text: &str, at: usize, end: usize) -> (Vec<usize>, Option<usize>) {
    let bytes = &text.as_bytes()[..end];
    let mut starts = vec![at];
    let mut open = None;
    let mut closed = None;
    for (i, &byte) in bytes.iter().enumerate().skip(at) {
        let field = starts.last().copied().unwrap_or(at);
        match byte {
            b'"' if open.is_some() => (open, closed) = (None, Some(i)),
            // A quote opens at the beginning of a field; a doubled one inside closes and opens again.
            b'"' if i == field || closed.is_some_and(|c| c + 1 == i) => open = Some(field),
            b',' if open.is_none() => starts.push(i + 1),
            b'\n' | b'\r' if open.is_none() => return (starts, None),
            _ => {}
        }
    }
    (starts, open)
}
