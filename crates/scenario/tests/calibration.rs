//! The division of the record and the result of a calibration: what is read, and what goes before a set of parameters.

use engine::calendar::{Calendar, Day};
use scenario::{Chosen, Files, Folder, Loaded, apply_interventions, apply_settings};
use society::OutcomeKind;
use society::spec::Spec;

const FOOD: &str = "grievance.food_need";
const WEIGHT: &str = "social_proof.weight";

const HEADER: &str = "title = 'A town'\nbase = 'one-town'\n";
const STRIKES: &str = "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note\n\
    strikers,1917-02-23,1917-02-23,milltown,900,,,workers,count,assumed,,A,\n\
    strikers,1917-03-30,1917-04-02,milltown,900,,,workers,count,assumed,,A,\n\
    strikers,1917-02-23,1917-02-23,elsewhere,900,,,workers,count,assumed,,A,\n\
    councils,1917-02-27,1917-02-27,milltown,1,,,soviets,count,assumed,,A,\n\
    votes:sr,1917-02-27,1917-02-27,milltown,0.5,,,share,share,assumed,,A,\n\
    actions,1917-02-27,1917-02-27,milltown,3,,,actions,count,assumed,,A,\n\
    deserters,1917-02-27,1917-02-27,milltown,400,,,soldiers,count,assumed,,A,\n";
const SPLIT: &str = r#"
until = "1917-03-31"
[aside]
strikes = ["strikers@elsewhere"]
councils = ["councils"]
votes = ["votes:sr"]
countryside = ["actions"]
army = ["deserters"]
[fit]
parameters = ["grievance.food_need", "social_proof.weight"]
[outcome]
kind = "crushed"
source = "assumed"
"#;
const POSTERIOR: &str = r#"
command = "tauride fit one-town --seed 18446744073709551615"
version = "0.1.0"
society = "01"
split = "02"
training = "03"
seed = 18446744073709551615
digest = "bfbae297870c2b75bec0db40db36389b"
parameters = ["grievance.food_need", "social_proof.weight"]
draws = [
  [0.25, 0.5],
  [2, 0.75],
]
"#;

fn read(parts: &[(&str, &str)]) -> Loaded {
    let mut files = Files::new("a-town");
    files.insert("scenario.toml", HEADER.as_bytes());
    for (name, text) in parts {
        files.insert(*name, text.as_bytes().to_vec());
    }
    used(scenario::read(&files).unwrap_or_else(|problems| panic!("{problems}")))
}

/// With its posterior, if it has one, in use.
fn used(mut loaded: Loaded) -> Loaded {
    loaded.spec.use_draws(true);
    loaded
}

fn values(spec: &Spec) -> [f64; 2] {
    [FOOD, WEIGHT].map(|key| spec.rules.get(key).expect("it is declared"))
}

fn day(text: &str) -> Day {
    Day::parse(Calendar::OldStyle, text).expect("a date")
}

fn with(loaded: &Loaded, changes: &str) -> Spec {
    let mut loaded = loaded.clone();
    let text = format!("title = 'A what-if'\n{changes}");
    let chosen = Chosen::File { path: "one.toml".into(), bytes: text.into_bytes() };
    apply_interventions(&mut loaded, &[chosen]).unwrap_or_else(|problems| panic!("{problems}"));
    loaded.spec
}

/// A scenario with the record of the example, divided as it says but for the strikes.
fn divided(strikes: &str) -> Loaded {
    let split = SPLIT.replace("strikers@elsewhere", strikes);
    read(&[("evidence/strikes.csv", STRIKES), ("evidence/split.toml", &split)])
}

#[test]
fn law_a_division_is_read_as_it_is_written() {
    let split = divided("strikers@elsewhere").split.expect("there is one");
    assert_eq!(split.until, day("1917-03-31"));
    assert_eq!(split.aside[0], ("strikes".into(), "strikers".into(), Some("elsewhere".into())));
    assert_eq!(split.aside[2], ("votes".into(), "votes:sr".into(), None));
    assert_eq!(split.aside.len(), 5);
    assert_eq!(split.parameters, [FOOD, WEIGHT]);
    assert_eq!(split.outcome, Some((OutcomeKind::Crushed, "assumed".into())));
    assert_eq!(split.hash.len(), 32);
    assert_ne!(split.hash, divided("strikers@milltown").split.expect("there is one").hash);
    let (without_outcome, _) = SPLIT.split_once("[outcome]").expect("it is the last table");
    let loaded = read(&[("evidence/strikes.csv", STRIKES), ("evidence/split.toml", without_outcome)]);
    assert_eq!(loaded.split.expect("there is one").outcome, None);
    assert!(read(&[]).split.is_none(), "it may be left out");
}

