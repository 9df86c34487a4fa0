//! No case speaks of another: what one prints has no name of a place, a leader or a works of a society that it has nothing to do
//! with, and no title, sentence or pattern of its page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use run::case::{Case, Changes};
use run::scale::Scale;
use run::write::{self, Ended, Options, Tables};
use scenario::Loaded;
use serde_json::Value;
use view::film::Filming;
use view::request::Request;

/// Persons simulated in the worlds of this test: what is said in words does not hang on how many there are.
const FEW: Scale = Scale::AtMost(20_000);
/// Days of these worlds.
const DAYS: i32 = 25;
/// Letters of the shortest name that is looked for: a shorter one may be a word of any sentence.
const SHORTEST: usize = 5;

/// The names that a case brings.
fn names(loaded: &Loaded) -> BTreeSet<String> {
    let spec = &loaded.spec;
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut add = |name: &str| {
        if name.chars().count() >= SHORTEST {
            found.insert(name.to_owned());
        }
    };
    for place in &spec.places {
        [&place.name, &place.name_ru].into_iter().for_each(|name| add(name));
    }
    spec.leaders.iter().for_each(|leader| add(&leader.name));
    spec.groups.iter().filter_map(|group| group.name.as_deref()).for_each(&mut add);
    loaded.pattern_record.values().for_each(|said| add(said));
    add(&loaded.title);
    let page = &loaded.display.page;
    [&page.title, &page.lead, &page.explained].into_iter().for_each(|text| add(text));
    found
}

/// All that a case prints of one world: the manifest, the report, the scenario as the page shows it, and the film.
fn printed(name: &str, loaded: &Loaded) -> String {
    let dir: PathBuf = std::env::temp_dir().join(format!("tauride-own-words-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let until = Some(loaded.spec.start.plus(DAYS).iso(loaded.calendar));
    let changes = Changes { scale: FEW, until, ..Changes::default() };
    let case = Case::open(name, &changes).expect("it comes with the program");
    let options = Options { out: dir.clone(), resume: false, force: false, checkpoint_days: None, tables: Tables::All };
    let ended = write::run(&case, &options, 2, &AtomicBool::new(false), &mut |_| ()).expect("it can be written");
    let Ended::Done(manifest) = ended else { panic!("nobody interrupted it") };
    report::world::write(&dir, &manifest, &case.loaded).expect("it can be written");
    let [page, told] =
        ["report.html", "manifest.json"].map(|file| std::fs::read_to_string(dir.join(file)).expect("text"));
    // The bundle of the report is the same for all cases; what it says of this one is its data.
    let head = "<script type=\"application/json\" id=\"data\">";
    let data = &page[page.find(head).expect("the page has its data") + head.len()..];
    let data = &data[..data.find("</script>").expect("the element ends")];
    std::fs::remove_dir_all(&dir).expect("it was written");
    let request = Request::read(&format!(r#"{{"scenario":"{name}","scale":{}}}"#, case.scale)).expect("a request");
    let mut filming = Filming::begin(request, 1).expect("it comes with the program");
    while filming.done() < DAYS.unsigned_abs() && filming.step() {}
    let film = String::from_utf8_lossy(&filming.finish()).into_owned();
    let stage = serde_json::to_string(&view::stage::stage(loaded)).expect("it has only text keys");
    let mut said =
        [data, &told, &stage].map(|text| without_titles(serde_json::from_str(text).expect("JSON")).to_string());
    said[0].push_str(&film);
    said.join("\n")
}

/// Data without their bibliography: the title of a book may name any place.
fn without_titles(mut data: Value) -> Value {
    match &mut data {
        Value::Object(map) => {
            map.remove("sources");
            map.values_mut().for_each(|value| *value = without_titles(value.take()));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| *value = without_titles(value.take())),
        _ => (),
    }
    data
}

/// Whether two cases are of one society: they are of one country, or have its parties.
fn of_one_society(a: &Loaded, b: &Loaded) -> bool {
    let parties = |loaded: &Loaded| loaded.spec.parties.iter().skip(1).map(|p| p.id.clone()).collect::<BTreeSet<_>>();
    let shared = parties(a).intersection(&parties(b)).count();
    let of_one_country = !a.spec.country.is_empty() && a.spec.country == b.spec.country;
    of_one_country || shared * 2 >= parties(a).len().min(parties(b).len())
}

/// Whether a text has this name as a word, or words, of its own.
fn says(text: &str, name: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .any(|(at, _)| !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + name.len()..].chars().next()))
}

#[test]
fn law_no_case_speaks_of_another() {
    let cases: BTreeMap<String, Loaded> = scenario::bundled()
        .into_iter()
        .map(|(name, _)| {
            let loaded = scenario::load_bundled(&name).expect("it comes with the program");
            (name, loaded)
        })
        .collect();
    let all: BTreeMap<&String, BTreeSet<String>> = cases.iter().map(|(name, loaded)| (name, names(loaded))).collect();
    let mut looked_for = 0;
    let mut found = Vec::new();
    for (name, loaded) in &cases {
        let text = printed(name, loaded);
        assert!(all[name].iter().filter(|own| says(&text, own)).count() > 5, "{name} is told in its own words");
        for (other, theirs) in &all {
            if of_one_society(loaded, &cases[*other]) {
                continue;
            }
            let is_own = |word: &str| all[name].iter().any(|own| says(own, word));
            let foreign: Vec<&String> = theirs.iter().filter(|word| !is_own(word)).collect();
            looked_for += foreign.len();
            found.extend(
                foreign
                    .into_iter()
                    .filter(|word| says(&text, word))
                    .map(|word| format!("{name} says `{word}` of {other}")),
            );
        }
    }
    assert!(looked_for > 5_000, "only {looked_for} names were looked for");
    assert!(found.is_empty(), "{} names\n{}", found.len(), found.join("\n"));
}
