//! What-ifs: every fault gets its message, every bundled one applies, and none reaches a day before its own.

use std::fs;
use std::path::Path;

use engine::calendar::{Calendar, Day};
use engine::record::Record;
use scenario::{Chosen, FIELDS, KINDS, Loaded, apply_interventions, interventions};
use society::decide::DECISIONS;
use society::spec::{Indicator, MECHANISMS, Spec};
use society::tables::TABLES;
use society::{OutcomeKind, Society};

fn load(name: &str) -> Loaded {
    scenario::load_bundled(name).unwrap_or_else(|problems| panic!("{problems}"))
}

fn day(text: &str) -> Day {
    Day::parse(Calendar::OldStyle, text).expect("a date")
}

fn file(path: &str, text: &str) -> Chosen {
    Chosen::File { path: path.into(), bytes: text.as_bytes().to_vec() }
}

/// A scenario with one change of its own making.
fn with(loaded: &Loaded, changes: &str) -> Spec {
    let mut loaded = loaded.clone();
    let text = format!("title = 'A what-if'\n{changes}");
    apply_interventions(&mut loaded, &[file("one.toml", &text)]).unwrap_or_else(|p| panic!("{p}"));
    loaded.spec
}

/// The faults of files that are applied to one-town in their order. Each file's lines count from its own first.
fn faults(id: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let mut files = vec![(format!("{id}.toml"), String::new())];
    let mut expected = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(message) = line.strip_prefix("# expect: ") {
            expected.push(message.trim_end().to_owned());
        }
        match line.strip_prefix("# file: ") {
            Some(name) => files.push((name.trim_end().to_owned(), String::new())),
            None => files.last_mut().expect("one is there").1.push_str(line),
        }
    }
    let chosen: Vec<Chosen> = files.iter().map(|(name, text)| file(name, text)).collect();
    let found = match apply_interventions(&mut load("one-town"), &chosen) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    };
    (expected, found)
}

