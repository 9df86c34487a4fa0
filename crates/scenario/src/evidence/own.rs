//! Evidence of a user's own: one file whose rows name what they are compared with, beside the record of a scenario.

use std::collections::BTreeMap;

use observables::question::{After, Kind, Measured};

use super::measures::{kind, listed};
use super::{Ranged, confidence, days, ranged};
use crate::loaded::Loaded;
use crate::loaded::evidence::{EvidenceRow, MeasureRow, OwnRow, Part};
use crate::problem::{Problem, Problems};
use crate::read::csv_table::parse_csv;
use crate::read::field::{Field, Row, rows};
use crate::read::files::LARGEST_FILE;
use crate::read::layers::text_in;
use crate::read::raw::Columns;
use crate::read::source::{Log, Source};

pub(crate) const OWN: Columns = Columns {
    table: "your evidence",
    required: &["date_start", "place", "measure", "value", "source"],
    expected: &[],
    optional: &[
        "series",
        "date_end",
        "party",
        "among",
        "class",
        "low",
        "high",
        "scale",
        "unit",
        "part",
        "kind",
        "locator",
        "confidence",
        "note",
    ],
};

/// What the rows are checked against.
struct Known<'a> {
    loaded: &'a Loaded,
    parties: BTreeMap<&'a str, usize>,
    classes: BTreeMap<&'a str, usize>,
    places: BTreeMap<&'a str, usize>,
}

/// Reads the evidence of a file for a scenario. `label` is its path, for messages.
///
/// # Errors
/// Every fault of the file at once.
pub fn read(loaded: &Loaded, label: &str, bytes: &[u8]) -> Result<Vec<OwnRow>, Problems> {
    if bytes.len() as u64 > LARGEST_FILE {
        let what = format!("the file has {} bytes", bytes.len());
        return Err(Problem::of_file(label, what).expected(format!("{LARGEST_FILE} at most")).into());
    }
    let log = Log::default();
    let Some(text) = text_in(bytes, label, &log) else {
        log.finish()?;
        return Ok(Vec::new());
    };
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let source = Source::new(label.to_owned(), label.to_owned(), text, loaded.calendar);
    let known = Known {
        loaded,
        parties: loaded.spec.parties.iter().map(|party| party.id.as_str()).zip(0..).collect(),
        classes: loaded.spec.classes.iter().map(|class| class.id.as_str()).zip(0..).collect(),
        places: loaded.spec.places.iter().map(|place| place.id.as_str()).zip(0..).collect(),
    };
    let mut found = Vec::new();
    if let Some(table) = parse_csv(&source, OWN, &log) {
        found.extend(rows(&table, &log).filter_map(|row| observation(&row, &known)));
    }
    log.finish()?;
    Ok(found)
}

fn observation(row: &Row<'_>, known: &Known<'_>) -> Option<OwnRow> {
    let calendar = row.table.source.calendar;
    let (start, end) = days(row, row.get("date_end"), calendar);
    let place = row.need("place");
    place.into_iter().filter(|place| !known.loaded.spec.is_country(place.text)).for_each(|place| {
        listed(place, "place", &known.places);
    });
    let measure = row.need("measure").and_then(|field| measure(field, row, known));
    let scale = match row.get("scale") {
        Some(field) => field.number(f64::MIN_POSITIVE..=f64::MAX),
        None => Some(1.0),
    };
    let Ranged { value, low, high, is_sound } = ranged(row);
    if let (true, Some(value), Some(field), Some((_, kind)), Some(scale)) =
        (is_sound, value, row.get("value"), &measure, scale)
    {
        let top = if kind.measured() == Measured::Share && *kind != Kind::PeasantRatio { 1.0 } else { f64::MAX };
        if kind.measured() != Measured::Date && !(0.0..=top).contains(&(value * scale)) {
            let expected = if top < f64::MAX { "a share from 0 to 1 (`scale` divides percents)" } else { "0 or more" };
            row.log.push(field.fault("the value is none of this measure").expected(expected).found(field.text));
        }
    }
    let part = match row.get("part") {
        Some(field) => field.word(&Part::WORDS),
        None => Some(Part::HeldOut),
    };
    let confidence = match row.get("confidence") {
        Some(field) => confidence(field),
        None => Some('B'),
    };
    let source = row.need("source").map(|field| field.text);
    let (measure, _) = measure?;
    let series = row.get("series").map_or_else(|| measure.clone(), |field| field.text.to_owned());
    let (file, line) = (row.table.source.label.clone(), row.spot().line());
    let place = place?.text.to_owned();
    Some(OwnRow {
        measure: MeasureRow {
            series: series.clone(),
            place: place.clone(),
            measure,
            places: place.clone(),
            among: row.text("among").to_owned(),
            class: row.text("class").to_owned(),
            scale: scale?,
            label: String::new(),
            unit: row.text("unit").to_owned(),
            note: String::new(),
            file: file.clone(),
            line,
            instead_of: None,
        },
        evidence: EvidenceRow {
            series,
            date_start: start?,
            date_end: end?,
            place,
            value: value?,
            low,
            high,
            unit: row.text("unit").to_owned(),
            kind: row.text("kind").to_owned(),
            source: source?.to_owned(),
            locator: row.text("locator").to_owned(),
            confidence: confidence?,
            note: row.text("note").to_owned(),
            file,
            line,
        },
        part: part?,
    })
}

/// The measure with its parties, which may stand in a column of their own, and its kind.
fn measure(field: Field<'_>, row: &Row<'_>, known: &Known<'_>) -> Option<(String, Kind)> {
    let party = row.get("party");
    let text = match party {
        Some(party) if !field.text.contains(':') => format!("{}:{}", field.text, party.text),
        Some(party) => {
            row.log.push(party.fault("the party stands in `measure` too").found(party.text));
            return None;
        }
        None => field.text.to_owned(),
    };
    let declared = kind(Field { text: &text, ..field }, Some(&known.parties));
    let Some(declared) = declared else {
        if field.text == "none" {
            row.log.push(field.fault("`none` is no measure").help("leave the row out"));
        }
        return None;
    };
    let asked = Kind::of_word(declared.name)?.asked()?;
    if let Some(class) = row.get("class") {
        if !asked.by_class {
            let problem = class.fault(format!("the model does not tell `{}` by class", declared.name));
            row.log.push(problem.help("`tauride list observables` says by what each is told"));
        }
        listed(class, "class", &known.classes);
    }
    if let Some(among) = row.get("among") {
        if asked.of.is_empty() || !matches!(asked.after, After::Party | After::AnyParty) {
            row.log.push(among.fault(format!("`{}` is no share of parties", declared.name)).found(among.text));
        }
        listed(among, "party", &known.parties);
    }
    Some((text, asked.kind))
}
