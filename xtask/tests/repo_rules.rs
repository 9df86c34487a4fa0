//! Rules of the repository that no compiler checks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use engine::calendar::MONTHS;
use society::spec::EXOGENOUS_KINDS;
use xtask::audit_constants;
use xtask::constants::{Literal, numbers, structural_names};
use xtask::shell::root;
use xtask::size::{circles_of, crate_folders, crate_size};
use xtask::tree::{files, shown};
use xtask::words_rule;

/// What each crate may use of the others: only what stands left of it.
const MAY_USE: [(&str, &[&str]); 23] = [
    ("engine", &[]),
    ("text", &["engine"]),
    ("schema", &["engine"]),
    ("people", &["engine", "schema"]),
    ("society", &["engine", "schema", "people"]),
    ("observables", &["engine", "society"]),
    ("scenario", &["engine", "text", "society", "observables"]),
    ("words", &["engine", "society", "scenario"]),
    ("models", &["engine"]),
    ("literature", &["engine", "scenario", "models"]),
    ("stats", &["engine"]),
    ("run", &["engine", "society", "observables", "scenario", "words", "models", "literature", "stats"]),
    ("study", &["engine", "society", "observables", "scenario", "words", "models", "stats", "run"]),
    ("fit", &["engine", "society", "observables", "scenario", "words", "models", "stats", "run", "study"]),
    ("claims", &["engine", "society", "observables", "scenario", "words", "models", "stats", "run", "study"]),
    (
        "report",
        &[
            "engine",
            "society",
            "observables",
            "scenario",
            "words",
            "models",
            "literature",
            "stats",
            "run",
            "study",
            "fit",
            "claims",
        ],
    ),
    ("view", &["engine", "society", "observables", "scenario", "words", "run"]),
    ("serve", &["engine", "society", "scenario", "run", "study", "view"]),
    (
        "tauride",
        &[
            "engine",
            "society",
            "observables",
            "scenario",
            "models",
            "stats",
            "run",
            "study",
            "fit",
            "claims",
            "report",
            "serve",
        ],
    ),
    (
        "python",
        &[
            "engine",
            "society",
            "observables",
            "scenario",
            "words",
            "models",
            "stats",
            "run",
            "study",
            "fit",
            "claims",
            "report",
        ],
    ),
    ("door", &[]),
    ("tauride-web", &["engine", "society", "scenario", "run", "view", "door"]),
    ("tauride-web-models", &["literature", "run", "door"]),
];
/// Most lines of a Rust file, tests at its end not counted.
const MOST_LINES: usize = 600;
/// Most bytes of a Rust file.
const MOST_BYTES: usize = 64 * 1024;
/// Most lines of a crate's `src`, unit tests included.
const MOST_LINES_OF_A_CRATE: usize = 9000;
/// Files that may read words, and why.
const MAY_READ_WORDS: [(&str, &str); 2] = [
    (
        "web/src/follow.ts",
        "finds the units that the case's display.toml offers by a part of their names: what is offered, no number",
    ),
    ("web/src/report/label.ts", "leaves a unit out of a label that has it: how the label reads, nothing else"),
];
/// Most behavioural parameters.
const MOST_PARAMETERS: usize = 40;