#[test]
fn law_every_faulty_what_if_gets_its_message() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/faulty/interventions");
    let mut paths: Vec<_> = fs::read_dir(dir).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let mut wrong = String::new();
    for path in &paths {
        let id = path.file_stem().and_then(|s| s.to_str()).expect("a plain name");
        let (expected, found) = faults(id, &fs::read_to_string(path).expect("a faulty file is readable text"));
        if found != expected || expected.is_empty() {
            let (expected, found) = (expected.join("\n    "), found.join("\n    "));
            wrong += &format!("{id}:\n  expected\n    {expected}\n  found\n    {found}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(paths.len() >= 12, "only {} faulty files", paths.len());
}

#[test]
fn law_a_misspelt_name_gets_the_nearest() {
    let mut loaded = load("russia-1917");
    let before = format!("{:?}", loaded.spec.rules);
    let problems = apply_interventions(&mut loaded, &[Chosen::Named("no-wra".into())]).expect_err("there is none");
    assert!(problems.to_string().ends_with("did you mean `no-war`?"), "{problems}");
    assert!(loaded.applied.is_empty() && format!("{:?}", loaded.spec.rules) == before);
}

#[test]
fn law_a_fault_of_a_scenarios_own_what_if_is_a_fault_of_the_scenario() {
    let mut files = scenario::Files::new("mine");
    files.insert("scenario.toml", &b"title = 'Mine'\nbase = 'one-town'\n"[..]);
    let text = "title = 'A what-if'\n[[change]]\nkind = 'mechanism'\nname = 'recal'\non = false\n";
    files.insert("interventions/mine.toml", text.as_bytes().to_vec());
    let problems = scenario::read(&files).expect_err("no such mechanism");
    assert!(problems.to_string().starts_with("mine/interventions/mine.toml:4:8: `name` is unknown"), "{problems}");
}

/// Digests of the record, day by day, and of the state at the end.
fn days(spec: &Spec, scale: u32, until: Day) -> Vec<u128> {
    let mut society = Society::new(spec, 1, scale, 2);
    let mut record = Record::new(&TABLES);
    let mut found = Vec::new();
    while society.day() <= until {
        record.clear();
        society.step(spec, 2, &mut record);
        let mut digest = engine::digest::Digest::new();
        record.digest(&mut digest);
        found.push(digest.finish());
    }
    let mut digest = engine::digest::Digest::new();
    society.digest(&mut digest, 2);
    found.push(digest.finish());
    found
}

#[test]
fn same_digest_for_a_null_what_if() {
    let loaded = load("one-town");
    let end = loaded.spec.end;
    let recall = loaded.spec.rules.get("council.recall_per_day").expect("a parameter");
    let base = days(&loaded.spec, 1, end);
    for changes in [
        format!(
            "from = '1917-03-10'\n[[change]]\nkind = 'parameter'\nkey = 'council.recall_per_day'\nvalue = {recall}"
        ),
        "from = '1917-04-01'\n[[change]]\nkind = 'mechanism'\nname = 'recall'\non = true".into(),
        "from = '1917-04-01'\n[[change]]\nkind = 'input'\nindicator = 'food'\nplace = 'all'\nfactor = 1".into(),
        "from = '1917-04-01'\n[[change]]\nkind = 'input'\nindicator = 'food'\nplace = 'milltown'\nshift_days = 0"
            .into(),
        "[[change]]\nkind = 'party'\nid = 'sr'\ncadres_factor = 1\nfrom = '1917-04-01'\nuntil = '1917-04-20'".into(),
        "[[change]]\nkind = 'persons'\nclass = 'garrison'\nfactor = 1".into(),
        "[[change]]\nkind = 'memory'\nclass = 'all'\nfactor = 1".into(),
    ] {
        assert_eq!(days(&with(&loaded, &changes), 1, end), base, "{changes}");
    }
}

/// One change of every kind that can be made from a day on.
const LATE: [&str; 10] = [
    "kind = 'input'\nindicator = 'food'\nplace = 'all'\nvalue = 0.2",
    "kind = 'input'\nindicator = 'war'\nplace = 'all'\nadd = 0.3",
    "kind = 'input'\nindicator = 'prices'\nplace = 'milltown'\nfactor = 0.5",
    "kind = 'leader'\nid = 'kerensky'\nremoved = true",
    "kind = 'leader'\nid = 'chkheidze'\nauthority_factor = 2",
    "kind = 'impose'\ndecision = 'government.peace'\noption = 'deliver'",
    "kind = 'mechanism'\nname = 'cadres'\non = false",
    "kind = 'parameter'\nkey = 'belief.moved_by_agitator'\nfactor = 0",
    "kind = 'party'\nid = 'sr'\ncadres_factor = 3",
    "kind = 'class'\nid = 'all'\nweights_factor = { bread = 0.3 }",
];

#[test]
fn law_a_what_if_from_a_day_on_leaves_every_day_before_it_as_it_was() {
    let loaded = load("one-town");
    let (from, end) = (day("1917-04-10"), day("1917-05-20"));
    let base = days(&loaded.spec, 1, end);
    let before = from.since(loaded.spec.start) as usize;
    for change in LATE {
        let changed = days(&with(&loaded, &format!("from = '1917-04-10'\n[[change]]\n{change}")), 1, end);
        assert_eq!(changed[..before], base[..before], "{change}");
        assert_ne!(changed, base, "{change}");
    }
}

#[test]
fn law_a_shift_without_a_first_day_begins_with_the_scenario() {
    let loaded = load("one-town");
    let food = |spec: &Spec| {
        let series = spec.conditions.iter().find(|c| c.indicator == Indicator::Food && c.place.is_none());
        series.expect("it has one").clone()
    };
    let (old, start, end) = (food(&loaded.spec), loaded.spec.start, loaded.spec.end);
    for days in [9, -9] {
        let change = format!("[[change]]\nkind = 'input'\nindicator = 'food'\nplace = 'all'\nshift_days = {days}");
        let new = food(&with(&loaded, &change));
        for before in 1..=40 {
            assert_eq!(new.at(start.plus(-before)), old.at(start.plus(-before)), "{before} days before the start");
        }
        for after in 0..=end.since(start) {
            let expected = old.at(start.plus((after - days).max(0)));
            assert!((new.at(start.plus(after)) - expected).abs() < 1e-12, "{days}: day {after}");
        }
        // The same with the first day written out; any other change without one reaches the weeks before the start too.
        let dated = format!("from = '1917-02-18'\n{change}");
        assert_eq!(food(&with(&loaded, &dated)).points, new.points);
        let factor = food(&with(&loaded, &change.replace(&format!("shift_days = {days}"), "factor = 0.5")));
        assert!(factor.at(start.plus(-20)) < old.at(start.plus(-20)));
    }
}

#[test]
fn law_what_ends_is_over() {
    let loaded = load("one-town");
    let spec = with(
        &loaded,
        "[[change]]\nkind = 'mechanism'\nname = 'recall'\non = false\nfrom = '1917-04-10'\nuntil = '1917-04-20'\n\
         [[change]]\nkind = 'parameter'\nkey = 'council.recall_per_day'\nvalue = 0\nfrom = '1917-04-15'",
    );
    let seen = |text: &str| {
        let now = spec.on(day(text));
        (now.switches.is_on("recall"), now.rules.get("council.recall_per_day") == Some(0.0))
    };
    assert_eq!(seen("1917-04-09"), (true, false));
    assert_eq!(seen("1917-04-10"), (false, false));
    assert_eq!(seen("1917-04-20"), (false, true));
    assert_eq!(seen("1917-04-21"), (true, true));
    assert!(spec.later.windows(2).all(|w| w[0].0 < w[1].0));
}

#[test]
fn law_what_ifs_compose_in_their_order() {
    let mut loaded = load("one-town");
    let change = |how: &str| {
        let text = format!("title = 'x'\n[[change]]\nkind = 'parameter'\nkey = 'council.recall_per_day'\n{how}\n");
        file(&format!("{how}.toml"), &text)
    };
    apply_interventions(&mut loaded, &[change("value = 0.01"), change("factor = 3")]).expect("they compose");
    let now = loaded.spec.rules.get("council.recall_per_day").expect("a parameter");
    assert!((now - 0.03).abs() < 1e-12);
    assert_eq!(loaded.applied.len(), 2);
}

#[test]
fn law_persons_are_moved_and_none_is_lost() {
    let loaded = load("russia-1917");
    let count = |spec: &Spec, class: &str| -> u64 {
        let class = spec.classes.iter().position(|c| c.id == class);
        let of = spec.groups.iter().filter(|g| class.is_none_or(|class| g.class == class));
        of.map(|g| u64::from(g.persons)).sum()
    };
    let spec = with(&loaded, "[[change]]\nkind = 'persons'\nclass = 'front'\nshare = 0.85\nbecomes = 'peasant'");
    assert_eq!(count(&spec, "all"), count(&loaded.spec, "all"));
    let gone = count(&loaded.spec, "front") - count(&spec, "front");
    assert_eq!(count(&spec, "peasant") - count(&loaded.spec, "peasant"), gone);
    let children = |spec: &Spec| {
        let of = |g: &society::spec::GroupSpec| f64::from(g.persons) * spec.classes[g.class].share_children;
        spec.groups.iter().map(of).sum::<f64>()
    };
    assert!((children(&spec) - children(&loaded.spec)).abs() < 1.0, "soldiers who become villagers are grown men");
    // A regiment keeps its name where it goes.
    let mut loaded = loaded;
    apply_interventions(&mut loaded, &[Chosen::Named("machine-gunners-at-the-front".into())]).expect("it applies");
    let unit = loaded.spec.groups.iter().find(|g| g.name.as_deref() == Some("1st Reserve Machine-gun Regiment"));
    assert_eq!(loaded.spec.places[unit.expect("it is there").place].id, "northern_front_5th");
}

#[test]
fn law_an_input_reaches_a_place_and_all_that_it_holds() {
    let loaded = load("russia-1917");
    let at = |spec: &Spec, place: &str, day: Day| {
        let mut at = spec.places.iter().position(|p| p.id == place);
        loop {
            let series = spec.conditions.iter().find(|c| c.indicator == Indicator::Food && c.place == at);
            match (series, at) {
                (Some(series), _) => return series.at(day),
                (None, Some(p)) => at = spec.places[p].parent,
                (None, None) => return 1.0,
            }
        }
    };
    let from = day("1917-03-05");
    for meant in ["petrograd", "all", "petrograd_vyborg"] {
        let change = format!(
            "from = '1917-03-05'\n[[change]]\nkind = 'input'\nindicator = 'food'\nplace = '{meant}'\nvalue = 0.11"
        );
        let spec = with(&loaded, &change);
        for place in ["petrograd_vyborg", "petrograd_narva", "moscow", "tambov", "northern_front_5th"] {
            let reached = meant == "all" || place == meant || (meant == "petrograd" && place.starts_with("petrograd_"));
            for d in [from, from.plus(60)] {
                assert_eq!(at(&spec, place, d) == 0.11, reached, "{meant}: {place}");
            }
            for back in 1..100 {
                let d = from.plus(-back);
                assert_eq!(at(&spec, place, d), at(&loaded.spec, place, d), "{meant}: {place}");
            }
        }
    }
}

#[test]
fn law_a_bundled_what_if_names_a_cause_and_no_outcome() {
    let loaded = load("russia-1917");
    let listed = interventions(&loaded);
    assert!(listed.len() >= 25, "{}", listed.len());
    let promised = ["no-war", "no-memory-of-1905", "lenin-stopped", "july-let-loose", "peace-in-may"];
    assert!(promised.iter().all(|name| listed.iter().any(|i| i.name == *name)));
    for what_if in &listed {
        for ((key, _), text) in FIELDS.iter().zip(&what_if.fields) {
            assert!(!text.is_empty(), "{} has no `{key}`", what_if.name);
        }
        let text = &loaded.interventions.iter().find(|t| t.name == what_if.name).expect("its text").text;
        let outcomes = [
            OutcomeKind::RegimeHolds,
            OutcomeKind::GovernmentHolds,
            OutcomeKind::CouncilTransfer,
            OutcomeKind::CouncilSeizure,
            OutcomeKind::Assembly,
        ];
        assert!(outcomes.iter().all(|kind| !text.contains(kind.word())), "{}", what_if.name);
    }
    let bundled = scenario::bundled_interventions("russia-1917");
    assert_eq!(bundled, listed.iter().map(|i| (i.name.clone(), i.title.clone())).collect::<Vec<_>>());
}

#[test]
fn law_every_bundled_what_if_applies() {
    for (name, _) in scenario::bundled() {
        scenario::check_interventions(&load(&name)).unwrap_or_else(|p| panic!("{p}"));
    }
}

/// What a document must name: kinds, decisions, options, mechanisms and the bundled what-ifs.
#[test]
fn law_the_document_names_every_decision_and_every_what_if() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/interventions.md");
    let text = fs::read_to_string(path).expect("the document");
    let mut missing = Vec::new();
    let mut need = |what: String| {
        if !text.contains(&what) {
            missing.push(what);
        }
    };
    for kind in KINDS {
        need(format!("| `{}` | {} |", kind.name, kind.about));
    }
    for decision in DECISIONS {
        let options: Vec<String> = decision.options.iter().map(|o| format!("`{o}`")).collect();
        need(format!("| `{}` | {} | {} |", decision.key, decision.about, options.join(", ")));
    }
    let lines = text.lines().filter(|l| l.starts_with("| `") && l.contains('.') && l.matches('|').count() == 4);
    assert_eq!(lines.filter(|l| DECISIONS.iter().any(|d| l.contains(d.key))).count(), DECISIONS.len());
    for (name, about) in MECHANISMS {
        need(format!("| `{name}` | {about} |"));
    }
    for what_if in interventions(&load("russia-1917")) {
        let standing = match () {
            () if what_if.is_sketch() => "sketch",
            () if what_if.is_unverified() => "remembered",
            () => "documented",
        };
        need(format!("### `{}`: {}\n\n{standing}", what_if.name, what_if.title));
        for ((key, _), field) in FIELDS.iter().zip(&what_if.fields) {
            need(format!("- {}: {field}", key.replace('_', " ")));
        }
    }
    let example = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    apply_interventions(&mut load("russia-1917"), &[file("mine.toml", example)]).unwrap_or_else(|p| panic!("{p}"));
    assert!(missing.is_empty(), "docs/interventions.md lacks\n{}", missing.join("\n"));
}

/// A run of the main scenario with one person for every thousand.
struct Course<'s> {
    spec: &'s Spec,
    society: Society,
    record: Record,
}