#[test]
fn law_training_ends_on_its_last_day_and_leaves_out_what_is_aside() {
    let seen = |strikes: &str| -> Vec<String> {
        let loaded = divided(strikes);
        let split = loaded.split.expect("there is one");
        let seen = loaded.evidence.iter().filter(|row| split.is_training(row, ""));
        seen.map(|row| format!("{}@{}", row.series, row.place)).collect()
    };
    // The second row at Milltown ends after the last day, though it begins before it.
    assert_eq!(seen("strikers@elsewhere"), ["strikers@milltown"]);
    assert_eq!(seen("strikers@milltown"), ["strikers@elsewhere"]);
    assert_eq!(seen("strikers"), [""; 0]);
}

/// The files of the example as a scenario beside one that is based on it.
fn based_on(parts: &[(&str, &str)], own: &[(&str, &str)]) -> Loaded {
    let mut base = Folder::new();
    base.insert("scenario.toml", HEADER.as_bytes());
    parts.iter().for_each(|(name, text)| base.insert(*name, text.as_bytes().to_vec()));
    let mut files = Files::new("mine");
    own.iter().for_each(|(name, text)| files.insert(*name, text.as_bytes().to_vec()));
    files.insert_sibling("a-town", base);
    used(scenario::read(&files).unwrap_or_else(|problems| panic!("{problems}")))
}

#[test]
fn law_a_scenario_inherits_a_division_and_a_posterior() {
    let parts = [("evidence/strikes.csv", STRIKES), ("evidence/split.toml", SPLIT), ("posterior.toml", POSTERIOR)];
    let mine = based_on(&parts, &[("scenario.toml", "title = 'Mine'\nbase = 'a-town'\n")]);
    assert_eq!(mine.posterior, read(&parts).posterior);
    assert_eq!(mine.split, read(&parts).split);
    // A shorter scenario does not end before the last day of training by a fault of its own.
    let shorter = "title = 'Mine'\nbase = 'a-town'\nend = '1917-03-10'\n";
    assert_eq!(based_on(&parts, &[("scenario.toml", shorter)]).split, mine.split);
}

#[test]
fn law_a_posterior_is_read_as_it_is_written() {
    let loaded = read(&[("posterior.toml", POSTERIOR)]);
    let posterior = loaded.posterior.expect("there is one");
    assert_eq!(posterior.seed, u64::MAX);
    assert_eq!(
        [&posterior.society, &posterior.split, &posterior.training, &posterior.digest],
        ["01", "02", "03", "bfbae297870c2b75bec0db40db36389b"]
    );
    assert_eq!(posterior.parameters, [FOOD, WEIGHT]);
    assert_eq!(posterior.draws, [[0.25, 0.5], [2.0, 0.75]]);
    // Its digest is that of its sets, and sets that were changed afterwards are refused.
    assert_eq!(posterior.digest, scenario::Posterior::digest_of(&posterior.parameters, &posterior.draws));
    let mut files = Files::new("a-town");
    files.insert("scenario.toml", HEADER.as_bytes());
    files.insert("posterior.toml", POSTERIOR.replace("0.75", "0.76").into_bytes());
    let problems = scenario::read(&files).expect_err("a value was changed by hand");
    assert!(problems.0.iter().any(|problem| problem.what.contains("not those that the calibration wrote")));
    let plain = read(&[]);
    assert_eq!(values(&loaded.spec), values(&plain.spec), "the scenario's own values stay");
    assert_eq!(values(&loaded.spec.for_seed(1)), [2.0, 0.75]);
    assert!(plain.posterior.is_none() && plain.spec.draws.is_none());
}

#[test]
fn law_a_setting_goes_before_a_set() {
    let mut loaded = read(&[("posterior.toml", POSTERIOR)]);
    let drawn = loaded.spec.draws.clone();
    apply_settings(&mut loaded.spec, &["grievance.food_need=3", "councils=off"]).expect("they are right");
    assert_eq!(values(&loaded.spec.for_seed(1)), [3.0, 0.75]);
    assert_eq!(drawn, read(&[("posterior.toml", POSTERIOR)]).spec.draws, "only its own copy has changed");
    // Also one that sets what stands there anyway.
    let mut loaded = read(&[("posterior.toml", POSTERIOR)]);
    let own = values(&loaded.spec);
    apply_settings(&mut loaded.spec, &[format!("{FOOD}={}", own[0]), format!("{WEIGHT}={}", own[1])])
        .expect("they are right");
    assert_eq!(values(&loaded.spec.for_seed(1)), own);
}

