//! Our tables as comma-separated text, for programs that read no Parquet.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use engine::calendar::{Calendar, Day};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

use super::{rename, with_suffix};
use crate::{Error, disk};

/// Writes a table as CSV: a line of names, then a line for each row, in the order of the table. A missing value, and what is
/// no number, is an empty cell; a day is written `1917-03-08`; whether something holds is `true` or `false`. Several files of
/// one table follow one another below one line of names. Gives the number of rows.
///
/// # Errors
/// When a file is no table, its columns are not those of the first, or the text cannot be written; the name then holds what
/// it held before.
pub fn write(tables: &[&Path], to: &Path) -> Result<u64, Error> {
    let part = with_suffix(to, ".part");
    let failed = |e| Error::file("write", &part, e);
    let mut out = BufWriter::with_capacity(1 << 18, disk::create(&part).map_err(failed)?);
    let mut head: Option<Vec<String>> = None;
    let mut rows = 0;
    for table in tables {
        let broken = |e| Error::table("read", table, e);
        let file = File::open(table).map_err(|e| Error::file("read", table, e))?;
        let reader = SerializedFileReader::new(file).map_err(broken)?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let names: Vec<String> = schema.columns().iter().map(|column| column.name().to_owned()).collect();
        match &head {
            None => {
                let line: Vec<String> = names.iter().map(|name| cell(name)).collect();
                writeln!(out, "{}", line.join(",")).map_err(failed)?;
                head = Some(names);
            }
            Some(first) if *first == names => {}
            Some(_) => {
                let what = "has other columns than the files before it".to_owned();
                return Err(Error::Damaged { path: (*table).to_owned(), what });
            }
        }
        for row in reader.get_row_iter(None).map_err(broken)? {
            let line = line(&row.map_err(broken)?);
            writeln!(out, "{line}").map_err(failed)?;
            rows += 1;
        }
    }
    out.flush().map_err(failed)?;
    drop(out);
    rename(&part, to)?;
    Ok(rows)
}

fn line(row: &Row) -> String {
    let cells: Vec<String> = row.get_column_iter().map(|(_, field)| text(field)).collect();
    cells.join(",")
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => cell(text),
        Field::Date(days) => Day(*days).iso(Calendar::NewStyle),
        Field::Float(x) if x.is_finite() => x.to_string(),
        Field::Double(x) if x.is_finite() => x.to_string(),
        Field::Float(_) | Field::Double(_) => String::new(),
        other => other.to_string(),
    }
}

/// A text as a cell: in quotes where it would break the line or the column.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RealDisk;
    use crate::store::plain::{self, Column, Facts, Values};

    #[test]
    fn law_every_value_is_a_cell_of_its_row() {
        let dir = std::env::temp_dir().join(format!("tauride-csv-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("it can be made");
        let columns = [
            Column::new("seed", "", "seed", Values::Seed(vec![u64::MAX, 2])),
            Column::new("said", "", "a text", Values::Text(vec!["bread, and \"peace\"".into(), "land".into()])),
            Column::new("fall", "day", "a day", Values::Day(vec![Some(-19_292), None])),
            Column::new("holds", "", "whether", Values::Flag(vec![true, false])),
            Column::new("value", "", "a number", Values::Real(vec![0.25, f64::NAN])),
        ];
        let facts = Facts { row: "world", calendar: Calendar::NewStyle, about: &[] };
        let table = dir.join("worlds.parquet");
        plain::write(&RealDisk, &table, &columns, &facts).expect("it can be written");
        let to = dir.join("worlds.csv");
        assert_eq!(write(&[&table, &table], &to).expect("it can be read"), 4);
        let text = std::fs::read_to_string(&to).expect("it was written");
        let row = "18446744073709551615,\"bread, and \"\"peace\"\"\",1917-03-08,1917-03-08,true,0.25";
        let lines = ["seed,said,fall,fall_local,holds,value", row, "2,land,,,false,", row, "2,land,,,false,"];
        assert_eq!(text.lines().collect::<Vec<_>>(), lines);
        std::fs::remove_dir_all(&dir).expect("it is there");
    }
}