impl<'s> Course<'s> {
    fn new(spec: &'s Spec, seed: u64) -> Course<'s> {
        Course { spec, society: Society::new(spec, seed, 1000, 2), record: Record::new(&TABLES) }
    }

    /// Goes on from a state that was saved.
    fn load(spec: &'s Spec, saved: &[u8]) -> Course<'s> {
        let mut at = 0;
        let mut take = |bytes: &mut [u8]| {
            let end = at + bytes.len();
            let Some(from) = saved.get(at..end) else { return false };
            bytes.copy_from_slice(from);
            at = end;
            true
        };
        let society = Society::load(spec, &mut take).expect("the state is whole");
        Course { spec, society, record: Record::new(&TABLES) }
    }

    fn save(&self) -> Vec<u8> {
        let mut saved = Vec::new();
        self.society.save(&mut |bytes| saved.extend_from_slice(bytes));
        saved
    }

    fn step(&mut self) -> u128 {
        self.record.clear();
        self.society.step(self.spec, 2, &mut self.record);
        let mut digest = engine::digest::Digest::new();
        self.record.digest(&mut digest);
        digest.finish()
    }
}

/// Seeds that are tried in turn: a what-if about a decision shows only where the decision is taken.
/// A world is begun only while a what-if has not shown yet.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=60;
/// What-ifs that leave all of these runs as they are, and why.
const WITHOUT_EFFECT: [(&str, &str); 0] = [];
/// Days between saved states.
const SAVED_EVERY: usize = 10;

/// The first day that a file names as its `from`; nothing before it differs, so the run need not begin before it.
fn first_day(text: &str) -> Option<Day> {
    let day = text.lines().find_map(|line| line.strip_prefix("from = \""))?;
    Day::parse(Calendar::OldStyle, day.trim_end_matches('"'))
}

#[test]
fn law_every_bundled_what_if_reaches_the_result() {
    let loaded = load("russia-1917");
    let spec = &loaded.spec;
    let mut left: Vec<&scenario::InterventionText> = loaded.interventions.iter().collect();
    for seed in SEEDS {
        let mut base = Course::new(spec, seed);
        let (mut days, mut states) = (Vec::new(), Vec::new());
        while base.society.day() <= spec.end {
            if days.len() % SAVED_EVERY == 0 {
                states.push(base.save());
            }
            days.push(base.step());
        }
        left.retain(|text| {
            let mut changed = loaded.clone();
            apply_interventions(&mut changed, &[Chosen::Named(text.name.clone())]).expect("it applies");
            let first = first_day(&text.text).map_or(0, |day| day.since(spec.start) as usize / SAVED_EVERY);
            // The society at the start is made anew where the change is of the start.
            let mut course = match first {
                0 => Course::new(&changed.spec, seed),
                _ => Course::load(&changed.spec, &states[first]),
            };
            days[first * SAVED_EVERY..].iter().all(|day| course.step() == *day)
        });
        if left.len() == WITHOUT_EFFECT.len() {
            break;
        }
    }
    let same: Vec<&str> = left.iter().map(|text| text.name.as_str()).collect();
    assert_eq!(same, WITHOUT_EFFECT.map(|(name, _)| name));
}