#[test]
fn law_a_what_if_goes_before_a_set_while_it_holds() {
    let loaded = read(&[("posterior.toml", POSTERIOR)]);
    let change = format!("[[change]]\nkind = 'parameter'\nkey = '{FOOD}'\n");
    let on = |changes: &str, date: &str| values(with(&loaded, changes).for_seed(1).on(day(date)));
    let always = format!("{change}value = 3\n");
    assert_eq!([on(&always, "1917-02-18"), on(&always, "1917-06-01")], [[3.0, 0.75]; 2]);
    let later = format!("{change}value = 3\nfrom = '1917-04-01'\n");
    assert_eq!(on(&later, "1917-03-31"), [2.0, 0.75]);
    assert_eq!(on(&later, "1917-04-01"), [3.0, 0.75]);
    let until = format!("{change}value = 3\nuntil = '1917-03-31'\n");
    assert_eq!(on(&until, "1917-03-31"), [3.0, 0.75]);
    assert_eq!(on(&until, "1917-04-01"), [2.0, 0.75]);
    // A what-if that sets the scenario's own value is meant, too; a factor multiplies that value.
    let same = format!("{change}factor = 1\nfrom = '1917-04-01'\n");
    assert_eq!(on(&same, "1917-04-01"), [values(&loaded.spec)[0], 0.75]);
    let elsewhere = "[[change]]\nkind = 'mechanism'\nname = 'councils'\non = false\nfrom = '1917-04-01'\n";
    assert_eq!(on(elsewhere, "1917-04-01"), [2.0, 0.75], "a what-if of something else leaves the set");
}

#[test]
fn law_what_a_scenario_says_itself_goes_before_what_was_fitted_for_its_base() {
    let posterior = [("posterior.toml", POSTERIOR)];
    let header = "title = 'Mine'\nbase = 'a-town'\n";
    let own = format!("{header}[parameters.grievance]\nfood_need = 4\n");
    assert_eq!(values(&based_on(&posterior, &[("scenario.toml", &own)]).spec.for_seed(1)), [4.0, 0.75]);
    let own = [("scenario.toml", header), ("parameters.toml", "[grievance]\nfood_need = 4\n")];
    assert_eq!(values(&based_on(&posterior, &own).spec.for_seed(1)), [4.0, 0.75]);
    // What stands beside the posterior is what was fitted.
    let fitted = [("scenario.toml", own[0].1), ("parameters.toml", own[1].1), ("posterior.toml", POSTERIOR)];
    assert_eq!(values(&based_on(&[], &fitted).spec.for_seed(1)), [2.0, 0.75]);
}

#[test]
fn law_the_hash_of_a_society_is_that_of_what_is_simulated() {
    let plain = read(&[]);
    assert_ne!(plain.society_hash, plain.content_hash);
    let sources = "key,author,title,year,kind,url\nnew,,A book,,,\n";
    let about = [
        ("evidence/strikes.csv", STRIKES),
        ("posterior.toml", POSTERIOR),
        ("claims.toml", "# nothing is claimed yet\n"),
        ("sources.csv", sources),
    ];
    for part in about {
        let loaded = read(&[part]);
        assert_eq!(loaded.society_hash, plain.society_hash, "{}", part.0);
        // Claims change no world, and so not even what a run calls its content.
        assert_eq!(loaded.content_hash == plain.content_hash, part.0 == "claims.toml", "{}", part.0);
    }
    let with_split = divided("strikers");
    assert_eq!(with_split.society_hash, plain.society_hash);
    assert_ne!(with_split.content_hash, read(&[about[0]]).content_hash);
    let parameters = read(&[("parameters.toml", "[grievance]\nfood_need = 1.5\n")]);
    assert_ne!(parameters.society_hash, plain.society_hash);
}

#[test]
fn law_measures_are_the_observables_that_the_record_asks() {
    use observables::question::{ASKED, Kind};
    for kind in &scenario::MEASURE_KINDS {
        let asked = Kind::of_word(kind.name).and_then(Kind::asked);
        assert!(asked.is_some_and(|asked| asked.after == kind.after), "{}", kind.name);
    }
    // The strikers of the strikes that ended are what `strikers` asks of a row over several days.
    assert_eq!(scenario::MEASURE_KINDS.len() + 1, ASKED.len());
}