#[test]
fn law_crates_use_only_what_stands_left_of_them() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs this test, so it is there");
    let metadata: serde_json::Value = serde_json::from_slice(&done.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("a workspace has packages");
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap_or_default().to_owned();
    let members: BTreeSet<String> = packages.iter().map(name).collect();
    for package in packages.iter().filter(|p| name(p) != "xtask") {
        let own = name(package);
        let rule = MAY_USE.iter().find(|(crate_name, _)| *crate_name == own);
        let (_, allowed) =
            rule.unwrap_or_else(|| panic!("{own} has no place in the order of crates: give it one here"));
        for dependency in package["dependencies"].as_array().into_iter().flatten().map(name) {
            let is_allowed = !members.contains(&dependency) || allowed.contains(&dependency.as_str());
            assert!(is_allowed, "{own} uses {dependency}, which does not stand left of it");
        }
    }
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

#[test]
fn law_files_can_be_read_at_a_sitting() {
    let mut faults = Vec::new();
    for path in files(root()).into_iter().filter(|path| is_rust(path)) {
        let text = std::fs::read_to_string(&path).expect("a Rust file is text");
        let own = text.lines().take_while(|line| *line != "#[cfg(test)]").count();
        if own > MOST_LINES || text.len() > MOST_BYTES {
            faults.push(format!("{}: {own} lines before its tests, {} bytes", shown(&path), text.len()));
        }
    }
    assert!(faults.is_empty(), "over {MOST_LINES} lines or {MOST_BYTES} bytes:\n{}", faults.join("\n"));
}

#[test]
fn law_no_files_of_a_crate_use_one_another_in_a_circle() {
    let mut faults = Vec::new();
    for folder in crate_folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let circles = circles_of(&folder).unwrap_or_else(|what| panic!("{what}"));
        faults.extend(circles.iter().map(|circle| format!("{name}: {circle}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn law_a_crate_is_not_too_large() {
    let mut faults = Vec::new();
    for folder in crate_folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let lines = crate_size(&folder).unwrap_or_else(|what| panic!("{what}")).src;
        if lines > MOST_LINES_OF_A_CRATE {
            faults.push(format!("{name} has {lines} lines in src, more than {MOST_LINES_OF_A_CRATE}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn law_no_file_of_the_rules_has_more_undeclared_numbers_than_before() {
    let audit = audit_constants::audit().unwrap_or_else(|what| panic!("{what}"));
    let allowed = audit_constants::allowed().unwrap_or_else(|what| panic!("{what}"));
    let parameters: usize = audit.values().map(|numbers| numbers.parameters.len()).sum();
    assert_eq!(parameters, society::spec::Rules::default().declared().len(), "all that is declared is read");
    let differences = audit_constants::differences(&audit_constants::counts(&audit), &allowed);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    // It fails in both directions, and says what to do.
    let of = |n: usize| BTreeMap::from([("a.rs".to_owned(), n)]);
    assert!(audit_constants::differences(&of(3), &of(3)).is_empty());
    for (found, allowed, command) in [
        (of(4), of(3), "audit-constants --list"),
        (of(1), BTreeMap::new(), "audit-constants --list"),
        (of(2), of(3), "audit-constants --write"),
        (BTreeMap::new(), of(3), "audit-constants --write"),
    ] {
        let differences = audit_constants::differences(&found, &allowed);
        assert!(differences.len() == 1 && differences[0].contains(command), "{differences:?}");
    }
}

/// The undeclared literals of a text, with their functions.
fn undeclared(code: &str) -> Vec<(String, String)> {
    let literals = numbers(code, &structural_names(std::iter::once(code))).literals;
    literals.into_iter().map(|Literal { value, within, .. }| (value, within)).collect()
}

#[test]
fn law_an_undeclared_number_is_found() {
    for (code, value) in [
        ("fn f() { match role { Role::Police => 0.7, _ => 1.0 } }", "0.7"),
        ("fn f() { match n { 3..9 => 0.0, _ => 1.0 } }", "3 9"),
        ("const fn f() -> u8 { 7 }", "7"),
        ("pub(crate) const fn f(x: f64) -> f64 { x * 0.5 }", "0.5"),
        ("fn f() -> f64 { -3.5 }", "-3.5"),
        ("fn f() { let options = [(hold, -1.0), (go, 1.0)]; }", "-1.0"),
        ("fn f(x: f32) -> f32 { x + 0.25_f32 }", "0.25_f32"),
        ("fn f(x: f32) -> f32 { x * 3f32 }", "3f32"),
        ("fn f(x: f64) { assert!(x < 0.9, \"12 of 13\"); }", "0.9"),
        ("fn f() { let a = vec![0.3; 4]; }", "0.3"),
        ("fn f(x: f64) -> f64 { x.powf(1.5) * 2.0 }", "1.5 2.0"),
        ("fn f(x: f64) -> f64 { x * 1e-3 + 2.5e6 }", "1e-3 2.5e6"),
        ("fn f(n: u32) -> bool { n % 30 == 10 && n > 2 }", "30 10 2"),
        ("fn f(x: &[f64]) -> f64 { x[g(5)] }", "5"),
        ("fn f() { let order = [0.0, 0.5, 1.0][chosen]; }", "0.5"),
        ("fn f() { self.draws.happens(0.2, MEETS, 4, day, 0); }", "0.2 4"),
        ("fn f() { a.iter().map(|x| 0.6 * x.0); }", "0.6"),
        ("fn f(x: [f32; 4]) -> f32 { 1.0 - 1.5 * x.0.1 }", "1.5"),
        ("fn f() { 5.max(n); }", "5"),
        ("const fn f() -> u8 { 1 }\n#[cfg(test)]\nmod tests { fn t() { g(9); } }\nfn f() { g(8) }", "8"),
        ("static X: f64 = { let a = 4.0; a };", "4.0"),
        ("impl A { const N: f64 = 6.0; fn f() -> f64 { 7.0 } }", "7.0"),
    ] {
        let found = undeclared(code);
        assert_eq!(found.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(" "), value, "{code}");
        let within = if code.starts_with("static") { "" } else { "f" };
        assert!(found.iter().all(|(_, function)| function == within || code.starts_with("static")), "{found:?}");
    }
}

#[test]
fn law_a_number_of_structure_is_none() {
    for code in [
        "/// The share is 0.7, see 12.\nfn f(x: f64) -> f64 { 1.0 - x + 0.0 * f64::from(1_u8) }",
        "const SHARE: f64 = 0.7; pub(crate) const TABLE: [f64; 3] = [0.1, 0.2, 0.3]; static A: u8 = 9;",
        "const _: () = assert!(LANES == 32);",
        "fn f(x: [f32; 4], y: &[u8]) { let a = [0.0; 16]; y[3]; y[i + 2..8]; x.0.1; self.pair.3 }",
        "fn f(x: f64) { Vec::with_capacity(64); x.powi(2); x.powf(2.0); x.clamp(-1.0, 1.0); let none = -1; }",
        "fn f(x: u32) -> u32 { (x << 3) | (x >> 16) | (x & 7) | 0b0110 | 0xFF | 1 << 17 }",
        "fn f(x: f32) -> u8 { (x * 255.0 + 0.5) as u8 + (x * 256.0 + 0.5).min(256.0) as u8 }",
        "fn f(n: u8) { match n { 2 => a(), 3 | 4 => b(), 5 if c => d(), _ => e() } match (n, m) { (3, 4) => a(), _ => b() } }",
        "enum Kind { Food = 3, Fuel = 4 } tables! { pub struct Votes / VoteRow at 4 in \"votes\" { day: u8 } }",
        "fn f() { self.draws.stream(POLICY, 99, self.day, 3); self.draws.key(LEARN, 12, day, 5); }",
        "fn f() { self.tell(Event::new(EventKind::Mutiny, actor, place, 3, 2)); self.of_unit(u, kind, 3, 2); }",
        "fn f() { println!(\"{:>12.3} 4\", x); let c = '7'; }",
        "#[repr(align(64))]\nstruct A;\n#[cfg(test)]\nmod tests { fn t() { g(9); } }",
    ] {
        assert!(undeclared(code).is_empty(), "{code}: {:?}", undeclared(code));
    }
    let code = "/// Days between two looks. Assumed.\n#[allow(dead_code)]\nconst REST: u8 = 20;\n/// A bound.\nconst LIMIT: f64 = -0.5;
        const BREAD: usize = 0; const SEEN: u8 = 1 << 3; const NAME: Purpose = named(\"a 3\");
        fn f() { need[BREAD] }
        engine::params! { /// Rules. \npub struct Rules in \"toy\" { pace: \"share\" = 0.1 in 0.0..=0.5, \"Pace 3.\", \"weak\"; } }";
    let found = numbers(code, &structural_names(std::iter::once(code)));
    assert!(found.literals.is_empty(), "{found:?}");
    let constants: Vec<_> =
        found.constants.iter().map(|c| (c.name.as_str(), c.value.as_str(), c.has_unit(), c.has_source())).collect();
    assert_eq!(constants, [("REST", "20", true, true), ("LIMIT", "-0.5", false, false)]);
    let [parameter] = found.parameters.as_slice() else { panic!("{found:?}") };
    let declared = (parameter.key.as_str(), parameter.unit.as_str(), parameter.range.as_str(), parameter.line);
    assert_eq!(declared, ("toy.pace", "share", "0.0..=0.5", 9));
}

/// No program reads numbers or meanings out of sentences and display names, nor a column of a table by its number. The crate
/// `words` makes the sentences, and what looks for code that reads them has examples of it.
#[test]
fn law_no_program_reads_what_is_written_for_readers() {
    let is_looked_at = |path: &str| {
        let is_rust = (path.starts_with("crates/") || path.starts_with("xtask/")) && path.contains("/src/");
        let is_unit_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let is_python = path.starts_with("analysis/") && path.matches('/').count() == 1;
        let is_made = path.starts_with("web/src/types/");
        let is_language = is_rust && path.ends_with(".rs")
            || is_python && path.ends_with(".py")
            || path.starts_with("web/src/") && path.ends_with(".ts") && !is_made;
        is_language && !is_unit_test && !path.starts_with("crates/words/")
    };
    let mut faults = Vec::new();
    let mut n = 0;
    for path in files(root()) {
        let name = shown(&path);
        if is_looked_at(&name) {
            n += 1;
            if MAY_READ_WORDS.iter().any(|(exempt, _)| *exempt == name) {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source file is text");
            faults.extend(words_rule::faults(&name, &text));
        }
    }
    assert!(n > 200, "only {n} files were looked at");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn law_nothing_speaks_of_a_machine() {
    // Written in pieces, so that this file passes its own test.
    let forbidden = [concat!("../", "shared"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let mut faults = Vec::new();
    for path in files(root()) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (i, line) in text.lines().enumerate() {
            // An address on the web may have a part that looks like a folder of a machine.
            let words = line.split([' ', ',', '"', '(', ')', '<', '>']).filter(|word| !word.contains("://"));
            for word in words.flat_map(|word| forbidden.iter().filter(move |f| word.contains(**f))) {
                faults.push(format!("{}:{}: `{word}`", shown(&path), i + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Words between backticks on a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn law_documents_name_what_is_there() {
    let sources: Vec<String> =
        files(root()).iter().filter(|p| is_rust(p)).filter_map(|p| std::fs::read_to_string(p).ok()).collect();
    let tops: Vec<String> = std::fs::read_dir(root())
        .expect("the root is readable")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let mut faults = Vec::new();
    for document in ["ARCHITECTURE.md", "README.md", "CONTRIBUTING.md"] {
        let Ok(text) = std::fs::read_to_string(root().join(document)) else { continue };
        for (i, line) in text.lines().enumerate() {
            let mut fault = |what: String| faults.push(format!("{document}:{}: {what}", i + 1));
            for word in quoted(line) {
                let is_plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
                let top = word.split('/').next().unwrap_or_default();
                let is_made = ["target", "runs"].contains(&top);
                let is_path = is_plain && word.contains('/') && tops.iter().any(|name| name == top);
                if is_path && !is_made && !root().join(word).exists() {
                    fault(format!("there is no `{word}`"));
                }
                let is_test =
                    ["law_", "same_", "more_", "agrees_with_", "regress_"].iter().any(|p| word.starts_with(p));
                let defined = format!("fn {word}(");
                let is_whole = !word.ends_with('_');
                if is_test && is_plain && is_whole && !sources.iter().any(|source| source.contains(&defined)) {
                    fault(format!("there is no test `{word}`"));
                }
            }
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let file = target.split('#').next().unwrap_or_default();
                let is_made = file.starts_with("runs/") || file.starts_with("target/");
                if !file.is_empty() && !file.contains("://") && !is_made && !root().join(file).exists() {
                    fault(format!("the link to {target} leads nowhere"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Lists every dated input of every bundled scenario with its kind (see them with `-- --nocapture`).
#[test]
fn law_every_dated_input_is_exogenous() {
    for (name, _) in scenario::bundled() {
        let loaded = scenario::load_bundled(&name).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(!loaded.dated_inputs.is_empty(), "{name} has dated inputs, and they are listed");
        for input in &loaded.dated_inputs {
            let kind = EXOGENOUS_KINDS.iter().find(|(_, kind)| *kind == input.kind);
            let (day, what) = (input.day.iso(loaded.calendar), &input.what);
            let Some((kind, _)) = kind else { panic!("{name}: {what} on {day} is of no exogenous kind") };
            println!("{name}: {day} {kind}: {what} {} = {}", input.place, input.value);
        }
        // What an actor decides is closed or imposed by a what-if alone, and a what-if is asked for by name.
        assert!(loaded.spec.rulings.is_empty() && loaded.spec.later.is_empty(), "{name} decides for nobody");
        assert!(
            loaded.dated_inputs.iter().all(|i| !i.file.contains("interventions/")),
            "{name}: a what-if is no input"
        );
        // The list is whole: as many points in the model's series as in the list, but for the leaders.
        let points: BTreeSet<_> = loaded.dated_inputs.iter().map(|i| (&i.what, &i.place, i.day)).collect();
        assert!(points.len() > loaded.spec.leaders.len(), "{name}: the list holds more than the leaders");
    }
}

/// Where the rules of the society read how long ago a day was, how often in the file, and why that is no clock of politics.
const READ_HOW_LONG_AGO: [(&str, usize, &str); 7] = [
    ("crates/society/src/institutions/congress.rs", 1, "how much of its term a body has passed"),
    ("crates/society/src/phases/councils.rs", 1, "a fact of an event, for readers"),
    ("crates/society/src/phases/evening.rs", 1, "the number of the day, for the turns of the week"),
    ("crates/society/src/phases/parties.rs", 1, "the day of the week on which leanings are counted"),
    ("crates/society/src/phases/record.rs", 2, "days on which rows are written"),
    ("crates/society/src/phases/rounds.rs", 1, "the number of the day, for the turns of the week"),
    ("crates/society/src/look/reasons.rs", 1, "days since a cell's last turn, for readers"),
];

/// No rule decides by the days that have passed since something political: a place that reads such a number is listed, with
/// what makes it none.
#[test]
fn law_no_rule_counts_the_days_since_an_event() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for path in files(root()).iter().filter(|p| is_rust(p) && shown(p).starts_with("crates/society/src/")) {
        let text = std::fs::read_to_string(path).expect("a Rust file is text");
        let rules = text.split("#[cfg(test)]").next().unwrap_or_default();
        found.insert(shown(path), rules.matches(".since(").count());
    }
    for (file, times, why) in READ_HOW_LONG_AGO {
        assert_eq!(found.remove(file), Some(times), "{file} reads how long ago something was ({why})");
    }
    let others: Vec<_> = found.into_iter().filter(|(_, times)| *times > 0).collect();
    assert!(others.is_empty(), "rules that read how long ago something was: {others:?}");
}

#[test]
fn law_parameters_are_few_and_name_no_event() {
    let rules = society::spec::Rules::default();
    let declared = rules.declared();
    let n = declared.len();
    let places: BTreeSet<String> = scenario::bundled()
        .iter()
        .map(|(name, _)| scenario::load_bundled(name).unwrap_or_else(|problems| panic!("{problems}")))
        .flat_map(|loaded| loaded.spec.places.into_iter().flat_map(|place| [place.id, place.name]))
        .collect();
    let mut faults = Vec::new();
    for parameter in &declared {
        let is_year = |word: &str| word.len() == 4 && word.parse::<u32>().is_ok_and(|n| (1500..2100).contains(&n));
        let letters = |c: char| !c.is_alphanumeric();
        for word in parameter.key.split(letters).flat_map(|part| part.split('_')) {
            let is_month = MONTHS.iter().any(|month| month.to_lowercase() == word);
            if is_month || is_year(word) || places.contains(word) {
                faults.push(format!("`{}`: `{word}` in its key", parameter.key));
            }
        }
        // In a sentence a month or a place has a capital; the first word has one anyway.
        for (i, word) in parameter.meaning.split(letters).filter(|word| !word.is_empty()).enumerate() {
            let is_named = i > 0 && (MONTHS.contains(&word) || places.contains(word));
            if is_year(word) || (is_named && word.starts_with(char::is_uppercase)) {
                faults.push(format!("`{}`: `{word}` in its meaning", parameter.key));
            }
        }
        if parameter.source.trim().is_empty() {
            faults.push(format!("`{}` has no source", parameter.key));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(n <= MOST_PARAMETERS, "there are {n} behavioural parameters, more than {MOST_PARAMETERS}");
}

/// Identifiers of parties, places and classes that are plain words too, and what else they mean.
const PLAIN_WORDS: [(&str, &str); 19] = [
    ("assembly", "a body that all elect"),
    ("employers", "who own works and settle strikes"),
    ("factory", "what makes something"),
    ("front", "a role, and a kind of place"),
    ("garrison", "the troops of a place"),
    ("guard", "what keeps a door"),
    ("landed", "a role"),
    ("national", "of the whole country"),
    ("north", "a direction"),
    ("office", "a role"),
    ("peasant", "a role"),
    ("police", "a role"),
    ("propertied", "a role"),
    ("railway", "a kind of link"),
    ("right", "a side"),
    ("sailor", "a role"),
    ("soldier", "a role"),
    ("student", "a role, and a distribution"),
    ("worker", "a role, and a thread of a browser"),
];
/// Shortest identifier that is looked for: a shorter one is part of too many words.
const SHORTEST: usize = 5;

/// What belongs to one case stands in the folder of its scenario.
#[test]
fn law_no_party_place_or_class_of_a_case_stands_in_code() {
    let mut known = BTreeSet::new();
    for (name, _) in scenario::bundled() {
        let spec = scenario::load_bundled(&name).unwrap_or_else(|problems| panic!("{problems}")).spec;
        known.extend(spec.parties.into_iter().map(|party| party.id));
        known.extend(spec.places.into_iter().map(|place| place.id));
        known.extend(spec.classes.into_iter().map(|class| class.id));
    }
    let is_plain = |word: &str| PLAIN_WORDS.iter().any(|(plain, _)| *plain == word);
    known.retain(|id| id.len() >= SHORTEST && !is_plain(id));
    assert!(known.len() > 500, "the scenarios' tables are read");
    let is_code = |path: &&PathBuf| {
        let shown = shown(path);
        let is_page = shown.starts_with("web/src/") || shown == "web/index.html";
        let is_test = shown.contains("/tests") || shown.ends_with("tests.rs");
        let is_crate = shown.starts_with("crates/") && shown.contains("/src/") && is_rust(path) && !is_test;
        is_page || is_crate
    };
    let mut faults = Vec::new();
    for path in files(root()).iter().filter(is_code) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let own = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for (i, line) in own.lines().enumerate() {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_lowercase);
            for word in words.filter(|word| known.contains(word)) {
                faults.push(format!("{}:{}: `{word}`", shown(path), i + 1));
            }
        }
    }
    assert!(faults.is_empty(), "a case's own names stand in code:\n{}", faults.join("\n"));
}

#[test]
fn law_unsafe_code_is_forbidden_below_the_surfaces() {
    for crate_name in [
        "engine",
        "schema",
        "people",
        "society",
        "observables",
        "text",
        "scenario",
        "words",
        "models",
        "literature",
        "stats",
        "run",
        "study",
        "fit",
        "report",
    ] {
        let Ok(manifest) = std::fs::read_to_string(root().join("crates").join(crate_name).join("Cargo.toml")) else {
            continue;
        };
        assert!(manifest.contains("[lints]\nworkspace = true"), "{crate_name} takes the workspace's lints");
    }
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).expect("the workspace has a manifest");
    assert!(workspace.contains("unsafe_code = \"forbid\""));
}
