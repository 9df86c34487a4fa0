//! One truth: the tables of a run, its report, the page's film and the score have the same numbers, and no number anywhere
//! depends on a word.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use engine::record::{Columns, Row};
use observables::dates::Date;
use observables::quantity::QUANTITIES;
use observables::question::Kind;
use observables::record_observer::RecordObserver;
use observables::summary::{SummaryObserver, WorldSummary};
use observables::today::Today;
use run::case::{Case, Changes};
use run::record::rows::Record;
use run::replay::whole;
use run::run_data::RunData;
use run::scale::Scale;
use run::store::read::{Column, NO_DAY, Table};
use run::world::World;
use run::write::{self, Ended, Options};
use scenario::{Loaded, MeasureRow};
use serde_json::Value;
use society::tables::{National, NationalRow};
use view::film::Filming;
use view::request::Request;

/// A directory of the test's own, removed when the test has passed.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("tauride-truth-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Dir(path)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// The data inside a written page.
fn data_of(page: &str) -> Value {
    let head = "<script type=\"application/json\" id=\"data\">";
    let from = page.find(head).expect("the page has its data") + head.len();
    let to = from + page[from..].find("</script>").expect("the element ends");
    serde_json::from_str(&page[from..to]).expect("the data are JSON")
}

/// The head of a film.
fn meta_of(film: &[u8]) -> Value {
    let length = u32::from_le_bytes(film[4..8].try_into().expect("four bytes")) as usize;
    let head: Value = serde_json::from_slice(&film[8..8 + length]).expect("the head is JSON");
    head["meta"].clone()
}

/// Compares two numbers, counts the comparison, and tells what differs. The report writes four decimals, or six of a small
/// number, the film six digits: `b` is one of these.
fn compare(what: &str, a: Option<f64>, b: Option<f64>, counted: &mut usize) {
    *counted += 1;
    let same = match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => (a - b).abs() <= 6e-5_f64.max(6e-6 * a.abs()),
        _ => false,
    };
    assert!(same, "{what}: {a:?} and {b:?}");
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn agree(name: &str, scale: u32) -> usize {
    let dir = Dir::new(name);
    let case = Case::open(name, &Changes { scale: Scale::OneTo(scale), ..Changes::default() })
        .expect("it comes with the program");
    let options = Options {
        out: dir.0.clone(),
        resume: false,
        force: false,
        checkpoint_days: None,
        tables: run::write::Tables::All,
    };
    let ended = write::run(&case, &options, 2, &AtomicBool::new(false), &mut |_| ()).expect("it can be written");
    let Ended::Done(manifest) = ended else { panic!("nobody interrupted it") };
    report::world::write(&dir.0, &manifest, &case.loaded).expect("it can be written");
    let page = data_of(&std::fs::read_to_string(dir.0.join("report.html")).expect("it was written"));
    let request = Request::read(&format!(r#"{{"scenario":"{name}","scale":{scale}}}"#)).expect("a request");
    let mut filming = Filming::begin(request, 1).expect("it comes with the program");
    while filming.step() {}
    let film = meta_of(&filming.finish());
    let scored = study::score::open(&dir.0).expect("a finished run can be scored");
    let (mut n, start) = (0, case.loaded.spec.start.0);
    assert_eq!(film["digest"].as_str(), manifest.digest.as_deref(), "the page films the same world");

    // The record: the table, the report, the page and the score.
    let record = Record::of(&case.loaded);
    let table = Table::read(&dir.0.join("observations.parquet"), &["observable", "unit"]).expect("it was written");
    let simulated = simulated_of(&dir);
    let mut shown = 0;
    for (row, asked) in record.rows.iter().enumerate() {
        let what = format!("{} of {} in {}", asked.question.kind.id(), asked.series, asked.place);
        assert_eq!(table.texts("observable").get(row), asked.question.kind.id(), "{what}");
        compare(&format!("{what}: table and score"), simulated[row], scored.worlds[0].answers[asked.asks], &mut n);
        if matches!(asked.question.kind, Kind::Date(_)) {
            continue;
        }
        compare(
            &format!("{what}: table and report"),
            simulated[row],
            number(&page["record"][shown]["simulated"]),
            &mut n,
        );
        let since = if table.texts("unit").get(row) == "date" { f64::from(start) } else { 0.0 };
        let on_page = number(&film["observed"][shown]).map(|x| x + since);
        compare(&format!("{what}: table and page"), simulated[row], on_page, &mut n);
        shown += 1;
    }

    // The dates: the manifest, the page, the score.
    for date in Date::ALL {
        let at = date as usize;
        let on_page = number(&film["dates"][at]).map(|day| day + f64::from(start));
        let scored = scored.worlds[0].dates[at].map(f64::from);
        compare(&format!("{}: page and score", date.word()), scored, on_page, &mut n);
        let told = manifest.dates[date.word()].as_ref().map(|day| {
            let parsed = engine::calendar::Day::parse(engine::calendar::Calendar::NewStyle, &day.date);
            f64::from(parsed.expect("a date").0)
        });
        compare(&format!("{}: manifest and score", date.word()), told, scored, &mut n);
        let title = observables::dates::DATES[at];
        let milestones = page["milestones"].as_array().expect("a list");
        let milestone = milestones.iter().find(|milestone| milestone["label"] == title);
        compare(&format!("{title}: report and score"), scored, milestone.and_then(|m| number(&m["day"])), &mut n);
    }

    // The patterns: the manifest, the report.
    for pattern in page["patterns"].as_array().expect("a list") {
        let facts = &manifest.patterns[pattern["id"].as_str().expect("an id")];
        assert_eq!(pattern["holds"], facts.holds);
        compare(&pattern["id"].to_string(), facts.value, number(&pattern["value"]), &mut n);
    }

    // Daily numbers: the table and the report, on some days.
    let data = RunData::read(&dir.0, &manifest, &case.loaded).expect("it was written");
    let rows = whole(&data, &case.loaded, NationalRow::TABLE).expect("it was written");
    let national = National::of(&rows);
    for quantity in &QUANTITIES {
        for row in (0..national.len()).filter(|row| national.scope[*row] < 2).step_by(31) {
            let scope = ["national", "capital"][usize::from(national.scope[row])];
            let day = (national.date[row] - start) as usize;
            let told = number(&page["scopes"][scope][quantity.id][day]);
            compare(&format!("{} of {scope}", quantity.id), Some((quantity.national)(&national, row)), told, &mut n);
        }
    }
    n
}

/// What the run has for each observation: a number, or of a date the days since 1970.
fn simulated_of(dir: &Dir) -> Vec<Option<f64>> {
    let columns = ["simulated", "date_simulated"];
    let table = Table::read(&dir.0.join("observations.parquet"), &columns).expect("it was written");
    let Some(Column::Double(numbers)) = table.column("simulated") else { panic!("`simulated` holds reals") };
    let days = table.days("date_simulated").iter().map(|day| (*day != NO_DAY).then(|| f64::from(*day)));
    numbers.iter().zip(days).map(|(number, day)| number.or(day)).collect()
}

#[test]
fn same_numbers_in_tables_report_page_and_score() {
    for (name, scale) in [("one-town", 1), ("russia-1917", 2000)] {
        let n = agree(name, scale);
        println!("{name} at 1:{scale}: {n} numbers compared");
        assert!(n >= 60, "{name}: only {n} numbers were compared");
    }
}

/// Everything that is a word for readers, turned round: names of places, parties, classes, leaders and works, titles, and
/// the free text of the record and of what it is compared with.
fn garble(loaded: &mut Loaded) {
    let turn = |text: &mut String| *text = text.chars().rev().map(|c| if c == 'e' { 'o' } else { c }).collect();
    let spec = &mut loaded.spec;
    spec.places.iter_mut().for_each(|place| [&mut place.name, &mut place.name_ru].into_iter().for_each(turn));
    spec.parties.iter_mut().for_each(|party| [&mut party.name, &mut party.short].into_iter().for_each(turn));
    spec.classes.iter_mut().for_each(|class| turn(&mut class.name));
    spec.leaders.iter_mut().for_each(|leader| turn(&mut leader.name));
    spec.groups.iter_mut().filter_map(|group| group.name.as_mut()).for_each(turn);
    [&mut loaded.title, &mut loaded.summary].into_iter().for_each(turn);
    loaded.events.iter_mut().for_each(|event| {
        [&mut event.event, &mut event.kind, &mut event.locator].into_iter().for_each(turn);
    });
    loaded.evidence.iter_mut().for_each(|row| [&mut row.note, &mut row.locator].into_iter().for_each(turn));
    for row in &mut loaded.measures {
        // Written out, so that a new column is either an identifier, a number, or turned round.
        let MeasureRow {
            series: _,
            place: _,
            measure: _,
            places: _,
            among: _,
            class: _,
            scale: _,
            label,
            unit,
            note,
            file: _,
            line: _,
            instead_of: _,
        } = row;
        [label, unit, note].into_iter().for_each(turn);
    }
}

/// What is kept of a world, its answers, and its state at the end.
fn seen(loaded: &Loaded, scale: u32) -> (WorldSummary, Vec<Option<f64>>, u128) {
    let record = Record::of(loaded);
    let (mut summary_observer, mut record_observer) =
        (SummaryObserver::new(&loaded.spec, scale), RecordObserver::new(&loaded.spec, &record.questions));
    let mut world = World::new(&loaded.spec, 1, scale, 2);
    while let Some(day) = world.step() {
        let today = Today::of(day, world.record());
        summary_observer.day(&today);
        record_observer.day(&today);
    }
    let kept = summary_observer.finish(1, world.outcome());
    let answers = record_observer.finish(&kept.dates);
    (kept, answers, world.state())
}

#[test]
fn law_no_number_depends_on_a_word() {
    for (name, scale) in [("one-town", 1), ("russia-1917", 2000)] {
        let loaded = scenario::load_bundled(name).unwrap_or_else(|problems| panic!("{problems}"));
        let mut garbled = scenario::load_bundled(name).unwrap_or_else(|problems| panic!("{problems}"));
        garble(&mut garbled);
        assert!(name == "one-town" || garbled.events.iter().zip(&loaded.events).all(|(a, b)| a.event != b.event));
        let differs = |of: fn(&MeasureRow) -> &String| {
            name == "one-town" || garbled.measures.iter().zip(&loaded.measures).any(|(a, b)| of(a) != of(b))
        };
        assert!(differs(|row| &row.label) && differs(|row| &row.unit) && differs(|row| &row.note));
        let (plain, turned) = (seen(&loaded, scale), seen(&garbled, scale));
        assert_eq!(plain.2, turned.2, "{name}: the state");
        assert_eq!(plain.0, turned.0, "{name}: what studies keep");
        assert_eq!(plain.1, turned.1, "{name}: the answers to the record");
        let dates = [&loaded, &garbled].map(run::record_dates::of);
        assert_eq!(dates[0], dates[1], "{name}: the record's dates");
        let asked = |loaded: &Loaded| -> Vec<_> {
            Record::of(loaded)
                .rows
                .into_iter()
                .map(|row| {
                    let is_training = row.is_training();
                    (row.question, row.observed, is_training)
                })
                .collect()
        };
        assert_eq!(asked(&loaded), asked(&garbled), "{name}: what the record asks");
    }
}

/// Words are made from facts: with every sentence turned round the facts are the same, and so is every number told.
#[test]
fn law_every_event_is_told_in_words_with_its_numbers() {
    use words::{Names, Words};
    let loaded = scenario::load_bundled("russia-1917").unwrap_or_else(|problems| panic!("{problems}"));
    let mut world = World::new(&loaded.spec, 1, 2000, 2);
    let names = Names::of(world.spec(), world.society());
    let garbled = Words::english().garbled();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut told = 0;
    while let Some(day) = world.step() {
        for event in Today::of(day, world.record()).events {
            let plain = Words::english().event(&event, &names);
            for text in [&plain.what, &plain.actor, &plain.why] {
                assert!(!text.contains(['{', '}', '[', ']', '_', '|', '?']), "{event:?}: {plain:?}");
                let words: Vec<&str> = text.split_whitespace().collect();
                let is_odd = |pair: &[&str]| pair[0] == "0" && !["%", "hold,"].contains(&pair[1]);
                assert!(!words.windows(2).any(is_odd), "a count of nothing: {plain:?}");
            }
            assert!(!plain.what.trim().is_empty() && !plain.actor.trim().is_empty(), "{event:?}: {plain:?}");
            let turned = garbled.event(&event, &names);
            assert_eq!(digits(&plain.what), digits(&turned.what), "{event:?}");
            assert_eq!(digits(&plain.why), digits(&turned.why), "{event:?}");
            told += 1;
        }
    }
    assert!(told > 1000, "{told}");
}
